"""Words on the screen: wrapped to their room, of a bearable length, whatever a file holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import odd
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import EventType
from replay.ui import glyphs, text
from replay.ui.glyphs import NO_CHARACTER, font, path_for
from replay.ui.message import wrapped
from replay.ui.text import has_letters, printable, width, write
from replay.viewer.model.event_rows import LONGEST_VALUE, fields_of, plain_words, spoken
from replay.viewer.panels.strip_layer import usual_most


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


def test_values_are_told_as_the_commands_tell_them() -> None:
    fields = dict(fields_of(odd.Kept("", float("inf"), b"\x12")))

    assert fields == {
        "name": '""', "share": "Infinity", "raw": '"12"', "colour": "RED", "pair": "[0.0, 1.0]",
    }  # fmt: skip


def test_names_of_a_catalogue_are_spoken() -> None:
    assert spoken("ITEM_ADDED") == "item added"


@pytest.mark.parametrize(
    ("counts", "most"), [([], 1), ([0, 0], 1), ([3], 3), ([1] * 99 + [500], 1), ([4, 9], 4)]
)
def test_one_crowded_moment_does_not_flatten_the_rest(counts: list[int], most: int) -> None:
    assert usual_most(counts) == most


NAMES = ("José", "Zoë", "Łukasz", "Şule", "Đorđe", "Žižek", "Ольга", "Її Ґалаґан", "Γιώργος", "ΐ Ώ")


@pytest.mark.parametrize("name", NAMES)
def test_the_typeface_has_the_letters_of_europes_names(name: str) -> None:
    for letter in name + unicodedata.normalize("NFD", name).replace("\u0301", ""):
        if not unicodedata.combining(letter):
            assert path_for(letter) == "", letter


@pytest.mark.parametrize(
    ("first", "last"),
    [(0xA0, 0xFF), (0x100, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F)],
)
@pytest.mark.parametrize("bold", [False, True])
def test_whole_alphabets_are_drawn(first: int, last: int, bold: bool) -> None:
    face = font(24, bold)
    missing = pygame.image.tobytes(face.render(NO_CHARACTER, True, "white"), "RGBA")

    boxes = [
        chr(code)
        for code in range(first, last + 1)
        if code != 0xAD  # a soft hyphen is no glyph
        and pygame.image.tobytes(face.render(chr(code), True, "white"), "RGBA") == missing
    ]

    assert boxes == []


def test_a_name_taken_apart_into_letters_and_marks_is_written_as_the_whole_one() -> None:
    assert printable(unicodedata.normalize("NFD", "Zoë")) == "Zoë"


@pytest.fixture
def a_system_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Let the system have these fonts and no others."""

    def have(*paths: str) -> None:
        text.forget_rendered()
        for found in (path_for, glyphs.font_of):
            found.cache_clear()
        monkeypatch.setattr(glyphs, "_faces", [])
        monkeypatch.setattr(glyphs, "_waiting", list(paths))

    yield have
    text.forget_rendered()
    for found in (path_for, glyphs.font_of):
        found.cache_clear()


def test_what_the_typeface_lacks_is_written_in_a_font_of_the_system(
    a_system_with: Callable[..., None],
) -> None:
    arrow = "\u2192"  # the typeface that pygame brings lacks it, the project's does not
    own, other = str(glyphs.fonts_folder() / "packrat-regular.ttf"), pygame.font.get_default_font()
    bundled = str(Path(pygame.__file__).parent / other)
    a_system_with("no such file.ttf", bundled)
    assert path_for(arrow) == ""
    assert path_for("\u4e2d") is None

    a_system_with(bundled, own)
    monkey_own = glyphs.font(24)
    assert glyphs._has(monkey_own, "Ж")
    foreign = next((chr(c) for c in range(0xA0, 0x2600) if only_in(bundled, chr(c))), None)
    if foreign is None:
        pytest.skip("pygame's own font has nothing that the project's has not")
    assert path_for(foreign) == bundled
    surface = pygame.Surface((200, 40))
    assert write(surface, f"a{foreign}b", (5, 20)).width == width(f"a{foreign}b")


def only_in(path: str, letter: str) -> bool:
    return glyphs._has(pygame.font.Font(path, 24), letter) and not glyphs._has(font(24), letter)


def test_what_no_font_has_is_a_box(a_system_with: Callable[..., None]) -> None:
    a_system_with()

    assert not has_letters("日")
    assert width("日") == width("語")
    assert has_letters("Zoë")


def test_of_a_long_list_in_an_event_only_what_is_shown_is_made_text() -> None:
    class Counts(tuple[int, ...]):
        __slots__ = ()

        def __iter__(self) -> Any:
            raise AssertionError("all of it is read")

    [(_, told)] = fields_of(Counts(range(500_000)))
    assert told.startswith("[0, 1, 2")
    assert told.endswith("…")
    assert fields_of((1, 2)) == [("", "[1, 2]")]
