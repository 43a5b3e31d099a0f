"""A program from its arguments to its exit code: every error a sentence, never a traceback."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from replay.console.terminal import NobodyReads, OutputFailed, complain, flush, put, speaking
from replay.errors import RecordingError

FINE, NO, IMPOSSIBLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: fine; the answer is no; it could not be done; stopped with Ctrl+C."""


class Failed(Exception):
    """It could not be done; says why, in a sentence."""


class Parser(ArgumentParser):
    """A parser that says what is wrong in one sentence, without the usage before it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.color = False  # help is printed where standard output led, not where it leads now

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and exit."""
        complain(f"{message}; see {self.prog} --help", self.prog)
        raise SystemExit(IMPOSSIBLE)

    def print_help(self, file: Any = None) -> None:
        """Print what there is to know."""
        put(self.format_help())
        flush()


def run_program(name: str, run: Callable[[], int]) -> int:
    """Run a program and return its exit code.

    If the reader of its output closes the pipe, that is fine (0), unless another exit code is
    known by then.
    """
    try:
        _open_standard_streams()
        return _ended(name, run)
    except KeyboardInterrupt:
        return INTERRUPTED


def _ended(name: str, run: Callable[[], int]) -> int:
    with speaking(name):
        code = FINE
        try:
            code = run()
            flush()
        except NobodyReads as gone:
            return code or gone.code
        except (Failed, RecordingError) as trouble:
            complain(trouble)
        except OSError as trouble:
            complain(sentence(trouble))
        else:
            return code
    return IMPOSSIBLE


def sentence(trouble: OSError) -> str:
    """Return what is wrong, and with which file."""
    path = trouble.filename
    path = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else None
    if isinstance(trouble, OutputFailed):
        return f"the output cannot be written: {trouble.strerror}"
    if isinstance(trouble, FileExistsError):
        what = str(trouble) if path is None else f"there is a file {path} already"
        return f"{what}; --force replaces it"
    if isinstance(trouble, FileNotFoundError) and path is not None:
        folder = Path(path).parent
        return f"there is no {f'file {path}' if os.path.isdir(folder) else f'folder {folder}'}"  # noqa: PTH112
    named = "" if path is None else f"{path}: "
    return f"{named}{trouble.strerror or trouble}"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Add this file's name to an OSError without one, such as that of a full disk."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno is not None and trouble.filename is None:
            trouble.filename = str(path)
        raise


@contextmanager
def answering(code: int) -> Iterator[None]:
    """Let this be the exit code, even if the reader closes the pipe during the block."""
    try:
        yield
    except NobodyReads as gone:
        gone.code = code
        raise


def _open_standard_streams() -> None:
    """Open closed ones to the null device; else output could go into a file with their number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)
