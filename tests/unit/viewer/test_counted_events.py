"""What the index counts answers as if all events had been read, and reads few of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from house import HISTORY, Facts, recorded, recorded_in_format_2
from hypothesis import given, settings
from hypothesis import strategies as st

from replay import Recorder, Recording, Schema
from replay.file.header import FORMAT_VERSION
from replay.viewer.model import counted_events
from replay.viewer.model.axis import Axis
from replay.viewer.model.counted_events import CountedEvents, CountedIndex, blocks_of
from replay.viewer.model.event_index import Chosen, EventIndex
from replay.viewer.model.session import Change, open_session


@pytest.fixture(autouse=True, scope="module")
def _every_match_is_long() -> Iterator[None]:
    with mock.patch.object(counted_events, "FEW_EVENTS", 0):
        yield


GROUPS = [None, {Facts.SAID, Facts.LEFT}, {Facts.MOVED}, set(), set(Facts)]
SCHEMA = Schema("house", Facts)
Both = tuple[CountedIndex, EventIndex, Recording]


@pytest.fixture(scope="module", params=[2, FORMAT_VERSION])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """A file of many blocks, by what is counted in it and by all its events."""
    path = tmp_path_factory.mktemp("counted") / "a.replay"
    (recorded_in_format_2 if request.param == 2 else recorded)(path, HISTORY)
    with Recording(path, SCHEMA) as recording:
        assert recording.format_version == request.param
        blocks = blocks_of(recording)
        assert blocks is not None
        whole = EventIndex(recording.types_and_frames(0, len(HISTORY)), GROUPS)
        whole.read(len(HISTORY) + 1)
        yield CountedIndex(blocks, GROUPS), whole, recording


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_a_group_has_the_same_events(group: int, both: Both) -> None:
    mine, whole = both[0].group(group), both[1].group(group)

    assert both[0].complete
    assert both[0].count == both[1].count == len(HISTORY)
    assert len(mine) == len(whole)
    assert [(mine.number(n), mine.frames[n]) for n in range(len(mine))] == [
        (whole.number(n), whole.frames[n]) for n in range(len(whole))
    ]
    if len(whole):
        assert (mine.number(-1), mine.frames[-1]) == (whole.number(-1), whole.frames[-1])
    with pytest.raises(IndexError):
        mine.frames[len(mine)]


FRAMES = st.integers(-3, HISTORY[-1].frame + 3)


@given(group=st.integers(0, len(GROUPS) - 1), frames=st.lists(FRAMES, min_size=2, max_size=9))
def test_it_answers_of_any_frame_as_all_events_do(
    group: int, frames: list[int], both: Both
) -> None:
    mine, whole = both[0].group(group), both[1].group(group)

    for frame in frames:
        assert mine.after(frame) == whole.after(frame)
        assert mine.before(frame) == whole.before(frame)
        assert mine.row_at(frame) == whole.row_at(frame)
    edges = sorted(frames)
    roughly, exactly = mine.counts(edges), whole.counts(edges)
    assert len(roughly) == len(exactly)
    assert all(abs(one - other) < 2 * 4 for one, other in zip(roughly, exactly, strict=True))
    assert mine.counts([frames[0], frames[0]]) == [0]


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_bars_of_few_frames_are_exact(group: int, both: Both) -> None:
    with mock.patch.object(counted_events, "SPREAD", 0):
        edges = list(range(0, HISTORY[-1].frame, 7))
        mine, whole = both[0].group(group), both[1].group(group)
        assert mine.counts(edges) == whole.counts(edges)


@given(
    group=st.integers(0, len(GROUPS) - 1),
    start=st.integers(0, HISTORY[-1].frame),
    length=st.integers(1, 40_000),
    width=st.integers(2, 3000),
)
def test_of_many_blocks_marks_lie_where_their_events_do_and_few_are_read(
    group: int, start: int, length: int, width: int, both: Both
) -> None:
    axis = Axis(8, width, start, start + length)
    events = both[0].group(group)
    assert isinstance(events, CountedEvents)
    firsts, lasts = both[0]._blocks.firsts, both[0]._blocks.lasts
    with mock.patch.object(counted_events, "MOST_READ", 2):
        read = events._of.cache_info().misses
        mine = list(events.columns(axis))
        assert events._of.cache_info().misses - read <= 4

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
    group: int, start: int, length: int, width: int, both: Both
) -> None:
    axis = Axis(8, width, start, start + length)
    with mock.patch.object(counted_events, "MOST_READ", len(HISTORY)):
        mine = list(both[0].group(group).columns(axis))
    whole = list(both[1].group(group).columns(axis))

    assert mine == sorted(set(mine))
    assert all(axis.left <= x < axis.right for x in mine)
    for one, others in ((mine, set(whole)), (whole, set(mine))):
        assert all({x - 1, x, x + 1} & others for x in one)
    if length * 4 <= width:
        assert mine == whole


def test_a_lane_of_a_long_match_is_drawn_without_reading_it(both: Both) -> None:
    recording = both[2]
    blocks = blocks_of(recording)
    assert blocks is not None
    index = CountedIndex(blocks, GROUPS)

    assert list(index.group(1).columns(Axis(0, 300, 0, recording.frames)))
    assert blocks.read.cache_info().misses == 0


def test_a_damaged_block_is_noticed_when_it_is_looked_at(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[100]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    with Recording(path, SCHEMA) as recording:
        blocks = blocks_of(recording)
        assert blocks is not None
        index = CountedIndex(blocks, GROUPS)
        everything: Chosen = index.group(0)
        assert everything.frames[10] == HISTORY[10].frame
        assert index.complete
        assert everything.frames[402] == recording.reader.contents.first_frames[100]
        assert not index.complete
        assert list(index.damage) == [100]

        index.leave_out_damaged()

        assert index.complete
        assert index.count == len(index.group(0)) == 900 - 4
        left = [index.group(0).number(n) for n in range(index.count)]
        assert left == [*range(400), *range(404, 900)]


def test_a_damaged_block_is_met_once_wherever_one_looks(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[100]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)
    session = open_session(path)
    listed = session.listed(quiet=True)
    assert session.rows(listed, 380, 420) == []
    assert not session.index.complete
    assert len(session.rows(listed, 404, 420)) == 16  # kept, with the indexes of now

    for _ in range(60):
        session.listed(quiet=True).row_at(HISTORY[401].frame)
        session.check()
        if not session.index.complete:
            session.read(1000)

    assert not session.checking
    assert session.index.complete
    assert len(session.lost) == 1
    listed = session.listed(quiet=True)
    rows = session.rows(listed, 380, 420)
    assert [row.frame for row in rows] == [listed.frames[n] for n in range(380, 420)]
    left = [event for event in HISTORY[380:424] if event not in HISTORY[400:404]]
    assert [row.frame for row in rows] == [event.frame for event in left]


def test_a_long_match_that_is_gone_on_with_grows(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    session = open_session(path)
    with Recorder(path, Schema("house", Facts), existing="continue") as recorder:
        for event in HISTORY[900:1200]:
            recorder.append(event)
        recorder.end_frame(HISTORY[1199].frame)

        assert session.look_again() is Change.GREW
        while not session.index.complete:
            session.read(1000)
        assert session.index.count == session.total == 1200
    for _ in range(3):
        session.look_again()
    while not session.index.complete:
        session.read(1000)
    assert session.index.count == 1200


def test_a_short_match_is_read(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with mock.patch.object(counted_events, "FEW_EVENTS", 901), Recording(path, SCHEMA) as recording:
        assert blocks_of(recording) is None


def test_what_is_damaged_is_found_though_nobody_looks_there(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[200]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    session = open_session(path)
    assert isinstance(session.index, CountedIndex)
    for _ in range(100):
        if session.checking:
            session.check()
        elif not session.index.complete:
            session.read(1000)

    assert not session.checking
    assert session.notice.startswith("damaged")
    assert session.unread is None
    assert session.index.count == session.total == 900 - 4
    (lost,) = session.lost
    assert (lost.first, lost.last) == (HISTORY[800].frame, HISTORY[803].frame)


def test_what_is_live_or_upcast_is_not_counted(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:300])
    newer = Schema("house", Facts, version=2, upcasters={1: lambda name, data: [(name, data)]})
    with Recording(path, newer) as recording:
        assert blocks_of(recording) is None
    live = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(live)
    with Recording(path, SCHEMA) as recording:
        assert blocks_of(recording) is None
