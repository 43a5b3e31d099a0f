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
from replay.values.value_text import value_text
from replay.values.view_paths import fields_of, steps_of

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
    for line in outline(view):
        say(line)
    return FINE


def outline(value: Any, indent: str = "") -> Iterator[str]:
    """Yield nested data as lines of names and values, small things on one line."""
    for name, inner in _named(value):
        if _is_nested(inner) and not _small(inner):
            yield f"{indent}{name}"
            yield from outline(inner, indent + "  ")
        else:
            yield f"{indent}{name}  {_short(inner)}"


def _named(value: Any) -> list[tuple[str, Any]]:
    """Return what is in a mapping, record or list, by the steps that lead there."""
    if isinstance(value, (list, tuple)):
        return [(str(place), inner) for place, inner in enumerate(value)]
    entries = _entries(value)
    names = [name for _, name in steps_of(entries)]
    return list(zip(names, entries.values(), strict=True))


def _entries(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else fields_of(value)


def _is_nested(value: Any) -> bool:
    return bool(_entries(value)) or (isinstance(value, (list, tuple)) and bool(value))


def _small(value: Any) -> bool:
    """Whether something nested goes on one line."""
    if isinstance(value, (list, tuple)):
        return not any(map(_is_nested, value)) and not any(isinstance(o, Mapping) for o in value)
    inner = _entries(value)
    return len(inner) <= MOST_ON_A_LINE and not any(
        _is_nested(one) or isinstance(one, Mapping) for one in inner.values()
    )


def _short(value: Any) -> str:
    named = _named(value) if _entries(value) else []
    return "  ".join(f"{name} {_short(inner)}" for name, inner in named) or value_text(value)
