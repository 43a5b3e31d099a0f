"""Keys on keyboards that are not American: each does what the help calls it."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from layouts import LAYOUTS, Press, presses, ways_to_press

from replay.ui.keyboard import DIGIT_AT, LETTER_AT, key_of, position_of
from replay.viewer.keymap import BY_STROKE, SIGNS, WITH_SHIFT, binding_of, stroke_of
from replay.viewer.overlays.go_to import GoToOverlay
from replay.viewer.overlays.help_overlay import sections
from replay.viewer.viewer import Viewer

PRINTED = [stroke for stroke in BY_STROKE if len(stroke) == 1]
HIDDEN = {("fr", "6")}
"""Keys that type a sign with a command of its own, where the help says to hold Shift."""


def means(press: Press, stroke: str) -> bool:
    return binding_of(press.event()) is BY_STROKE[stroke]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("stroke", PRINTED)
def test_a_key_of_the_help_does_on_every_layout_what_the_help_says(
    layout: str, stroke: str
) -> None:
    ways = ways_to_press(layout, stroke)

    if (layout, stroke) in HIDDEN:
        assert [press.mod for press in ways if means(press, stroke)] == [pygame.KMOD_LSHIFT]
    else:
        assert ways
        assert means(ways[0], stroke)


def test_the_help_says_how_to_press_a_key_that_types_another_sign() -> None:
    assert "hold Shift" in WITH_SHIFT
    assert {stroke for _, stroke in HIDDEN} <= set(BY_STROKE)
    assert any("0 … 9" in keys for _, rows in sections() for keys, _ in rows)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_typed_letter_or_sign_of_the_table_is_itself(layout: str) -> None:
    for press in presses(layout):
        if press.typed in SIGNS or (press.typed.isascii() and press.typed.isalpha()):
            assert key_of(press.event(), SIGNS) == press.typed.upper()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_key_of_a_layout_without_latin_letters_is_the_american_one(
    layout: str,
) -> None:
    for press in presses(layout):
        if press.scancode in LETTER_AT and not press.typed.isascii() and press.code > 127:
            assert key_of(press.event(), SIGNS) == LETTER_AT[press.scancode]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_digit_key_is_a_digit_with_and_without_shift_but_not_with_alt_gr(layout: str) -> None:
    for press in presses(layout):
        digit = DIGIT_AT.get(press.scancode)
        if digit is None or press.typed in SIGNS:
            continue
        expected = "" if press.mod & pygame.KMOD_RALT else digit
        assert key_of(press.event(), SIGNS) == expected


def test_a_latin_code_counts_where_the_typed_letter_is_another() -> None:
    windows_russian = Press(0, pygame.K_k, "л", 0)

    assert stroke_of(windows_russian.event()) == "K"


def test_with_ctrl_a_letter_is_found_by_its_code_or_its_place() -> None:
    latin, cyrillic = Press(9, pygame.K_f, "\x06", 0), Press(9, ord("а"), "", 0)
    ctrl = {"mod": pygame.KMOD_LCTRL}

    strokes = [
        stroke_of(pygame.event.Event(pygame.KEYDOWN, {**press.event().dict, **ctrl}))
        for press in (latin, cyrillic)
    ]

    assert strokes == ["Ctrl+F", "Ctrl+F"]


def test_windows_reports_alt_gr_as_ctrl_and_alt_and_that_is_no_ctrl() -> None:
    mod = pygame.KMOD_LCTRL | pygame.KMOD_RALT
    event = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_8, unicode="[", scancode=37, mod=mod)

    assert not stroke_of(event).startswith("Ctrl")


def test_shift_with_a_letter_that_has_no_command_of_its_own_means_the_letter() -> None:
    hebrew_k = next(p for p in presses("il") if p.typed == "K")

    assert stroke_of(hebrew_k.event()) == "Shift+K"
    assert binding_of(hebrew_k.event()) is BY_STROKE["K"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_position_is_the_american_letter_or_digit_whatever_is_typed(layout: str) -> None:
    for press in presses(layout):
        expected = LETTER_AT.get(press.scancode) or DIGIT_AT.get(press.scancode)
        if expected is not None:
            assert position_of(press.event()) == expected


@pytest.mark.parametrize("layout", ["ru", "gr", "il", "ara", "fr"])
def test_while_a_text_is_typed_keys_are_what_they_type(
    layout: str, watch: Callable[..., Viewer], press: Callable[..., None]
) -> None:
    viewer = watch()
    press(viewer, "Space", "G")
    before, typed = viewer.scene, [p for p in presses(layout) if not p.mod and p.typed.isalpha()]

    for letter in typed[:5]:
        viewer.handle(letter.event())
        viewer.handle(letter.event(pygame.KEYUP))

    assert isinstance(viewer.overlay, GoToOverlay)
    assert viewer.overlay._typed == "".join(letter.typed for letter in typed[:5])
    assert (viewer.scene.frame, viewer.scene.playing) == (before.frame, before.playing)


def test_a_dead_key_types_nothing(watch: Callable[..., Viewer], press: Callable[..., None]) -> None:
    viewer = watch()
    press(viewer, "G")

    for dead in (p for p in presses("gr") if not p.typed):
        viewer.handle(dead.event())

    assert isinstance(viewer.overlay, GoToOverlay)
    assert viewer.overlay._typed == ""
