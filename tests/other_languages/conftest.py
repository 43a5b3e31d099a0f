"""Readers of recordings that know of them only what FORMAT.md says."""

from __future__ import annotations

import pytest
from readers import Readers, three_readers


@pytest.fixture
def readers(capsys: pytest.CaptureFixture[str]) -> Readers:
    return three_readers(capsys)
