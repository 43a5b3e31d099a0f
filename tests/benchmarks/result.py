"""A result: one line of the table, and the bars it is held against. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bar:
    """What was asked for, what it came to, and whether that is enough; None: not measured."""

    text: str
    value: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured, ours beside the peers', all in one unit."""

    topic: str
    what: str
    events: int
    unit: str
    ours: float | None
    peers: Mapping[str, float] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()


def at_most(value: float | None, limit: float, unit: str) -> Bar:
    """A figure that must not be more than a limit."""
    text = f"≤ {limit:g} {unit}"
    return Bar(text, "?", None) if value is None else Bar(text, f"{value:.3g}", value <= limit)


def at_least(value: float, limit: float, unit: str) -> Bar:
    """A figure that must not be less than a limit."""
    return Bar(f"≥ {limit:g} {unit}", f"{value:.3g}", value >= limit)


def at_most_times(value: float, other: float | None, limit: float, name: str) -> Bar:
    """A figure that must not be more than so many times another."""
    text = f"≤ {limit:g} × {name}"
    if other is None:
        return Bar(text, "?", None)
    return Bar(text, f"{value / other:.3g} ×", value <= limit * other)


def times_faster(value: float, other: float | None, limit: float, name: str) -> Bar:
    """A time that must be so many times shorter than another."""
    text = f"{limit:,g} × faster than {name}"
    if other is None:
        return Bar(text, "?", None)
    return Bar(text, f"{other / value:,.3g} ×", other >= limit * value)
