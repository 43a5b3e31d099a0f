"""What a repair could not save: hatched on the timeline, said in the picture, played across."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event as PygameEvent

from replay import Event, Recording
from replay.games import HitTarget
from replay.integrity.repair import repair
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.gaps import Lost, entered, hidden, length_of, lost_words
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session
from replay.viewer.viewer import Viewer

BlamedAt = Callable[[Session, HitTarget, int], Blamed]

Press = Callable[..., None]
FRAMES = 6000


@pytest.fixture
def gapped(
    record: Callable[..., Path], blinks: Callable[[int], list[Event[Any]]], tmp_path: Path
) -> Path:
    """A recording of three blocks, the middle one damaged and repaired as far as can be."""
    path = record("whole.replay", FRAMES, blinks(FRAMES))
    with Recording(path) as recording:
        contents = recording.reader.contents
        middle = contents.offsets[1] + contents.sizes[1] // 2
    broken = bytearray(path.read_bytes())
    broken[middle] ^= 4
    path.write_bytes(broken)
    target = tmp_path / "repaired.replay"
    repair(path, target)
    return target


@pytest.fixture
def session(open_tiny: Callable[..., Session], gapped: Path) -> Session:
    return open_tiny(gapped)


@pytest.fixture
def viewer(session: Session, press: Press) -> Viewer:
    opened = Viewer(session, (1280, 720), lambda: None)
    press(opened, "Space")
    opened.playhead.frame = session.lost[0].first
    return opened


def test_a_gap_is_known_with_where_it_ends(session: Session) -> None:
    (lost,) = session.lost

    assert (lost.first, lost.events) == (session.recording.gaps[0].first_frame, 1024)
    assert lost.last <= lost.known < FRAMES
    assert not isinstance(session.state(lost.first - 1), Problem)
    assert isinstance(session.state(lost.first), Problem)
    assert isinstance(session.state(lost.known - 1), Problem)
    assert not isinstance(session.state(lost.known), Problem)


def test_what_is_lost_and_where_it_goes_on_is_said(session: Session) -> None:
    (lost,) = session.lost

    said = session.state(lost.first)

    assert length_of(lost.frames, 60) in said.title
    assert "1 024 events" in said.why
    assert said.onward == lost.known


def test_playing_stops_only_where_a_state_is_lost() -> None:
    hidden_ones = Lost(20, 24, 30, 9, "")
    nothing_hidden = Lost(10, 10, 10, 1, "")

    assert entered([nothing_hidden, hidden_ones], 5, 40) == 20
    assert entered([nothing_hidden, hidden_ones], 40, 5) == 29
    assert entered([nothing_hidden], 5, 40) is None
    assert entered([nothing_hidden], 40, 5) is None
    assert entered([hidden_ones], 20, 40) is None


def test_a_key_goes_to_where_it_goes_on(viewer: Viewer, press: Press) -> None:
    press(viewer, "N")

    assert viewer.scene.frame == viewer.session.lost[0].known
    press(viewer, "N")
    assert viewer.scene.frame == viewer.session.lost[0].known


def test_a_click_on_what_is_said_goes_there_too(viewer: Viewer) -> None:
    place = viewer.scene.layout.stage.middle

    viewer.handle(PygameEvent(pygame.MOUSEBUTTONDOWN, pos=place, button=1))

    assert viewer.scene.frame == viewer.session.lost[0].known


def test_it_plays_on_across_a_gap(viewer: Viewer, press: Press) -> None:
    press(viewer, "Space")

    for _ in range(10):
        viewer.advance(100)

    assert viewer.scene.frame == viewer.session.lost[0].first + 60
    assert viewer.scene.playing


@pytest.mark.parametrize("size", [(1280, 720), (800, 500)])
def test_gaps_can_be_painted_wherever_the_playhead_is(
    session: Session, size: tuple[int, int]
) -> None:
    viewer, surface = Viewer(session, size, lambda: None), pygame.Surface(size)
    pictures = set()

    for frame in (session.lost[0].first - 1, session.lost[0].first, session.lost[0].known):
        viewer.playhead.frame = frame
        viewer.paint(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))

    assert len(pictures) == 3


def test_the_hatching_lies_where_the_gap_is(viewer: Viewer) -> None:
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    scene, lost = viewer.scene, viewer.session.lost[0]
    row = scene.layout.lane_rows[-1]

    def colours(frame: int) -> int:
        left = scene.axis.x_from_frame(frame)
        strip = surface.subsurface((left + 4, row.top + 2, 20, row.height - 4))
        return len({tuple(strip.get_at((x, 2))) for x in range(20)})

    assert colours((lost.first + lost.last) // 2) > 1
    assert "lost" in lost_words([lost], 60)


def test_where_nothing_is_known_again_it_is_said_that_it_is_not() -> None:
    gaps = [Lost(100, 199, 300, 7, "a checksum is wrong")]

    said = hidden(250, gaps, end=300, frame_rate=60)

    assert said is not None
    assert said.onward is None
    assert hidden(99, gaps, end=300, frame_rate=60) is None


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        (1, "1 frame"),
        (5, "5 frames"),
        (25, "0.4 s"),
        (210, "3.5 s"),
        (7199, "119.9 s"),
        (60 * 240, "4 min"),
    ],
)
def test_lengths_are_said_as_people_say_them(frames: int, words: str) -> None:
    assert length_of(frames, 60) == words


def test_several_gaps_are_counted() -> None:
    gaps = [Lost(0, 59, 60, 1, ""), Lost(100, 159, 160, 1, "")]

    assert lost_words(gaps, 60) == "lost 2.0 s in 2 gaps"


def test_what_led_to_something_behind_a_gap_says_that_more_may_be_lost(
    session: Session, blamed_at: BlamedAt
) -> None:
    thing = HitTarget("thing", item=1)
    behind, before = (
        blamed_at(session, thing, frame) for frame in (session.last, session.lost[0].first - 1)
    )

    assert (behind.lost, before.lost) == (True, False)
