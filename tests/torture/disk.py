"""A failing disk: every single operation of a match fails once, for a while, or for good.

The operations are those of the operating system that a recorder uses: write (whole, torn, or
short: it takes a part and says so), truncate, fsync, rename and link. Creating the file is the
caller's to see fail; from then on the match goes on.
"""

from __future__ import annotations

import errno
import os
import random
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any
from unittest import mock

from strategies import SCHEMA, Ledger
from torture.interrupts import growing
from torture.judges import findings
from torture.matches import history
from torture.reports import Report, Tally

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning
from replay.file.batch import BLOCK_EVENTS
from replay.storage import disk_errors
from replay.storage.ownership import OwnedFile

disk_errors.OWN.add(__name__)
FULL, BROKEN, SHORT = errno.ENOSPC, errno.EIO, 0


class Disk:
    """Counts the operations of a match and lets some of them fail."""

    def __init__(self, first: int = -1, count: int = 0, error: int = FULL, torn: int = 0) -> None:
        self.done = 0
        self.failed = 0
        self._failing = range(first, first + count)
        self._error, self._torn = error, torn

    def step(self) -> bool:
        """Count an operation; whether it is to fail."""
        failing = self.done in self._failing
        self.done += 1
        self.failed += failing
        return failing

    def check(self) -> None:
        if self.step() and self._error != SHORT:
            raise OSError(self._error, os.strerror(self._error))

    def write(self, write: Callable[[Any], int], data: Any) -> int:
        if not self.step():
            return write(data)
        part = memoryview(data)[: len(data) * self._torn // 4]
        if self._error == SHORT:
            return write(part or data)
        if part:
            write(part)
        raise OSError(self._error, os.strerror(self._error))


@contextmanager
def on(disk: Disk) -> Iterator[None]:
    """Let everything that is recorded within lie on this disk."""
    fsync, link, replaced = os.fsync, os.link, Path.replace

    def write(file: OwnedFile, data: Any) -> int:
        return disk.write(partial(FileIO.write, file), data)

    def truncate(file: OwnedFile, size: int) -> int:
        disk.check()
        return FileIO.truncate(file, size)

    def checked(act: Callable[..., Any]) -> Callable[..., Any]:
        def checking(*given: Any, **more: Any) -> Any:
            disk.check()
            return act(*given, **more)

        return checking

    with (
        mock.patch("os.fsync", checked(fsync)),
        mock.patch("os.link", checked(link)),
        mock.patch.object(OwnedFile, "write", write, create=True),
        mock.patch.object(OwnedFile, "truncate", truncate, create=True),
        mock.patch("pathlib.Path.replace", checked(replaced)),
    ):
        yield


def faults(folder: Path, events: int, seed: int, cases: int | None = None) -> Report:
    """Let each operation of a match fail, in each way; or only so many cases, by chance."""
    tally = Tally("disk")
    match = history(events, seed, frames=1)
    for block_events in (BLOCK_EVENTS, events // 5):
        clean = Disk()
        with growing(block_events), on(clean):
            _record(folder / "clean.replay", match, tally, "no fault", [])
        (folder / "clean.replay").unlink()
        tally.count(f"operations of the match, in blocks of {block_events}", clean.done)
        every = [
            (first, count, error, torn)
            for first in range(clean.done)
            for count in (1, 3, 10**9)
            for error, torn in ((FULL, 0), (FULL, 2), (BROKEN, 3), (SHORT, 1))
        ]
        if cases is not None and cases < 2 * len(every):
            every = random.Random(seed).sample(every, cases // 2)
        for first, count, error, torn in every:
            with growing(block_events):
                _judge_fault(folder / "match.replay", match, Disk(first, count, error, torn), tally)
    return tally.report()


def _record(
    path: Path, match: list[Event[Any]], tally: Tally, case: str, safe: list[int]
) -> Recorder | None:
    """Play the match; note in ``safe`` each frame that was recorded when it had ended."""
    try:
        recorder = Recorder(path, SCHEMA, projection=Ledger(), fsync_s=0)
    except OSError:
        tally.count("the file could not be created")
        return None
    try:
        for number, event in enumerate(match):
            recorder.append(event)
            if number + 1 == len(match) or match[number + 1].frame != event.frame:
                recorder.end_frame(event.frame)
                if recorder.problem is None:
                    safe.append(event.frame)
        recorder.close()
    except Exception as crash:  # noqa: BLE001 - this is what the torture looks for
        tally.wrong(f"{case}: the match was stopped by {type(crash).__name__}: {crash}")
    return recorder


def _judge_fault(path: Path, match: list[Event[Any]], disk: Disk, tally: Tally) -> None:
    case = f"operations {disk._failing} fail ({os.strerror(disk._error)}, torn {disk._torn})"
    path.unlink(missing_ok=True)
    safe: list[int] = []
    with warnings.catch_warnings(record=True) as told, on(disk):
        warnings.simplefilter("always")
        recorder = _record(path, match, tally, case, safe)
    tally.count("matches on a failing disk")
    if recorder is None:
        if path.exists():
            tally.wrong(f"{case}: half a file was left under the name")
        return
    troubles = [warning for warning in told if warning.category is RecordingWarning]
    tally.count("warned once", len(troubles) == 1)
    most = 1 if recorder.problem is None else 2  # meanwhile, and what came of it at the end
    if len(troubles) > most or len(told) != len(troubles):
        tally.wrong(f"{case}: warned {[str(w.message) for w in told]}")
    if recorder.problem is not None and not troubles:
        tally.wrong(f"{case}: nothing was said of {recorder.problem}")
    with Recording(path, SCHEMA) as recording:
        events = recording.get_all_events()
        if events != match[: len(events)]:
            tally.wrong(f"{case}: wrong events")
        if safe and recording.frames <= safe[-1]:
            tally.wrong(f"{case}: frame {safe[-1]} was safe, {recording.frames} frames are there")
        if recorder.problem is None and len(events) != len(match):
            tally.wrong(f"{case}: the trouble passed, and {len(events)} events are there")
        tally.count("nothing lost", len(events) == len(match))
        tally.count("closed", recording.closed)
    for finding in findings(path, tally, case):
        tally.wrong(f"{case}: verify says {finding.where}: {finding.problem}")
    left = [p.name for p in path.parent.iterdir() if p.name.startswith(".")]
    if left and recorder.problem is None:
        tally.wrong(f"{case}: {left} was left")


def small_disk(folder: Path, seed: int) -> Report:
    """Fill a real file system of 64 KiB, make room, go on. Needs root; says so if it has not."""
    tally = Tally("a disk of 64 KiB")
    mounted = folder / "small"
    mounted.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mounted)]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        tally.count("not possible here: mounting needs root")
        return tally.report()
    try:
        _fill_and_go_on(mounted, history(3000, seed), tally)
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
    return tally.report()


def _fill_and_go_on(mounted: Path, match: list[Event[Any]], tally: Tally) -> None:
    ballast = mounted / "ballast"
    ballast.write_bytes(bytes(32 * 1024))
    path = mounted / "match.replay"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with Recorder(path, SCHEMA, projection=Ledger()) as recorder:
            for number, event in enumerate(match[:1200]):
                recorder.append(event)
                if recorder.problem is not None and ballast.exists():
                    tally.count("events recorded when it was full", number)
                    with Recording(path, SCHEMA) as recording:
                        events = recording.get_all_events()
                    if events != match[: len(events)]:
                        tally.wrong("wrong events on the full disk")
                    ballast.unlink()
    tally.count("warnings", len(told))
    if len(told) != 1:
        tally.wrong(f"warned {len(told)} times")
    with Recording(path, SCHEMA) as recording:
        tally.count("events there in the end", len(recording))
        tally.count("closed", recording.closed)
        if recording.get_all_events() != match[:1200]:
            tally.wrong("the trouble passed, and not all events are there")
