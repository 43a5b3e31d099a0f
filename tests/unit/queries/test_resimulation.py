"""A match is decided again from its inputs: a doctored one is caught, with the right place."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.main import main as packrat
from game.model.events import SCHEMA, Facts, ItemKind
from game.model.fold import MatchState
from game.rules.decide import RULES
from replay import Event, Recorder, Recording, resimulate
from replay.cli.main import main

FOLDER = Path(__file__).parents[3] / "recordings"
ABOUT_THINGS = Facts.ITEM_ADDED, Facts.ITEM_REMOVED, Facts.ITEM_SPAWNED


@cache
def match() -> Path:
    """A match of today's rules in which somebody is knocked over."""
    path = Path(mkdtemp()) / "match.replay"
    for seed in count(7):
        bots = ["--bots", "3", "--seed", str(seed), "--seconds", "20"]
        with redirect_stdout(StringIO()):
            assert packrat(["--headless", *bots, "--record", str(path), "--force"]) == 0
        with Recording(path, SCHEMA) as recording:
            if any(event.type is Facts.KNOCKED_INTO for event in recording.events()):
                return path
    raise AssertionError("count ends")


@cache
def history() -> list[Event[Any]]:
    with Recording(match(), SCHEMA) as recording:
        return recording.get_all_events()


def written(path: Path, events: list[Event[Any]]) -> Path:
    """Write a match as if it had been played so: every checksum, index and digest is right."""
    with Recording(match(), SCHEMA) as original:
        with Recorder(
            path,
            SCHEMA,
            metadata=original.metadata,
            rules_version=original.rules_version,
            existing="replace",
        ) as recorder:
            for event in events:
                recorder.append(event)
            recorder.end_frame(original.frames - 1)
    return path


def verified(
    capsys: pytest.CaptureFixture[str], path: Path, *arguments: str
) -> tuple[int, dict[str, Any]]:
    code = main(["verify", str(path), "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def edited(number: int, **fields: Any) -> list[Event[Any]]:
    events = list(history())
    event = events[number]
    events[number] = Event(event.type, replace(event.data, **fields), event.frame, event.timestamp)
    return events


def test_written_again_as_it_was_it_is_the_same_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "same.replay", history())

    code, told = verified(capsys, path, "--resimulate")

    assert code == 0
    assert told["digest"] == Recording(match()).digest


def test_that_the_rules_agree_is_said_only_where_they_were_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["verify", str(match())])
    unasked = capsys.readouterr().out
    main(["verify", str(match()), "--resimulate"])
    asked = capsys.readouterr().out

    assert asked.removeprefix(unasked) == (
        f"rules version {RULES.version} reproduce every event from the inputs\n"
    )


@settings(max_examples=25)
@given(data=st.data())
def test_another_owner_of_a_thing_is_caught_where_it_was_written_in(
    data: st.DataObject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = [n for n, event in enumerate(history()) if event.type is Facts.ITEM_ADDED]
    number = data.draw(st.sampled_from(taken))
    event = history()[number]
    owner = data.draw(st.sampled_from([who for who in range(3) if who != event.data.player]))
    path = written(tmp_path / "doctored.replay", edited(number, player=owner))

    assert verified(capsys, path)[0] == 0
    code, told = verified(capsys, path, "--resimulate")

    [finding] = told["findings"]
    assert code == 1
    assert finding["first_frame"] == finding["last_frame"] == event.frame
    assert finding["problem"] == (
        f"event {number}, ITEM_ADDED.player: recorded {owner}, "
        f"but the rules decide {event.data.player}"
    )


@settings(max_examples=25)
@given(data=st.data())
def test_any_edit_of_a_thing_is_caught_with_event_frame_and_field(
    data: st.DataObject, tmp_path: Path
) -> None:
    numbers = [n for n, event in enumerate(history()) if event.type in ABOUT_THINGS]
    number = data.draw(st.sampled_from(numbers))
    event = history()[number]
    field = data.draw(st.sampled_from(["kind", "x", "y"]))
    was = getattr(event.data, field)
    if field == "kind":
        other: Any = data.draw(st.sampled_from([kind for kind in ItemKind if kind is not was]))
    else:
        other = was + data.draw(st.sampled_from([-60, 1, 600]))
    path = written(tmp_path / "doctored.replay", edited(number, **{field: other}))

    with Recording(path, SCHEMA) as recording:
        found = resimulate(recording, MatchState(), RULES, recording.metadata["seed"])

    assert found is not None
    assert (found.event, found.frame, found.field) == (number, event.frame, field)
    assert found.type == event.type.name


def test_an_event_left_out_or_made_up_is_caught(tmp_path: Path) -> None:
    number = next(n for n, event in enumerate(history()) if event.type is Facts.KNOCKED_INTO)
    without = history()[:number] + history()[number + 1 :]
    twice = history()[: number + 1] + history()[number:]

    for name, events, at in (("without", without, number), ("twice", twice, number + 1)):
        with Recording(written(tmp_path / f"{name}.replay", events), SCHEMA) as recording:
            found = resimulate(recording, MatchState(), RULES, recording.metadata["seed"])

            assert found is not None
            assert (found.event, found.field) == (at, "event")
            assert found.frame == history()[number].frame


def test_another_seed_is_another_match(tmp_path: Path) -> None:
    with Recording(match(), SCHEMA) as recording:
        found = resimulate(recording, MatchState(), RULES, recording.metadata["seed"] + 1)

    assert found is not None
    assert found.frame == 0


def test_a_match_of_older_rules_is_replayed_but_not_decided_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = FOLDER / "golden" / "packrat-v1.replay"

    assert main(["verify", str(path)]) == 0
    assert main(["verify", str(path), "--resimulate"]) == 2
    assert "can be replayed, not re-simulated" in capsys.readouterr().err
