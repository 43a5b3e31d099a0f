"""Buttons: what a key's name on one of them promises."""

import pygame

from game.screens.menu import Button, draw_button

WHERE = pygame.Rect(20, 20, 300, 60)


def drawn(button, *, is_chosen):
    surface = pygame.Surface((340, 100))
    draw_button(surface, button, is_chosen=is_chosen)
    return pygame.image.tobytes(surface, "RGB")


def test_enter_is_only_named_on_the_button_that_it_presses():
    named, bare = Button(WHERE, "Play", 0, key_name="Enter"), Button(WHERE, "Play", 0)

    assert drawn(named, is_chosen=False) == drawn(bare, is_chosen=False)
    assert drawn(named, is_chosen=True) != drawn(bare, is_chosen=True)


def test_a_key_of_its_own_is_always_named():
    named = Button(WHERE, "Quit", 0, key=pygame.K_ESCAPE, key_name="Esc")

    assert drawn(named, is_chosen=False) != drawn(Button(WHERE, "Quit", 0), is_chosen=False)
