"""The page "What survives what" names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "replay/SURVIVAL.md").read_text(encoding="utf-8")


def test_each_line_names_a_test_that_there_is_or_says_that_there_can_be_none() -> None:
    tests = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py")
    )
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")][2:]

    for row in rows:
        shown = row.split("|")[3]
        named = re.findall(r"`(test_\w+)`", shown)
        assert named or "the same" in shown or "not testable" in shown
        for name in named:
            assert f"def {name}(" in tests, name
