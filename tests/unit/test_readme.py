"""The README tells the truth: two commands to copy, the keys there are, the commands there are."""

from __future__ import annotations

import re
from pathlib import Path

from replay.cli.main import COMMANDS
from replay.viewer.keymap import GROUPS, rows_of

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = README.split("\n## ")[0]


def test_the_first_screen_has_two_blocks_of_one_line_to_copy() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", FIRST_SCREEN, re.M | re.S)

    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
    assert blocks[0].rstrip().endswith("packrat")
    assert blocks[1].rstrip().endswith("pytest")


def test_the_keys_are_those_of_the_viewer() -> None:
    rows = [f"| {keys} | {does} |" for group in GROUPS for keys, does in rows_of(group)]

    assert "\n".join(rows) in README


def test_every_command_is_named() -> None:
    assert all(f"`replay {command}" in README for command in COMMANDS)
