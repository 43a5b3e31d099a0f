"""Scaling a game's picture to its place in the window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import pygame
from pygame import Surface

WORTH_A_THREAD = 1_000_000
"""Pixels from which half of a picture is scaled in a second thread: at 3840 × 2160 a picture takes
8 ms otherwise. pygame lets other threads run while it scales."""


def scale_into(picture: Surface, place: Surface) -> None:
    """Scale smoothly, except by whole factors, which keep pixels sharp."""
    size, (width, height) = place.get_size(), picture.get_size()
    if size == (width, height):
        place.blit(picture, (0, 0))
        return
    whole = size[0] % width == 0 and size[1] % height == 0
    if whole:
        pygame.transform.scale(picture, size, place)
    elif size[0] > width and size[1] > height > 1 and size[0] * size[1] > WORTH_A_THREAD:
        _enlarge_in_halves(picture, place)
    else:
        pygame.transform.smoothscale(picture, size, place)


def _enlarge_in_halves(picture: Surface, place: Surface) -> None:
    """Scale the lower half meanwhile, in another thread.

    pygame puts a picture's first row on the first row of the place, and its last row where a next
    one would begin. So the upper half, with one row of the lower, ends where that one begins.
    """
    (across, down), (width, height) = place.get_size(), picture.get_size()
    row, line = height // 2, down // 2
    below = place.subsurface((0, line, across, down - line))
    lower = picture.subsurface((0, row, width, height - row))
    work = _worker().submit(pygame.transform.smoothscale, lower, below.get_size(), below)
    above = place.subsurface((0, 0, across, line))
    upper = picture.subsurface((0, 0, width, row + 1))
    try:
        pygame.transform.smoothscale(upper, above.get_size(), above)
    finally:
        work.result()


@lru_cache(1)
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "scaling")
