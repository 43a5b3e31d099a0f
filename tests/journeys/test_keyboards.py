"""Other keyboards, in real windows: each key does what the help on that layout calls it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from layouts import ways_to_press

from game.model.room import SLOTS
from game.screens.controls import KEYS
from replay.ui.keyboard import NAMED
from replay.viewer.keymap import BY_STROKE

HERE = Path(__file__).parents[2]
RECORDING = HERE / "recordings" / "four-bots.replay"
LAYOUTS = ("ru", "gr", "il", "ara", "fr", "de")
TYPED = [stroke for stroke in BY_STROKE if len(stroke) == 1]
NAMED_KEYS = [stroke for stroke in BY_STROKE if stroke.rpartition("+")[2] in NAMED.values()]
PATIENCE_S = 30
X_NAMES = {
    "Space": "space", "Backspace": "BackSpace", "Enter": "Return", "PageUp": "Prior",
    "PageDown": "Next",
}  # fmt: skip
PRINTED = {
    "ru": "ЦФЫВУЙК", "gr": "ςΑΣΔΕ;Ρ", "fr": "ZQSDEAR", "de": "WASDEQR",
    "il": ("'שדגק/ר", "'ASDE/R"), "ara": ("صشسيثضق", "WASDEQR"),
}  # fmt: skip
"""What is printed on the keys of W A S D E Q R; where no font has such a
letter, the American one is shown."""

VIEWER = """
import sys
from pathlib import Path
from replay.viewer.viewer import Viewer
from replay.viewer.window import view_recording
Viewer.do = lambda self, command: print(command, flush=True)
view_recording(Path(sys.argv[1]))
"""
"""The viewer in its window; commands are printed and not carried out."""

GAME = """
import pygame
from game.screens.controls import Controls, help_rows
from game.window import Window
SHIFTS = pygame.K_LSHIFT, pygame.K_RSHIFT
window, controls, is_open = Window(), Controls(), True
while is_open:
    for event in window.events():
        is_open = is_open and event.type != pygame.QUIT
        controls.handle(event)
        if event.type == pygame.KEYDOWN and event.key == pygame.K_TAB:
            keys = [keys.removeprefix("hold ").split(" or ")[0] for keys, _ in help_rows()]
            print("HELP", *(key.replace(" ", "") for key in keys), flush=True)
        elif event.type == pygame.KEYDOWN:
            wish = controls.inputs()
            if event.key not in SHIFTS:
                print(int(wish.held), wish.slot, flush=True)
    window.show()
    pygame.time.wait(2)
"""
"""The game's window, keys and help, without a match: what one wants is printed."""


class Program:
    """A program with a window on a display, asked key by key.

    One at a time, as people type: of keys that come together, pygame mixes up what they type.
    """

    def __init__(self, display: Any, source: str, *arguments: str) -> None:
        self.display = display
        command = [sys.executable, "-c", source, *arguments]
        self.process = subprocess.Popen(command, env=display.env, cwd=HERE, stdout=subprocess.PIPE)
        display.programs.append(self.process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def answer(self, key: str) -> str:
        """Press a key, named as xdotool wants it; return the line that the program prints."""
        self.display.hand("key", key)
        assert self.process.stdout is not None
        said = b""
        while not said.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
            assert ready, f"nothing was heard of {key}"
            said += os.read(self.process.stdout.fileno(), 4096)
        return said.decode().strip()


def type_on(display: Any, layout: str) -> None:
    """Change the layout; the first key after that tells the server to use it."""
    subprocess.run(["setxkbmap", layout], env=display.env, check=True, timeout=30)
    display.hand("key", "Shift_L")


def test_the_viewers_keys_do_what_the_help_says(display: Any) -> None:
    with Program(display, VIEWER, str(RECORDING)) as program:
        display.window("replay")

        for stroke in NAMED_KEYS:
            assert program.answer(x_name(stroke)) == str(BY_STROKE[stroke].command), stroke
        for layout in LAYOUTS:
            type_on(display, layout)
            for stroke in TYPED:
                ways = ways_to_press(layout, stroke)
                # the help says to hold Shift where a key types another sign of it
                press = ways[1] if (layout, stroke) == ("fr", "6") else ways[0]
                answer = program.answer(press.for_xdotool())
                assert answer == str(BY_STROKE[stroke].command), (layout, stroke)


def x_name(stroke: str) -> str:
    before, _, key = stroke.rpartition("+")
    return f"{before.lower()}{'+' if before else ''}{X_NAMES.get(key, key)}"


def help_lines(layout: str) -> list[str]:
    """The keys in the game's help, as they may be called on a layout."""
    printed = PRINTED[layout]
    return [
        f"HELP {letters[:4]} Shift {letters[4]} {letters[5]} 1-6 {letters[6]} Esc"
        for letters in ((printed,) if isinstance(printed, str) else printed)
    ]


def test_the_games_keys_do_what_the_help_shows(display: Any) -> None:
    with Program(display, GAME) as program:
        display.window("packrat")
        slot = 0

        for layout in LAYOUTS:
            type_on(display, layout)
            assert program.answer("Tab") in help_lines(layout)
            for letter in "WASDEQ":
                press = ways_to_press("us", letter)[0]
                answer = program.answer(press.for_xdotool())
                assert answer == f"{int(KEYS[letter])} {slot}", (layout, letter)
            for slot in range(SLOTS):
                press = ways_to_press(layout, str(slot + 1))[0]
                assert program.answer(press.for_xdotool()) == f"0 {slot}", (layout, slot)
