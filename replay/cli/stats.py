"""``replay stats``: statistics of a match, and the game's own questions about it.

What was collected most, and who has what at the end, is shown for any recording.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain, count, islice
from typing import Any

from replay.cli.opening import Opened, open_recording
from replay.cli.output import print_json, print_table
from replay.cli.players import Players, in_natural_order, player_of
from replay.console.program import FINE
from replay.console.terminal import complain, say
from replay.games import Report, counted_kind, owner_of
from replay.playback.timecode import grouped
from replay.projections import fold_all
from replay.queries.inventory import COLLECTING, Inventory, get_most_collected
from replay.recording import Recording
from replay.values.escaping import visible
from replay.values.identity import identity
from replay.values.told_apart import told_apart, told_in_full
from replay.values.value_text import value_text

HELP = "count what was collected most, final inventories, and the game's reports"
EXAMPLE = "replay stats match.replay"
MOST_TOLD = 100
"""Kinds of items of a bag that people are told; JSON has all."""
MOST_BAGS = 1000
"""Bags that people are told; a table of more takes long to lay out."""


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
                "since_frame": recording.first_frame,
                "lost_events": lost,
                "events": dict(counts),
                "most_collected": [{"item": name, "times": times} for name, times in most],
                "bags": None if lost else {owner: _listed(bag) for owner, bag in bags.items()},
                "questions": None if lost else states,
            }
        )
        return FINE
    since = since_frame(recording, recording.first_frame > 0)
    events = len(recording) + lost
    known = f"{since}, without what is lost ({lost} of {events} events)" if lost else since
    if COLLECTING & set(recording.schema.events.__members__):
        table = [(value_text(item), times) for item, times in most]
        print_table(f"Most collected{known}", ("item", "times#"), table)
        if not lost:
            say()
            rows = [(visible(one), _told(bags[one])) for one in islice(bags, MOST_BAGS)]
            title = f"Into bags and out of them{since}" if since else "In the bags at the end"
            print_table(title, ("who", "what"), rows)
            if len(bags) > MOST_BAGS:
                say(f"and {grouped(len(bags) - MOST_BAGS)} more, which --json has")
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

    for asked, state in answers:
        start = recording.start
        whole = start is not None and start.is_of(asked.projection)
        since = since_frame(recording, recording.first_frame > 0 and not whole)
        told = list(asked.rows(state, name, recording.frames - 1))
        if told:
            say()
            print_table(asked.title + since, asked.columns, told)


def since_frame(recording: Recording, begins_later: bool) -> str:
    """Say since when something is known, if that is later than the match's beginning."""
    return f", since frame {recording.first_frame}" if begins_later else ""


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
    owners, kinds = Kinds(lambda data: player_of(owner(data))), Kinds(counted_kind(opened.game))
    everything = Inventory(opened.recording, kind=lambda data: (owners.of(data), kinds.of(data)))
    counted: Any = everything.get_items()
    players = Players(opened)
    bags: dict[Hashable, list[tuple[Any, int]]] = {identity(one): [] for one in players.numbers()}
    people: dict[Hashable, Any] = {identity(one): one for one in players.numbers()}
    acting = [(who, owners.known[who]) for who in {who: None for who, _ in counted}]
    people |= sorted(acting, key=lambda one: in_natural_order(one[1]))
    for (who, what), times in counted.items():
        bags.setdefault(who, []).append((kinds.known[what], times))
    names = dict(zip(people, _names(people.values(), players), strict=True))
    return {name: sorted(bags[who], key=_most_first) for who, name in names.items()}


def _names(people: Iterable[Any], players: Players) -> Iterable[str]:
    """Return the name of each owner; of one that only looks like another, with what tells it."""
    taken: dict[str, None] = {}
    for who in people:
        if type(who) is int:
            name = players.name(who)
            names = [name, f"{visible(name)} (#{who})", f"#{who}"]
        else:
            names = [value_text(who), told_apart(who), told_in_full(who)]
        numbered = (f"{names[-1]} ({number})" for number in count(2))
        taken[next(name for name in chain(names, numbered) if name not in taken)] = None
    return taken


def _most_first(one: tuple[Any, int]) -> tuple[int, tuple[int, float, str]]:
    return -one[1], in_natural_order(one[0])


def _listed(bag: Iterable[tuple[Any, int]]) -> list[dict[str, Any]]:
    return [{"item": item, "count": count} for item, count in bag]


def _told(bag: Sequence[tuple[Any, int]]) -> str:
    """Return what is in a bag, of many things the first."""
    told = [f"{count} {value_text(item)}" for item, count in bag[:MOST_TOLD]]
    more = [f"and {len(bag) - MOST_TOLD} more"] if len(bag) > MOST_TOLD else []
    return ", ".join([*told, *more]) or "nothing"
