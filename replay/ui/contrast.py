"""Contrast: how well a colour stands out from another, as WCAG 2.2 measures it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from functools import lru_cache

RGB = tuple[int, int, int]
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
"""What text needs at least (WCAG's level AA), and shapes that mean something."""
STEPS = 32


def luminance(colour: RGB) -> float:
    """Return how light a colour is, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the ratio of two colours: from 1, if they are the same, to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(4096)
def legible(colour: RGB, ground: RGB, least: float = TEXT_CONTRAST) -> RGB:
    """Return a colour, or the nearest one towards white or black that stands out on a ground."""
    if contrast(colour, ground) >= least:
        return colour
    ends = sorted(((0, 0, 0), (255, 255, 255)), key=lambda end: contrast(end, ground))
    for step in range(1, STEPS + 1):
        red, green, blue = (
            round(a + (b - a) * step / STEPS) for a, b in zip(colour, ends[-1], strict=True)
        )
        if contrast((red, green, blue), ground) >= least:
            return red, green, blue
    return ends[-1]
