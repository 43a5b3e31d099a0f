"""``replay state``: the state at one frame."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from replay.cli.opening import WHEN_HELP, open_recording
from replay.cli.output import print_json
from replay.console.program import FINE
from replay.console.terminal import say
from replay.timeline import Timeline
from replay.values.entries import entries_of, named_in
from replay.values.value_text import value_text

HELP = "show the whole state at a frame"
MOST_ON_A_LINE = 6
"""Entries of a mapping that are shown on one line."""
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
    for line in outline(view) if _is_nested(view) else [value_text(view)]:
        say(line)
    return FINE


def outline(value: Any, indent: str = "") -> Iterator[str]:
    """Yield nested data as lines of names and values, small things on one line."""
    for _, name, inner in entries_of(value):
        if _is_nested(inner) and not _small(inner):
            yield f"{indent}{name}"
            yield from outline(inner, indent + "  ")
        else:
            yield f"{indent}{name}  {_short(inner)}"


def _is_nested(value: Any) -> bool:
    return bool(value if isinstance(value, (list, tuple)) else named_in(value))


def _small(value: Any) -> bool:
    """Whether something nested goes on one line."""
    if isinstance(value, (list, tuple)):
        return not any(_is_nested(one) or isinstance(one, Mapping) for one in value)
    inner = named_in(value)
    return len(inner) <= MOST_ON_A_LINE and not any(
        _is_nested(one) or isinstance(one, Mapping) for one in inner.values()
    )


def _short(value: Any) -> str:
    named = [] if isinstance(value, (list, tuple)) else entries_of(value)
    return "  ".join(f"{name} {_short(inner)}" for _, name, inner in named) or value_text(value)
