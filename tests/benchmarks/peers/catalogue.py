"""Which peers there are, which of them are installed here, and in which version."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any

PLAIN_PYTHON = "plain Python"
"""The column of what is done in memory, without any file: objects made of tuples, the classic
list of events with a cached fold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A peer before it is known whether it can be imported."""

    name: str
    module: str
    maker: str
    needs: tuple[str, ...] = ()

    def load(self) -> Any | None:
        """Return the peer, or None if something that it needs is not installed."""
        if any(find_spec(needed) is None for needed in self.needs):
            return None
        return getattr(import_module(f"benchmarks.peers.{self.module}"), self.maker)()


CATALOGUE = (
    Entry("eventsourcing", "event_sourcing", "EventSourcing", ("eventsourcing", "msgspec")),
    Entry("mcap default", "mcap_log", "McapDefault", ("mcap", "zstandard")),
    Entry("mcap tuned", "mcap_log", "McapTuned", ("mcap", "zstandard")),
    Entry("msgpack", "messagepack", "MessagePack", ("msgpack",)),
    Entry("JSON lines", "json_lines", "JsonLines"),
    Entry("SQLite", "sqlite", "SQLite"),
    Entry("Parquet", "parquet", "Parquet", ("pyarrow",)),
)


def versions() -> dict[str, str]:
    """Return the versions of what is installed; "not installed" for what is not."""
    found = {"sqlite": sqlite3.sqlite_version}
    for needed in sorted({name for entry in CATALOGUE for name in entry.needs}):
        try:
            found[needed] = metadata.version(needed)
        except metadata.PackageNotFoundError:
            found[needed] = "not installed"
    return found
