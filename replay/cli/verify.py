"""``replay verify``: whether every byte is as it was written."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from replay.cli.opening import open_recording
from replay.cli.output import FINE, NO, print_json
from replay.plain import plain
from replay.verification import Finding, verify

HELP = "check every checksum, the order of frames, the digest and the keyframes"
EXAMPLE = "replay verify match.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument("--digest", metavar="HEX", help="the digest it should have, kept elsewhere")


def run(arguments: Namespace) -> int:
    """Print what was found; 1 if anything is wrong."""
    opened = open_recording(arguments.file)
    recording = opened.recording
    findings = list(verify(recording, opened.game.projection if opened.game else None))
    if arguments.digest and not findings and recording.digest != arguments.digest.lower():
        findings.append(Finding(f"the digest is {recording.digest}, not the one given"))
    if arguments.json:
        print_json(
            {
                "path": str(recording.path),
                "fine": not findings,
                "complete": recording.complete,
                "events": len(recording),
                "frames": recording.frames,
                "digest": None if findings else recording.digest,
                "findings": [plain(finding) for finding in findings],
            }
        )
        return NO if findings else FINE
    for finding in findings:
        print(f"{finding.where}: {finding.problem}")
    if findings:
        print(f"{len(findings)} things are wrong with {recording.path}")
        return NO
    print(f"{recording.path} is as it was written")
    print(f"{len(recording)} events in {recording.frames} frames")
    print(f"digest {recording.digest}")
    return FINE
