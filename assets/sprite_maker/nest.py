"""The nests: an oval rim of woven twigs around a soft bowl in the colour of its owner."""

from __future__ import annotations

import math
import random

from pygame import Color, Surface

from sprite_maker.canvas import Oval, blank, outline, paint
from sprite_maker.palette import BARK, INK, NIGHT, PLANK, STRAW, WOOD, dark, light, mix

SIZE = (50, 36)
RIM = Oval(25.0, 18.0, 23.5, 16.5)
BOWL = Oval(25.0, 18.5, 16.5, 10.0)
LINING = Oval(25.0, 19.5, 15.5, 9.0)
COSY = Oval(25.0, 20.5, 12.5, 6.8)
TWIGS = 190
TUFTS = 12
TUFT = (".i..", "ilci", "iccd", ".idi")
TONES = (light(STRAW, 0.25), STRAW, PLANK, WOOD, mix(WOOD, BARK, 0.6), BARK)


def nest(colour: Color, seed: int) -> Surface:
    """One nest; the seed decides how its twigs lie."""
    chance = random.Random(seed + 11)
    picture = blank(*SIZE)
    lay_ground(picture, colour)
    for _ in range(TWIGS):
        lay_twig(picture, chance)
    edge_bowl(picture, colour)
    for number in range(TUFTS):
        tie_tuft(picture, colour, (number + 0.5) * math.tau / TUFTS, chance)
    outline(picture)
    return picture


def lay_ground(picture: Surface, colour: Color) -> None:
    """The dark weave under the twigs and the coloured bowl, lighter towards its middle."""
    for spot in RIM.pixels():
        picture.set_at(spot, mix(BARK, NIGHT, 0.45))
    layers = ((BOWL, 0.62), (LINING, 0.46), (COSY, 0.38))
    for oval, depth in layers:
        for spot in oval.pixels():
            picture.set_at(spot, dark(colour, depth))


def lay_twig(picture: Surface, chance: random.Random) -> None:
    """A short twig along the rim with a dark line under it, lighter at the top left."""
    angle = chance.uniform(0, math.tau)
    out = chance.uniform(0.74, 0.98)
    x = RIM.x + math.cos(angle) * RIM.half_width * out
    y = RIM.y + math.sin(angle) * RIM.half_height * out
    heading = math.atan2(math.cos(angle) * RIM.half_height, -math.sin(angle) * RIM.half_width)
    heading += chance.uniform(-0.5, 0.5)
    sun = -0.5 * math.cos(angle) - 0.75 * math.sin(angle)
    # The inner slope of the rim looks the other way, so the light on it is turned round.
    sun = sun if out > 0.84 else -sun
    tone = TONES[max(0, min(len(TONES) - 1, round(2.3 - 1.6 * sun + chance.uniform(-1.3, 1.3))))]
    half = chance.uniform(1.5, 3.5)
    steps = range(-int(half * 2), int(half * 2) + 1)
    line = [(x + math.cos(heading) * s / 2, y + math.sin(heading) * s / 2) for s in steps]
    for across, down in line:
        put_on_rim(picture, int(across), int(down) + 1, mix(BARK, NIGHT, 0.3))
    for across, down in line:
        put_on_rim(picture, int(across), int(down), tone)


def put_on_rim(picture: Surface, x: int, y: int, colour: Color) -> None:
    """Paint a pixel unless it would hide the bowl or touch the edge of the picture."""
    inside = 0 < x < SIZE[0] - 1 and 0 < y < SIZE[1] - 1
    if inside and BOWL.reach(x, y) > 1.0 and RIM.reach(x, y) < 1.05:
        picture.set_at((x, y), colour)


def edge_bowl(picture: Surface, colour: Color) -> None:
    """The shadow that the rim throws into the bowl, and stray stalks of the lining."""
    shadow = mix(dark(colour, 0.75), BARK, 0.3)
    for x, y in BOWL.pixels():
        if BOWL.reach(x, y - 2) > 1.0 or BOWL.reach(x - 1, y) > 1.0:
            picture.set_at((x, y), shadow)
    stalk = dark(colour, 0.3)
    for x, y in ((16, 22), (20, 25), (29, 26), (34, 21), (25, 17), (31, 15)):
        picture.set_at((x, y), stalk)
        picture.set_at((x + 1, y), stalk)


def tie_tuft(picture: Surface, colour: Color, angle: float, chance: random.Random) -> None:
    """A small tuft in the owner's colour between the twigs."""
    out = chance.uniform(0.84, 0.92)
    x = int(RIM.x + math.cos(angle) * RIM.half_width * out)
    y = int(RIM.y + math.sin(angle) * RIM.half_height * out)
    legend = {"l": light(colour, 0.5), "c": colour, "d": dark(colour, 0.35), "i": INK}
    paint(picture, TUFT, legend, x - 1, y - 1)
