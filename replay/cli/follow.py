"""``replay follow``: a match as it is being recorded, event by event."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace

from replay.cli.opening import open_recording
from replay.cli.output import print_json
from replay.cli.telling import Teller, record
from replay.program import FINE
from replay.terminal import complain, flush, say

HELP = "tell events while they are being recorded, until the recording is closed"
EXAMPLE = "replay follow match.replay --json"
LOOK_S = 0.02
"""Seconds between two looks at the file: an ended frame is seen well within a tenth of one."""


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""


def run(arguments: Namespace) -> int:
    """Print events until the writer closes the file.

    Raises RecordingError where it is damaged, and stays so from one look to the next.
    """
    opened = open_recording(arguments.file, announce_open=False)
    recording, teller = opened.recording, Teller(opened)
    seen = 0
    while True:
        end = recording.count_before(recording.frames)
        if end < seen:
            complain(f"{recording.path} was replaced by another recording")
            seen = 0
        for number, event in recording.numbered(seen, end):
            if arguments.json:
                print_json(record(number, event), indent=None)
            else:
                say(teller.line(number, event))
        seen = end
        flush()
        if recording.closed:
            return FINE
        damage = recording.damage
        time.sleep(LOOK_S)
        recording.refresh()
        if damage is not None and recording.damage is not None:
            raise damage
