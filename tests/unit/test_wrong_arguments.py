"""What a newcomer hands to the wrong place is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Vault, puts, record

from replay import Event, EventStore, Recording, Timeline, diff, fork, repair, resimulate, verify
from replay.integrity.salvage import RepairReport
from replay.values.view_paths import parse_query


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record(tmp_path / "a.replay", puts(3000))


def closed(recording: Recording[Any]) -> Recording[Any]:
    recording.close()
    return recording


WRONG: dict[str, tuple[Callable[[Path], Any], type[Exception], str]] = {
    "verify a path": (lambda p: list(verify(p)), TypeError, "an open Recording"),  # type: ignore[arg-type]
    "diff paths": (lambda p: diff(p, p), TypeError, "open Recordings"),  # type: ignore[arg-type]
    "a timeline of a path": (lambda p: Timeline(p, Ledger()), TypeError, "a Recording or an"),  # type: ignore[arg-type]
    "a projection's class": (
        lambda p: Timeline(Recording(p, SCHEMA), Ledger),  # type: ignore[arg-type]
        TypeError,
        "an instance of a Projection",
    ),
    "a frame as text": (
        lambda p: Timeline(Recording(p, SCHEMA), Ledger()).at("9"),  # type: ignore[arg-type]
        TypeError,
        "a frame is a whole number, not '9'",
    ),
    "repair what exists": (
        lambda p: repair(p, p.with_name("b"), existing=True),  # type: ignore[arg-type]
        ValueError,
        "'refuse' or 'replace'",
    ),
    "fork what exists": (
        lambda p: fork(p, p.with_name("b"), frame=1, schema=SCHEMA, existing="continue"),  # type: ignore[arg-type]
        ValueError,
        "'refuse' or 'replace'",
    ),
    "compare with a word": (lambda p: parse_query("0.1 > abc"), ValueError, "compares numbers"),
    "one event type": (
        lambda p: list(Recording(p, SCHEMA).events(types=Vault.TAKEN)),  # type: ignore[arg-type]
        TypeError,
        "a collection of event types",
    ),
    "one event type of a store": (
        lambda p: list(EventStore[Any]().events(types=Vault.TAKEN)),  # type: ignore[arg-type]
        TypeError,
        "a collection of event types",
    ),
    "events of a closed recording": (
        lambda p: list(closed(Recording(p, SCHEMA)).events()),
        ValueError,
        "a.replay is closed",
    ),
    "no spaces": (lambda p: parse_query("score>3"), ValueError, "with spaces between"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_it_is_said_what_is_wanted(case: Any, path: Path) -> None:
    act, kind, said = case
    with pytest.raises(kind, match=said):
        act(path)


@pytest.mark.parametrize("text", ["null", "None", "-"])
def test_nothing_is_written_as_it_is_shown(text: str) -> None:
    assert parse_query(f"players.2.bag.0 = {text}").value is None


class Decides:
    """Rules that would come to nothing at all."""

    version = 1
    input_types: frozenset[Any] = frozenset()

    def decide(self, *_: object) -> list[Any]:
        return []


def test_a_match_that_lost_events_is_not_called_reproduced(path: Path) -> None:
    data = bytearray(path.read_bytes())
    with Recording(path) as recording:
        data[recording.reader.contents.offsets[1] + 40] ^= 1
    path.write_bytes(data)
    report: RepairReport = repair(path, path.with_name("b.replay"))

    assert report.gaps
    with Recording(path.with_name("b.replay"), SCHEMA) as repaired:
        with pytest.raises(ValueError, match="are lost: the match can be replayed, not"):
            resimulate(repaired, Ledger(), Decides(), 7)  # type: ignore[arg-type]


def test_an_event_is_an_event() -> None:
    with pytest.raises(TypeError):
        Event("TOOK", 1, frame=True)  # type: ignore[arg-type]
