"""What find and blame say of a recording with a gap: of what is known all, of what is lost that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from strategies import SCHEMA, Ledger, Vault, puts, record

from replay import LostFrames, Recording, Timeline, blame_path, blame_thing, find
from replay.paths import look_up, parse_question
from replay.repairing import repair

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

    found = blame_path(gapped.recording, Ledger(), gapped.last, path, subject=lambda _: None)

    changes = [n for n in range(gapped.known, 5000) if HISTORY[n].data.player == player]
    assert [link.number for link in found.chain] == changes[-100:]
    assert [link.event for link in found.chain] == [HISTORY[n] for n in changes[-100:]]
    assert not found.lost  # what is shown is a part of what is known


def test_what_was_so_when_the_gap_had_ended_has_lost_its_reason(gapped: Gapped) -> None:
    path = (1, str(HISTORY[gapped.known - 1].data.player))
    frame = HISTORY[gapped.known - 1].frame
    if HISTORY[gapped.known].frame == frame:  # known from the end of a frame on
        frame += 1

    found = blame_path(gapped.recording, Ledger(), frame, path, subject=lambda _: None)

    assert found.lost
    assert all(link.number >= gapped.known for link in found.chain)


def test_before_a_gap_nothing_is_lost(gapped: Gapped) -> None:
    frame = HISTORY[700].frame

    found = blame_path(gapped.recording, Ledger(), frame, (1, "2"), subject=lambda _: None)

    assert found.chain
    assert not found.lost


def test_the_chain_of_a_thing_leaves_out_what_is_lost_and_says_so(gapped: Gapped) -> None:
    found = blame_thing(gapped.recording, gapped.last, 17)

    numbers = [n for n in range(5000) if not 1024 <= n < 2048 and HISTORY[n].data.item == 17]
    assert [link.number for link in found.chain] == numbers[-100:]
    assert found.lost


def test_find_looks_at_the_frames_that_are_known(gapped: Gapped) -> None:
    question = parse_question("1.2 has 17")
    so = {
        frame
        for frames in gapped.timeline.known
        for frame in frames
        if question.holds(look_up(gapped.timeline.at(frame), question.path))
    }

    found = list(find(gapped.recording, Ledger(), question))

    assert {frame for one in found for frame in range(one.first, one.last + 1)} == so
    assert sum(one.last - one.first + 1 for one in found) == len(so) > 0
    assert all(one.last + 1 not in so and one.first - 1 not in so for one in found), (
        "stretches are as long as can be"
    )


def test_numbers_step_over_the_gap(gapped: Gapped) -> None:
    numbers = [number for number, _ in gapped.recording.numbered(1000, 2100, {Vault.TAKEN})]

    there = [*range(1000, 1024), *range(2048, 2100)]
    assert numbers == [n for n in there if HISTORY[n].type is Vault.TAKEN]
