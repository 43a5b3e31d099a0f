"""The pictures of the title: the word PACKRAT, the packrat itself, the icon of the window."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Surface

from sprite_maker.canvas import blank, drawing, framed, outline, paint
from sprite_maker.palette import (
    BARK,
    GOLD,
    INK,
    MUTE,
    NIGHT,
    ORANGE,
    PINK,
    RED,
    SOFT,
    VIOLET,
    WHITE,
    light,
    mix,
)

LETTERS = {
    "P": (
        "###########..",
        "############.",
        "#############",
        "#############",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#############",
        "#############",
        "############.",
        "###########..",
        "#####........",
        "#####........",
        "#####........",
        "#####........",
        "#####........",
    ),
    "A": (
        "..#########..",
        ".###########.",
        "#############",
        "#############",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#############",
        "#############",
        "#############",
        "#############",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#####...#####",
    ),
    "C": (
        "..#########..",
        ".###########.",
        "#############",
        "#############",
        "#####...#####",
        "#####...#####",
        "#####........",
        "#####........",
        "#####........",
        "#####........",
        "#####........",
        "#####...#####",
        "#####...#####",
        "#############",
        "#############",
        ".###########.",
        "..#########..",
    ),
    "K": (
        "#####...#####",
        "#####...#####",
        "#####..######",
        "#####..#####.",
        "#####.######.",
        "###########..",
        "##########...",
        "##########...",
        "#########....",
        "##########...",
        "###########..",
        "###########..",
        "#####.######.",
        "#####.######.",
        "#####..######",
        "#####...#####",
        "#####...#####",
    ),
    "R": (
        "###########..",
        "############.",
        "#############",
        "#############",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#############",
        "############.",
        "###########..",
        "############.",
        "#############",
        "#####..######",
        "#####...#####",
        "#####...#####",
        "#####...#####",
        "#####...#####",
    ),
    "T": (
        "#############",
        "#############",
        "#############",
        "#############",
        "#############",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
        "....#####....",
    ),
}
BANDS = (
    (2, light(GOLD, 0.72)),
    (5, GOLD),
    (4, mix(GOLD, ORANGE, 0.5)),
    (4, ORANGE),
    (2, mix(ORANGE, RED, 0.45)),
)
DEPTH = 3

RAT = (
    "...............hhh..........",
    "..............hPPPh.........",
    "..............hPppPhh.......",
    ".......hhhhhhhhPppmmmm......",
    ".tt..hhllllllhmmPPmmmmmm....",
    "t..thlllllmmmmmmmmmmiwmmm...",
    "t..hlllmmmmmmmmmmmmmiimmmmn.",
    "t..hllmmmmmmmmmmmmmmmmmllln.",
    ".t.hlmmmmmmmmmmmmmmpplliii..",
    ".t.hmmmmmmmmmmmmmmmmliRRrrDi",
    "..tmmmmmmmmmmmdmmmPPwRRRrrrD",
    "..tmmmmdddmmmmmdmmPPPrrRRDDD",
    "...mmmdmmmmmmmmmdllPPrrrrDD.",
    "...dmmdmmmmmmmmmddlll.rrDD..",
    "....dmdmmmmmmmmdddl....rD...",
    "....ddddmmmmmddddPP.........",
    ".....ppPPPPPpp..PPPp........",
)
FUR = mix(MUTE, VIOLET, 0.3)
FUR_COLOURS = {
    "h": mix(FUR, SOFT, 0.55),
    "l": mix(FUR, SOFT, 0.8),
    "m": FUR,
    "d": mix(FUR, NIGHT, 0.35),
    "P": PINK,
    "p": mix(PINK, NIGHT, 0.2),
    "t": PINK,
    "n": mix(PINK, RED, 0.4),
    "i": INK,
    "w": WHITE,
    "R": light(RED, 0.55),
    "r": RED,
    "D": mix(RED, BARK, 0.6),
}

HALF_HEAD = (
    "...hhhh........",
    "..hhPPPh.......",
    ".hhPPPPPh......",
    ".hPPPppPPh.....",
    ".hPPppppPhhhhhh",
    ".hPPpppphhlllll",
    ".hhPPpphhllllll",
    "..hhPphhlllllll",
    "...hhhhllllllmm",
    ".....hhllllmmmm",
    "....hhllllmmmmm",
    "....hllllmmmmmm",
    "....hllmmiimmmm",
    "....hlmmiwiimmm",
    "....mmmmiiiimmm",
    "....mmmmiiiimll",
    "....mmmmmiimlll",
    "....mmpmmmmllln",
    "....mpPPmmlllnn",
    ".....mPmmmlllln",
    ".....ddmmmmlllw",
    "......ddmmmmlww",
    ".......ddmmmmww",
)


BIG_RUBY = (
    "..iiiiiiiiii..",
    ".iwRRRRRrrrri.",
    "PwRRRRRrrrrrDP",
    "PPPRRRRrrrrPPP",
    "PPPrrrRRrDDPPP",
    "..rrrrRRrDDD..",
    "...rrrRRDDD...",
    ".....rRDD.....",
)


def word_mask(word: str) -> list[str]:
    """The word as rows of letters, with two free columns between two characters."""
    rows = len(LETTERS["P"])
    return ["..".join(LETTERS[character][row] for character in word) for row in range(rows)]


def logo() -> Surface:
    """The word in bands from gold to orange on a brown lower edge."""
    mask = word_mask("PACKRAT")
    picture = blank(len(mask[0]) + 2, len(mask) + DEPTH + 2)
    for down in range(DEPTH, 0, -1):
        paint(picture, mask, {"#": mix(BARK, NIGHT, 0.1 + 0.15 * (down - 1))}, 1, 1 + down)
    row = 0
    for count, colour in BANDS:
        paint(picture, mask[row : row + count], {"#": colour}, 1, 1 + row)
        row += count
    outline(picture)
    return picture


def rat() -> Surface:
    """The packrat in profile with its ruby."""
    return framed(drawing(RAT, FUR_COLOURS))


def both_halves(rows: Sequence[str]) -> list[str]:
    """Rows of the left half, made whole with their mirror picture."""
    return [row + row[::-1] for row in rows]


def icon() -> Surface:
    """The head of the packrat for the window."""
    picture = blank(32, 32)
    paint(picture, both_halves(HALF_HEAD), FUR_COLOURS, 1, 1)
    paint(picture, BIG_RUBY, FUR_COLOURS, 9, 23)
    outline(picture)
    return picture
