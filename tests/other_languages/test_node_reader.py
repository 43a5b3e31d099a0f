"""A reader in JavaScript, written from FORMAT.md alone, reads what the program reads."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any
from unittest import mock

import format_page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import Readers
from strategies import SCHEMA, Ledger, Rows, Vault, histories, puts, record

from replay import Event, Recorder, Recording, Schema, clip
from replay.file import batch, builder
from replay.file.header import encode_header
from replay.file.records import encode
from replay.integrity.repair import repair

HISTORY = list[Event[Any]]
VAULTS = sorted((Path(__file__).parents[1] / "golden").glob("*.replay"))
BUNDLED = sorted((Path(__file__).parents[2] / "recordings").rglob("*.replay"))


def killed(path: Path, history: HISTORY, *, live: bool = True) -> Path:
    """Leave a file as a killed writer would: no index, and the last frame not ended."""
    recorder = Recorder(path, SCHEMA, projection=Ledger(), existing="replace", live=live)
    for event in history:
        recorder.append(event)
    written = path.read_bytes()
    recorder.close()
    path.write_bytes(written)
    return path


@settings(max_examples=25)
@given(history=histories(), live=st.booleans())
def test_a_closed_file_has_the_same_events_and_digest_in_both(
    history: HISTORY, live: bool, readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", history, live=live, existing="replace")

    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


@settings(max_examples=25)
@given(history=histories())
def test_a_file_that_was_not_closed_has_the_same_events_and_digest_in_both(
    history: HISTORY, readers: Readers, tmp_path: Path
) -> None:
    path = killed(tmp_path / "a.replay", history)

    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


@pytest.mark.parametrize("live", [True, False])
def test_many_blocks_and_keyframes_read_the_same(
    live: bool, readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", puts(5000), live=live)

    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


def test_saved_states_are_the_same_in_both(readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, projection=Rows(), live=False) as recorder:
        for event in puts(6000):
            recorder.append(event)

    told, code = readers.node(path, "--states")

    with Recording(path) as recording:
        counts = list(recording.reader.contents.keyframe_events)
        mine = [as_node_tells([n, recording.keyframe_at(at)]) for at, n in enumerate(counts)]
    assert code == 0
    assert len(mine) > 2
    assert [json.loads(line) for line in told.splitlines()] == mine


def as_node_tells(data: Any) -> Any:
    """Plain data as the reader prints it: JSON without maps, bytes and floats."""
    if isinstance(data, dict):
        return [[as_node_tells(key), as_node_tells(value)] for key, value in data.items()]
    if isinstance(data, list):
        return list(map(as_node_tells, data))
    if isinstance(data, bytes):
        return data.hex()
    return f"float {struct.pack('>d', data).hex()}" if isinstance(data, float) else data


def test_the_index_says_the_same_of_every_block_in_both(readers: Readers, tmp_path: Path) -> None:
    keyed = Schema("vault", Vault, keys=("player", "item", "maybe", "name"))
    path = tmp_path / "a.replay"
    with (
        mock.patch.object(batch, "BLOCK_EVENTS", 4),
        mock.patch.object(builder, "BLOCK_EVENTS", 4),
        Recorder(path, keyed, projection=Ledger(), live=False) as recorder,
    ):
        for event in puts(9000):
            recorder.append(event)

    told, code = readers.node(path, "--blocks")

    with Recording(path) as recording:
        contents = recording.reader.contents
        pages = contents.pages
        assert pages is not None
        assert len(pages) == 3
        mine = [
            [
                contents.offsets[n], contents.sizes[n], contents.first_events[n],
                contents.event_counts[n], contents.first_frames[n], contents.last_frames[n],
                [[list(tally), count] for tally, count in (pages.counted(n) or {}).items()],
            ]
            for n in range(len(contents.offsets))
        ]  # fmt: skip
    assert code == 0
    assert [json.loads(line) for line in told.splitlines()] == mine
    assert readers.node(path) == readers.program(path)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.name)
def test_the_recordings_that_come_with_the_game_read_the_same(path: Path, readers: Readers) -> None:
    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


@pytest.mark.parametrize("live", [True, False])
def test_integers_around_those_that_doubles_hold_read_the_same(
    live: bool, readers: Readers, tmp_path: Path
) -> None:
    ends = [sign * 2**53 + near for sign in (-1, 1) for near in (-1, 0, 1)]
    events = [Event(Vault.COUNTED, end, n) for n, end in enumerate([-(2**63), *ends, 2**63 - 1])]
    path = record(tmp_path / "a.replay", events, live=live)

    assert readers.node(path) == readers.program(path)


@pytest.mark.parametrize("path", VAULTS, ids=lambda path: path.stem)
def test_numbers_of_every_width_read_the_same_in_every_format(path: Path, readers: Readers) -> None:
    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


@pytest.mark.parametrize("content", [format_page.CLOSED, format_page.WRITTEN])
def test_the_examples_of_the_page_are_read_as_it_says(
    content: bytes, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.replay"
    path.write_bytes(content)

    assert readers.node(path) == (format_page.EVENTS, 0)
    assert readers.node(path, "--digest") == (format_page.DIGEST + "\n", 0)


@settings(max_examples=25)
@given(kept=st.floats(0, 1))
def test_cut_anywhere_both_read_the_same_prefix(
    kept: float, readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", puts(2500), existing="replace")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole))])

    assert readers.node(path) == readers.program(path)


@settings(max_examples=25)
@given(
    position=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
    closed=st.booleans(),
    live=st.booleans(),
)
def test_with_any_bit_flipped_neither_gives_a_wrong_event(
    position: float, bit: int, closed: bool, live: bool, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    if closed:
        record(path, puts(2500), existing="replace")
    else:
        killed(path, puts(2500 if not live else 300), live=live)
    right, _ = readers.program(path)
    damaged = bytearray(path.read_bytes())
    damaged[int(position * len(damaged))] ^= 1 << bit
    path.write_bytes(damaged)

    read, code = readers.node(path)

    assert right.startswith(read)
    assert not closed or read == right or code == 2
    assert (read, code) == readers.program(path)


def test_a_repaired_file_reads_the_same_around_its_gap(readers: Readers, tmp_path: Path) -> None:
    damaged = record(tmp_path / "a.replay", puts(5000))
    content = bytearray(damaged.read_bytes())
    content[Recording(damaged).reader.contents.offsets[2] + 200] ^= 1
    damaged.write_bytes(content)
    path = tmp_path / "b.replay"

    report = repair(damaged, path)

    assert len(report.gaps) == 1
    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)


def test_records_that_nobody_knows_are_passed_over(readers: Readers, tmp_path: Path) -> None:
    path = killed(tmp_path / "a.replay", puts(100))
    right = readers.program(path)
    written = path.read_bytes()
    begin = Recording(path).reader.events_begin
    path.write_bytes(written[:begin] + encode("weather", {"wind": 3}, b"gust") + written[begin:])

    assert readers.node(path) == readers.program(path) == right


@settings(max_examples=15)
@given(history=histories(), cut=st.floats(0, 1))
def test_a_clip_has_the_same_events_and_digest_in_both(
    history: HISTORY, cut: float, readers: Readers, tmp_path: Path
) -> None:
    source = record(tmp_path / "a.replay", history, existing="replace")
    frame = int(cut * (Recording(source).frames - 1))
    path = tmp_path / "clip.replay"
    clip(source, path, start=frame, schema=SCHEMA, projection=Ledger(), existing="replace")

    assert readers.node(path) == readers.program(path)
    assert readers.node(path, "--digest") == (Recording(path).digest + "\n", 0)
    assert readers.smallest(path) == readers.program(path)


def test_a_newer_format_is_refused(readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    header = Recording(record(path, puts(3))).reader.header
    newer = {**{name: getattr(header, name) for name in header.__slots__}, "format_version": 4}
    path.write_bytes(encode_header(type(header)(**newer)))

    assert readers.node(path) == readers.program(path) == ("", 2)
