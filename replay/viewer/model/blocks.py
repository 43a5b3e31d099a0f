"""A recording's blocks as the viewer counts them: how many events of each type lie in which frames.

The file's index tells that; where there is none, the head of a block does, or the block is read.
Until then it is not known what types its events have.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from itertools import count, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from replay.errors import RecordingError, text_of
from replay.events import EventType
from replay.storage.written_events import block_types_and_frames
from replay.viewer.model.problem import because

if TYPE_CHECKING:
    from replay.recording import Recording

READ_EVENTS, FEWEST_BLOCKS = 1_000_000, 16
"""Events whose types and frames are kept, five bytes each (upcast ones 13), but always those of
some blocks."""
LONG = 2**32
"""A block of so many frames keeps them as numbers of eight bytes."""
UNKNOWN, COUNTED, CHECKED = 0, 1, 2
"""What is known of a block: nothing; what types its events have; all, as its bytes were read."""
OTHER = 255
"""Stands for the types that the schema does not have: of events of a newer version."""
SHARE = 64
"""What becomes known is counted in whenever it is of one block in so many."""
HEAD_US, CHECK_US, BYTE_US, UPCAST_US = 25, 80, 0.1, 8.0
"""About how many microseconds it takes to read a block's head, to check a block, to read a byte of
its events, and to upcast one of them."""
_versions = count(1)


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

    ``damaged`` is called with each that cannot be read; until it is left out, what is answered of
    it is what it should have. ``version`` is another number, in all of the program, whenever it is
    to be counted anew what events there are.
    """

    def __init__(
        self, recording: Recording, damaged: Callable[[int, RecordingError], object]
    ) -> None:
        self._recording, self.contents = recording, recording.reader.contents
        self._damaged = damaged
        self.numbers = {kind.type: kind.number for kind in recording.schema.kinds}
        self.firsts, self.lasts = array("q"), array("q")
        self.first_events, self.ends = array("q"), array("q")
        """The number of each block's first event, and that behind its last one."""
        self.known = bytearray()
        self.version = 0
        self._changes: list[tuple[int, int]] = []
        """(version, first block that changed then), of both only what increases."""
        self._news: list[int] = []
        """Blocks that became known and are not counted in yet."""
        self._totals: list[int] = []
        self._counts: list[list[int]] = [[] for _ in recording.schema.kinds]
        self._left_out: set[int] = set()
        self._add(0)
        sizes = map(int.__sub__, self.ends, self.first_events)
        kept = max(FEWEST_BLOCKS, READ_EVENTS // max(1, max(sizes, default=1)))
        self._cached = lru_cache(kept)(self._read)
        self._take_counts_of_file()

    def __len__(self) -> int:
        return len(self.firsts)

    def counts(self, types: Collection[EventType] | None, begin: int) -> list[int]:
        """Return how many events of these types (None: of all) each block from one on has.

        Where that is not known yet, 0; but how many there are of all, is, unless they are upcast.
        """
        if types is None:
            return self._totals[begin:]
        columns = [
            self._counts[self.numbers[type]][begin:] for type in types if type in self.numbers
        ]
        return list(map(sum, zip(*columns, strict=True))) if columns else [0] * (len(self) - begin)

    def changed_since(self, version: int) -> int:
        """Return the first block that has changed since a version."""
        return self._changes[bisect_right(self._changes, version, key=itemgetter(0))][1]

    def read(self, block: int) -> Read:
        """Return the events of a block: what is known of it is not changed by that."""
        return self._cached(block, self.ends[block])

    def grow(self) -> bool:
        """Add what was recorded meanwhile; return False if that is not all that has changed."""
        contents = self._recording.reader.contents
        if contents is not self.contents:
            return False
        begin = len(self)
        while begin and self.ends[begin - 1] != self._end_of(begin - 1):
            begin -= 1
        if begin < len(contents.offsets):
            self._cut(begin)
            self._add(begin)
        return True

    def take_over(self, older: Blocks) -> None:
        """Take over what is known of blocks that an older state of the same recording had, too."""
        mine, other = self.contents, older.contents
        same = sum(
            1
            for _ in takewhile(
                bool,
                map(
                    tuple.__eq__,
                    zip(mine.offsets, mine.sizes, self.firsts, self.ends, strict=True),
                    zip(other.offsets, other.sizes, older.firsts, older.ends, strict=False),
                ),
            )
        )
        for block in range(same):
            if self.known[block] < older.known[block] and block not in older._left_out:
                counts = {n: column[block] for n, column in enumerate(older._counts)}
                self._note(block, counts, older.known[block])
        self._count_in()

    def learn(self, block: int) -> float:
        """Find out the next thing about a block; return about how long that took, in µs."""
        if self.known[block] == COUNTED:
            self._check(block)
            return CHECK_US
        upcast = self._recording.is_upcast
        found = None if upcast else self._by_head(block)
        if found is not None:
            self._note(block, found, COUNTED)
        else:
            types = self.read(block).types
            self._note(block, {number: types.count(number) for number in set(types)}, CHECKED)
        if len(self._news) * SHARE >= len(self) or UNKNOWN not in self.known:
            self._count_in()
        if found is not None:
            return HEAD_US
        if upcast:
            return (self.ends[block] - self.first_events[block]) * UPCAST_US
        return self.contents.sizes[block] * BYTE_US

    def leave_out(self, blocks: Iterable[int]) -> None:
        """Count no event of these from now on."""
        for block in blocks:
            self._left_out.add(block)
            for column in self._counts:
                column[block] = 0
            self._note(block, {}, CHECKED)
        self._cached.cache_clear()
        self._count_in()

    def _end_of(self, block: int) -> int:
        place = self.contents.place(block)
        return max(place.first_event, min(place.end_event, self.contents.ended_events))

    def _cut(self, begin: int) -> None:
        for column in (self.firsts, self.lasts, self.first_events, self.ends, self.known):
            del column[begin:]
        for counts in (self._totals, *self._counts):
            del counts[begin:]
        self._left_out = {block for block in self._left_out if block < begin}
        self._news = [block for block in self._news if block < begin]

    def _add(self, begin: int) -> None:
        contents, last = self.contents, self.contents.frames - 1
        firsts = contents.first_events[begin:]
        ends = map(int.__add__, firsts, contents.event_counts[begin:])
        self.firsts.extend(contents.first_frames[begin:])
        self.lasts.extend(min(frame, last) for frame in contents.last_frames[begin:])
        self.first_events.extend(firsts)
        self.ends.extend(
            max(first, min(end, contents.ended_events))
            for first, end in zip(firsts, ends, strict=True)
        )
        self.known.extend(bytes(len(firsts)))
        totals = map(int.__sub__, self.ends[begin:], firsts)
        self._totals += [0] * len(firsts) if self._recording.is_upcast else totals
        for column in self._counts:
            column += [0] * len(firsts)
        self._changed(begin)

    def _changed(self, block: int) -> None:
        self.version = next(_versions)
        while self._changes and self._changes[-1][1] >= block:
            self._changes.pop()
        self._changes.append((self.version, block))

    def _note(self, block: int, counts: dict[int, int], known: int) -> None:
        """Note how many events of each type number a block has; of no other it has any."""
        for number, events in counts.items():
            if number != OTHER:
                self._counts[number][block] = events
        self._totals[block] = sum(counts.values())
        self.known[block] = known
        self._news.append(block)

    def _count_in(self) -> None:
        """From now on, answer by all that is known."""
        if self._news:
            self._changed(min(self._news))
            self._news.clear()

    def _take_counts_of_file(self) -> None:
        """Take what the file's index says, if it has one that can be right."""
        pages = self.contents.pages
        if pages is None or self._recording.is_upcast:
            return
        try:
            counts = pages.counts_of_types()
        except RecordingError:
            return
        if counts is None or not counts.keys() <= set(range(len(self._counts))):
            return
        if list(map(sum, zip(*counts.values(), strict=True))) == self._totals:
            for number, column in counts.items():
                self._counts[number] = column
            self.known = bytearray((COUNTED,)) * len(self)

    def _by_head(self, block: int) -> dict[int, int] | None:
        """Return how many events of each type number a block has, if its head tells."""
        if self.contents.place(block).end_event > self.contents.ended_events:
            return None
        try:
            return self._recording.reader.counts(block)
        except (RecordingError, OSError):
            return None

    def _check(self, block: int) -> None:
        """Look whether a block is damaged, by its checksum."""
        self.known[block] = CHECKED
        try:
            self._recording.reader.block(block, keep=False)
        except (RecordingError, OSError) as cause:
            self._damaged(block, self._told(block, cause))

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
                types, frames = types[: end - begin], frames[: end - begin]
                self._compare(block, types)
        except Exception as cause:  # noqa: BLE001 - a game's upcaster may raise anything
            self._damaged(block, self._told(block, cause))
            types = b"".join(bytes((n,)) * column[block] for n, column in enumerate(self._counts))
            types += bytes(self._totals[block] - len(types))
            frames, numbers = [first] * len(types), range(begin, begin + len(types))
        later = list(map(first.__rsub__, frames))
        return Read(types, array("I" if later[-1:] < [LONG] else "q", later), numbers)

    def _told(self, block: int, cause: Exception) -> RecordingError:
        """Return what went wrong when a block was read, as an error of the recording."""
        if isinstance(cause, RecordingError):
            return cause
        if isinstance(cause, OSError):
            problem = f"it cannot be read here: {cause.strerror or text_of(cause)}"
        else:
            problem = because("upcasting failed", cause).sentence
        return RecordingError(self._recording.path, problem, offset=self.contents.offsets[block])

    def _compare(self, block: int, types: bytes) -> None:
        """Raise Corrupt if what was counted in a block is not what is in it."""
        if self.known[block] == UNKNOWN:
            return
        if any(column[block] != types.count(n) for n, column in enumerate(self._counts)):
            offset = self.contents.offsets[block]
            raise self._recording.reader.corrupt(offset, "the index counts other events here")

    def _upcast(self, begin: int, end: int) -> tuple[bytes, list[int], Sequence[int]]:
        found = list(self._recording.numbered(begin, end))
        types = bytes(self.numbers.get(event.type, OTHER) for _, event in found)
        return types, [event.frame for _, event in found], array("q", (n for n, _ in found))
