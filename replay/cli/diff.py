"""``replay diff``: the first difference of two histories."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from replay.cli.opening import not_closed, tell_state
from replay.cli.output import print_json
from replay.cli.progress import watch
from replay.console.program import FINE, NO, answering
from replay.console.terminal import say
from replay.playback.timecode import time_of
from replay.queries.diff import LOST, START, compared, fork_point, overlap
from replay.recording import Recording
from replay.values.jsonable import jsonable
from replay.values.value_text import value_text

HELP = "find the first event in which two recordings differ"
EXAMPLE = "replay diff mine.replay yours.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument("other", type=Path, metavar="OTHER", help="the recording to compare with")


def run(arguments: Namespace) -> int:
    """Print the first difference; 1 if there is one."""
    with Recording(arguments.file) as a, Recording(arguments.other) as b:
        watch(a.reader)
        for one in (a, b):
            tell_state(one)
        found, digest = compared(a, b)
        shared = overlap(a, b)
        forked = fork_point(a, b)
        code = FINE if found is None else NO
        with answering(code):
            if arguments.json:
                print_json(
                    {
                        "same": found is None,
                        "difference": None if found is None else jsonable(found),
                        "forked_after_frame": forked,
                        "compared": None if shared is None else [shared.start, shared.stop],
                    }
                )
            elif found is None and shared is not None:
                frames = f"in the frames {shared.start} to {shared.stop - 1}, which both have"
                say(f"the same events {frames}; states are not compared")
            elif found is None:
                length = f"{len(a)} events in {a.frames - a.first_frame} frames"
                say(f"the same history: {length}, digest {digest}")
            else:
                time = time_of(found.frame, a.schema.frame_rate)
                lost = found.type is None and found.field == LOST
                begins = found.field == START
                if lost:
                    since = f"from frame {found.frame} ({time}) on events are lost"
                    say(f"they are the same where both know what happened; {since}")
                else:
                    where = "the end" if found.event is None else f"event {found.event}"
                    where = "the state they begin from" if found.field == START else where
                    say(f"they differ at {where}, frame {found.frame} ({time})")
                    say(f"{found.type or 'recording'}.{found.field}")
                say(f"  {arguments.file}: {_told(found.a, lost, begins, a)}")
                say(f"  {arguments.other}: {_told(found.b, lost, begins, b)}")
            if forked is not None and not arguments.json:
                say(f"they are branches of one match, and share it up to frame {forked}")
    return code


def _told(value: object, lost: bool, begins: bool, recording: Recording) -> str:
    if lost:
        return "1 event is lost" if value == 1 else f"{value} events are lost"
    if value is not None:
        return value_text(value)
    if begins:
        return "the state in which a match begins"
    if not recording.closed:
        return f"nothing: it {not_closed(recording.is_being_written)}"
    if not recording.complete:
        if recording.frames == recording.first_frame:
            return "nothing: it is incomplete, and has no frames"
        return f"nothing: it is incomplete, and ends with frame {recording.frames - 1}"
    return "nothing: it has ended"
