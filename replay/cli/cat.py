"""``replay cat``: joins clips of one match to one recording."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from replay.cli.opening import open_recording
from replay.cli.target import add_output, existing, tell_made
from replay.clipping import cat
from replay.console.file_names import derived
from replay.console.program import FINE, writing
from replay.console.terminal import complain
from replay.errors import OtherStart
from replay.games import Game
from replay.projections import StartingState
from replay.recording import Recording

HELP = "join clips of one match, in any order, to one recording"
EXAMPLE = "replay cat first.replay second.replay third.replay --output match.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "others", type=Path, metavar="OTHER", nargs="*", help="the clips to join with it"
    )
    add_output(parser, "FILE with .joined")


def run(arguments: Namespace) -> int:
    """Join them, and print where it is and what it has."""
    game = open_recording(arguments.file).game
    paths = [arguments.file, *arguments.others]
    starts = [start for path in paths if (start := _start_of(path)) is not None]
    unproved = why_unproved(starts, game)
    if unproved:
        complain(f"nothing shows that each begins where the one before ends: {unproved}")
    proves = game is not None and not unproved
    target = arguments.output or derived(arguments.file, ".joined")
    with writing(target):
        cat(
            paths,
            target,
            schema=game.schema if game and proves else None,
            projection=game.projection if game and proves else None,
            existing=existing(arguments),
        )
    tell_made(arguments, target)
    return FINE


def why_unproved(starts: Sequence[StartingState], game: Game | None) -> str:
    """Say why the states that clips begin from cannot be compared; "" if they can."""
    if not starts:
        return ""
    if game is None:
        return "the game is not installed"
    try:
        known = all(start.is_of(game.projection) for start in starts)
    except OtherStart as trouble:
        return str(trouble)
    return "" if known else "its projection has another name"


def _start_of(path: Path) -> StartingState | None:
    with Recording(path) as recording:
        return recording.start
