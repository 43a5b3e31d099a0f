"""How large everything is drawn: pixels of the screen for each unit in which panels are laid out.

Panels know units only, in which text of size 14 is 14 high. ``brush`` and ``text`` draw in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

STEPS = 1.0, 1.25, 1.5, 1.75, 2.0, 2.5
"""Scales that can be chosen."""
LEAST = 0.2
"""A window in which nothing can be read anyway is not drawn smaller."""

_wished = _used = _normal = 1.0


def used() -> float:
    """Return the pixels for each unit."""
    return _used


def use(scale: float) -> None:
    """Use a scale, after which all must be laid out and painted anew."""
    global _used
    _used = max(LEAST, scale)


def wished() -> float:
    """Return the scale that was chosen; windows that are too small for it use a smaller one."""
    return _wished


def wish(scale: float) -> None:
    """Choose a scale; the nearest of the steps is meant."""
    global _wished
    _wished = min(STEPS, key=lambda step: abs(step - scale))


def larger() -> float:
    """Return the next scale that is larger than the one in use."""
    return next((step for step in STEPS if step > _used), STEPS[-1])


def smaller() -> float:
    """Return the next scale that is smaller than the one in use."""
    return next((step for step in reversed(STEPS) if step < _used), STEPS[0])


def normal() -> float:
    """Return the scale that suits the screen."""
    return _normal


def suit(scale: float) -> None:
    """Note which scale suits the screen."""
    global _normal
    _normal = min(STEPS, key=lambda step: abs(step - scale))


@contextmanager
def of_pixels() -> Iterator[None]:
    """Take a unit for a pixel, while a game draws its own picture."""
    before = _used
    use(1.0)
    try:
        yield
    finally:
        use(before)


def px(units: float) -> int:
    """Return so many units in whole pixels."""
    return round(units * _used)


def units(pixels: int) -> int:
    """Return how many whole units so many pixels are at most."""
    return int(pixels / _used)


def units_for(pixels: int) -> int:
    """Return how many whole units so many pixels need."""
    return -int(-pixels // _used)
