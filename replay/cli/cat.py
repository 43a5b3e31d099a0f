"""``replay cat``: joins clips of one match to one recording."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from replay.cli.opening import open_recording
from replay.cli.output import print_json
from replay.cli.target import add_output, existing
from replay.clipping import cat
from replay.console.file_names import derived
from replay.console.program import FINE, writing
from replay.console.terminal import complain, say
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
    target = arguments.output or derived(arguments.file, ".joined")
    with writing(target):
        cat(
            [arguments.file, *arguments.others],
            target,
            schema=game.schema if game else None,
            projection=game.projection if game else None,
            existing=existing(arguments),
        )
    if game is None and arguments.others:
        complain("without the game, nothing has shown that each begins where the one before ends")
    with Recording(target) as made:
        first, last = made.first_frame, made.frames - 1
        if arguments.json:
            frames = {"first_frame": first, "frames": made.frames}
            print_json({"path": str(target), **frames, "events": len(made), "digest": made.digest})
        else:
            say(f"{target} has the frames {first} to {last}: {len(made)} events")
            say(f"its digest is {made.digest}")
    return FINE
