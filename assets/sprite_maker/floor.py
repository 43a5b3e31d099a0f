"""The backdrop: stone tiles, a brick wall along the top, thin walls around, a rug in the middle.

It is calm on purpose: tones lie mirrored left and right, marks are few, the edges grow darker.
"""

from __future__ import annotations

import random

import pygame
from pygame import Color, Rect, Surface

from sprite_maker.palette import (
    FLOOR,
    FLOOR_DARK,
    FLOOR_LIGHT,
    GOLD,
    GREEN,
    INK,
    NIGHT,
    RED,
    WALL,
    WALL_DARK,
    WALL_LIGHT,
    WHITE,
    mix,
)

SIZE = (320, 180)
TOP, EDGE = 16, 4
TILE = (24, 20)
COLUMNS, ROWS = 13, 8
RUG = Rect(120, 69, 80, 54)
HOLES = (22, 291)
CRACKS = ("xx...", "..xx.", "....x"), ("...xx", ".xx..", "x...."), ("x.x", ".x.", "...")
GRASS = ("...l...", ".l.d..l", ".d.d.ld", "ld.dldd", "dd.dddd")
SPRIG = ("..l.", "l.d.", "d.dl", "d.dd")


def floor() -> Surface:
    """The whole backdrop."""
    chance = random.Random(5)
    picture = Surface(SIZE, 0, 32)
    picture.fill(INK)
    for row in range(ROWS):
        tones = [chance.random() for _ in range(COLUMNS // 2 + 1)]
        for column in range(COLUMNS):
            lay_tile(picture, column, row, tones[min(column, COLUMNS - 1 - column)])
    for kind, x, y in marks():
        scatter(picture, kind, x, y)
    shade_under_wall(picture)
    build_wall(picture)
    build_edges(picture)
    lay_rug(picture)
    return picture


def gloom(x: float, y: float) -> float:
    """How much of the night lies on a place: nothing in the middle, most in the corners."""
    across = abs(x - SIZE[0] / 2) / (SIZE[0] / 2)
    down = abs(y - 96) / 84
    return 0.26 * min(1.0, float(max(across, down) ** 3 * 0.6 + (across * down) ** 2 * 0.6))


def lay_tile(picture: Surface, column: int, row: int, chance: float) -> None:
    """One bevelled tile; the whole tile takes the gloom of its middle."""
    place = Rect(EDGE + column * TILE[0], TOP + row * TILE[1], *TILE)
    usual = FLOOR_DARK if (column + row) % 2 else FLOOR
    tone = mix(usual, FLOOR_LIGHT, 0.9 if chance > 0.8 else 0.3 * chance)
    tone = mix(mix(tone, FLOOR, 0.4), NIGHT, gloom(*place.center))
    picture.fill(tone, place)
    picture.fill(mix(tone, WALL_LIGHT, 0.16), (place.x, place.y, place.w - 1, 1))
    picture.fill(mix(tone, WALL_LIGHT, 0.08), (place.x, place.y, 1, place.h - 1))
    picture.fill(mix(tone, NIGHT, 0.28), (place.x, place.bottom - 1, place.w, 1))
    picture.fill(mix(tone, NIGHT, 0.2), (place.right - 1, place.y, 1, place.h))


def marks() -> list[tuple[str, int, int]]:
    """What lies on the floor: kind and place, few and far from the middle."""
    left = [
        ("grass", 92, 33),
        ("sprig", 60, 93),
        ("grass", 100, 150),
        ("crack", 77, 61),
        ("crack", 31, 110),
        ("crack", 108, 132),
        ("dots", 40, 72),
        ("dots", 138, 44),
        ("dots", 83, 118),
    ]
    right = [
        ("sprig", 222, 31),
        ("grass", 252, 94),
        ("sprig", 216, 152),
        ("crack", 206, 58),
        ("crack", 284, 104),
        ("crack", 178, 147),
        ("dots", 246, 66),
        ("dots", 150, 158),
        ("dots", 232, 122),
    ]
    return left + right


def scatter(picture: Surface, kind: str, x: int, y: int) -> None:
    """Draw one mark, mixed with the stone that it lies on."""
    if kind in ("grass", "sprig"):
        blades = {"l": (GREEN, 0.8), "d": (mix(GREEN, NIGHT, 0.35), 0.75)}
        stain(picture, GRASS if kind == "grass" else SPRIG, blades, x, y)
    elif kind == "crack":
        stain(picture, CRACKS[x % 2], {"x": (NIGHT, 0.36)}, x, y)
    else:
        stain(picture, CRACKS[2], {"x": (NIGHT, 0.26)}, x, y)


def stain(
    picture: Surface,
    rows: tuple[str, ...],
    legend: dict[str, tuple[Color, float]],
    left: int,
    top: int,
) -> None:
    """Mix each lettered pixel with what is there already."""
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            if letter in legend:
                colour, share = legend[letter]
                spot = (left + x, top + y)
                picture.set_at(spot, mix(picture.get_at(spot), colour, share))


def shade_under_wall(picture: Surface) -> None:
    """The shadow that the walls throw on the first rows and columns of the floor."""
    for depth, share in enumerate((0.4, 0.28, 0.14)):
        for x in range(EDGE, SIZE[0] - EDGE):
            spot = (x, TOP + depth)
            picture.set_at(spot, mix(picture.get_at(spot), NIGHT, share))
    for y in range(TOP + 3, SIZE[1] - EDGE):
        picture.set_at((EDGE, y), mix(picture.get_at((EDGE, y)), NIGHT, 0.25))


def build_wall(picture: Surface) -> None:
    """The wall along the top: a pale cap, two courses of dark bricks, a dark foot."""
    for x in range(SIZE[0]):
        night = gloom(x, 60) * 0.8 + 0.08
        picture.fill(mix(WALL_LIGHT, NIGHT, night), (x, 0, 1, 1))
        picture.fill(mix(WALL, NIGHT, night), (x, 1, 1, 4))
        picture.fill(mix(WALL, NIGHT, night + 0.22), (x, 5, 1, 1))
        picture.fill(mix(WALL_DARK, NIGHT, 0.6), (x, 6, 1, 9))
    for course in range(2):
        for start in range(-10 + 5 * course, SIZE[0], 10):
            brick = Rect(start, 7 + course * 4, 9, 3)
            share = 0.1 + 0.1 * ((start // 5 + course * 3) % 3)
            picture.fill(mix(WALL_DARK, WALL, share), brick)
            picture.fill(mix(WALL_DARK, WALL, share + 0.12), (brick.x, brick.y, brick.w, 1))
    picture.fill(INK, (0, 15, SIZE[0], 1))
    for left in HOLES:
        gnaw_hole(picture, left)


def gnaw_hole(picture: Surface, left: int) -> None:
    """A small round rat hole in the foot of the wall."""
    rows = ("..xxx..", ".x###x.", "x#####x", "x#####x", "x#####x", "x#####x")
    legend = {"#": (INK, 1.0), "x": (WALL, 0.4)}
    stain(picture, rows, legend, left, 9)


def build_edges(picture: Surface) -> None:
    """The thin tops of the walls on the left, the right and along the bottom."""
    width, height = SIZE
    cap = mix(WALL, NIGHT, 0.34)
    shine = mix(WALL_LIGHT, NIGHT, 0.3)
    shade = mix(WALL, NIGHT, 0.55)
    picture.fill(cap, (0, 6, EDGE - 1, height))
    picture.fill(shine, (0, 6, 1, height))
    picture.fill(INK, (EDGE - 1, TOP, 1, height))
    picture.fill(cap, (width - EDGE + 1, 6, EDGE - 1, height))
    picture.fill(shade, (width - 1, 6, 1, height))
    picture.fill(INK, (width - EDGE, TOP, 1, height))
    picture.fill(cap, (0, height - EDGE + 1, width, EDGE - 1))
    picture.fill(shine, (EDGE - 1, height - EDGE + 1, width - 2 * EDGE + 2, 1))
    picture.fill(shade, (0, height - 1, width, 1))
    picture.fill(INK, (EDGE - 1, height - EDGE, width - 2 * EDGE + 2, 1))


def lay_rug(picture: Surface) -> None:
    """The rug: a dark hem, a gold border, a quiet field with a woven diamond, fringes."""
    cloth = mix(RED, FLOOR_DARK, 0.5)
    gold = mix(GOLD, FLOOR_DARK, 0.35)
    picture.fill(mix(NIGHT, FLOOR_DARK, 0.35), RUG.move(0, 1))
    picture.fill(mix(cloth, NIGHT, 0.14), RUG)
    picture.fill(mix(cloth, WHITE, 0.1), (RUG.x, RUG.y, RUG.w, 1))
    pygame.draw.rect(picture, gold, RUG.inflate(-4, -4), 1)
    picture.fill(cloth, RUG.inflate(-6, -6))
    pygame.draw.rect(picture, mix(cloth, gold, 0.25), RUG.inflate(-10, -10), 1)
    weave_diamond(picture, mix(cloth, NIGHT, 0.13), mix(cloth, gold, 0.18))
    for y in range(RUG.top + 1, RUG.bottom - 1, 2):
        picture.set_at((RUG.left - 1, y), mix(gold, FLOOR, 0.3))
        picture.set_at((RUG.right, y), mix(gold, FLOOR, 0.3))


def weave_diamond(picture: Surface, field: Color, line: Color) -> None:
    """A flat diamond in the middle of the rug."""
    for y in range(RUG.top + 8, RUG.bottom - 8):
        for x in range(RUG.left + 8, RUG.right - 8):
            far = abs(x + 0.5 - RUG.centerx) / 30 + abs(y + 0.5 - RUG.centery) / 18
            if far <= 1.0:
                picture.set_at((x, y), line if far > 0.94 else field)
