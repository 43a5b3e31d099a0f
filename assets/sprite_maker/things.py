"""The things people carry and meet: the items, the bag in four sizes, the crate."""

from __future__ import annotations

from pygame import Surface

from sprite_maker.canvas import centred, drawing, framed, strip
from sprite_maker.palette import (
    BARK,
    BLUE,
    GOLD,
    INK,
    NIGHT,
    ORANGE,
    PINK,
    PLANK,
    RED,
    STRAW,
    TEAL,
    TEXT,
    VIOLET,
    WALL_DARK,
    WALL_LIGHT,
    WHITE,
    WOOD,
    dark,
    light,
    mix,
)

METAL = {
    "y": GOLD,
    "w": light(GOLD, 0.65),
    "g": mix(GOLD, ORANGE, 0.45),
    "o": mix(ORANGE, WOOD, 0.4),
}
COIN = (
    "...wwyy...",
    ".wwyyyyyo.",
    ".wyggggyo.",
    "wyggwoggyo",
    "wyggwoggyo",
    "yyggwoggyo",
    "yyggwoggoo",
    ".yyggggoo.",
    ".yyyyyooo.",
    "...oooo...",
)
KEY = (
    "..wyy.....",
    ".wy.yy....",
    "wy...yo...",
    "yy...oo...",
    ".yy.oo....",
    "..yoowy...",
    ".....yyw..",
    "......yywg",
    ".....yoyyo",
    "......o.oo",
)
CHEESE = (
    ".......ll.",
    ".....llvvl",
    "...llvvvvl",
    ".llvvvvhhl",
    "lvvvvvvvvv",
    "rrrrrrrrrr",
    "aaaahhaaab",
    "ahaahhaaab",
    "hhaaaaahhb",
    "abbbbbbhhb",
)
POTION = (
    "....CK....",
    "....CK....",
    "...wGGg...",
    "....Gg....",
    "...wGGg...",
    "..wPPPPv..",
    ".wPWvvvvd.",
    ".GPvvpvvd.",
    ".gvvvvvdd.",
    "..gvvddd..",
)
SWORD = (
    ".......www",
    "......wttw",
    ".....wttm.",
    "....wttm..",
    "g..wttm...",
    "yg.ttm....",
    ".yggm.....",
    "..kyg.....",
    ".kK.yg....",
    "yK...o....",
)
RUBY = (
    "..lllwrr..",
    ".lwlllrrr.",
    "llllllrrrd",
    "rrRRRRRRdd",
    ".rrRRRRdd.",
    ".rrRRRRdD.",
    "..rrRRdD..",
    "...rRdD...",
    "....RD....",
)
CROWN = (
    "....wy....",
    "w...yo...y",
    "y..wyyo..o",
    "yy.wyyo.yo",
    "wyyyyyyyyo",
    "wyyyyyyyyo",
    "yRryBbyTto",
    "yrryBbyTto",
    "oooooooooo",
    ".wyyyyyyo.",
)
ANVIL = (
    "...lllllll",
    "lllmmmmmmm",
    ".mmmmmmmmd",
    "...mmmmmd.",
    "....mmd...",
    "....mmd...",
    "...lmmmd..",
    ".llmmmmmd.",
    ".mmmmmmdd.",
)
STEEL = mix(WALL_LIGHT, BLUE, 0.35)
LEGEND_CHEESE = {
    "l": light(GOLD, 0.7),
    "v": light(mix(GOLD, ORANGE, 0.4), 0.15),
    "r": light(GOLD, 0.35),
    "a": mix(GOLD, ORANGE, 0.9),
    "b": mix(ORANGE, WOOD, 0.25),
    "h": mix(ORANGE, WOOD, 0.85),
}
LEGEND_POTION = {
    "C": STRAW,
    "K": WOOD,
    "w": WHITE,
    "G": TEXT,
    "g": mix(TEXT, VIOLET, 0.5),
    "P": light(VIOLET, 0.35),
    "W": WHITE,
    "v": VIOLET,
    "p": PINK,
    "d": dark(VIOLET, 0.35),
}
LEGEND_SWORD = {
    "w": WHITE,
    "t": TEXT,
    "m": mix(TEXT, NIGHT, 0.4),
    "k": PLANK,
    "K": WOOD,
    **{letter: METAL[letter] for letter in "ygo"},
}
LEGEND_RUBY = {
    "w": light(RED, 0.85),
    "l": light(RED, 0.42),
    "r": RED,
    "R": mix(RED, BARK, 0.3),
    "d": mix(RED, BARK, 0.6),
    "D": mix(RED, BARK, 0.85),
}
LEGEND_CROWN = {
    **METAL,
    "R": light(RED, 0.4),
    "r": RED,
    "B": light(BLUE, 0.4),
    "b": BLUE,
    "T": light(TEAL, 0.4),
    "t": TEAL,
}
LEGEND_ANVIL = {
    "l": light(STEEL, 0.6),
    "m": mix(STEEL, WALL_DARK, 0.12),
    "d": mix(STEEL, WALL_DARK, 0.6),
}
ITEMS = (
    (COIN, METAL),
    (KEY, METAL),
    (CHEESE, LEGEND_CHEESE),
    (POTION, LEGEND_POTION),
    (SWORD, LEGEND_SWORD),
    (RUBY, LEGEND_RUBY),
    (CROWN, LEGEND_CROWN),
    (ANVIL, LEGEND_ANVIL),
)

SACK = {
    "l": light(STRAW, 0.4),
    "a": STRAW,
    "b": mix(STRAW, PLANK, 0.85),
    "w": mix(PLANK, WOOD, 0.75),
    "k": RED,
    "K": dark(RED),
    "p": mix(BLUE, STRAW, 0.45),
    "q": mix(BLUE, BARK, 0.45),
}
SACKS = (
    (
        ".l.a..",
        "..kK..",
        ".laab.",
        "llaabb",
        "laaabw",
        "aabbbw",
        ".bbww.",
    ),
    (
        "..l.a.b..",
        "...kkK...",
        "..laaab..",
        ".llaaabb.",
        "llaaaaabb",
        "laaaaabbw",
        "laaaabbbw",
        "aaaabbbww",
        ".bbbbwww.",
    ),
    (
        "...l.a.b...",
        "...laaab...",
        "....kkK....",
        "...laaab...",
        "..llaaabb..",
        ".llaaaaabb.",
        "lllaaaaabbb",
        "llaaaaaabbw",
        "laaaapqabbw",
        "aaaaaqpbbww",
        "aaabbbbbbww",
        ".bbbbbwwww.",
    ),
    (
        "....l..a.b....",
        "....llaabb....",
        ".....kkkK.....",
        "...lllaaabb...",
        "..lllaaaaabbb.",
        ".lllaaaaaaabb.",
        "llllaaaaaaabbw",
        "lllaaapppqabbw",
        "llaaaappqpabbw",
        "llaaaapqppabww",
        "laaaaaqpppbbww",
        "aaaaabbbbbbbww",
        "aaabbbbbbbwww.",
        ".bbbbbwwwwww..",
    ),
)

PLANKS = {"l": STRAW, "a": PLANK, "b": mix(PLANK, WOOD, 0.4), "w": WOOD, "d": BARK, "i": INK}
CRATE = (
    "llllllllllllll",
    "laaaabaaaabaab",
    "laaaabaaaabaab",
    "laaaabaaaabaab",
    "lbbbbbbbbbbbbb",
    "iiiiiiiiiiiiii",
    "lallllllllllab",
    "laddddddddddab",
    "lawwwwwwwwllab",
    "lawwwwwwlladab",
    "lawwwwlladwwab",
    "lawwlladwwwwab",
    "lalladwwwwwwab",
    "laaaaaaaaaaaab",
    "bbbbbbbbbbbbbb",
)


def items() -> Surface:
    """The strip of items, each in a cell of 12 x 12."""
    return strip(centred(framed(drawing(rows, legend)), 12, 12) for rows, legend in ITEMS)


def bags() -> Surface:
    """The strip of sacks, from nearly empty to bulging, each in a cell of 16 x 16."""
    return strip(centred(framed(drawing(rows, SACK)), 16, 16) for rows in SACKS)


def crate() -> Surface:
    """The wooden crate: the lid above, the front with its brace below."""
    return framed(drawing(CRATE, PLANKS))
