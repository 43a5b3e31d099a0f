"""Errors of the disk, told from what a signal handler happens to raise in the midst of a write.

A TimeoutError is an OSError, too; only those of the operating system have a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def is_of_disk(raised: BaseException) -> bool:
    """Whether the operating system has refused something."""
    return isinstance(raised, OSError) and raised.errno is not None


def name_file(raised: BaseException, path: Path) -> None:
    """Let an error of the disk that names no file name this one."""
    if isinstance(raised, OSError) and raised.errno is not None and raised.filename is None:
        raised.filename = str(path)


@contextmanager
def if_the_disk_can() -> Iterator[None]:
    """Go on where the disk refuses what is done within."""
    try:
        yield
    except OSError as raised:
        if not is_of_disk(raised):
            raise
