"""In continuous integration nothing is skipped unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPED = """
import pytest

@pytest.mark.skip(reason="no tool")
def test_a(): ...

def test_b(): pytest.skip("no tool")

@pytest.mark.xfail
def test_c(): raise ValueError
"""
WHOLE_FILE = "import pytest; pytest.skip('no tool', allow_module_level=True)"


@pytest.mark.parametrize(
    ("ci", "told"),
    [("true", "1 failed, 1 xfailed, 2 errors"), ("", "3 skipped, 1 xfailed")],
)
def test_a_skipped_test_fails_where_everything_is_checked(
    ci: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"))
    (tmp_path / "test_some.py").write_text(SKIPPED)
    (tmp_path / "test_whole.py").write_text(WHOLE_FILE)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "CI": ci}, capture_output=True, text=True
    )

    assert bool(done.returncode) == bool(ci)
    assert told in done.stdout
    assert ("nothing may be: " in done.stdout) == bool(ci)
