"""Seventy lines, from "The smallest reader" of FORMAT.md alone, read every undamaged file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import format_page
import odd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import Readers
from strategies import SCHEMA, histories, puts, record

from replay import Event, Recorder, Recording
from replay.file.records import encode
from replay.integrity.repair import repair

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("recordings/**/*.replay"), *ROOT.glob("tests/golden/*.replay")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_reads_every_golden_and_bundled_recording(path: Path, readers: Readers) -> None:
    assert readers.smallest(path) == readers.program(path)


@pytest.mark.parametrize("content", [format_page.CLOSED, format_page.WRITTEN])
def test_it_reads_the_examples_of_the_page(
    content: bytes, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.replay"
    path.write_bytes(content)

    assert readers.smallest(path) == (format_page.EVENTS, 0)


def test_all_readers_write_odd_floats_and_names_alike(readers: Readers, tmp_path: Path) -> None:
    path = odd.record(tmp_path / "a.replay")

    assert readers.smallest(path) == readers.node(path) == readers.program(path)


@settings(max_examples=15)
@given(history=histories(), live=st.booleans(), closed=st.booleans())
def test_it_reads_what_anybody_may_record(
    history: list[Event[Any]], live: bool, closed: bool, readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", history, live=live, existing="replace")
    if not closed:
        with Recorder(path, SCHEMA, existing="replace", live=live) as recorder:
            for event in history:
                recorder.append(event)
            written = path.read_bytes()
        path.write_bytes(written)

    assert readers.smallest(path) == readers.program(path)


def test_it_steps_over_a_gap_and_over_kinds_that_it_does_not_know(
    readers: Readers, tmp_path: Path
) -> None:
    damaged = record(tmp_path / "a.replay", puts(5000))
    content = bytearray(damaged.read_bytes())
    content[Recording(damaged).reader.contents.offsets[2] + 200] ^= 1
    damaged.write_bytes(content)
    path = tmp_path / "b.replay"
    repair(damaged, path)
    begin = Recording(path).reader.events_begin
    whole = path.read_bytes()
    path.write_bytes(whole[:begin] + encode("weather", {"wind": 3}, b"gust") + whole[begin:])

    assert readers.smallest(path) == readers.program(path)


@settings(max_examples=15)
@given(kept=st.floats(0, 1))
def test_cut_anywhere_it_reads_the_same_prefix(
    kept: float, readers: Readers, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", puts(2500), existing="replace")
    whole, begin = path.read_bytes(), Recording(path).reader.events_begin
    path.write_bytes(whole[: begin + int(kept * (len(whole) - begin))])

    assert readers.smallest(path) == readers.program(path)
