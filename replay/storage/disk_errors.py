"""Errors of the disk, distinguished from what a signal handler raises during a write.

A handler may raise an OSError as well: a TimeoutError, or that of a file or socket of its own.
What the operating system refuses this package, comes through no other code than this package's
and Python's own library; what a handler raises comes through the handler.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from replay.errors import RecordingError

OWN = {__name__.partition(".")[0], *sys.stdlib_module_names} - {"__main__"}
"""Names of the modules and packages of such code; tests that simulate a disk add theirs."""


def is_of_disk(raised: BaseException) -> bool:
    """Whether the operating system refused something."""
    return isinstance(raised, OSError) and raised.errno is not None and not raised_elsewhere(raised)


def raised_elsewhere(raised: BaseException) -> bool:
    """Whether something came through code that is neither this package's nor Python's own."""
    trace = raised.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__"))
        if name not in OWN and name.partition(".")[0] not in OWN:
            return True
        trace = trace.tb_next
    return False


def is_of_reading(raised: BaseException) -> bool:
    """Whether what is read turned out to be damaged."""
    return isinstance(raised, RecordingError) and not raised_elsewhere(raised)


def name_file(raised: BaseException, path: Path) -> None:
    """Set the file name of a disk error that has none."""
    if isinstance(raised, OSError) and is_of_disk(raised) and raised.filename is None:
        raised.filename = str(path)


@contextmanager
def if_the_disk_can() -> Iterator[None]:
    """Go on if the disk refuses what is done within."""
    try:
        yield
    except OSError as raised:
        if not is_of_disk(raised):
            raise
