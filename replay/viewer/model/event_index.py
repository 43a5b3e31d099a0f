"""In-memory index of all events: their frames, grouped by type.

Keeps numbers only (at most sixteen bytes for an event in a group), so that lists, lanes
and jumps over millions of events need not read the file. Filled a slice at a time, so that a
window opens at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Protocol

from replay.events import EventType
from replay.viewer.model.axis import Axis
from replay.viewer.packed_numbers import PackedNumbers


class Values(Protocol):
    """Whole numbers, none less than the one before it."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> int: ...


class Frames(Values, Protocol):
    """The frames of events."""

    def before(self, frame: int, /) -> int:
        """Return how many are less than this one."""

    def up_to(self, frame: int, /) -> int:
        """Return how many are less than or equal to this one."""


class Chosen:
    """The events of some types (None: of all): their frames, and their numbers in the recording.

    Upcasting may make several events of one, which share its number.
    """

    types: frozenset[EventType] | None
    frames: Frames
    _numbers: Values

    def number(self, index: int) -> int:
        """Return the number in the recording of the event at this index."""
        return self._numbers[index]

    def __len__(self) -> int:
        return len(self.frames)

    def after(self, frame: int) -> int | None:
        """Return the first frame after this one with such an event, or None."""
        index = self.frames.up_to(frame)
        return self.frames[index] if index < len(self.frames) else None

    def before(self, frame: int) -> int | None:
        """Return the last frame before this one with such an event, or None."""
        index = self.frames.before(frame)
        return self.frames[index - 1] if index else None

    def row_at(self, frame: int) -> int:
        """Return the index, among these events, of the last one that has happened by a frame.

        Before the first one, -1.
        """
        return self.frames.up_to(frame) - 1

    def counts(self, edges: Sequence[int]) -> list[int]:
        """Return how many of these events lie from each frame of ``edges`` up to the next."""
        indexes = [self.frames.before(edge) for edge in edges]
        return [stop - start for start, stop in pairwise(indexes)]

    def columns(self, axis: Axis) -> Iterator[int]:
        """Yield the pixels of an axis on which such an event lies, from the left, each once."""
        index, stop = self.frames.before(axis.start), self.frames.before(axis.stop)
        while index < stop:
            x = axis.x_from_frame(self.frames[index])
            yield x
            index = max(index + 1, self.frames.before(axis.first_frame_at(x + 1)))


class Collected(Chosen):
    """Such events, added one by one."""

    frames: PackedNumbers
    _numbers: PackedNumbers

    def __init__(self, types: Collection[EventType] | None) -> None:
        self.types = None if types is None else frozenset(types)
        self.frames = PackedNumbers()
        self._numbers = PackedNumbers()

    def add(self, number: int, frame: int) -> None:
        """Add an event; neither numbers nor frames may decrease."""
        self.frames.append(frame)
        self._numbers.append(number)


class EventIndex:
    """Frames of all events, and of the events of each group of types (lanes, what a list shows).

    ``source`` gives each event's number, type and frame. ``groups`` are sets of types, or None for
    all; ``group(n)`` is the n-th of them. ``read`` adds more events from the source; ``complete``
    says whether all were added. Until then, groups answer from the events added so far.
    """

    def __init__(
        self,
        source: Iterable[tuple[int, EventType, int]],
        groups: Collection[Collection[EventType] | None],
    ) -> None:
        self._source = iter(source)
        self._groups: list[Chosen] = [Collected(types) for types in groups]
        self._wanted: dict[EventType, list[Collected]] = {}
        self.count = 0
        self.reached = 0
        """The number of the last event read, plus one."""
        self.complete = False

    def group(self, number: int) -> Chosen:
        """Return the events of one of the groups."""
        return self._groups[number]

    def extend(self, more: Iterable[tuple[int, EventType, int]]) -> None:
        """Append more events to the source."""
        self._source = chain(self._source, more)
        self.complete = False

    def pass_over(self, more: Iterable[tuple[int, EventType, int]], number: int) -> None:
        """Go on with these events where the source raised; the first has this number."""
        self._source, self.reached = iter(more), number
        self.complete = False

    def read(self, most: int) -> None:
        """Add the next events of the source, at most so many."""
        wanted = self.count + most
        try:
            for number, type, frame in islice(self._source, most):
                for chosen in self._wanted.get(type) or self._groups_of(type):
                    chosen.add(number, frame)
                self.count += 1
                self.reached = number + 1
        finally:  # if the source raises, the events before that are kept
            self.complete = self.count < wanted

    def _groups_of(self, type: EventType) -> list[Collected]:
        groups = [
            chosen
            for chosen in self._groups
            if isinstance(chosen, Collected) and (chosen.types is None or type in chosen.types)
        ]
        self._wanted[type] = groups
        return groups
