"""What find and blame say of a recording with a gap: of what is known all, of what is lost that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from strategies import SCHEMA, Ledger, Vault, puts, record

from replay import Event, LostFrames, Projection, Recorder, Recording, Timeline
from replay.file import builder
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.queries.blame import blame_item, blame_path
from replay.queries.find import FrameRange
from replay.values.view_paths import look_up, parse_query

HISTORY = puts(5000)


@dataclass
class Gapped:
    """A recording of HISTORY without its second block."""

    recording: Recording
    timeline: Timeline[list[object]]
    known: int

    @property
    def last(self) -> int:
        return self.recording.frames - 1


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gapped]:
    folder = tmp_path_factory.mktemp("gapped")
    path = record(folder / "a.replay", HISTORY)
    with Recording(path) as recording:
        data = bytearray(path.read_bytes())
        data[recording.reader.contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)
    repair(path, folder / "b.replay")
    with Recording(folder / "b.replay", SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        yield Gapped(recording, timeline, timeline.known_since(len(HISTORY)))


def test_the_lost_events_are_the_second_block(gapped: Gapped) -> None:
    (gap,) = gapped.recording.gaps

    assert (gap.first_event, gap.events) == (1024, 1024)
    assert 2048 <= gapped.known < 3000
    assert [len(frames) > 400 for frames in gapped.timeline.known] == [True, True]


def test_states_are_known_exactly_where_the_timeline_says(gapped: Gapped) -> None:
    known = {frame for frames in gapped.timeline.known for frame in frames}

    for frame in range(gapped.recording.frames):
        if frame in known:
            gapped.timeline.at(frame)
        else:
            with pytest.raises(LostFrames):
                gapped.timeline.at(frame)


@pytest.mark.parametrize("player", range(4))
def test_behind_a_gap_blame_names_the_event_by_its_own_number(gapped: Gapped, player: int) -> None:
    path = (1, str(player))

    found = blame_path(
        Timeline(gapped.recording, Ledger()), path, gapped.last, about=lambda _: None
    )

    changes = [n for n in range(gapped.known, 5000) if HISTORY[n].data.player == player]
    assert [link.number for link in found.chain] == changes[-100:]
    assert [link.event for link in found.chain] == [HISTORY[n] for n in changes[-100:]]
    assert not found.lost  # what is shown is a part of what is known


def test_what_was_so_when_the_gap_had_ended_has_lost_its_reason(gapped: Gapped) -> None:
    path = (1, str(HISTORY[gapped.known - 1].data.player))
    frame = HISTORY[gapped.known - 1].frame
    if HISTORY[gapped.known].frame == frame:  # known from the end of a frame on
        frame += 1

    found = blame_path(Timeline(gapped.recording, Ledger()), path, frame, about=lambda _: None)

    assert found.lost
    assert all(link.number >= gapped.known for link in found.chain)


def test_before_a_gap_nothing_is_lost(gapped: Gapped) -> None:
    frame = HISTORY[700].frame

    found = blame_path(Timeline(gapped.recording, Ledger()), (1, "2"), frame, about=lambda _: None)

    assert found.chain
    assert not found.lost


def test_the_chain_of_a_thing_leaves_out_what_is_lost_and_says_so(gapped: Gapped) -> None:
    found = blame_item(gapped.recording, 17, gapped.last)

    numbers = [n for n in range(5000) if not 1024 <= n < 2048 and HISTORY[n].data.item == 17]
    assert [link.number for link in found.chain] == numbers[-100:]
    assert found.lost


def test_find_looks_at_the_frames_that_are_known(gapped: Gapped) -> None:
    question = parse_query("1.2 has 17")
    so = {
        frame
        for frames in gapped.timeline.known
        for frame in frames
        if question.holds(look_up(gapped.timeline.at(frame), question.path))
    }

    found = list(Timeline(gapped.recording, Ledger()).find(question))

    assert {frame for one in found for frame in range(one.first, one.last + 1)} == so
    assert sum(one.last - one.first + 1 for one in found) == len(so) > 0
    assert all(one.last + 1 not in so and one.first - 1 not in so for one in found), (
        "stretches are as long as can be"
    )


class Count(Projection[Any, list[int]]):
    """How many events there were."""

    name = "count"

    def initial(self) -> list[int]:
        return [0]

    def apply(self, state: list[int], event: Event[Any]) -> list[int]:
        state[0] += 1
        return state


def without(
    folder: Path, frames: list[int], blocks: Sequence[int], keyframes: range = range(0)
) -> Recording:
    """A recording with events in these frames, repaired without some blocks and keyframes."""
    path = folder / "whole.replay"
    events = [Event(Vault.COUNTED, number, frame) for number, frame in enumerate(frames)]
    with mock.patch.object(builder, "KEYFRAME_EVENTS", 320):
        record(path, events, projection=Count(), live=False)
    data = bytearray(path.read_bytes())
    with Recording(path) as recording:
        contents = recording.reader.contents
        places = [(contents.offsets[block], contents.sizes[block]) for block in blocks]
        saved = zip(contents.keyframe_offsets, contents.keyframe_sizes, strict=True)
        for place, count in zip(saved, contents.keyframe_events, strict=True):
            places += [place] if count in keyframes else []
    for offset, size in places:
        data[offset + size // 2] ^= 1
    path.write_bytes(data)
    repair(path, folder / "repaired.replay")
    return Recording(folder / "repaired.replay", SCHEMA)


def test_a_gap_within_the_first_frame_hides_nothing_behind_it(tmp_path: Path) -> None:
    with without(tmp_path, [0] * 2000 + list(range(1, 200)), [0]) as recording:
        found = list(Timeline(recording, Count()).find(lambda state: state[0] >= 2100))

        assert found == [FrameRange(100, 199)]


def test_a_gap_within_a_frame_parts_no_stretch(tmp_path: Path) -> None:
    frames = [*range(1000), *[1000] * 2000, *range(1001, 1200)]
    with without(tmp_path, frames, [1]) as recording:
        assert [gap.events for gap in recording.gaps] == [1024]
        assert list(Timeline(recording, Count()).find(lambda state: True)) == [FrameRange(0, 1199)]


def test_a_keyframe_whose_last_event_is_lost_tells_of_the_gap_it_stands_behind(
    tmp_path: Path,
) -> None:
    frames = list(range(5520))
    with without(tmp_path, frames, [1, 4], range(2048, 5120)) as recording:
        timeline = Timeline(recording, Count())
        known = [frame for stretch in timeline.known for frame in stretch]

        assert len(recording.gaps) == 2
        assert known == [*range(1024), *range(5120, 5520)]
        assert [timeline.at(frame)[0] for frame in known] == [frame + 1 for frame in known]
        assert list(Timeline(recording, Count()).find(lambda state: True)) == [
            FrameRange(0, 1023),
            FrameRange(5120, 5519),
        ]


def test_walking_back_in_great_steps_ends_where_the_gap_begins(tmp_path: Path) -> None:
    with without(tmp_path, list(range(3000)), [0]) as recording:
        timeline = Timeline(recording, Count())
        first = timeline.known[0].start
        for start in range(first, first + 20):
            seen = []
            with pytest.raises(LostFrames):
                for frame, state in timeline.walk(start, -7):
                    seen.append(frame)
                    assert state == [frame + 1]
            assert seen == list(range(start, first - 1, -7))


def test_what_follows_a_gap_in_a_frame_that_had_not_ended_is_lost_with_it(tmp_path: Path) -> None:
    path = tmp_path / "left.replay"
    frames = [*range(4096), *[5000] * 3000]
    with Recorder(path, SCHEMA, projection=Count(), live=False) as recorder:
        for number, frame in enumerate(frames):
            recorder.append(Event(Vault.COUNTED, number, frame))
        data = bytearray(path.read_bytes())
    path.write_bytes(data)
    with Recording(path) as recording:
        data[recording.reader.contents.offsets[4] + 500] ^= 1
    path.write_bytes(data)

    report = repair(path, tmp_path / "repaired.replay")

    assert not report.complete
    with Recording(tmp_path / "repaired.replay", SCHEMA) as recording:
        (gap,) = recording.gaps
        assert (gap.first_event, gap.events, gap.last_frame) == (4096, 2048, 5000)
        assert list(verify(recording, Count())) == []
        assert Timeline(recording, Count()).at(4095) == [4096]
        with pytest.raises(LostFrames):
            Timeline(recording, Count()).at(5000)


def test_numbers_step_over_the_gap(gapped: Gapped) -> None:
    numbers = [number for number, _ in gapped.recording.numbered(1000, 2100, {Vault.TAKEN})]

    there = [*range(1000, 1024), *range(2048, 2100)]
    assert numbers == [n for n in there if HISTORY[n].type is Vault.TAKEN]
