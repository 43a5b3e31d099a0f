"""The output: an open, locked file that is written from an offset on.

Knows no record and no event. Each write says at which offset the valid bytes end; whatever lies
behind that, such as the rest of a failed write, is cut off first. So no torn record is ever
followed by another, and an interrupted write may simply be repeated.
"""

from __future__ import annotations

import os
import time
from errno import EINVAL, EIO, ENOENT
from pathlib import Path
from typing import BinaryIO

from replay.storage.disk_errors import if_the_disk_can, is_of_disk, name_file
from replay.storage.locking import is_another
from replay.storage.ownership import OwnedFile

RETRY_S = 1.0
"""Seconds until a failed sync is tried again; what it may have lost is then written again."""
LAST_BYTES = 16
"""Bytes of a write that are remembered, to know them again."""
PIECE = 1 << 20
"""Bytes that are written anew at a time."""
CUT_OFF = "another program has overwritten it, or cut it off"


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write all of ``data``: an unbuffered write may be partial, as on a disk that fills up."""
    done = file.write(data)
    while done < len(data):
        done += file.write(memoryview(data)[done:])


def sync_folder(folder: Path) -> None:
    """Sync a folder's entries to the disk, where the operating system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as trouble:
        if trouble.errno != EINVAL or not is_of_disk(
            trouble
        ):  # a file system on which folders need no sync
            raise
    finally:
        os.close(descriptor)


class Output:
    """An open, locked file at ``path``, which begins with ``begin``, a header.

    ``draft`` is the file that is written to take this one's place, closed with it, ``draft_name``
    its hidden name.
    ``fsync_s``: seconds after which what was written is also handed to the disk; None never.
    ``successor`` identifies the file that was written to take this one's place, if there is one.
    If this file had ``lost_name`` by then, ``kept_at`` is where the successor is, in the folder of
    ``nearest``. ``damage`` is set once another program has truncated or overwritten the file,
    ``gone`` at the end if the file had been deleted or replaced, ``moved`` if
    it has no longer its name but another one, or cannot be reached.
    """

    def __init__(
        self, file: OwnedFile, path: Path, fsync_s: float | None, begin: bytes = b""
    ) -> None:
        self.file, self.path, self.nearest, self.begin = file, path, path, begin
        self.draft: OwnedFile | None = None
        self.draft_name: Path | None = None
        self.successor: os.stat_result | None = None
        self.lost_name = False
        self.kept_at: Path | None = None
        self.damage: OSError | None = None
        self.gone = self.moved = False
        self._fsync_s, self._folder_synced = fsync_s, False
        self._due_s = time.monotonic() + (fsync_s or 0)
        self._unsynced: OSError | None = None
        self._last = b"", 0
        """The last bytes that were written, and where they end; none after a failed write."""
        self._safe = 0 if begin else file.seek(0, os.SEEK_END)

    def write(self, data: bytes, offset: int) -> None:
        """Write all of it at ``offset`` as the end of the file.

        Raises OSError if the disk does not take it; then, as after anything else that is raised
        meanwhile, nothing behind ``offset`` counts as written. Raises RuntimeError in a process
        that has only a copy of the open file.
        """
        if not self.file.is_ours:
            raise RuntimeError(f"process {self.owner} writes {self.path}, and no other")
        try:
            self.go_to(offset)
            self._last = b"", 0
            write_all(self.file, data)
            self._last = data[-LAST_BYTES:], offset + len(data)
        except OSError as trouble:
            name_file(trouble, self.path)
            raise

    def go_to(self, offset: int, *, at_end: bool = False) -> None:
        """Truncate the file to ``offset``, and go on writing there.

        Bytes behind that are left from a failed write, or another program's. If bytes before it
        are missing, or the first or last ones are changed, another program did that: then
        ``damage`` is set, and the header is restored if need be, so that what is written from now
        on can be repaired.
        ``at_end``: look at the header in any case; otherwise only where the size is another.
        """
        end = self.file.seek(0, os.SEEK_END)
        if end == offset and not at_end:
            return
        self.file.seek(0)
        begins = self.file.read(len(self.begin)) == self.begin
        if end < offset or not begins or not self._ends_as_written(offset):
            self.damage = OSError(EIO, CUT_OFF, str(self.path))
        if not begins:
            if end != offset:
                self.file.truncate(0)
            self._safe = 0
            self.file.seek(0)
            write_all(self.file, self.begin)
        self.file.truncate(offset)
        self.file.seek(offset)
        self._safe = min(self._safe, offset)

    def _ends_as_written(self, offset: int) -> bool:
        """Whether the last bytes before ``offset`` are those that were written, if they are known.

        A file that was cut off, and has grown again, has others.
        """
        last, end = self._last
        if end != offset:
            return True
        self.file.seek(offset - len(last))
        return self.file.read(len(last)) == last

    def sync(self, *, now: bool = False) -> None:
        """Hand what was written to the disk if it is time for that, or ``now``.

        Raises OSError if the disk does not take it. What was written still counts as written; but
        as operating systems may report it as safe after one failed sync
        (https://wiki.postgresql.org/wiki/Fsync_Errors), the next try, a second later, writes it
        again.
        """
        if self._fsync_s is None:
            return
        if not now and time.monotonic() < self._due_s:
            if self._unsynced is not None:
                raise self._unsynced.with_traceback(None)
            return
        try:
            self._sync()
        except OSError as trouble:
            if is_of_disk(trouble):
                self._unsynced = trouble
                self._due_s = time.monotonic() + RETRY_S
            raise
        self._unsynced, self._due_s = None, time.monotonic() + self._fsync_s

    def _sync(self) -> None:
        end = self.file.seek(0, os.SEEK_END)
        if self._unsynced is not None:
            self._write_again(end)
        os.fsync(self.file.fileno())
        self._safe = end
        if not self._folder_synced:
            sync_folder(self.path.parent)
            self._folder_synced = True

    def _write_again(self, end: int) -> None:
        """Rewrite in place the bytes that were written since the last successful sync."""
        for offset in range(self._safe, end, PIECE):
            self.file.seek(offset)
            piece = self.file.read(min(PIECE, end - offset))
            self.file.seek(offset)
            write_all(self.file, piece)

    def missing(self) -> bool:
        """Whether the file was deleted or replaced; False if that cannot be checked."""
        try:
            return is_another(self.file.fileno(), self.path)
        except ValueError:
            if not self.file.closed:
                raise
            return False  # another thread has closed it

    def become_draft(self) -> None:
        """Write to the draft instead, which has taken the file's place.

        Raises FileNotFoundError if it could not, as the file had been deleted or replaced.
        """
        if self.draft is None or self.kept_at is not None:
            where = f"its match is saved in {self.kept_at}" if self.kept_at else "it is gone"
            raise FileNotFoundError(ENOENT, f"it was deleted or replaced: {where}", str(self.path))
        replaced, self.file = self.file, self.draft
        self.draft = self.successor = None
        replaced.close()
        self._safe = self.file.seek(0, os.SEEK_END)

    @property
    def owner(self) -> int:
        """The process that opened the file, and may write it."""
        return self.file.owner

    @property
    def is_ours(self) -> bool:
        """Whether this process may write it; a forked child has a copy that it must not use."""
        return self.file.is_ours

    @property
    def closed(self) -> bool:
        """Whether the file is closed."""
        return self.file.closed

    def close(self) -> None:
        """Close the file, and with it give up the lock."""
        if not self.file.closed and self.missing():
            with if_the_disk_can():
                self.moved = os.fstat(self.file.fileno()).st_nlink > 0
                self.gone = not self.moved
        # Interrupted at the draft, neither is closed, so that the next call closes both.
        try:
            if self.draft is not None:
                self.draft.close()
        except OSError as trouble:
            if is_of_disk(trouble):
                self.file.close()
            raise
        self.file.close()
