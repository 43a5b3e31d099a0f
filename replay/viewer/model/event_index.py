"""Which events there are: of the whole recording, of each lane, of a list. No number an event.

A block is read when something in it is looked at: which of its events are of the wanted types, and
their frames. What is not known of blocks is found out from the playhead outwards.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress, islice, pairwise
from typing import TYPE_CHECKING

from replay.events import EventType
from replay.viewer.model.axis import Axis
from replay.viewer.model.blocks import CHECKED, COUNTED, FEWEST_BLOCKS, UNKNOWN, Blocks

if TYPE_CHECKING:
    from replay.errors import RecordingError
    from replay.recording import Recording

KEPT_EVENTS = 128 * 1024
"""Events of which a group keeps their frames, eight bytes each, if they are of more than a few
blocks."""
MOST_READ = 128
"""Blocks read, at most, to draw a lane."""
SPREAD = 4
"""A block shorter than so many times the distance of two edges is not read to count between them:
its events are taken to be spread evenly."""


class Chosen:
    """The events of some types (None: of all): their frames, and their numbers in the recording.

    Not among them are those of blocks of which it is not known yet what types their events have;
    of all types, unless they are upcast, they are.
    """

    def __init__(self, types: Collection[EventType] | None, blocks: Blocks) -> None:
        self.types = None if types is None else frozenset(types)
        self._blocks, self._version = blocks, 0
        self._starts = array("q", (0,))
        self._filled = array("q")
        self._ends = array("q")
        wanted = range(256) if types is None else [blocks.numbers.get(type) for type in types]
        self._selected = bytes(number in wanted for number in range(256))
        largest = max(map(int.__sub__, blocks.ends, blocks.first_events), default=1)
        kept = max(FEWEST_BLOCKS, KEPT_EVENTS // max(1, largest))
        self._frames = lru_cache(kept)(self._frames_in)
        self._numbers = lru_cache(FEWEST_BLOCKS)(self._numbers_in)
        self._count()

    def _count(self) -> None:
        """Take over what is known by now."""
        blocks = self._blocks
        if self._version == blocks.version:
            return
        begin = blocks.changed_since(self._version)
        self._version = blocks.version
        counts = blocks.counts(self.types, begin)
        del self._starts[begin + 1 :]
        self._starts.extend(islice(accumulate(counts, initial=self._starts[begin]), 1, None))
        place = bisect_left(self._filled, begin)
        del self._filled[place:], self._ends[place:]
        filled = [block for block, count in enumerate(counts, begin) if count]
        self._filled.extend(filled)
        self._ends.extend(map(blocks.lasts.__getitem__, filled))

    def _frames_in(self, block: int, _end: int) -> array[int]:
        """Return the frames of these events in a block, which ends with this event."""
        types, later, _ = self._blocks.read(block)
        found = compress(later, types.translate(self._selected))
        return array("q", map(self._blocks.firsts[block].__add__, found))

    def _numbers_in(self, block: int, _end: int) -> array[int]:
        """Return their numbers."""
        types, _, numbers = self._blocks.read(block)
        return array("q", compress(numbers, types.translate(self._selected)))

    def _in(self, block: int) -> array[int]:
        return self._frames(block, self._blocks.ends[block])

    def _at(self, index: int) -> tuple[int, int]:
        """Return the block of the event at an index, and its index in there."""
        self._count()
        if index < 0:
            index += self._starts[-1]
        if not 0 <= index < self._starts[-1]:
            raise IndexError(index)
        block = bisect_right(self._starts, index) - 1
        return block, index - self._starts[block]

    def __len__(self) -> int:
        self._count()
        return self._starts[-1]

    def number(self, index: int) -> int:
        """Return the number in the recording of the event at this index.

        Upcasting may make several events of one, which share its number.
        """
        block, place = self._at(index)
        return self._numbers(block, self._blocks.ends[block])[place]

    def numbers(self, index: int, stop: int) -> list[int]:
        """Return the numbers, each once, of the events from an index on that lie in its block.

        At most to before the index ``stop``.
        """
        block, place = self._at(index)
        numbers = self._numbers(block, self._blocks.ends[block])
        return list(dict.fromkeys(numbers[place : place + stop - index]))

    def frame(self, index: int) -> int:
        """Return the frame of the event at this index."""
        block, place = self._at(index)
        return self._in(block)[place]

    def index_of(self, number: int) -> int:
        """Return the index of the first of them with this number, or a later one."""
        self._count()
        block = max(0, bisect_right(self._blocks.first_events, number) - 1)
        if block == len(self._blocks) or not self._has(block):
            return self._starts[block]
        return self._starts[block] + bisect_left(
            self._numbers(block, self._blocks.ends[block]), number
        )

    def count_before(self, frame: int) -> int:
        """Return how many of them happen before a frame."""
        self._count()
        blocks = self._blocks
        block = bisect_left(blocks.lasts, frame)
        if block == len(blocks) or blocks.firsts[block] >= frame or not self._has(block):
            return self._starts[block]
        return self._starts[block] + bisect_left(self._in(block), frame)

    def _has(self, block: int) -> bool:
        return self._starts[block] < self._starts[block + 1]

    def _roughly_before(self, frame: int, apart: int) -> int:
        """Return about how many happen before a frame, by edges that are so many frames apart."""
        blocks, starts = self._blocks, self._starts
        block = bisect_left(blocks.lasts, frame)
        if block == len(blocks) or blocks.firsts[block] >= frame:
            return starts[block]
        first, last = blocks.firsts[block], blocks.lasts[block]
        if last - first >= SPREAD * apart:
            return self.count_before(frame)
        count = starts[block + 1] - starts[block]
        return starts[block] + count * (frame - first) // (last + 1 - first)

    def after(self, frame: int) -> int | None:
        """Return the first frame after this one with such an event, or None."""
        index = self.count_before(frame + 1)
        return self.frame(index) if index < len(self) else None

    def before(self, frame: int) -> int | None:
        """Return the last frame before this one with such an event, or None."""
        index = self.count_before(frame)
        return self.frame(index - 1) if index else None

    def row_at(self, frame: int) -> int:
        """Return the index, among these events, of the last one that has happened by a frame.

        Before the first one, -1.
        """
        return self.count_before(frame + 1) - 1

    def counts(self, edges: Sequence[int]) -> list[int]:
        """Return how many of these events lie from each frame of ``edges`` up to the next.

        Roughly, where a block lies between at most SPREAD edges.
        """
        self._count()
        apart = (edges[-1] - edges[0]) // max(1, len(edges) - 1)
        indexes = [self._roughly_before(edge, apart) for edge in edges]
        return [stop - start for start, stop in pairwise(indexes)]

    def columns(self, axis: Axis) -> Iterator[int]:
        """Return the pixels of an axis on which such an event lies, from the left, each once.

        A block that lies on two pixels or less is not read for that, and marks both; none is read
        if more than MOST_READ are in view.
        """
        self._count()
        begin, end = (bisect_left(self._ends, frame) for frame in (axis.start, axis.stop))
        return self._roughly(axis) if end - begin > MOST_READ else self._exactly(axis)

    def _exactly(self, axis: Axis) -> Iterator[int]:
        blocks, frame, place = self._blocks, axis.start, 0
        while (place := bisect_left(self._ends, frame, place)) < len(self._filled):
            block = self._filled[place]
            first, last = blocks.firsts[block], blocks.lasts[block]
            found = max(frame, first)
            inside = axis.start <= first and last < axis.stop
            if not inside or axis.x_from_frame(last) - axis.x_from_frame(first) > 1:
                frames = self._in(block)
                index = bisect_left(frames, frame)
                if index == len(frames):
                    place += 1
                    continue
                found = frames[index]
            if found >= axis.stop:
                return
            x = axis.x_from_frame(found)
            yield x
            frame = axis.first_frame_at(x + 1)

    def _roughly(self, axis: Axis) -> Iterator[int]:
        """Yield the same as if a block's events were spread evenly over its frames."""
        blocks, starts, ends = self._blocks, self._starts, self._ends
        drawn, place = axis.left - 1, bisect_left(ends, axis.start)
        while place < len(ends):
            block = self._filled[place]
            if blocks.firsts[block] >= axis.stop:
                return
            left = max(drawn + 1, axis.x_from_frame(blocks.firsts[block]))
            width = min(axis.right - 1, axis.x_from_frame(ends[place])) - left
            events = min(starts[block + 1] - starts[block], width + 1)
            for event in range(events):
                drawn = left + (width + 1) * (2 * event + 1) // (2 * events)
                yield drawn
            place += 1
            if width < 1:  # several blocks lie on one pixel
                place = bisect_left(ends, axis.first_frame_at(drawn + 1), place)


class EventIndex:
    """The events of each group of types (lanes, what a list shows; None: all events).

    ``damage`` says which blocks turned out to be damaged, until they are left out. ``older``: an
    index of an earlier state of the same recording.
    """

    def __init__(
        self,
        recording: Recording,
        groups: Sequence[Collection[EventType] | None],
        older: EventIndex | None = None,
    ) -> None:
        self.damage: dict[int, RecordingError] = {}
        self._blocks = Blocks(recording, self.meet)
        if older is not None:
            self._blocks.take_over(older._blocks)
        self._groups = [Chosen(types, self._blocks) for types in groups]

    def group(self, number: int) -> Chosen:
        """Return the events of one of the groups."""
        return self._groups[number]

    @property
    def reading(self) -> bool:
        """Whether it is not known yet of all blocks what types their events have."""
        return UNKNOWN in self._blocks.known

    @property
    def complete(self) -> bool:
        """Whether that is known of all, as far as they can be read."""
        return not self.damage and not self.reading

    @property
    def done(self) -> bool:
        """Whether, besides, all blocks were checked for damage."""
        return self.complete and COUNTED not in self._blocks.known

    @property
    def version(self) -> int:
        """Another number whenever other events are counted; no two indexes have the same."""
        return self._blocks.version

    @property
    def blocks(self) -> tuple[int, int]:
        """Of how many blocks that is known, and how many there are."""
        known = self._blocks.known
        return len(known) - known.count(UNKNOWN), len(known)

    def unknown(self, axis: Axis) -> list[tuple[int, int]]:
        """Return (first, last) of the frames on an axis of which that is not known."""
        blocks, found = self._blocks, list[tuple[int, int]]()
        begin, stop = self._in_view(axis)
        while (begin := blocks.known.find(UNKNOWN, begin, stop)) >= 0:
            ends = (blocks.known.find(known, begin, stop) for known in (COUNTED, CHECKED))
            end = min((end for end in ends if end >= 0), default=stop)
            found.append((blocks.firsts[begin], blocks.lasts[end - 1]))
            begin = end
        return found

    def share(self, axis: Axis, of: int) -> int:
        """Return of how much of an axis that is known; of all of it, ``of``."""
        begin, stop = self._in_view(axis)
        unknown = self._blocks.known.count(UNKNOWN, begin, stop)
        return of * (stop - begin - unknown) // max(1, stop - begin) if unknown else of

    def _in_view(self, axis: Axis) -> tuple[int, int]:
        blocks = self._blocks
        return bisect_left(blocks.lasts, axis.start), bisect_left(blocks.firsts, axis.stop)

    def meet(self, block: int, damage: RecordingError) -> None:
        """Note that a block is damaged."""
        self.damage[block] = damage

    def leave_out_damaged(self) -> None:
        """Leave the events of damaged blocks out from now on."""
        self._blocks.leave_out(self.damage)
        self.damage.clear()

    def grow(self) -> bool:
        """Add what was recorded meanwhile; return False if that is not all that has changed."""
        return self._blocks.grow()

    def learn(self, frame: int, us: float) -> None:
        """Find out more, from a frame outwards, for about so many microseconds.

        Stops at the first damage.
        """
        while us > 0 and not self.damage and (block := self._next(frame)) is not None:
            us -= self._blocks.learn(block)

    def _next(self, frame: int) -> int | None:
        """Return the block to find out about next."""
        blocks = self._blocks
        here = min(bisect_left(blocks.lasts, frame), len(blocks))
        for known in (UNKNOWN, COUNTED):
            after, before = blocks.known.find(known, here), blocks.known.rfind(known, 0, here)
            if after >= 0 and (before < 0 or after - here <= here - before):
                return after
            if before >= 0:
                return before
        return None
