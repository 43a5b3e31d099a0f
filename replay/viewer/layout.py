"""Where everything is in the viewer's window: computes rectangles from its size.

Pure arithmetic. Knows sizes and numbers of rows; no surface, no event, no frame. ``arranging`` says
how the picture and the panels share what is between the header and the timeline.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from replay.playback.commands import Border, Part
from replay.ui.box import Box
from replay.viewer.arranging import GAP, Edge, Kind, arranged, fitted, kind_of

LEAST_WIDTH, LEAST_HEIGHT = 560, 360
"""Minimum size in which everything fits: in a smaller window everything is drawn smaller."""

HEADER, TABS = 38, 28
TRANSPORT = 46
FLAGS = 20
"""Height of the line above the density strip that shows the pointer's time."""
DENSITY = 30
LANE = 16
AXIS = 36
PAD = 12
LABELS, NARROW_LABELS = 102, 70
"""Width of the column with the lanes' names; the second in windows narrower than ``NARROW``."""
NARROW = 700
LEAST_LANES, LANES_FROM, LANE_EACH = 4, 300, 60
"""There is room for ``LEAST_LANES`` lanes, or for one per ``LANE_EACH`` pixels of window height
above ``LANES_FROM`` if those are more."""
LOW_FROM, LOW_EACH = 380, 30
"""In a small window there is one lane per ``LOW_EACH`` pixels of its height above ``LOW_FROM``."""
LEAST_MIDDLE, LEAST_TALL = 150, 330
"""Height that the picture and the panels keep at least: beside and below each other."""
TITLE = 30
"""Height of a side panel's title line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The rectangles of the window. ``lane_rows`` are as many lanes as there is room for.

    ``picture`` is the picture itself, letterboxed in ``stage``; ``strip`` is what can be
    dragged along, from the pointer's flag down to the time marks. A panel that is not shown has
    height 0: ``blame``, or the panels that it replaces, or one that is hidden or finds no room.
    ``edges`` are the borders that can be dragged.
    """

    kind: Kind
    window: Box
    header: Box
    tabs: Box
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
    edges: tuple[Edge, ...]

    def box_of(self, part: Part) -> Box:
        """Return the box of a part that can be hidden."""
        if part is Part.LANES:
            return self.lane_rows[0] if self.lane_rows else self.density._replace(height=0)
        return self.events if part is Part.EVENTS else self.inspector


def lanes_shown(kind: Kind, height: int, lanes: int) -> int:
    """Return how many of the lanes a window of this height has room for."""
    if kind is Kind.SMALL:
        return min(lanes, max(0, (height - LOW_FROM) // LOW_EACH))
    return min(lanes, max(LEAST_LANES, (height - LANES_FROM) // LANE_EACH))


def share_for_lanes(layout: Layout) -> float:
    """Return the share of the window for a timeline with a few lanes in it, where it has none."""
    return (TRANSPORT + FLAGS + DENSITY + AXIS + LEAST_LANES * LANE) / layout.window.height


def lay_out(
    size: tuple[int, int],
    picture: tuple[int, int],
    lanes: int,
    cards: int,
    *,
    blaming: bool = False,
    hidden: Collection[Part] = (),
    shares: Mapping[str, float] | None = None,
    tabs: bool = False,
) -> Layout:
    """Return where everything is in a window of this size.

    ``picture`` is the size of the game's picture, ``lanes`` and ``cards`` how many there are,
    ``blaming`` whether a chain of events is shown in place of the event list. ``hidden``: parts
    that are not shown; the others take their room. ``shares``: where borders were dragged to, by
    their names (see ``Edge``). ``tabs``: whether there are several to choose from.
    """
    width, height = max(LEAST_WIDTH, size[0]), max(LEAST_HEIGHT, size[1])
    kind, shares = kind_of(width, height), shares or {}
    fixed = TRANSPORT + FLAGS + DENSITY + AXIS
    least = LEAST_TALL if kind is Kind.TALL else LEAST_MIDDLE
    top = HEADER + (TABS if tabs else 0)
    most = max(0, height - top - 3 * GAP - fixed - least) // LANE
    rows = min(most, lanes_shown(kind, height, lanes))
    if (share := shares.get(kind.named(Border.LANES))) is not None:
        rows = max(0, min(lanes, most, (round(height * share) - fixed + LANE // 2) // LANE))
    rows = 0 if Part.LANES in hidden else rows
    bottom = fixed + rows * LANE
    timeline = Box(GAP, height - GAP - bottom, width - 2 * GAP, bottom)
    middle = Box(GAP, top + GAP, width - 2 * GAP, timeline.top - top - 2 * GAP)
    above = arranged(kind, middle, picture, cards, blaming=blaming, hidden=hidden, shares=shares)
    below, named = timeline.top + TRANSPORT, LABELS if width >= NARROW else NARROW_LABELS
    strip_left = timeline.left + PAD + named
    strip = Box(strip_left, below, timeline.right - PAD - 6 - strip_left, timeline.bottom - below)
    flags = Box(strip.left, below, strip.width, FLAGS)
    density = Box(strip.left, flags.bottom, strip.width, DENSITY)
    lane_rows = tuple(
        Box(strip.left, density.bottom + LANE * row, strip.width, LANE) for row in range(rows)
    )
    edge = Edge(
        Border.LANES,
        kind.named(Border.LANES),
        Box(timeline.left, timeline.top - GAP, timeline.width, GAP),
        Box(0, 0, width, height),
        across=False,
        below=True,
    )
    return Layout(
        kind=kind,
        window=Box(0, 0, width, height),
        header=Box(0, 0, width, HEADER),
        tabs=Box(0, HEADER, width, top - HEADER),
        stage=above.stage,
        picture=fitted(*picture, above.stage),
        inspector=above.inspector,
        events=above.events,
        blame=above.blame,
        transport=Box(timeline.left, timeline.top, timeline.width, TRANSPORT),
        timeline=timeline,
        labels=Box(timeline.left + PAD, below, named, timeline.bottom - below),
        strip=strip,
        flags=flags,
        density=density,
        lane_rows=lane_rows,
        axis=Box(strip.left, density.bottom + LANE * rows, strip.width, AXIS),
        edges=(*above.edges, *(() if Part.LANES in hidden or not lanes else (edge,))),
    )
