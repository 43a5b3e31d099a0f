"""Live matches whose columns grow, for tests: small blocks, and what is left when it is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recorded import full
from strategies import SCHEMA

from replay import (
    Event,
    Recorder,
    Recording,
)
from replay.integrity.verify import verify
from replay.storage import compaction, growing_columns, hidden_files
from replay.storage.growing_columns import GrowingColumns
from replay.storage.output_file import Output

NO_FILES = pytest.param(0, id="hidden")
UNNAMED = pytest.param(hidden_files._UNNAMED, id="unnamed")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing_columns, "BLOCK_EVENTS", 10)


@pytest.fixture
def never_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails if the live file is read again to be converted."""
    monkeypatch.setattr(compaction, "write_columns", None)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def columns_of(recorder: Recorder) -> GrowingColumns:
    sink: Any = recorder._sink
    assert sink._columns is not None
    return sink._columns  # type: ignore[no-any-return]


def has_no_columns(recorder: Recorder) -> bool:
    sink: Any = recorder._sink
    return sink._columns is None


def fill_the_disk_with_columns(monkeypatch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    """Let the disk take the live file only once its columns are dropped."""
    write = Output.write

    def takes_it_without_columns(self: Output, data: bytes, offset: int) -> None:
        if not has_no_columns(recorder):
            full()
        write(self, data, offset)

    monkeypatch.setattr(Output, "write", takes_it_without_columns)


def check(path: Path, events: list[Event[Any]]) -> None:
    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == events
        assert recording.closed
        assert recording.complete
        assert [finding.problem for finding in verify(recording)] == []
