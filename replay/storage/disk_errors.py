"""Errors of the disk, told apart from what a signal handler may raise during a write.

A TimeoutError is an OSError, too; only errors of the operating system have an ``errno``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def is_of_disk(raised: BaseException) -> bool:
    """Whether the operating system has refused something."""
    return isinstance(raised, OSError) and raised.errno is not None


def name_file(raised: BaseException, path: Path) -> None:
    """Add this file's name to an error of the disk that names none."""
    if isinstance(raised, OSError) and raised.errno is not None and raised.filename is None:
        raised.filename = str(path)


@contextmanager
def if_the_disk_can() -> Iterator[None]:
    """Suppress errors of the disk that the block raises."""
    try:
        yield
    except OSError as raised:
        if not is_of_disk(raised):
            raise
