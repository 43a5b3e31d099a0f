"""Hints for the player, drawn over the room: the aim, who robs its nest, that time is up."""

from __future__ import annotations

from functools import lru_cache

from pygame import Surface

from game.model.events import FRAME_RATE
from game.model.nests import nest_at, nest_scores
from game.model.room import WIDTH
from game.model.state import NOBODY, Match
from game.model.words import winner
from game.picture.glass import glass
from game.picture.hud_actions import brings_home, draw_deeds
from game.picture.hud_nest import beside_nest
from game.picture.hud_top import ALARM_GROUND
from game.picture.items import blit_middle
from replay.ui import text, theme

WELCOME_FRAMES = 6 * FRAME_RATE
WELCOME_FADE = 40
BANNER_MIDDLE = 84
THEFT_FRAMES = 2 * FRAME_RATE


def draw_hints(surface: Surface, state: Match, frame: int, player: int) -> None:
    """Draw the hints for ``player`` at this frame over a drawn match."""
    if state.ended is not None:
        words = winner(state, tuple(nest_scores(state)))
        blit_middle(surface, _banner(f"Time is up: {words}"), WIDTH // 2, BANNER_MIDDLE)
        return
    if frame < WELCOME_FRAMES:
        _draw_welcome(surface, state, frame, player)
    elif (taken := theft(state, frame, player)) is not None:
        blit_middle(surface, _alarm(taken), WIDTH // 2, BANNER_MIDDLE)
    draw_deeds(surface, state, frame, player)


def theft(state: Match, frame: int, player: int) -> str | None:
    """Say who just took something out of a player's nest, or None."""
    for thing in state.items:
        if thing.holder in (NOBODY, player) or frame - thing.since >= THEFT_FRAMES:
            continue
        if nest_at(state, thing.x, thing.y) == player:
            return f"{state.players[thing.holder].name} took the {thing.kind.value} from your nest"
    return None


def draw_trouble(surface: Surface, words: str) -> None:
    """Draw a message about a problem that does not stop the match."""
    blit_middle(surface, _alarm(words), WIDTH // 2, BANNER_MIDDLE + 40)


def draw_note(surface: Surface, words: str) -> None:
    """Draw a message about something that is not a problem."""
    blit_middle(surface, _banner(words), WIDTH // 2, BANNER_MIDDLE + 40)


def _draw_welcome(surface: Surface, state: Match, frame: int, player: int) -> None:
    """Draw, in the first seconds, which nest is the player's, and what it is for."""
    alpha = min(255, 255 * (WELCOME_FRAMES - frame) // WELCOME_FADE)
    banner = _banner("Carry items home. What lies in your nest at the end counts.")
    banner.set_alpha(alpha)
    blit_middle(surface, banner, WIDTH // 2, BANNER_MIDDLE)
    if not brings_home(state, player, frame):  # otherwise draw_deeds says there what to do
        draw_home(surface, state, player, alpha)


def draw_home(surface: Surface, state: Match, player: int, alpha: int = 255) -> None:
    """Mark a player's nest as its own."""
    mark = _banner("your nest")
    mark.set_alpha(alpha)
    surface.blit(mark, beside_nest(state, player, mark.get_size()))


@lru_cache(maxsize=64)
def _alarm(words: str) -> Surface:
    wide = text.width(words, 17, bold=True) + 36
    picture = glass((wide, 34), ALARM_GROUND, theme.RED)
    text.write(picture, words, (wide // 2, 16), 17, theme.WHITE, bold=True, align="centre")
    return picture


@lru_cache(maxsize=32)
def _banner(words: str) -> Surface:
    wide = text.width(words, 17, bold=True) + 36
    picture = glass((wide, 34), border=theme.WHITE)
    text.write(picture, words, (wide // 2, 16), 17, theme.WHITE, bold=True, align="centre")
    return picture
