"""The rows of the list as plain values: what each column says of a recording, order, search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from replay.playback.timecode import time_of
from replay.viewer.model.description import DAMAGED, Described
from replay.viewer.model.ending import Ending
from replay.viewer.model.library import Found


@dataclass(frozen=True, slots=True)
class Entry:
    """A recording in the list. ``described`` and ``ending`` are None until they are known.

    ``folder`` tells it from others of its name.
    """

    found: Found
    folder: str = ""
    described: Described | None = None
    ending: Ending | None = None
    _words: list[str] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def words(self) -> str:
        """What a search looks through: what all columns say, in small letters."""
        if not self._words:
            says = (self.folder, *(column.says(self) for column in COLUMNS))
            self._words.append("\n".join(says).casefold())
        return self._words[0]

    @property
    def begun(self) -> float:
        """When it began; if that is not known, when the file last changed."""
        begun = self.described.begun if self.described else None
        return self.found.changed if begun is None else begun

    @property
    def result(self) -> str:
        """What its game says of how it ended."""
        return self.ending.result if self.ending else ""

    @property
    def mark(self) -> str:
        """What is special about it, in a word or two."""
        if self.ending is not None and self.ending.damaged:
            return DAMAGED
        return self.described.mark if self.described else ""

    @property
    def problem(self) -> str:
        """What is wrong with it, if that is known."""
        return (self.described and self.described.problem) or (
            (self.ending and self.ending.trouble) or ""
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it says of an entry, and what it sorts by.

    That is None where it says nothing: those come last. ``down``: sorted from the largest on.
    """

    name: str
    says: Callable[[Entry], str]
    by: Callable[[Entry], object]
    down: bool = False


def in_order(entries: Iterable[Entry], column: Column, *, turned: bool) -> list[Entry]:
    """Return the entries sorted by a column, or the other way round if ``turned``.

    Among equals those that began last come first.
    """
    newest = sorted(entries, key=lambda entry: (-entry.begun, entry.found.name))
    keyed = [(column.by(entry), entry) for entry in newest]
    known: list[tuple[Any, Entry]] = [one for one in keyed if one[0] is not None]
    known.sort(key=itemgetter(0), reverse=column.down != turned)
    return [entry for _, entry in known] + [entry for key, entry in keyed if key is None]


def matching(entries: Iterable[Entry], sought: str) -> list[Entry]:
    """Return the entries in which every sought word occurs, in any column."""
    words = sought.casefold().split()
    if not words:
        return list(entries)
    return [entry for entry in entries if all(word in entry.words for word in words)]


def date_of(begun: float) -> str:
    """Return a time as local date and time: "2025-03-09 18:24"; "" if it is out of range."""
    try:
        return datetime.fromtimestamp(begun).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return ""


def _described(say: Callable[[Described], str]) -> Callable[[Entry], str]:
    return lambda entry: say(entry.described) if entry.described else ""


def _folded(say: Callable[[Entry], str]) -> Callable[[Entry], object]:
    return lambda entry: say(entry).casefold() or None


def _length(entry: Entry) -> str:
    seconds = _seconds(entry)
    return "" if seconds is None else time_of(int(seconds), 1, exact=False)


def _seconds(entry: Entry) -> float | None:
    return entry.described.seconds if entry.described else None


def _name(entry: Entry) -> str:
    return entry.found.title


_game = _described(lambda known: known.name)
_players = _described(lambda known: ", ".join(known.players))

NAME = Column("recording", _name, _folded(_name))
PLAYERS = Column("players", _players, _folded(_players))
GAME = Column("game", _game, _folded(_game))
RESULT = Column("result", lambda entry: entry.result, _folded(lambda entry: entry.result))
LENGTH = Column("length", _length, _seconds, down=True)
MARK = Column("state", lambda entry: entry.mark, _folded(lambda entry: entry.mark))
DATE = Column("date", lambda entry: date_of(entry.begun), lambda entry: entry.begun, down=True)
COLUMNS: Sequence[Column] = (NAME, PLAYERS, GAME, RESULT, LENGTH, MARK, DATE)
