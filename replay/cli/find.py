"""``replay find``: in which frames something was so."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import Flag
from itertools import chain, islice
from typing import Any

from replay.cli.opening import MOST_GAPS, PATH_HELP, Opened, open_recording
from replay.cli.output import print_json, print_table, short
from replay.console.program import FINE, NO, answering
from replay.console.terminal import complain, put, say
from replay.errors import RecordingError
from replay.queries.find import FrameRange
from replay.timeline import Timeline
from replay.values.jsonable import jsonable
from replay.values.path_text import path_text
from replay.values.view_paths import MISSING, ORDERS, Query, is_number, look_up, parse_query

HELP = "list the frame ranges in which a condition holds"
TRIED = 16
"""Frames that are looked at, besides the last, to see what kind of value there is."""
AT_ONCE = 1000
"""Ranges that are printed together; further ones are printed as they are found."""
NUMBER, TRUTH_VALUE = "number", "truth value"
EXAMPLE = "replay find match.replay 'players.2.bag has ruby'"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "query",
        metavar="QUERY",
        nargs="+",
        help=f"PATH OPERATOR VALUE, in single quotes: {PATH_HELP}; OPERATOR is = or !=, "
        "< <= > >= for numbers, or `has`: a list holds the value or a text that begins with that "
        "word, a text contains it, a mapping has that name; VALUE is what is shown: a number, a "
        'text ("12" in double quotes if it looks like another value), JSON, or nothing (`null`)',
    )


def run(arguments: Namespace) -> int:
    """Print the ranges; 1 if there are none. Raises ValueError for an invalid query."""
    asked = " ".join(arguments.query)
    if sum(map(_is_query, arguments.query)) > 1:
        raise ValueError("there is more than one query: ask one at a time, whole in quotes")
    query = parse_query(asked)
    opened = open_recording(arguments.file)
    timeline = Timeline(opened.recording, opened.projection)
    ranges = timeline.find(query)
    first = list(islice(ranges, AT_ONCE))
    with answering(FINE if first else NO):
        if arguments.json:
            unknown_frames = list(map(jsonable, islice(_unknown(opened, timeline), MOST_GAPS)))
            _print_json(asked, first, ranges, unknown_frames)
        else:
            _print_lines(asked, opened, first, ranges)
    for unknown in islice(_unknown(opened, timeline), MOST_GAPS):
        told = f"{unknown.first} to {unknown.last}"
        complain(f"whether it was so in frames {told} is unknown: events before them are lost")
    if not first and (hint := _hint(query, opened, timeline)):
        complain(hint)
    return FINE if first else NO


def _is_query(text: str) -> bool:
    try:
        parse_query(text)
    except ValueError:
        return False
    return True


def _unknown(opened: Opened, timeline: Timeline[Any]) -> Iterator[FrameRange]:
    """Yield the frames whose states are unknown, as events that led to them are lost."""
    first = opened.recording.first_frame
    for known in timeline.known:
        if known.start > first:
            yield FrameRange(first, known.start - 1)
        first = max(first, known.stop)
    if opened.recording.gaps and first < opened.recording.frames:
        yield FrameRange(first, opened.recording.frames - 1)


def _hint(query: Query, opened: Opened, timeline: Timeline[Any]) -> str | None:
    """If no frame matches a query, say what is probably wrong with it."""
    value, path = query.value, path_text(query.path)
    if isinstance(value, str) and {"and", "or"} & set(value.split()):
        return f"a query is one comparison, and this one's value is the text {short(value)}"
    last = opened.recording.frames - 1
    if last < opened.recording.first_frame:
        return "the recording has no frames"
    there = look_up(opened.projection.view(timeline.at(last)), query.path)
    if query.operator in ORDERS and not is_number(there):
        kind = "missing" if there is MISSING else f"no number but {short(there)}"
        return f"{query.operator} compares numbers, and {path} at frame {last} is {kind}"
    if query.operator == "=" and (found := _other_kind(query, opened, timeline)) is not None:
        frame, there = found
        return f"{path} at frame {frame} is {short(there)}, which is no {_kind(value)}"
    if query.operator == "has" and _kind(there) in (NUMBER, TRUTH_VALUE):
        return f"{path} at frame {last} is {short(there)}, which has nothing in it"
    return None


def _other_kind(query: Query, opened: Opened, timeline: Timeline[Any]) -> tuple[int, Any] | None:
    """Return a frame in which there is a value of another kind than the query's, and the value."""
    first, frames = opened.recording.first_frame, opened.recording.frames
    if frames <= first:
        return None
    for share in range(TRIED + 1):
        frame = first + (frames - 1 - first) * (TRIED - share) // TRIED
        with suppress(RecordingError):
            there = look_up(opened.projection.view(timeline.at(frame)), query.path)
            if there is not MISSING and not _comparable(there, query.value):
                return frame, there
    return None


def _comparable(there: Any, value: Any) -> bool:
    if there is None or value is None or _kind(there) == _kind(value):
        return True
    return is_number(there) and is_number(value)  # a member of an IntEnum is a text and a number


def _kind(value: Any) -> str:
    """What a value is called where it is compared with one of another kind."""
    if isinstance(value, bool):
        return TRUTH_VALUE
    if isinstance(value, (list, tuple, set, frozenset, Flag)):
        return "list"
    if isinstance(jsonable(value), str) and not isinstance(value, float):
        return "text"
    return NUMBER if is_number(value) else "mapping"


def _print_json(
    asked: str, first: Sequence[FrameRange], rest: Iterator[FrameRange], unknown: Sequence[Any]
) -> None:
    if len(first) < AT_ONCE:
        ends = (first[0].first, first[-1].last) if first else (None, None)
        found = {"query": asked, "first": ends[0], "last": ends[1]}
        ranges = [jsonable(found) for found in first]
        print_json({**found, "unknown": unknown, "ranges": ranges})
        return
    put(f'{{"query": {json.dumps(asked)}, "first": {first[0].first}, ')
    put(f'"unknown": {json.dumps(unknown)}, "ranges": [\n')
    last = first[-1]
    for number, last in enumerate(chain(first, rest)):
        put((",\n" if number else "") + json.dumps(jsonable(last)))
    put(f'\n], "last": {last.last}}}\n')


def _print_lines(
    asked: str, opened: Opened, first: Sequence[FrameRange], rest: Iterator[FrameRange]
) -> None:
    if not first:
        say(f"{asked}: no frame matches")
        return
    columns = "from#", "frame#", "to#", "frame#", "frames#"
    many = "1 range" if len(first) == 1 else f"{len(first)} ranges"
    if len(first) == AT_ONCE:
        many = f"more than {AT_ONCE} ranges, the first of them"
    print_table(f"{asked}: {many}", columns, [_cells(opened, found) for found in first])
    for found in rest:
        say("  ".join(map(str, _cells(opened, found))))


def _cells(opened: Opened, found: FrameRange) -> tuple[object, ...]:
    length = found.last - found.first + 1
    return (
        opened.timecode(found.first),
        found.first,
        opened.timecode(found.last),
        found.last,
        length,
    )
