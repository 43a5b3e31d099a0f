"""The game's keys on any keyboard: letters and digits by their place, called by what is printed."""

from __future__ import annotations

import pygame
import pytest
from layouts import LAYOUTS, presses

from game.model.inputs import Held
from game.screens.controls import KEYS, REWIND, SLOT_KEYS, Controls, help_rows
from game.screens.keys import key_of
from replay.ui.keyboard import SCANCODES, position_of


@pytest.mark.parametrize("layout", LAYOUTS)
def test_letters_steer_by_their_place(layout: str) -> None:
    for press in presses(layout):
        control = KEYS.get(position_of(press.event()))
        if control is None or press.mod & pygame.KMOD_RALT:
            continue
        controls = Controls()

        controls.handle(press.event())
        assert Held(controls.inputs().held) == control
        controls.handle(press.event(pygame.KEYUP))
        assert controls.inputs().held == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_digits_choose_slots_with_shift_and_without(layout: str) -> None:
    for press in presses(layout):
        slot = SLOT_KEYS.get(position_of(press.event()))
        if slot is not None:
            controls = Controls()
            controls.handle(press.event())
            assert controls.inputs().slot == slot


def test_the_key_for_rewinding_is_found_by_its_place() -> None:
    russian = next(press for press in presses("ru") if press.scancode == SCANCODES[REWIND])

    assert russian.typed == "к"
    assert key_of(russian.event()) == REWIND


def test_without_a_known_layout_keys_are_called_as_in_the_united_states() -> None:
    named = {does: keys for keys, does in help_rows()}

    assert named["move"] == "WASD or arrows"
    assert (named["take"], named["drop"], named["rewind"]) == ("E", "Q", "hold R")
