"""``replay repair``: saves what is undamaged into a new file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from replay.cli.output import print_json
from replay.cli.target import add_output, existing
from replay.console.file_names import derived
from replay.console.program import FINE, NO, answering, writing
from replay.console.terminal import complain, say
from replay.errors import RecordingError
from replay.file.records import bytes_from
from replay.games import GameTrouble, find_game
from replay.integrity.repair import repair
from replay.integrity.salvage import RepairReport
from replay.integrity.verify import verify
from replay.recording import Recording
from replay.values.jsonable import jsonable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from replay.projections import Projection
    from replay.schema import Schema

HELP = "copy everything undamaged into a new file, with gaps marked"
EXAMPLE = "replay repair broken.replay --output saved.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    add_output(parser, "FILE with .repaired")


def _known(name: str) -> tuple[Schema, Projection[Any, Any]] | None:
    """The installed game's schema and projection, which prove its keyframes."""
    try:
        game = find_game(name)
    except GameTrouble as trouble:
        complain(trouble)
        return None
    return None if game is None else (game.schema, game.projection)


def run(arguments: Namespace) -> int:
    """Repair; 1 if something was lost."""
    source: Path = arguments.file
    target = arguments.output or derived(source, ".repaired")
    written = _is_being_written(source)
    with writing(target):
        report = repair(source, target, existing=existing(arguments), known=_known)
    undamaged = not report.losses and _is_undamaged(source)
    code = FINE if report.complete else NO
    with answering(code):
        if arguments.json:
            print_json({"path": str(target), "undamaged": undamaged, **jsonable(report)})
        else:
            _tell(report, target, undamaged=undamaged, written=written)
    return code


def _tell(report: RepairReport, target: Path, *, undamaged: bool, written: bool) -> None:
    for loss in report.losses:
        where = bytes_from(loss.first_byte, loss.end_byte)
        say(f"{where}: not kept: {loss.reason}")
    for gap in report.gaps:
        say(f"frames {gap.first_frame} to {gap.last_frame}: {gap.events} events are lost")
    if report.end_lost:
        say("what was recorded behind the last event is lost; how much is unknown")
    elif written:
        say("it is being written: what comes from now on is not in the new file")
    elif not report.closed:
        say("it was not closed: what has followed, if its end was cut off, nobody knows")
    if undamaged:
        say("no damage found")
    elif not report.losses:
        say("no events were damaged; header and index were written anew")
    if report.keyframes_unproved:
        count = report.keyframes_unproved
        told = "1 keyframe was" if count == 1 else f"{count} keyframes were"
        say(f"{told} not kept: nothing here could prove {'it' if count == 1 else 'them'}")
    say(f"{report.events} events are in {target}")


def _is_being_written(source: Path) -> bool:
    try:
        with Recording(source) as recording:
            return bool(recording.is_being_written)
    except RecordingError:
        return False


def _is_undamaged(source: Path) -> bool:
    """Whether verify finds nothing, not even damage that loses no event, as of an index."""
    try:
        with Recording(source) as recording:
            return next(verify(recording), None) is None
    except RecordingError:
        return False
