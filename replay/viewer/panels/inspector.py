"""The inspector: every player's bag at this frame, and the chosen player's details.

For a game without cards, or that is not installed, it shows the state as a tree; if the tree is on
the stage, the latest events' fields by name. Knows no particular game.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame import Color, Rect, Surface

from replay.games import HitTarget, PlayerCard, Slot
from replay.playback.commands import LookAt
from replay.playback.timecode import time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.message import message
from replay.ui.shapes import emblem, panel, sheet
from replay.ui.text import shortened, width, write
from replay.ui.theme import INK, LINE, MUTE, ORANGE, PANEL, SOFT, TEXT, WHITE
from replay.values.escaping import visible
from replay.viewer.arranging import DETAIL, card_columns, card_height
from replay.viewer.layout import PAD, TITLE
from replay.viewer.model.blame_chain import picked_bag, picked_slot
from replay.viewer.model.cards import Cards, looked_at
from replay.viewer.model.problem import Problem
from replay.viewer.panels.fields import paint_fields
from replay.viewer.panels.state_tree import StateTree
from replay.viewer.scene import Scene

TILE = 25
LEAST_TILE = 15
"""Pixels of a slot below which it is not shrunk for the name's sake."""
NAME_ROOM, WHOLE_NAME = 30, 46
"""Pixels beside a card's slots from which on there is room for the player's name."""
PORTRAIT = 48
SLOT_HEIGHT, SLOTS_IN_ROW = 30, 3

IconOf = Callable[[Callable[[], Surface], PlayerCard], Surface | None]
"""Returns the picture of a card or of one of its slots, or None where the game's code raises."""


class Inspector:
    """Paints the players' cards, and says whose card is at a position."""

    def __init__(self, tree: StateTree) -> None:
        self._tree = tree

    def box(self, scene: Scene) -> Box:
        """Return the inspector's panel."""
        return scene.layout.inspector

    def key(self, scene: Scene) -> object:
        """Changes with the frame and the chosen player."""
        known = scene.session.index.complete
        return scene.frame, scene.player, scene.layout.inspector, known, self._tree.key()

    def _shows_tree(self, scene: Scene) -> bool:
        """Whether the state is shown as a tree here."""
        return self._tree.box(scene) == scene.layout.inspector

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the lines of the state are, or the cards and the chosen player's slots."""
        if self._shows_tree(scene):
            return self._tree.spots(scene)
        cards = scene.session.cards(scene.frame)
        if isinstance(cards, Problem) or not cards:
            return []
        boxes = _boxes(scene, cards)
        card = cards[looked_at(cards, scene.player)]
        detail = detail_box(scene.layout.inspector, boxes)
        slots = [] if detail is None else detail_areas(detail, card)
        return [*boxes.values(), *(Box(*slot) for slot in slots)]

    def command_at(self, scene: Scene, position: tuple[int, int]) -> LookAt | None:
        """Return the command for a click at a position, or None."""
        cards = scene.session.cards(scene.frame)
        if isinstance(cards, Problem):
            return None
        boxes = _boxes(scene, cards)
        return next((LookAt(n) for n, box in boxes.items() if box.holds(position)), None)

    def picked_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return the blame target at a position: a slot, or the bag of the card's player."""
        cards, box = scene.session.cards(scene.frame), scene.layout.inspector
        if isinstance(cards, Problem) or not cards or not box.holds(position):
            return None
        slot = self.slot_at(scene, position)
        if slot is not None:
            return slot
        boxes = _boxes(scene, cards)
        on = (number for number, card_box in boxes.items() if card_box.holds(position))
        return next((picked_bag(cards[number]) for number in on), None)

    def slot_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return the blame target of the slot at a position."""
        cards, box = scene.session.cards(scene.frame), scene.layout.inspector
        if isinstance(cards, Problem) or not cards or not box.holds(position):
            return None
        chosen, boxes = looked_at(cards, scene.player), _boxes(scene, cards)
        detail = detail_box(box, boxes)
        for number, card_box in boxes.items():
            card = cards[number]
            areas = list(enumerate(slot_areas(card_box, card)))
            if number == chosen and detail is not None:
                areas += enumerate(detail_areas(detail, card))
            for slot in (slot for slot, where in areas if where.collidepoint(position)):
                return picked_slot(card, slot)
        return None

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the cards, or what is shown instead of them."""
        box = scene.layout.inspector
        sheet(target, Rect(box))
        cards = scene.session.cards(scene.frame)
        if self._shows_tree(scene):
            state = scene.session.state(scene.frame)
            cards = state if isinstance(state, Problem) else cards
        if isinstance(cards, Problem):
            if cards.onward is None:
                message(target, box, cards.title, cards.why, ORANGE)
            else:
                known = time_of(cards.onward, scene.session.frame_rate)
                message(target, box, "Not known here", f"known again from {known}", SOFT)
        elif self._shows_tree(scene):
            self._tree.paint(target, scene)
        elif cards:
            self._paint_cards(target, scene, cards)
        else:
            paint_fields(target, scene)

    def _paint_cards(self, target: Surface, scene: Scene, cards: Cards) -> None:
        box = scene.layout.inspector
        chosen = looked_at(cards, scene.player)
        title = write(target, "PLAYERS", (box.left + PAD, box.top + 16), 14, SOFT, bold=True)
        keys = "Tab  next"
        write(target, keys, (box.right - PAD, box.top + 16), 14, MUTE, align="right")
        boxes = _boxes(scene, cards)
        if len(boxes) < len(cards):
            words = f"{len(boxes)} of {len(cards)}"
            write(target, words, (title.right + 12, box.top + 16), 14, MUTE)
        for number, area in boxes.items():
            is_chosen = number == chosen
            _paint_card(target, area, number, cards[number], scene.session.icon, is_chosen)
        detail = detail_box(box, boxes)
        if detail is not None:
            _paint_detail(target, detail, chosen, cards[chosen], scene.session.icon)


def _boxes(scene: Scene, cards: Cards) -> dict[int, Box]:
    """Return where players' cards lie, by their numbers."""
    numbers = list(cards)
    if not numbers:
        return {}
    chosen = numbers.index(looked_at(cards, scene.player))
    boxes = card_boxes(scene.layout.inspector, len(numbers), chosen)
    return {numbers[index]: box for index, box in boxes.items()}


def card_boxes(box: Box, count: int, chosen: int) -> dict[int, Box]:
    """Return where each card lies, by its index: two in a row, or a single one over the width.

    If not all fit, those farthest above or below the chosen one are left out.
    """
    columns = card_columns(box.width, count)
    card_width = (box.width - 2 * PAD + 8) // columns - 8
    row = card_height(box, count)
    fit = max(1, (box.height - TITLE) // row)
    above = max(0, chosen // columns + 1 - fit)
    numbers = range(above * columns, min(count, (above + fit) * columns))
    return {
        number: Box(
            box.left + PAD - 4 + number % columns * (card_width + 8),
            box.top + TITLE + (number // columns - above) * row,
            card_width + 4,
            row - row // 8,
        )
        for number in numbers
    }


def detail_box(box: Box, boxes: dict[int, Box]) -> Box | None:
    """Return where the chosen player's details lie, or None if there is no room for them."""
    below = max(area.bottom for area in boxes.values())
    if below + DETAIL > box.bottom:
        return None
    return Box(box.left + PAD, below + 8, box.width - 2 * PAD, DETAIL - 8)


def slot_areas(box: Box, card: PlayerCard) -> list[Rect]:
    """Return where the slots lie in a small card."""
    slots = max(1, len(card.slots))
    named = max(LEAST_TILE, (box.width - 31 - WHOLE_NAME) // slots)
    tile = min(TILE, box.height - 2, (box.width - 26) // slots, named)
    left, top = box.right - 3 - tile * len(card.slots), box.middle[1] - tile // 2
    return [Rect(left + tile * n, top, tile - 1, tile - 1) for n in range(len(card.slots))]


def detail_areas(box: Box, card: PlayerCard) -> list[Rect]:
    """Return where the slots lie, large enough for their names: two rows at the most."""
    slot_width = (box.width + 6) // SLOTS_IN_ROW
    return [
        Rect(
            box.left + position % SLOTS_IN_ROW * slot_width,
            box.top + PORTRAIT + 6 + position // SLOTS_IN_ROW * SLOT_HEIGHT,
            slot_width - 6,
            SLOT_HEIGHT - 4,
        )
        for position in range(min(len(card.slots), 2 * SLOTS_IN_ROW))
    ]


def _paint_card(
    target: Surface, box: Box, number: int, card: PlayerCard, icon_of: IconOf, looked_at: bool
) -> None:
    if looked_at:
        panel(target, Rect(box), PANEL, WHITE, 6)
    middle = box.middle[1]
    emblem(target, number, Color(card.colour), (box.left + 13, middle), 13)
    areas = slot_areas(box, card)
    slots_left = areas[0].left if areas else box.right - 3
    room = slots_left - box.left - 28
    if room >= NAME_ROOM:
        name = shortened(visible(card.name), room, 15)
        write(target, name, (box.left + 24, middle), 15, WHITE if looked_at else TEXT)
    for area, slot in zip(areas, card.slots, strict=True):
        panel(target, area, INK, LINE, 4)
        if slot is not None and slot.icon is not None:
            _paint_icon(target, icon_of(slot.icon, card), area)


def _paint_detail(
    target: Surface, box: Box, number: int, card: PlayerCard, icon_of: IconOf
) -> None:
    brush.line(target, LINE, (box.left, box.top - 4), (box.right, box.top - 4))
    left = box.left
    if card.icon is not None:
        picture = icon_of(card.icon, card)
        _paint_icon(target, picture, Rect(left, box.top, PORTRAIT, PORTRAIT))
        left += PORTRAIT + 10
    emblem(target, number, Color(card.colour), (left + 7, box.top + 13), 13)
    write(target, visible(card.name), (left + 22, box.top + 13), 17, WHITE, bold=True)
    _paint_facts(target, Box(left, box.top + 26, box.right - left, 24), card)
    for area, slot in zip(detail_areas(box, card), card.slots, strict=False):
        panel(target, area, INK if slot is None else PANEL, LINE, 5)
        if slot is not None:
            picture = icon_of(slot.icon, card) if slot.icon is not None else None
            _paint_slot(target, area, slot, picture)


def _paint_slot(target: Surface, area: Rect, slot: Slot, picture: Surface | None) -> None:
    left = area.left + 8
    if slot.icon is not None:
        _paint_icon(target, picture, Rect(area.left + 3, area.top + 1, 24, area.height - 2))
        left = area.left + 31
    words = shortened(slot.text, area.right - 6 - left, 14)
    write(target, words, (left, area.centery), 14, TEXT)


def _paint_facts(target: Surface, box: Box, card: PlayerCard) -> None:
    """Write as many facts as fit, each with its name and value."""
    left, middle = box.left, box.middle[1]
    for name, value in card.facts:
        needed = width(name, 14) + 6 + width(value, 14, bold=True)
        if left + needed > box.right:
            return
        right = write(target, name, (left, middle), 14, MUTE).right
        left = write(target, value, (right + 6, middle), 14, TEXT, bold=True).right + 16


def _paint_icon(target: Surface, picture: Surface | None, area: Rect) -> None:
    """Draw an icon in the middle of an area, scaled down if it does not fit; None: a frame."""
    if picture is None:
        brush.rect(target, LINE, area.inflate(-8, -8), radius=3)
        return
    width, height = picture.get_size()
    if not width or not height:
        return
    if width > area.width or height > area.height:
        room = brush.pixels(area)
        share = min(room.width / width, room.height / height)
        size = max(1, round(width * share)), max(1, round(height * share))
        smooth = picture.get_bitsize() in (24, 32)  # as of palettes there is nothing in between
        scale = pygame.transform.smoothscale if smooth else pygame.transform.scale
        brush.put(target, scale(picture, size), area.center, scaled=True)
        return
    brush.put(target, picture, area.center)
