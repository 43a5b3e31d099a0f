"""Which item somebody means: by what identifies it in events, or by what the game calls it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

from replay.cli.candidates import candidate, plainly
from replay.cli.ladder import Ladder
from replay.cli.opening import Opened
from replay.cli.readable import ReadableEvents
from replay.cli.telling import Teller
from replay.events import Event
from replay.queries.blame import asked_about, types_asked_about
from replay.values.escaping import visible
from replay.values.identity import identity

_AT_THE_END = re.compile(r"#([0-9]{1,20})$")


class Items:
    """The items that a recording's events are about, and what the game calls them.

    ``about`` returns from an event which item it is about, or None. Reads all events about items
    where what is asked for is no number or truth value that one of them is.
    """

    def __init__(self, opened: Opened, teller: Teller) -> None:
        self.about = asked_about(opened.game)
        types = types_asked_about(opened.recording, opened.game)
        self._readable = ReadableEvents(opened.recording, types)
        self._teller = teller

    def find(self, asked: str) -> Any:
        """Return the item that somebody means, or None: see replay.cli.ladder.

        Raises ValueError, which lists them, if it may be several.
        """
        value = plainly(asked)
        if asked[:1] != "#" and isinstance(value, (bool, int, float)):  # as nothing else is shown
            wanted = identity(value)
            for _, item in self._events():
                if identity(item) == wanted:
                    return item
        found = self._ladder.find(asked)
        return None if found is None else found.value

    def told(self, asked: str) -> str:
        """Say that there is no such item, and what is called otherwise, or which there are."""
        all_, number = self._ladder.candidates, _AT_THE_END.search(asked)
        wanted = identity(int(number[1])) if number else None
        same = [one for one in all_ if identity(one.value) == wanted] if number else []
        known = f"the items are {self._ladder.listed(all_)}" if all_ else "there are none"
        if number and same:
            known = f"item {number[1]} is {self._ladder.listed(same)}"
        if not self._readable.unreadable:
            return f"no event is about an item {visible(asked)}; {known}"
        known = known if all_ else "nor about another"
        return f"no event that can be read is about an item {visible(asked)}; {known}"

    def _events(self) -> Iterator[tuple[Event[Any], Any]]:
        """Yield the readable events about items, each with its item."""
        for _, event in self._readable:
            item = self.about(event)
            if item is not None:
                yield event, item

    @cached_property
    def _ladder(self) -> Ladder:
        """All items, each once, in the order in which they appear, with what they are called."""
        items: dict[Hashable, Any] = {}
        called: dict[Hashable, dict[str, None]] = {}
        for event, item in self._events():
            key = identity(item)
            items.setdefault(key, item)
            words = self._teller.words(event)
            if words is not None and words.object:
                called.setdefault(key, {})[words.object] = None
        return Ladder(candidate(item, called.get(key, ())) for key, item in items.items())
