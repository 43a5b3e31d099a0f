"""``replay stats``: statistics of a match, and the game's own questions about it.

What was collected most, and who has what at the end, is shown for any recording.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Hashable, Iterable
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
    most = get_most_collected(recording, kind=counted_kind(opened.game))
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
                "bags": None if lost else {owner: dict(bag) for owner, bag in bags.items()},
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


def bags_at_the_end(opened: Opened) -> dict[str, Counter[Hashable]]:
    """Return what each owner has at the end: the whole inventory, split by owner."""
    game = opened.game
    owner = game.owner if game else owner_of
    kind = counted_kind(game)
    everything = Inventory(opened.recording, kind=lambda data: (owner(data), kind(data)))
    players = Players(opened)
    bags: dict[str, Counter[Hashable]] = {name: Counter() for name in players.names()}
    counted: Any = everything.get_items()
    for (who, what), count in sorted(counted.items(), key=str):
        name = players.name(who) if isinstance(who, int) else str(who)
        bags.setdefault(name, Counter())[what] += count
    return bags


def _told(bag: Counter[Any]) -> str:
    told = (f"{count} {value_text(item)}" for item, count in bag.most_common())
    return ", ".join(told) or "nothing"
