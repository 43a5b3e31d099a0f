"""Clips of the tests' own game, and projections that begin from their states or may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from strategies import SCHEMA, Ledger

from replay import Event, clip


class Later(Ledger):
    name, version = "ledger", 2


class Of(Ledger):
    name, version = "of", 1

    def __init__(self, player: int) -> None:
        self.player = player

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return super().apply(state, event) if event.data.player == self.player else state


def part(source: Path, start: int | None, stop: int | None, **changed: Any) -> Path:
    path = source.with_name(f"{start}-{stop}.replay")
    options = {"schema": SCHEMA, "projection": Ledger(), "existing": "replace", **changed}
    clip(source, path, start=start, stop=stop, **options)
    return path
