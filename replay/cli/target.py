"""New files: the options with which commands say where they write, and whether they replace."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Literal

from replay.cli.output import print_json
from replay.console.terminal import say
from replay.playback.timecode import time_of
from replay.recording import Recording


def add_output(parser: ArgumentParser, default: str) -> None:
    """Define ``--output`` and ``--force``; ``default`` says which file it is without them."""
    parser.add_argument(
        "-o", "--output", type=Path, metavar="NEW", help=f"the new file; {default} by default"
    )
    parser.add_argument("--force", action="store_true", help="replace the new file if it is there")


def existing(arguments: Namespace) -> Literal["refuse", "replace"]:
    """Return what to do with a file that is there already."""
    return "replace" if arguments.force else "refuse"


def tell_made(arguments: Namespace, target: Path) -> None:
    """Print which frames and events a new recording has, and its digest."""
    with Recording(target) as made:
        first, last, rate = made.first_frame, made.frames - 1, made.schema.frame_rate
        if arguments.json:
            frames = {"first_frame": first, "frames": made.frames}
            print_json({"path": str(target), **frames, "events": len(made), "digest": made.digest})
            return
        times = f"{time_of(first, rate)} to {time_of(last, rate)}"
        say(f"{target} has the frames {first} to {last} ({times}): {counted(len(made))}")
        say(f"its digest is {made.digest}")


def counted(events: int) -> str:
    """Return a number of events in words."""
    return "1 event" if events == 1 else f"{events} events"
