"""Three readers of one file: the program, one in JavaScript, and the smallest there can be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from replay.cli.main import main

FOLDER = Path(__file__).parent / "other_languages"


class Readers:
    """Each a function from a file to (what it prints, its exit code)."""

    def __init__(self, node: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._node, self._capsys = node, capsys

    def node(self, path: Path, *options: str) -> tuple[str, int]:
        return self._run(self._node, FOLDER / "reader.mjs", path, *options)

    def smallest(self, path: Path) -> tuple[str, int]:
        return self._run(sys.executable, FOLDER / "smallest.py", path)

    def program(self, path: Path) -> tuple[str, int]:
        self._capsys.readouterr()
        code = main(["events", str(path), "--json", "--as-written"])
        return self._capsys.readouterr().out, code

    def _run(self, *command: object) -> tuple[str, int]:
        words = list(map(str, command))
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 2), done.stderr
        return done.stdout, done.returncode


def three_readers(capsys: pytest.CaptureFixture[str]) -> Readers:
    """Return the readers; skips the test if there is no Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    return Readers(node, capsys)
