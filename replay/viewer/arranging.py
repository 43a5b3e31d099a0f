"""How the picture and the panels share the room between the header and the timeline.

In a wide window the panels are beside the picture, one above the other, or in a very wide one
beside each other; in a tall one they are below it; in a small one beside it, and the players are
left out where they find no room. Borders can be dragged: a share says where one is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from replay.playback.commands import Border, Part
from replay.ui.box import Box

GAP = 10
SMALL_WIDTH, SMALL_HEIGHT = 800, 480
"""A window narrower or lower than this is small, unless it is higher than wide."""
LEAST_SIDE, SIDE_SHARE, MOST_SIDE = 330, 28, 620
"""Width of the side panels: least in units, least in percent of the window, most in units."""
SMALL_SIDE, SMALL_SHARE = 220, 36
"""The same in a small window."""
STAGE_SHARE = 55
"""Percent of the room that the picture of a tall window takes at most, with panels below it."""
LEAST_BESIDE = 680
"""Width from which the panels of a tall window are beside each other."""
TITLE, PAD = 30, 12
CARD, DETAIL = 34, 116
"""Heights of a row of players' cards, and of the chosen player's details."""
LOW_CARD, LEAST_CARD, FOOT = 26, 20, 4
"""Card rows shrink to ``LOW_CARD`` if the details then fit; without details, to ``LEAST_CARD`` if
needed to show all bags, with ``FOOT`` units below them."""
TWO_COLUMNS = 230
"""Width from which two cards are in a row."""
LEAST_EVENTS, FEW_EVENTS = 112, 86
"""Least height of the event list; in a small window."""
LEAST_BLAME = 220
"""Height that a chain of events needs below the inspector; with less it replaces the inspector."""
LEAST_PANEL, LEAST_STAGE = 70, 160
"""Least height of a panel, and of the stage, when a border is dragged."""
NARROWEST = 220
"""Least width of a panel, and of the stage."""


class Kind(Enum):
    """How a window is laid out."""

    WIDE = "wide"
    TALL = "tall"
    SMALL = "small"

    def named(self, border: Border) -> str:
        """Return the name under which the share of a border is remembered."""
        return f"{self.value} {border.value}"


def kind_of(width: int, height: int) -> Kind:
    """Return how a window of this size is laid out."""
    if height > width:
        return Kind.TALL
    return Kind.SMALL if width < SMALL_WIDTH or height < SMALL_HEIGHT else Kind.WIDE


@dataclass(frozen=True, slots=True)
class Edge:
    """A border that can be dragged: ``box`` is the gap between two panels.

    Its share, remembered as ``name``, is how much of ``room`` is before it: left of it if it is
    moved ``across``, otherwise above it; or what is ``below`` it.
    """

    border: Border
    name: str
    box: Box
    room: Box
    across: bool
    below: bool = False

    def share_at(self, position: tuple[int, int]) -> float:
        """Return the share that brings the middle of the border to a position."""
        if self.across:
            share = (position[0] - GAP / 2 - self.room.left) / max(1, self.room.width)
        else:
            share = (position[1] - GAP / 2 - self.room.top) / max(1, self.room.height)
        return max(0.0, min(1.0, 1 - share if self.below else share))


@dataclass(frozen=True, slots=True)
class Above:
    """What is above the timeline."""

    stage: Box
    inspector: Box
    events: Box
    blame: Box
    edges: tuple[Edge, ...]


def fitted(width: int, height: int, room: Box) -> Box:
    """Return the largest box with the proportions ``width`` : ``height``, centred in ``room``."""
    if width * room.height > height * room.width:
        size = room.width, max(1, room.width * height // width)
    else:
        size = max(1, room.height * width // height), room.height
    left = room.left + (room.width - size[0]) // 2
    return Box(left, room.top + (room.height - size[1]) // 2, *size)


def arranged(
    kind: Kind,
    middle: Box,
    picture: tuple[int, int],
    cards: int,
    *,
    blaming: bool,
    hidden: Collection[Part],
    shares: Mapping[str, float],
) -> Above:
    """Return where the picture and the panels are; see ``lay_out``."""
    shown = [part for part in (Part.INSPECTOR, Part.EVENTS) if part not in hidden]
    if not shown and not blaming:
        none = Box(middle.right, middle.top, 0, 0)
        return Above(middle, none, none, none, ())
    stage, side, edge = _stage_and_side(kind, middle, picture, shares)
    beside = side.width >= (LEAST_BESIDE if kind is Kind.TALL else 2 * LEAST_SIDE + GAP)
    none = side._replace(height=0)
    if blaming:
        first, second = (
            _split(kind, side, _bags(side.width // 2, cards), shares, beside=True)[:2]
            if beside
            else _with_blame(side, cards)
        )
        if Part.INSPECTOR in hidden:
            first, second = none, side
        return Above(stage, first, none, second, (edge,))
    if len(shown) == 1:
        only = side if Part.EVENTS in shown else none
        return Above(stage, side if only is none else none, only, none, (edge,))
    wanted = _wanted(kind, side, cards)
    if wanted is None and kind.named(Border.PANELS) not in shares:
        return Above(stage, none, side, none, (edge,))
    inspector, events, between = _split(kind, side, wanted or 0, shares, beside=beside)
    return Above(stage, inspector, events, none, (edge, between))


def _stage_and_side(
    kind: Kind, middle: Box, picture: tuple[int, int], shares: Mapping[str, float]
) -> tuple[Box, Box, Edge]:
    """Return where the picture and all panels are, and the border between them."""
    name = kind.named(Border.STAGE)
    share = shares.get(name)
    if kind is Kind.TALL:
        high = min(middle.width * picture[1] // picture[0], middle.height * STAGE_SHARE // 100)
        if share is not None:
            high = round(middle.height * share)
        high = _between(high, LEAST_STAGE, middle.height - 2 * GAP - 2 * LEAST_PANEL)
        stage = middle._replace(height=high)
        below = Box(middle.left, stage.bottom + GAP, middle.width, middle.height - high - GAP)
        gap = Box(middle.left, stage.bottom, middle.width, GAP)
        return stage, below, Edge(Border.STAGE, name, gap, middle, across=False)
    wide = middle.width - GAP - _side_width(kind, middle, picture)
    if share is not None:
        wide = round(middle.width * share)
    wide = _between(wide, NARROWEST, middle.width - GAP - NARROWEST)
    stage = middle._replace(width=wide)
    side = Box(stage.right + GAP, middle.top, middle.right - stage.right - GAP, middle.height)
    gap = Box(stage.right, middle.top, GAP, middle.height)
    return stage, side, Edge(Border.STAGE, name, gap, middle, across=True)


def _side_width(kind: Kind, middle: Box, picture: tuple[int, int]) -> int:
    rest = middle.width - GAP - middle.height * picture[0] // picture[1]
    if kind is Kind.SMALL:
        return max(SMALL_SIDE, middle.width * SMALL_SHARE // 100, min(MOST_SIDE, rest))
    least = max(LEAST_SIDE, min(MOST_SIDE, middle.width * SIDE_SHARE // 100))
    if rest >= 2 * LEAST_SIDE + GAP:
        return min(2 * MOST_SIDE + GAP, rest)
    return max(least, min(MOST_SIDE, rest))


def _wanted(kind: Kind, side: Box, cards: int) -> int | None:
    """Return how high the inspector should be above the event list; None: there is no room."""
    room = side.height - GAP - (FEW_EVENTS if kind is Kind.SMALL else LEAST_EVENTS)
    if not cards:
        return min(side.height // 2, room)
    rows = card_rows(side.width, cards)
    if kind is Kind.SMALL and room < TITLE + rows * LEAST_CARD + FOOT:
        return None
    bags = _bags(side.width, cards)
    detailed = room >= TITLE + rows * LOW_CARD + PAD + DETAIL
    return min(bags + DETAIL, room) if detailed else min(bags, room)


def _bags(width: int, cards: int) -> int:
    return TITLE + card_rows(width, cards) * CARD + PAD


def _split(
    kind: Kind, side: Box, wanted: int, shares: Mapping[str, float], *, beside: bool
) -> tuple[Box, Box, Edge]:
    """Return the two panels, above or ``beside`` each other, and the border between them."""
    name = kind.named(Border.PANELS)
    share = shares.get(name)
    if beside:
        wide = (side.width - GAP) // 2 if share is None else round(side.width * share)
        wide = _between(wide, NARROWEST, side.width - GAP - NARROWEST)
        first = side._replace(width=wide)
        second = Box(first.right + GAP, side.top, side.right - first.right - GAP, side.height)
        gap = Box(first.right, side.top, GAP, side.height)
    else:
        high = wanted if share is None else round(side.height * share)
        high = _between(high, min(LEAST_PANEL, wanted), side.height - GAP - LEAST_PANEL)
        first = side._replace(height=high)
        second = Box(side.left, first.bottom + GAP, side.width, side.bottom - first.bottom - GAP)
        gap = Box(side.left, first.bottom, side.width, GAP)
    return first, second, Edge(Border.PANELS, name, gap, side, across=beside)


def _between(size: int, least: int, most: int) -> int:
    return max(least, min(size, most))


def card_columns(width: int, cards: int) -> int:
    """Return how many players' cards are in a row."""
    return min(2 if width >= TWO_COLUMNS else 1, max(1, cards))


def card_rows(width: int, cards: int) -> int:
    """Return how many rows so many players' cards take."""
    return -(-cards // card_columns(width, cards))


def card_height(box: Box, cards: int) -> int:
    """Return how high a row of cards is in an inspector."""
    rows = max(1, card_rows(box.width, cards))
    beside_details = (box.height - TITLE - PAD - DETAIL) // rows
    if beside_details >= LOW_CARD:
        return min(CARD, beside_details)
    return min(CARD, max(LEAST_CARD, (box.height - TITLE - FOOT) // rows))


def _with_blame(side: Box, cards: int) -> tuple[Box, Box]:
    """Return the boxes of the shortened inspector and of the blame panel below it."""
    rows, room = card_rows(side.width, cards), side.height - GAP - LEAST_BLAME
    if not cards or room < TITLE + rows * LEAST_CARD + FOOT:
        return side._replace(height=0), side
    inspector = side._replace(height=min(TITLE + rows * CARD + PAD, room))
    below = inspector.bottom + GAP
    return inspector, Box(side.left, below, side.width, side.bottom - below)
