"""The layout: where everything is, at every size of window."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from replay.playback.commands import Part
from replay.ui.box import Box
from replay.viewer.layout import LEAST_BLAME, LEAST_EVENTS, Layout, fitted, lay_out

SIZES = st.tuples(st.integers(800, 3840), st.integers(500, 2160))
PICTURES = st.sampled_from([(1280, 720), (640, 480), (320, 180), (480, 800), (2000, 300)])
ROWS = st.integers(0, 60), st.integers(0, 8)
LAYOUTS = st.builds(lay_out, SIZES, PICTURES, *ROWS)
BLAMING = st.builds(lay_out, SIZES, PICTURES, *ROWS, blaming=st.just(True))


HIDDEN = st.builds(lay_out, SIZES, PICTURES, *ROWS, hidden=st.sets(st.sampled_from(Part)))


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


@given(layout=LAYOUTS)
def test_panels_lie_in_the_window_and_not_on_each_other(layout: Layout) -> None:
    panels = [layout.header, layout.stage, layout.inspector, layout.events, layout.timeline]

    assert all(panel.within(layout.window) for panel in panels)
    assert all(panel.width > 0 and panel.height > 0 for panel in panels)
    assert not any(overlap(a, b) for n, a in enumerate(panels) for b in panels[:n])


@given(layout=HIDDEN)
def test_what_is_hidden_leaves_its_room_to_the_others(layout: Layout) -> None:
    panels = [layout.header, layout.stage, layout.inspector, layout.events, layout.timeline]

    assert all(panel.within(layout.window) for panel in panels)
    shown = [panel for panel in panels if panel.height and panel.width]
    assert not any(overlap(a, b) for n, a in enumerate(shown) for b in shown[:n])
    assert layout.picture.within(layout.stage)


def test_hidden_parts_are_gone_and_the_picture_is_larger() -> None:
    size, picture = (1280, 720), (1280, 720)
    whole = lay_out(size, picture, 4, 4)
    assert lay_out(size, picture, 4, 4, hidden={Part.EVENTS}).events.height == 0
    assert lay_out(size, picture, 4, 4, hidden={Part.INSPECTOR}).inspector.height == 0
    without_lanes = lay_out(size, picture, 4, 4, hidden={Part.LANES})
    assert without_lanes.lane_rows == ()
    assert without_lanes.picture.height > whole.picture.height
    bare = lay_out(size, picture, 4, 4, hidden=set(Part))
    assert (bare.inspector.height, bare.events.height) == (0, 0)
    assert bare.picture.width > whole.picture.width * 1.1


@given(layout=BLAMING)
def test_what_led_to_something_stands_in_the_events_place(layout: Layout) -> None:
    panels = [layout.header, layout.stage, layout.inspector, layout.blame, layout.timeline]

    assert layout.events.height == 0
    assert layout.blame.height >= min(LEAST_BLAME, layout.stage.height)
    assert all(panel.within(layout.window) for panel in panels)
    shown = [panel for panel in panels if panel.height]
    assert not any(overlap(a, b) for n, a in enumerate(shown) for b in shown[:n])


@given(layout=LAYOUTS)
def test_the_timelines_parts_lie_in_it_in_order(layout: Layout) -> None:
    parts = [layout.flags, layout.density, *layout.lane_rows, layout.axis]

    assert layout.strip.within(layout.timeline)
    assert layout.transport.within(layout.timeline)
    assert all(part.within(layout.strip) for part in parts)
    assert all(a.bottom == b.top for a, b in pairwise(parts))
    assert layout.labels.right <= layout.strip.left


@given(layout=LAYOUTS)
def test_there_is_always_room_for_some_events(layout: Layout) -> None:
    assert layout.events.height >= min(LEAST_EVENTS, layout.stage.height // 2)


@given(size=SIZES, picture=PICTURES)
def test_the_picture_keeps_its_shape(size: tuple[int, int], picture: tuple[int, int]) -> None:
    layout = lay_out(size, picture, 4, 4)
    width, height = layout.picture.size

    assert layout.picture.within(layout.stage)
    assert abs(width * picture[1] - height * picture[0]) <= max(picture)
    assert width == layout.stage.width or height == layout.stage.height


def test_a_smaller_window_shows_a_part_of_the_smallest_layout() -> None:
    assert lay_out((300, 200), (1280, 720), 4, 4) == lay_out((800, 500), (1280, 720), 4, 4)


def test_three_lanes_fit_in_the_smallest_window() -> None:
    assert len(lay_out((800, 500), (1280, 720), 3, 4).lane_rows) == 3


def test_a_picture_lies_in_the_middle_of_its_room() -> None:
    assert fitted(1280, 720, Box(0, 0, 1280, 920)) == Box(0, 100, 1280, 720)
    assert fitted(100, 100, Box(10, 0, 300, 100)) == Box(110, 0, 100, 100)
