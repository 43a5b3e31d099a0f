"""Clipping: a recording of a part of a match, and joining such parts again.

A clip begins at any frame, from the state before it, and keeps frame numbers, header and events as
they are: so it is replayed, clipped, verified, compared and forked like any recording. Knows
recordings and projections; the sources are only read.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from replay.errors import Corrupt, LostFrames, OtherStart, RecordingWarning, outside
from replay.file.builder import Builder
from replay.file.header import FORMAT_VERSION, Header, encode_header
from replay.file.start import Start
from replay.recording import Recording
from replay.states.dumping import keeper_of_keyframes
from replay.states.starting import continued, start_from
from replay.storage.compaction import add_between
from replay.storage.creation import close_surely, create
from replay.storage.recorder_warnings import without_keyframes
from replay.storage.schema_layout import numbers_are_its_own
from replay.timeline import Timeline
from replay.values.msgpack_codec import pack_ordered

if TYPE_CHECKING:
    from replay.projections import Projection
    from replay.schema import Schema

Existing = Literal["refuse", "replace"]
Part = tuple[Recording, int, int]
"""A recording, the number of the first event that is wanted of it, and that behind the last."""
MATCH = {
    "game": "the game",
    "started_ms": "when it was recorded",
    "schema_version": "the version of the events",
    "frame_rate": "the frame rate",
    "catalogue": "the catalogue of events",
    "rules_version": "the version of the rules",
    "metadata": "what the game noted",
    "lineage": "what it was forked from",
}
"""Places of the header that all clips of a match share, in words."""


def clip(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    start: int | None = None,
    stop: int | None = None,
    schema: Schema | None = None,
    projection: Projection[Any, Any] | None = None,
    existing: Existing = "refuse",
) -> None:
    """Write a recording of the frames ``start`` ≤ frame < ``stop`` of another.

    Without ``start`` and ``stop`` it goes from the first frame to the last that has ended, also
    of a recording that is still being written. It begins from the state that ``projection``
    (which has a name, and reads the events of ``schema``) is in before ``start``; without one only
    a clip from the source's first frame can be made. Its events are numbered from 0, and keep
    their frames, times and fields as they were written, whatever the version of their schema.

    Raises IndexError for frames outside the source, ValueError if there are none between, no
    projection where a state is needed, or no schema for it; TypeError if its ``dump`` is no plain
    data; FileExistsError if there is a target and it is not to be replaced; RecordingError if the
    source is damaged, of another game, or the state is unknown; Corrupt if events are missing
    within the clip.
    """
    source, target = Path(source), Path(target)
    _check(target, [source], existing, schema, projection)
    with Recording(source, schema) as recording:
        if stop is None and recording.damage is not None:
            raise recording.damage
        first = recording.first_frame if start is None else start
        frames = recording.frames if stop is None else stop
        _check_frames(recording, first, frames)
        _check_gaps(recording, first, frames)
        header = replace(
            recording.reader.header,
            first_frame=first,
            start=_state_before(recording, first, projection),
            format_version=FORMAT_VERSION,
        )
        complete = recording.complete or frames < recording.frames
        part = recording, recording.count_before(first), recording.count_before(frames)
        _write(target, header, [part], frames, projection, complete, existing)


def cat(
    sources: Sequence[str | os.PathLike[str]],
    target: str | os.PathLike[str],
    *,
    schema: Schema | None = None,
    projection: Projection[Any, Any] | None = None,
    existing: Existing = "refuse",
) -> None:
    """Join clips of one match that meet, in any order, to one recording.

    With ``projection``, which must be the one that they were clipped with, and its ``schema`` each
    clip's state is compared with the one that the clip before it leads to.

    Raises ValueError if they are of different matches, frames are missing or doubled between
    them, or they begin from states of another projection; what ``clip`` raises of files; and
    Corrupt if a state is another.
    """
    if isinstance(sources, (str, os.PathLike)):
        raise TypeError(f"sources is a list of paths, not one path: {sources!r}")
    paths, target = [Path(source) for source in sources], Path(target)
    if not paths:
        raise ValueError("there is nothing to join: name at least one recording")
    _check(target, paths, existing, schema, projection)
    with ExitStack() as opened:
        clips = [opened.enter_context(Recording(path, schema)) for path in paths]
        clips.sort(key=lambda one: (one.first_frame, one.frames))
        for one in clips:
            if one.damage is not None:
                raise one.damage
            _check_gaps(one, one.first_frame, one.frames)
            _check_projection(one, projection)
        for before, after in pairwise(clips):
            _check_same_match(before, after)
            _check_meet(before, after)
            _check_state(before, after, projection)
        header = replace(clips[0].reader.header, format_version=FORMAT_VERSION)
        parts = [(one, 0, one.count_before(one.frames)) for one in clips]
        frames, complete = clips[-1].frames, clips[-1].complete
        _write(target, header, parts, frames, projection, complete, existing)


def _write(
    target: Path,
    header: Header,
    parts: Sequence[Part],
    frames: int,
    projection: Projection[Any, Any] | None,
    complete: bool,
    existing: Existing,
) -> None:
    """Write the parts' events as a closed recording of ``header``, up to before ``frames``."""
    begin = encode_header(header)
    with ExitStack() as opened:
        keeper, readers = None, [recording.reader for recording, _, _ in parts]
        if projection is not None and all(_is_typed(recording) for recording, _, _ in parts):
            source = parts[0][0]
            version = source.schema_version
            with suppress(OtherStart):  # it keeps the start that it has, and gets no keyframes
                keeper = continued(keeper_of_keyframes(projection), source.path, header, version)
        else:  # as the file itself describes its events
            readers = [opened.enter_context(closing(reader.as_written())) for reader in readers]
        builder = Builder(readers[0].schema, keeper, header.first_frame, begin)

        def content() -> Iterator[bytes]:
            yield begin
            for reader, (recording, start, stop) in zip(readers, parts, strict=True):
                to_end = frames >= recording.frames
                yield from add_between(builder, reader, start, stop, to_end=to_end)
            builder.end(frames - 1)
            yield builder.finish(complete)

        close_surely(create(target, content(), replace=existing == "replace"))
    if builder.problem is not None:
        told = without_keyframes(target, type(projection).__name__, builder.problem)
        warnings.warn(told, RecordingWarning, stacklevel=3)


def _is_typed(recording: Recording) -> bool:
    """Whether events are read as the game's own types, just as they lie in the file."""
    own = recording.reader.schema
    return numbers_are_its_own(own) and recording.schema_version == recording.schema.version


def _check(
    target: Path,
    sources: Iterable[Path],
    existing: Existing,
    schema: Schema | None,
    projection: Projection[Any, Any] | None,
) -> None:
    if projection is not None and schema is None:
        raise ValueError("a projection folds the events of a schema: give that, too")
    if existing not in ("refuse", "replace"):
        raise ValueError(f"existing is 'refuse' or 'replace', not {existing!r}")
    for source in sources:
        if target.exists() and target.samefile(source):
            raise ValueError(f"{target} is a source itself: what is written is a new file")


def _check_frames(recording: Recording, start: int, stop: int) -> None:
    for frame in (start, stop):
        if type(frame) is not int:
            raise TypeError(f"a frame is a whole number, not {frame!r}")
    first, frames = recording.first_frame, recording.frames
    if first < frames and first <= start < frames and start >= stop:
        raise ValueError(f"there are no frames from {start} to before {stop}")
    if not first <= start < frames:
        raise outside(start, first, frames)
    if stop > frames:
        there = f"the recording has the frames {first} to {frames - 1}"
        raise IndexError(f"{stop} is behind the end: {there}")


def _check_gaps(recording: Recording, start: int, stop: int) -> None:
    for gap in recording.gaps:
        if gap.overlaps(start, stop):
            raise Corrupt(
                recording.path,
                f"events of frames {gap.first_frame} to {gap.last_frame} are lost",
                advice="Clip it before them, or behind them where the state is known again",
            )


def _state_before(
    recording: Recording, frame: int, projection: Projection[Any, Any] | None
) -> Start | None:
    """Return what a clip from this frame begins from; None where the match itself begins."""
    if frame == recording.first_frame:
        return recording.reader.header.start
    if projection is None:
        raise ValueError(
            f"a clip from frame {frame} begins from the state there, and that takes the game's "
            f"projection: without it, clip from the first frame, {recording.first_frame}"
        )
    start = recording.start
    if start is not None and not start.is_of(projection):
        raise ValueError(
            f"{recording.path} begins from a state of the projection {start.name!r}: with another, "
            f"{projection.name!r}, the state at frame {frame} is not known"
        )
    try:
        return _state_after(recording, frame - 1, projection)
    except LostFrames as lost:
        known = lost.known_again
        advice = "" if known is None else f"A clip can begin at frame {known + 1}"
        problem = f"the state before frame {frame} is lost ({lost.problem})"
        raise Corrupt(recording.path, problem, advice=advice) from lost


def _state_after(recording: Recording, frame: int, projection: Projection[Any, Any]) -> Start:
    state = Timeline(recording, projection).proved(frame)
    try:
        return start_from(projection, state, recording.schema.version)
    except ValueError as cause:
        problem = f"the state after frame {frame} cannot begin a recording: {cause}"
        raise ValueError(f"{recording.path}: {problem}") from cause


def _check_same_match(before: Recording, after: Recording) -> None:
    """Raise ValueError unless both are of one match, as far as their headers tell."""
    for name, what in MATCH.items():
        one, other = (getattr(recording.reader.header, name) for recording in (before, after))
        if pack_ordered(one) != pack_ordered(other):
            raise ValueError(
                f"{before.path} and {after.path} are of two matches: {what} is not the same"
            )


def _check_meet(before: Recording, after: Recording) -> None:
    """Raise ValueError unless one clip begins where the other ends."""
    one, other = before.path, after.path
    if after.first_frame > before.frames:
        missing = _frames(before.frames, after.first_frame)
        raise ValueError(f"{missing} missing between {one} and {other}")
    if after.first_frame < before.frames:
        doubled = _frames(after.first_frame, min(before.frames, after.frames))
        raise ValueError(f"{doubled} in both {one} and {other}: each frame may be there once")
    if after.start is None:
        raise ValueError(f"{other} begins a match of its own: it does not go on with {one}")


def _check_projection(one: Recording, projection: Projection[Any, Any] | None) -> None:
    """Raise ValueError if a clip begins from a state of another projection than is given."""
    start = one.start
    if start is not None and projection is not None and not start.is_of(projection):
        raise ValueError(
            f"{one.path} begins from a state of the projection {start.name!r}, not "
            f"{projection.name!r}: join them with that, or without one"
        )


def _check_state(
    before: Recording, after: Recording, projection: Projection[Any, Any] | None
) -> None:
    """Raise Corrupt if the state that a clip begins from is not where the one before it ends."""
    start = after.start
    if projection is None or start is None:
        return
    if _state_after(before, before.frames - 1, projection) != after.reader.header.start:
        problem = f"it does not begin from the state in which {before.path} ends"
        raise Corrupt(after.path, problem, advice="One of them was changed, or clipped elsewhere")


def _frames(start: int, stop: int) -> str:
    one = stop == start + 1
    return f"frame {start} is" if one else f"the frames {start} to {stop - 1} are"
