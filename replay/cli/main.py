"""The command ``replay``: its commands, their arguments, and how errors are reported.

Modules that are slow to import, such as pygame, are imported when a command runs.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from replay.cli.progress import progress
from replay.console.program import Failed, Parser, run_program
from replay.errors import RecordingError


class Command(Protocol):
    """The interface of a command's module, ``replay/cli/NAME.py``."""

    HELP: str
    EXAMPLE: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the command's own arguments."""
        ...

    def run(self, arguments: Namespace) -> int:
        """Run the command and return the exit code."""
        ...


class Entry(NamedTuple):
    """A command of the table: its name, and when it exits with 1 ("" if never).

    An ``endless`` one runs until the person stops it.
    """

    name: str
    no: str = ""
    json: bool = True
    endless: bool = False
    needs_file: bool = True


COMMANDS = (
    Entry("view", json=False, endless=True, needs_file=False),
    Entry("info", "events are damaged"),
    Entry("events", "no event passes the filters"),
    Entry("state"),
    Entry("stats"),
    Entry("find", "no frame matches"),
    Entry("blame", "no event led to it"),
    Entry("verify", "something is wrong, or it was not closed and nobody writes it"),
    Entry("diff", "they differ"),
    Entry("repair", "something was lost"),
    Entry("fork", "what its source claims of itself is false"),
    Entry("clip"),
    Entry("cat"),
    Entry("follow", "nobody writes the file any more, and it was not closed", endless=True),
)
TRACEBACK = "REPLAY_TRACEBACK"
"""If this variable is set, unexpected errors show a traceback, for authors of games."""
WHEN = ("--frame", "--from", "--to")
"""Options that take a moment."""
TEXTS = ("--item", "--player", "--text")
"""Options that take any text."""
ENDLESS = {entry.name for entry in COMMANDS if entry.endless}


def command_of(name: str) -> Command:
    """Return the module of a command."""
    return cast(Command, import_module(f"replay.cli.{name}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 fine, 1 the answer is no, 2 it failed."""
    return run_program("replay", lambda: _run(argv))


def _run(argv: Sequence[str] | None) -> int:
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    arguments = parsed(argv)
    command = command_of(arguments.command)
    try:
        with nullcontext() if arguments.command in ENDLESS else progress():
            code = command.run(arguments)
    except (Failed, RecordingError, OSError):
        raise
    except RecursionError as trouble:
        told = "something in it is nested too deeply to be shown"
        raise Failed(f"{arguments.file}: {told}") from trouble
    except (IndexError, ValueError) as trouble:
        raise Failed(str(trouble)) from trouble
    except Exception as trouble:
        if TRACEBACK in os.environ:
            raise
        # A checksum proves that events were written, not that a game's rules can follow them.
        told = "; ".join([f"{type(trouble).__name__}: {trouble}", *notes_of(trouble)])
        raise Failed(
            f"{arguments.file}: code raised {told} (with {TRACEBACK}=1 set, you see where)"
        ) from trouble
    return code


def notes_of(trouble: BaseException) -> list[str]:
    """Return the notes that were added to an exception."""
    return list(getattr(trouble, "__notes__", ()))


def parsed(argv: Sequence[str] | None) -> Namespace:
    """Return the arguments; invalid ones end the program (exit code 2)."""
    whole = parser()
    words = joined(sys.argv[1:] if argv is None else argv)
    for word in words:
        if re.fullmatch(r"--[\w-]+=--", word):  # of which some versions of argparse make a list
            whole.error(f"{word.removesuffix('=--')} is given no value by --")
    behind = words[words.index("--") + 1 :] if "--" in words else []  # these are no options
    arguments, rest = whole.parse_known_args(words)
    rest = [word for word in rest if word != "--"]  # argparse keeps it where it expects no more
    is_optional = bool(rest) and getattr(arguments, "path", rest) is None
    if is_optional and (rest[0] in behind or not rest[0].startswith("-")):
        arguments.path = rest.pop(0)  # argparse takes no optional PATH behind an option
    if rest:
        whole.error(f"unrecognized arguments: {' '.join(rest)}")
    return arguments


def joined(argv: Sequence[str]) -> list[str]:
    """Join options with the value behind them where that begins with a minus: ``--from -10s``.

    argparse would take "-10s" for an option. A text may begin with one minus: ``--item -Infinity``.
    """
    words: list[str] = []
    for word in argv:
        option = words[-1] if words else ""
        if (option in WHEN and re.match(r"-[\d.]", word)) or (
            option in TEXTS and re.match("-(?!-)", word)
        ):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def parser() -> Parser:
    """Return the parser of all commands."""
    whole = Parser(
        prog="replay",
        description="Watch, scrub and question recorded matches.",
        epilog="example: replay view match.replay",
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, no, json, _, needs_file in COMMANDS:
        command = command_of(name)
        one = commands.add_parser(
            name,
            help=command.HELP,
            description=f"{command.HELP[0].upper()}{command.HELP[1:]}.",
            epilog=f"exit code: 0 done{f', 1 {no}' * bool(no)}, 2 it failed\n"
            f"example: {command.EXAMPLE}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        nargs = None if needs_file else "?"
        one.add_argument("file", type=Path, metavar="FILE", nargs=nargs, help="a recording")
        if json:
            one.add_argument("--json", action="store_true", help="print JSON")
        command.add_arguments(one)
    return whole
