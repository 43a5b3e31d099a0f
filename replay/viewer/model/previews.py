"""Small pictures of how matches ended, drawn by their games one at a time, and kept.

Owns surfaces; for the thread that paints.
"""

from __future__ import annotations

from collections.abc import Collection
from time import perf_counter

import pygame
from pygame import Surface

from replay.games import Game
from replay.ui.theme import INK, as_games_draw
from replay.viewer.model.ending import Ending
from replay.viewer.model.problem import because

SIZE = 96, 54
KEPT = 512
"""How many pictures are kept: eleven megabytes of them."""
PATIENCE_S = 0.25
"""A game that took longer for a picture than this, its first apart, draws no more of them."""


class Previews:
    """Pictures of recordings, by their files; those painted last are kept longest."""

    def __init__(self) -> None:
        self._pictures: dict[str, Surface] = {}
        self._troubles: dict[str, str] = {}
        self._plain: set[str] = set()
        self._offered: dict[str, tuple[Game, Ending]] = {}
        self._stages: dict[int, tuple[Surface, Surface]] = {}
        self._slow: set[int] = set()

    def picture(self, file: str) -> Surface | None:
        """Return a recording's picture if there is one."""
        picture = self._pictures.pop(file, None)
        if picture is not None:
            self._pictures[file] = picture
        return picture

    def trouble(self, file: str) -> str:
        """Say why a recording has no picture, where its game failed to draw one."""
        return self._troubles.get(file, "")

    def lacks(self, file: str) -> bool:
        """Whether a recording's picture has yet to be asked for."""
        known = (self._pictures, self._troubles, self._plain, self._offered)
        return not any(file in files for files in known)

    def forget(self, file: str) -> None:
        """Drop what is known of a file that went away or has changed."""
        self._pictures.pop(file, None)
        self._troubles.pop(file, None)
        self._offered.pop(file, None)
        self._plain.discard(file)

    def offer(self, file: str, game: Game, ending: Ending) -> None:
        """Take a state to be drawn when there is time."""
        if ending.state is None or game.draw is None or id(game) in self._slow:
            self._plain.add(file)
        else:
            self._offered[file] = game, ending

    def can_draw(self, visible: Collection[str]) -> bool:
        """Whether there is a state to be drawn."""
        return any(file in self._offered for file in visible)

    def draw_one(self, visible: Collection[str]) -> str | None:
        """Draw one of the visible recordings, and return which; None if none waits for it.

        States of others are dropped: they are asked for again when those are visible.
        """
        for hidden in [file for file in self._offered if file not in visible]:
            del self._offered[hidden]
        file = next((file for file in visible if file in self._offered), None)
        if file is None:
            return None
        game, ending = self._offered.pop(file)
        begin, first = perf_counter(), id(game) not in self._stages
        try:
            self._pictures[file] = self._drawn(game, ending)
        except Exception as cause:  # noqa: BLE001 - a game's drawing may raise anything
            self._troubles[file] = because("", cause).why
        if not first and perf_counter() - begin > PATIENCE_S:
            self._slow.add(id(game))
        while len(self._pictures) > KEPT:
            del self._pictures[next(iter(self._pictures))]
        return file

    def _drawn(self, game: Game, ending: Ending) -> Surface:
        with as_games_draw():
            canvas, backdrop = self._surfaces(game)
            canvas.blit(backdrop, (0, 0))
            if game.draw is not None:
                game.draw(canvas, ending.state, ending.frame)
        return fitted(canvas)

    def _surfaces(self, game: Game) -> tuple[Surface, Surface]:
        """Return a game's canvas and its backdrop, which is drawn once."""
        if id(game) not in self._stages:
            canvas, backdrop = _like_window(game.size), _like_window(game.size)
            if game.backdrop is not None:
                game.backdrop(backdrop)
            self._stages[id(game)] = canvas, backdrop
        return self._stages[id(game)]


def _like_window(size: tuple[int, int]) -> Surface:
    """Return a surface in the window's format, if there is a window."""
    surface = Surface(size)
    return surface.convert() if pygame.display.get_surface() is not None else surface


def fitted(picture: Surface) -> Surface:
    """Return a picture scaled into a preview, with bars where its shape is another."""
    width, height = picture.get_size()
    scale = min(SIZE[0] / width, SIZE[1] / height)
    small = pygame.transform.smoothscale(
        picture, (max(1, round(width * scale)), max(1, round(height * scale)))
    )
    preview = _like_window(SIZE)
    preview.fill(INK)
    preview.blit(small, small.get_rect(center=preview.get_rect().center))
    return preview
