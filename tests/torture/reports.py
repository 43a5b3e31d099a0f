"""What a torture counts, and what it caught: the same shape for each, so that one table shows all.

Knows nothing of files. A report is a value: reports of parts add up to the report of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SHOWN = 12
"""Examples of what was wrong that are kept; their number is counted whole."""


@dataclass(frozen=True, slots=True)
class Report:
    """How often each thing happened, and examples of each broken promise (none is the aim)."""

    name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()

    def __getitem__(self, what: str) -> int:
        return self.counts.get(what, 0)


class Tally:
    """A report while it is being counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._counts: Counter[str] = Counter()
        self._wrong: list[str] = []

    def count(self, what: str, by: int = 1) -> None:
        self._counts[what] += by

    def wrong(self, problem: str) -> None:
        self._counts["WRONG"] += 1
        if len(self._wrong) < SHOWN:
            self._wrong.append(problem)

    def report(self) -> Report:
        return Report(self.name, dict(self._counts), tuple(self._wrong))


def total(name: str, parts: Iterable[Report]) -> Report:
    """Return the sum of reports."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for part in parts:
        counts.update(part.counts)
        wrong.extend(part.wrong)
    return Report(name, dict(counts), tuple(wrong[:SHOWN]))
