"""The key table: no clashes, nothing missing, and what people call a stroke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import get_args

import pygame
import pytest

from replay.playback import commands
from replay.ui.text import width
from replay.viewer.keymap import GROUPS, KEYS, MOUSE, Binding, keys_for, shown, stroke_of
from replay.viewer.overlays.help_overlay import KEYS_WIDTH, WORDS_WIDTH, sections

STROKES = [stroke for binding in KEYS for stroke in binding.strokes]


def test_no_stroke_means_two_things() -> None:
    assert [stroke for stroke, uses in Counter(STROKES).items() if uses > 1] == []


def test_every_command_can_be_given_by_a_key_or_by_the_mouse() -> None:
    given = {type(binding.command) for binding in KEYS} | {gesture.command for gesture in MOUSE}
    with_others = {
        commands.BlameEvent,
        commands.ScrollTo,
        commands.FollowEvents,
        commands.KeepRow,
    }  # of a click, a drag

    assert given.isdisjoint(with_others)
    assert given | with_others == set(get_args(commands.Command))


def test_every_key_and_gesture_is_in_the_help() -> None:
    words = {words for _, rows in sections() for _, words in rows}

    assert {binding.words for binding in KEYS} | {gesture.words for gesture in MOUSE} == words
    assert {binding.group for binding in KEYS} == set(GROUPS)


def test_every_line_of_the_help_fits_into_its_column() -> None:
    pygame.font.init()
    words = [words for _, rows in sections() for _, words in rows]

    assert [one for one in words if width(one, 14) > WORDS_WIDTH] == []
    gestures = [where for title, rows in sections() if title == "Mouse" for where, _ in rows]
    assert [one for one in gestures if width(one, 14) > KEYS_WIDTH - 8] == []


@pytest.mark.parametrize("stroke", STROKES)
def test_a_pressed_key_is_called_as_in_the_table(
    stroke: str, stroke_event: Callable[[str], pygame.event.Event]
) -> None:
    assert stroke_of(stroke_event(stroke)) == stroke


@pytest.mark.parametrize("binding", KEYS)
def test_every_command_has_keys_to_show(binding: Binding) -> None:
    assert keys_for(binding.command) == " or ".join(shown(stroke) for stroke in binding.strokes)


def test_a_sign_is_itself_whichever_keys_make_it() -> None:
    german = pygame.event.Event(
        pygame.KEYDOWN, key=pygame.K_LESS, mod=pygame.KMOD_SHIFT, unicode=">"
    )
    american = pygame.event.Event(
        pygame.KEYDOWN, key=pygame.K_PERIOD, mod=pygame.KMOD_SHIFT, unicode=">"
    )

    assert stroke_of(german) == stroke_of(american) == ">"


def test_an_arrow_is_printed_as_one() -> None:
    assert (shown("Shift+Left"), shown("+"), shown("Escape")) == ("Shift+←", "+", "Esc")
