"""Where everything is in the viewer's window: computes rectangles from its size.

Pure arithmetic. Knows sizes and numbers of rows; no surface, no event, no frame.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from replay.playback.commands import Part
from replay.ui.box import Box

LEAST_WIDTH, LEAST_HEIGHT = 800, 500
"""Minimum size in which everything fits: a smaller window shows this size, scaled down."""

GAP = 10
HEADER = 38
TRANSPORT = 46
FLAGS = 20
"""Height of the line above the density strip that shows the pointer's time."""
DENSITY = 30
LANE = 16
AXIS = 36
PAD = 12
LABELS = 102
"""Width of the column with the lanes' names."""
LEAST_LANES, LANES_FROM, LANE_EACH = 4, 300, 60
"""There is room for ``LEAST_LANES`` lanes, or for one per ``LANE_EACH`` pixels of window height
above ``LANES_FROM`` if those are more."""
LEAST_SIDE, SIDE_SHARE, MOST_SIDE = 330, 28, 620
"""Width of the side panels: least in pixels, least in percent of the window, most in pixels."""
TITLE = 30
"""Height of a side panel's title line."""
CARD, DETAIL = 34, 116
"""Heights of a row of two players' cards, and of the chosen player's details."""
LOW_CARD, LEAST_CARD, FOOT = 26, 20, 4
"""Card rows shrink to ``LOW_CARD`` if the details then fit; without details, to ``LEAST_CARD`` if
needed to show all bags, with ``FOOT`` pixels below them."""
LEAST_EVENTS = 112
LEAST_BLAME = 220
"""Height that a chain of events needs below the inspector; with less it replaces the inspector."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The rectangles of the window. ``lanes`` is how many lanes there is room for.

    ``picture`` is the picture itself, letterboxed in ``stage``; ``strip`` is what can be
    dragged along, from the pointer's flag down to the time marks. A panel that is not shown has
    height 0: ``blame``, or the panels that it replaces, or one that is hidden.
    """

    window: Box
    header: Box
    stage: Box
    picture: Box
    inspector: Box
    events: Box
    blame: Box
    transport: Box
    timeline: Box
    labels: Box
    strip: Box
    flags: Box
    density: Box
    lane_rows: tuple[Box, ...]
    axis: Box


def fitted(width: int, height: int, room: Box) -> Box:
    """Return the largest box with the proportions ``width`` : ``height``, centred in ``room``."""
    if width * room.height > height * room.width:
        size = room.width, max(1, room.width * height // width)
    else:
        size = max(1, room.height * width // height), room.height
    left = room.left + (room.width - size[0]) // 2
    return Box(left, room.top + (room.height - size[1]) // 2, *size)


def lanes_shown(height: int, lanes: int) -> int:
    """Return how many of the lanes a window of this height has room for."""
    return min(lanes, max(LEAST_LANES, (height - LANES_FROM) // LANE_EACH))


def lay_out(
    size: tuple[int, int],
    picture: tuple[int, int],
    lanes: int,
    cards: int,
    *,
    blaming: bool = False,
    hidden: Collection[Part] = (),
) -> Layout:
    """Return where everything is in a window of this size.

    ``picture`` is the size of the game's picture, ``lanes`` and ``cards`` how many there are,
    ``blaming`` whether a chain of events is shown in place of the event list. ``hidden``: parts
    that are not shown; the others take their room.
    """
    width, height = max(LEAST_WIDTH, size[0]), max(LEAST_HEIGHT, size[1])
    rows = 0 if Part.LANES in hidden else lanes_shown(height, lanes)
    bottom = TRANSPORT + FLAGS + DENSITY + rows * LANE + AXIS
    timeline = Box(GAP, height - GAP - bottom, width - 2 * GAP, bottom)
    middle = Box(GAP, HEADER + GAP, width - 2 * GAP, timeline.top - HEADER - 2 * GAP)
    stage, side = _stage_and_side(middle, picture)
    if {Part.EVENTS, Part.INSPECTOR} <= {*hidden} and not blaming:
        stage, side = middle, Box(middle.right, middle.top, 0, middle.height)
    inspector, events = _side_panels(side, cards)
    nothing = side._replace(height=0)
    if Part.EVENTS in hidden:
        inspector, events = side, nothing
    if Part.INSPECTOR in hidden:
        inspector, events = nothing, nothing if Part.EVENTS in hidden else side
    blame = side._replace(height=0)
    if blaming:
        inspector, blame = _with_blame(side, cards)
        events = blame._replace(height=0)
    below = timeline.top + TRANSPORT
    strip_left = timeline.left + PAD + LABELS
    strip = Box(strip_left, below, timeline.right - PAD - 6 - strip_left, timeline.bottom - below)
    flags = Box(strip.left, below, strip.width, FLAGS)
    density = Box(strip.left, flags.bottom, strip.width, DENSITY)
    lane_rows = tuple(
        Box(strip.left, density.bottom + LANE * row, strip.width, LANE) for row in range(rows)
    )
    lanes_end = density.bottom + LANE * rows
    return Layout(
        window=Box(0, 0, width, height),
        header=Box(0, 0, width, HEADER),
        stage=stage,
        picture=fitted(*picture, stage),
        inspector=inspector,
        events=events,
        blame=blame,
        transport=Box(timeline.left, timeline.top, timeline.width, TRANSPORT),
        timeline=timeline,
        labels=Box(timeline.left + PAD, below, LABELS, timeline.bottom - below),
        strip=strip,
        flags=flags,
        density=density,
        lane_rows=lane_rows,
        axis=Box(strip.left, lanes_end, strip.width, AXIS),
    )


def _stage_and_side(middle: Box, picture: tuple[int, int]) -> tuple[Box, Box]:
    wanted = middle.height * picture[0] // picture[1]
    side_width = middle.width - GAP - wanted
    least = max(LEAST_SIDE, min(MOST_SIDE, middle.width * SIDE_SHARE // 100))
    side_width = max(least, min(MOST_SIDE, side_width))
    stage = Box(middle.left, middle.top, middle.width - GAP - side_width, middle.height)
    side = Box(stage.right + GAP, middle.top, side_width, middle.height)
    return stage, side


def _side_panels(side: Box, cards: int) -> tuple[Box, Box]:
    room = side.height - GAP - LEAST_EVENTS
    height = min(side.height // 2, room)
    if cards:
        rows = card_rows(cards)
        bags = TITLE + rows * CARD + PAD
        detailed = room >= TITLE + rows * LOW_CARD + PAD + DETAIL
        height = min(bags + DETAIL, room) if detailed else min(bags, room)
    inspector = Box(side.left, side.top, side.width, height)
    top = inspector.bottom + GAP
    return inspector, Box(side.left, top, side.width, side.bottom - top)


def card_rows(cards: int) -> int:
    """Return how many rows so many players' cards take."""
    return (cards + 1) // 2


def card_height(height: int, cards: int) -> int:
    """Return how high a row of cards is in an inspector of this height."""
    rows = max(1, card_rows(cards))
    beside_details = (height - TITLE - PAD - DETAIL) // rows
    if beside_details >= LOW_CARD:
        return min(CARD, beside_details)
    return min(CARD, max(LEAST_CARD, (height - TITLE - FOOT) // rows))


def _with_blame(side: Box, cards: int) -> tuple[Box, Box]:
    """Return the boxes of the shortened inspector and of the blame panel below it."""
    rows, room = card_rows(cards), side.height - GAP - LEAST_BLAME
    if not cards or room < TITLE + rows * LEAST_CARD + FOOT:
        return side._replace(height=0), side
    inspector = side._replace(height=min(TITLE + rows * CARD + PAD, room))
    below = inspector.bottom + GAP
    return inspector, Box(side.left, below, side.width, side.bottom - below)
