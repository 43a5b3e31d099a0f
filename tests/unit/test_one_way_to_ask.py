"""A timeline is where questions are asked, in what people type; few names are needed for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies import SCHEMA, Ledger, puts, record

import replay
from replay import MISSING, Event, Projection, Recorder, Recording, Timeline
from replay.queries.find import FrameRange
from replay.values.jsonable import jsonable
from replay.values.view_paths import parse_path, parse_query

EVENTS = puts(300)


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline[object]:
    return Timeline(Recording(record(tmp_path / "a.replay", EVENTS), SCHEMA), Ledger())


def test_thirty_names_are_enough() -> None:
    assert len(replay.__all__) <= 30
    assert all(hasattr(replay, name) for name in replay.__all__)


def test_what_is_typed_means_what_the_parsed_query_and_a_function_mean(
    timeline: Timeline[object],
) -> None:
    path = parse_path("0")
    look = timeline.projection.look
    values = [look(timeline.at(frame), path) for frame in range(timeline.frames)]
    value = next(value for value in values if value is not MISSING)
    asked = f"0 = {value}"

    typed = list(timeline.find(asked))

    assert typed
    assert typed == list(timeline.find(parse_query(asked)))
    assert typed == list(timeline.find(lambda state: look(state, path) == value))
    assert all(
        isinstance(found, FrameRange) and values[found.first] == values[found.last] == value
        for found in typed
    )


def test_blame_takes_a_path_as_text_or_steps_and_the_last_frame_if_none_is_said(
    timeline: Timeline[object],
) -> None:
    last = timeline.frames - 1

    assert timeline.blame("0") == timeline.blame((0,), last) == timeline.blame("0", frame=last)
    assert timeline.blame_item(7) == timeline.blame_item(7, last)


def test_what_blame_found_is_printed_as_lines_for_people(timeline: Timeline[object]) -> None:
    found = timeline.blame("0")
    lines = str(found).splitlines()

    assert lines[0] == repr(found.value)
    assert len(lines) == 1 + len(found.chain)
    assert lines[-1].startswith(f"event {found.chain[-1].number}, frame ")


@pytest.mark.parametrize(("typed", "opposite"), [(">=", "<"), ("<=", ">")])
def test_or_equal_holds_in_every_frame_in_which_its_opposite_does_not(
    timeline: Timeline[object], typed: str, opposite: str
) -> None:
    def frames(asked: str) -> set[int]:
        return {n for found in timeline.find(asked) for n in range(found.first, found.last + 1)}

    value = timeline.blame("0", frame=timeline.frames // 2).value
    numbers = frames("0 >= -999999")
    assert frames(f"0 = {value}") <= frames(f"0 {typed} {value}") < numbers
    assert frames(f"0 {typed} {value}") == numbers - frames(f"0 {opposite} {value}")


class Seen(Projection[object, set[int]]):
    """A state that is a set, changed in place."""

    name = "seen"

    def initial(self) -> set[int]:
        return set()

    def apply(self, state: set[int], event: Event[object]) -> set[int]:
        state.add(event.frame % 7)
        return state

    def dump(self, state: set[int]) -> object:
        return sorted(state)

    def load(self, saved: object) -> set[int]:
        return set(saved)  # type: ignore[call-overload, no-any-return]

    def view(self, state: set[int]) -> dict[str, object]:
        return {"seen": state, "many": len(state), "all": len(state) == 7}


def test_a_set_is_asked_like_the_list_that_is_shown(timeline: Timeline[object]) -> None:
    seen = Timeline(timeline.recording, Seen())
    last = seen.frames - 1

    assert list(seen.find("seen has 3")) == list(seen.find(lambda state: 3 in state))
    assert seen.blame("seen", frame=last).value == set(range(7))
    assert jsonable(seen.at(last)) == [0, 1, 2, 3, 4, 5, 6]
    with pytest.raises(ValueError, match="seen has no order"):
        list(seen.find("seen.0 = 3"))


def test_a_truth_value_is_no_number(timeline: Timeline[object]) -> None:
    seen = Timeline(timeline.recording, Seen())

    assert list(seen.find("many = true")) == []
    assert list(seen.find("all = 1")) == []
    assert list(seen.find("all = true")) == list(seen.find("many = 7")) != []


def test_what_cannot_be_meant_is_refused(timeline: Timeline[object]) -> None:
    with pytest.raises(ValueError, match="invalid query 'players'"):
        list(timeline.find("players"))
    with pytest.raises(ValueError, match="there is nothing at nowhere"):
        timeline.blame("nowhere")
    with pytest.raises(IndexError, match="outside"):
        timeline.blame_item(7, timeline.frames)


def test_behind_path_and_schema_all_are_keywords(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="positional"):
        Recorder(tmp_path / "a.replay", SCHEMA, Ledger())  # type: ignore[misc]

    assert list(tmp_path.iterdir()) == []
