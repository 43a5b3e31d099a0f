"""Blame: which event put this value there, the input that led to it, and what came before.

A ``git blame`` for game state. For every value in a state there is an event after which it had
that value and before which it had not; the search for it goes backwards from the frame, in
stretches of doubling length. Knows projections and events; no file and no window.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any

from replay.errors import outside
from replay.events import Event, EventType, Readable
from replay.games import Game, counted_kind, item_of, kind_of, owner_of
from replay.projections import note_event
from replay.queries.inventory import COLLECTING
from replay.queries.states import States
from replay.values.identity import identity
from replay.values.keys_meant import remembering
from replay.values.view_paths import MISSING, nothing_at, same

STRETCH = 256
"""Events looked through at first; each stretch before is twice as long."""
MAX_CHAIN = 100


@dataclass(frozen=True, slots=True)
class Link:
    """An event of a chain: its number, and the number and event of the input that led to it.

    Numbers count a recording's events from 0. ``input`` is the last input, before the event, of
    whoever did it; None if there is none, or if the event is an input itself.
    """

    number: int
    event: Event[Any]
    input: tuple[int, Event[Any]] | None = None

    def __str__(self) -> str:
        """The event and its input, each on a line, for people."""
        told = _told(self.number, self.event)
        return told if self.input is None else f"{told}\n  because of {_told(*self.input)}"


def _told(number: int, event: Event[Any]) -> str:
    return f"event {number}, frame {event.frame}: {event.type.name} {event.data!r}"


@dataclass(frozen=True, slots=True)
class Blame:
    """Why something is as it is: what is there, and the chain of events, the newest last.

    The chain is empty if it was so from the start; a long one has its last MAX_CHAIN links only.
    ``lost``: the recording has a gap, in which links of the chain may be lost.
    """

    value: Any
    chain: tuple[Link, ...]
    lost: bool = False

    def __str__(self) -> str:
        """The value, and below it each event of the chain on a line, for people."""
        lines = [f"{self.value!r}", *map(str, self.chain)]
        return "\n".join([*lines, "(events that led to it may be lost)"] if self.lost else lines)


Pick = Callable[[Any], Hashable]
OfEvent = Callable[[Event[Any]], Hashable]


def inputs_of(game: Game | None) -> Collection[EventType]:
    """Return which of a game's event types are inputs."""
    return () if game is None or game.rules is None else game.rules.input_types


def picks_of(game: Game | None) -> tuple[Pick, Pick]:
    """Return a game's functions for which item an event is about, and who did it.

    Both get the data of any event. Where the game's own functions raise for data that they do not
    know, these return None.
    """
    if game is None:
        return item_of, owner_of
    return _lenient(game.item), _lenient(game.owner)


def asked_about(game: Game | None) -> OfEvent:
    """Return the function for which item somebody means an event to be about, or None.

    Of a game with a function of its own that says so; else it is the data's field ``item``, or
    what inventories count of data without one: what an ITEM_ADDED or ITEM_REMOVED has.
    """
    about, _ = picks_of(game)
    if about is not item_of:
        return lambda event: about(event.data)
    counted = _lenient(counted_kind(game))

    def asked(event: Event[Any]) -> Hashable:
        data = event.data
        if event.type.name in COLLECTING and not hasattr(data, "item"):
            return counted(data)
        return item_of(data)

    return asked


def _lenient(pick: Pick) -> Pick:
    if pick in (item_of, owner_of, kind_of):
        return pick

    def picked(data: Any) -> Hashable:
        try:
            return pick(data)
        except Exception:  # noqa: BLE001 - a game's code may raise anything
            return None

    return picked


def blame_path(
    states: States[Any],
    path: Sequence[str | int],
    frame: int,
    inputs: Collection[EventType] = (),
    about: Pick = item_of,
    actor: Pick = owner_of,
) -> Blame:
    """Return what is at ``path`` of the view at ``frame``, and the chain that put it there.

    The last link is the event that changed the value to what it is; those before it are about
    the same item, or, if it is about none, changed the same path before.
    ``inputs`` are the event types that are inputs (a game's ``Rules.input_types``); ``about``
    and ``actor`` tell from an event's data which item it is about and who did it.

    Raises ValueError if there is nothing at the path, IndexError for a frame outside, LostFrames
    where a gap hides the state.
    """
    readable, projection, path = states.recording, states.projection, remembering(path)
    state = states.at(frame)
    value = projection.look(state, path)
    if value is MISSING:
        there = nothing_at(partial(projection.look, state), path)
        when = f"frame {frame}" if frame >= readable.first_frame else "the start"
        raise ValueError(f"at {when} there is nothing at {there}")
    stop = readable.count_before(frame + 1)
    changes = _changes(states, stop, path)
    found = next(changes, None)
    item = None if found is None else about(found.event.data)
    links: list[Link] = []
    if found is not None and item is not None:
        links = _last(_events_about(readable, item, about, found.number + 1))
    elif found is not None:
        links = [found, *islice(changes, MAX_CHAIN - 1)][::-1]
    return _blame(readable, value, links, stop, inputs, actor)


def blame_item(
    readable: Readable[Any],
    item: Hashable,
    frame: int,
    inputs: Collection[EventType] = (),
    about: Pick = item_of,
    actor: Pick = owner_of,
) -> Blame:
    """Return the chain of all events about an item up to ``frame``: its whole life.

    ``item`` is what ``about`` says of an event's data, for instance an item's number: the very
    same (see replay.values.identity), so True is no 1, and NaN is itself. The other arguments are
    those of ``blame_path``. An unknown item has an empty chain. Raises IndexError for a frame
    outside.
    """
    events = partial(_events_about, readable, item, about)
    return _life(readable, item, frame, events, inputs, actor)


def blame_asked(
    readable: Readable[Any], item: Hashable, frame: int, game: Game | None = None
) -> Blame:
    """Return the same for an item that somebody means: see ``asked_about``."""
    about, wanted = asked_about(game), identity(item)

    def events(stop: int) -> Iterator[tuple[int, Event[Any]]]:
        numbered = readable.numbered(0, stop, types_asked_about(readable, game))
        return (one for one in numbered if identity(about(one[1])) == wanted)

    return _life(readable, item, frame, events, inputs_of(game), picks_of(game)[1])


def _life(
    readable: Readable[Any],
    item: Hashable,
    frame: int,
    events: Callable[[int], Iterator[tuple[int, Event[Any]]]],
    inputs: Collection[EventType],
    actor: Pick,
) -> Blame:
    if not readable.first_frame - 1 <= frame < readable.frames:
        raise outside(frame, readable.first_frame, readable.frames)
    stop = readable.count_before(frame + 1)
    return _blame(readable, item, _last(events(stop)), stop, inputs, actor)


def _blame(
    readable: Readable[Any],
    value: Any,
    links: Sequence[Link],
    stop: int,
    inputs: Collection[EventType],
    actor: Pick,
) -> Blame:
    """Make the result: each link with its input, and whether some may be lost."""
    whole = tuple(_with_inputs(readable, links, inputs, actor))
    since = links[0].number if len(links) == MAX_CHAIN else 0
    lost = any(since <= gap.first_event < stop for gap in readable.gaps)
    return Blame(value, whole, lost)


def _changes(states: States[Any], stop: int, path: Sequence[str | int]) -> Iterator[Link]:
    """Yield those of the first ``stop`` events that changed what is at a path, the last first.

    Yields none from before a gap: how the value changed within the gap is unknown.
    """
    look, apply = states.projection.look, states.projection.apply
    length, known_since = STRETCH, states.known_since(stop)
    while stop > known_since:
        start = max(known_since, stop - length)
        state = states.after(start)
        before = _kept(look(state, path))
        changes: deque[Link] = deque(maxlen=MAX_CHAIN)
        for number, event in states.recording.numbered(start, stop):
            try:
                state = apply(state, event)
            except Exception as trouble:
                note_event(trouble, event, number)
                raise
            now = look(state, path)
            if not same(now, before):
                before = _kept(now)
                changes.append(Link(number, event))
        yield from reversed(changes)
        stop, length = start, length * 2


def _kept(value: Any) -> Any:
    """Copy a value: a view may hold the state's own lists, which the next event changes."""
    if isinstance(value, Mapping):
        return {key: _kept(inner) for key, inner in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(_kept, value))
    return deepcopy(value) if isinstance(value, (list, tuple, set)) else value


def _events_about(
    readable: Readable[Any], item: Hashable, about: Pick, stop: int
) -> Iterator[tuple[int, Event[Any]]]:
    types = _types_with(readable, ()) if about is item_of else None
    wanted = identity(item)
    numbered = readable.numbered(0, stop, types, only_with(readable, "item", item))
    return (one for one in numbered if identity(about(one[1].data)) == wanted)


def only_with(readable: Readable[Any], key: str, value: Hashable) -> dict[str, object]:
    """Return what ``where`` is, so that only events with this value of a field are read.

    Empty, so that all are, where ``where`` might leave out some: if there are events with such an
    attribute that is no field, or of types that are not known; or for a value such as NaN, which
    does not equal itself.
    """
    schema = getattr(readable, "schema", None)
    if schema is None or not isinstance(value, (int, str)):
        return {}
    computed = any(
        hasattr(kind.type.payload, key) and key not in kind.fields for kind in schema.kinds
    )
    return {} if computed or bool(getattr(readable, "unknown_types", False)) else {key: value}


def _last(numbered: Iterator[tuple[int, Event[Any]]]) -> list[Link]:
    return list(deque((Link(*one) for one in numbered), maxlen=MAX_CHAIN))


def types_asked_about(readable: Readable[Any], game: Game | None) -> Collection[EventType] | None:
    """Return which event types can be about what somebody asks for; None if that is unknown."""
    return _types_with(readable, COLLECTING) if picks_of(game)[0] is item_of else None


def _types_with(readable: Readable[Any], others: Collection[str]) -> Collection[EventType] | None:
    """Return the types whose data have a field ``item``, and others by name; None if unknown."""
    schema = getattr(readable, "schema", None)
    unknown = getattr(readable, "unknown_types", ())
    if schema is None or unknown:
        return None
    return {
        kind.type
        for kind in schema.kinds
        if "item" in kind.codec.fields
        or hasattr(kind.type.payload, "item")
        or kind.type.name in others
    }


def _with_inputs(
    readable: Readable[Any], links: Sequence[Link], inputs: Collection[EventType], actor: Pick
) -> list[Link]:
    """The links, each with the last input before it by whoever did it.

    Looks backwards for all of them at once: an actor that never had an input costs one reading.
    """
    found = list(links)
    wanted = {
        index: who
        for index, link in enumerate(links)
        if inputs and link.event.type not in inputs and (who := actor(link.event.data)) is not None
    }
    stop, length = links[-1].number if links else 0, STRETCH
    while wanted and stop > 0:
        start = max(0, stop - length)
        for index, given in _inputs_between(readable, start, stop, links, wanted, inputs, actor):
            found[index] = Link(links[index].number, links[index].event, given)
            del wanted[index]
        stop, length = start, length * 2
    return found


def _inputs_between(
    readable: Readable[Any],
    start: int,
    stop: int,
    links: Sequence[Link],
    wanted: Mapping[int, Hashable],
    inputs: Collection[EventType],
    actor: Pick,
) -> list[tuple[int, tuple[int, Event[Any]]]]:
    """Of some events, the last input before each wanted link (its index in ``links``)."""
    last: dict[Hashable, tuple[int, Event[Any]]] = {}
    actors, indexes = set(wanted.values()), iter(wanted)
    index, given = next(indexes, None), []
    only = next(iter(actors)) if len(actors) == 1 and actor is owner_of else None
    wanted_values = only_with(readable, "player", only)
    for number, event in chain(
        readable.numbered(start, stop, inputs, wanted_values), [(stop, None)]
    ):
        while index is not None and (event is None or links[index].number <= number):
            if (before := last.get(wanted[index])) is not None:
                given.append((index, before))
            index = next(indexes, None)
        if event is not None and (who := actor(event.data)) in actors:
            last[who] = number, event
    return given
