"""Events of a closed recording as they are counted there: no pass over them, no number an event.

A block is read when something in it is looked at: which of its events are of the wanted types, and
their frames.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from itertools import count as counting
from typing import TYPE_CHECKING

from replay.errors import RecordingError
from replay.events import EventType
from replay.storage.written_events import block_types_and_frames
from replay.viewer.model.axis import Axis
from replay.viewer.model.event_index import Chosen, EventIndex

if TYPE_CHECKING:
    from replay.recording import Recording

READ_BLOCKS, KEPT_BLOCKS = 1024, 128
"""Blocks whose types and frames are kept, 5 KB each, and of each group its frames, up to 8 KB."""
FEW_EVENTS = 262_144
"""Of fewer events all are read, in a second."""
LONG = 2**32
"""A block of so many frames keeps them as numbers of eight bytes."""
MOST_READ = 128
"""Blocks read, at most, to draw a lane."""
SPREAD = 4
"""In a block that lies between so many edges or fewer, events are taken to be spread evenly."""


class Blocks:
    """The blocks of a closed recording: their frames, and how many events of each type they have.

    ``damaged`` is called with each that is, when it is read; until it is left out, what is answered
    of it is what the index says.
    """

    damaged: Callable[[int, RecordingError], object]

    def __init__(self, recording: Recording, counts: dict[EventType, list[int]]) -> None:
        contents = recording.reader.contents
        self.firsts = array("q", contents.first_frames)
        self.lasts = array("q", contents.last_frames)
        self.counts = counts
        self.numbers = {kind.type: kind.number for kind in recording.schema.kinds}
        self.first_events, self._recording = array("q", contents.first_events), recording
        self._left_out: set[int] = set()
        self.read = lru_cache(READ_BLOCKS)(self._read)

    def __len__(self) -> int:
        return len(self.firsts)

    def look(self, block: int) -> None:
        """Look whether a block is whole, by its checksum."""
        if block in self._left_out:
            return
        try:
            self._recording.reader.block(block, keep=False)
        except RecordingError as damage:
            self.damaged(block, damage)

    def leave_out(self, blocks: Iterable[int]) -> None:
        """Count no event of these from now on."""
        self._left_out.update(blocks)
        for column in self.counts.values():
            for block in self._left_out:
                column[block] = 0
        self.read.cache_clear()

    def _read(self, block: int) -> tuple[bytes, Sequence[int]]:
        """Return the type number of each event of a block, and by how much its frame is later."""
        first = self.firsts[block]
        if block in self._left_out:
            return b"", ()
        try:
            types, frames = block_types_and_frames(self._recording.reader, block)
        except RecordingError as damage:
            self.damaged(block, damage)
            counts = {self.numbers[type]: column[block] for type, column in self.counts.items()}
            types = b"".join(bytes((number,)) * count for number, count in counts.items())
            frames = [first] * len(types)
        later = list(map(first.__rsub__, frames))
        return types, array("I" if later[-1:] < [LONG] else "q", later)


def blocks_of(recording: Recording) -> Blocks | None:
    """Return the blocks of a recording of which it is quickly known what they have, or None.

    That is a closed one, without damage that is known, whose events are not upcast: in format 3 its
    index counts them, in earlier ones each block's head does. Nor is it one that is read in a
    second: then all is known of it, and all its damage.
    """
    if not recording.closed or recording.damage is not None or recording.is_upcast:
        return None
    if len(recording) < FEW_EVENTS:
        return None
    try:
        pages = recording.reader.contents.pages
        counts = _by_heads(recording) if pages is None else pages.counts_of_types()
        if counts is None:
            return None
        types = {kind.number: kind.type for kind in recording.schema.kinds}
        return Blocks(recording, {types[number]: column for number, column in counts.items()})
    except RecordingError:
        return None


def _by_heads(recording: Recording) -> dict[int, list[int]] | None:
    """Return of each type number its count in each block, as the heads of the blocks say."""
    reader, blocks = recording.reader, len(recording.reader.contents.offsets)
    counts = {kind.number: [0] * blocks for kind in recording.schema.kinds}
    for block in range(blocks):
        found = reader.counts(block)
        if found is None:
            return None
        for number, count in found.items():
            counts[number][block] = count
    return counts


class _Values:
    """Of the events of some types one number each, non-decreasing: frames, or event numbers."""

    def __init__(self, starts: Sequence[int], of: Callable[[int], Sequence[int]]) -> None:
        self._starts, self._of = starts, of

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, index: int) -> int:
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        block = bisect_right(self._starts, index) - 1
        return self._of(block)[index - self._starts[block]]


class _Frames(_Values):
    def __init__(
        self, starts: Sequence[int], of: Callable[[int], Sequence[int]], blocks: Blocks
    ) -> None:
        super().__init__(starts, of)
        self._blocks = blocks

    def before(self, frame: int) -> int:
        """Return how many are less than this frame."""
        block = bisect_left(self._blocks.lasts, frame)
        if block == len(self._blocks) or self._blocks.firsts[block] >= frame:
            return self._starts[block]
        return self._starts[block] + bisect_left(self._of(block), frame)

    def roughly_before(self, frame: int, apart: int) -> int:
        """Return the same, without reading a block of fewer frames than SPREAD times ``apart``."""
        block = bisect_left(self._blocks.lasts, frame)
        if block == len(self._blocks) or self._blocks.firsts[block] >= frame:
            return self._starts[block]
        first, last = self._blocks.firsts[block], self._blocks.lasts[block]
        if last - first >= SPREAD * apart:
            return self._starts[block] + bisect_left(self._of(block), frame)
        count = self._starts[block + 1] - self._starts[block]
        return self._starts[block] + count * (frame - first) // (last + 1 - first)

    def up_to(self, frame: int) -> int:
        """Return how many are less than or equal to this frame."""
        return self.before(frame + 1)


class CountedEvents(Chosen):
    """The events of some types (None: of all), as the index counts them."""

    def __init__(self, types: Collection[EventType] | None, blocks: Blocks) -> None:
        self.types = None if types is None else frozenset(types)
        columns = [
            column for type, column in blocks.counts.items() if types is None or type in types
        ]
        counts = list(map(sum, zip(*columns, strict=True))) if columns else [0] * len(blocks)
        starts = array("q", accumulate(counts, initial=0))
        self._blocks, self._starts = blocks, starts
        self._filled = [block for block, count in enumerate(counts) if count]
        self._ends = array("q", (blocks.lasts[block] for block in self._filled))
        wanted = range(256) if types is None else [blocks.numbers[type] for type in types]
        self._selected = bytes(number in wanted for number in range(256))
        self._of = lru_cache(KEPT_BLOCKS)(self._read)
        self.frames: _Frames = _Frames(starts, self._of, blocks)
        self._numbers = _Values(starts, self._numbers_in)

    def _read(self, block: int) -> array[int]:
        """Return the frames of these events in a block."""
        types, later = self._blocks.read(block)
        found = compress(later, types.translate(self._selected))
        return array("q", map(self._blocks.firsts[block].__add__, found))

    def _numbers_in(self, block: int) -> list[int]:
        """Return the numbers of these events in a block."""
        types, _ = self._blocks.read(block)
        numbers = counting(self._blocks.first_events[block])
        return list(compress(numbers, types.translate(self._selected)))

    def counts(self, edges: Sequence[int]) -> list[int]:
        """Return how many of these events lie from each frame of ``edges`` up to the next.

        Roughly, where a block lies between at most SPREAD edges.
        """
        apart = (edges[-1] - edges[0]) // max(1, len(edges) - 1)
        indexes = [self.frames.roughly_before(edge, apart) for edge in edges]
        return [stop - start for start, stop in pairwise(indexes)]

    def columns(self, axis: Axis) -> Iterator[int]:
        """Yield the pixels of an axis on which such an event lies, from the left, each once.

        A block that lies on two pixels or less is not read for that, and marks both; none is read
        if more than MOST_READ are in view.
        """
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
                frames = self._of(block)
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


class CountedIndex(EventIndex):
    """An index that is complete at once.

    Until a block turns out to be damaged: ``damage`` then says which, until it is left out.
    ``look`` looks at the checksums of the next blocks; ``looked`` says that it was at all.
    """

    def __init__(self, blocks: Blocks, groups: Sequence[Collection[EventType] | None]) -> None:
        super().__init__((), ())
        self.damage: dict[int, RecordingError] = {}
        self._blocks, self._checked = blocks, 0
        self._wanted_types = groups
        blocks.damaged = self.meet
        self._count()

    def _count(self) -> None:
        self._groups = [CountedEvents(types, self._blocks) for types in self._wanted_types]
        self.count = self.reached = len(self._groups[0])
        self.complete = True

    def meet(self, block: int, damage: RecordingError) -> None:
        """Note that a block is damaged."""
        self.damage[block] = damage
        self.complete = False

    def leave_out_damaged(self) -> None:
        """Leave the events of damaged blocks out from now on."""
        self._blocks.leave_out(self.damage)
        self.damage.clear()
        self._count()

    @property
    def looked(self) -> bool:
        """Whether nothing is left to look at."""
        return self._checked == len(self._blocks)

    def look(self, blocks: int) -> None:
        """Look whether the next so many blocks are whole."""
        stop = min(self._checked + blocks, len(self._blocks))
        while self._checked < stop:
            self._blocks.look(self._checked)
            self._checked += 1
