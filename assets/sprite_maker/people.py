"""The players: hooded people who face right, put together from parts for each pose.

A cell is 16 x 18; the soles stand on its last row, the outline included, at x = 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Color, Surface

from sprite_maker.canvas import Legend, blank, outline, paint, strip
from sprite_maker.palette import (
    BARK,
    GOLD,
    INK,
    NIGHT,
    PINK,
    SKIN,
    WOOD,
    dark,
    light,
    mix,
    see_through,
)

CELL = (16, 18)
GROUND = 17
HEAD_AT = (3, 2)
BODY_AT = (4, 10)
LEFT_ARM_AT = (2, 10)
RIGHT_ARM_AT = (12, 10)

HOOD = (
    ".Lc...Lc..",
    ".LLLLLccc.",
    "LLcccccccc",
    "LccrrrrrrR",
    "LcrSssssss",
    "ccrsssssss",
    "ccrsssssss",
    ".cdsssssS.",
)
HOOD_BACK = (
    "..Lc..Lc..",
    ".LLLLLccc.",
    "LLcccccccc",
    "LcrrrrrrRc",
    "LssssssssR",
    "cssssssssR",
    "cssssssssd",
    ".dssssssd.",
)
EYES_OPEN = ("..........", ".....e..e.", ".....e..e.", "...pp....p")
EYES_KEEN = (".....qq.qq", ".....e..e.", ".....e..e.", "...pp....p")
EYES_HURT = (".e.e..e.e.", "..e....e..", ".e.e..e.e.", "..........")

BODY = (
    "LccccccD",
    "Lcccccdd",
    "kkkkgwkk",
    "ddddddDD",
)
ARM = ("Lc", "cc", "cd", "sS")
ARM_FORTH = ("Lc.", "ccc", ".ss")
ARM_BACK = (".Lc", "ccc", "ss.")
ARM_TRAIL = ("..Lcc", "sscc.", "sS...")
ARM_RAISED_LEFT = ("sS..", "Lc..", ".Lc.", "..cc")
ARM_RAISED_RIGHT = ("..ss", "..Lc", ".Lc.", "cc..")

LEGS_STAND = ("..tt..tt..", "..tt..tt..", "..bbb.bbb.")
LEGS_BREATHE = ("..tt..tt..", "..bbb.bbb.")
LEGS_NEAR_FIRST = ("..TT..tt..", ".TT....tt.", "BB.....bbb")
LEGS_FAR_FIRST = ("..tt..TT..", ".tt....TT.", "bb.....BBB")
LEGS_NEAR_PASSES = ("...TTtt...", "...TT.tt..", "...TT.bb..", "...BBB....")
LEGS_FAR_PASSES = ("...ttTT...", "...tt.TT..", "...tt.BB..", "...bbb....")
LEGS_DASH = ("...TT..tt.", "BTT.....tb", "B.......b.")
LEGS_HIT = ("..tt...tt.", "..tt....tb", "..bbb...b.")

STREAKS = ((0, 7, 3), (1, 11, 2), (0, 14, 2))


@dataclass(frozen=True)
class Pose:
    """Which parts make one picture of a player and how far each stands from its usual place."""

    legs: Sequence[str] = LEGS_STAND
    eyes: Sequence[str] = EYES_OPEN
    hood: Sequence[str] = HOOD
    left_arm: Sequence[str] = ARM
    right_arm: Sequence[str] = ARM
    head: tuple[int, int] = (0, 0)
    body: tuple[int, int] = (0, 0)
    left: tuple[int, int] = (0, 0)
    right: tuple[int, int] = (0, 0)
    streaks: bool = False


POSES = (
    Pose(),
    Pose(legs=LEGS_BREATHE, head=(0, 1), body=(0, 1), left=(0, 1), right=(0, 1)),
    Pose(
        legs=LEGS_NEAR_FIRST,
        left_arm=ARM_FORTH,
        right_arm=ARM_BACK,
        left=(1, 1),
        right=(-1, 1),
    ),
    Pose(legs=LEGS_NEAR_PASSES, head=(0, -1), body=(0, -1), left=(0, -1), right=(0, -1)),
    Pose(
        legs=LEGS_FAR_FIRST,
        left_arm=ARM_BACK,
        right_arm=ARM_FORTH,
        left=(-1, 0),
        right=(0, 0),
    ),
    Pose(legs=LEGS_FAR_PASSES, head=(0, -1), body=(0, -1), left=(0, -1), right=(0, -1)),
    Pose(
        legs=LEGS_DASH,
        eyes=EYES_KEEN,
        left_arm=ARM_TRAIL,
        right_arm=ARM_FORTH,
        head=(2, 1),
        body=(0, 0),
        left=(-1, 0),
        right=(0, 0),
        streaks=True,
    ),
    Pose(
        legs=LEGS_HIT,
        eyes=EYES_HURT,
        hood=HOOD_BACK,
        left_arm=ARM_RAISED_LEFT,
        right_arm=ARM_RAISED_RIGHT,
        head=(0, 0),
        body=(0, 0),
        left=(-1, -3),
        right=(-1, -3),
    ),
)


def legend_for(colour: Color) -> Legend:
    """What each letter of the parts means for one player's colour."""
    return {
        "L": light(colour, 0.38),
        "c": colour,
        "d": dark(colour, 0.3),
        "D": dark(colour, 0.42),
        "r": light(colour, 0.62),
        "R": light(colour, 0.3),
        "s": SKIN,
        "S": mix(SKIN, WOOD, 0.35),
        "p": mix(SKIN, PINK, 0.6),
        "e": INK,
        "q": mix(SKIN, BARK, 0.6),
        "k": BARK,
        "g": GOLD,
        "w": light(GOLD),
        "t": dark(colour, 0.55),
        "T": dark(colour, 0.7),
        "b": WOOD,
        "B": mix(BARK, NIGHT, 0.25),
    }


def figure(pose: Pose, legend: Legend) -> Surface:
    """One cell: the parts from back to front, then the outline, then the streaks."""
    cell = blank(*CELL)

    def put(rows: Sequence[str], at: tuple[int, int], by: tuple[int, int]) -> None:
        paint(cell, rows, legend, at[0] + by[0], at[1] + by[1])

    put(pose.legs, (3, GROUND - len(pose.legs)), (0, 0))
    put(pose.right_arm, RIGHT_ARM_AT, pose.right)
    put(BODY, BODY_AT, pose.body)
    put(pose.left_arm, LEFT_ARM_AT, pose.left)
    put(pose.hood, HEAD_AT, pose.head)
    put(pose.eyes, (HEAD_AT[0], HEAD_AT[1] + 4), pose.head)
    outline(cell)
    if pose.streaks:
        add_streaks(cell, legend["r"])
    return cell


def add_streaks(cell: Surface, colour: Color) -> None:
    """Short lines of wind behind the back, where nothing else is drawn."""
    for x, y, length in STREAKS:
        for step in range(length):
            if cell.get_at((x + step, y)).a == 0:
                cell.set_at((x + step, y), see_through(colour, 110 + 50 * step))


def strip_of_poses(colour: Color) -> Surface:
    """All eight poses of a player side by side."""
    legend = legend_for(colour)
    return strip(figure(pose, legend) for pose in POSES)
