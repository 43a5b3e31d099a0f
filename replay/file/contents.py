"""Contents: which events lie where in a file. Columns of numbers, so that ten million fit.

Filled by the writer as it goes, from an index, or by hopping from record to record. Events keep
the numbers they were recorded under, also behind a gap that a repair left.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from replay.events import Gap
from replay.file.blocks import Span, too_dense
from replay.file.keyframes import Keyframe
from replay.file.paged import Pages, position_left, position_right
from replay.file.selection import Selection
from replay.file.tallies import Tallies, Tally
from replay.values.msgpack_codec import Malformed

Owner = tuple[str, int, bytes, int]
"""What made a keyframe: projection, its version and parameters, the schema version of the events
folded."""
RUN_EVENTS = 256
RUN_BYTES = 256 * 1024
"""The most events and bytes of rows records that are read as one block: fewer than in one of
columns, as the last one is read again whenever a frame is added to it."""


def _longs() -> array[int]:
    return array("q")


@dataclass(frozen=True, slots=True)
class Other:
    """A record of a kind this program does not know."""

    kind: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Damage:
    """The offset of a byte at which a file is damaged, and what is wrong there."""

    offset: int
    problem: str


class Place(NamedTuple):
    """A block's place: its position among the blocks, its bytes, and the events and frames there.

    ``end_event`` is the number behind its last event.
    """

    position: int
    offset: int
    size: int
    first_event: int
    end_event: int
    first_frame: int
    last_frame: int


@dataclass(slots=True)
class Contents:
    """Blocks and keyframes of a file, in their order, and what is known of the whole.

    ``events`` is the number that the next event would have, lost ones counted in.

    ``open_events``, the last ones, belong to a frame that has not ended. ``frames`` is the last
    ended frame + 1, ``since`` the first in which another event may happen. ``end`` is the offset
    behind the last whole record.
    ``complete``: the match was recorded to its end. ``closed``: the file has its index.
    ``leaves`` are those of the digest, None if they are only to be had by reading everything.
    ``tallies`` are those of the blocks that a writer adds; ``pages`` the lower level of a file's
    index, if it has one: then the columns are read from it, and never grow.
    ``run``: the last block is of rows records, and the next one may join it. ``minor``: damage
    that was met on the way and cost no event; ``lost``: damage that did, and was passed over.
    """

    offsets: array[int] = field(default_factory=_longs)
    sizes: array[int] = field(default_factory=_longs)
    first_events: array[int] = field(default_factory=_longs)
    event_counts: array[int] = field(default_factory=_longs)
    first_frames: array[int] = field(default_factory=_longs)
    last_frames: array[int] = field(default_factory=_longs)
    keyframe_offsets: array[int] = field(default_factory=_longs)
    keyframe_sizes: array[int] = field(default_factory=_longs)
    keyframe_events: array[int] = field(default_factory=_longs)
    keyframe_owners: list[Owner] = field(default_factory=list)
    type_counts: dict[int, int] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    events: int = 0
    open_events: int = 0
    frames: int = 0
    complete: bool = False
    closed: bool = False
    known_leaves: bytes | None = None
    tallies: Tallies = field(default_factory=Tallies)
    pages: Pages | None = None
    end: int = 0
    since: int = 0
    run: bool = False
    minor: list[Damage] = field(default_factory=list)
    lost: list[Damage] = field(default_factory=list)
    _last: Place | None = field(default=None, compare=False, repr=False)
    """Of a file whose columns never grow, the block that was asked for last: mostly it is again."""
    _following: tuple[Owner, int, int] | None = field(default=None, compare=False, repr=False)
    """The same of keyframes: whose, behind how many events, and where the next one is."""

    def add_rows(self, offset: int, size: int, span: Span) -> None:
        """Note a rows record; those that lie one behind the other are kept as one block."""
        joins = (
            self.run
            and self.offsets[-1] + self.sizes[-1] == offset
            and self.event_counts[-1] + span.events <= RUN_EVENTS
            and self.sizes[-1] + size <= RUN_BYTES
        )
        if not joins:
            blocks = len(self.offsets)
            self.add_block(offset, size, span)
            self.run = len(self.offsets) > blocks
            return
        self.run = False
        self._check(size, span)
        self.run = True
        self.sizes[-1] += size
        if span.events:
            self.event_counts[-1] += span.events
            self.last_frames[-1] = span.last_frame
        self._go_on(span)

    def add_block(
        self, offset: int, size: int, span: Span, tallies: Mapping[Tally, int] | None = None
    ) -> None:
        """Note a block or rows record; Malformed unless it continues where the last one ended.

        ``tallies``: those of its events, which only a writer needs.
        """
        self.run = False
        self._check(size, span)
        if span.events:
            self.offsets.append(offset)
            self.sizes.append(size)
            self.first_events.append(span.first_event)
            self.event_counts.append(span.events)
            self.first_frames.append(span.first_frame)
            self.last_frames.append(span.last_frame)
            if tallies:
                self.tallies.add(len(self.offsets) - 1, tallies)
        self._go_on(span)

    def _check(self, size: int, span: Span) -> None:
        """Raise Malformed unless a record continues where the last one ended; end its frame."""
        if span.first_event != self.events:
            raise Malformed(
                f"a block begins with event {span.first_event} where {self.events} should follow"
            )
        if too_dense(span.events, size):
            raise Malformed(f"a block of {size} bytes claims {span.events} events")
        if span.events and span.first_frame < self.since:
            raise Malformed(f"a block goes back to frame {span.first_frame}")
        if self.open_events and span.ended >= self.last_frames[-1]:
            self.open_events = 0

    def _go_on(self, span: Span) -> None:
        """Note that a record was added."""
        self.events += span.events
        self.open_events += span.open_events
        self.frames = max(self.frames, span.ended + 1)
        self.since = max(self.since, span.ended + 1, span.last_frame if span.events else 0)

    @property
    def leaves(self) -> bytes | None:
        """The leaves of the digest, one behind the other; None where no index has them."""
        return self.known_leaves if self.pages is None else self.pages.leaves()

    @leaves.setter
    def leaves(self, leaves: bytes) -> None:
        self.known_leaves = leaves

    @property
    def ended_events(self) -> int:
        """The number behind the last event of a frame that has ended."""
        return self.events - self.open_events

    @property
    def lost_events(self) -> int:
        """How many events are known to be lost."""
        return sum(gap.events for gap in self.gaps)

    def place(self, position: int) -> Place:
        """Return the place of the block at a position."""
        last = self._last
        if last is not None and last.position == position:
            return last
        first = self.first_events[position]
        place = Place(
            position, self.offsets[position], self.sizes[position],
            first, first + self.event_counts[position],
            self.first_frames[position], self.last_frames[position],
        )  # fmt: skip
        if self.pages is not None:
            self._last = place
        return place

    def place_of_event(self, event: int) -> Place | None:
        """Return the place of the block that holds the event of this number; None if none does."""
        last = self._last
        if last is not None and last.first_event <= event < last.end_event:
            return last
        position = position_right(self.first_events, event) - 1
        if position < 0:
            return None
        place = self.place(position)
        return place if event < place.end_event else None

    def place_of_frame(self, frame: int) -> Place | None:
        """Return the place of the block in which a frame begins that is not its first one.

        Of those that have events of it, the first; None if there is none.
        """
        last = self._last
        if last is not None and last.first_frame < frame <= last.last_frame:
            return last
        position = position_left(self.last_frames, frame)
        if position == len(self.offsets):
            return None
        place = self.place(position)
        return place if place.first_frame < frame else None

    def block_of(self, event: int) -> int:
        """The position of the block that holds the event of this number, or of the next one."""
        position = max(position_right(self.first_events, event) - 1, 0)
        if position < len(self.offsets) and event >= self.end_of(position):
            position += 1  # it was lost: go on behind the gap
        return position

    def positions(self, begin: int, stop: int, selection: Selection | None) -> Iterable[int]:
        """Return the positions, from ``begin`` on, of blocks that may have selected events.

        Some may lie behind the event numbered ``stop``.
        """
        if self.pages is None or selection is None:
            return range(begin, len(self.offsets))
        return self.pages.positions(begin, stop, selection)

    def end_of(self, block: int) -> int:
        """The number behind the last event of a block."""
        return self.first_events[block] + self.event_counts[block]

    def add_gap(self, gap: Gap) -> None:
        """Note a gap; Malformed unless it continues where the last block ended."""
        if gap.first_event != self.events:
            raise Malformed("a gap makes no sense where it stands")
        self.gaps.append(gap)
        self.events += gap.events
        self.open_events = 0
        self.frames = max(self.frames, gap.last_frame + 1)
        self.since = max(self.since, gap.last_frame)

    def add_keyframe(self, offset: int, size: int, keyframe: Keyframe) -> None:
        """Note a keyframe; Malformed unless it follows the one before."""
        if self.keyframe_events and keyframe.events < self.keyframe_events[-1]:
            raise Malformed("a keyframe goes back")
        self.keyframe_offsets.append(offset)
        self.keyframe_sizes.append(size)
        self.keyframe_events.append(keyframe.events)
        self.keyframe_owners.append(keyframe.owner)

    def keyframe_before(self, owner: Owner, count: int) -> int | None:
        """How many events the last keyframe of this owner and at most ``count`` events holds."""
        if self.pages is not None and owner not in self.pages.owners:
            return None
        position = position_right(self.keyframe_events, count)
        for found in range(position - 1, -1, -1):
            if self.keyframe_owners[found] == owner:
                return self.keyframe_events[found]
        return None

    def keyframe_after(self, owner: Owner, count: int) -> int | None:
        """How many events the first keyframe of this owner and more than ``count`` events holds."""
        last = self._following
        if last is not None and last[1] <= count < last[2] and last[0] == owner:
            return last[2]
        if self.pages is not None and owner not in self.pages.owners:
            return None
        position = position_right(self.keyframe_events, count)
        for found in range(position, len(self.keyframe_events)):
            if self.keyframe_owners[found] == owner:
                following: int = self.keyframe_events[found]
                if self.pages is not None:
                    self._following = owner, count, following
                return following
        return None
