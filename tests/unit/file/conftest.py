"""A closed file of many pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import (
    HISTORY,
    contents_of,
    recorded,
)

from replay import Recording


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file of some pages: its blocks are small."""
    path = recorded(tmp_path_factory.mktemp("paged") / "a.replay", HISTORY)
    with Recording(path) as recording:
        assert len(contents_of(recording).pages or ()) == 3
    return path.read_bytes()


@pytest.fixture(scope="module")
def paged_path(paged: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "a.replay"
    path.write_bytes(paged)
    return path
