"""The recording: a match on disk as events, whole or still being written.

Makes events of a reader's rows. Knows no projection; see timeline for states.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from replay.errors import Corrupt
from replay.events import Event, EventType, wanted_types
from replay.file.batch import BLOCK_EVENTS
from replay.file.digest import HistoryDigest, root_digest
from replay.file.gaps import gap_head
from replay.file.keyframes import saved_state
from replay.file.paged import position_left, position_right
from replay.file.rows import RowsBlock
from replay.file.selection import key_counts, key_values
from replay.schema import Kind, Schema, having
from replay.states.identity import is_of_old_event_counts
from replay.states.starting import RecordedStart
from replay.storage.computed_digest import computed_digest
from replay.storage.opened_file import open_as
from replay.storage.recording_facts import RecordingFacts
from replay.storage.written_events import KEPT_EVENTS, types_and_frames, written_events
from replay.values.msgpack_codec import Malformed

if TYPE_CHECKING:
    from replay.projections import StartingState


class Recording(RecordingFacts):
    """A recorded match. A context manager; implements Readable.

    With the game's schema, data are the game's own types; without one, events are read by the
    names in the file. Classes may have other names than when it was recorded, and their fields,
    alternatives and members another order. An older version's events are upcast as they are read;
    of a newer version's those that have not changed are typed, and ``unknown_types`` names the
    others. Events keep the numbers they were written under::

        with Recording("match.replay", SCHEMA) as match:
            for event in match.events(600, 1200, types={Facts.ITEM_ADDED}):
                ...  # only those, of frames 600 to 1199

    Several threads may read one recording; ``refresh`` it only while no other reads.

    Raises OSError if the file cannot be opened and RecordingError if it is no recording, of
    another game, or of a newer format. Reading a damaged one gives everything before the damage,
    then raises Corrupt. What is behind it can be read, too: of a closed file always, of one without
    its index with ``past_damage``. What is lost keeps its place, and reading it raises Corrupt.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        schema: Schema | None = None,
        *,
        past_damage: bool = False,
    ) -> None:
        self._path, self._wanted, self._past_damage = path, schema, past_damage
        self._opened = open_as(path, schema, past_damage=past_damage)
        self._length: int | None = None
        self._generation = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.reader.close()

    @property
    def start(self) -> StartingState | None:
        """The saved state that it begins from, as clips do; None where a match begins."""
        saved = self.reader.header.start
        return (
            None
            if saved is None
            else RecordedStart(self.path, self.first_frame, self.schema.version, saved)
        )

    @property
    def generation(self) -> int:
        """How often ``refresh`` found another match in the file's place."""
        return self._generation

    def __bool__(self) -> bool:
        return True  # even without events

    def __len__(self) -> int:
        """Return how many events there are in ended frames, lost ones not counted.

        If upcasting splits or retires events, all are read for it, once.
        """
        if self._translator is None:
            return self._end - self.reader.contents.lost_events
        if self._length is None:
            self._length = sum(1 for _ in self.events_between(0, self._end))
        return self._length

    @property
    def digest(self) -> str:
        """The digest of the history in hexadecimal; see replay/file/FORMAT.md for what it covers.

        A closed file holds it; in others all events are read. Raises Corrupt if they cannot be.
        """
        contents = self.reader.contents
        if self.damage is not None:
            raise self.damage
        if contents.leaves is not None:
            return self.root_over(contents.leaves)
        return self.root_over(self.computed_digest().leaves())

    def root_over(self, leaves: bytes) -> str:
        """Return the digest of this history with these leaves, in hexadecimal."""
        gaps = [gap_head(gap) for gap in self.gaps]
        header = self.reader.header
        return root_digest(leaves, self._end, header, self.frames, gaps)

    def computed_digest(self) -> HistoryDigest:
        """Read every event and return the digest of what was read. Raises Corrupt."""
        return computed_digest(self.reader, self._end)

    def key_counts(self, key: str) -> Counter[Any] | None:
        """Return how many events have each value of a key (see Schema), without reading them.

        Values that are equal, such as 1 and True, are one. None where the index does not count all
        of them: in files of format 1 and 2, in live ones, of fields that are no keys or have too
        many values, and where older events are upcast.
        """
        pages, keys = self.reader.contents.pages, self.reader.header.keys
        if pages is None or key not in keys or self._translator is not None:
            return None
        numbers = [kind.number for kind in self.reader.schema.kinds if key in kind.fields]
        return key_counts(pages.tallies, numbers, keys.index(key))

    def has_column(self, type: EventType, field: str) -> bool:
        """Whether ``values`` yields a field as it is in events, which is so for plain scalars."""
        number = self._number_of(type)
        if self._translator is not None or number >= len(self.schema.kinds):
            return False
        codec = self.schema.kinds[number].codec
        return field in codec.fields and codec.scalars[codec.fields.index(field)] is not None

    def values(self, type: EventType, field: str) -> Iterator[Sequence[Any]]:
        """Yield the values of one field of one event type, a block's at a time, in their order.

        Nothing else of the file is decoded, so reading one column of ten million events takes
        about a second. Values are as stored in the file: whole numbers, text, an enum's member
        by its position. Raises ValueError if there is no such field, or if an
        older version's events would have to be upcast for it.
        """
        if self._translator is not None:
            raise ValueError("events of another version have no columns of this one")
        number = self._number_of(type)
        if number >= len(self.schema.kinds):
            return  # the file does not know such events
        kind = self.schema.kinds[number]
        if field not in kind.codec.fields:
            raise ValueError(f"{type.name} has no field {field!r}")
        column = kind.codec.fields.index(field)
        if kind.codec.scalars[column] is None and self._lies_otherwise(kind):
            raise ValueError(f"{type.name}.{field} lies in the file in another form than here")
        for position, first, end in self.reader.pieces(0, self._end):
            block = self.reader.block(position, keep=self._end <= KEPT_EVENTS)
            if isinstance(block, RowsBlock):
                self.reader.check(position, block)
            try:
                if kind.number in block.counts:
                    whole = end == self.reader.contents.end_of(position)
                    count = None if whole else block.types[: end - first].count(kind.number)
                    yield block.field_columns(kind.number)[column][:count]
            except Malformed as cause:
                raise self._corrupt(position, cause) from cause

    def _lies_otherwise(self, kind: Kind) -> bool:
        """Whether the file stores a kind's fields otherwise than the game's schema does."""
        if self._wanted is None:
            return False
        own = self._wanted.kinds[self._wanted.number_of[kind.type]]
        return bool(own.codec.description != kind.codec.description)

    def events(
        self,
        start: int | None = None,
        stop: int | None = None,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[Event[Any]]:
        """Yield the events of frames ``start`` ≤ frame < ``stop``, if wanted only some types.

        ``where``: only those with these values of fields, as in ``where={"player": 2}``. Parts of
        the file that have no such types and values, as its index counts them, are not read, and
        damage there is not met. Raises TypeError for a type that is none of the schema's.
        """
        first = 0 if start is None else self.count_before(start)
        last = self._end if stop is None else self.count_before(stop)
        if where:
            yield from (event for _, event in self.numbered(first, last, types, where))
        else:
            yield from self.events_between(first, last, types)
        if stop is None and self.damage is not None:
            raise self.damage

    def events_since(self, number: int) -> Iterator[Event[Any]]:
        """Yield the events from number ``number`` (0 is the first) to the last there is now."""
        return self.events_between(number, self._end)

    def get_all_events(self) -> list[Event[Any]]:
        """Return all events in a new list."""
        return list(self.events())

    def count_before(self, frame: int) -> int:
        """Return how many events there are in all frames before this one."""
        reader = self.reader
        contents = reader.contents
        if frame >= contents.frames:
            return contents.ended_events
        place = contents.place_of_frame(frame)
        if place is None:
            position = position_left(contents.last_frames, frame)
            return self._past_gaps(frame, contents.end_of(position - 1) if position else 0)
        try:
            frames = reader.block(place.position).frames
        except Malformed as cause:
            raise self._corrupt(place.position, cause) from cause
        return place.first_event + bisect_left(frames, frame)

    def reach(self, start: int, most: int) -> int:
        """Return up to which event reading from ``start`` on costs as much as ``most`` events do.

        ``start`` + ``most`` or less: where events are large, fewer of them are read in that time.
        """
        contents = self.reader.contents
        # A block has BLOCK_EVENTS events, or fewer that take as much space.
        try:
            first = position_left(contents.first_events, start)
            behind = first + max(most // BLOCK_EVENTS, 1)
            if behind >= len(contents.offsets):
                return start + most
            return min(start + most, max(start + 1, contents.first_events[behind]))
        except Corrupt:  # of the index and of what it describes there
            return start + most

    def _past_gaps(self, frame: int, events: int) -> int:
        """How many events there are before a frame: ``events``, and those lost in gaps behind."""
        for gap in self.gaps:
            if gap.first_event == events and gap.first_frame < frame:
                events += gap.events
        return events

    def events_between(
        self, start: int, stop: int, types: Collection[EventType] | None = None
    ) -> Iterator[Event[Any]]:
        """Yield the events numbered ``start`` to before ``stop``; steps over gaps."""
        if self._translator is None:
            return chain.from_iterable(events for _, events in self._written(start, stop, types))
        written = chain.from_iterable(events for _, events in self._written(start, stop, None))
        events = self._translator.translated(written)
        return events if types is None else (event for event in events if event.type in types)

    def numbered(
        self,
        start: int,
        stop: int,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[tuple[int, Event[Any]]]:
        """Yield (number, event) of the events numbered ``start`` to before ``stop``.

        Events that upcasting made of one share its number. ``where`` as for ``events``.
        """
        has = having(self.schema.kinds, where)[1] if where else None
        if self._translator is None:
            for numbers, events in self._written(start, stop, types, where):
                pairs = zip(numbers, events, strict=True)
                yield from (
                    pairs if has is None else ((n, event) for n, event in pairs if has(event))
                )
            return
        for numbers, events in self._written(start, stop, None):
            for number, event in zip(numbers, events, strict=True):
                for translated in self._translator.translated((event,)):
                    wanted = types is None or translated.type in types
                    if wanted and (has is None or has(translated)):
                        yield number, translated

    def types_and_frames(self, start: int, stop: int) -> Iterator[tuple[int, EventType, int]]:
        """Yield (number, type, frame) of the events numbered ``start`` to before ``stop``.

        Where a file is closed and whole, nothing else of it is decoded. Raises Corrupt.
        """
        if self._translator is not None or not self.closed or self.damage is not None:
            numbered = self.numbered(start, stop)
            yield from ((number, event.type, event.frame) for number, event in numbered)
            return
        yield from types_and_frames(self.reader, start, stop)

    def _written(
        self,
        start: int,
        stop: int,
        types: Collection[EventType] | None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[tuple[Iterable[int], list[Event[Any]]]]:
        """Return (numbers, events) as written; reads the file open now even after a ``refresh``.

        ``where`` only says what need not be read: others may be among what is returned.
        """
        types = wanted_types(types)
        wanted = None if types is None else set(map(self._number_of, types))
        values: list[tuple[int, Any]] = []
        if where:
            fitting = set(map(self._number_of, having(self.schema.kinds, where)[0]))
            wanted = fitting if wanted is None else fitting & wanted
            values = key_values(self.reader.header.keys, where)
        return written_events(self.reader, start, stop, wanted, values)

    def _number_of(self, type: EventType) -> int:
        try:
            return self.schema.number_of[type]
        except KeyError:
            raise TypeError(
                f"{type!r} is no event type of this recording; those are in its schema.events"
            ) from None

    def _corrupt(self, position: int, problem: object) -> Corrupt:
        return self.reader.corrupt_in(position, problem)

    def keyframe_before(
        self, projection: str, version: int, parameters: bytes, count: int
    ) -> int | None:
        """Return how many events the last keyframe of at most ``count`` holds, or None."""
        owner = (projection, version, parameters, self.schema.version)
        return self.reader.contents.keyframe_before(owner, min(count, self._end))

    def keyframe_after(
        self, projection: str, version: int, parameters: bytes, count: int
    ) -> int | None:
        """Return how many events the first keyframe of more than ``count`` holds, or None."""
        owner = (projection, version, parameters, self.schema.version)
        return self.reader.contents.keyframe_after(owner, count)

    def keyframe_state(
        self, projection: str, version: int, parameters: bytes, events: int
    ) -> tuple[Any] | None:
        """Return the saved state of exactly so many events in a tuple, or None if it is damaged.

        Ignores the engine's own tallies that were once saved under a name that games may use.
        """
        contents = self.reader.contents
        owner = (projection, version, parameters, self.schema.version)
        position = position_left(contents.keyframe_events, events)
        for found in range(position, position_right(contents.keyframe_events, events)):
            if contents.keyframe_owners[found] == owner:
                try:
                    state = self.keyframe_at(found)
                    if not is_of_old_event_counts(owner[:2], state):
                        return (state,)
                except (Corrupt, Malformed):
                    continue
        return None

    def keyframe_at(self, position: int) -> Any:
        """Return a keyframe's state as its projection dumped it, by its position in the contents.

        Raises Corrupt or Malformed if it is damaged.
        """
        return saved_state(self.reader.keyframe(position))

    def refresh(self) -> bool:
        """Read what a live writer added since, or the file's replacement; True if there is any.

        A file that was replaced (as closing a live one does) is opened again, and everything read
        of it discarded; if it is another match now, ``generation`` changes. Raises what opening
        raises; then nothing is changed.
        """
        before = self._end, self.frames, self.closed, self._generation
        if not self.reader.grow():
            with suppress(FileNotFoundError):  # it was there, a moment ago
                earlier = self._opened
                self._opened = open_as(self._path, self._wanted, past_damage=self._past_damage)
                self._generation += not earlier.reader.is_followed_by(self.reader)
        self._length = None
        return before != (self._end, self.frames, self.closed, self._generation)
