"""Rows of the event list: each says its own event, wherever it lies in the recording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from torture.crafting import INT, Crafted, Gap, all_are

from replay import Event, EventType, Recorder, Recording, Schema
from replay.viewer.model.event_index import EventIndex
from replay.viewer.model.event_rows import EventRows


class Old(EventType):
    STEP = int
    PAIR = int


class New(EventType):
    STEP = int
    LEFT = int
    RIGHT = int


def split(name: str, fields: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [("LEFT", fields), ("RIGHT", fields)] if name == "PAIR" else [(name, fields)]


def unexpected(function: str, event: Event[Any], cause: Exception) -> None:
    raise AssertionError(f"{function} failed for {event}") from cause


GROUPS = (None, {New.LEFT}, {New.LEFT, New.RIGHT})


def rows_of(recording: Recording, group: int, groups: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """What the rows of a group say, asked for one by one and from the last to the first."""
    index = EventIndex(recording, groups)
    index.learn(0, 10**9)
    rows = EventRows(recording.numbered, None, lambda: None, unexpected)
    chosen = index.group(group)
    found = [rows.between(chosen, place, place + 1) for place in reversed(range(len(chosen)))]
    return [(row.type, row.data) for [row] in reversed(found)]


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_events_that_upcasting_made_of_one_have_a_row_each(group: int, tmp_path: Path) -> None:
    path = tmp_path / "old.replay"
    with Recorder(path, Schema("split", Old, version=1)) as recorder:
        for frame in range(40):
            recorder.append(Event(Old.PAIR if frame % 3 else Old.STEP, frame, frame))

    new = Schema("split", New, version=2, upcasters={1: split})
    with Recording(path, new) as recording:
        wanted = GROUPS[group]
        events = [event for event in recording.events() if not wanted or event.type in wanted]

        assert rows_of(recording, group, GROUPS) == [(event.type, event.data) for event in events]


def test_behind_a_gap_each_row_says_its_own_event(tmp_path: Path) -> None:
    made = Crafted(INT)
    made.rows([(0, 0, [5])])
    made.gap(Gap(1, 1000, 1, 9, "lost"))
    made.rows([(0, 10, [6]), (0, 10, [7])])
    path = tmp_path / "gap.replay"
    path.write_bytes(made.closed())

    with Recording(path) as recording:
        assert [data for _, data in rows_of(recording, 0, (None,))] == [5, 6, 7]


@pytest.mark.parametrize("place", [0, 70_000, 99_999])
def test_a_row_deep_in_a_frame_needs_no_event_before_it(place: int, tmp_path: Path) -> None:
    made = Crafted(INT)
    for _ in range(100):
        made.block(1000, [all_are(5)], frame=0, never_ends=True)
    made.rows([], ended=0)
    path = tmp_path / "long.replay"
    path.write_bytes(made.live())
    asked = []

    with Recording(path) as recording:

        def numbered(
            start: int, stop: int, types: frozenset[EventType] | None
        ) -> Iterator[tuple[int, Event[Any]]]:
            asked.append(range(start, stop))
            return recording.numbered(start, stop, types)

        index = EventIndex(recording, [None])
        index.learn(0, 10**9)
        [row] = EventRows(numbered, None, lambda: None, unexpected).between(
            index.group(0), place, place + 1
        )

    assert row.data == 5
    assert asked == [range(place, place + 1)]
