"""Re-simulation: a match's recorded inputs through the rules again, held against its facts.

Knows rules, projections and events; no file. A recording can be rebuilt twice, by folding its
facts and by feeding its inputs to the rules. Where the two differ the match has drifted (a
*desync*) or the file was doctored, and the first difference says where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from replay.events import Event, Readable
from replay.plain import plain
from replay.projections import Projection
from replay.rules import Decision, Rules


@dataclass(frozen=True, slots=True)
class Desync:
    """The first event in which facts and rules part.

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

    Timestamps are no part of it. Facts, not decisions, are folded on, so that the first
    difference is the one that is named. Starts at the first frame, with the initial state.
    ``seed`` is the one that the match was played with, by convention ``metadata["seed"]``; the
    rules must be of the version that decided it. Raises what reading the events raises.
    """
    state = projection.initial()
    number = 0
    for frame, events in _frames(readable):
        inputs = [(e.type, e.data) for e in events if e.type in rules.input_types]
        decided = rules.decide(state, inputs, frame, seed)
        if len(decided) != len(events) or any(
            event.type is not type or event.data != data
            for event, (type, data) in zip(events, decided, strict=True)
        ):
            return _first(number, frame, events, decided)
        for event in events:
            state = projection.apply(state, event)
        number += len(events)
    return None


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
    number: int, frame: int, events: Iterable[Event[Any]], decided: Iterable[Decision]
) -> Desync:
    for event, decision in zip_longest(events, decided):
        if event is None:
            type, data = decision
            return Desync(number, frame, type.name, "event", None, plain(data))
        if decision is None or decision[0] is not event.type:
            other = None if decision is None else {"type": decision[0].name, **_named(decision[1])}
            recorded = {"type": event.type.name, **_named(event.data)}
            return Desync(number, frame, event.type.name, "event", recorded, other)
        if decision[1] != event.data:
            return _field(number, event, decision[1])
        number += 1
    raise AssertionError("there was a difference")


def _field(number: int, event: Event[Any], data: Any) -> Desync:
    recorded, decided = _named(event.data), _named(data)
    name = next(name for name in recorded if recorded[name] != decided.get(name))
    return Desync(number, event.frame, event.type.name, name, recorded[name], decided.get(name))


def _named(data: Any) -> dict[str, Any]:
    named = plain(data)
    return named if isinstance(named, dict) else {"value": named}
