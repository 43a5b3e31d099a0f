"""``replay blame``: which event put this value there, and what came before it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Hashable
from typing import Any

from replay.cli.candidates import plainly
from replay.cli.items import Items
from replay.cli.opening import PATH_HELP, WHEN_HELP, Opened, open_recording
from replay.cli.output import print_json, short
from replay.cli.telling import Teller, record
from replay.console.program import FINE, NO, answering
from replay.console.terminal import complain, say
from replay.queries.blame import Blame, blame_asked
from replay.timeline import Timeline
from replay.values.escaping import visible
from replay.values.jsonable import jsonable

HELP = "show which event set a value, the input behind it, and the events before"
EXAMPLE = "replay blame match.replay --frame 1200 players.2.bag.3"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "path", metavar="PATH", nargs="?", help=f"{PATH_HELP} (quote it all for the shell)"
    )
    parser.add_argument(
        "--item", metavar="N|NAME", help="an item instead of PATH: its number, or its name as shown"
    )
    parser.add_argument("--frame", metavar="WHEN", help=f"the last frame by default; {WHEN_HELP}")


def run(arguments: Namespace) -> int:
    """Print the chain; 1 if no event put it there. Raises ValueError for a path to nowhere."""
    if (arguments.path is None) == (arguments.item is None):
        raise ValueError("blame needs a PATH or an --item, one of them")
    opened = open_recording(arguments.file)
    recording = opened.recording
    frame = recording.frames - 1 if arguments.frame is None else opened.frame(arguments.frame)
    item: Hashable = None
    if arguments.path is None:
        item, found = _blamed(arguments.item, frame, opened)
    else:
        timeline = Timeline(recording, opened.projection)
        found = timeline.blame(arguments.path, frame, opened.game)
    answer = FINE if found.chain else NO
    with answering(answer):
        if arguments.json:
            print_json({"path": arguments.path, "item": item, **as_data(frame, found)})
        else:
            print_chain(opened, arguments, frame, found)
    return answer


def _blamed(asked: str, frame: int, opened: Opened) -> tuple[Hashable, Blame]:
    """Return the item that somebody means, and its chain; where there is none, say which are."""
    items = Items(opened, Teller(opened))
    meant = items.find(asked)
    if meant is None:
        complain(items.told(asked))
    item = plainly(asked) if meant is None else meant
    return item, blame_asked(opened.recording, item, frame, opened.game)


def as_data(frame: int, found: Blame) -> dict[str, Any]:
    """Return the answer as the JSON form has it."""
    return {
        "frame": frame,
        "value": jsonable(found.value),
        "lost": found.lost,
        "chain": [
            {
                **record(link.number, link.event),
                "input": None if link.input is None else record(*link.input),
            }
            for link in found.chain
        ],
    }


def print_chain(opened: Opened, arguments: Namespace, frame: int, found: Blame) -> None:
    """Print the answer for people, the oldest event first."""
    at = f"at frame {frame} ({opened.timecode(max(frame, 0))})"
    if frame < opened.recording.first_frame:
        at = "at the start"
    if arguments.path is None:
        say(f"item {visible(arguments.item)} up to {at.removeprefix('at ')}:")
    else:
        say(f"{arguments.path} {at}: {short(found.value)}")
    if found.lost:
        say("events are missing in the recording: some of what led to it may be lost")
    elif not found.chain:
        thing = arguments.item is not None
        say("no event is about it" if thing else "no event put it there: it was so from the start")
    teller = Teller(opened)
    for link in found.chain:
        say(teller.line(link.number, link.event))
        if link.input is not None:
            say(f"{'because of':>17}  {teller.line(*link.input).strip()}")
