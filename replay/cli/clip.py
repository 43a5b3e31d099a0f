"""``replay clip``: a recording of a part of another."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from replay.cli.opening import WHEN_HELP, open_recording, stretch_of
from replay.cli.target import add_output, existing, tell_made
from replay.clipping import clip
from replay.console.file_names import derived
from replay.console.program import FINE, writing

HELP = "copy a part of a recording into a new one, which begins from the state there"
EXAMPLE = "replay clip match.replay --from 0:10 --to 0:25 --output best.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    add = parser.add_argument
    add("--from", metavar="WHEN", dest="start", help=f"the first frame: {WHEN_HELP}")
    add("--to", metavar="WHEN", dest="stop", help="the frame behind the last, said the same way")
    add_output(parser, "FILE with .clip-FIRST-LAST")


def run(arguments: Namespace) -> int:
    """Write the clip, and print where it is and what it has."""
    opened = open_recording(arguments.file)
    start, stop = stretch_of(arguments.start, arguments.stop, opened)
    damage = opened.recording.damage
    if damage is not None and stop == opened.recording.frames:
        raise damage
    target = arguments.output or derived(arguments.file, f".clip-{start}-{stop - 1}")
    game = opened.game
    with writing(target):
        clip(
            arguments.file,
            target,
            start=start,
            stop=stop,
            schema=game.schema if game else None,
            projection=game.projection if game else None,
            existing=existing(arguments),
        )
    tell_made(arguments, target)
    return FINE
