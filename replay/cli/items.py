"""Which item somebody means: by what identifies it in events, or by what the game calls it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from replay.cli.opening import Opened
from replay.cli.players import asked_texts, folded
from replay.cli.telling import Teller
from replay.errors import RecordingError
from replay.events import Event
from replay.queries.blame import asked_about, types_with_items
from replay.values.escaping import escaped, visible
from replay.values.identity import identity
from replay.values.path_text import QUOTED
from replay.values.told_apart import told_apart
from replay.values.value_text import parse_value, value_text
from replay.values.view_paths import Query, composed

MOST_LISTED = 20
"""Items that a message names."""
_NUMBER = re.compile(r"#?(-?(?:0|[1-9][0-9]{0,19}))")
_AT_THE_END = re.compile(r"#([0-9]{1,20})$")


def plainly(asked: str) -> Any:
    """Return the number, truth value or text in quotes that somebody writes, else the text itself.

    A number may have a # before it.
    """
    number = _NUMBER.fullmatch(asked)
    if number:
        return int(number[1])
    with suppress(ValueError):
        value = parse_value(asked)
        if isinstance(value, (bool, int, float)) or _is_quoted(asked):
            return value
    return asked


class Items:
    """The items that a recording's events are about, and what the game calls them.

    ``about`` returns from an event's data which item it is about, or None. Reads all events about
    items where what is asked for is no number, text in quotes or truth value that one of them is.
    """

    def __init__(self, opened: Opened, teller: Teller) -> None:
        self.about = asked_about(opened.game)
        self._recording, self._teller = opened.recording, teller

    def find(self, asked: str) -> Any:
        """Return the item that somebody means, or None.

        A number is that number, and a text in quotes that text. All else, and these if there is
        no such item, is first what ``told_apart`` makes of an item, then what is shown of one,
        then the same in any case, then the name that the game gives it: "ruby #12". Raises
        ValueError, which lists them, if it may be several.
        """
        exact = self._exactly(asked)
        if len(exact) == 1:
            return exact[0]
        if exact:
            raise self._several(asked, exact)
        for is_meant in (_is_told_apart_as, _is_shown_as, _is_alike):
            found = [one for one in self._all if is_meant(one, asked)]
            if len(found) > 1:
                raise self._several(asked, found)
            if found:
                return found[0]
        wanted = asked_texts(asked)
        found = [one for one in self._all if self._is_called(one, wanted)]
        if len(found) > 1:
            names = self._listed(found)
            raise ValueError(f"{visible(asked)} may be {names}: ask for one of them")
        return found[0] if found else None

    def told(self, asked: str) -> str:
        """Say that there is no such item, and what is called otherwise, or which there are."""
        number = _AT_THE_END.search(asked)
        known = f"the items are {self._listed(self._all)}" if self._all else "there are none"
        if number and (same := self._same_as(int(number[1]))):
            known = f"item {number[1]} is {self._name(same[0])}"
        return f"no event is about an item {visible(asked)}; {known}"

    def _exactly(self, asked: str) -> list[Any]:
        """Return the item that is the number, truth value or text in quotes that is asked for.

        And a text that looks like a number: "#12".
        """
        value = plainly(asked)
        if value is asked and asked:
            return []
        return self._same_as(value) + (self._same_as(asked) if asked[:1] == "#" else [])

    def _same_as(self, value: Any) -> list[Any]:
        same = _same_text if isinstance(value, str) else _identical
        return next(([item] for _, item in self._events() if same(item, value)), [])

    def _events(self) -> Iterator[tuple[Event[Any], Any]]:
        """Yield the readable events about items, each with its item."""
        recording, about = self._recording, self.about
        end = recording.count_before(recording.frames)
        with suppress(RecordingError):
            for _, event in recording.numbered(0, end, types_with_items(recording, about)):
                item = about(event.data)
                if item is not None:
                    yield event, item

    @cached_property
    def _all(self) -> list[Any]:
        """All items, each once, in the order in which they appear."""
        return list({identity(item): item for _, item in self._events()}.values())

    @cached_property
    def _called(self) -> dict[Hashable, dict[str, None]]:
        """What the game calls each of them, by their identities, in the order of the events."""
        called: dict[Hashable, dict[str, None]] = {}
        for event, item in self._events():
            words = self._teller.words(event)
            names = called.setdefault(identity(item), {})
            if words is not None and words.object:
                names[words.object] = None
        return called

    def _is_called(self, item: Any, wanted: set[str]) -> bool:
        """Whether what the game says of an item begins with a wanted name, up to a word's end."""
        return any(
            said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()
            for said in map(folded, self._called[identity(item)])
            for name in wanted - {""}
        )

    def _several(self, asked: str, items: Sequence[Any]) -> ValueError:
        names = _cut(_apart(items[:MOST_LISTED], items), len(items))
        return ValueError(f"{visible(asked)} may be {names}: ask for one of them")

    def _listed(self, items: Sequence[Any]) -> str:
        """Name items as each is asked for: by the name that the game gives it if only it has it."""
        names = list(map(self._name, items))
        alike = Counter(names)
        others = {
            told_apart(item) for name, item in zip(names, items, strict=True) if alike[name] > 1
        }
        shown = zip(names, _apart(items[:MOST_LISTED], items), strict=False)
        return _cut(
            [apart if alike[name] > 1 or name in others else name for name, apart in shown],
            len(items),
        )

    def _name(self, item: Any) -> str:
        """Return the shortest that the game calls an item, or else what identifies it."""
        called = min(self._called[identity(item)], key=len, default="").partition(",")[0]
        return called or value_text(item)


def _cut(names: list[str], count: int) -> str:
    more = f", and {count - len(names)} more" if count > len(names) else ""
    return ", ".join(names) + more


def _apart(shown: Iterable[Any], among: Iterable[Any]) -> list[str]:
    """Return items as nothing else among some is asked for."""
    alike = Counter(map(told_apart, among))
    return [told if alike[told := told_apart(item)] == 1 else _with_module(item) for item in shown]


def _with_module(item: Any) -> str:
    return f"{type(item).__module__}.{told_apart(item)}"


def _is_quoted(asked: str) -> bool:
    return QUOTED.fullmatch(asked) is not None


def _identical(item: Any, value: Any) -> bool:
    return identity(item) == identity(value)


def _same_text(item: Any, value: str) -> bool:
    return type(item) is str and composed(item) == composed(value)


def _is_told_apart_as(item: Any, asked: str) -> bool:
    return composed(asked) in map(composed, (told_apart(item), _with_module(item)))


def _is_shown_as(item: Any, asked: str) -> bool:
    """Whether an item is what ``find`` would take it for, or shown so, but for numbers' sizes."""
    if type(item) in (int, float, bool):
        return False
    if not _is_quoted(asked) and composed(asked) in map(composed, _forms(item)):
        return True
    with suppress(ValueError):
        value = parse_value(asked)
        is_size = isinstance(value, (int, float))
        return not is_size and Query((), "=", value).holds(item)
    return False


def _is_alike(item: Any, asked: str) -> bool:
    """Whether an item is shown so but for the case of letters."""
    return not _is_quoted(asked) and folded(asked) in map(folded, _forms(item))


def _forms(item: Any) -> tuple[str, ...]:
    """Return the texts as which an item is shown."""
    return str(item), escaped(str(item)), value_text(item)
