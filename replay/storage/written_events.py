"""Events as they were written, out of an open file's blocks; never half a frame before damage.

Knows a reader and numbers of event types; translating events is the recording's part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import compress, islice
from operator import attrgetter
from typing import Any

from replay.errors import Corrupt
from replay.events import Event, EventType
from replay.file.blocks import Block
from replay.file.rows import RowsBlock
from replay.file.selection import Selection
from replay.storage.event_building import BlockClock, block_events
from replay.storage.reader import WRONG, Reader, corrupt
from replay.values.msgpack_codec import Malformed

TOGETHER = 2048
"""Events made at a time from a block that is larger than a writer makes them."""
WAITING = 16_384
"""Events of a frame in several blocks that are held back, at most, until its end is read."""
VALUES_TOGETHER = 65_536
"""Field values made at a time, at most."""
FEW = 256
"""Events that are made in one go whatever fields they have: there are at most 250."""
KEPT_EVENTS = 16_384
"""Larger reads bypass the cache: their blocks are not kept for the next one."""
_frame_of = attrgetter("frame")


def written_events(
    reader: Reader,
    start: int,
    stop: int,
    wanted: Collection[int] | None,
    values: Sequence[tuple[int, Any]] = (),
) -> Iterator[tuple[Iterable[int], list[Event[Any]]]]:
    """Yield (numbers, events) of the events numbered ``start`` to before ``stop``.

    A block or less at a time; ``wanted``: the numbers of some event types. Blocks that, as the
    index tells, have none with these ``values`` of keys are not read. Raises Corrupt.

    Events of a frame that continues in the next block are held back until that is read, so that
    no half frame is yielded before damage, unless it has more events than ``WAITING``.
    """
    few = _few_of_one_block(reader, start, stop, wanted) if 0 < stop - start <= FEW else None
    if few is not None:
        yield few
        return
    waiting: list[tuple[Iterable[int], list[Event[Any]]]] = []
    frame = 0
    for ended, numbers, events in _read(reader, start, stop, wanted, values):
        if events and events[-1].frame > ended:
            ended = max([ended, *_ended_by_gaps(reader, events[-1].frame)])
        if waiting and ended >= frame:
            yield from waiting
            waiting.clear()
        if not events or events[-1].frame <= ended:
            yield numbers, events
            continue
        frame, numbers = events[-1].frame, list(numbers)
        whole = bisect_right(events, ended, key=_frame_of)
        yield numbers[:whole], events[:whole]
        waiting.append((numbers[whole:], events[whole:]))
        if sum(len(events) for _, events in waiting) > WAITING:
            yield from waiting
            waiting.clear()
    yield from waiting


def _few_of_one_block(
    reader: Reader, start: int, stop: int, wanted: Collection[int] | None
) -> tuple[Iterable[int], list[Event[Any]]] | None:
    """Return (numbers, events) if all lie in one block of columns, as a frame's mostly do."""
    place = reader.contents.place_of_event(start)
    if place is None or stop > place.end_event:
        return None
    try:
        block = reader.block(place.position)
    except Corrupt:
        return None  # of rows, some may be read
    if isinstance(block, RowsBlock):
        return None
    return _of_block(reader, place.position, block, start, stop, wanted)[1:]


def _ended_by_gaps(reader: Reader, frame: int) -> Iterator[int]:
    """Yield the last frame of each gap that includes this one: a gap ends its frames."""
    return (
        gap.last_frame for gap in reader.contents.gaps if gap.first_frame <= frame <= gap.last_frame
    )


def _read(
    reader: Reader,
    start: int,
    stop: int,
    wanted: Collection[int] | None,
    values: Sequence[tuple[int, Any]],
) -> Iterator[tuple[int, Iterable[int], list[Event[Any]]]]:
    """Yield (last ended frame, numbers, events) for each block.

    If a rows record is damaged, those before it in the same block are still yielded.
    """
    keep = stop - start <= KEPT_EVENTS
    selection = None if wanted is None else Selection(wanted, values)
    for position, first, end in reader.pieces(start, stop, selection):
        reached = first
        if selection is not None:  # blocks may have been passed over in which a frame ended
            yield reader.contents.first_frames[position] - 1, (), []
        try:
            block = reader.block(position, keep=keep)
            if wanted is not None and isinstance(block, RowsBlock):
                reader.check(position, block)
            most = end - first if isinstance(block, RowsBlock) else _together(reader, block)
            piece = _of_block(reader, position, block, first, min(end, first + most), wanted)
        except Corrupt as trouble:
            if trouble.offset == reader.contents.offsets[position]:
                raise
            for _, alone in reader.rows_alone(position):
                if alone.span.first_event > reached:
                    raise
                stop_here = min(end, alone.span.first_event + alone.span.events)
                if reached < stop_here:
                    yield _of_block(reader, position, alone, reached, stop_here, wanted)
                    reached = stop_here
                if reached == end:
                    break
            else:
                raise
        else:
            yield piece
            for begin in range(first + most, end, max(1, most)):
                stop_here = min(end, begin + most)
                yield _of_block(reader, position, block, begin, stop_here, wanted)
            if not keep:
                block.release()


def _together(reader: Reader, block: Block) -> int:
    """How many events are made at a time: fewer of those that have hundreds of fields."""
    kinds = reader.schema.kinds
    fields = max((len(kinds[number].codec.fields) for number in block.counts), default=1)
    return min(TOGETHER, max(1, VALUES_TOGETHER // max(1, fields)))


def _of_block(
    reader: Reader,
    position: int,
    block: Block | RowsBlock,
    first: int,
    end: int,
    wanted: Collection[int] | None,
) -> tuple[int, Iterable[int], list[Event[Any]]]:
    """Return the last ended frame, and the numbers and events of a block that are wanted."""
    base = block.span.first_event
    numbers: Iterable[int] = range(first, end)
    try:
        # The clock may outlive the reader, so it holds only its path and an offset.
        offset = reader.contents.place(position).offset
        clock = BlockClock(block, partial(corrupt, reader.path, offset))
        if isinstance(block, RowsBlock):
            block.check_times()
        schema = reader.schema
        events = block_events(block, schema, first - base, end - base, wanted, clock)
        if wanted is not None:
            types_there = block.types[first - base : end - base]
            numbers = compress(numbers, map(wanted.__contains__, types_there))
    except WRONG as cause:
        raise reader.corrupt_in(position, cause) from cause
    return block.span.ended, numbers, events


def block_types_and_frames(reader: Reader, position: int) -> tuple[bytes, list[int]]:
    """Return the type number and the frame of each event of a block, of which no more is decoded.

    Raises Corrupt.
    """
    block = reader.block(position, keep=False)
    if isinstance(block, RowsBlock):
        reader.check(position, block)
    try:
        return block.types, block.frames
    except Malformed as cause:
        raise reader.corrupt_in(position, cause) from cause


def types_and_frames(reader: Reader, start: int, stop: int) -> Iterator[tuple[int, EventType, int]]:
    """Yield (number, type, frame) of the events numbered ``start`` to before ``stop``.

    Of a block of columns nothing else is decoded. Never yields half a frame before damage.
    """
    members = [kind.type for kind in reader.schema.kinds]
    open_frame: list[tuple[int, EventType, int]] = []
    for position, first, end in reader.pieces(start, stop):
        try:
            block = reader.block(position, keep=False)
            begin, behind = first - block.span.first_event, end - block.span.first_event
            if isinstance(block, RowsBlock):
                reader.check(position, block)
            types, frames = block.types[begin:behind], block.frames[begin:behind]
        except Malformed as cause:
            raise reader.corrupt_in(position, cause) from cause
        ended = bisect_right(frames, block.span.ended)
        found = zip(range(first, end), map(members.__getitem__, types), frames, strict=True)
        if ended or len(open_frame) > WAITING:
            yield from open_frame
            open_frame = []
        yield from islice(found, ended)
        open_frame += found
    yield from open_frame
