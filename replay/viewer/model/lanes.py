"""Lanes of a recording whose game has none, or is not installed: one for each type of event."""

from __future__ import annotations

from pygame import Color

from replay.games import Lane
from replay.schema import Schema
from replay.ui.theme import GREEN, ORANGE, PINK, TEAL, VIOLET
from replay.viewer.model.event_rows import spoken

LANE_COLOURS = (TEAL, ORANGE, VIOLET, GREEN, PINK)


def lanes_of(schema: Schema) -> tuple[Lane, ...]:
    """Return a lane for each event type of a schema."""
    return tuple(
        Lane(spoken(type.name), frozenset({type}), str_of(LANE_COLOURS[n % len(LANE_COLOURS)]))
        for n, type in enumerate(schema.events)
    )


def str_of(colour: Color) -> str:
    """Return a colour in the notation of games: "#rrggbb"."""
    return f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}"
