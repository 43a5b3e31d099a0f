"""Rendered words are kept for the next picture, within bounds."""

from __future__ import annotations

import pygame

from replay.ui import text


def test_rendered_words_are_bounded_in_bytes() -> None:
    pygame.font.init()
    surface = pygame.Surface((300, 40))
    text.forget_rendered()
    for number in range(300):
        text.write(surface, f"{number} " + "w" * 20_000, (0, 20))

    assert text._cached_bytes <= text.CACHED_BYTES
    assert sum(map(text._bytes_of, text._cached.values())) == text._cached_bytes
