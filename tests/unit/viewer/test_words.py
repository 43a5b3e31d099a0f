"""Words on the screen: wrapped to their room, of a bearable length, whatever a file holds."""

from __future__ import annotations

from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import EventType
from replay.viewer.message import wrapped
from replay.viewer.rows import LONGEST_VALUE, fields_of, plain_words, spoken
from replay.viewer.strip_layer import usual_most
from replay.viewer.text import width, write


class Plain(EventType):
    A_WORD = str


@given(words=st.text(st.characters(codec="latin-1"), max_size=80), room=st.integers(40, 400))
def test_wrapped_words_fit_and_none_is_lost(words: str, room: int) -> None:
    lines = wrapped(words, room, 15, most=1000)

    assert all(width(line, 15) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(words=st.text(max_size=30))
def test_any_text_at_all_can_be_written(words: str) -> None:
    surface = pygame.Surface((200, 40))

    where = write(surface, words + "\0\udcff", (5, 20))

    assert where.width == width(words + "\0\udcff")


@given(value=st.one_of(st.text(max_size=500), st.binary(max_size=500), st.integers()))
def test_any_value_is_told_on_one_short_line(value: Any) -> None:
    [(_, told)] = fields_of(value)

    assert len(told) <= LONGEST_VALUE + 1
    assert told.isprintable()


def test_a_plain_payload_is_told_without_a_field_name() -> None:
    from replay import Event

    told = plain_words(Event(Plain.A_WORD, "hello"))

    assert (told.verb, told.object.strip()) == ("a word", "hello")


def test_names_of_a_catalogue_are_spoken() -> None:
    assert spoken("ITEM_ADDED") == "item added"


@pytest.mark.parametrize(
    ("counts", "most"), [([], 1), ([0, 0], 1), ([3], 3), ([1] * 99 + [500], 1), ([4, 9], 4)]
)
def test_one_crowded_moment_does_not_flatten_the_rest(counts: list[int], most: int) -> None:
    assert usual_most(counts) == most
