"""Errors of the disk, distinguished from what a signal handler raises during a write.

A handler may raise an OSError as well, a TimeoutError say. What the operating system refuses is
raised in this package or in Python's own library; what a handler raises, in the handler.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWN = [str(Path(__file__).parents[1]), str(Path(os.__file__).parent), "<frozen "]
"""Where the files of such code are; tests that simulate a disk add theirs."""
INSTALLED = "site-packages", "dist-packages"


def is_of_disk(raised: BaseException) -> bool:
    """Whether the operating system refused something."""
    return isinstance(raised, OSError) and raised.errno is not None and not raised_elsewhere(raised)


def raised_elsewhere(raised: BaseException) -> bool:
    """Whether something was raised by code that is neither this package's nor Python's own."""
    trace = raised.__traceback__
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename
    is_own = file.startswith(tuple(OWN))
    if is_own and not file.startswith(OWN[0]):
        is_own = not any(folder in file for folder in INSTALLED)
    return not is_own


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
