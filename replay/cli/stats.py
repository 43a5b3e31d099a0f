"""``replay stats``: statistics of a match, and the game's own questions about it.

What was collected most, and who has what at the end, is shown for any recording.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any

from replay.cli.opening import Opened, open_recording
from replay.cli.output import print_json, print_table
from replay.cli.players import Players
from replay.console.program import FINE
from replay.console.terminal import complain, say
from replay.games import Report, counted_kind, owner_of
from replay.projections import fold_all
from replay.queries.inventory import Inventory, get_most_collected
from replay.values.escaping import visible
from replay.values.identity import identity
from replay.values.told_apart import told_apart
from replay.values.value_text import value_text

HELP = "count what was collected most, final inventories, and the game's reports"
EXAMPLE = "replay stats match.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""


def run(arguments: Namespace) -> int:
    """Print them."""
    opened = open_recording(arguments.file)
    recording = opened.recording
    found = recording.types_and_frames(0, len(recording) + sum(g.events for g in recording.gaps))
    counts = Counter(type_.name for _, type_, _ in found)
    most = most_collected(opened)
    lost = sum(gap.events for gap in recording.gaps)
    # With lost events the bags are unknown; what was collected is counted as far as it is known.
    bags = {} if lost else bags_at_the_end(opened)
    answers = [] if lost else answered(opened)
    if arguments.json:
        states = {asked.projection.name: asked.projection.view(state) for asked, state in answers}
        print_json(
            {
                "lost_events": lost,
                "events": dict(counts),
                "most_collected": [{"item": name, "times": times} for name, times in most],
                "bags": None if lost else {owner: _listed(bag) for owner, bag in bags.items()},
                "questions": None if lost else states,
            }
        )
        return FINE
    known = f", without what is lost ({lost} of {len(recording) + lost} events)" if lost else ""
    if {"ITEM_ADDED", "ITEM_REMOVED"} & set(recording.schema.events.__members__):
        table = [(value_text(item), times) for item, times in most]
        print_table(f"Most collected{known}", ("item", "times#"), table)
        if not lost:
            say()
            rows = [(visible(owner), _told(bag)) for owner, bag in bags.items()]
            print_table("In the bags at the end", ("who", "what"), rows)
    else:
        complain("no event is called ITEM_ADDED or ITEM_REMOVED: nothing counts as collected")
        print_table(f"Events{known}", ("type", "events#"), counts.most_common())
    if lost:
        say()
        say("Who has what at the end, and the rest, is unknown: events that led to it are lost.")
    _print_answers(opened, answers)
    return FINE


def _print_answers(opened: Opened, answers: Iterable[tuple[Report, Any]]) -> None:
    recording, players = opened.recording, Players(opened)

    def name(number: int) -> str:
        return visible(players.name(number))

    since = f", since frame {recording.first_frame}" if recording.first_frame else ""
    for asked, state in answers:
        told = list(asked.rows(state, name, recording.frames - 1))
        if told:
            say()
            print_table(asked.title + since, asked.columns, told)


def answered(opened: Opened) -> list[tuple[Report, Any]]:
    """Return the game's own questions with their answers, from one pass over the events."""
    asked = opened.game.questions if opened.game else ()
    return list(zip(asked, fold_all(opened.recording, *(q.projection for q in asked)), strict=True))


class Kinds:
    """What inventories count, by its identity: True is no 1, and NaN is one thing."""

    def __init__(self, kind: Callable[[Any], Hashable]) -> None:
        self._kind = kind
        self.known: dict[Hashable, Any] = {}

    def of(self, data: Any) -> Hashable:
        """Return the identity of what an event's data count as."""
        kind = self._kind(data)
        key = identity(kind)
        self.known.setdefault(key, kind)
        return key


def most_collected(opened: Opened) -> list[tuple[Any, int]]:
    """Return what was collected most, and how often."""
    kinds = Kinds(counted_kind(opened.game))
    most = get_most_collected(opened.recording, kind=kinds.of)
    return [(kinds.known[key], times) for key, times in most]


def bags_at_the_end(opened: Opened) -> dict[str, list[tuple[Any, int]]]:
    """Return what each owner has at the end, and how many: the whole inventory, split by owner."""
    owner = opened.game.owner if opened.game else owner_of
    owners, kinds = Kinds(owner), Kinds(counted_kind(opened.game))
    everything = Inventory(opened.recording, kind=lambda data: (owners.of(data), kinds.of(data)))
    counted: Any = everything.get_items()
    players = Players(opened)
    bags: dict[str, list[tuple[Any, int]]] = {name: [] for name in players.names()}
    names: dict[Hashable, str] = {}
    rows = [(owners.known[who], kinds.known[what], n) for (who, what), n in counted.items()]
    for who, what, count in sorted(rows, key=str):
        name = names.get(identity(who))
        if name is None:
            name = names[identity(who)] = _owner(who, players, bags)
        bags.setdefault(name, []).append((what, count))
    return {name: sorted(bag, key=lambda one: -one[1]) for name, bag in bags.items()}


def _owner(who: Any, players: Players, taken: Collection[str]) -> str:
    """Return the name of an owner; of one that only looks like another, with what tells it."""
    if type(who) is int:
        return players.name(who)
    name = value_text(who)
    return told_apart(who) if name in taken else name


def _listed(bag: Iterable[tuple[Any, int]]) -> list[dict[str, Any]]:
    return [{"item": item, "count": count} for item, count in bag]


def _told(bag: Iterable[tuple[Any, int]]) -> str:
    return ", ".join(f"{count} {value_text(item)}" for item, count in bag) or "nothing"
