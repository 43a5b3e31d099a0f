"""Who plays in a recording: by number, and by every name that each of them ever had.

Names are in the recording's metadata, in the order of numbers, and in events with a field ``name``
(and no ``item``), for players who joined late or changed their name. If the game has player cards,
their names count, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from replay.cli.candidates import Candidate, candidate, folded, json_form
from replay.cli.ladder import Ladder
from replay.cli.opening import Opened
from replay.cli.readable import ReadableEvents
from replay.errors import RecordingError
from replay.games import owner_of
from replay.queries.blame import picks_of
from replay.timeline import Timeline
from replay.values.escaping import escaped, visible
from replay.values.identity import identity
from replay.values.path_text import quoted
from replay.values.value_text import value_text

FOLDED = 100_000
"""Events that are folded for the names on players' cards: in a fifth of a second."""


class _Player(Candidate):
    """Who has a number, which means nobody else; a list has it with all names."""

    def full(self) -> str:
        return f"#{self.value}"

    def listed(self) -> list[str]:
        return [escaped(self.apart[0])]


class Players:
    """The players of a recording, also of one that grows."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._recording = opened, opened.recording
        self._owner = picks_of(opened.game)[1]
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

    def numbers(self) -> list[int]:
        """Return the numbers of all players that have a name, in their order."""
        self._known()
        return sorted(self._labels)

    def find(self, asked: str) -> Hashable:
        """Return the player whom somebody means (see replay.cli.ladder); ``#7`` is always a number.

        Raises ValueError, which lists the candidates, if there is none, or more than one.
        """
        ladder = self.ladder()
        found = ladder.find(asked)
        if found is not None:
            return found.value  # type: ignore[no-any-return]
        listed = ladder.listed(ladder.candidates) or "not named here"
        raise ValueError(f"there is no player {visible(asked)}; the players are {listed}")

    def ladder(self) -> Ladder:
        """Return everybody who may be meant: who has a name or a number, and all other owners."""
        everybody = {identity(number): number for number in self._known()} | self._acting()
        return Ladder(
            self._player(one) if type(one) is int else candidate(one)
            for one in sorted(everybody.values(), key=in_natural_order)
        )

    def _player(self, number: int) -> Candidate:
        """Return a player of a number as it may be asked for: by it, and by every name."""
        names = self._names.get(number, [f"player {number}"])
        seen, whole = list(map(_seen, names)), f"#{number}"
        if number in self._names:
            once = f", once {' and '.join(seen[:-1])}" if len(seen) > 1 else ""
            whole = f"{seen[-1]} (#{number}{once})"
        visibly = dict.fromkeys((*names, *map(visible, names)))
        labels = [whole, *(f"{name} (#{number})" for name in (*visibly, *seen))]
        return _Player(
            number,
            apart=_and_escaped(labels),
            shown=_and_escaped([self._labels.get(number, names[-1]), *visibly]),
            forms=tuple(map(json_form, names)),
        )

    def _acting(self) -> dict[Hashable, Hashable]:
        """All owners in the readable events, by their identities.

        As the index counts them, or read from columns where possible, which is faster.
        """
        recording, owners = self._recording, dict[Hashable, Hashable]()
        counted = recording.key_counts("player") if self._owner is owner_of else None
        if counted is not None and not any(type(one) is bool for one in counted):
            return {identity(one): one for one in counted if one is not None}
        others = set()
        for kind in recording.schema.kinds:
            if self._owner is not owner_of:
                others.add(kind.type)
            elif not recording.has_column(kind.type, "player"):
                if "player" in kind.codec.fields:
                    others.add(kind.type)
            else:
                try:
                    for players in recording.values(kind.type, "player"):
                        owners.update((identity(one), one) for one in set(players))
                except RecordingError:  # what is in front of damage and behind it is read otherwise
                    others.add(kind.type)
        for _, event in ReadableEvents(recording, others) if others else ():
            owner = player_of(self._owner(event.data))
            owners[identity(owner)] = owner
        owners.pop(identity(None), None)
        return owners

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
            for _, event in ReadableEvents(recording, self._naming, self._seen):
                self._call(player_of(self._owner(event.data)), event.data.name)
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
                self._call(player_of(card.number), card.name)

    def _call(self, player: Hashable, name: object) -> None:
        if type(player) is int and isinstance(name, str):
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


def player_of(owner: Hashable) -> Hashable:
    """Return an owner as a player: what is a number in Python, a member of an IntEnum say, is it.

    But True is not.
    """
    return int(owner) if isinstance(owner, int) and not isinstance(owner, bool) else owner


def in_natural_order(value: Any) -> tuple[int, float, str]:
    """Order values of any kinds: numbers by their size, then all others by how they are shown."""
    if type(value) in (int, float) and value == value:
        return 0, value, ""
    return 1, 0, value_text(value)


def _and_escaped(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for text in texts for form in (text, escaped(text))))


def _seen(name: str) -> str:
    """Return a name as it stands in a list of names."""
    return quoted(name) if re.search(r"[,()]| and |^[\"']", name) else visible(name)


def player_names(players: Any) -> list[str]:
    """Return the names of the players that a recording's metadata tell of."""
    return [
        str(player.get("name", number)) if isinstance(player, dict) else str(player)
        for number, player in enumerate(players if isinstance(players, list) else [])
    ]
