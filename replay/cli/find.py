"""``replay find``: in which frames something was so."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from replay.cli.opening import open_recording
from replay.cli.output import print_json, print_table
from replay.finding import find
from replay.paths import parse_question
from replay.plain import plain
from replay.program import FINE, NO
from replay.terminal import say

HELP = "list every stretch of frames in which something was so"
EXAMPLE = "replay find match.replay 'players.2.bag has ruby'"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "question", metavar="QUESTION", help="PATH = | != | < | > | has VALUE, about the state"
    )


def run(arguments: Namespace) -> int:
    """Print the stretches; 1 if there are none. Raises ValueError for no question."""
    question = parse_question(arguments.question)
    opened = open_recording(arguments.file)
    stretches = list(find(opened.recording, opened.projection, question))
    if arguments.json:
        print_json(
            {
                "question": arguments.question,
                "first": stretches[0].first if stretches else None,
                "last": stretches[-1].last if stretches else None,
                "stretches": [plain(stretch) for stretch in stretches],
            }
        )
    elif stretches:
        rows = [
            (opened.clock(s.first), s.first, opened.clock(s.last), s.last, s.last - s.first + 1)
            for s in stretches
        ]
        columns = "from#", "frame#", "to#", "frame#", "frames#"
        print_table(f"{arguments.question}: {len(stretches)} stretches", columns, rows)
    else:
        say(f"{arguments.question}: in no frame")
    return FINE if stretches else NO
