"""Forking: a new recording that begins with another's events, to play on from there.

Copies the parent's blocks up to the fork, so that the branch does not need the parent, and notes
the parent's digest up to the fork in the branch's header. The parent is only read.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from replay.console.file_names import name_as_text
from replay.errors import Corrupt, outside
from replay.file.blocks import Span
from replay.file.digest import LEAF_EVENTS, SIZE, HistoryDigest, root_digest
from replay.file.gaps import gap_head
from replay.file.header import FORMAT_VERSION, Header, encode_copy, encode_header
from replay.file.paged import position_left, position_right
from replay.file.records import COPY
from replay.file.resync import Search
from replay.file.rows import encode_rows
from replay.recorder import Recorder, check_arguments
from replay.states.dumping import keeper_of_keyframes
from replay.states.starting import continued
from replay.storage.continuation import check_schema
from replay.storage.creation import close_surely, create
from replay.storage.reader import Reader
from replay.values.msgpack_codec import Malformed, packer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replay.projections import Projection
    from replay.schema import Schema


def fork(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    frame: int,
    schema: Schema,
    projection: Projection[Any, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
    rules_version: int | None = None,
    existing: Literal["refuse", "replace"] = "refuse",
) -> Recorder:
    """Return an open recorder of a branch that holds the parent's events up to ``frame``.

    ``metadata`` is added to the parent's. The branch's ``lineage`` is the parent's, followed by
    the parent: its name, the frame, the number of events, the digest of its history up to there.
    ``existing``: what to do with a file of the target's name. Raises IndexError for a frame
    outside the parent, FileExistsError if there is a target and it is not to be replaced,
    ValueError if that is the parent itself, TypeError for arguments of wrong types, and
    RecordingError if the parent is damaged before the fork, is not of this schema (events of an
    older version cannot be continued, only replayed), was recorded at another frame rate, or
    begins from a state that the projection cannot use.
    """
    if existing not in ("refuse", "replace"):
        raise ValueError(f"existing is 'refuse' or 'replace', not {existing!r}")
    if type(frame) is not int:
        raise TypeError(f"a frame is a whole number, not {frame!r}")
    check_arguments(schema, projection, rules_version)
    keeper = keeper_of_keyframes(projection)
    source, target = Path(source), Path(target)
    if target.exists() and target.samefile(source):
        raise ValueError(f"{target} is the parent itself: a branch is a new file")
    with Reader(source, schema) as reader:
        check_schema(source, schema, reader.header)
        if reader.header.start is not None:  # whether it can be used, before the target is touched
            kept = continued(keeper, source, reader.header, schema.version)
            if kept is not None:
                kept.initial()
        frames = reader.contents.frames
        if not reader.header.first_frame <= frame < frames:
            raise outside(frame, reader.header.first_frame, frames)
        events = _count_until(reader, frame)
        if any(gap.first_frame <= frame for gap in reader.contents.gaps):
            first = reader.contents.gaps[0].first_frame
            problem = f"events before frame {frame} are lost"
            before = first > reader.header.first_frame
            advice = (
                f"Fork it before frame {first}, where they begin to be missing" if before else ""
            )
            raise Corrupt(source, problem, advice=advice)
        parent = {
            "name": name_as_text(source),
            "frame": frame,
            "events": events,
            "digest": digest_until(reader, frame, events),
        }
        header = encode_header(_header(reader.header, parent, metadata, rules_version))
        content = [header, encode_copy(header), *_past(reader, frame, events)]
    close_surely(create(target, content, replace=existing == "replace"))
    return Recorder(target, schema, projection=projection, existing="continue")


def digest_until(reader: Reader, frame: int, events: int) -> str:
    """Return the digest of the history up to ``frame``, which has ``events`` events by then.

    In a closed file only the events of one leaf are read for it.
    """
    contents = reader.contents
    claimed = None if contents.gaps else contents.leaves
    whole = 0 if claimed is None else events // LEAF_EVENTS
    leaves = (claimed or b"")[: whole * SIZE]
    rest = HistoryDigest()
    rows = list(reader.canonical_rows(whole * LEAF_EVENTS, events))
    rest.add(rows, len(rows))
    gaps = [gap_head(gap) for gap in contents.gaps if gap.first_event < events]
    return root_digest(leaves + rest.leaves(), events, reader.header, frame + 1, gaps)


def _count_until(reader: Reader, frame: int) -> int:
    """How many events there are in frames up to this one."""
    contents = reader.contents
    position = position_right(contents.first_frames, frame) - 1
    if position < 0:
        return 0
    later = sum(number > frame for number in reader.block(position).frames)
    return min(contents.end_of(position) - later, contents.ended_events)


def _header(
    parent: Header,
    link: Mapping[str, Any],
    metadata: Mapping[str, Any] | None,
    rules_version: int | None,
) -> Header:
    return replace(
        parent,
        started_ms=time.time_ns() // 1_000_000,
        rules_version=parent.rules_version if rules_version is None else rules_version,
        metadata={**parent.metadata, **(metadata or {})},
        lineage=(*parent.lineage, link),
        format_version=FORMAT_VERSION,
    )


def _past(reader: Reader, frame: int, events: int) -> Iterator[bytes]:
    """The parent's records up to the fork: whole blocks as they are, part of one as rows."""
    contents = reader.contents
    whole = contents.block_of(events)
    if whole and reader.block(whole - 1).span.ended > frame:
        whole -= 1  # it notes ended frames behind the fork
    first = contents.first_events[whole] if whole < len(contents.offsets) else events
    rows = list(reader.rows(first, events))
    names, pack = [kind.type.name for kind in reader.schema.kinds], packer().pack
    packed = [pack((names[row.number], row.frame, row.fields)) for row in rows]
    frames = [row.frame for row in rows] or [frame]
    span = Span(events - len(rows), len(rows), frames[0], frames[-1], frame, 0)
    yield from _records(reader, _end_of(reader, whole))
    yield encode_rows(span, [row.time for row in rows], b"".join(packed))


def _records(reader: Reader, end: int) -> Iterator[bytes]:
    """The parent's records up to ``end``, without copies of its header and damaged caches."""
    contents = reader.contents
    search, offset = Search(reader.read, reader.size), reader.events_begin
    while offset < end:
        try:
            record, raw = search.record(offset)
        except Malformed as cause:
            block = position_right(contents.offsets, offset) - 1
            if block >= 0 and offset < contents.offsets[block] + contents.sizes[block]:
                raise reader.corrupt(offset, cause) from cause
            following = search.following(offset + 1) or end
            offset = min(following, *contents.offsets[block + 1 : block + 2], end)
            continue
        if record.kind != COPY:
            yield raw
        offset += len(raw)


def _end_of(reader: Reader, blocks: int) -> int:
    """Where the first so many blocks end, and the keyframes that belong to them."""
    contents = reader.contents
    if not blocks:
        return reader.events_begin
    end = contents.offsets[blocks - 1] + contents.sizes[blocks - 1]
    found = position_left(contents.keyframe_events, contents.first_events[blocks - 1])
    while found < len(contents.keyframe_offsets) and contents.keyframe_offsets[found] <= end:
        if contents.keyframe_offsets[found] == end:
            end += contents.keyframe_sizes[found]
        found += 1
    return end
