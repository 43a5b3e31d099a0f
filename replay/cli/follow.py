"""``replay follow``: a match as it is being recorded, event by event."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace

from replay.cli.event_lines import EventLines
from replay.cli.opening import not_closed, open_recording
from replay.cli.telling import Teller, lines_for_people
from replay.console.program import FINE, NO, Failed
from replay.console.terminal import Gathered, complain, flush

HELP = "print events while they are recorded, until the recording is closed or nobody writes it"
EXAMPLE = "replay follow match.replay --json"
LOOK_S = 0.02
"""Seconds between two reads of the file, so that a frame is seen within a tenth of a second."""

BUSY, LONGEST_PAUSE_S = 9, 1.0
"""Times as long as a read took is waited until the next one where that is longer; seconds, at most.
"""
GONE_S = 2.0
"""Seconds for which the file may be missing, or have no writer: it may be about to be replaced, or
continued."""


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""


def run(arguments: Namespace) -> int:
    """Print events until the writer closes the file; 1 if it is not closed and has no writer.

    Raises RecordingError if it is damaged in two reads in a row, and Failed if the file is deleted
    and not replaced for GONE_S seconds.
    """
    opened = open_recording(arguments.file, announce_open=False)
    recording = opened.recording
    line = EventLines().line if arguments.json else lines_for_people(Teller(opened))
    seen, generation, pause_s = 0, recording.generation, LOOK_S
    there_s = written_s = time.monotonic()  # when it was last seen there, and being written
    while True:
        end = recording.count_before(recording.frames)
        if end < seen or recording.generation != generation:
            complain(f"{recording.path} was replaced by another recording")
            seen, generation = 0, recording.generation
        with Gathered() as output:
            for number, event in recording.numbered(seen, end):
                output.add(line(number, event))
        seen = end
        flush()
        if recording.closed:
            return FINE
        damage = recording.damage
        now_s = time.monotonic()
        there_s = now_s if recording.path.exists() else there_s
        if now_s - there_s > GONE_S:
            raise Failed(f"{recording.path} is not there any more: it was deleted, or renamed")
        written_s = written_s if recording.is_being_written is False else now_s
        if now_s - written_s > GONE_S and damage is None:
            left = not_closed(recording.is_being_written)
            complain(f"{recording.path} {left}; nobody writes it any more")
            return NO
        time.sleep(pause_s)
        begin_s = time.monotonic()
        recording.refresh()
        pause_s = min(max(LOOK_S, BUSY * (time.monotonic() - begin_s)), LONGEST_PAUSE_S)
        if damage is not None and recording.damage is not None:
            raise damage
