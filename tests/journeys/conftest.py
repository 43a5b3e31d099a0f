"""A real display for real windows: a virtual X server, a window manager, a hand on the mouse.

Where those programs are missing, journeys are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pygame
import pytest

from game.match import LiveMatch
from game.model.events import SCHEMA, Mind
from game.model.fold import MatchState
from replay import Recorder

NEEDED = ("Xvfb", "openbox", "xdotool", "setxkbmap")
SCREEN = 1600, 1000
PATIENCE_S = 30
XWD_HEADER = ">25I"
SET_BY_TESTS = "SDL_VIDEODRIVER", "SDL_VIDEO_X11_WMCLASS"
"""Variables that tests without a display set, or the windows that they open, in this process."""


def play_match(path: Path, seconds: int) -> None:
    """Record a match of two bots, as long as that."""
    minds = [Mind.HOARDER, Mind.THIEF]
    with Recorder(path, SCHEMA, projection=MatchState(), live=False) as recorder:
        live = LiveMatch(recorder, seed=7, minds=minds, length=seconds * 60)
        while not live.ended:
            live.advance({})


@pytest.fixture
def played() -> Callable[[Path, int], None]:
    """Record a match of two bots at a path, so many seconds long."""
    return play_match


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Return as soon as the condition holds; fail if it does not hold in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {PATIENCE_S} s in vain until {what}")
        time.sleep(0.02)


@dataclass(frozen=True)
class Display:
    """A virtual display: ``env`` is the environment that programs need to open windows on it.

    ``folder`` is where its server keeps what is on the screen.
    """

    env: dict[str, str]
    folder: Path
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)
    wait_until = staticmethod(wait_until)

    def hand(self, *arguments: str | int) -> str:
        """Press keys and move the mouse: run xdotool, and return what it prints."""
        command = ["xdotool", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=PATIENCE_S
        )
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program on this display; it is ended with the journey at the latest."""
        program = subprocess.Popen(command, env=self.env, cwd=self.folder)
        self.programs.append(program)
        return program

    def window(self, name: str) -> tuple[int, int, int, int]:
        """Wait for a window of this class, and return its inner place: x, y, width, height."""
        found = self.hand("search", "--sync", "--onlyvisible", "--class", f"^{name}$").split()[0]
        self.hand("windowactivate", "--sync", found)
        self.hand("mousemove", "--window", found, 0, 0)  # the corner inside the decorations
        corner = self._shell("getmouselocation", "--shell")
        size = self._shell("getwindowgeometry", "--shell", found)
        return int(corner["X"]), int(corner["Y"]), int(size["WIDTH"]), int(size["HEIGHT"])

    def _shell(self, *arguments: str) -> dict[str, str]:
        return dict(line.split("=") for line in self.hand(*arguments).split())

    def picture(self, area: tuple[int, int, int, int] | None = None) -> pygame.Surface:
        """Return what is on the screen now, or on a part of it."""
        content = (self.folder / "Xvfb_screen0").read_bytes()
        fields = struct.unpack_from(XWD_HEADER, content)
        header_size, width, height, line, colours = (fields[n] for n in (0, 4, 5, 12, 19))
        begin = header_size + 12 * colours
        pixels = content[begin : begin + line * height]
        masks = 0xFF0000, 0xFF00, 0xFF, 0
        surface = pygame.Surface((width, height), depth=32, masks=masks)
        seen = pygame.image.frombuffer(pixels, (line // 4, height), "BGRA")
        surface.blit(seen, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        return surface if area is None else surface.subsurface(area).copy()

    def pixels(self, area: tuple[int, int, int, int]) -> bytes:
        """Return the pixels of a part of the screen, to compare them."""
        return pygame.image.tobytes(self.picture(area), "RGB")


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    """A display of its own for each journey, with a window manager on it."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        pytest.skip(f"journeys need {', '.join(missing)}")
    reading, writing = os.pipe()
    screen = f"{SCREEN[0]}x{SCREEN[1]}x24"
    options = ["-displayfd", str(writing), "-screen", "0", screen, "-fbdir", str(tmp_path)]
    server = subprocess.Popen(
        ["Xvfb", *options, "-nocursor"],  # a cursor would lie on the pixels that are looked at
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    env = {name: value for name, value in os.environ.items() if name not in SET_BY_TESTS}
    env |= {"DISPLAY": f":{number}", "SDL_AUDIODRIVER": "dummy"}
    env.pop("WAYLAND_DISPLAY", None)
    manager = subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)
    opened = Display(env, tmp_path)
    try:
        yield opened
    finally:
        for process in (*opened.programs, manager, server):
            process.terminate()
            process.wait(PATIENCE_S)
