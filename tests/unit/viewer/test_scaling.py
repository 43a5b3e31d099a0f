"""A game's picture fits its place, also where two threads scale it."""

from __future__ import annotations

import random
from itertools import pairwise

import pygame
import pytest
from pygame import Color, Surface

from replay.viewer.scaling import WORTH_A_THREAD, scale_into

LARGE = 1593, 899


def noise(size: tuple[int, int]) -> Surface:
    content = random.Random(4).randbytes(4 * size[0] * size[1])
    return pygame.image.frombytes(content, size, "RGBX").convert(32)


def gradient(size: tuple[int, int]) -> Surface:
    picture = Surface(size, depth=32)
    for y in range(size[1]):
        picture.fill((y * 255 // size[1],) * 3, (0, y, size[0], 1))
    return picture


def scaled(picture: Surface, size: tuple[int, int]) -> Surface:
    place = Surface(size, depth=32)
    place.fill(Color("magenta"))
    scale_into(picture, place)
    return place


def test_halves_meet_without_a_seam() -> None:
    assert LARGE[0] * LARGE[1] > WORTH_A_THREAD
    place = scaled(gradient((640, 361)), LARGE)

    column = [place.get_at((800, y)).r for y in range(LARGE[1])]
    steps = {after - before for before, after in pairwise(column)}
    assert steps == {0, 1}


def test_halves_are_near_to_the_whole() -> None:
    picture = pygame.transform.smoothscale(noise((64, 36)), (640, 361))  # detail of ten pixels
    place, whole = scaled(picture, LARGE), pygame.transform.smoothscale(picture, LARGE)

    pixels = zip(
        pygame.image.tobytes(place, "RGB"), pygame.image.tobytes(whole, "RGB"), strict=True
    )
    assert max(abs(one - other) for one, other in pixels) < 20


@pytest.mark.parametrize("size", [(640, 361), (320, 200), (1280, 722), (641, 100), (1, 1)])
def test_other_sizes_are_scaled_as_pygame_does(size: tuple[int, int]) -> None:
    picture = noise((640, 361))
    whole = size[0] % 640 == 0 and size[1] % 361 == 0
    scale = pygame.transform.scale if whole else pygame.transform.smoothscale

    expected = scale(picture, size)
    assert pygame.image.tobytes(scaled(picture, size), "RGB") == pygame.image.tobytes(
        expected, "RGB"
    )


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 2), (2, 2), (3, 3)])
def test_tiny_pictures_fill_large_places(size: tuple[int, int]) -> None:
    picture = Surface(size, depth=32)
    picture.fill(Color("white"))
    place = scaled(picture, LARGE)
    assert pygame.transform.average_color(place)[:3] == (255, 255, 255)
