"""Whoever adds a kind of item is told what else it needs."""

from __future__ import annotations

import pygame

from game.model.events import ItemKind
from game.model.room import VALUES, WEIGHTS
from game.picture import sprites


def test_every_kind_has_a_weight_and_points() -> None:
    assert set(WEIGHTS) == set(VALUES) == set(ItemKind)
    assert all(weight > 0 for weight in WEIGHTS.values())
    assert all(points > 0 for points in VALUES.values())


def test_every_kind_has_a_picture_of_its_own() -> None:
    pictures = {kind: pygame.image.tobytes(sprites.item(kind), "RGBA") for kind in ItemKind}

    assert len(set(pictures.values())) == len(ItemKind)
    assert all(any(picture[3::4]) for picture in pictures.values())
