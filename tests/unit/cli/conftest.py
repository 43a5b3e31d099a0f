"""A recording that commands are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies import puts, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record(tmp_path / "a.replay", puts(1500), live=False)
