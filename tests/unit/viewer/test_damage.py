"""A damaged block costs itself: what is before and behind it is listed, drawn and played."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from replay import Recording
from replay.playback.commands import SeekTo
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import open_session
from replay.viewer.panels.strip_layer import MARGIN, painted_layers
from replay.viewer.viewer import Viewer

GOLDEN = Path(__file__).parents[3] / "recordings" / "golden"
Watch = Callable[..., Viewer]
Blinks = Callable[[int], list[Any]]


def picture_of(viewer: Viewer) -> bytes:
    """Return the pixels of what the viewer paints."""
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    return pygame.image.tobytes(surface, "RGB")


def test_a_recording_damaged_in_the_middle_plays_up_to_there(
    watch: Watch, record: Callable[..., Path], blinks: Blinks
) -> None:
    path = record("long.replay", frames=40_000)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)

    viewer = watch(path=path)

    states = [viewer.session.state(frame) for frame in range(0, 40_000, 500)]

    assert picture_of(viewer)
    assert viewer.session.notice.startswith("damaged")
    assert viewer.session.notice.endswith("replay repair saves the rest")
    assert isinstance(states[0], dict)
    assert any(isinstance(state, Problem) for state in states)
    assert isinstance(viewer.session.state(100), dict)


@pytest.mark.parametrize("block", [1, 2, 3])
def test_beside_what_cannot_be_read_everything_is_shown_that_can(
    watch: Watch, record: Callable[..., Path], blinks: Blinks, block: int
) -> None:
    three_a_frame = [replace(blink, frame=n // 3) for n, blink in enumerate(blinks(12_000))]
    path = record("long.replay", frames=2000, events=three_a_frame)
    offset = Recording(path).reader.contents.offsets[block]
    content = bytearray(path.read_bytes())
    content[offset + 200] ^= 0xFF
    path.write_bytes(content)

    viewer = watch(path=path)
    (lost,) = viewer.session.lost

    for frame in (lost.first - 1, lost.first, lost.last, lost.known, viewer.session.last):
        viewer.playhead.frame = frame
        assert picture_of(viewer)
        hidden = lost.first <= frame < lost.known
        assert isinstance(viewer.session.state(frame), Problem) is hidden
    listed = viewer.session.listed(quiet=True)
    assert len(listed) == viewer.session.total == 6000 - lost.events
    rows = viewer.session.rows(listed, 0, len(listed))
    assert [row.frame for row in rows] == [listed.frame(n) for n in range(len(listed))]
    assert not {row.frame for row in rows} & set(range(lost.first + 1, lost.last))


def test_playing_stops_where_something_is_lost_and_goes_on_when_asked_again(
    watch: Watch, record: Callable[..., Path], blinks: Blinks, press: Callable[..., None]
) -> None:
    viewer = watch(path=damaged_in_the_middle(record, blinks))
    (lost,) = viewer.session.lost
    assert "cannot be read" in viewer.session.state(lost.first).why

    for begin, way, end in (
        (lost.first - 30, "L", lost.first),
        (lost.known + 30, "J", lost.known - 1),
    ):
        viewer.playhead.do(SeekTo(begin))
        press(viewer, way)
        for _ in range(10):
            viewer.advance(100)
        assert (viewer.playhead.frame, viewer.playhead.playing) == (end, False)

        press(viewer, way)
        viewer.advance(100)
        assert viewer.playhead.playing
        assert abs(viewer.playhead.frame - end) == 6


def test_states_behind_damage_are_known_whichever_way_one_comes(
    watch: Watch, record: Callable[..., Path], blinks: Blinks
) -> None:
    path = damaged_in_the_middle(record, blinks)
    session = watch(path=path).session
    (lost,) = session.lost
    known = [*range(lost.first - 3, lost.first), *range(lost.known, lost.known + 40)]

    forwards = [copy.deepcopy(session.state(frame)) for frame in known]
    backwards = [copy.deepcopy(session.state(frame)) for frame in reversed(known)]

    assert not any(isinstance(state, Problem) for state in forwards)
    assert backwards == forwards[::-1]


def damaged_in_the_middle(record: Callable[..., Path], blinks: Blinks) -> Path:
    """Return a recording with a damaged block."""
    path = record("long.replay", 12_000, blinks(12_000))
    contents = Recording(path).reader.contents
    offset = contents.offsets[len(contents.offsets) // 2]
    content = bytearray(path.read_bytes())
    content[offset + 100] ^= 0xFF
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("a_window")
def test_an_old_recording_is_watched_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "old.replay"
    content = bytearray((GOLDEN / "packrat-v1.replay").read_bytes())
    offset = Recording(GOLDEN / "packrat-v1.replay").reader.contents.offsets[0]
    content[offset + 200] ^= 0xFF
    path.write_bytes(content)
    with closing(open_session(path)) as session:
        viewer = Viewer(session, (1280, 720), lambda: None)

        assert picture_of(viewer)
        viewer.advance(1000)
        assert picture_of(viewer)
        assert session.total == 0


def test_a_damaged_block_is_hatched_and_nothing_before_or_behind_it(
    watch: Watch, record: Callable[..., Path], blinks: Blinks
) -> None:
    whole = watch(path=record("long.replay", 12_000, blinks(12_000))).scene
    before = painted_layers(whole)[1]

    viewer = watch(path=damaged_in_the_middle(record, blinks))

    (lost,) = viewer.session.lost
    after = painted_layers(viewer.scene)[1]
    left = MARGIN - viewer.scene.layout.strip.left
    begin, last, known = (
        left + viewer.scene.axis.x_from_frame(frame)
        for frame in (lost.first, lost.last, lost.known)
    )
    end = MARGIN + viewer.scene.layout.strip.width
    assert different(before, after, range(MARGIN, begin - MARGIN)) == []
    assert len(different(before, after, range(begin, last))) == last - begin
    assert different(before, after, range(known + MARGIN, end)) == []


def test_the_events_of_frames_without_a_state_are_still_to_be_seen(
    watch: Watch, record: Callable[..., Path], blinks: Blinks
) -> None:
    viewer = watch(path=damaged_in_the_middle(record, blinks))
    (lost,) = viewer.session.lost
    layer = painted_layers(viewer.scene)[0]
    axis = viewer.scene.axis
    shift = MARGIN - viewer.scene.layout.strip.left
    begin, known = (shift + axis.x_from_frame(frame) for frame in (lost.last, lost.known))

    colours = {
        tuple(layer.get_at((x, y)))
        for x in range(begin + MARGIN, known)
        for y in range(layer.get_height())
    }

    assert known > begin + MARGIN
    assert len(colours) > 3, "only hatching is to be seen"


def different(one: pygame.Surface, other: pygame.Surface, columns: Iterable[int]) -> list[int]:
    """Those columns of pixels that differ."""
    rows = range(one.get_height())
    return [x for x in columns if any(one.get_at((x, y)) != other.get_at((x, y)) for y in rows)]
