"""Files made to hurt: right checksums, wrong numbers. They cost neither a crash nor memory."""

from __future__ import annotations

import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import msgpack
import pytest

from replay import Corrupt, EventType, Recording, RecordingError, Schema
from replay.cli.main import main
from replay.file.records import BLOCK, GAP, HEADER, KEYFRAME, ROWS, encode
from replay.integrity.repair import repair

HUGE = 2**64 - 1
FEW_BYTES = 16_000_000


def header(*types: list[Any], **more: Any) -> bytes:
    known = {
        "format": 1, "game": "g", "schema": 1, "rules": None, "frame_rate": 60, "started": 0,
        "first_frame": 0, "metadata": {}, "lineage": [], "catalogue": types,
    }  # fmt: skip
    return encode(HEADER, {**known, **more})


INT = ["A", "int"]
MANY_FIELDS = ["A", ["record", "R", [[f"f{n}", "int"] for n in range(250)]]]
C = ["c", 1, 1]


def row(frame: int, value: Any = 1) -> bytes:
    return bytes(msgpack.packb(["A", frame, [value]]))


def deflated(raw: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(raw) + deflater.flush()


def array(count: int, item: bytes) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big") + item * count


def bomb(raw: bytes) -> bytes:
    stored = deflated(raw)
    head = [0, 1, 0, 0, 0, 0, 0, 1, [[0, 1]], [C, C, C, ["mp", len(raw), len(stored)]]]
    return header(INT) + encode(BLOCK, head, b"\0\0\0" + stored)


WIDE = [0, 65536, 0, 0, 0, 0, 0, 1, [[0, 65536]], [C] * 253]
FILES = {
    "a first frame beyond all": header(INT) + encode(ROWS, [0, 1, HUGE, HUGE, 3, 0, 0], row(HUGE)),
    "an ended frame beyond all": header(INT) + encode(ROWS, [0, 0, 2, 2, HUGE, 0, 0]),
    "a keyframe beyond all": header(INT) + encode(KEYFRAME, [HUGE, 3, "a", 1, 1, 0]),
    "a gap beyond all": header(INT) + encode(GAP, [0, HUGE, 0, 1, "x"]),
    "a value beyond all": header(INT) + encode(ROWS, [0, 1, 2, 2, 3, 0, 0], row(2, HUGE)),
    "a time beyond all": header(INT) + encode(ROWS, [0, 1, 2, 2, 3, 0, HUGE], row(2)),
    "65,536 events of 250 fields": header(MANY_FIELDS) + encode(BLOCK, WIDE, b"\0" * 253),
    "an array of 16 million": bomb(array(16_000_000, b"\0")),
    "8 million empty arrays": bomb(array(8_000_000, b"\x90")),
    "a keyframe of empty arrays": header(INT)
    + encode(KEYFRAME, [0, -1, "a", 1, 1, 8_000_005], deflated(array(8_000_000, b"\x90"))),
    "arrays within arrays": header(INT) + encode(ROWS, [0, 0, 0, 0, 0, 0, 0], b"\x91" * 200_000),
    "a type named twice": header(INT, ["A", "str"]),
    "300 types": header(*([f"A{n}", "int"] for n in range(300))),
    "no types": header(),
    "a type with a method's name": header(["mro", "int"]),
    "metadata in metadata": header(INT, metadata={"a": eval("[" * 90 + "]" * 90)}),
}


def everything(path: Path) -> None:
    """Ask for all there is; only a RecordingError may come of it."""
    try:
        with Recording(path) as recording:
            for event in recording.events():
                assert event.timestamp.year >= 1
            assert recording.digest
            recording.keyframe_state("a", 1, b"", 0)
            recording.keyframe_before("a", 1, b"", 10)
    except RecordingError:
        pass


@pytest.mark.parametrize("name", FILES)
def test_it_costs_neither_a_crash_nor_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(FILES[name])
    tracemalloc.start()

    everything(path)
    for command in ("info", "events", "verify", "stats"):
        assert main([command, str(path)]) in (0, 1, 2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < FEW_BYTES


def test_events_before_the_first_frame_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    clip = header(INT, first_frame=100)
    path.write_bytes(clip + encode(ROWS, [0, 1, 2, 2, 3, 0, 0], row(2)) + encode("other", None))

    with Recording(path) as recording, pytest.raises(RecordingError, match="frame 2"):
        recording.get_all_events()


def test_repair_leaves_out_the_events_of_a_frame_that_never_ended(tmp_path: Path) -> None:
    live = header(INT) + encode(ROWS, [0, 1, 2, 2, 2, 0, 0], row(2))
    live += encode(ROWS, [1, 2, 3, 3, 2, 2, 0], row(3) * 2) + b"\x94\xd8\x52"
    (tmp_path / "a.replay").write_bytes(live)

    repair(tmp_path / "a.replay", tmp_path / "b.replay")

    with Recording(tmp_path / "a.replay") as before, Recording(tmp_path / "b.replay") as after:
        assert [e.frame for e in after.events()] == [e.frame for e in before.events()] == [2]
        assert len(after) == len(before) == 1
        assert after.digest == before.digest


def test_a_frame_that_ends_between_two_blocks_keeps_its_events(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    first = encode(ROWS, [0, 2, 5, 5, 4, 2, 0], row(5) * 2)
    second = encode(ROWS, [2, 1, 6, 6, 5, 1, 0], row(6))
    path.write_bytes(header(INT) + first + second)

    with Recording(path) as recording:
        assert recording.frames == 6
        assert [event.frame for event in recording.events()] == [5, 5]


@pytest.mark.parametrize("lie", [["record", "R"], ["tuple"], ["union"], [], {}, ["enum", "E", 7]])
def test_a_lie_about_a_payload_is_damage_whoever_opens_the_file(lie: Any, tmp_path: Path) -> None:
    class Facts(EventType):
        A = int

    path = tmp_path / "a.replay"
    path.write_bytes(header(["A", lie]))

    for schema in (None, Schema(game="g", events=Facts, version=1, frame_rate=60)):
        with pytest.raises(Corrupt, match="header is damaged"):
            Recording(path, schema)
