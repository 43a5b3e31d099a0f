"""Small drawing tools: rows of letters to pixels, shaded ovals, dark outlines, strips of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pygame
from pygame import Color, Surface

from sprite_maker.palette import INK

Legend = Mapping[str, Color]


def blank(width: int, height: int) -> Surface:
    """An empty, fully transparent picture."""
    return Surface((width, height), pygame.SRCALPHA, 32)


def paint(target: Surface, rows: Sequence[str], legend: Legend, left: int, top: int) -> None:
    """Put rows of letters on a picture; a letter the legend does not know stays empty."""
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            if letter in legend:
                target.set_at((left + x, top + y), legend[letter])


def drawing(rows: Sequence[str], legend: Legend) -> Surface:
    """A picture just large enough for the rows of letters."""
    picture = blank(max(map(len, rows)), len(rows))
    paint(picture, rows, legend, 0, 0)
    return picture


def outline(picture: Surface, colour: Color = INK) -> None:
    """Give what is drawn a one pixel line on its four sides; it needs one free pixel around."""
    width, height = picture.get_size()
    solid = {(x, y) for x in range(width) for y in range(height) if picture.get_at((x, y)).a > 0}
    for x, y in solid:
        for spot in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if spot not in solid:
                picture.set_at(spot, colour)


def framed(picture: Surface) -> Surface:
    """The picture with its outline, one pixel larger on every side."""
    width, height = picture.get_size()
    larger = blank(width + 2, height + 2)
    larger.blit(picture, (1, 1))
    outline(larger)
    return larger


def centred(picture: Surface, width: int, height: int) -> Surface:
    """The picture in the middle of a cell of the given size."""
    cell = blank(width, height)
    cell.blit(picture, ((width - picture.get_width()) // 2, (height - picture.get_height()) // 2))
    return cell


def strip(cells: Iterable[Surface]) -> Surface:
    """Cells of one size side by side."""
    row = list(cells)
    width, height = row[0].get_size()
    picture = blank(width * len(row), height)
    for index, cell in enumerate(row):
        picture.blit(cell, (index * width, 0))
    return picture


class Oval:
    """An ellipse given by its middle and its two half axes, in pixels."""

    def __init__(self, x: float, y: float, half_width: float, half_height: float) -> None:
        self.x = x
        self.y = y
        self.half_width = half_width
        self.half_height = half_height

    def reach(self, x: int, y: int) -> float:
        """How far out the middle of a pixel is: 0 in the middle, 1 on the edge."""
        across, down = self.slant(x, y)
        return float((across * across + down * down) ** 0.5)

    def slant(self, x: int, y: int) -> tuple[float, float]:
        """Where a pixel lies, with the half axes as units."""
        return (x + 0.5 - self.x) / self.half_width, (y + 0.5 - self.y) / self.half_height

    def pixels(self) -> list[tuple[int, int]]:
        """All pixels inside, row by row."""
        columns = range(int(self.x - self.half_width) - 1, int(self.x + self.half_width) + 2)
        rows = range(int(self.y - self.half_height) - 1, int(self.y + self.half_height) + 2)
        return [(x, y) for y in rows for x in columns if self.reach(x, y) <= 1.0]

    def fill(self, picture: Surface, tones: Sequence[Color]) -> None:
        """Paint it as a ball lit from the top left; the tones go from light to dark."""
        for x, y in self.pixels():
            across, down = self.slant(x, y)
            shade = (across * 0.55 + down * 0.75 + 0.75) / 1.7
            index = min(len(tones) - 1, max(0, int(shade * len(tones))))
            picture.set_at((x, y), tones[index])
