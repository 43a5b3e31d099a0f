"""The index of events where a file is damaged, grows, is replaced, or cannot be read."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pygame
import pytest
from house import HISTORY, Facts, recorded, recorded_live
from hypothesis import given, settings
from hypothesis import strategies as st
from pointer import motion
from torture.crafting import INT, Crafted

from replay import Event, EventType, Recorder, Recording, Schema
from replay.file import contents
from replay.file.blocks import Span
from replay.file.paged import Pages
from replay.file.rows import canonical_row
from replay.storage.input_file import Source
from replay.viewer.model.event_index import EventIndex
from replay.viewer.model.session import Change, Session, open_session
from replay.viewer.viewer import Viewer

GROUPS: list[Any] = [None, {Facts.SAID, Facts.LEFT}, {Facts.MOVED}, set(), set(Facts)]
SCHEMA = Schema("house", Facts)


def damaged_in_block(tmp_path: Path, block: int) -> Path:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[block]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)
    return path


def test_a_damaged_block_is_noticed_when_it_is_looked_at(tmp_path: Path) -> None:
    with Recording(damaged_in_block(tmp_path, 100), SCHEMA) as recording:
        index = EventIndex(recording, GROUPS)
        everything = index.group(0)
        assert everything.frame(10) == HISTORY[10].frame
        assert index.complete
        assert everything.frame(402) == recording.reader.contents.first_frames[100]
        assert not index.complete
        assert list(index.damage) == [100]

        index.leave_out_damaged()

        assert index.complete
        assert len(everything) == 900 - 4
        left = [everything.number(n) for n in range(len(everything))]
        assert left == [*range(400), *range(404, 900)]


def test_a_damaged_block_is_met_once_wherever_one_looks(tmp_path: Path) -> None:
    with mock.patch("replay.viewer.model.session.AT_ONCE_US", 0):
        session = open_session(damaged_in_block(tmp_path, 100))
    listed = session.listed(quiet=True)
    assert session.rows(listed, 380, 420) == []
    assert not session.index.complete
    assert len(session.rows(listed, 404, 420)) == 16

    for _ in range(60):
        listed.row_at(HISTORY[401].frame)
        session.learn(0, 2000)

    assert session.index.done
    assert len(session.lost) == 1
    rows = session.rows(listed, 380, 420)
    assert [row.frame for row in rows] == [listed.frame(n) for n in range(380, 420)]
    left = [event for event in HISTORY[380:424] if event not in HISTORY[400:404]]
    assert [row.frame for row in rows] == [event.frame for event in left]


def test_what_is_damaged_is_found_though_nobody_looks_there(tmp_path: Path) -> None:
    session = open_session(damaged_in_block(tmp_path, 200))
    while not session.index.done:
        session.learn(0, 1000)

    assert session.notice.startswith("damaged")
    assert session.total == 900 - 4
    (lost,) = session.lost
    assert (lost.first, lost.last) == (HISTORY[800].frame, HISTORY[803].frame)


def test_a_match_that_is_gone_on_with_grows_and_is_closed(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    session = open_session(path)
    with Recorder(path, SCHEMA, existing="continue") as recorder:
        for count, event in enumerate(HISTORY[900:1200], 901):
            recorder.append(event)
            if count % 30 == 0 and HISTORY[count].frame > event.frame:
                recorder.end_frame(event.frame)
                assert session.look_again() is Change.GREW
                session.learn(session.last, 100_000)
                assert session.total == count
        session.look_again()
    session.look_again()
    while not session.index.done:
        session.learn(0, 1000)

    assert session.recording.closed
    for number, types in enumerate(session._groups):
        own = [e.frame for e in HISTORY[:1200] if types is None or e.type.name in names(types)]
        listed = session.index.group(number)
        assert [listed.frame(n) for n in range(len(listed))] == own


def names(types: Any) -> set[str]:
    return {type.name for type in types}


@settings(max_examples=25, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 899), min_size=1, max_size=12, unique=True).map(sorted),
    learns=st.lists(st.integers(0, 1500), min_size=12, max_size=12),
)
def test_grown_bit_by_bit_it_holds_what_all_at_once_would(
    cuts: list[int], learns: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("grown") / "a.replay"
    with mock.patch.object(contents, "RUN_EVENTS", 40), Recorder(path, SCHEMA) as recorder:
        recording, begin = Recording(path, SCHEMA), 0
        index = EventIndex(recording, GROUPS)
        for cut, us in zip(cuts, learns, strict=False):
            for event in HISTORY[begin:cut]:
                recorder.append(event)
            begin = cut
            recording.refresh()
            assert index.grow()
            index.learn(HISTORY[cut].frame, us)
        while not index.done:
            index.learn(0, 1000)
        whole = EventIndex(recording, GROUPS)
        while not whole.done:
            whole.learn(0, 1000)
        for number in range(len(GROUPS)):
            mine, all_ = index.group(number), whole.group(number)
            expected = [(all_.number(n), all_.frame(n)) for n in range(len(all_))]
            assert [(mine.number(n), mine.frame(n)) for n in range(len(mine))] == expected
        assert len(index.group(0)) == len(
            list(recording.numbered(0, recording.count_before(10**9)))
        )
        recording.close()


def test_an_upcaster_that_raises_is_told_of_and_costs_its_block(tmp_path: Path) -> None:
    def upcaster(name: str, data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        if 402 in data.values():
            raise LookupError("no such pause")
        return [(name, data)]

    pauses = [Event(Facts.PAUSED, n, n) for n in range(900)]
    path = recorded(tmp_path / "a.replay", pauses)
    schema = Schema("house", Facts, version=2, upcasters={1: upcaster})
    with closing(Session(Recording(path, schema), None)) as session:
        while not session.index.done:
            session.learn(0, 1000)

        assert session.notice.startswith("upcasting failed: LookupError: no such pause")
        assert session.total == 900 - 4
        (lost,) = session.lost
        assert (lost.first, lost.last) == (400, 403)


def test_an_index_that_counts_other_events_is_not_believed(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path, SCHEMA) as recording:
        counts = recording.reader.contents.pages.counts_of_types()
        kinds = [number for number, column in counts.items() if column[50]]
        counts[kinds[0]][50] -= 1
        counts[1 if kinds[0] == 0 else 0][50] += 1
        with mock.patch.object(Pages, "counts_of_types", return_value=counts):
            index = EventIndex(recording, GROUPS)
        assert index.complete
        while not index.done and not index.damage:
            [index.group(0).frame(n) for n in range(190, 210)]
            index.learn(0, 1000)
        index.leave_out_damaged()
        assert index.group(0).frame(200) == HISTORY[204].frame

        counts[0][60] += 1
        with mock.patch.object(Pages, "counts_of_types", return_value=counts):
            assert not EventIndex(recording, GROUPS).complete


def test_a_file_that_is_replaced_by_one_of_another_game_ends_the_session(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:200])
    session = open_session(path)
    with Recorder(tmp_path / "other", Schema("other", Others), live=False) as recorder:
        for frame in range(300):
            recorder.append(Event(Others.ELSE, frame, frame))
    (tmp_path / "other").replace(path)

    assert session.look_again() is Change.OTHER
    session.learn(0, 10_000)


class Others(EventType):
    ELSE = int


def test_a_file_that_is_overwritten_by_the_same_match_in_other_blocks_is_read_anew(
    tmp_path: Path,
) -> None:
    with mock.patch("replay.recorder.time.time_ns", return_value=17 * 10**17):
        path = recorded(tmp_path / "a.replay", HISTORY[:900], SCHEMA, block_events=64)
        other = recorded(tmp_path / "b.replay", HISTORY[:900], SCHEMA, block_events=8)
    session = open_session(path)
    while not session.index.done:
        session.learn(0, 10_000)

    path.write_bytes(other.read_bytes())
    os.utime(path, (1, 1))
    session.look_again()

    while not session.index.done:
        session.learn(0, 10_000)
    listed = session.listed(quiet=True)
    assert [listed.frame(n) for n in range(len(listed))] == [e.frame for e in HISTORY[:900]]
    assert session.notice.startswith("the game")


def test_events_of_a_frame_that_has_not_ended_are_not_listed(tmp_path: Path) -> None:
    made = Crafted(INT)
    made.rows([(0, frame, [frame]) for frame in range(300)])
    frames = [*range(300, 350), *[350] * 90]
    body = b"".join(canonical_row(made.header["catalogue"][0][0], frame, (0,)) for frame in frames)
    made.add("rows", [*Span(300, len(frames), 300, 350, 349, 90), 0], body)
    path = tmp_path / "open.replay"
    path.write_bytes(made.live())

    with Recording(path) as recording:
        assert recording.reader.contents.open_events == 90
        index = EventIndex(recording, [None, set(recording.schema.events)])
        for _ in range(2):
            while not index.done:
                index.learn(0, 10_000)
            index._blocks._cached.cache_clear()
            for number in (0, 1):
                group = index.group(number)
                group._frames.cache_clear()
                assert [group.frame(n) for n in range(len(group))] == list(range(350))
        assert index.damage == {}


def test_what_is_known_stays_known_when_a_file_is_read_anew(tmp_path: Path) -> None:
    path = recorded_live(tmp_path / "a.replay", HISTORY[:4000])
    with mock.patch.object(contents, "RUN_EVENTS", 40), Recording(path, SCHEMA) as recording:
        index = EventIndex(recording, GROUPS)
        index.learn(0, 6000)
        known, count = index.blocks
        assert 10 < known < count
        with Recording(path, SCHEMA) as again:
            later = EventIndex(again, GROUPS, index)
            assert later.blocks == (known, count)
            assert len(later.group(1)) == len(index.group(1)) > 0


def test_damaged_blocks_beside_each_other_are_one_loss(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with Recording(path) as recording:
        offsets = list(recording.reader.contents.offsets)
    content = bytearray(path.read_bytes())
    for block in (100, 101, 102, 150):
        content[offsets[block] + 60] ^= 1
    path.write_bytes(content)
    session = open_session(path)
    while not session.index.done:
        session.learn(0, 10_000)

    assert [lost.events for lost in session.lost] == [12, 4]
    assert session.total == 900 - 16


def test_a_disk_that_fails_costs_what_cannot_be_read(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    with mock.patch("replay.viewer.model.session.AT_ONCE_US", 0):
        session = open_session(path)
    with mock.patch.object(Source, "_part", side_effect=OSError(5, "Input/output error")):
        listed = session.listed(quiet=True)
        listed.frame(3)
        session.learn(0, 1000)
        assert session.rows(listed, 40, 50) == []

    assert "Input/output error" in session.notice + session.file_trouble
    while not session.index.done:
        session.learn(0, 10_000)
    assert session.total >= 900 - 8


def test_the_mark_of_an_event_that_cannot_be_read_has_no_words(
    tmp_path: Path, a_window: pygame.Surface
) -> None:
    path = damaged_in_block(tmp_path, 100)
    with mock.patch("replay.viewer.model.session.AT_ONCE_US", 0):
        viewer = Viewer(open_session(path), (1280, 720), lambda: None)
    x = viewer.scene.axis.x_from_frame(HISTORY[401].frame)
    for row in viewer.scene.layout.lane_rows:
        viewer.handle(motion(x, row.middle[1]))
        viewer.paint(pygame.Surface((1280, 720)))
    while not viewer.session.index.done:
        viewer.advance(16)
        viewer.paint(pygame.Surface((1280, 720)))
    assert len(viewer.session.lost) == 1
