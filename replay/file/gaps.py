"""Gaps: events that a repair could not save, noted in the file where they are missing.

A record of kind "gap". Head: [number of the first lost event, lost events, first frame, last
frame, reason]; the frames are those whose events are not all there. Body: empty.
"""

from __future__ import annotations

from typing import Any

from replay.events import Gap
from replay.file.records import GAP, Record, encode
from replay.values.msgpack_codec import MAX_NUMBER, Malformed


def gap_head(gap: Gap) -> list[Any]:
    """Return a gap as plain data."""
    return [gap.first_event, gap.events, gap.first_frame, gap.last_frame, gap.reason]


def encode_gap(gap: Gap) -> bytes:
    """Return the record of a gap."""
    return encode(GAP, gap_head(gap))


def decode_gap(record: Record) -> Gap:
    """Return the gap that a record tells of; raises Malformed."""
    if record.body:
        raise Malformed("a gap has no body")
    return read_gap(record.head)


def read_gap(head: Any) -> Gap:
    """Return the gap that a head tells of; raises Malformed."""
    match head:
        case [int(event), int(events), int(first), int(last), str(reason)] if (
            event >= 0 and events > 0 and 0 <= first <= last < MAX_NUMBER
            and event + events < MAX_NUMBER and bool not in map(type, head)
        ):  # fmt: skip
            return Gap(event, events, first, last, reason)
    raise Malformed("a gap's head makes no sense")
