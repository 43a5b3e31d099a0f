"""The panel for the settings of the next match: what it shows, its clickable areas, its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from game.model.events import Mind
from game.model.room import NAMES
from game.screens.keys import Key, key_of
from game.screens.match_settings import MOST_BOTS, MatchSettings, minutes
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.key_labels import label_of
from replay.ui.shapes import emblem, panel

BOX = Rect(748, 48, 484, 588)
LEFT, RIGHT = BOX.x + 24, BOX.right - 24
FIELD = BOX.x + 104
"""The x at which the values that can be changed begin."""
BOTS_ROW, LENGTH_ROW, SEED_ROW = BOX.y + 82, BOX.y + 436, BOX.y + 488
SEATS_TOP, SEAT_HEIGHT, SEAT_GAP = BOX.y + 112, 32, 5
FEWER = Rect(FIELD, BOTS_ROW - 15, 30, 30)
MORE = Rect(FIELD + 116, BOTS_ROW - 15, 30, 30)
SEED_FIELD = Rect(FIELD, SEED_ROW - 17, 150, 34)
DICE = Rect(SEED_FIELD.right + 10, SEED_ROW - 17, 34, 34)
LENGTH_WIDTH, LENGTH_GAP = 58, 6

MINDS = {
    Mind.HUMAN: "you",
    Mind.HOARDER: "hoarder",
    Mind.THIEF: "thief",
}
MEANINGS = (
    ("hoarder", "fills its bag, brings it home, guards it"),
    ("thief", "robs rich nests that nobody guards, and dashes"),
)

DIGITS: dict[Key, str] = {
    **{str(n): str(n) for n in range(10)},
    **{
        key: str(n)
        for n, key in enumerate(
            (
                pygame.K_KP0, pygame.K_KP1, pygame.K_KP2, pygame.K_KP3, pygame.K_KP4,
                pygame.K_KP5, pygame.K_KP6, pygame.K_KP7, pygame.K_KP8, pygame.K_KP9,
            )
        )
    },
}  # fmt: skip


def settings_keys(settings: MatchSettings) -> dict[Key, Callable[[], None]]:
    """Return what each key of the panel does, except digits, which are typed into the seed."""
    return {
        pygame.K_LEFT: partial(settings.change_bots, -1),
        pygame.K_RIGHT: partial(settings.change_bots, 1),
        "L": settings.next_length,
        "R": settings.roll_seed,
        pygame.K_BACKSPACE: settings.erase_digit,
    }


def handle_settings(settings: MatchSettings, event: Event) -> None:
    """Change the settings by a key or a click, if it is one of the panel's."""
    if event.type == pygame.KEYDOWN:
        key = key_of(event)
        if key in DIGITS:
            settings.type_digit(DIGITS[key])
        act = settings_keys(settings).get(key)
    elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        hit = (act for where, act in _pressable(settings) if where.collidepoint(event.pos))
        act = next(hit, None)
    else:
        return
    if act is not None:
        act()


def _pressable(settings: MatchSettings) -> list[tuple[Rect, Callable[[], None]]]:
    areas: list[tuple[Rect, Callable[[], None]]] = [
        (FEWER, partial(settings.change_bots, -1)),
        (MORE, partial(settings.change_bots, 1)),
        (DICE, settings.roll_seed),
    ]
    for number, seconds in enumerate(settings.lengths):
        areas.append((_length_rect(number), partial(settings.choose_length, seconds)))
    return areas


def _length_rect(number: int) -> Rect:
    x = FIELD + number * (LENGTH_WIDTH + LENGTH_GAP)
    return Rect(x, LENGTH_ROW - 17, LENGTH_WIDTH, 34)


def draw_settings(surface: Surface, settings: MatchSettings, minds: Sequence[Mind]) -> None:
    """Draw the panel; ``minds`` are those of the occupied seats."""
    panel(surface, BOX, theme.NIGHT, theme.LINE, 10)
    text.write(surface, "Next match", (LEFT, BOX.y + 30), 20, theme.WHITE, bold=True)
    says = f"{len(minds)} players"
    text.write(surface, says, (RIGHT, BOX.y + 31), 14, theme.SOFT, align="right")
    _draw_bots(surface, settings)
    for seat, name in enumerate(NAMES):
        _draw_seat(surface, seat, name, minds[seat] if seat < len(minds) else None)
    _draw_lengths(surface, settings)
    _draw_seed(surface, settings)
    pygame.draw.line(surface, theme.LINE, (LEFT, BOX.bottom - 72), (RIGHT, BOX.bottom - 72))
    for number, (name, meaning) in enumerate(MEANINGS):
        y = BOX.bottom - 50 + 24 * number
        text.write(surface, name, (LEFT, y), 14, theme.WHITE, bold=True)
        text.write(surface, meaning, (FIELD, y), 14, theme.SOFT)


def _draw_bots(surface: Surface, settings: MatchSettings) -> None:
    text.write(surface, "Bots", (LEFT, BOTS_ROW), 16, theme.WHITE, bold=True)
    for where, sign in ((FEWER, "-"), (MORE, "+")):
        panel(surface, where, theme.PANEL, theme.LINE, 6)
        pygame.draw.rect(surface, theme.TEXT, where.inflate(-16, -27))
        if sign == "+":
            pygame.draw.rect(surface, theme.TEXT, where.inflate(-27, -16))
    middle = (FEWER.right + MORE.left) // 2
    words = f"{settings.bots} of {MOST_BOTS}"
    text.write(surface, words, (middle, BOTS_ROW), 18, theme.WHITE, bold=True, align="centre")
    _draw_keys(surface, ("←", "→"), BOTS_ROW)


def _draw_seat(surface: Surface, seat: int, name: str, mind: Mind | None) -> None:
    where = Rect(LEFT, SEATS_TOP + seat * (SEAT_HEIGHT + SEAT_GAP), RIGHT - LEFT, SEAT_HEIGHT)
    colour = theme.PLAYERS[seat % len(theme.PLAYERS)]
    if mind is None:
        panel(surface, where, theme.mix(theme.NIGHT, theme.PANEL, 0.4), None, 6)
        dark = theme.mix(theme.NIGHT, colour, 0.45)
        emblem(surface, seat, dark, (where.x + 20, where.centery), 14)
        text.write(surface, "empty", (where.x + 40, where.centery), 15, theme.MUTE)
        return
    panel(surface, where, theme.PANEL, theme.WHITE if mind is Mind.HUMAN else None, 6)
    emblem(surface, seat, colour, (where.x + 20, where.centery), 16)
    text.write(surface, name, (where.x + 40, where.centery), 16, theme.WHITE, bold=True)
    text.write(surface, MINDS[mind], (where.right - 16, where.centery), 15, align="right")


def _draw_lengths(surface: Surface, settings: MatchSettings) -> None:
    text.write(surface, "Length", (LEFT, LENGTH_ROW), 16, theme.WHITE, bold=True)
    for number, seconds in enumerate(settings.lengths):
        where = _length_rect(number)
        is_chosen = seconds == settings.seconds
        panel(surface, where, theme.PANEL, theme.WHITE if is_chosen else theme.LINE, 6)
        colour = theme.WHITE if is_chosen else theme.SOFT
        text.write(
            surface, minutes(seconds), where.center, 16, colour, bold=is_chosen, align="centre"
        )
    _draw_keys(surface, (label_of("L"),), LENGTH_ROW)


def _draw_seed(surface: Surface, settings: MatchSettings) -> None:
    text.write(surface, "Seed", (LEFT, SEED_ROW), 16, theme.WHITE, bold=True)
    panel(surface, SEED_FIELD, theme.INK, theme.MUTE, 6)
    end = SEED_FIELD.x + 12
    if settings.seed_digits:
        position = (SEED_FIELD.x + 12, SEED_ROW)
        end = text.write(surface, settings.seed_digits, position, 17, theme.WHITE).right + 2
    else:
        text.write(surface, "by chance", (end + 8, SEED_ROW), 15, theme.MUTE)
    pygame.draw.rect(surface, theme.WHITE, (end, SEED_ROW - 9, 2, 18))
    panel(surface, DICE, theme.PANEL, theme.LINE, 6)
    for across, down in ((-7, -7), (7, -7), (0, 0), (-7, 7), (7, 7)):
        pygame.draw.circle(surface, theme.TEXT, (DICE.centerx + across, DICE.centery + down), 2)
    _draw_keys(surface, ("0-9", label_of("R")), SEED_ROW)


def _draw_keys(surface: Surface, names: Sequence[str], y: int) -> None:
    """Draw the keys that change a row, at its right end."""
    room = sum(max(20, text.width(name, 13, bold=True) + 12) + 6 for name in names) - 6
    x = RIGHT - room
    for name in names:
        x = draw_key(surface, name, (x, y)) + 6
