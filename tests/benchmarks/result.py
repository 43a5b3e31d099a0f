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


def figure(value: float) -> str:
    """Return a figure with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def at_most(value: float | None, limit: float, unit: str) -> Bar:
    """A figure that must not be more than a limit."""
    text = f"≤ {limit:g} {unit}"
    return Bar(text, "?", None) if value is None else Bar(text, figure(value), value <= limit)


def at_least(value: float, limit: float, unit: str) -> Bar:
    """A figure that must not be less than a limit."""
    return Bar(f"≥ {limit:g} {unit}", figure(value), value >= limit)


def at_most_times(value: float, other: float | None, limit: float, name: str) -> Bar:
    """A figure that must not be more than so many times another."""
    text = f"≤ {limit:g} × {name}"
    if other is None:
        return Bar(text, "?", None)
    return Bar(text, f"{figure(value / other)} ×", value <= limit * other)


def times_faster(value: float, other: float | None, limit: float, name: str) -> Bar:
    """A time that must be so many times shorter than another."""
    text = f"{limit:,g} × faster than {name}"
    if other is None:
        return Bar(text, "?", None)
    return Bar(text, f"{figure(other / value)} ×", other >= limit * value)
