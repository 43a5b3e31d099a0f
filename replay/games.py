"""What the viewer and the command line need to know of a game, and how they find it.

Knows that games are installed as entry points of the group ``replay.games``, named as in their
schema. Imports a game only when a recording of it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from replay.errors import text_of
from replay.events import EventType

if TYPE_CHECKING:
    from pathlib import Path

    from pygame import Surface

    from replay.events import Event
    from replay.projections import Projection
    from replay.rules import Rules
    from replay.schema import Schema

GROUP = "replay.games"
SHAPES = "up", "down", "star", "dot", "bar", "diamond"


@dataclass(frozen=True, slots=True)
class EventText:
    """How an event is shown to people: who did what to what.

    ``actor`` is a player's number or None; ``verb`` a short word ("picked up"); ``object`` what
    it was done to ("ruby #12"), or an empty string.
    """

    actor: int | None
    verb: str
    object: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of marks under the picture: the events of these types, in this colour and shape.

    ``shape`` is one of "up", "down", "star", "dot", "bar", "diamond". A ``quiet`` lane's events
    happen all the time: lists and jumps leave them out unless the person wants to see them.

    Raises TypeError for a name that is no text or types that are no event types, ValueError for
    another shape.
    """

    name: str
    types: frozenset[EventType]
    colour: str
    shape: str = "bar"
    quiet: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise TypeError(f"the lane {self.name!r}: its name is no text")
        if not isinstance(self.types, Collection) or not all(
            isinstance(one, EventType) for one in self.types
        ):
            raise TypeError(f"the lane {self.name!r}: its types are no event types")
        if self.shape not in SHAPES:
            known = ", ".join(SHAPES)
            raise ValueError(f"the lane {self.name!r}: its shape {self.shape!r} is none of {known}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a player's bag in the inspector: a text, and if the game has one a picture."""

    text: str
    icon: Callable[[], Surface] | None = None


@dataclass(frozen=True, slots=True)
class PlayerCard:
    """What the inspector shows of a player at one frame.

    ``facts`` are short (name, value) pairs; ``slots`` the bag, None for an empty place;
    ``icon`` a small picture of the player. ``bag`` is the path to the bag in the projection's
    view, if its slots have the same order there: then blame works for each slot.
    ``number`` is the player's number, as in ``EventText.actor`` and ``Game.play_on``; if it is
    None, the card's position is used, which is right only where nobody leaves or joins late.
    """

    name: str
    colour: str
    facts: Sequence[tuple[str, str]] = ()
    slots: Sequence[Slot | None] = ()
    icon: Callable[[], Surface] | None = None
    bag: Sequence[str | int] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class HitTarget:
    """What is drawn at a place of the picture: in words, and the item or path to blame.

    ``item`` is the item that events are about (see replay.queries.blame), ``path`` a path in the
    projection's view; without either, only the words are shown.
    """

    words: str
    item: Hashable = None
    path: Sequence[str | int] = ()


NameOf = Callable[[int], str]
"""Returns the name of the player of a number."""


@dataclass(frozen=True, slots=True)
class Report:
    """A question that a game has about a whole match, and its answer as a table.

    ``rows(state, name, frame)`` makes the table's rows out of the projection's state at the last
    ``frame``. Columns whose name ends in "#" are numbers. In JSON the answer is the projection's
    view, under the projection's name.
    """

    title: str
    projection: Projection[Any, Any]
    columns: Sequence[str]
    rows: Callable[[Any, NameOf, int], Iterable[Sequence[object]]]


def item_of(data: Any) -> Hashable:
    """Which item an event is about: its data's field ``item``, or None."""
    return getattr(data, "item", None)


def kind_of(data: Any) -> Hashable:
    """What an inventory counts: the data's field ``item``, or the data itself."""
    return getattr(data, "item", data)  # type: ignore[no-any-return]


def owner_of(data: Any) -> Hashable:
    """Whose it is: the data's field ``player``, or nobody's."""
    return getattr(data, "player", None)


@dataclass(frozen=True, slots=True)
class Game:
    """A game as the engine's viewer and command line see it.

    ``projection`` computes the state passed to all functions, ``rules`` are needed to re-simulate
    and to play on. ``draw(surface, state, frame)`` draws what moves on a surface of ``size`` pixels
    that already shows the backdrop; ``backdrop(surface)`` draws what stands still, once. Drawing
    depends on state and frame only: scrubbing onto a frame shows what playing through it shows.
    ``pick(state, frame, x, y)`` returns what is drawn at a pixel, ``cards(state, frame)`` what the
    inspector shows of each player. ``lanes`` are the timeline's, ``words(event, state)`` and
    ``icon(event)`` show an event as text and picture; ``series`` are functions by name, each of
    which returns one number a player, for a graph. ``item`` and ``owner`` return from any event's
    data the item that it is about and the item's owner, or None; ``kind`` returns from the data of
    an event that added or removed an item what inventories count it as, by default the item.
    ``folders`` returns where the game keeps recordings; ``questions`` are about a whole match.
    ``result(state, frame)`` says in a few words how a match ended, or stood if it was left early
    ("Bo won, 23 : 17"), for the list of recordings; an empty text if there is nothing to say. It
    may be called in another thread than ``draw`` is.

    ``play_on(path, frame, player)`` lets a person play on from a frame of a recording, in the
    window that is open, as the player of that number unless a person plays already. It returns
    the branch that was recorded, or None if nothing was, and raises CannotPlayOn, OSError or
    RecordingError.

    The rest is optional: without ``cards`` the inspector shows the projection's view, without
    ``words`` events are told by their names and fields.

    Raises TypeError for lanes that are no Lane, ValueError for a size that is no two pixel counts.
    """

    schema: Schema
    projection: Projection[Any, Any]
    rules: Rules | None = None
    draw: Callable[[Surface, Any, int], None] | None = None
    size: tuple[int, int] = (1280, 720)
    backdrop: Callable[[Surface], None] | None = None
    pick: Callable[[Any, int, int, int], HitTarget | None] | None = None
    lanes: Sequence[Lane] = ()
    words: Callable[[Event[Any], Any], EventText] | None = None
    icon: Callable[[Event[Any]], Surface | None] | None = None
    cards: Callable[[Any, int], Sequence[PlayerCard]] | None = None
    series: Mapping[str, Callable[[Any], Sequence[int]]] = field(default_factory=dict)
    item: Callable[[Any], Hashable] = item_of
    kind: Callable[[Any], Hashable] | None = None
    owner: Callable[[Any], Hashable] = owner_of
    folders: Callable[[], Sequence[Path]] = tuple
    questions: Sequence[Report] = ()
    play_on: Callable[[Path, int, int], Path | None] | None = None
    result: Callable[[Any, int], str] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.lanes, (list, tuple)) or not all(
            isinstance(lane, Lane) for lane in self.lanes
        ):
            raise TypeError(f"lanes is {self.lanes!r}, not a list of Lane")
        size = self.size
        if not isinstance(size, (list, tuple)) or [type(one) for one in size] != [int, int]:
            raise ValueError(f"size is {size!r}, not a width and a height in pixels")
        if min(size) < 1:
            raise ValueError(f"size is {size!r}: a picture has at least one pixel")


def counted_kind(game: Game | None) -> Callable[[Any], Hashable]:
    """Return the function that gives an item's kind in inventories; with or without a game."""
    if game is None or (game.kind is None and game.item is item_of):
        return kind_of
    return game.kind or game.item


class CannotPlayOn(Exception):
    """A game cannot go on from a frame of a recording; says why, as a sentence for people."""


class GameTrouble(Exception):
    """An installed game could not be loaded; it is reported, and its recordings still open."""


def find_game(name: str) -> Game | None:
    """Return the installed game of this name, or None. Raises GameTrouble if it fails to load."""
    for entry in entry_points(group=GROUP, name=name):
        return _loaded(entry)
    return None


def installed_games() -> Iterator[Game]:
    """Yield every installed game that loads; the others are passed over."""
    for entry in entry_points(group=GROUP):
        try:
            yield _loaded(entry)
        except GameTrouble:
            continue


def _loaded(entry: EntryPoint) -> Game:
    try:
        game = entry.load()
    except (Exception, SystemExit) as cause:
        told = text_of(cause) or type(cause).__name__
        raise GameTrouble(f"the game {entry.name!r} could not be loaded: {told}") from cause
    if not isinstance(game, Game):
        raise GameTrouble(f"the entry point {entry.value!r} is no replay.Game")
    return game
