"""A recording's blocks as the viewer counts them: how many events of each type lie in which frames.

The index of a closed recording tells that; where there is none, the head of a block does, or the
block is read. Until then it is not known what types its events have.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from replay.errors import RecordingError
from replay.events import EventType
from replay.storage.written_events import block_types_and_frames
from replay.viewer.model.problem import because

if TYPE_CHECKING:
    from replay.recording import Recording

READ_BLOCKS = 1024
"""Blocks whose types and frames are kept, 5 KB each."""
LONG = 2**32
"""A block of so many frames keeps them as numbers of eight bytes."""
UNKNOWN, COUNTED, LOOKED_AT = 0, 1, 2
"""What is known of a block: nothing, what types its events have, and that it is not damaged."""
OTHER = 255
"""Stands for the types that the schema does not have: of events of a newer version."""
HEAD_US, CHECK_US, BYTE_US, UPCAST_US = 25, 80, 0.1, 8.0
"""About how many microseconds it takes to read a block's head, to check a block, to read a byte of
its events, and to upcast one of them."""


class Read(NamedTuple):
    """Of each event of a block its type's number, its frame, and its own number.

    The frame as by how much it is later than the block's first. Events that upcasting made of one
    share a number.
    """

    types: bytes
    later: Sequence[int]
    numbers: Sequence[int]


class Blocks:
    """The blocks of a recording up to its last ended frame.

    ``damaged`` is called with each that is, when it is read; until it is left out, what is answered
    of it is what it should have. ``version`` is another number whenever that has changed.
    """

    damaged: Callable[[int, RecordingError], object]

    def __init__(self, recording: Recording) -> None:
        self._recording, self._contents = recording, recording.reader.contents
        self.numbers = {kind.type: kind.number for kind in recording.schema.kinds}
        self.firsts, self.lasts = array("q"), array("q")
        self.first_events, self.ends = array("q"), array("q")
        """The number of each block's first event, and that behind its last one."""
        self.known = bytearray()
        self.version = 0
        self._changes: list[tuple[int, int]] = []
        """(version, first block that changed then), of both only what increases."""
        self._totals: list[int] = []
        self._counts: dict[EventType, list[int]] = {type: [] for type in self.numbers}
        self._left_out: set[int] = set()
        self._cached = lru_cache(READ_BLOCKS)(self._read)
        self._add(0)
        self._take_from_index()

    def __len__(self) -> int:
        return len(self.firsts)

    def counts(self, types: Collection[EventType] | None, begin: int) -> list[int]:
        """Return how many events of these types (None: of all) each block from one on has.

        Of a block of which that is not known, 0.
        """
        if types is None:
            return self._totals[begin:]
        columns = [column[begin:] for type, column in self._counts.items() if type in types]
        return list(map(sum, zip(*columns, strict=True))) if columns else [0] * (len(self) - begin)

    def changed_since(self, version: int) -> int:
        """Return the first block that has changed since a version."""
        return self._changes[bisect_right(self._changes, version, key=itemgetter(0))][1]

    def _changed(self, block: int) -> None:
        self.version += 1
        while self._changes and self._changes[-1][1] >= block:
            self._changes.pop()
        self._changes.append((self.version, block))

    def read(self, block: int) -> Read:
        """Return the events of a block: what is known of it is not changed by that."""
        return self._cached(block, self.ends[block])

    def grow(self) -> bool:
        """Add what was recorded meanwhile; return False if that is not all that has changed."""
        contents = self._recording.reader.contents
        if contents is not self._contents:
            return False
        begin = len(self)
        while begin and self.ends[begin - 1] != self._end_of(begin - 1):
            begin -= 1
        for column in (self.firsts, self.lasts, self.first_events, self.ends, self.known):
            del column[begin:]
        for counts in (self._totals, *self._counts.values()):
            del counts[begin:]
        self._left_out = {block for block in self._left_out if block < begin}
        if begin < len(contents.offsets):
            self._add(begin)
        return True

    def learn(self, block: int) -> float:
        """Find out the next thing about a block; return about how long that took, in µs."""
        if self.known[block] == COUNTED:
            self._look(block)
            return CHECK_US
        found = None if self._recording.is_upcast else self._by_head(block)
        if found is not None:
            self._note(block, found, COUNTED)
            return HEAD_US
        types = self.read(block).types
        found = {number: types.count(number) for number in set(types)}
        self._note(block, found, LOOKED_AT)
        if self._recording.is_upcast:
            return (self.ends[block] - self.first_events[block]) * UPCAST_US
        return self._contents.sizes[block] * BYTE_US

    def leave_out(self, blocks: Iterable[int]) -> None:
        """Count no event of these from now on."""
        for block in blocks:
            self._left_out.add(block)
            self._note(block, {}, LOOKED_AT)
            self._totals[block] = 0
        self._cached.cache_clear()

    def _end_of(self, block: int) -> int:
        place = self._contents.place(block)
        return max(place.first_event, min(place.end_event, self._contents.ended_events))

    def _add(self, begin: int) -> None:
        contents = self._contents
        self.firsts.extend(contents.first_frames[begin:])
        last = contents.frames - 1
        self.lasts.extend(min(frame, last) for frame in contents.last_frames[begin:])
        firsts = contents.first_events[begin:]
        ends = map(int.__add__, firsts, contents.event_counts[begin:])
        self.first_events.extend(firsts)
        self.ends.extend(min(end, contents.ended_events) for end in ends)
        self.known.extend(bytes(len(firsts)))
        upcast = self._recording.is_upcast
        totals = map(int.__sub__, self.ends[begin:], firsts)
        self._totals += [0] * len(firsts) if upcast else [max(0, total) for total in totals]
        for column in self._counts.values():
            column += [0] * len(firsts)
        self._changed(begin)

    def _take_from_index(self) -> None:
        """Take what the recording's index says, if it has one."""
        pages = self._contents.pages
        if pages is None or self._recording.is_upcast:
            return
        try:
            counts = pages.counts_of_types()
        except RecordingError:
            return
        types = {number: type for type, number in self.numbers.items()}
        if counts is None or not counts.keys() <= types.keys():
            return
        if list(map(sum, zip(*counts.values(), strict=True))) == self._totals:
            self._counts |= {types[number]: column for number, column in counts.items()}
            self.known = bytearray((COUNTED,)) * len(self)

    def _by_head(self, block: int) -> dict[int, int] | None:
        """Return how many events of each type number a block has, if its head tells."""
        place, contents = self._contents.place(block), self._contents
        if not contents.closed and place.end_event > contents.ended_events:
            return None
        try:
            return self._recording.reader.counts(block)
        except RecordingError:
            return None

    def _note(self, block: int, counts: dict[int, int], known: int) -> None:
        for type, column in self._counts.items():
            column[block] = counts.get(self.numbers[type], 0)
        self._totals[block] = sum(counts.values())
        self.known[block] = known
        self._changed(block)

    def _look(self, block: int) -> None:
        """Look whether a block is damaged, by its checksum."""
        self.known[block] = LOOKED_AT
        try:
            self._recording.reader.block(block, keep=False)
        except RecordingError as damage:
            self.damaged(block, damage)

    def _read(self, block: int, end: int) -> Read:
        first, begin = self.firsts[block], self.first_events[block]
        if block in self._left_out:
            return Read(b"", (), ())
        numbers: Sequence[int] = range(begin, end)
        try:
            if self._recording.is_upcast:
                types, frames, numbers = self._upcast(begin, end)
            else:
                types, frames = block_types_and_frames(self._recording.reader, block)
                self._compare(block, types)
        except RecordingError as damage:
            self.damaged(block, damage)
            counts = {self.numbers[type]: column[block] for type, column in self._counts.items()}
            types = b"".join(bytes((number,)) * count for number, count in counts.items())
            types += bytes(self._totals[block] - len(types))
            frames, numbers = [first] * len(types), range(begin, begin + len(types))
        types, frames = types[: len(numbers)], frames[: len(numbers)]
        later = list(map(first.__rsub__, frames))
        return Read(types, array("I" if later[-1:] < [LONG] else "q", later), numbers)

    def _compare(self, block: int, types: bytes) -> None:
        """Raise Corrupt if what was counted in a block is not what is in it."""
        if self.known[block] == UNKNOWN:
            return
        for type, column in self._counts.items():
            if column[block] != types.count(self.numbers[type]):
                offset = self._contents.place(block).offset
                raise self._recording.reader.corrupt(offset, "the index counts other events here")

    def _upcast(self, begin: int, end: int) -> tuple[bytes, list[int], Sequence[int]]:
        try:
            found = list(self._recording.numbered(begin, end))
        except RecordingError:
            raise
        except Exception as cause:
            offset = self._contents.offsets[bisect_right(self.first_events, begin) - 1]
            told = because("upcasting failed", cause).sentence
            raise RecordingError(self._recording.path, told, offset=offset) from cause
        types = bytes(self.numbers.get(event.type, OTHER) for _, event in found)
        return types, [event.frame for _, event in found], array("q", (n for n, _ in found))
