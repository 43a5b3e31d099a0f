"""Shapes on a surface, in units of the scale in use: see ``scale``.

Edges that lie on each other in units do so in pixels. Lines are at least a pixel wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import pygame
from pygame import Color, Rect, Surface

from replay.ui import scale
from replay.ui.scale import px

Area = Rect | tuple[float, float, float, float]
Point = tuple[float, float]
ENLARGED = 256
"""Icons of which an enlarged copy is kept."""


def pixels(area: Area) -> Rect:
    """Return an area of units in pixels."""
    if scale.used() == 1:  # as mostly: this is asked for hundreds of times in a picture
        return Rect(area)
    left, top, width, height = area
    x, y = px(left), px(top)
    return Rect(x, y, px(left + width) - x, px(top + height) - y)


def height_of(layer: Surface) -> int:
    """Return how many units high a surface is."""
    return round(layer.get_height() / scale.used())


def fill(target: Surface, colour: Color, area: Area | None = None) -> None:
    """Fill an area, or everything."""
    if area is None or scale.used() == 1:
        target.fill(colour, area)
        return
    where = pixels(area)
    if area[2] > 0 and area[3] > 0:
        where.width, where.height = max(1, where.width), max(1, where.height)
    target.fill(colour, where)


def rect(
    target: Surface,
    colour: Color,
    area: Area,
    *,
    width: float = 0,
    radius: float = 0,
    corners: tuple[float, float, float, float] | None = None,
) -> None:
    """Draw a rectangle: filled, or its border with a ``width``.

    ``radius`` is that of all corners; or ``corners`` has one for each: above left and right, below
    left and right.
    """
    if corners is None:
        by = scale.used()
        thick, bend = (int(width), int(radius)) if by == 1 else (_wide(width), px(radius))
        pygame.draw.rect(target, colour, area if by == 1 else pixels(area), thick, bend)
        return
    first, second, third, fourth = map(px, corners)
    pygame.draw.rect(
        target,
        colour,
        pixels(area),
        _wide(width),
        border_top_left_radius=first,
        border_top_right_radius=second,
        border_bottom_left_radius=third,
        border_bottom_right_radius=fourth,
    )


def line(target: Surface, colour: Color, start: Point, end: Point, width: float = 1) -> None:
    """Draw a straight line."""
    pygame.draw.line(target, colour, _pixel(start), _pixel(end), max(1, px(width)))


def circle(target: Surface, colour: Color, middle: Point, radius: float, width: float = 0) -> None:
    """Draw a disc, or a ring with a ``width``."""
    pygame.draw.circle(target, colour, _pixel(middle), max(1, px(radius)), _wide(width))


def dot(target: Surface, colour: Color, middle: Point, radius: float) -> None:
    """Draw a small disc with smooth edges."""
    pygame.draw.aacircle(target, colour, _pixel(middle), max(1, px(radius)))


def polygon(target: Surface, colour: Color, corners: Sequence[Point]) -> None:
    """Draw a filled polygon."""
    by = scale.used()
    if by != 1:
        corners = [(x * by, y * by) for x, y in corners]
    pygame.draw.polygon(target, colour, corners)


def put(
    target: Surface, picture: Surface, middle: Point, *, alpha: int = 255, scaled: bool = False
) -> None:
    """Put a picture on a surface, its middle at a point, enlarged as everything is.

    ``alpha``: fainter below 255. ``scaled``: it has the right number of pixels already.
    """
    shown = picture if scaled else enlarged(picture)
    if alpha < 255:
        shown = shown.copy()  # it is shared with the game
        shown.set_alpha(alpha)
    target.blit(shown, shown.get_rect(center=_pixel(middle)))


def enlarged(picture: Surface) -> Surface:
    """Return a picture as large as everything is drawn; cached, as icons are few."""
    by = scale.used()
    return picture if by == 1 else _enlarged(picture, by)


@lru_cache(ENLARGED)
def _enlarged(picture: Surface, by: float) -> Surface:
    size = max(1, round(picture.get_width() * by)), max(1, round(picture.get_height() * by))
    grow = pygame.transform.scale if by == int(by) else pygame.transform.smoothscale
    return grow(picture if picture.get_bitsize() in (24, 32) else picture.convert_alpha(), size)


@contextmanager
def clipped(target: Surface, area: Area) -> Iterator[None]:
    """Draw only within an area."""
    before = target.get_clip()
    target.set_clip(pixels(area).clip(before))
    try:
        yield
    finally:
        target.set_clip(before)


def _pixel(point: Point) -> tuple[int, int]:
    return px(point[0]), px(point[1])


def _wide(width: float) -> int:
    return max(1, px(width)) if width else 0
