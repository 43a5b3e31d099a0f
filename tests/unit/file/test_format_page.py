"""The page that specifies the file says what the program does, to the byte."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import format_page
import pytest

from replay import Event, EventType, Recorder, Recording, Schema
from replay import schema as catalogue
from replay.cli.telling import record
from replay.file import blocks, columns, header, index, keyframes, records, start, tallies
from replay.file.index import END_SIZE
from replay.file.rows import canonical_row
from replay.values import msgpack_codec
from replay.values.descriptions import MAX_FIELDS, MAX_NESTING
from replay.values.msgpack_codec import pack


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    item: int


@dataclass(frozen=True, slots=True)
class Dropped:
    player: int
    item: int
    x: int
    y: int


class Facts(EventType):
    ITEM_ADDED = Took
    ITEM_REMOVED = Dropped


SCHEMA = Schema(game="tiny", events=Facts, version=1, frame_rate=60)
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording begins at the moment the page names."""
    monkeypatch.setattr("time.time_ns", lambda: int(BEGIN.timestamp()) * 1_000_000_000)


def recorded(path: Path) -> Iterator[bytes]:
    """Record the page's match; yield the file's bytes before it is closed, and after."""
    taken, dropped = (BEGIN + timedelta(milliseconds=ms) for ms in (50, 1503))
    with Recorder(path, SCHEMA, metadata={"seed": 7}) as recorder:
        recorder.append(Event(Facts.ITEM_ADDED, Took(0, 12), 3, taken))
        recorder.append(Event(Facts.ITEM_REMOVED, Dropped(0, 12, 40, 60), 90, dropped))
        recorder.end_frame(119)
        yield path.read_bytes()
    yield path.read_bytes()


@pytest.mark.parametrize("content", [format_page.CLOSED, format_page.WRITTEN])
def test_the_examples_hold_the_events_that_the_page_claims(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tiny.replay"
    path.write_bytes(content)

    with Recording(path, SCHEMA) as recording:
        told = [json.dumps(record(n, event)) for n, event in enumerate(recording.events())]

        assert "\n".join(told) + "\n" == format_page.EVENTS
        assert recording.digest == format_page.DIGEST
        assert (recording.frames, recording.metadata) == (120, {"seed": 7})
        assert recording.closed == recording.complete == (content == format_page.CLOSED)


def test_the_second_example_is_what_the_recorder_has_written_before_it_closes(
    at_noon: None, tmp_path: Path
) -> None:
    before, _ = recorded(tmp_path / "tiny.replay")

    assert before == format_page.WRITTEN


@pytest.mark.skipif(
    "ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng deflates the header's copy to other bytes"
)
def test_the_first_example_is_what_the_recorder_writes(at_noon: None, tmp_path: Path) -> None:
    _, closed = recorded(tmp_path / "tiny.replay")

    assert closed == format_page.CLOSED


@pytest.mark.parametrize(
    ("title", "content", "start"),
    [
        ("A whole file", format_page.CLOSED, 0),
        ("The same match while it is being written", format_page.WRITTEN, format_page.ROWS_BEGIN),
    ],
)
def test_every_byte_is_explained_once(title: str, content: bytes, start: int) -> None:
    rows = list(format_page.explained(format_page.section(title)))
    ends = [offset for offset, _, _ in rows[1:]] + [len(content)]

    assert rows[0][0] == start
    for (offset, first, last), end in zip(rows, ends, strict=True):
        explained = content[offset:end]
        assert explained.startswith(first)
        assert explained.endswith(last)
        assert len(explained) == len(first) if not last else len(explained) > len(first + last)


def test_the_digest_is_made_of_the_bytes_that_the_page_names() -> None:
    rows = [
        canonical_row("ITEM_ADDED", 3, (0, 12)),
        canonical_row("ITEM_REMOVED", 90, (0, 12, 40, 60)),
    ]
    described = pack([None, 0, 120, 2])
    leaf = blake2b(b"".join(rows), digest_size=32).digest()

    assert "are bytes 580 to 595 and 638 to 657 of the second" in format_page.section(
        "16 The digest"
    )
    assert [format_page.WRITTEN[580:596], format_page.WRITTEN[638:658]] == rows
    assert f"`{described.hex(' ')}`" in format_page.section("16 The digest")
    assert blake2b(described + leaf, digest_size=32).hexdigest() == format_page.DIGEST


@pytest.mark.parametrize(
    ("what", "bound"),
    [
        ("events in a block or rows record", f"{blocks.MAX_EVENTS:,}"),
        (
            f"events in a block of more than {blocks.ALWAYS_EVENTS:,}",
            f"{blocks.EVENTS_A_BYTE} for each byte",
        ),
        ("a column in a block, or the body of a rows record, raw", f"{columns.MAX_RAW >> 10} KiB"),
        ("an event, as canonical row", f"{catalogue.MAX_EVENT >> 10} KiB"),
        ("a keyframe, raw", f"{keyframes.MAX_STATE >> 10} KiB"),
        ("a header, without its body", f"{header.MAX_HEADER >> 10} KiB"),
        ("a start, raw", f"{start.MAX_START >> 20} MiB"),
        ("the head of a record", f"{msgpack_codec.MAX_PLAIN >> 10} KiB"),
        (
            "arrays and maps within each other, in a header or a state, with the outermost",
            f"{msgpack_codec.MAX_DEPTH}",
        ),
        ("in a block, each type's events times its fields, together", f"{blocks.MAX_VALUES:,}"),
        ("the leaves in an index of formats 1 and 2", f"{index.LEAVES_SHARE} times"),
        ("pages in an index", f"the bytes before it / {index.PAGE_BYTES}"),
        (
            "tallies times blocks of a page, or times pages of an index",
            f"{tallies.MAX_COUNTS:,}",
        ),
        ("blocks and keyframes in an index", f"the file's size / {records.MARK_SIZE}"),
    ],
)
def test_the_bounds_are_those_of_the_program(what: str, bound: str) -> None:
    assert f"| {what} | {bound}" in format_page.section("19 Bounds")


def test_a_length_is_bounded_as_the_program_bounds_it() -> None:
    bound = f"{records.MAX_RECORD >> 20} MiB ({records.MAX_RECORD:,} bytes)"

    assert bound in format_page.section("2 Records").replace("\n", " ")


def test_a_catalogue_is_bounded_as_the_program_bounds_it() -> None:
    told = format_page.section("4 The catalogue").replace("\n", " ")

    assert f"There are 1 to {catalogue.MAX_TYPES}." in told
    assert f"MUST NOT lie more than {MAX_NESTING} deep" in told
    assert f"each has at most {MAX_FIELDS} parts" in told


def test_what_is_forbidden_is_said_with_must_not() -> None:
    assert not re.search(r"\b[Nn]o \w+( \w+)? MUST\b", format_page.TEXT)


def test_every_kind_of_record_and_every_column_code_is_on_the_page() -> None:
    kinds = {
        value
        for name, value in vars(records).items()
        if name.isupper() and value and isinstance(value, str)
    }
    codes = {*columns.TYPECODES, "b1", "c", "mp"}

    assert kinds == {"header", "block", "rows", "keyframe", "gap", "copy", "page", "index", "end"}
    assert all(f"`{name}`" in format_page.TEXT for name in kinds | codes)
    assert f"{END_SIZE} bytes" in format_page.section("13 The end")
