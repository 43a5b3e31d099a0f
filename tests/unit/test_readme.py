"""The README tells the truth: two commands to copy, the keys there are, the commands there are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from replay.cli.main import COMMANDS
from replay.viewer.keymap import GROUPS, rows_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = README.split("\n## ")[0]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
TO_TRY = [
    line
    for block in SHELL.findall(README)
    for line in block.splitlines()
    if line.startswith(("replay ", "packrat "))
]

needs_a_shell = pytest.mark.skipif(shutil.which("bash") is None, reason="the lines are bash's")


def test_the_first_screen_has_two_blocks_of_one_line_to_copy() -> None:
    blocks = SHELL.findall(FIRST_SCREEN)

    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
    assert blocks[0].rstrip().endswith("packrat")
    assert blocks[1].rstrip().endswith("pytest")


def test_the_keys_are_those_of_the_viewer() -> None:
    rows = [f"| {keys} | {does} |" for group in GROUPS for keys, does in rows_of(group)]

    assert "\n".join(rows) in README


def test_every_command_is_named() -> None:
    assert [entry.name for entry in COMMANDS if f"`replay {entry.name}" not in README] == []


@needs_a_shell
def test_the_recipe_for_continuous_integration_is_a_command_that_runs(tmp_path: Path) -> None:
    recipe = re.search(r"`(for match in .*; done)`", README)

    assert recipe is not None
    assert _run(recipe[1], tmp_path) == (0, "")


@needs_a_shell
@pytest.mark.parametrize("line", TO_TRY)
def test_a_command_to_try_does_what_it_says(line: str, tmp_path: Path) -> None:
    assert _run(line, tmp_path) == (0, "")


def _run(line: str, folder: Path) -> tuple[int, str]:
    """Run a line as somebody does who has the repository and the two programs."""
    shutil.copytree(ROOT / "recordings", folder / "recordings")
    programs = {
        name: f'{name}() {{ "{sys.executable}" -m {module} "$@"; }}'
        for name, module in (("replay", "replay"), ("packrat", "game"))
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join([*programs.values(), f"export PYTHONPATH='{ROOT}'", line])],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr
