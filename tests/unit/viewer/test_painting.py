"""A viewer paints what has changed, and it is the picture that would be painted at once."""

from __future__ import annotations

import pygame
import pytest
from pointer import (
    Press,
    Watch,
    button_down,
    pixels,
    same_picture,
    surface_of,
)

from replay.viewer.panels.transport import buttons


def test_nothing_is_painted_while_nothing_changes(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")

    assert viewer.paint(surface) != []
    assert viewer.paint(surface) == []


def test_a_step_leaves_buttons_and_what_lies_around_them_alone(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")
    viewer.paint(surface)

    press(viewer, ".")
    painted = viewer.paint(surface)

    assert painted != []
    transport = pygame.Rect(viewer.scene.layout.transport)
    assert not any(transport.colliderect(rect) for rect in painted)


def test_another_frame_is_another_picture_and_back_is_the_same(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")
    viewer.paint(surface)
    stage = viewer.scene.layout.stage
    before = pixels(surface, stage)

    press(viewer, "5")
    viewer.paint(surface)
    assert pixels(surface, stage) != before
    press(viewer, "Home")
    viewer.paint(surface)
    assert pixels(surface, stage) == before


def test_what_is_painted_piece_by_piece_is_what_would_be_painted_at_once(
    watch: Watch, press: Press
) -> None:
    pieces, whole = watch(), watch()
    surface, other = surface_of(), surface_of()
    strokes = ["Space", "7", "?", "Escape", "Tab", "+", "+", ".", "A", "Z", "G", "1", "Escape"]

    for stroke in strokes:
        press(pieces, stroke)
        pieces.paint(surface)
    press(whole, *strokes)
    whole.paint(other)

    assert pixels(surface, surface.get_rect()) == pixels(other, other.get_rect())


def test_the_play_button_shows_which_way_it_would_play(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    play = next(b for b in buttons(viewer.scene.layout.transport) if b.shapes == ("play",))
    press(viewer, "5", "Space")
    viewer.paint(surface)
    right = surface.subsurface(play.box).copy()

    press(viewer, "J", "Space")
    viewer.paint(surface)
    left = surface.subsurface(play.box).copy()
    press(viewer, "Home")
    viewer.paint(surface)

    assert not same_picture(left, right)
    assert same_picture(surface.subsurface(play.box), right)


@pytest.mark.parametrize(
    "size", [(800, 500), (900, 560), (1280, 720), (1920, 1080), (3840, 2160), (640, 400)]
)
def test_any_size_of_window_can_be_painted_and_scrubbed(
    watch: Watch, press: Press, size: tuple[int, int]
) -> None:
    viewer = watch()

    viewer.resize(size)
    viewer.paint(surface_of(size))
    viewer.handle(button_down(*viewer.scene.layout.strip.middle))
    press(viewer, "?")
    viewer.paint(surface_of(size))

    assert abs(viewer.scene.frame - 300) <= 1
