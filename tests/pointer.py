"""What a mouse tells a window, and what is seen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
from pygame.event import Event

from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def motion(x: int, y: int) -> Event:
    return Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(1, 0, 0))


def button_down(x: int, y: int) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1)


def button_up(x: int, y: int) -> Event:
    return Event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1)


def wheel(notches: int) -> Event:
    return Event(pygame.MOUSEWHEEL, x=0, y=notches)


def surface_of(size: tuple[int, int] = (1280, 720)) -> pygame.Surface:
    return pygame.Surface(size)


def pixels(surface: pygame.Surface, area: Any) -> bytes:
    return pygame.image.tobytes(surface.subsurface(area), "RGB")


def same_picture(one: pygame.Surface, other: pygame.Surface) -> bool:
    return pygame.image.tobytes(one, "RGB") == pygame.image.tobytes(other, "RGB")
