"""The quick way to an event's line of JSON says what the slow one says."""

from __future__ import annotations

import json
from dataclasses import make_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, Flag, IntEnum, StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventType, Recorder, Recording, Schema
from replay.cli.event_lines import EventLines
from replay.cli.opening import open_recording
from replay.cli.output import json_line
from replay.cli.telling import record

MATCHES = sorted((Path(__file__).parents[3] / "recordings").rglob("*.replay"))


class Colour(Enum):
    RED = 1
    Ä = 2


class Size(IntEnum):
    BIG = 1
    SMALL = 2


class Word(StrEnum):
    HELLO = "good day"


class Way(Flag):
    UP = 1
    DOWN = 2


class Numbers(EventType):
    NUMBER = int


values = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(), st.floats(), st.text(),
    st.binary(max_size=5), st.sampled_from([*Colour, *Size, *Word, Way.UP, Way.UP | Way.DOWN]),
    st.tuples(st.integers()), st.sampled_from(["%", "%s", "\x1b[2J", "a b", '"', "Ä"]),
)  # fmt: skip
names = st.lists(st.sampled_from(["a", "b_2", "ä", "self_", "x"]), unique=True, max_size=4)


def slowly(number: int, event: Event[Any]) -> str:
    return json_line(record(number, event))


@given(st.lists(st.tuples(names, st.lists(values, min_size=4, max_size=4)), max_size=6))
def test_whatever_the_data_is_both_ways_say_the_same(
    payloads: list[tuple[list[str], list[Any]]],
) -> None:
    lines = EventLines()
    for number, (fields, some) in enumerate(payloads):
        cls = make_dataclass("Data", fields, frozen=True, slots=True)
        for data in (cls(*some[: len(fields)]), some[0]):
            event: Event[Any] = Event(Numbers.NUMBER, data, number)
            assert lines.line(number, event) == slowly(number, event)


@pytest.mark.parametrize("path", MATCHES, ids=lambda path: path.stem)
@pytest.mark.parametrize("known", [True, False])
def test_of_every_bundled_match_both_ways_say_the_same(path: Path, known: bool) -> None:
    opened = open_recording(path)
    recording = opened.recording if known else Recording(path)
    quickly = EventLines().line
    with recording:
        numbered = list(recording.numbered(0, len(recording)))

        assert numbered
        assert [quickly(*one) for one in numbered] == [slowly(*one) for one in numbered]


def test_events_of_a_frame_with_times_of_their_own_keep_them(
    tmp_path: Path,
) -> None:
    begin = datetime(1969, 12, 31, 23, 59, 59, 990_000, tzinfo=UTC)
    times = [begin + timedelta(milliseconds=7 * n) for n in range(6)]
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("numbers", Numbers)) as recorder:
        for n, time in enumerate(times):
            recorder.append(Event(Numbers.NUMBER, n, n // 3, time))
    lines = EventLines()
    with Recording(path) as recording:
        told = [json.loads(lines.line(*one)) for one in recording.numbered(0, 6)]

    assert [one["timestamp"] for one in told] == [
        time.isoformat(timespec="milliseconds") for time in times
    ]


def test_events_of_a_frame_that_share_a_time_before_1970_have_it(tmp_path: Path) -> None:
    time = datetime(1969, 12, 31, 23, 59, 59, 250_000, tzinfo=UTC)
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("numbers", Numbers)) as recorder:
        for n in range(4):
            recorder.append(Event(Numbers.NUMBER, n, n // 2, time))
    with Recording(path) as recording:
        lines = EventLines()
        told = [json.loads(lines.line(*one))["timestamp"] for one in recording.numbered(0, 4)]

    assert told == ["1969-12-31T23:59:59.250+00:00"] * 4
