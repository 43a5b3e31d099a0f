"""The timeline shows a part: panned, zoomed by its overview, and back beside the playhead."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pointer import Press, Watch, button_down, button_up, motion, wheel
from pygame.event import Event

from replay.playback.commands import Pan, SeekTo, ShowPart, StepBy
from replay.viewer.panels.overview import overview_box, shows_part, thumb_box
from replay.viewer.viewer import Viewer

SHIFT = Event(pygame.KEYDOWN, key=pygame.K_LSHIFT, mod=pygame.KMOD_LSHIFT, unicode="")


def part(viewer: Viewer) -> tuple[int, int]:
    return viewer.scene.axis.start, viewer.scene.axis.stop


def drag(viewer: Viewer, start: tuple[int, int], *places: tuple[int, int]) -> None:
    viewer.handle(motion(*start))
    viewer.handle(button_down(*start))
    for place in places:
        viewer.handle(motion(*place))
    viewer.handle(button_up(*(places or (start,))[-1]))


@pytest.fixture
def zoomed(watch: Watch) -> Viewer:
    """A viewer that shows the frames 200 to 300 of 600, paused at frame 250."""
    viewer = watch()
    viewer.do(StepBy(0))
    viewer.do(SeekTo(250))
    viewer.do(ShowPart(200, 300))
    assert part(viewer) == (200, 300)
    return viewer


def test_dragging_the_times_pans_and_the_frame_taken_stays_under_the_pointer(
    zoomed: Viewer,
) -> None:
    axis = zoomed.scene.layout.axis
    start = axis.left + 500, axis.top + 8
    zoomed.handle(motion(*start))
    taken = zoomed.scene.pointed
    zoomed.handle(button_down(*start))
    for x in (480, 400, 320):
        zoomed.handle(motion(axis.left + x, start[1]))
        assert zoomed.scene.pointed is not None
        assert abs(zoomed.scene.pointed - taken) <= 1
    zoomed.handle(button_up(axis.left + 320, start[1]))

    assert part(zoomed)[0] > 205
    assert zoomed.scene.frame == 250


def test_a_click_on_the_times_goes_there(zoomed: Viewer) -> None:
    axis = zoomed.scene.layout.axis

    drag(zoomed, (axis.left, axis.top + 8))

    assert zoomed.scene.frame == 200


def test_where_all_is_in_view_the_times_scrub_like_the_lanes(watch: Watch) -> None:
    viewer = watch()
    axis = viewer.scene.layout.axis

    drag(viewer, (axis.left, axis.top + 8), (axis.right - 1, axis.top + 8))

    assert viewer.scene.frame == 599
    assert part(viewer) == (0, 600)


def test_shift_and_the_wheel_pan_and_so_does_a_wheel_sideways(zoomed: Viewer) -> None:
    zoomed.handle(motion(*zoomed.scene.layout.strip.middle))

    zoomed.handle(Event(pygame.MOUSEWHEEL, x=2, y=0))
    assert part(zoomed) == (220, 320)
    zoomed.handle(SHIFT)
    zoomed.handle(wheel(1))
    assert part(zoomed) == (210, 310)
    zoomed.handle(wheel(99))
    assert part(zoomed) == (0, 100)


def test_what_was_panned_away_comes_back_when_the_playhead_does(
    zoomed: Viewer, press: Press
) -> None:
    zoomed.do(Pan(-150))
    assert part(zoomed) == (50, 150)
    press(zoomed, "K")
    for _ in range(10):
        zoomed.advance(100)
    assert zoomed.scene.frame > 300
    assert part(zoomed) == (50, 150), "playing does not take away what somebody looks at"

    press(zoomed, "9")

    assert part(zoomed)[0] <= zoomed.scene.frame < part(zoomed)[1]


def test_the_overview_pans_and_its_handles_zoom(zoomed: Viewer) -> None:
    scene = zoomed.scene
    bar, thumb = overview_box(scene), thumb_box(scene)
    y = bar.middle[1]

    drag(zoomed, (thumb.middle[0], y), (thumb.middle[0] + bar.width // 6, y))
    assert abs(part(zoomed)[0] - 300) <= 2
    assert part(zoomed)[1] - part(zoomed)[0] == 100

    thumb = thumb_box(zoomed.scene)
    drag(zoomed, (thumb.right - 1, y), (bar.right + 50, y))
    assert part(zoomed)[1] == 600
    thumb = thumb_box(zoomed.scene)
    drag(zoomed, (thumb.left, y), (bar.left, y))
    assert part(zoomed) == (0, 600)
    assert not shows_part(zoomed.scene)
    assert zoomed.scene.frame == 250


def test_a_click_on_the_overview_shows_what_is_there(zoomed: Viewer) -> None:
    bar = overview_box(zoomed.scene)

    drag(zoomed, (bar.left + bar.width * 3 // 4, bar.middle[1]))

    assert abs(sum(part(zoomed)) // 2 - 450) <= 3
    assert zoomed.scene.frame == 250


def test_with_shift_dragging_goes_from_event_to_event(watch: Watch) -> None:
    viewer = watch()
    strip = viewer.scene.layout.density
    listed = viewer.session.listed(quiet=False)
    frames = {listed.frame(n) for n in range(len(listed))}
    viewer.handle(SHIFT)
    reached = set()
    viewer.handle(button_down(strip.left, strip.middle[1]))
    for x in range(strip.left, strip.right, 7):
        viewer.handle(motion(x, strip.middle[1]))
        reached.add(viewer.scene.frame)

    assert reached == frames


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.integers(-50, 700),
    length=st.integers(-5, 800),
    x=st.integers(-40, 1400),
    to=st.integers(-40, 1400),
)
def test_whatever_is_dragged_there_is_a_part_of_the_recording_in_view(
    watch: Watch, start: int, length: int, x: int, to: int
) -> None:
    viewer = shown(watch)
    viewer.do(ShowPart(start, start + length))
    y = overview_box(viewer.scene).middle[1]
    drag(viewer, (x, y), (to, y))

    begin, stop = part(viewer)
    assert 0 <= begin < stop <= 600
    assert stop - begin >= 12


def shown(watch: Watch) -> Viewer:
    if not hasattr(watch, "viewer"):
        watch.viewer = watch()  # type: ignore[attr-defined]
    return watch.viewer  # type: ignore[attr-defined, no-any-return]
