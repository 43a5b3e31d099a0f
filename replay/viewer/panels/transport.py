"""The transport: buttons and speeds, and beside them a line that says what the pointer is on.

Knows the command of each of its buttons; carries none out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pygame import Color, Rect, Surface

from replay.playback.commands import (
    First,
    Last,
    NextEvent,
    PlayCommand,
    PreviousEvent,
    SetSpeed,
    ShuttleReverse,
    StepBy,
    TogglePlay,
)
from replay.playback.playhead import SPEEDS
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.shapes import panel, sheet
from replay.ui.text import width, write
from replay.ui.theme import GOLD, INK, LINE, MUTE, NIGHT, PANEL, SOFT, TEXT, WHITE, readable
from replay.viewer.keymap import KEYS, keys_for
from replay.viewer.layout import PAD
from replay.viewer.panels.header import speed_words
from replay.viewer.scene import Scene

BUTTON, HEIGHT, GAP, SPEED = 38, 32, 6, 42
LEAST_SPEED = 30
"""Width of a speed; where there is no room for all, there are ``FEW_SPEEDS``."""
FEW_SPEEDS = tuple(speed for speed in SPEEDS if Fraction(1, 4) <= speed <= 16)
HINTS = (
    "Space  play     ← →  5 s     , .  frame     ↑ ↓  event     ?  all keys",
    "← →  5 s     , .  frame     ↑ ↓  event     ?  all keys",
    "← →  5 s     , .  frame     ?  all keys",
    "?  all keys",
)
"""Key hints; the longest that fits is shown."""


@dataclass(frozen=True, slots=True)
class Button:
    """Where a button is, what it looks like (shapes from left to right), what it does."""

    box: Box
    shapes: tuple[str, ...]
    command: PlayCommand


FACES: tuple[tuple[tuple[str, ...], PlayCommand], ...] = (
    (("bar", "left"), First()),
    (("left", "dot"), PreviousEvent()),
    (("left", "bar"), StepBy(-1)),
    (("left",), ShuttleReverse()),
    (("play",), TogglePlay()),
    (("bar", "right"), StepBy(1)),
    (("dot", "right"), NextEvent()),
    (("right", "bar"), Last()),
)


def buttons(box: Box) -> Iterator[Button]:
    """Yield the buttons, from the left."""
    left, top = box.left + PAD, box.top + (box.height - HEIGHT) // 2 + 2
    for shapes, command in FACES:
        yield Button(Box(left, top, BUTTON, HEIGHT), shapes, command)
        left += BUTTON + GAP
    left += PAD
    room = box.right - PAD - left
    speeds = SPEEDS if room >= len(SPEEDS) * LEAST_SPEED else FEW_SPEEDS
    wide = min(SPEED, room // len(speeds) - 2)
    for speed in speeds:
        yield Button(Box(left, top, wide, HEIGHT), (), SetSpeed(speed))
        left += wide + 2


class Transport:
    """Paints buttons, speeds and the hint, and says which button is at a position."""

    def box(self, scene: Scene) -> Box:
        """Return the row of buttons."""
        return scene.layout.transport

    def key(self, scene: Scene) -> object:
        """Changes with the playback state and with what is under the pointer."""
        pointed = None if scene.pointer is None else self.command_at(scene, scene.pointer)
        way = scene.playing, scene.speed, _would_play_backward(scene)
        return way, pointed, scene.layout.transport

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the buttons are."""
        return [button.box for button in buttons(scene.layout.transport)]

    def words_at(self, scene: Scene, position: tuple[int, int]) -> str:
        """Return the tooltip of the button at a position."""
        command = self.command_at(scene, position)
        return "" if command is None else tooltip(command)

    def command_at(self, scene: Scene, position: tuple[int, int]) -> PlayCommand | None:
        """Return the command for a click at a position, or None."""
        found = (b.command for b in buttons(scene.layout.transport) if b.box.holds(position))
        return next(found, None)

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the row: the upper part of the timeline's panel."""
        box = scene.layout.transport
        sheet(target, Rect(box), bottom=False)
        right = box.left
        for button in buttons(box):
            under = scene.pointer is not None and button.box.holds(scene.pointer)
            _paint_button(target, scene, button, under=under)
            right = button.box.right
        _paint_hint(target, box, right + 20)


def _paint_button(target: Surface, scene: Scene, button: Button, *, under: bool) -> None:
    box, command = Rect(button.box), button.command
    ink, fill, border = TEXT, PANEL, LINE if under else None
    if isinstance(command, SetSpeed):
        chosen = command.speed == abs(scene.speed)
        fill, border = (PANEL, WHITE) if chosen else (PANEL if under else NIGHT, border)
        panel(target, box, fill, border)
        colour = WHITE if chosen else SOFT
        words = speed_words(command.speed)
        size = 15 if width(words, 15) <= box.width - 4 else 12
        write(target, words, box.center, size, colour, align="centre")
        return
    if isinstance(command, TogglePlay):
        ink, fill, border = readable(INK, GOLD), GOLD, WHITE if under else None
    elif isinstance(command, ShuttleReverse) and scene.playing and scene.speed < 0:
        ink, border = WHITE, WHITE
    panel(target, box, fill, border)
    if button.shapes == ("play",):
        _paint_play(target, scene, ink, button.box.middle)
    else:
        _paint_face(target, button, ink)


def _would_play_backward(scene: Scene) -> bool:
    """Whether TogglePlay would play backward; at the first frame it plays forward instead."""
    return scene.speed < 0 and scene.frame > scene.session.first


def _paint_play(target: Surface, scene: Scene, ink: Color, middle: tuple[int, int]) -> None:
    x, y = middle
    if scene.playing:
        brush.fill(target, ink, (x - 6, y - 8, 4, 16))
        brush.fill(target, ink, (x + 2, y - 8, 4, 16))
    elif _would_play_backward(scene):
        mark(target, "left", ink, (x - 1, y), 16)
    else:
        mark(target, "right", ink, (x + 1, y), 16)


def _paint_face(target: Surface, button: Button, ink: Color) -> None:
    x, y = button.box.middle
    left = x if len(button.shapes) == 1 else x - 5
    for shape in button.shapes:
        size = {"bar": 14, "dot": 8}.get(shape, 13)
        mark(target, shape, ink, (left, y), size)
        left += 10


def _paint_hint(target: Surface, box: Box, left: int) -> None:
    """Write as many key hints as fit."""
    room, right, middle = box.right - PAD - left, box.right - PAD - 4, box.middle[1] + 2
    words = next((hint for hint in HINTS if width(hint, 14) <= room), "")
    write(target, words, (right, middle), 14, MUTE, align="right")


def tooltip(command: PlayCommand) -> str:
    """Return what a button does, and which keys do it too."""
    if isinstance(command, SetSpeed):
        return f"play at {speed_words(command.speed)}"
    words = next(binding.words for binding in KEYS if binding.command == command)
    return f"{words} ({keys_for(command)})"
