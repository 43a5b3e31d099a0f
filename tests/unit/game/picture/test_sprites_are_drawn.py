"""The pictures that are committed are those that the sprite maker draws of today's palette."""

from __future__ import annotations

import sys
from pathlib import Path

import pygame
import pytest

ASSETS = Path(__file__).parents[4] / "assets"


def test_every_sprite_is_what_its_maker_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ASSETS), *sys.path])
    from make_sprites import pictures

    old = [
        name
        for name, picture in pictures()
        if pygame.image.tobytes(picture, "RGBA")
        != pygame.image.tobytes(pygame.image.load(ASSETS / "sprites" / f"{name}.png"), "RGBA")
    ]

    assert old == [], "python assets/make_sprites.py draws them anew"
