"""The picture: the match at the playhead, as its game draws it, scaled to its area.

Knows how to ask a game to draw, and what to show when it cannot.
"""

from __future__ import annotations

from pygame import Rect, Surface

from replay.games import Game, HitTarget
from replay.playback.commands import LookAt, PastTheGap, SeekTo
from replay.playback.timecode import grouped, time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.hatching import hatch
from replay.ui.message import message
from replay.ui.shapes import panel
from replay.ui.text import width, write
from replay.ui.theme import GOLD, INK, LINE, NIGHT, ORANGE, as_games_draw, mix
from replay.viewer.keymap import keys_for
from replay.viewer.model.problem import Problem, because
from replay.viewer.panels.feed import paint_feed
from replay.viewer.panels.state_tree import StateTree
from replay.viewer.scaling import scale_into
from replay.viewer.scene import Scene

BUTTON_HEIGHT = 32


class Picture:
    """Paints the game's picture; without a game, the recent events as a feed.

    Of a game that does not draw it paints the state as a ``tree``.
    """

    def __init__(self, tree: StateTree) -> None:
        self._tree = tree
        self._game: Game | None = None
        self._canvas: Surface | None = None
        self._backdrop: Surface | None = None

    def box(self, scene: Scene) -> Box:
        """Return the stage: the picture and the empty space around it."""
        return scene.layout.stage

    def key(self, scene: Scene) -> object:
        """Changes with the frame, for the feed with the events read so far, or with the tree."""
        read = scene.session.index.version if scene.session.game is None else None
        return scene.frame, scene.layout.stage, read, self._tree.key()

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the match at the playhead, or say why it cannot be shown."""
        game, stage = scene.session.game, scene.layout.stage
        state = scene.session.state(scene.frame)
        if not isinstance(state, Problem) and (game is None or game.draw is None):
            if game is None:
                paint_feed(target, scene)
            else:
                self._tree.paint(target, scene)
            return
        shown = state if isinstance(state, Problem) else self._drawn(game, state, scene.frame)
        if isinstance(shown, Problem):
            _paint_trouble(target, stage, shown, scene.session.frame_rate)
            return
        picture = scene.layout.picture
        for margin in _around(picture, stage):
            brush.fill(target, INK, margin)
        scale_into(shown, target.subsurface(brush.pixels(Rect(picture))))
        brush.rect(target, LINE, Rect(picture), width=1)

    def command_at(self, scene: Scene, position: tuple[int, int]) -> SeekTo | LookAt | None:
        """Return the command for a click: on a player, to choose it.

        If the state is unknown: to seek to the next frame at which it is known.
        """
        state = scene.session.state(scene.frame)
        if isinstance(state, Problem):
            return None if state.onward is None else SeekTo(state.onward)
        picked = picked_at(scene, position)
        player = None if picked is None else _player_of(scene, picked)
        return None if player is None else LookAt(player)

    def _drawn(self, game: Game | None, state: object, frame: int) -> Surface | Problem:
        if game is None or game.draw is None:
            raise ValueError("only a game that draws can be asked for a picture")
        try:
            with as_games_draw():
                canvas, backdrop = self._surfaces(game)
                canvas.blit(backdrop, (0, 0))
                game.draw(canvas, state, frame)
        except Exception as cause:  # noqa: BLE001 - a game's drawing may raise anything
            return because(f"The game's code could not draw frame {frame}", cause)
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


def _around(picture: Box, stage: Box) -> tuple[Rect, Rect, Rect, Rect]:
    """Return what of the stage is above, below, left and right of the picture."""
    above, below = picture.top - stage.top, stage.bottom - picture.bottom
    return (
        Rect(stage.left, stage.top, stage.width, above),
        Rect(stage.left, picture.bottom, stage.width, below),
        Rect(stage.left, picture.top, picture.left - stage.left, picture.height),
        Rect(picture.right, picture.top, stage.right - picture.right, picture.height),
    )


def picked_at(scene: Scene, position: tuple[int, int]) -> HitTarget | None:
    """Return what is drawn at a point of the window, if that is in the picture."""
    picture, game = scene.layout.picture, scene.session.game
    if game is None or game.draw is None or not picture.holds(position):
        return None
    width, height = scene.session.picture_size
    x = (position[0] - picture.left) * width // picture.width
    y = (position[1] - picture.top) * height // picture.height
    return scene.session.under(scene.frame, x, y)


def _player_of(scene: Scene, picked: HitTarget) -> int | None:
    """Return which player a target belongs to: the one whose bag is its path."""
    cards, bag = scene.session.cards(scene.frame), tuple(picked.path)
    if isinstance(cards, Problem) or not bag:
        return None
    return next((number for number, card in cards.items() if tuple(card.bag) == bag), None)


def _paint_trouble(target: Surface, stage: Box, trouble: Problem, frame_rate: int) -> None:
    brush.fill(target, INK, Rect(stage))
    if trouble.onward is None:
        panel(target, Rect(stage))
        message(target, stage, trouble.title, trouble.why, ORANGE)
        return
    hatch(target, Rect(stage), NIGHT, mix(LINE, NIGHT, 0.4))
    brush.rect(target, LINE, Rect(stage), width=1)
    known = f"{time_of(trouble.onward, frame_rate)}, frame {grouped(trouble.onward)}"
    words = f"{keys_for(PastTheGap())}   go on at {known}"
    sheet = Rect(0, 0, min(600, stage.width - 20), min(200, stage.height - 20))
    sheet.center = stage.middle
    panel(target, sheet, INK, LINE)
    room = Box(sheet.left, sheet.top, sheet.width, sheet.height - BUTTON_HEIGHT - 4)
    below = message(target, room, trouble.title, trouble.why)
    button = Rect(0, 0, width(words, 15, bold=True) + 36, BUTTON_HEIGHT)
    button.midtop = stage.middle[0], min(below + 10, sheet.bottom - BUTTON_HEIGHT - 10)
    panel(target, button, GOLD)
    write(target, words, button.center, 15, INK, bold=True, align="centre")
