"""Upcasters: how events of older schema versions are converted when an old recording is read.

Each function turns one event into events of the next version, by names and plain fields: nothing
here may depend on the game's current code, or old matches would change with it.
"""

from __future__ import annotations

from typing import Any

from replay import Upcaster

Fields = dict[str, Any]
Named = list[tuple[str, Fields]]


def with_reason(name: str, fields: Fields) -> Named:
    """Version 2: a drop has a reason. Before, it had none."""
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
    """Version 3: every item has its own weight. Before, all of a kind weighed the same."""
    if name == "ITEM_SPAWNED":
        fields = {**fields, "weight": WEIGHTS_OF_VERSION_2[fields["kind"]]}
    return [(name, fields)]


UPCASTERS: dict[int, Upcaster] = {
    1: with_reason,
    2: with_weight,
}
"""Upcasters by the version they convert from; they are chained, one version at a time."""
