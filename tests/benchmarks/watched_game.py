"""A game that shows the benchmark's world, so that the viewer has all to do that it can have.

Eight players and sixty items with positions: a picture, what is picked in it, cards, lanes, words.
"""

from __future__ import annotations

import pygame
from benchmarks.mix import ITEMS, PLAYERS
from benchmarks.world import SCHEMA, Dropped, Facts, Moved, Picked, State, World
from pygame import Color, Surface

from replay import Event
from replay.games import EventText, Game, HitTarget, Lane, PlayerCard, Slot

SIZE = 1920, 1080
COLOURS = [Color(0) for _ in range(PLAYERS)]
for number, colour in enumerate(COLOURS):
    colour.hsla = (number * 45, 70, 60, 100)
BAG = 6
"""Items of a player that its card shows."""


def place(player: list[int]) -> tuple[int, int]:
    """Return where a player is drawn; it may have walked any way."""
    return player[0] % SIZE[0], player[1] % SIZE[1]


def draw(surface: Surface, state: State, frame: int) -> None:
    """Draw items as squares, players as discs."""
    players, items = state
    for carrier, x, y in items:
        if carrier < 0:
            surface.fill((200, 180, 90), (x - 8, y - 8, 16, 16))
    for number, player in enumerate(players):
        pygame.draw.circle(surface, COLOURS[number], place(player), 22)


def backdrop(surface: Surface) -> None:
    """Draw what stands still."""
    surface.fill((24, 28, 44))
    for x in range(0, SIZE[0], 120):
        pygame.draw.line(surface, (34, 40, 60), (x, 0), (x, SIZE[1]))


def pick(state: State, frame: int, x: int, y: int) -> HitTarget | None:
    """Return the player or the item at a pixel."""
    players, items = state
    for number, player in enumerate(players):
        left, top = place(player)
        if abs(left - x) <= 22 and abs(top - y) <= 22:
            return HitTarget(f"player {number}", path=(0, number))
    for number, (carrier, left, top) in enumerate(items):
        if carrier < 0 and abs(left - x) <= 8 and abs(top - y) <= 8:
            return HitTarget(f"item {number}", item=number, path=(1, number))
    return None


def cards(state: State, frame: int) -> list[PlayerCard]:
    """Return each player with where it is and the first of what it carries."""
    players, items = state
    made = []
    for number, (x, y, last) in enumerate(players):
        held = [f"item {item}" for item, one in enumerate(items) if one[0] == number][:BAG]
        slots: list[Slot | None] = [Slot(text) for text in held]
        slots += [None] * (BAG - len(slots))
        colour = COLOURS[number]
        told = f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}"
        facts = [("at", f"{x}, {y}"), ("last", str(last))]
        made.append(PlayerCard(f"player {number}", told, facts, slots))
    return made


def words(event: Event[Moved | Picked | Dropped], state: State) -> EventText:
    """Return an event as text."""
    data = event.data
    if isinstance(data, Moved):
        return EventText(data.player, "moved", f"{data.dx:+}, {data.dy:+}")
    verb = "picked up" if isinstance(data, Picked) else "put down"
    return EventText(data.player, verb, f"item {data.item % ITEMS}")


GAME = Game(
    SCHEMA,
    World(),
    draw=draw,
    size=SIZE,
    backdrop=backdrop,
    pick=pick,
    lanes=(
        Lane("picked up", frozenset({Facts.PICKED}), "#7bd88f", "up"),
        Lane("put down", frozenset({Facts.DROPPED}), "#fd9353", "down"),
        Lane("moved", frozenset({Facts.MOVED}), "#5ad4e6", "dot", quiet=True),
    ),
    words=words,
    cards=cards,
)
