"""The picture: the match at the playhead, as its game draws it, scaled to its place.

Knows how to ask a game to draw, and what to show when it cannot.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from replay.games import Game
from replay.viewer.box import Box
from replay.viewer.feed import paint_feed
from replay.viewer.message import message
from replay.viewer.panel import panel
from replay.viewer.scene import Scene
from replay.viewer.theme import INK, LINE, ORANGE
from replay.viewer.trouble import Trouble, because


class Picture:
    """Paints the game's picture; without a game, the recent events as a feed."""

    def __init__(self) -> None:
        self._game: Game | None = None
        self._canvas: Surface | None = None
        self._backdrop: Surface | None = None
        self._scaled: Surface | None = None

    def box(self, scene: Scene) -> Box:
        """Return the stage: the picture and what is left beside it."""
        return scene.layout.stage

    def key(self, scene: Scene) -> object:
        """It changes with the frame, and for the feed with what is known of the events."""
        return scene.frame, scene.layout.stage, scene.session.index.complete

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the moment, or say why it cannot be shown."""
        game, stage = scene.session.game, scene.layout.stage
        state = scene.session.state(scene.frame)
        if not isinstance(state, Trouble) and (game is None or game.draw is None):
            paint_feed(target, scene)
            return
        shown = state if isinstance(state, Trouble) else self._drawn(game, state, scene.frame)
        if isinstance(shown, Trouble):
            target.fill(INK, Rect(stage))
            panel(target, Rect(stage))
            message(target, stage, shown.title, shown.why, ORANGE)
            return
        picture = scene.layout.picture
        if picture != stage:
            target.fill(INK, Rect(stage))
        target.blit(self._fitted(shown, picture.size), picture)
        pygame.draw.rect(target, LINE, Rect(picture), width=1)

    def _drawn(self, game: Game | None, state: object, frame: int) -> Surface | Trouble:
        if game is None or game.draw is None:
            raise ValueError("only a game that draws can be asked for a picture")
        try:
            canvas, backdrop = self._surfaces(game)
            canvas.blit(backdrop, (0, 0))
            game.draw(canvas, state, frame)
        except Exception as cause:  # noqa: BLE001 - a game's drawing may raise anything
            return because("The game cannot draw this moment", cause)
        return canvas

    def _surfaces(self, game: Game) -> tuple[Surface, Surface]:
        if game is self._game and self._canvas is not None and self._backdrop is not None:
            return self._canvas, self._backdrop
        canvas = Surface(game.size).convert()
        backdrop = canvas.copy()
        if game.backdrop is not None:
            game.backdrop(backdrop)
        self._game, self._canvas, self._backdrop = game, canvas, backdrop
        return canvas, backdrop

    def _fitted(self, picture: Surface, size: tuple[int, int]) -> Surface:
        """Scale smoothly, unless each pixel becomes a square of whole pixels."""
        width, height = picture.get_size()
        if size == (width, height):
            return picture
        if self._scaled is None or self._scaled.get_size() != size:
            self._scaled = Surface(size).convert()
        whole = size[0] % width == 0 and size[1] % height == 0
        scale = pygame.transform.scale if whole else pygame.transform.smoothscale
        scale(picture, size, self._scaled)
        return self._scaled
