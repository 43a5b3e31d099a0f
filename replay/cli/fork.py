"""``replay fork``: a new recording with the past of another, to go on from there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from replay.cli.opening import INSIDE_HELP, open_recording
from replay.cli.output import print_json
from replay.cli.target import add_output, existing
from replay.console.file_names import derived
from replay.console.program import FINE, NO, writing
from replay.console.terminal import complain, say
from replay.errors import OtherStart
from replay.forking import fork
from replay.recording import Recording
from replay.storage.schema_layout import numbers_are_its_own
from replay.values.jsonable import jsonable

HELP = "start a new recording with the past of this one, up to a frame"
EXAMPLE = "replay fork match.replay --frame 1200 --output branch.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "--frame", metavar="WHEN", required=True, help=f"the last frame of the past: {INSIDE_HELP}"
    )
    add_output(parser, "FILE with .fork-N")


def run(arguments: Namespace) -> int:
    """Write the branch and print its path; 1 if its parent's noted digest is wrong."""
    opened = open_recording(arguments.file)
    source: Path = arguments.file
    frame = opened.frame(arguments.frame)
    if frame < opened.recording.first_frame:
        raise ValueError("a fork has at least the first frame: before it there is nothing")
    target = arguments.output or derived(source, f".fork-{frame}")
    projection = opened.game.projection if opened.game else None
    schema = opened.recording.reader.schema
    if not numbers_are_its_own(schema):  # then the branch uses the schema in the file
        schema, projection = opened.recording.reader.header.schema(), None
    start = opened.recording.start
    if start is not None and projection is not None:
        try:
            start.is_of(projection)
        except OtherStart as trouble:  # without it, the branch has no keyframes
            complain(trouble)
            projection = None
    with writing(target):
        branch = fork(
            source,
            target,
            frame=frame,
            schema=schema,
            projection=projection,
            existing=existing(arguments),
        )
        branch.close(complete=False)
    with Recording(target) as recording:
        last, digest = recording.lineage[-1], recording.digest
        if arguments.json:
            print_json(
                {"path": str(target), "lineage": [jsonable(one) for one in recording.lineage]}
            )
        else:
            say(f"{target} has the {last['events']} events of {source} up to frame {last['frame']}")
            say(f"the digest up to there is {digest}")
            say('to record on: Recorder(path, schema, existing="continue")')
    if last["digest"] != digest:
        complain(
            f"{source} claims the digest {last['digest']} there, which is not that of its events"
        )
        return NO
    return FINE
