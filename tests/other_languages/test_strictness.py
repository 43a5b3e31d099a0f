"""What the page allows and what it refuses, the program and the reader in JavaScript do the same.

Every checksum is right: it is the content that is, or is not, as the page says.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest
from readers import Readers
from strategies import Put, Vault, puts, record
from torture.anatomy import Part, deflated, put_together, taken_apart

from replay import Event
from replay.file.records import GAP, ROWS, encode
from replay.values.msgpack_codec import MAX_DEPTH, pack

Change = Callable[[list[Part]], list[Part]]
CATALOGUE = [["A", "int"], ["F", ["record", "Share", [["of", ["tuple", "float"]]]]]]
HEADER = {
    "format": 3, "game": "g", "schema": 1, "rules": None, "frame_rate": 60, "started": 0,
    "first_frame": 0, "seed": None, "players": None, "metadata": {}, "lineage": [],
    "catalogue": CATALOGUE,
}  # fmt: skip


def levels(count: int) -> Any:
    value: Any = []
    for _ in range(count - 1):
        value = [value]
    return value


def row(frame: int, value: bytes = b"\x07", name: str = "A") -> bytes:
    return b"\x93" + msgpack.packb(name) + msgpack.packb(frame) + b"\x91" + value


def events(*records: bytes, body: bytes = b"", without: str = "", **changed: Any) -> bytes:
    """A file of one good event and these records, its header changed."""
    head = {name: value for name, value in {**HEADER, **changed}.items() if name != without}
    good = encode(ROWS, [0, 1, 0, 0, 0, 0, 0], row(0))
    return encode("header", head, body) + good + b"".join(records)


def second(value: bytes = b"\x07", name: str = "A") -> bytes:
    return encode(ROWS, [1, 1, 1, 1, 1, 0, 0], row(1, value, name))


ALLOWED = {
    "no rules": (events(without="rules"), 1),
    "no seed": (events(without="seed"), 1),
    "no players": (events(without="players"), 1),
    "keys that nobody knows": (events(weather="rain"), 1),
    "a seed of 64 bits": (events(seed=2**64 - 1), 1),
    "rules of version 0": (events(rules=0), 1),
    "a first frame, and no event before it": (events(first_frame=0, lineage=[{"a": 1}]), 1),
    "as many levels as may be": (events(metadata={"a": levels(MAX_DEPTH - 2)}), 1),
    "a float of 32 bits": (events(second(b"\x91\xca" + struct.pack(">f", 0.5), "F")), 2),
    "numbers not in their shortest form": (events(second(b"\xd3" + bytes(7) + b"\x07")), 2),
    "a quiet frame": (events(encode(ROWS, [1, 0, 4, 4, 4, 0, 0])), 1),
    "a kind that nobody knows": (events(encode("weather", levels(200)), second()), 2),
    "a keyframe whose head is none": (events(encode("keyframe", 7), second()), 2),
}
START = pack(["bags", 1, 1, b"", {"a": [1, 2]}])


def starting(raw: bytes, **changed: Any) -> bytes:
    """A file of one good event that begins from a state."""
    return events(**{"start": len(raw), "body": deflated(raw), **changed})


ALLOWED |= {
    "a state to begin from": (starting(START), 1),
    "a start that is nil": (events(start=None), 1),
    "a key start in an older format": (events(start=7, format=2), 1),
    "parameters of a projection": (starting(pack(["bags", 1, 1, pack([]), None])), 1),
    "as many levels as a state may have": (starting(pack(["a", 1, 1, b"", levels(MAX_DEPTH)])), 1),
}
REFUSED = {
    "a state of other bytes": (starting(START, start=len(START) - 1), 0),
    "a state that is not there": (starting(START, body=b""), 0),
    "a state of no bytes": (starting(b"", body=b""), 0),
    "a state that claims too much": (starting(START, start=5 << 20), 0),
    "a start that is a truth": (starting(START, start=True), 0),
    "a start of four places": (starting(pack(["bags", 1, 1, b""])), 0),
    "a start of no name": (starting(pack([7, 1, 1, b"", {}])), 0),
    "a start of no version": (starting(pack(["bags", "1", 1, b"", {}])), 0),
    "a start of no schema version": (starting(pack(["bags", 1, 1.5, b"", {}])), 0),
    "a start whose parameters are not packed": (starting(pack(["bags", 1, 1, [], {}])), 0),
    "a start with too many parameters": (starting(pack(["bags", 1, 1, bytes(513), {}])), 0),
    "a header that is too large": (events(metadata={"a": "x" * (256 << 10)}), 0),
    "a state with bytes behind it": (starting(START + b"\xc0"), 0),
    **{f"no {key}": (events(without=key), 0) for key in HEADER
       if key not in ("rules", "seed", "players")},
    "format 0": (events(format=0), 0),
    "format 4": (events(format=4), 0),
    "schema 0": (events(schema=0), 0),
    "rules that are no number": (events(rules="x"), 0),
    "rules that are a truth": (events(rules=True), 0),
    "a frame rate of 0": (events(frame_rate=0), 0),
    "recording begun in no year": (events(started=10**15), 0),
    "a first frame before 0": (events(first_frame=-1), 0),
    "a lineage of no maps": (events(lineage=[1]), 0),
    "a catalogue without types": (events(catalogue=[]), 0),
    "a header with a body": (events(body=b"?"), 0),
    "a map whose key is an array": (events(metadata={(1,): 2}), 0),
    "more levels than may be": (events(metadata={"a": levels(MAX_DEPTH - 1)}), 0),
    "a number of more than 64 bits with a sign": (events(second(b"\xcf" + b"\xff" * 8)), 1),
    "a whole number for a float": (events(second(b"\x91\x01", "F")), 1),
    "a quiet frame that is another": (events(encode(ROWS, [1, 0, 3, 4, 4, 0, 0])), 1),
    "a quiet frame with a time": (events(encode(ROWS, [1, 0, 4, 4, 4, 0, 9])), 1),
    "a quiet frame with no times": (events(encode(ROWS, [1, 0, 4, 4, 4, 0, []])), 1),
    "a quiet frame with a body": (events(encode(ROWS, [1, 0, 4, 4, 4, 0, 0], b"\xc0")), 1),
    "a head with more places": (events(encode(ROWS, [1, 1, 1, 1, 1, 0, 0, 0], row(1))), 1),
    "a time of no year": (events(encode(ROWS, [1, 1, 1, 1, 1, 0, 10**15], row(1))), 1),
    "an event of an ended frame": (events(encode(ROWS, [1, 1, 0, 0, 1, 0, 0], row(0))), 1),
    "an event that is doubled": (events(encode(ROWS, [0, 1, 1, 1, 1, 0, 0], row(1))), 1),
    "a gap with a body": (events(encode(GAP, [1, 1, 1, 2, "x"], b"?")), 1),
    "a gap of nothing": (events(encode(GAP, [1, 0, 1, 2, "x"])), 1),
    "a gap before all frames": (events(encode(GAP, [1, 1, -1, 2, "x"])), 1),
    "a second header": (events(events()), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_both_read(name: str, readers: Readers, tmp_path: Path) -> None:
    content, count = ALLOWED[name]
    path = tmp_path / "a.replay"
    path.write_bytes(content)

    printed, code = readers.program(path)

    assert (printed.count("\n"), code) == (count, 0)
    assert readers.node(path) == (printed, code)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_both_refuse_and_give_what_stands_before_it(
    name: str, readers: Readers, tmp_path: Path
) -> None:
    content, count = REFUSED[name]
    path = tmp_path / "a.replay"
    path.write_bytes(content)

    printed, code = readers.program(path)

    assert (printed.count("\n"), code) == (count, 2)
    assert readers.node(path) == (printed, code)


def changed(parts: list[Part], kind: str, **fields: Any) -> list[Part]:
    return [replace(part, **fields) if part.kind == kind else part for part in parts]


def head_of(parts: list[Part], kind: str) -> Any:
    return next(part.head for part in parts if part.kind == kind)


def in_format_1(parts: list[Part]) -> list[Part]:
    return changed(parts, "header", head={**head_of(parts, "header"), "format": 1})


def with_an_end_that_has_a_head(parts: list[Part]) -> list[Part]:
    return changed(parts, "end", head=1)


def with_an_index_that_has_more(parts: list[Part]) -> list[Part]:
    index = next(part for part in parts if part.kind == "index")
    return changed(parts, "index", body=index.body + b"?")


@pytest.mark.parametrize(
    "change", [in_format_1, with_an_end_that_has_a_head, with_an_index_that_has_more]
)
def test_what_costs_no_event_costs_none_in_either(
    change: Change, readers: Readers, tmp_path: Path
) -> None:
    wide = [Event(Vault.PUT, Put(n % 4, 300 + 7 * n), n // 2) for n in range(1500)]
    path = record(tmp_path / "a.replay", wide)
    right = readers.program(path)
    parts = taken_apart(path.read_bytes())
    codes = [entry if isinstance(entry, int) else entry[0] for entry in head_of(parts, "block")[9]]
    assert {"U2", "I2"} & set(codes)
    assert any(isinstance(code, int) for code in codes)
    path.write_bytes(put_together(change(parts)))

    assert readers.node(path) == readers.program(path) == right


def test_a_column_stored_in_more_bytes_than_it_has_is_refused(
    readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", puts(1))
    parts = taken_apart(path.read_bytes())
    block = next(part for part in parts if part.kind == "block")
    code, raw = block.head[9][0]
    assert raw == 1
    longer = deflated(block.body[:1])
    head = [*block.head[:9], [[code, raw, len(longer)], *block.head[9][1:]]]
    body = longer + block.body[1:]
    parts = [replace(block, head=head, body=body) if part is block else part for part in parts]
    path.write_bytes(put_together(parts[:2]))

    assert readers.node(path) == readers.program(path) == ("", 2)
