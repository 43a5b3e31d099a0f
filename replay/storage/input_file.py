"""The source: an open file to read from. Knows bytes and its own name, nothing of recordings."""

from __future__ import annotations

import os
import stat
import threading
import weakref
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from replay.errors import NotARecording
from replay.storage.disk_errors import name_file
from replay.storage.locking import is_another, is_locked

LARGE = 64 * 1024
"""Bytes; larger reads are first limited to the file's size."""


class Source:
    """An open file, to be read from several threads if need be.

    ``file``, if given, is read instead of opening ``path``; its owner closes it.
    Raises OSError if the file cannot be opened, NotARecording for what is no file.
    """

    def __init__(self, path: Path, file: BinaryIO | None = None) -> None:
        self.path = path
        if file is not None and hasattr(os, "pread"):  # a duplicate shares its position
            self.file: BinaryIO = FileIO(os.dup(file.fileno()), "r")
        else:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                raise NotARecording(path, "it is a folder", advice="Name a file in it")
            if not stat.S_ISREG(mode):
                raise NotARecording(path, "it is no file")
            self.file = path.open("rb", buffering=0)
        self._seeking = threading.Lock()
        # Closes a forgotten reader's file. Once that is done nothing runs when the reader is
        # collected: what a signal handler raises there would be ignored.
        self._close = weakref.finalize(self, self.file.close)

    def close(self) -> None:
        """Close the file."""
        self._close()

    @property
    def size(self) -> int:
        """The file's size in bytes, now."""
        return os.fstat(self.file.fileno()).st_size

    @property
    def written_ns(self) -> int:
        """When it was last written, in nanoseconds since 1970, by the file system's clock."""
        return os.fstat(self.file.fileno()).st_mtime_ns

    @property
    def replaced(self) -> bool:
        """Whether another file has its name now."""
        return self.path.exists() and is_another(self.file.fileno(), self.path)

    @property
    def is_locked(self) -> bool | None:
        """Whether somebody is writing it; None where that cannot be known."""
        return is_locked(self.file.fileno())

    def read(self, offset: int, size: int) -> bytes:
        """Return the file's bytes there; fewer at its end."""
        if size > LARGE:
            size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        parts = []
        try:
            while size > 0 and (part := self._part(offset, size)):
                parts.append(part)
                size -= len(part)
                offset += len(part)
        except OSError as trouble:
            name_file(trouble, self.path)
            raise
        except ValueError as trouble:
            if not self.file.closed:
                raise
            raise ValueError(f"the recording {self.path} is closed") from trouble
        return b"".join(parts)

    if hasattr(os, "pread"):

        def _part(self, offset: int, size: int) -> bytes:
            return os.pread(self.file.fileno(), size, offset)

    else:

        def _part(self, offset: int, size: int) -> bytes:
            with self._seeking:
                self.file.seek(offset)
                return self.file.read(size)
