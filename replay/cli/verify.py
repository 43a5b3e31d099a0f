"""``replay verify``: whether all checksums match."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from replay.cli.opening import Opened, not_closed, open_recording
from replay.cli.output import print_json
from replay.console.program import FINE, NO, answering
from replay.console.terminal import complain, say
from replay.errors import Corrupt, OtherStart, RecordingError
from replay.integrity.verify import Finding, KeyframeCount, verify
from replay.queries.resimulate import resimulate
from replay.recording import Recording
from replay.values.escaping import visible
from replay.values.jsonable import jsonable

HELP = "check all checksums, the order of frames, the digest and the game's keyframes"
EXAMPLE = "replay verify match.replay"
DIGEST = re.compile(r"[0-9a-fA-F]{64}")


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument("--digest", metavar="HEX", help="the digest it should have, kept elsewhere")
    parser.add_argument(
        "--resimulate",
        action="store_true",
        help="recompute every frame from its inputs and compare",
    )


def run(arguments: Namespace) -> int:
    """Print what was found; 1 if anything is wrong."""
    if arguments.digest is not None and not DIGEST.fullmatch(arguments.digest):
        raise ValueError(f"--digest is 64 hexadecimal digits, not {arguments.digest!r}")
    try:
        opened = open_recording(arguments.file)
    except Corrupt as trouble:  # unreadable is an answer, too
        return _unreadable(arguments, trouble)
    recording = opened.recording
    written = recording.is_being_written  # before reading all: it may be closed meanwhile
    keyframes = KeyframeCount()
    projection = opened.game.projection if opened.game else None
    if recording.start is not None and projection is not None:
        try:
            recording.start.is_of(projection)
        except OtherStart as trouble:  # its checksums and digest are checked all the same
            complain(trouble)
    findings = list(verify(recording, projection, keyframes=keyframes))
    damaged, wanted = bool(findings), arguments.digest
    if wanted is not None and not findings and recording.digest != wanted.lower():
        findings.append(Finding(f"the digest is {recording.digest}, not the one given"))
    if arguments.resimulate and not findings:
        findings.extend(_resimulated(opened))
    ends = recording.closed or written is not False
    code = FINE if ends and not findings else NO
    with answering(code):
        if arguments.json:
            print_json(_as_json(opened, arguments, findings, keyframes, fine=code == FINE))
        elif findings:
            _tell_findings(recording, findings, damaged=damaged)
        else:
            _tell_fine(recording, arguments, keyframes, written=written, ends=ends)
    return code


def _as_json(
    opened: Opened,
    arguments: Namespace,
    findings: Sequence[Finding],
    keyframes: KeyframeCount,
    *,
    fine: bool,
) -> dict[str, Any]:
    recording = opened.recording
    return {
        "path": str(recording.path),
        "fine": fine,
        "complete": recording.complete,
        "closed": recording.closed,
        "gaps": [jsonable(gap) for gap in recording.gaps],
        "resimulated": arguments.resimulate and not findings,
        "events": _or_none(recording.__len__),
        "frames": recording.frames,
        "digest": None if findings else recording.digest,
        "keyframes": jsonable(keyframes),
        "findings": [jsonable(finding) for finding in findings],
    }


def _tell_findings(recording: Recording, findings: Sequence[Finding], *, damaged: bool) -> None:
    for finding in findings:
        say(f"{finding.where}: {finding.problem}")
    wrong = "one thing is" if len(findings) == 1 else f"{len(findings)} things are"
    advice = "; `replay repair` saves what is undamaged" if damaged else ""
    say(f"{wrong} wrong with {recording.path}{advice}")


def _tell_fine(
    recording: Recording,
    arguments: Namespace,
    keyframes: KeyframeCount,
    *,
    written: bool | None,
    ends: bool,
) -> None:
    if recording.closed:
        say(f"{recording.path}: OK, all checksums match")
    else:
        say(f"{recording.path}: all checksums match to where it ends; it {not_closed(written)}")
        torn = recording.reader.size - recording.reader.contents.end
        if torn and not ends:
            say(f"its last {torn} bytes are a part of a record: what that held is not in the file")
    for gap in recording.gaps:
        frames = f"frames {gap.first_frame} to {gap.last_frame}"
        say(f"{frames}: {gap.events} events are lost, and a repair has marked that")
    say(f"{len(recording)} events in {recording.frames - recording.first_frame} frames")
    say(f"digest {recording.digest}")
    for line in _told_keyframes(keyframes):
        say(line)
    if arguments.resimulate:
        say(f"rules version {recording.rules_version} reproduce every event from the inputs")
    if not ends:
        say("`replay repair` writes a closed file of what is there; continuing it closes it, too")


def _or_none(count: Callable[[], int]) -> int | None:
    """Return the number of events; None if all must be read for it, and damage prevents that."""
    try:
        return count()
    except RecordingError:
        return None


def _told_keyframes(keyframes: KeyframeCount) -> Iterator[str]:
    """Yield sentences on which of the file's keyframes were proved, and which were not."""
    if keyframes.proved:
        yield f"{_counted(keyframes.proved)} checked against the events before"
    if keyframes.begin:
        yield f"{_counted(keyframes.begin)} behind a gap, which nothing here can check"
    if keyframes.unproved:
        yield f"{_counted(keyframes.unproved)} not checked: its projection is not here"


def _counted(count: int) -> str:
    return "1 keyframe" if count == 1 else f"{count} keyframes"


def _unreadable(arguments: Namespace, trouble: Corrupt) -> int:
    if arguments.json:
        found = jsonable(Finding(trouble.problem, trouble.offset, trouble.offset))
        print_json({"path": str(arguments.file), "fine": False, "findings": [found]})
    else:
        say(trouble)
    return NO


def _resimulated(opened: Opened) -> Iterator[Finding]:
    """Yield the first event that the game's rules decide differently.

    Raises ValueError where the rules, or rules of that version, are not here.
    """
    game, recording = opened.game, opened.recording
    if game is None:
        raise ValueError("re-simulating needs the game's rules, and it is not installed")
    if game.rules is None:
        raise ValueError(f"the game {recording.schema.game!r} offers no rules: see Game(rules=…)")
    if recording.rules_version != game.rules.version:
        raise ValueError(
            f"it was decided by {_rules(recording.rules_version)}, and version "
            f"{game.rules.version} is installed: it can be replayed, not re-simulated"
        )
    seed = recording.metadata.get("seed")
    found = resimulate(recording, game.projection, game.rules, seed if isinstance(seed, int) else 0)
    if found is None:
        return
    if not recording.complete and found.frame == recording.frames - 1 and found.recorded is None:
        complain(
            f"the rules decide more for frame {found.frame}, the last: recording was interrupted "
            "in its midst"
        )
    else:
        yield Finding(
            f"event {found.event}, {found.type}.{found.field}: recorded "
            f"{visible(str(found.recorded))}, but the rules decide {visible(str(found.decided))}",
            first_frame=found.frame,
            last_frame=found.frame,
        )


def _rules(version: int | None) -> str:
    return "rules whose version was not noted" if version is None else f"rules version {version}"
