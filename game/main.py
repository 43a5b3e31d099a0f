"""The command ``packrat``: parses arguments, and plays with or without a window.

Errors and exit codes are handled as in the engine's own programs.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from game.display import why_no_display
from game.model.events import FRAME_RATE
from game.model.room import DEFAULT_SECONDS, MAX_PLAYERS
from game.options import Options
from game.paths import fresh_recording
from replay.console.program import Parser, run_program
from replay.console.terminal import flush, say

DEFAULT_SEED, MAX_SEED = 7, 999_999_999
BOTS_WITH_YOU, BOTS_ALONE = 3, 4
SHORTEST, LONGEST = 5, 3600
"""Limits of a match's length, in seconds."""

EXAMPLE = "example: packrat --headless --bots 4 --seed 7 --seconds 90 --record out.replay"


def main(argv: Sequence[str] | None = None) -> int:
    """Play Packrat; return the exit code: 0 fine, 2 it could not be done, 130 interrupted."""
    return run_program("packrat", lambda: _run(argv))


def _run(argv: Sequence[str] | None) -> int:
    parser = _parser()
    arguments = parser.parse_args(argv)
    trouble = None if arguments.headless else why_no_display()
    alone = arguments.headless or trouble is not None
    _check(parser, arguments, alone)
    with _stoppable():
        return _play_somehow(arguments, trouble)


def _parser() -> Parser:
    parser = Parser(
        prog="packrat",
        description="Carry what you can, steal what you cannot; every match is recorded.",
        epilog=EXAMPLE,
    )
    add = parser.add_argument
    add("--headless", action="store_true", help="no window: bots play as fast as they can")
    bots = (
        f"how many bots play ({BOTS_WITH_YOU} beside you, or {BOTS_ALONE} alone; "
        f"{MAX_PLAYERS} players at most)"
    )
    add("--bots", type=int, metavar="N", help=bots)
    seed = f"random seed, 0 to {MAX_SEED} ({DEFAULT_SEED})"
    add("--seed", type=int, metavar="N", default=DEFAULT_SEED, help=seed)
    seconds = f"how long a match lasts, {SHORTEST} to {LONGEST} ({DEFAULT_SECONDS})"
    add("--seconds", type=int, metavar="N", default=DEFAULT_SECONDS, help=seconds)
    record = "the recording's file (a new one among your recordings)"
    add("--record", type=_file, metavar="PATH", help=record)
    add("--force", action="store_true", help="replace that file if it exists")
    return parser


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM close the recording, as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _file(text: str) -> Path:
    if not text:
        raise ArgumentTypeError("a file needs a name")
    if os.path.isdir(text):  # noqa: PTH112 - pathlib raises if the name is too long
        raise ArgumentTypeError(f"{text} is a folder; name a file in it")
    return Path(text)


def _check(parser: Parser, arguments: Namespace, alone: bool) -> None:
    """Fill in how many bots play, and refuse numbers out of range."""
    if arguments.bots is None:
        arguments.bots = BOTS_ALONE if alone else BOTS_WITH_YOU
    most = MAX_PLAYERS if alone else MAX_PLAYERS - 1
    for name, value, low, high in (
        ("bots", arguments.bots, 1, most),
        ("seed", arguments.seed, 0, MAX_SEED),
        ("seconds", arguments.seconds, SHORTEST, LONGEST),
    ):
        if not low <= value <= high:
            parser.error(f"--{name} is between {low} and {high}, not {value}")


def _play_somehow(arguments: Namespace, trouble: str | None) -> int:
    if trouble is not None:
        return _play_instead(arguments, trouble)
    return _play_headless(arguments) if arguments.headless else _play(arguments)


def _play(arguments: Namespace) -> int:
    from game.app import run_app

    a = arguments
    return run_app(Options(a.bots, a.seed, a.seconds, a.record, a.force))


def _play_headless(arguments: Namespace) -> int:
    """Play a match of bots, and say where it was recorded."""
    from game.headless import play_headless

    a = arguments
    path: Path = a.record or fresh_recording(a.seed)
    code = play_headless(path, a.bots, a.seed, a.seconds, a.force)
    say(f"recorded in {path}")
    return code


def _play_instead(arguments: Namespace, trouble: str) -> int:
    say(f"{trouble[0].upper()}{trouble[1:]}, so bots play a match without you.")
    flush()
    path: Path = arguments.record or fresh_recording(arguments.seed)
    arguments.record = path
    code = _play_headless(arguments)
    replay, name = _replay_command(), shlex.quote(str(path))
    say(f"look at it with: {replay} info {name}")
    say(f"                 {replay} events {name}")
    say(f"                 {replay} state {name} --frame {arguments.seconds * FRAME_RATE // 2}")
    return code


def _replay_command() -> str:
    """Return how the command ``replay`` can be called from here."""
    if shutil.which("replay") is not None:
        return "replay"
    beside = shutil.which("replay", path=str(Path(sys.executable).parent))
    if beside is None:
        return f"{shlex.quote(sys.executable)} -m replay"
    return shlex.quote(os.path.relpath(beside) if Path.cwd() in Path(beside).parents else beside)
