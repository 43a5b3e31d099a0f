"""Frames that may never end are repaired in little memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from small_files import never_ended, write

from replay.cli.main import main
from replay.integrity.repair import repair


@pytest.mark.parametrize("ends", [True, False])
def test_repair_keeps_no_events_of_a_frame_that_may_never_end(tmp_path: Path, ends: bool) -> None:
    path = write(tmp_path / "open.replay", never_ended(ends=ends))
    tracemalloc.start()

    report = repair(path, tmp_path / "saved.replay")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert report.events == (1 + 40 * 1024 if ends else 1)
    assert main(["verify", str(tmp_path / "saved.replay")]) == 0
    assert peak < 8 * 1024 * 1024
