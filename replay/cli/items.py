"""Which item somebody means: by what identifies it in events, or by what the game calls it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from contextlib import suppress
from typing import Any

from replay.cli.opening import Opened
from replay.cli.players import asked_texts, folded, shown_forms
from replay.cli.telling import Teller
from replay.errors import RecordingError
from replay.queries.blame import picks_of, types_with_items
from replay.values.escaping import visible
from replay.values.value_text import value_text

MOST_LISTED = 20
"""Items that a message names."""
_NUMBER, _AT_THE_END = re.compile(r"#?(-?[0-9]{1,20})"), re.compile(r"#([0-9]{1,20})$")


def plainly(asked: str) -> int | str:
    """Return what identifies an item by the letter: a number, with or without #, or a text."""
    number = _NUMBER.fullmatch(asked)
    return int(number[1]) if number else asked


class Items:
    """The items that a recording's events are about, and what the game calls them.

    Reads all events about items, so it is made only where a name is no item itself.
    """

    def __init__(self, opened: Opened, teller: Teller) -> None:
        recording, (about, _) = opened.recording, picks_of(opened.game)
        self._called: dict[Hashable, list[str]] = {}
        end = recording.count_before(recording.frames)
        with suppress(RecordingError):
            for _, event in recording.numbered(0, end, types_with_items(recording, about)):
                item = about(event.data)
                if item is not None:
                    words = teller.words(event)
                    called = self._called.setdefault(item, [])
                    if words is not None and words.object and words.object not in called:
                        called.append(words.object)

    def find(self, asked: str) -> Hashable:
        """Return the item that is shown like this, or None.

        That is its number or text, or the name that the game gives it: "ruby #12". Raises
        ValueError, which lists them, if it may be several.
        """
        wanted = asked_texts(asked)
        shown = [one for one in self._called if wanted & _shown(one)]
        found = shown or [one for one in self._called if self._is_called(one, wanted)]
        if len(found) > 1:
            raise ValueError(f"{visible(asked)} may be {self._listed(found)}: ask for one of them")
        return found[0] if found else None

    def told(self, asked: str) -> str:
        """Return what is called otherwise than somebody asked, or which items there are."""
        number = _AT_THE_END.search(asked)
        if number and int(number[1]) in self._called:
            return f"item {number[1]} is {self._name(int(number[1]))}"
        return f"the items are {self._listed(self._called)}" if self._called else "there are none"

    def _is_called(self, item: Hashable, wanted: set[str]) -> bool:
        """Whether what the game says of an item begins with a wanted name, up to a word's end."""
        return any(
            said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()
            for said in map(folded, self._called[item])
            for name in wanted - {""}
        )

    def _listed(self, items: Iterable[Hashable]) -> str:
        told = [self._name(item) for item in items]
        more = f", and {len(told) - MOST_LISTED} more" if len(told) > MOST_LISTED else ""
        return ", ".join(told[:MOST_LISTED]) + more

    def _name(self, item: Hashable) -> str:
        """Return the shortest that the game calls an item, or else what identifies it."""
        called = min(self._called[item], key=len, default="").partition(",")[0]
        return called or value_text(item)


def _shown(item: Any) -> set[str]:
    """Return the texts as which an item is shown."""
    return {*shown_forms(str(item)), folded(value_text(item))}
