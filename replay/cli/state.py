"""``replay state``: the state at one frame."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from replay.cli.opening import WHEN_HELP, open_recording
from replay.cli.output import print_json
from replay.console.program import FINE
from replay.console.terminal import say
from replay.timeline import Timeline
from replay.values.jsonable import by_names
from replay.values.path_text import step_text
from replay.values.value_text import value_text

HELP = "show the whole state at a frame"
EXAMPLE = "replay state match.replay --frame 1200"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "--frame",
        metavar="WHEN",
        help=f"the last frame by default; {WHEN_HELP}, the state before the first frame",
    )


def run(arguments: Namespace) -> int:
    """Print it. Raises IndexError for a frame outside the recording."""
    opened = open_recording(arguments.file)
    recording, projection = opened.recording, opened.projection
    frame = recording.frames - 1 if arguments.frame is None else opened.frame(arguments.frame)
    view = projection.view(Timeline(recording, projection).at(frame))
    if arguments.json:
        print_json({"frame": frame, "state": view})
        return FINE
    before = frame < recording.first_frame
    say("before the first frame" if before else f"frame {frame}, {opened.timecode(frame)}")
    for line in outline(by_names(view)):
        say(line)
    return FINE


def outline(value: Any, indent: str = "") -> Iterator[str]:
    """Yield nested data as lines of names and values, small things on one line."""
    for name, inner in _named(value):
        if isinstance(inner, (dict, list)) and inner and not _small(inner):
            yield f"{indent}{name}"
            yield from outline(inner, indent + "  ")
        else:
            yield f"{indent}{name}  {_short(inner)}"


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is in a mapping or list, by the steps that lead there."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in entries:
        yield step_text(str(name)), inner


def _small(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return not any(isinstance(one, dict) or (isinstance(one, list) and one) for one in inner) and (
        isinstance(value, list) or len(value) <= 6
    )


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {_short(inner)}" for name, inner in _named(value)) or "{}"
    if isinstance(value, list):
        return ", ".join(_short(inner) for inner in value) or "[]"
    if value is None:
        return "-"
    return str(value) if isinstance(value, (bool, int)) else value_text(value)
