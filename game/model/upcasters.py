"""What the events once were, and what they become when an old recording is read.

Each function makes events of the next version of one event, by names and plain fields: nothing
here may depend on what the game is like today, or old matches would change with it.
"""

from __future__ import annotations

from typing import Any

from replay import Upcaster

Fields = dict[str, Any]
Named = list[tuple[str, Fields]]


def with_reason(name: str, fields: Fields) -> Named:
    """Version 2: who let go of an item says why. Before, nobody did."""
    if name == "ITEM_REMOVED":
        fields = {**fields, "reason": "UNTOLD"}
    return [(name, fields)]


WEIGHTS_OF_VERSION_2 = {
    "COIN": 1,
    "KEY": 1,
    "CHEESE": 2,
    "POTION": 2,
    "SWORD": 3,
    "RUBY": 2,
    "CROWN": 4,
    "ANVIL": 8,
}


def with_weight(name: str, fields: Fields) -> Named:
    """Version 3: every item has its own weight. Before, it had that of its kind."""
    if name == "ITEM_SPAWNED":
        fields = {**fields, "weight": WEIGHTS_OF_VERSION_2[fields["kind"]]}
    return [(name, fields)]


UPCASTERS: dict[int, Upcaster] = {1: with_reason, 2: with_weight}
"""By the version they start from; chained, one version at a time."""
