"""How a recording's file comes into being: under its name at once whole, and owned by one writer.

Opens files for writing; knows nothing of what is written.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Literal

from replay.locking import lock, same_file

Existing = Literal["refuse", "continue", "replace"]


def create(path: Path, content: bytes, *, replace: bool) -> BinaryIO:
    """Create a file that holds ``content`` from its first moment on, and return it locked.

    Written under a name of its own, then given the right one: nobody ever sees it half. Raises
    FileExistsError if there is one already and it is not to be replaced, or BlockingIOError if
    somebody is writing to that one.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        lock(descriptor)
        os.write(descriptor, content)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o666 & ~_umask())
        if replace:
            _replace(name, path)
        else:
            _take_name(name, path)
    except BaseException:
        os.close(descriptor)
        Path(name).unlink(missing_ok=True)
        raise
    return os.fdopen(descriptor, "r+b", buffering=0)


def reopen(path: Path) -> BinaryIO:
    """Open an existing file for writing and return it locked.

    Raises BlockingIOError if somebody else is writing to it.
    """
    while True:
        file = path.open("r+b", buffering=0)
        if not lock(file.fileno()):
            file.close()
            raise BlockingIOError(f"{path} is being written by another program")
        if same_file(file.fileno(), path):
            return file
        file.close()  # it was replaced between opening and locking: look again


def _replace(name: str, path: Path) -> None:
    while path.exists():
        with reopen(path):  # holds off other writers until the new file has the name
            Path(name).replace(path)
            return
    _take_name(name, path)


def _take_name(name: str, path: Path) -> None:
    """Give the file its name unless there is one of that name; at no moment is there a choice."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise FileExistsError(f"there is a file {path} already") from None
    except OSError:  # a file system without hard links
        if os.name == "nt":
            Path(name).rename(path)  # refuses there, where POSIX would replace
            return
        if path.exists():
            raise FileExistsError(f"there is a file {path} already") from None
        Path(name).replace(path)
        return
    Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
