"""``replay stats``: the classic questions: what was collected most, who has what in the end."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Hashable
from typing import Any

from replay.cli.opening import Opened, open_recording
from replay.cli.output import FINE, print_json, print_table
from replay.games import item_of, owner_of
from replay.inventory import Inventory, get_most_collected

HELP = "most collected things, and each bag at the end"
EXAMPLE = "replay stats match.replay"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""


def run(arguments: Namespace) -> int:
    """Print them."""
    opened = open_recording(arguments.file)
    game, recording = opened.game, opened.recording
    item = game.item if game else item_of
    most = get_most_collected(recording, item=item)
    bags = bags_at_the_end(opened)
    if arguments.json:
        print_json(
            {
                "most_collected": [{"item": name, "times": times} for name, times in most],
                "bags": {owner: dict(bag) for owner, bag in bags.items()},
            }
        )
        return FINE
    print_table("Most collected", ("item", "times#"), most)
    rows = [(owner, _told(bag)) for owner, bag in bags.items()]
    print_table("In the bags at the end", ("who", "what"), rows)
    return FINE


def bags_at_the_end(opened: Opened) -> dict[str, Counter[Hashable]]:
    """Return what each owner has at the end; the inventory of all, taken apart by owner."""
    game = opened.game
    owner = game.owner if game else owner_of
    item = game.item if game else item_of
    everything = Inventory(opened.recording, item=lambda data: (owner(data), item(data)))
    names = player_names(opened.recording.metadata.get("players"))
    bags: dict[str, Counter[Hashable]] = {name: Counter() for name in names}
    counted: Any = everything.get_items()
    for (who, what), count in sorted(counted.items(), key=str):
        known = isinstance(who, int) and 0 <= who < len(names)
        bags.setdefault(names[who] if known else str(who), Counter())[what] += count
    return bags


def player_names(players: Any) -> list[str]:
    """Return the names of the players that a recording's metadata tell of."""
    return [
        str(player.get("name", number)) if isinstance(player, dict) else str(player)
        for number, player in enumerate(players if isinstance(players, list) else [])
    ]


def _told(bag: Counter[Any]) -> str:
    return ", ".join(f"{count} {name}" for name, count in bag.most_common()) or "nothing"
