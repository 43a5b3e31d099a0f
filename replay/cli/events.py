"""``replay events``: the audit trail, one event a line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from replay.cli.opening import Opened, open_recording
from replay.cli.output import FINE, print_json, say
from replay.events import Event
from replay.plain import plain
from replay.recording import Recording

HELP = "every event, one a line"
EXAMPLE = "replay events match.replay --type ITEM_ADDED --from 600 --to 1200"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "--type", action="append", metavar="NAME", help="only events of this type (may be repeated)"
    )
    parser.add_argument("--from", type=int, metavar="FRAME", dest="start", help="first frame")
    parser.add_argument("--to", type=int, metavar="FRAME", dest="stop", help="last frame")
    parser.add_argument(
        "--as-written", action="store_true", help="as the file names them, not upcast"
    )


def run(arguments: Namespace) -> int:
    """Print them. Raises RecordingError at damage, after everything before it was printed."""
    if arguments.as_written:
        opened = Opened(Recording(arguments.file), None)
    else:
        opened = open_recording(arguments.file)
    recording = opened.recording
    catalogue = recording.schema.events.__members__
    unknown = [name for name in arguments.type or () if name not in catalogue]
    if unknown:
        raise ValueError(f"there is no event type {unknown[0]}; there are {', '.join(catalogue)}")
    types = {catalogue[name] for name in arguments.type} if arguments.type else None
    stop = None if arguments.stop is None else arguments.stop + 1
    first = 0 if arguments.start is None else recording.count_before(arguments.start)
    end = recording.count_before(recording.frames if stop is None else stop)
    for number, event in recording.numbered(first, end):
        if types is not None and event.type not in types:
            continue
        if arguments.json:
            print_json(record(number, event), indent=None)
        else:
            say(line(opened, number, event))
    if recording.damage is not None and stop is None:
        raise recording.damage
    return FINE


def record(number: int, event: Event[Any]) -> dict[str, Any]:
    """Return an event as the JSON form has it."""
    return {
        "n": number,
        "frame": event.frame,
        "timestamp": event.timestamp.isoformat(timespec="milliseconds"),
        "type": event.type.name,
        "data": plain(event.data),
    }


def line(opened: Opened, number: int, event: Event[Any]) -> str:
    """Return an event as people read it."""
    data = plain(event.data)
    fields = data.items() if isinstance(data, dict) else [("", data)]
    told = " ".join(f"{name}={value}" if name else str(value) for name, value in fields)
    return (
        f"{number:>7}  {opened.clock(event.frame):>9}  {event.frame:>7}  "
        f"{event.type.name:<16}  {told}"
    )
