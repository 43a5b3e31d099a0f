"""Packrat as the engine's viewer and command line see it: the entry point ``GAME``.

Imports no pygame, so that `replay info` and other commands work without it. What is needed for
drawing, or for finding the user's folders, is imported in the functions that need it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.model.events import SCHEMA, Dropped, Fact, Facts, ItemSpawned, Taken
from game.model.fold import MatchState
from game.model.nests import nest_scores
from game.model.room import HEIGHT, WIDTH
from game.model.state import Match
from game.model.words import words
from game.queries.answers import QUESTIONS
from game.rules.decide import RULES
from game.viewing import colours
from game.viewing.cards import cards, thing_icon
from game.viewing.pick import pick
from game.viewing.standing import standing
from replay import Event
from replay.games import Game, Lane

if TYPE_CHECKING:
    from pygame import Surface


def draw(surface: Surface, state: Match, frame: int) -> None:
    """Draw everything that moves."""
    from game.picture.match import draw_match

    draw_match(surface, state, frame)


def backdrop(surface: Surface) -> None:
    """Draw everything that does not move."""
    from game.picture.match import draw_backdrop

    draw_backdrop(surface)


def icon(event: Event[Fact]) -> Surface | None:
    """A picture of the item that an event is about, or None."""
    if isinstance(event.data, (Taken, Dropped, ItemSpawned)):
        return thing_icon(event.data.kind)
    return None


def kind_name(fact: Taken | Dropped) -> str:
    """The name under which inventories count an item: its kind, not its number."""
    return fact.kind.value


def folders() -> list[Path]:
    """Where recordings of Packrat lie: the user's own, and those that come with the game."""
    from game import paths

    return paths.folders()


def play_on(path: Path, frame: int, player: int) -> Path | None:
    """Let a person go on from a frame of a recording, in the window that is open."""
    from game.app import play_on as play

    return play(path, frame, player)


LANES = (
    Lane("pick up", frozenset({Facts.ITEM_ADDED}), colours.TAKEN, "up"),
    Lane("drop", frozenset({Facts.ITEM_REMOVED}), colours.DROPPED, "down"),
    Lane("knock", frozenset({Facts.KNOCKED_INTO}), colours.KNOCKED, "star"),
    Lane("dash", frozenset({Facts.DASHED}), colours.DASHED, "diamond"),
    Lane("course", frozenset({Facts.COURSE_CHANGED}), colours.QUIET, "bar", quiet=True),
    Lane("input", frozenset({Facts.INPUT_CHANGED}), colours.QUIET, "bar", quiet=True),
    Lane(
        "match",
        frozenset(
            {Facts.MATCH_STARTED, Facts.PLAYER_JOINED, Facts.ITEM_SPAWNED, Facts.MATCH_ENDED}
        ),
        colours.QUIET,
        "dot",
    ),
)
"""The lanes of most interest are at the top; those of very frequent events are quiet."""

GAME = Game(
    schema=SCHEMA,
    projection=MatchState(),
    rules=RULES,
    draw=draw,
    size=(WIDTH, HEIGHT),
    backdrop=backdrop,
    pick=pick,
    lanes=LANES,
    words=words,
    icon=icon,
    cards=cards,
    series={"score": nest_scores},
    kind=kind_name,
    folders=folders,
    questions=QUESTIONS,
    play_on=play_on,
    result=standing,
)
