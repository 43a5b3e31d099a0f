"""The tiny game, installed as its docstring says, is a game to the viewer and the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENTRY_POINT = """\
[replay.games]
stars = tiny_game:GAME
"""
WATCH = """\
from pathlib import Path
import pygame
from replay.viewer.window import view_recording

window = pygame.display.set_mode((1280, 720))
pygame.event.post(pygame.event.Event(pygame.QUIT))  # closed as soon as it was painted once
view_recording(Path("stars.replay"), window)
colours = {tuple(window.get_at((x, y)))[:3] for x in range(0, 880, 2) for y in range(40, 560, 2)}
assert (0xE0, 0x91, 0x3E) in colours, "the basket is in the picture"
"""


class Player:
    """Somebody who has the tiny game installed, and has played a match."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        site = folder / "site" / "stars-1.dist-info"
        site.mkdir(parents=True)
        (site / "METADATA").write_text("Metadata-Version: 2.1\nName: stars\nVersion: 1\n")
        (site / "entry_points.txt").write_text(ENTRY_POINT)
        self.run(str(HERE / "tiny_game.py"))

    def run(self, *arguments: str) -> str:
        """Run Python as this player; return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={
                "PYTHONPATH": os.pathsep.join(map(str, (self.folder / "site", HERE, ROOT))),
                "SDL_VIDEODRIVER": "dummy",
                "SDL_AUDIODRIVER": "dummy",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Player:
    return Player(tmp_path_factory.mktemp("stars"))


def test_its_matches_are_regression_tests(player: Player) -> None:
    player.run("-m", "replay", "verify", "--resimulate", "stars.replay")


def test_its_states_are_told_by_name(player: Player) -> None:
    told = player.run("-m", "replay", "state", "stars.replay", "--frame", "600", "--json")

    assert '"score"' in told


def test_the_viewer_shows_its_picture(player: Player) -> None:
    player.run("-c", WATCH)
