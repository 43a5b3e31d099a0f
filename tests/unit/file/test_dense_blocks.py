"""Blocks of more than their bytes can mean are refused; others are read a part at a time."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from small_files import never_ended, write
from torture.crafting import INT, TOGETHER, Crafted, all_are, array_of

from replay import Corrupt, Recording
from replay.cli.main import main
from replay.integrity.repair import repair


def dense() -> Crafted:
    file = Crafted(INT)
    file.rows([(0, 0, [1])])
    for _ in range(20):
        file.block(TOGETHER, [all_are(7)])
    return file


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_block_of_more_events_than_its_bytes_can_mean_is_refused(
    tmp_path: Path, is_closed: bool
) -> None:
    data = dense().closed() if is_closed else dense().live()
    path = write(tmp_path / "dense.replay", data)

    with Recording(path) as recording, pytest.raises(Corrupt, match="claims 65536 events"):
        list(recording.events())

    report = repair(path, tmp_path / "saved.replay")
    assert report.events == 1
    assert len(report.losses) >= 20
    assert main(["verify", str(tmp_path / "saved.replay")]) == 0


def test_a_block_as_dense_as_a_writer_makes_it_is_read(tmp_path: Path) -> None:
    file = Crafted(INT)
    file.block(1024, [all_are(7)])
    path = write(tmp_path / "fine.replay", file.closed())

    with Recording(path) as recording:
        assert len(list(recording.events())) == 1024


def test_an_event_larger_than_any_writer_takes_is_refused(tmp_path: Path) -> None:
    file = Crafted([["A", ["record", "R", [["items", ["tuple", ["tuple", "int"]]]]]]])
    file.rows([(0, 0, [[]])])
    file.block(1, [("mp", array_of(1, array_of(200_000, b"\x90")))])
    path = write(tmp_path / "lists.replay", file.closed())

    with Recording(path) as recording, pytest.raises(Corrupt, match="too many for 1 events"):
        list(recording.events())


def test_a_frame_of_very_many_events_is_read_without_keeping_them(tmp_path: Path) -> None:
    path = write(tmp_path / "open.replay", never_ended(ends=True, blocks=150))
    tracemalloc.start()

    with Recording(path) as recording:
        count = sum(1 for _ in recording.events())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 1 + 150 * 1024
    assert peak < 32 * 1024 * 1024


def test_a_block_of_many_wide_events_is_read_a_part_at_a_time(tmp_path: Path) -> None:
    file = Crafted([["A", ["record", "R", [[f"f{n}", "int"] for n in range(250)]]]])
    file.block(4000, [all_are(n) for n in range(250)])
    path = write(tmp_path / "wide.replay", file.closed())
    tracemalloc.start()

    with Recording(path) as recording:
        read = [event.data.f249 for event in recording.events()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == [249] * 4000
    assert peak < 48 * 1024 * 1024
