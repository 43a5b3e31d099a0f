"""The timeline's words: what is under the pointer, and times that do not lie on each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.games import Lane
from replay.viewer.panels.strip_tooltip import marked_words
from replay.viewer.panels.timeline_strip import TimelineStrip, playhead_flag, times
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]


def point(viewer: Viewer, frame: int, y: int, *, beside: int = 0) -> None:
    x = viewer.scene.axis.x_from_frame(frame) + beside
    viewer.handle(Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0)))


@pytest.mark.parametrize(("frame", "says"), [(60, "Bo took thing #1"), (110, "Ana took thing #2")])
@pytest.mark.parametrize("beside", [-4, 0, 4])
def test_a_mark_under_the_pointer_is_named(
    watch: Watch, frame: int, says: str, beside: int
) -> None:
    viewer = watch()

    point(viewer, frame, viewer.scene.layout.lane_rows[0].middle[1], beside=beside)

    assert marked_words(viewer.scene) == says


def test_beside_the_marks_nothing_is_named(watch: Watch) -> None:
    viewer = watch()
    layout = viewer.scene.layout

    point(viewer, 85, layout.lane_rows[0].middle[1])
    assert marked_words(viewer.scene) == ""
    point(viewer, 60, layout.density.middle[1])
    assert marked_words(viewer.scene) == ""
    point(viewer, 60, layout.stage.middle[1])
    assert marked_words(viewer.scene) == ""


def test_lanes_that_share_a_row_share_its_marks(watch: Watch, tiny: Any) -> None:
    nobody = [Lane(f"empty {n}", frozenset(), "#ffffff") for n in range(4)]
    viewer = watch((800, 500), lanes=(*nobody, *tiny.lanes))

    point(viewer, 59, viewer.scene.layout.lane_rows[-1].middle[1])

    assert marked_words(viewer.scene) == "blinked"
    point(viewer, 60, viewer.scene.layout.lane_rows[-1].middle[1])
    assert marked_words(viewer.scene) == "Bo took thing #1"


def test_the_strip_is_painted_anew_when_another_lane_is_pointed_at(watch: Watch) -> None:
    viewer, strip = watch(), TimelineStrip()
    point(viewer, 60, viewer.scene.layout.lane_rows[0].middle[1])
    before = strip.key(viewer.scene)

    point(viewer, 60, viewer.scene.layout.lane_rows[1].middle[1])

    assert strip.key(viewer.scene) != before


@pytest.mark.parametrize("frame", range(0, 600, 37))
@pytest.mark.parametrize("size", [(800, 500), (1280, 720)])
def test_no_time_lies_under_the_playheads(watch: Watch, size: tuple[int, int], frame: int) -> None:
    viewer = watch(size)
    viewer.playhead.frame = frame

    shown, own = times(viewer.scene), playhead_flag(viewer.scene)

    assert own is not None
    assert len(shown) >= 3
    assert not any(place.colliderect(own) for _, place in shown)
