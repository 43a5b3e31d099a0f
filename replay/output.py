"""The output: an open file that only ever grows by whole writes.

Knows where the good bytes end. A write that fails half-way is cut off before anything else is
written, so that no torn record ever has another behind it.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO


class Output:
    """An open, locked file at ``path`` whose first ``size`` bytes are good.

    ``fsync_s``: seconds after which what was written is also handed to the disk; None never.
    """

    def __init__(self, file: BinaryIO, path: Path, fsync_s: float | None, size: int) -> None:
        self.file, self.path = file, path
        self.size = size
        self._fsync_s = fsync_s
        self._synced = time.monotonic()
        self._torn = True

    def write(self, data: bytes) -> None:
        """Write all of it, or raise OSError and count nothing of it as written."""
        if self._torn:
            self.cut(self.size)
        self._torn = True
        rest = memoryview(data)
        while rest:
            rest = rest[self.file.write(rest) :]
        self._torn = False
        self.size += len(data)

    def sync(self, *, now: bool = False) -> None:
        """Hand what was written to the disk if it is time for that, or ``now``.

        Raises OSError if the disk does not take it. What was written counts as written still.
        """
        time_s = time.monotonic()
        if self._fsync_s is not None and (now or time_s - self._synced >= self._fsync_s):
            self._synced = time_s
            os.fsync(self.file.fileno())

    def cut(self, size: int) -> None:
        """Cut the file to its first ``size`` bytes and go on there."""
        self.file.truncate(size)
        self.file.seek(size)
        self.size = size
        self._torn = False

    def change(self, file: BinaryIO) -> None:
        """Go on at the end of this open, locked file instead, which has the same name now."""
        self.file.close()
        self.file = file
        self.cut(os.fstat(file.fileno()).st_size)

    def close(self) -> None:
        """Close the file, and with it give up the lock."""
        self.file.close()
