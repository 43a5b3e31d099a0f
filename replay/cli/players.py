"""Who plays in a recording: by number, and by every name that each of them ever had.

Names are in the recording's metadata, in the order of numbers, and in events with a field ``name``
(and no ``item``), for players who joined late or changed their name. If the game has player cards,
their names count, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from replay.cli.opening import Opened
from replay.errors import RecordingError
from replay.games import owner_of
from replay.timeline import Timeline
from replay.values.escaping import escaped, visible
from replay.values.value_text import parse_value
from replay.values.view_paths import composed

FOLDED = 100_000
"""Events that are folded for the names on players' cards: in a fifth of a second."""


class Players:
    """The players of a recording, also of one that grows."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._recording = opened, opened.recording
        self._owner = opened.game.owner if opened.game else owner_of
        kinds = opened.recording.schema.kinds
        self._naming = {
            kind.type
            for kind in kinds
            if "name" in kind.codec.fields and "item" not in kind.codec.fields
        }
        self._names: dict[int, list[str]] = {}
        self._labels: dict[int, str] = {}
        self._seen, self._generation = -1, -1

    def name(self, number: int) -> str:
        """Return a player's name, with the number if others have the same name."""
        self._known()
        return self._labels.get(number, f"player {number}")

    def names(self) -> list[str]:
        """Return the names of all players that have one, in the order of numbers."""
        self._known()
        return [self._labels[number] for number in sorted(self._labels)]

    def find(self, asked: str) -> Hashable:
        """Return the player of this name or number; ``#7`` is always a number.

        Raises ValueError, which lists the candidates, if there is none, or more than one.
        """
        wanted, names = asked_texts(asked), self._known()
        digits = asked.removeprefix("#")
        number = int(digits) if digits.isdecimal() and len(digits) < 20 else None
        found: set[Hashable] = {
            one
            for one, called in names.items()
            if wanted
            & {form for name in (*called, self._labels[one]) for form in shown_forms(name)}
        }
        acting: set[Hashable] = set()
        if not found or number is not None:
            acting = set(names) if number in names else self._acting()
            found |= {one for one in acting if one == number or wanted & self._forms(one)}
        if asked.startswith("#") and number in found:
            return number
        if len(found) == 1:
            return found.pop()
        if found:
            several = self._listed(found)
            raise ValueError(f"{visible(asked)} may be {several}: ask for one by its #number")
        everybody = self._listed(acting | set(names))
        raise ValueError(f"there is no player {visible(asked)}; the players are {everybody}")

    def _forms(self, player: Hashable) -> set[str]:
        """Return the texts as which a player without a name is shown."""
        nameless = isinstance(player, int) and player not in self._labels
        return {*shown_forms(str(player)), *([f"player {player}"] if nameless else [])}

    def _acting(self) -> set[Hashable]:
        """All owners in the readable events; read from columns where possible, which is faster."""
        recording, owners = self._recording, set[Hashable]()
        columns, others = [], set()
        for kind in recording.schema.kinds:
            if self._owner is not owner_of:
                others.add(kind.type)
            elif recording.has_column(kind.type, "player"):
                columns.append(kind.type)
            elif "player" in kind.codec.fields:
                others.add(kind.type)
        end = recording.count_before(recording.frames)
        with suppress(RecordingError):
            for type in columns:
                for players in recording.values(type, "player"):
                    owners.update(players)
            for event in recording.events_between(0, end, others) if others else ():
                owners.add(self._owner(event.data))
        return owners - {None}

    def _listed(self, players: Iterable[Hashable]) -> str:
        told = [
            self._told(one) if isinstance(one, int) else visible(str(one))
            for one in sorted(players, key=_order)
        ]
        return ", ".join(told) or "not named here"

    def _told(self, number: int) -> str:
        """Return a player's number and all names, if there were several."""
        called = self._names.get(number)
        if not called:
            return f"#{number}"
        once = f", once {' and '.join(map(visible, called[:-1]))}" if len(called) > 1 else ""
        return f"{visible(self.name(number))}{once}"

    def _known(self) -> dict[int, list[str]]:
        """Return each player's names, the last one last, as of what is recorded by now."""
        recording = self._recording
        end = recording.count_before(recording.frames)
        if end == self._seen and recording.generation == self._generation:
            return self._names
        if end < self._seen or recording.generation != self._generation:
            self._seen, self._generation = 0, recording.generation
            players = player_names(recording.metadata.get("players"))
            self._names = {number: [name] for number, name in enumerate(players)}
        first_look = self._seen == 0
        if end > self._seen and self._naming:
            with suppress(RecordingError):
                for event in recording.events_between(self._seen, end, self._naming):
                    self._call(self._owner(event.data), event.data.name)
        if first_look:
            self._read_cards()
        self._seen, self._labels = end, _labels(self._names)
        return self._names

    def _read_cards(self) -> None:
        """Take the names from the game's cards, as they are at the end.

        Not if some are known, and others would keep people waiting.
        """
        opened, last = self._opened, self._recording.frames - 1
        if opened.game is None or opened.game.cards is None or last < self._recording.first_frame:
            return
        try:
            timeline = Timeline(self._recording, opened.projection)
            if self._names and timeline.far(last, FOLDED):
                return
            cards = opened.game.cards(timeline.at(last), last)
        except Exception:  # noqa: BLE001 - a game's code may raise anything, and a file be damaged
            return
        for card in cards:
            if card.number is not None:
                self._call(card.number, card.name)

    def _call(self, player: Hashable, name: object) -> None:
        if isinstance(player, int) and isinstance(name, str):
            called = self._names.setdefault(player, [])
            if name in called:
                called.remove(name)
            called.append(name)


def _labels(names: Mapping[int, list[str]]) -> dict[int, str]:
    """Return each player's label: the last name, with the number if others have it, too."""
    alike = Counter(folded(called[-1]) for called in names.values())
    return {
        number: called[-1]
        if alike[folded(called[-1])] == 1
        else f"{visible(called[-1])} (#{number})"
        for number, called in names.items()
    }


def _order(player: Hashable) -> tuple[int, int, str]:
    return (0, player, "") if isinstance(player, int) else (1, 0, str(player))


def folded(text: str) -> str:
    """Return text in a form for comparing, without differences of case or of encoding."""
    return composed(composed(text).casefold())


def asked_texts(asked: str) -> set[str]:
    """Return what somebody may mean by a name, for comparing: quotes around it are none of it."""
    try:
        inside = parse_value(asked) if asked[:1] in ("'", '"') else asked
    except ValueError:
        inside = asked
    return {folded(asked), folded(str(inside))}


def shown_forms(name: str) -> set[str]:
    """Return a name and its escaped form, as it is shown, for comparing."""
    return {folded(name), folded(escaped(name))}


def player_names(players: Any) -> list[str]:
    """Return the names of the players that a recording's metadata tell of."""
    return [
        str(player.get("name", number)) if isinstance(player, dict) else str(player)
        for number, player in enumerate(players if isinstance(players, list) else [])
    ]
