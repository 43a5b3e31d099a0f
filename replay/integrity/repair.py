"""Repair: copies everything undamaged into a new file, and notes there what is lost as gaps.

Opens the files, saves the header, has keyframes proved, and reports what was done; see salvage for
what else is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

from replay.errors import Corrupt, NotARecording, OtherStart, UnsupportedFormat, WrongSchema
from replay.file.resync import Search
from replay.file.scan import TooNew, copied_header, read_header
from replay.integrity.proving import Verdict, judged
from replay.integrity.salvage import Loss, RepairReport, Salvage
from replay.projections import Projection
from replay.recording import Recording
from replay.schema import Schema
from replay.storage.creation import check_target, close_surely, create
from replay.storage.disk_errors import name_file
from replay.storage.hidden_files import claim, discard, hidden
from replay.storage.input_file import Source
from replay.storage.output_file import write_all

Known = Callable[[str], tuple[Schema, Projection[Any, Any]] | None]
"""Finds a game's schema and projection by its name; None if the game is not here."""


def repair(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    existing: Literal["refuse", "replace"] = "refuse",
    known: Known = lambda game: None,
) -> RepairReport:
    """Write what can be saved of ``source`` into a new file ``target``.

    Keyframes are a cache. Those that the game's projection proves are kept, and of each projection
    the first behind a gap, without which the state there is unknown; the others are left out.

    Raises FileExistsError if there is one and it is not to be replaced, ValueError if it is
    ``source`` itself, NotARecording if there is nothing of a recording in ``source``, and
    Corrupt if its header cannot be saved.
    """
    if existing not in ("refuse", "replace"):
        raise ValueError(f"existing is 'refuse' or 'replace', not {existing!r}")
    source, target, replace = Path(source), Path(target), existing == "replace"
    if target.exists() and target.samefile(source):
        raise ValueError(f"{target} is the file that is to be repaired: a repair writes a new one")
    data = Source(source)
    try:
        with _draft(target, replace) as (draft, file):
            rescue = _rescue(data, source)
            for part in rescue.records():
                _write(file, part, target)
            false, unproved = _unkept(draft, known, rescue)
            if false or unproved:
                rescue = _rescue(data, source, {loss.first_byte for loss in (*false, *unproved)})
                close_surely(create(target, rescue.records(), replace=replace))
                rescue.report.losses.extend(false)
                rescue.report.keyframes_unproved += len(unproved)
            else:
                close_surely(create(target, _content(draft), replace=replace))
    finally:
        data.close()
    return rescue.report


@contextmanager
def _draft(target: Path, replace: bool) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a locked hidden file, into which the repair is first written to prove its keyframes.

    Raises BlockingIOError if another program repairs into ``target`` at this moment.
    """
    check_target(target, replace=replace)
    name = hidden(target, "repairing")
    file = claim(name, target)
    try:
        yield name, file
    except OSError as trouble:
        if trouble.filename == str(name):
            trouble.filename = str(target)  # callers do not know the hidden one
        raise
    finally:
        discard(name, file)


def _write(file: BinaryIO, part: bytes, target: Path) -> None:
    try:
        write_all(file, part)
    except OSError as trouble:
        name_file(trouble, target)
        raise


def _rescue(data: Source, path: Path, unkept: Collection[int] = ()) -> Salvage:
    search = Search(data.read, data.size)
    header, begin = _header(search, path)
    try:
        return Salvage(header, begin, search, unkept)
    except ValueError as cause:
        raise Corrupt(path, f"the header is damaged: {cause}", offset=0) from cause


def _unkept(draft: Path, known: Known, rescue: Salvage) -> tuple[list[Loss], list[Loss]]:
    """Return the false keyframes and those that cannot be proved here: where they lay, and why."""
    false, unproved = [], []
    kept = rescue.keyframes()
    with _typed(draft, known) as (recording, projection):
        try:
            found_all = list(judged(recording, projection))
        except OtherStart:  # it begins from a state that cannot be loaded: nothing is proved
            found_all = list(judged(recording, None))
        for found in found_all:
            offset, size = kept[found.position]
            loss = Loss(offset, offset + size, found.problem)
            if found.verdict is Verdict.FALSE:
                false.append(loss)
            elif found.verdict is Verdict.UNPROVED:
                unproved.append(loss)
    return false, unproved


@contextmanager
def _typed(path: Path, known: Known) -> Iterator[tuple[Recording, Projection[Any, Any] | None]]:
    """Open a recording with its game's schema, if the game is here and reads it."""
    recording, projection = Recording(path), None
    found = known(recording.schema.game)
    if found is not None:
        with suppress(WrongSchema):
            typed = Recording(path, found[0])
            recording.close()
            recording, projection = typed, found[1]
    with recording:
        yield recording, projection


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            yield part


def _header(search: Search, path: Path) -> tuple[bytes, int]:
    """Return the header's record and where the records behind it begin."""
    try:
        header, begin = read_header(search.read)
        header.schema()
    except TooNew as cause:
        advice = "a newer version of this program repairs it"
        raise UnsupportedFormat(path, str(cause), advice=advice) from cause
    except ValueError:  # it is foreign, malformed, or describes no events that there can be
        copy = copied_header(search)
    else:
        return search.read(0, begin), begin
    if copy is not None:
        return copy, 0
    if search.following(0) is None:
        raise NotARecording(path, "there is nothing of a recording in it")
    raise Corrupt(path, "its header is damaged, and there is no copy of it", offset=0)
