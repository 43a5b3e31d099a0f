"""A record whose content is wrong yields none of its events, and is the one that is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import puts, record
from torture.anatomy import put_together, taken_apart

from replay import Recording, RecordingError
from replay.cli.main import main
from replay.file.header import Header, encode_header
from replay.file.records import ROWS, encode
from replay.values.msgpack_codec import pack

CATALOGUE: list[tuple[str, Any]] = [
    ("A", "int"),
    ("F", ["record", "Share", [["of", ["tuple", "float"]]]]),
    ("M", ["record", "Mixed", [["metal", ["enum", "Metal", ["GOLD", "TIN"]]],
                               ["either", ["union", ["record", "P", [["x", "int"]]], "str"]]]]),
]  # fmt: skip
HEADER = encode_header(Header("g", 1, 60, CATALOGUE, 0))
RECORDS = 10
WRONG: dict[str, Callable[[int], list[Any]]] = {
    "an unknown type": lambda frame: ["B", frame, [1]],
    "text for a number": lambda frame: ["A", frame, ["x"]],
    "a number of more than 64 bits": lambda frame: ["A", frame, [2**63]],
    "too few fields": lambda frame: ["A", frame, []],
    "too many fields": lambda frame: ["A", frame, [1, 2]],
    "an unknown member": lambda frame: ["M", frame, [2, "s"]],
    "a float for a position": lambda frame: ["M", frame, [1.0, "s"]],
    "another alternative": lambda frame: ["M", frame, [0, [1, "s"]]],
    "an alternative's wrong field": lambda frame: ["M", frame, [0, [0, ["s"]]]],
    "a whole number for a float": lambda frame: ["F", frame, [[1]]],
    "an earlier frame": lambda frame: ["A", frame - 1, [1]],
    "a later frame": lambda frame: ["A", frame + 1, [1]],
    "no row": lambda frame: [],
}


def right(number: int) -> list[Any]:
    frame = number // 3
    return [
        ["A", frame, [number]],
        ["F", frame, [[1.5, float(number)]]],
        ["M", frame, [number % 2, [0, [number]] if number % 2 else "s"]],
    ][number % 3]


def rows(first: int, events: list[Any], time: Any = 0) -> bytes:
    frame = first // 3
    return encode(
        ROWS,
        [first, len(events), frame, frame, frame, 0, time],
        b"".join(pack(event) for event in events),
    )


def written(path: Path, wrong: int, content: bytes) -> int:
    """Write rows, one record of which is this; return its offset."""
    parts = [rows(3 * n, [right(3 * n + m) for m in range(3)]) for n in range(RECORDS)]
    parts[wrong] = content
    path.write_bytes(HEADER + b"".join(parts))
    return len(HEADER) + sum(map(len, parts[:wrong]))


def given_by(path: Path, types: set[str] | None) -> tuple[list[tuple[int, str]], int | None]:
    """The events that are given, as (number, type), and the byte that is named after them."""
    seen = []
    with Recording(path) as recording:
        wanted = None if types is None else {recording.schema.events[name] for name in types}
        try:
            for number, event in recording.numbered(0, 3 * RECORDS, wanted):
                assert event.timestamp
                seen.append((number, event.type.name))
        except RecordingError as trouble:
            return seen, trouble.offset
    return seen, None


@settings(max_examples=60)
@given(
    wrong=st.integers(0, RECORDS - 1),
    place=st.integers(0, 2),
    how=st.sampled_from(list(WRONG)),
    types=st.none() | st.sets(st.sampled_from("AFM"), min_size=1),
)
def test_none_of_its_events_are_given_and_all_before_it(
    wrong: int, place: int, how: str, types: set[str] | None, tmp_path: Path
) -> None:
    events = [right(3 * wrong + m) for m in range(3)]
    events[place] = WRONG[how](wrong)
    path = tmp_path / "a.replay"
    offset = written(path, wrong, rows(3 * wrong, events))
    before = [(n, right(n)[0]) for n in range(3 * wrong)]

    seen, named = given_by(path, types)

    assert seen == [one for one in before if types is None or one[1] in types]
    assert named == offset
    with Recording(path) as recording, pytest.raises(RecordingError, match=f"byte {offset}"):
        print(recording.digest)


@pytest.mark.parametrize("time", [2**60, [0, 0, -(2**60)], [0, 0], "noon"])
def test_a_wrong_time_is_wrong_content(time: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    offset = written(path, 4, rows(12, [right(12 + m) for m in range(3)], time))

    seen, named = given_by(path, None)

    assert (len(seen), named) == (12, offset)


def test_one_column_of_rows_is_not_read_past_a_wrong_record(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    written(path, 9, rows(27, [right(27), right(28), ["M", 9, [7, "s"]]]))

    with Recording(path) as recording, pytest.raises(RecordingError):
        list(recording.values(recording.schema.events["M"], "metal"))


def test_the_command_prints_what_stands_before_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.replay"
    offset = written(path, 6, rows(18, [right(18), right(19), ["A", 6, ["x"]]]))

    assert main(["events", "--json", str(path)]) == 2

    said = capsys.readouterr()
    assert [json.loads(line)["n"] for line in said.out.splitlines()] == list(range(18))
    assert f"byte {offset}" in said.err


@settings(max_examples=20)
@given(block=st.integers(1, 3), indexed=st.booleans(), seed=st.integers(0, 99))
def test_before_a_damaged_block_nobody_is_given_half_a_frame(
    block: int, indexed: bool, seed: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    history = puts(4000, seed)
    record(path, history, projection=None, existing="replace")
    parts = taken_apart(path.read_bytes())
    whole = put_together(parts if indexed else parts[:-2])
    with Recording(path) as recording:
        contents = recording.reader.contents
        damaged = bytearray(whole)
        damaged[contents.offsets[block] + contents.sizes[block] - 1] ^= 1
        before = contents.first_events[block]
        ended = recording.reader.block(block - 1).span.ended
    path.write_bytes(damaged)
    seen = []

    with Recording(path) as recording, pytest.raises(RecordingError):
        for event in recording.events():
            seen.append(event.frame)

    assert seen == [event.frame for event in history[:before] if event.frame <= ended]
