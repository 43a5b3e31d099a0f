"""What people do in the viewer's window: commands, and what the mouse does somewhere in it."""

from __future__ import annotations

from typing import Any

import pygame
from pygame.event import Event

from replay.playback import commands
from replay.viewer.keymap import KEYS
from replay.viewer.viewer import Viewer

NOT_HERE = commands.Close, commands.TakeOver, commands.ToggleFullScreen
"""What ends the viewer, or is the window's."""
COMMANDS = [b.command for b in KEYS if not isinstance(b.command, NOT_HERE)]
MOUSE = ["move", "move", "click", "ask", "let go"]
BOXES = (
    "header",
    "picture",
    "inspector",
    "events",
    "events",
    "blame",
    "transport",
    "strip",
    "labels",
)


def do(viewer: Viewer, step: Any) -> None:
    """Do one thing: let time pass, carry out a command, or handle what the mouse does."""
    if isinstance(step, float):
        viewer.advance(step)
    elif isinstance(step, Event):
        viewer.handle(step)
    elif isinstance(step, tuple):
        viewer.handle(mouse_event(viewer, *step))
    else:
        viewer.do(step)


def wheel(notches: int) -> Event:
    """The mouse's wheel, turned by so many notches."""
    return Event(pygame.MOUSEWHEEL, x=0, y=notches)


def mouse_event(viewer: Viewer, what: str, name: str, across: float, down: float) -> Event:
    """Something that the mouse does within a part of the window."""
    box = getattr(viewer.scene.layout, name)
    place = round(box.left + across * box.width), round(box.top + down * box.height)
    if what == "move":
        return Event(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0))
    kind = pygame.MOUSEBUTTONUP if what == "let go" else pygame.MOUSEBUTTONDOWN
    return Event(kind, pos=place, button=3 if what == "ask" else 1)
