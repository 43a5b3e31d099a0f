"""What is escaped is a closed list, the same on the format's page and in the program."""

from __future__ import annotations

import json
import re
import unicodedata

import format_page
from hypothesis import given
from hypothesis import strategies as st

from replay.values.escaping import ESCAPED, escaped, escaped_json

OBEYED = "".join(chr(n) for n in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029))
TURNING = [chr(n) for n in range(0x3000) if unicodedata.bidirectional(chr(n)) in (
    "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")]  # fmt: skip


@given(st.text(st.characters(codec=None)))
def test_json_is_the_same_to_whoever_parses_it_and_holds_nothing_of_the_list(text: str) -> None:
    told = escaped_json(json.dumps(text, ensure_ascii=False))

    assert json.loads(told) == text
    assert not any(first <= ord(letter) <= last for letter in told for first, last in ESCAPED)


@given(st.text(st.characters(codec=None)))
def test_what_people_are_shown_holds_nothing_of_the_list(text: str) -> None:
    told = escaped(text)

    assert not any(first <= ord(letter) <= last for letter in told for first, last in ESCAPED)


def test_whatever_a_terminal_obeys_or_turns_text_around_is_on_the_list() -> None:
    listed = {n for first, last in ESCAPED for n in range(first, last + 1)}

    assert {*map(ord, OBEYED), *map(ord, TURNING)} <= listed


def test_words_stay_words_in_every_script() -> None:
    words = "Zoë Łukasz Ωμέγα Привет שלום مرحبا می‌خواهم 日本語 👩‍🚀 a\u00a0b"

    assert escaped(words) == escaped_json(words) == words


def test_a_letter_beyond_the_first_plane_is_a_pair_of_escapes() -> None:
    assert escaped_json('"\U000e0041"\n') == '"\\udb40\\udc41"\n'


def test_the_page_has_the_same_list() -> None:
    told = format_page.section("22 Events as JSON")
    ranges = re.findall(r"U\+([0-9A-F]{4,6})(?:–U\+([0-9A-F]{4,6}))?", told.split("|")[0])

    listed = {(int(a, 16), int(b or a, 16)) for a, b in ranges}
    assert set(ESCAPED) <= listed
    assert listed - set(ESCAPED) <= {(0x22, 0x22), (0x5C, 0x5C)}
