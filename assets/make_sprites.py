"""Writes every picture of the game into ``assets/sprites`` (``python assets/make_sprites.py``).

This file knows the names of the picture files and which part of ``sprite_maker`` draws each one.
The pictures depend on nothing but this code, so each run writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
from sprite_maker import emblem, floor, nest, people, things
from sprite_maker.palette import PLAYER_COLOURS

TARGET = Path(__file__).resolve().parent / "sprites"


def pictures() -> Iterator[tuple[str, pygame.Surface]]:
    """Every file name (without its ending) with the picture that belongs in it."""
    for seed, (name, colour) in enumerate(PLAYER_COLOURS.items()):
        yield f"player-{name}", people.strip_of_poses(colour)
        yield f"nest-{name}", nest.nest(colour, seed)
    yield "bag", things.bags()
    yield "items", things.items()
    yield "crate", things.crate()
    yield "floor", floor.floor()
    yield "logo", emblem.logo()
    yield "rat", emblem.rat()
    yield "icon", emblem.icon()


def main() -> None:
    """Draw and save all pictures, one line of report for each."""
    TARGET.mkdir(exist_ok=True)
    total = 0
    for name, picture in pictures():
        path = TARGET / f"{name}.png"
        pygame.image.save(picture, str(path))
        size = path.stat().st_size
        total += size
        print(f"{path.name:20} {picture.get_width():3} x {picture.get_height():3} {size:6} bytes")
    print(f"{'total':30} {total:6} bytes")


if __name__ == "__main__":
    main()
