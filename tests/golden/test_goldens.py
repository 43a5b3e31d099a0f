"""A recording of every version there ever was still says what it always said."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from golden.make import what_forbids
from golden.says import (
    MAKE,
    RECORD,
    RECORDINGS,
    TESTS,
    fold_changed,
    goldens,
    must_say,
    payload_changed,
    reading_changed,
    said_of,
)
from strategies import SCHEMA as VAULT
from strategies import Ledger, Rows

from game.model.events import SCHEMA, Facts, ItemSpawned
from game.model.fold import MatchState
from game.model.state import Match
from game.rules.decide import RULES
from replay import Event, EventType, Recording, Schema, Timeline, fold, resimulate
from replay.cli.main import main
from replay.integrity.verify import verify
from replay.values.jsonable import jsonable

CURRENT = RECORDINGS / f"packrat-v{SCHEMA.version}.replay"
VAULTS = sorted(TESTS.glob("vault*.replay"))


@pytest.fixture
def known() -> dict[str, Any]:
    return must_say(CURRENT)


def test_every_version_of_the_events_has_a_golden() -> None:
    for version in range(1, SCHEMA.version + 1):
        path = RECORDINGS / f"packrat-v{version}.replay"

        assert path.exists(), f"keep one by\n  {RECORD.format(version)}\n  {MAKE}"
        assert must_say(path), f"write down what a reader must say of it by\n  {MAKE}"
        assert Recording(path).schema_version == version


@pytest.mark.parametrize("path", goldens(), ids=lambda path: path.stem)
def test_a_reader_says_of_it_what_it_must(path: Path) -> None:
    assert reading_changed(must_say(path), said_of(path)) is None


def test_no_payload_changed_without_its_version(known: dict[str, Any]) -> None:
    assert payload_changed(known, SCHEMA) is None


def test_no_fold_changed_without_its_version(known: dict[str, Any]) -> None:
    with Recording(CURRENT, SCHEMA) as recording:
        assert fold_changed(known, recording, MatchState()) is None


def test_no_rule_changed_without_its_version() -> None:
    with Recording(CURRENT, SCHEMA) as recording:
        if recording.rules_version == RULES.version:  # rules may change more often than events
            seed = recording.metadata["seed"]
            assert resimulate(recording, MatchState(), RULES, seed) is None, (
                "the rules would not decide this match as it was played: raise RULES.version"
            )


@dataclass(frozen=True, slots=True)
class Heavier(ItemSpawned):
    age: int


class OtherFacts(EventType):
    MATCH_STARTED = Facts.MATCH_STARTED.payload
    ITEM_SPAWNED = Heavier


class ForgetfulState(MatchState):
    def apply(self, state: Match, event: Event[Any]) -> Match:
        super().apply(state, event)
        for who in state.players:
            who.taken.sort()
        return state


def test_a_changed_payload_is_named_with_what_to_do(known: dict[str, Any]) -> None:
    told = payload_changed(known, Schema("packrat", OtherFacts, version=SCHEMA.version))

    assert told is not None
    assert "ITEM_SPAWNED" in told
    assert "MATCH_STARTED" not in told
    assert f"raise SCHEMA.version to {SCHEMA.version + 1}" in told


def test_a_changed_fold_is_named_with_what_to_do(known: dict[str, Any]) -> None:
    with Recording(CURRENT, SCHEMA) as recording:
        told = fold_changed(known, recording, ForgetfulState())

    assert told is not None
    assert "Raise MatchState.version" in told


def test_what_changed_without_its_version_is_not_even_written_down(
    known: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert what_forbids(CURRENT, known) is None

    monkeypatch.setattr("golden.make.MatchState", ForgetfulState)
    assert what_forbids(CURRENT, known) is not None
    monkeypatch.setattr(ForgetfulState, "version", MatchState.version + 1)
    assert what_forbids(CURRENT, known) is None


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.replay")), ids=lambda path: path.stem)
def test_its_states_are_those_of_a_fold_of_its_events(path: Path) -> None:
    whole = MatchState()
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, whole)
        for frame in range(-1, recording.frames, 100):
            folded = fold(recording.events(stop=frame + 1), whole)
            assert timeline.at(frame) == folded


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.replay")), ids=lambda path: path.stem)
def test_reading_an_old_match_leaves_the_file_as_it_is(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(path, tmp_path))

    for command in ("info", "events", "state", "stats", "verify"):
        assert main([command, str(copy)]) == 0

    assert copy.read_bytes() == path.read_bytes()
    assert "Traceback" not in capsys.readouterr().err


def test_drops_of_the_first_version_do_not_say_why() -> None:
    with Recording(RECORDINGS / "packrat-v1.replay", SCHEMA) as recording:
        reasons = {event.data.reason.name for event in recording.events(types={Facts.ITEM_REMOVED})}

    assert reasons == {"UNTOLD"}


def test_things_of_the_second_version_have_the_weight_of_their_kind() -> None:
    with Recording(RECORDINGS / "packrat-v2.replay", SCHEMA) as recording:
        drops = {event.data.reason.name for event in recording.events(types={Facts.ITEM_REMOVED})}
        spawned = [event.data for event in recording.events(types={Facts.ITEM_SPAWNED})]

    assert drops == {"LAID_DOWN", "KNOCKED_OUT"}
    weights = {thing.kind.value: thing.weight for thing in spawned}
    assert weights == {"coin": 1, "key": 1, "potion": 2, "ruby": 2, "crown": 4, "anvil": 8}


@pytest.mark.parametrize("path", VAULTS, ids=lambda path: path.stem)
def test_the_file_format_is_read_with_and_without_the_schema(path: Path) -> None:
    with Recording(path, VAULT) as typed, Recording(path) as named:
        assert [jsonable(e.data) for e in named.events()] == [
            jsonable(e.data) for e in typed.events()
        ]
        assert list(verify(typed, Ledger())) == []


def test_saved_states_with_tables_are_what_the_events_lead_to() -> None:
    with Recording(TESTS / "vault-format3-rows.replay", VAULT) as recording:
        contents = recording.reader.contents
        heads = [recording.reader.keyframe(n).head for n in range(len(contents.keyframe_events))]
        assert len(heads) == 2
        assert all(len(head) == 8 for head in heads)
        assert list(verify(recording, Rows())) == []
        frame = recording.frames - 1
        told = Timeline(recording, Rows()).at(frame)
        assert told == Timeline(recording, Ledger()).at(frame)


def test_an_unclosed_recording_holds_what_the_closed_one_does() -> None:
    closed, unclosed = (must_say(TESTS / f"vault{state}.replay") for state in ("", "-unclosed"))

    same = {"events", "frames", "digest", "counts", "states", "all_events", "first_events"}
    assert {part: closed[part] for part in same} == {part: unclosed[part] for part in same}
    assert (closed["closed"], unclosed["closed"]) == (True, False)
