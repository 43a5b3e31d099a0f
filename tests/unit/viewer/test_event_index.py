"""Lists, lanes and jumps ask blocks and answer as if all events had been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from house import HISTORY, Facts, recorded, recorded_in_format_2, recorded_live
from hypothesis import given, settings
from hypothesis import strategies as st

from replay import EventType, Recording, Schema
from replay.file import contents
from replay.viewer.model import blocks, event_index
from replay.viewer.model.axis import Axis
from replay.viewer.model.blocks import UNKNOWN
from replay.viewer.model.event_index import EventIndex

GROUPS: list[Any] = [None, {Facts.SAID, Facts.LEFT}, {Facts.MOVED}, set(), set(Facts)]
SCHEMA = Schema("house", Facts)


def doubled(name: str, data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Of one event make another, two, or none."""
    if name == "PAUSED":
        return []
    if name == "MOVED_BACK":
        return [("MOVED", data), ("MOVED_BACK", data)]
    return [(name, data)]


UPCAST = Schema("house", Facts, version=2, upcasters={1: doubled})


@dataclass(frozen=True)
class Case:
    """A recording, the index of it, and (number, type, frame) of all its events."""

    recording: Recording
    index: EventIndex
    events: list[tuple[int, EventType, int]]

    def of(self, group: int) -> list[tuple[int, int]]:
        """Return (number, frame) of the events of a group."""
        types = GROUPS[group]
        return [(n, frame) for n, type, frame in self.events if types is None or type in types]


MADE = {
    "live": (recorded_live, SCHEMA),
    "format 2": (recorded_in_format_2, SCHEMA),
    "format 3": (recorded, SCHEMA),
    "upcast": (recorded, UPCAST),
}


@pytest.fixture(scope="module", params=MADE)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    path = tmp_path_factory.mktemp("blocks") / "a.replay"
    record, schema = MADE[request.param]
    record(path, HISTORY)
    with (
        mock.patch.object(contents, "RUN_EVENTS", 4),
        Recording(path, schema) as recording,
    ):
        index = EventIndex(recording, GROUPS)
        while not index.done:
            index.learn(0, 100_000)
        numbered = recording.numbered(0, len(HISTORY))
        yield Case(recording, index, [(n, event.type, event.frame) for n, event in numbered])


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_a_group_has_its_events(group: int, case: Case) -> None:
    mine, expected = case.index.group(group), case.of(group)

    assert [(mine.number(n), mine.frame(n)) for n in range(len(mine))] == expected
    for index, (number, _) in enumerate(expected):
        first = index - 1 if index and expected[index - 1][0] == number else index
        assert mine.index_of(number) == first
    if expected:
        assert (mine.number(-1), mine.frame(-1)) == expected[-1]
    for outside in (len(mine), -len(mine) - 1):
        with pytest.raises(IndexError):
            mine.frame(outside)


FRAMES = st.integers(-3, HISTORY[-1].frame + 3)


@given(group=st.integers(0, len(GROUPS) - 1), frames=st.lists(FRAMES, min_size=2, max_size=9))
def test_it_answers_of_any_frame_as_all_events_do(
    group: int, frames: list[int], case: Case
) -> None:
    mine, own = case.index.group(group), [frame for _, frame in case.of(group)]

    for frame in frames:
        assert mine.after(frame) == min((one for one in own if one > frame), default=None)
        assert mine.before(frame) == max((one for one in own if one < frame), default=None)
        assert mine.row_at(frame) == sum(one <= frame for one in own) - 1
    edges = sorted(frames)
    exactly = [sum(begin <= one < end for one in own) for begin, end in pairwise(edges)]
    roughly = mine.counts(edges)
    assert len(roughly) == len(exactly)
    most = 2 * 8 if case.recording.is_upcast else 2 * 4  # events of two blocks
    assert all(abs(one - other) < most for one, other in zip(roughly, exactly, strict=True))
    assert mine.counts([frames[0], frames[0]]) == [0]


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_bars_of_few_frames_are_exact(group: int, case: Case) -> None:
    own = [frame for _, frame in case.of(group)]
    with mock.patch.object(event_index, "SPREAD", 0):
        edges = list(range(0, HISTORY[-1].frame, 97))
        exactly = [sum(begin <= one < end for one in own) for begin, end in pairwise(edges)]
        assert case.index.group(group).counts(edges) == exactly


@settings(max_examples=25)
@given(
    group=st.integers(0, len(GROUPS) - 1),
    start=st.integers(0, HISTORY[-1].frame),
    length=st.integers(1, 40_000),
    width=st.integers(2, 3000),
)
def test_of_many_blocks_marks_lie_where_their_events_do_and_few_are_read(
    group: int, start: int, length: int, width: int, case: Case
) -> None:
    axis, events = Axis(8, width, start, start + length), case.index.group(group)
    firsts, lasts = case.index._blocks.firsts, case.index._blocks.lasts
    with mock.patch.object(event_index, "MOST_READ", 2):
        read = events._frames.cache_info().misses
        mine = list(events.columns(axis))
        assert events._frames.cache_info().misses - read <= 4

    assert mine == sorted(set(mine))
    assert all(axis.left <= x < axis.right for x in mine)
    own = [(firsts[block], lasts[block]) for block in events._filled]
    on = [range(axis.x_from_frame(first), axis.x_from_frame(last) + 1) for first, last in own]
    assert set(mine) <= {x for pixels in on for x in pixels}
    for (first, last), pixels in zip(own, on, strict=True):
        if axis.start <= first and last < axis.stop:
            assert set(mine) & {*pixels}


@given(
    group=st.integers(0, len(GROUPS) - 1),
    start=st.integers(0, HISTORY[-1].frame),
    length=st.integers(1, 20_000),
    width=st.integers(2, 1500),
)
@settings(max_examples=200)
def test_marks_lie_where_events_do_to_a_pixel(
    group: int, start: int, length: int, width: int, case: Case
) -> None:
    axis = Axis(8, width, start, start + length)
    with mock.patch.object(event_index, "MOST_READ", len(HISTORY)):
        mine = list(case.index.group(group).columns(axis))
    shown = [frame for _, frame in case.of(group) if axis.start <= frame < axis.stop]
    whole = sorted({axis.x_from_frame(frame) for frame in shown})

    assert mine == sorted(set(mine))
    assert all(axis.left <= x < axis.right for x in mine)
    for one, others in ((mine, set(whole)), (whole, set(mine))):
        assert all({x - 1, x, x + 1} & others for x in one)
    if length * 4 <= width:
        assert mine == whole


def test_a_lane_of_a_match_with_an_index_is_drawn_without_reading_it(tmp_path: Path) -> None:
    with Recording(recorded(tmp_path / "a.replay", HISTORY), SCHEMA) as recording:
        index = EventIndex(recording, GROUPS)

        assert index.complete
        assert list(index.group(1).columns(Axis(0, 300, 0, recording.frames)))
        assert index._blocks._cached.cache_info().misses == 0


def test_what_blocks_have_is_found_out_from_the_playhead_outwards(tmp_path: Path) -> None:
    path = recorded_live(tmp_path / "a.replay", HISTORY[:4000])
    with (
        mock.patch.object(contents, "RUN_EVENTS", 40),
        mock.patch.object(blocks, "SHARE", 10**9),
        Recording(path, SCHEMA) as recording,
    ):
        index = EventIndex(recording, GROUPS)
        whole = Axis(0, 300, 0, recording.frames)
        playhead = HISTORY[2000].frame
        everything, said = index.group(0), index.group(1)
        assert not index.complete
        assert len(everything) == 4000
        assert len(said) == 0
        assert index.unknown(whole) == [(HISTORY[0].frame, HISTORY[3999].frame)]
        assert index.share(whole, 16) == 0

        index.learn(playhead, 1500)

        known = [n for n, one in enumerate(index._blocks.known) if one != UNKNOWN]
        count = index.blocks[1]
        assert known == list(range(known[0], known[-1] + 1))
        assert 4 < len(known) < count // 4
        assert abs(known[0] + known[-1] - count) <= 3
        (before, after) = index.unknown(whole)
        assert before[1] <= HISTORY[known[0] * 40].frame <= playhead < after[0]
        near = Axis(0, 300, HISTORY[1980].frame, HISTORY[2020].frame)
        assert index.share(near, 16) == 16
        own = {Facts.SAID, Facts.LEFT}
        begin, end = index._blocks.first_events[known[0]], index._blocks.ends[known[-1]]
        assert len(said) == sum(event.type in own for event in HISTORY[begin:end])

        top = said.number(3)
        while not index.done:
            index.learn(playhead, 1500)
        assert said.number(said.index_of(top)) == top
        assert index.unknown(whole) == []
        assert len(said) == sum(event.type in own for event in HISTORY[:4000])
