"""The layout: where everything is, at every size of window."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from replay.playback.commands import Border, Part
from replay.ui.box import Box
from replay.viewer.arranging import FEW_EVENTS, LEAST_BLAME, LEAST_EVENTS, Kind, fitted
from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH, Layout, lay_out

SIZES = st.tuples(st.integers(LEAST_WIDTH, 3840), st.integers(LEAST_HEIGHT, 2160))
USUAL = st.tuples(st.integers(800, 3840), st.integers(500, 2160))
PICTURES = st.sampled_from([(1280, 720), (640, 480), (320, 180), (480, 800), (2000, 300)])
ROWS = st.integers(0, 60), st.integers(0, 8)
LAYOUTS = st.builds(lay_out, SIZES, PICTURES, *ROWS)
BLAMING = st.builds(lay_out, SIZES, PICTURES, *ROWS, blaming=st.just(True))


NAMES = [kind.named(border) for kind in Kind for border in Border]
SHARES = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1))
DRAGGED = st.builds(lay_out, SIZES, PICTURES, *ROWS, shares=SHARES, blaming=st.booleans())
HIDDEN = st.builds(lay_out, SIZES, PICTURES, *ROWS, hidden=st.sets(st.sampled_from(Part)))


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


@given(layout=LAYOUTS)
def test_panels_lie_in_the_window_and_not_on_each_other(layout: Layout) -> None:
    panels = [layout.header, layout.stage, layout.inspector, layout.events, layout.timeline]

    assert all(panel.within(layout.window) for panel in panels)
    shown = [panel for panel in panels if panel is not layout.inspector or panel.height]
    assert all(panel.width > 0 and panel.height > 0 for panel in shown)
    assert layout.inspector.height or layout.kind is Kind.SMALL
    assert not any(overlap(a, b) for n, a in enumerate(shown) for b in shown[:n])


@given(layout=DRAGGED)
def test_borders_can_be_dragged_anywhere(layout: Layout) -> None:
    panels = [layout.header, layout.stage, layout.inspector, layout.events, layout.blame]
    shown = [panel for panel in (*panels, layout.timeline) if panel.height]

    assert all(panel.within(layout.window) and panel.width > 0 for panel in shown)
    assert not any(overlap(a, b) for n, a in enumerate(shown) for b in shown[:n])
    assert layout.picture.within(layout.stage)
    assert all(edge.box.within(layout.window) for edge in layout.edges)
    assert not any(overlap(edge.box, panel) for edge in layout.edges for panel in shown)


@given(size=SIZES, place=st.floats(0.2, 0.8), cards=st.integers(0, 8))
def test_a_border_goes_where_it_is_dragged(size: tuple[int, int], place: float, cards: int) -> None:
    layout = lay_out(size, (1280, 720), 7, cards)
    for edge in layout.edges:
        x = edge.room.left + round(edge.room.width * place)
        y = edge.room.top + round(edge.room.height * place)
        moved = lay_out(size, (1280, 720), 7, cards, shares={edge.name: edge.share_at((x, y))})
        (there,) = [one for one in moved.edges if one.border is edge.border]
        if edge.border is Border.PANELS or (edge.border is Border.STAGE and edge.across):
            middle, wanted = there.box.middle[not edge.across], x if edge.across else y
            least = edge.room.inset(240, 100)
            if least.width and least.height and least.holds((x, y)):
                assert abs(middle - wanted) <= 2


def test_a_tall_window_has_its_panels_below_the_picture_and_a_very_wide_one_beside() -> None:
    tall = lay_out((900, 1400), (1280, 720), 7, 4)
    assert tall.kind is Kind.TALL
    assert tall.picture.width == tall.stage.width == 880
    assert tall.inspector.top == tall.events.top > tall.stage.bottom
    wide = lay_out((2560, 1080), (1280, 720), 7, 4)
    assert wide.kind is Kind.WIDE
    assert wide.inspector.top == wide.events.top == wide.stage.top
    assert wide.stage.width <= wide.picture.width + 60


def test_a_small_window_shows_the_players_only_if_they_fit() -> None:
    two, eight = (lay_out((640, 400), (1280, 720), 7, cards) for cards in (2, 8))
    assert two.kind is Kind.SMALL
    assert two.inspector.height
    assert not eight.inspector.height
    assert eight.events.height == eight.stage.height
    instead = lay_out((640, 400), (1280, 720), 7, 8, hidden={Part.EVENTS})
    assert instead.inspector.height == instead.stage.height
    assert two.picture.height >= 180


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
    side = max(layout.blame.bottom, layout.inspector.bottom) - layout.blame.top
    assert layout.blame.height >= min(LEAST_BLAME, side)
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
    least = FEW_EVENTS if layout.kind is Kind.SMALL else LEAST_EVENTS
    assert layout.events.height >= min(least, layout.events.bottom - layout.stage.top) // 2


@given(size=USUAL, picture=PICTURES)
def test_the_picture_keeps_its_shape(size: tuple[int, int], picture: tuple[int, int]) -> None:
    layout = lay_out(size, picture, 4, 4)
    width, height = layout.picture.size

    assert layout.picture.within(layout.stage)
    assert abs(width * picture[1] - height * picture[0]) <= max(picture)
    assert width == layout.stage.width or height == layout.stage.height


def test_a_smaller_window_shows_a_part_of_the_smallest_layout() -> None:
    assert lay_out((300, 200), (1280, 720), 4, 4) == lay_out((560, 360), (1280, 720), 4, 4)


def test_three_lanes_fit_in_the_smallest_window() -> None:
    assert len(lay_out((800, 500), (1280, 720), 3, 4).lane_rows) == 3


def test_a_picture_lies_in_the_middle_of_its_room() -> None:
    assert fitted(1280, 720, Box(0, 0, 1280, 920)) == Box(0, 100, 1280, 720)
    assert fitted(100, 100, Box(10, 0, 300, 100)) == Box(110, 0, 100, 100)
