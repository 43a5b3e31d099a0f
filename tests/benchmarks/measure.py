"""Measuring: how long a question takes, asked many times, and how much memory is in use.

Machines are noisy and only ever make things slower: of several rounds the best counts. The
garbage collector runs as it does for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are asked.

    ``rounds`` of which the best counts; ``seeks``, ``windows`` and ``steps`` in each; ``slow``
    for what takes a good part of a second.
    """

    rounds: int
    seeks: int
    windows: int
    steps: int
    slow: int


FULL = Effort(rounds=7, seeks=1000, windows=200, steps=4000, slow=3)
QUICK = Effort(rounds=3, seeks=300, windows=60, steps=2000, slow=1)
TINY = Effort(rounds=1, seeks=20, windows=5, steps=40, slow=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds that one question of many took: in the middle, 99 of 100, and the longest."""

    p50: float
    p99: float
    longest: float


def spread(samples: Iterable[float]) -> Spread:
    """Return the spread of these seconds."""
    ordered = sorted(samples)
    return Spread(ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])


def best_of(spreads: Iterable[Spread]) -> Spread:
    """Return the best median, the best 99th percentile and the best longest of several rounds."""
    rounds = list(spreads)
    return Spread(
        min(one.p50 for one in rounds),
        min(one.p99 for one in rounds),
        min(one.longest for one in rounds),
    )


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def best(rounds: int, work: Callable[[], object]) -> float:
    """Return how long something takes at its best."""
    return min(seconds(work) for _ in range(rounds))


def asked(ask: Callable[[Q], object], questions: Sequence[Q], rounds: int) -> Spread:
    """Return how long an answer takes."""
    return in_turn([(ask, questions)], rounds)[0]


def in_turn(
    asks: Sequence[tuple[Callable[[Any], object], Sequence[Any]]], rounds: int
) -> list[Spread]:
    """Return how long an answer takes of each, asked in turn so that all see the same machine."""
    found: list[list[Spread]] = [[] for _ in asks]
    for _ in range(rounds):
        samples: list[list[float]] = [[] for _ in asks]
        for number in range(len(asks[0][1])):
            for (ask, questions), taken in zip(asks, samples, strict=True):
                question = questions[number]
                start = perf_counter()
                ask(question)
                taken.append(perf_counter() - start)
        for taken, spreads in zip(samples, found, strict=True):
            spreads.append(spread(taken))
    return [best_of(spreads) for spreads in found]


def memory_in_use() -> int | None:
    """Return the bytes of memory this program occupies, where the system says so (Linux)."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        return None
    return int(statistics.read_text(encoding="ascii").split()[1]) * 4096
