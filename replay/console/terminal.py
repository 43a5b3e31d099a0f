"""What a program says to people: on a terminal, into a file, through a pipe.

Text from files and names may hold characters that control a terminal, or that the output's
encoding lacks: both become escapes. While a program speaks, standard output is its own: what a
game's code or a child process prints goes to standard error.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EINVAL
from io import StringIO
from threading import Event, Lock, Thread
from typing import Self, TextIO

from replay.values.escaping import escaped

LONGEST_COMPLAINT = 2000
"""Characters of an error message, which may quote a file."""
GATHERED = 64 * 1024
"""Characters that are printed together where nobody watches."""
PASSING_AFTER_S, PASSING_EACH_S = 1.0, 0.25
_output: TextIO | None = None
_name = "replay"


class NobodyReads(BrokenPipeError):
    """The reader of standard output has closed the pipe; other broken pipes are errors.

    ``code`` is the program's exit code, if it was known by then.
    """

    code = 0


class OutputFailed(OSError):
    """Standard output cannot be written: its disk is full, or it is broken."""


class _Passing:
    """The status line on a terminal, which is cleared when output is printed.

    ``shown`` is how many characters it has.
    """

    def __init__(self) -> None:
        self.shown = 0
        self._lock = Lock()
        self._ended = Event()

    def begin(self) -> Event:
        """Return an event that is set when the line is no longer wanted."""
        self._ended = Event()
        return self._ended

    def show(self, text: str) -> None:
        """Replace the line; an empty text clears it."""
        with self._lock:
            if sys.stderr is not None and (self.shown or (text and not self._ended.is_set())):
                blank = " " * max(0, self.shown - len(text))
                with suppress(OSError, ValueError):
                    print(f"\r{text}{blank}", end="" if text else "\r", file=sys.stderr, flush=True)
                self.shown = len(text)

    def end(self) -> None:
        """Clear the line and show no other."""
        self._ended.set()
        self.show("")


_passing = _Passing()


@contextmanager
def passing(told: Callable[[], str]) -> Iterator[None]:
    """Show on a terminal what is going on, once it has taken a second, until output is printed.

    ``told()`` is one short line of ASCII. It is asked in another thread.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    ended = _passing.begin()

    def keep_showing() -> None:
        wait_s = PASSING_AFTER_S
        while not ended.wait(wait_s):
            _passing.show(f"{_name}: {told()}")
            wait_s = PASSING_EACH_S

    thread = Thread(target=keep_showing, daemon=True)
    thread.start()
    try:
        yield
    finally:
        _passing.end()
        thread.join()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Take over standard output, and print warnings under this program's name.

    What could not be written by the end is dropped: the interpreter would report it again at exit.
    """
    global _output, _name
    before = _output, _name
    stdout = sys.stdout
    with warnings.catch_warnings(), _owned(stdout) as _output:
        warnings.showwarning = _tell_warning
        _name, sys.stdout = name, sys.stderr
        try:
            yield
        finally:
            sys.stdout = stdout
            _output, _name = before


@contextmanager
def _owned(stdout: TextIO) -> Iterator[TextIO]:
    """Yield a stream to the target of ``stdout``, and redirect its descriptor to standard error.

    A terminal shows both anyway, and on Windows nothing else than ``sys.stdout`` can write to it.
    """
    if stdout.isatty() or not _is_descriptor(stdout, 1):
        if hasattr(stdout, "reconfigure"):
            stdout.reconfigure(errors="backslashreplace")
        yield stdout
        return
    stdout.flush()
    own = os.dup(1)
    stream = open(own, "w", encoding=stdout.encoding, errors="backslashreplace")  # noqa: PTH123, SIM115
    os.dup2(2, 1)
    try:
        yield stream
    finally:
        os.dup2(own, 1)
        with suppress(OSError):
            stream.close()


def _is_descriptor(stream: TextIO, number: int) -> bool:
    try:
        return stream.fileno() == number
    except (OSError, ValueError):
        return False


def shown(text: object, encoding: str | None = None) -> str:
    """Return text that is safe for a terminal; ``encoding`` is the output's by default.

    Text from a file may hold control characters, with which its author could control the terminal:
    they become escapes, and so does what the encoding lacks.
    """
    plainly = escaped(str(text))
    encoding = output_encoding() if encoding is None else encoding
    if plainly.isascii() or encoding.lower().startswith("utf"):
        return plainly
    return plainly.encode(encoding, "backslashreplace").decode(encoding)


def cut(text: str, most: int) -> str:
    """Return a text, or if it is long its beginning and its length."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} letters)"


def output_encoding() -> str:
    """The encoding that output is written in."""
    return getattr(_out(), "encoding", None) or "utf-8"


def say(text: object = "") -> None:
    """Print a line, escaped. Raises OutputFailed, or NobodyReads."""
    put(f"{shown(text)}\n")


def put(text: str) -> None:
    """Print text as it is. Raises what ``say`` does."""
    if _passing.shown:
        _passing.end()
    try:
        _out().write(text)
    except OSError as cause:
        raise _failed(cause) from cause


class Gathered:
    """Text that is printed many lines at a time, but on a terminal each at once.

    The first is printed at once everywhere, as the next may take long.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room, self._together = 0, 0 if _out().isatty() else GATHERED

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.put()
        except OSError:
            if kind is None:
                raise  # else what was raised counts

    def add(self, text: str) -> None:
        """Print it, now or soon. Raises what ``say`` does."""
        self._parts.append(text)
        self._room -= len(text)
        if self._room < 0:
            first = len(self._parts) == 1
            self.put()
            if first:
                flush()

    def put(self) -> None:
        """Print what was gathered."""
        if self._parts:
            text, self._parts = "".join(self._parts), []
            self._room = self._together
            put(text)


def flush() -> None:
    """Let everything printed so far be seen. Raises what ``say`` does."""
    try:
        _out().flush()
    except OSError as cause:
        raise _failed(cause) from cause


def put_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; columns whose name ends in "#" are numbers and stand to the right.

    Cells are text: nothing in them is markup. Raises what ``say`` does.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in columns:
        right = column.endswith("#")
        name = shown(column.rstrip("#"))
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(shown(cell) for cell in row))
    text = StringIO()  # printing itself, rich would end the program at a closed pipe
    is_terminal = _out().isatty()
    console = Console(
        file=text, force_terminal=is_terminal, markup=False, highlight=False, emoji=False
    )
    console.print(table)
    put(text.getvalue())


def complain(message: object, name: str | None = None) -> None:
    """Say on standard error what is wrong, in one sentence that begins with the program's name."""
    stream = sys.stderr
    encoding = getattr(stream, "encoding", None) or "utf-8"
    _passing.show("")
    try:
        told = shown(cut(str(message), LONGEST_COMPLAINT), encoding)
        print(f"{name or _name}: {told}", file=stream, flush=True)
    except OSError:  # it cannot be reported, nor by the interpreter at exit
        if _is_descriptor(stream, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _out() -> TextIO:
    return sys.stdout if _output is None else _output


def _failed(cause: OSError) -> OSError:
    if isinstance(cause, BrokenPipeError) or (os.name == "nt" and cause.errno == EINVAL):
        return NobodyReads(cause.errno, cause.strerror)  # Windows calls it an invalid argument
    return OutputFailed(cause.errno, cause.strerror or str(cause))


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    complain(message)
