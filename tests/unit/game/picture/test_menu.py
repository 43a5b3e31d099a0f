"""Buttons: what a key's name on one of them promises."""

import pygame

from game.screens.menu import Button, draw_button, key_name

WHERE = pygame.Rect(20, 20, 300, 60)


def drawn(button, *, is_chosen):
    surface = pygame.Surface((340, 100))
    draw_button(surface, button, is_chosen=is_chosen)
    return pygame.image.tobytes(surface, "RGB")


def test_a_chosen_button_names_the_key_that_presses_it(monkeypatch):
    button = Button(WHERE, "Play", 0)
    chosen, other = drawn(button, is_chosen=True), drawn(button, is_chosen=False)
    monkeypatch.setattr("game.screens.menu.label_of", lambda key: "")

    assert key_name(button) == ""
    assert drawn(button, is_chosen=True) != chosen
    assert drawn(button, is_chosen=False) == other


def test_a_key_of_its_own_is_always_named():
    named = Button(WHERE, "Quit", 0, key=pygame.K_ESCAPE)

    assert key_name(named) == "Esc"
    assert drawn(named, is_chosen=False) != drawn(Button(WHERE, "Quit", 0), is_chosen=False)
