"""Assembly: events out of a block's columns, many at a time.

Knows blocks and event types. Everything happens in loops that never leave C, column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import compress, repeat
from typing import Any

from replay.events import Event, EventType
from replay.file.blocks import Block
from replay.file.rows import RowsBlock
from replay.schema import Schema
from replay.values.loops import exhaust
from replay.values.msgpack_codec import Malformed
from replay.values.timestamps import Clock, Timed, moment


class BlockClock:
    """The timestamps of a block's events; errors in them are raised when they are first read.

    Holds only the times, not the block or the file, as every event keeps its clock in memory.
    ``corrupt`` makes, of a cause, the error that says where in the file it is.
    """

    def __init__(self, block: Block | RowsBlock, corrupt: Callable[[object], Exception]) -> None:
        self._times = block.clock
        self._corrupt = corrupt

    def moment_of(self, frame: int) -> datetime:
        """Return the timestamp of a frame's events, where they have one."""
        try:
            return self._times.moment_of(frame)
        except (ValueError, OverflowError) as cause:
            raise self._corrupt(cause) from cause

    def time_of(self, frame: int) -> int:
        """Return the same in milliseconds since 1970, valid or not."""
        return self._times.time_of(frame)

    def moment_at(self, position: int) -> datetime:
        """Return the timestamp of the event at a position, where each has its own."""
        try:
            return self._times.moment_at(position)
        except (ValueError, OverflowError) as cause:
            raise self._corrupt(cause) from cause


def block_events(
    block: Block | RowsBlock,
    schema: Schema,
    start: int,
    stop: int,
    wanted: Collection[int] | None,
    clock: BlockClock,
) -> list[Event[Any]]:
    """Return events ``start`` to before ``stop`` of a block; ``wanted``: only these type numbers.

    Raises Malformed, TypeError or ValueError for what is not as it should be.
    """
    types = block.types[start:stop]
    present = set(types) if wanted is None else set(types).intersection(wanted)
    if not present:
        return []
    selected = None
    if len(present) < len(set(types)):
        selected = types.translate(bytes(number in present for number in range(256)))
        types = bytes(compress(types, selected))
    frames = block.frames[start:stop]
    if selected is not None:
        frames = list(compress(frames, selected))
    members = [kind.type for kind in schema.kinds]
    clocks: Iterable[Any] = repeat(clock)
    if not block.one_time_a_frame:
        positions: Iterable[int] = range(start, stop)
        clocks = zip(
            clocks, positions if selected is None else compress(positions, selected), strict=False
        )
    return unchecked_events(
        map(members.__getitem__, types), _data(block, types, present, start), frames, clocks
    )


def _data(
    block: Block | RowsBlock, types: bytes, present: set[int], start: int
) -> Sequence[Any] | Any:
    """The payloads of these types, in the order of the events."""
    made = {}
    for number in present:
        first = block.types[:start].count(number)
        made[number] = block.payloads(number, first, first + types.count(number))
    if len(made) == 1:
        return made.popitem()[1]
    queues = [iter(made.get(number, ())) for number in range(max(present) + 1)]
    return map(next, map(queues.__getitem__, types))


def check_block(block: Block | RowsBlock, schema: Schema) -> None:
    """Decode all of a block and check every value, without making events.

    Raises Malformed, TypeError, ValueError or OverflowError for what is not as it should be.
    """
    if isinstance(block, RowsBlock) and block.checked:
        return
    if len(block.frames) != len(block.times):
        raise Malformed("a block has other times than frames")
    for number, count in block.counts.items():
        block.field_columns(number)
        by_type = isinstance(block, Block) and None not in schema.kinds[number].codec.scalars
        if not by_type:  # decoding looked at the types of plain values only
            block.payloads(number, 0, count)
    for time in (min(block.times), max(block.times)) if len(block.times) else ():
        moment(time)
    if isinstance(block, RowsBlock):
        block.checked = True


def unchecked_events(
    types: Iterable[EventType],
    data: Iterable[Any],
    frames: Sequence[int],
    clocks: Iterable[Clock | tuple[Clock, int]],
) -> list[Event[Any]]:
    """Return events whose parts are known to be right.

    Fills the slots column by column in loops that never leave C: a sixth of what a frozen
    dataclass's constructor costs.
    """
    events: list[Event[Any]] = list(map(_new_event, repeat(Event, len(frames))))
    for set_slot, values in (
        (_set_type, types),
        (_set_data, data),
        (_set_frame, frames),
        (_set_clock, clocks),
    ):
        exhaust(map(set_slot, events, values))
    return events


_new_event: Any = object.__new__
_set_type, _set_data, _set_frame = (
    Event.__dict__[name].__set__ for name in ("type", "data", "frame")
)
_set_clock = Timed.__dict__["_clock"].__set__
