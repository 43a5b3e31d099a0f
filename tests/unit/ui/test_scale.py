"""Drawing at any scale: in units, on whole pixels."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Color, Rect, Surface

from replay.ui import brush, scale, theme
from replay.ui.text import width, write

SCALES = st.sampled_from([0.5, *scale.STEPS, 1.44])
UNITS = st.integers(0, 3000)


@given(by=SCALES, left=UNITS, first=UNITS, second=UNITS)
def test_what_touches_in_units_touches_in_pixels(
    by: float, left: int, first: int, second: int
) -> None:
    scale.use(by)
    one = brush.pixels((left, 0, first, 10))
    other = brush.pixels((left + first, 0, second, 10))

    assert one.right == other.left
    assert abs(one.width - first * by) <= 1


@given(by=SCALES, pixels=st.integers(1, 8000))
def test_a_window_is_as_many_units_as_it_needs(by: float, pixels: int) -> None:
    scale.use(by)

    assert scale.px(scale.units_for(pixels)) >= pixels - 1
    assert scale.px(scale.units_for(pixels) - 1) <= pixels
    assert scale.units(pixels) * by <= pixels


@pytest.mark.parametrize("by", [1.25, 1.5, 2.0, 2.5])
def test_text_is_as_wide_as_it_says(by: float) -> None:
    pygame.font.init()
    words, target = "picked up ruby #12", Surface((800, 200))
    alone = width(words, 14)
    scale.use(by)

    where = write(target, words, (10, 20), 14, Color("white"))
    right = write(target, words, (200, 50), 14, Color("white"), align="right")

    assert (where.left, right.right) == (10, 200)
    assert abs(where.width - width(words, 14)) <= 1
    assert abs(width(words, 14) - alone) <= alone // 12
    drawn = pygame.mask.from_threshold(target, Color("white"), (120, 120, 120)).get_bounding_rects()
    first = drawn[0].unionall([box for box in drawn[1:] if box.top < 35 * by])
    assert abs(first.left - 10 * by) <= 3 * by
    assert abs(first.width - where.width * by) <= 4 * by


def test_games_draw_in_pixels() -> None:
    scale.use(2.0)
    with theme.as_games_draw():
        assert brush.pixels(Rect(1, 2, 3, 4)) == Rect(1, 2, 3, 4)
    assert scale.used() == 2.0


def test_a_line_is_never_thinner_than_a_pixel() -> None:
    scale.use(0.3)
    target = Surface((10, 10))
    brush.fill(target, Color("white"), (10, 10, 1, 1))
    brush.line(target, Color("white"), (0, 0), (30, 0))
    assert target.get_at((3, 3))[:3] == target.get_at((5, 0))[:3] == (255, 255, 255)
    brush.fill(target, Color("red"), (20, 20, 0, 5))
    assert target.get_at((6, 6))[:3] == (0, 0, 0)


def test_larger_and_smaller_begin_from_what_is_shown() -> None:
    scale.wish(2.5)
    scale.use(1.44)  # the window is too small for more
    scale.wish(scale.smaller())
    assert scale.wished() == 1.25
    scale.use(1.25)
    scale.wish(scale.larger())
    assert scale.wished() == 1.5
    for _ in range(9):
        scale.wish(scale.larger())
        scale.use(scale.wished())
    assert scale.wished() == 2.5
    for _ in range(9):
        scale.wish(scale.smaller())
        scale.use(scale.wished())
    assert scale.wished() == 1.0


def test_pictures_grow_with_everything_else_and_keep_their_middle() -> None:
    scale.use(2.0)
    picture = Surface((4, 4), pygame.SRCALPHA)
    picture.fill("white")
    target = Surface((40, 40))

    brush.put(target, picture, (10, 10))

    assert brush.enlarged(picture).get_size() == (8, 8)
    lit = pygame.mask.from_threshold(target, Color("white"), (10, 10, 10)).get_bounding_rects()
    assert lit == [Rect(16, 16, 8, 8)]
