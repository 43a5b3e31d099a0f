"""Re-simulation: decides a match again from its recorded inputs, and compares the events.

Knows rules, projections and events; no file. A match's states can be computed in two ways, by
folding its events and by feeding its inputs to the rules. If the two differ, the match has drifted
(a *desync*) or the file was doctored, and the first difference says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from replay.projections import Projection, note_event, starting_state
from replay.values.jsonable import jsonable
from replay.values.msgpack_codec import pack
from replay.values.payload_codec import Codec, Row, codec_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replay.events import Event, EventType, Readable
    from replay.rules import Decision, Rules
    from replay.schema import Schema


@dataclass(frozen=True, slots=True)
class Desync:
    """The first event that the rules decide differently.

    ``event`` is its number, counted from 0, ``frame`` and ``type`` are its own. ``recorded`` and
    ``decided`` are what the file says and what the rules say, by ``field``: a field of the
    event's data, or "event" where one has an event that the other has not.
    """

    event: int
    frame: int
    type: str
    field: str
    recorded: Any
    decided: Any


def resimulate(
    readable: Readable[Any], projection: Projection[Any, Any], rules: Rules, seed: int
) -> Desync | None:
    """Decide every frame again from the recorded inputs; None if all events come out the same.

    Two events are the same if a file holds them as the same bytes; timestamps are no part of
    that. Recorded events, not decisions, are folded, so that the first difference is the one
    reported. Starts at the first frame, with the initial state or, of a clip, with the one that
    it begins from. ``seed`` is the one that the match was played with, by convention
    ``metadata["seed"]``; the rules must be of the version that decided it. Raises ValueError
    where events are lost, without which nothing can be decided, and what reading the events
    raises.
    """
    for gap in readable.gaps:
        raise ValueError(
            f"events of frames {gap.first_frame} to {gap.last_frame} are lost: "
            "the match can be replayed, not re-simulated"
        )
    state = starting_state(projection, readable)
    written = _Written(readable)
    number = 0
    for frame, events in _frames(readable):
        inputs = [(e.type, e.data) for e in events if e.type in rules.input_types]
        decided = rules.decide(state, inputs, frame, seed)
        if len(decided) != len(events) or not all(map(written.same, events, decided)):
            return _first(written, number, frame, events, decided)
        for event in events:
            try:
                state = projection.apply(state, event)
            except Exception as trouble:
                note_event(trouble, event, number)
                raise
            number += 1
    return None


class _Written:
    """Compares events as a file holds them: equal bytes are equal events.

    Python's own equality ignores differences (True is 1, 0.0 is -0.0) and finds some that do not
    count (a list where a tuple is meant, NaN, a payload that is compared by identity).
    """

    def __init__(self, readable: Readable[Any]) -> None:
        schema: Schema | None = getattr(readable, "schema", None)
        kinds = () if schema is None else schema.kinds
        self._codecs = {kind.type: kind.codec for kind in kinds}

    def same(self, event: Event[Any], decision: Decision) -> bool:
        """Whether a decision is the same as this event."""
        type, data = decision
        if event.type is not type or event.data is data:
            return event.type is type
        try:
            return pack(self.row(type, event.data)) == pack(self.row(type, data))
        except (TypeError, ValueError):  # no file could hold one of them
            return bool(event.data == data)

    def row(self, type: EventType, data: Any) -> Row:
        """Return an event's fields as a file holds them. Raises TypeError or ValueError."""
        return self._codec(type).to_row(data)

    def field(self, event: Event[Any], data: Any) -> str:
        """Return the name of the first field that differs, or "data"."""
        try:
            rows = self.row(event.type, event.data), self.row(event.type, data)
        except (TypeError, ValueError):
            return "data"
        columns = zip(self._codec(event.type).fields, *rows, strict=True)
        return next(name for name, one, other in columns if pack(one) != pack(other))

    def _codec(self, type: EventType) -> Codec:
        codec = self._codecs.get(type)
        if codec is None:
            codec = self._codecs[type] = codec_for(type.payload)
        return codec


def _frames(readable: Readable[Any]) -> Iterator[tuple[int, list[Event[Any]]]]:
    """Yield every frame with its events, also those in which nothing happened."""
    frame = readable.first_frame
    for eventful, events in groupby(readable.events(), key=lambda event: event.frame):
        for quiet in range(frame, eventful):
            yield quiet, []
        yield eventful, list(events)
        frame = eventful + 1
    for quiet in range(frame, readable.frames):
        yield quiet, []


def _first(
    written: _Written,
    number: int,
    frame: int,
    events: Iterable[Event[Any]],
    decided: Iterable[Decision],
) -> Desync:
    for event, decision in zip_longest(events, decided):
        if event is None:
            type, data = decision
            return Desync(number, frame, type.name, "event", None, jsonable(data))
        if decision is None or decision[0] is not event.type:
            other = None if decision is None else _named(*decision)
            recorded = _named(event.type, event.data)
            return Desync(number, frame, event.type.name, "event", recorded, other)
        if not written.same(event, decision):
            name = written.field(event, decision[1])
            return Desync(number, frame, event.type.name, name, *_told(name, event, decision))
        number += 1
    raise AssertionError("there was a difference")


def _told(field: str, event: Event[Any], decision: Decision) -> tuple[Any, Any]:
    """Return a field's value in both, in a form in which the two look different."""
    values = [getattr(data, field, data) for data in (event.data, decision[1])]
    one, other = map(jsonable, values)
    if repr(one) == repr(other):
        one, other = map(repr, values)
    return one, other


def _named(type: EventType, data: Any) -> dict[str, Any]:
    named = jsonable(data)
    return {"type": type.name, **(named if isinstance(named, dict) else {"value": named})}
