"""The workbench: the same events and the same files for every measurement, made when first asked.

Knows how large things are to be. Measures nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.measure import Effort
from benchmarks.mix import Row, rows
from benchmarks.peers.catalogue import CATALOGUE
from benchmarks.peers.peer import Peer
from benchmarks.recorded import Recorded, record
from benchmarks.world import World

PIECE = 10_000
"""Events made, untimed, before they are appended, timed."""


class Workbench:
    """``largest``: events of the largest match. ``say`` is told what is being done."""

    def __init__(
        self, folder: Path, largest: int, effort: Effort, say: Callable[[str], object]
    ) -> None:
        self.folder, self.largest, self.effort, self.say = folder, largest, effort, say
        self.compared = min(largest, 1_000_000)
        self.appended = min(largest, 200_000)
        self.snapshots = min(largest, 100_000)
        self._all_peers: dict[str, Any] = {entry.name: entry.load() for entry in CATALOGUE}
        self._rows: list[Row] = []
        self._frames: list[int] = []
        self.recorded = cache(self._recorded)
        self.kept: Callable[[Any, int], Path] = cache(self._kept)

    @property
    def growth(self) -> list[int]:
        """The sizes from small to the largest."""
        sizes = [size for size in (10_000, 100_000, 1_000_000, 10_000_000) if size < self.largest]
        return [*sizes, self.largest]

    @property
    def missing(self) -> list[str]:
        """The peers that are not installed."""
        return [name for name, peer in self._all_peers.items() if peer is None]

    @property
    def settings(self) -> dict[str, str]:
        """What was chosen for each installed peer."""
        return {peer.name: peer.settings for peer in self.writers}

    @property
    def files(self) -> list[Peer]:
        """The installed peers whose files can be asked for the events of some frames."""
        return [peer for peer in self._all_peers.values() if hasattr(peer, "read")]

    @property
    def writers(self) -> list[Peer]:
        """All installed peers."""
        return [peer for peer in self._all_peers.values() if peer is not None]

    @property
    def event_sourcing(self) -> Any | None:
        """The peer that keeps states as well as events."""
        return self._all_peers["eventsourcing"]

    def rows(self, count: int) -> Sequence[Row]:
        """Return the first rows of the mix, in memory; at most ``compared``."""
        if not self._rows:
            self._rows = list(rows(self.compared))
            self._frames = [row[0] for row in self._rows]
        return self._rows if count == self.compared else self._rows[:count]

    def rows_of(self, first: int, stop: int) -> Sequence[Row]:
        """Return the rows of frames ``first`` ≤ frame < ``stop``: the truth about a window."""
        start, end = (bisect_left(self._frames, frame) for frame in (first, stop))
        return self._rows[start:end]

    def pieces(self, count: int) -> Iterator[Sequence[Row]]:
        """Yield the rows piece by piece."""
        every = self.rows(count)
        return (every[start : start + PIECE] for start in range(0, count, PIECE))

    def _recorded(self, count: int, keyframes: bool) -> Recorded:
        self.say(f"recording {count:,} events {'with' if keyframes else 'without'} keyframes")
        path = self.folder / f"{count}-{'with' if keyframes else 'without'}-keyframes.replay"
        return record(path, rows(count), count, World() if keyframes else None)

    def _kept(self, peer: Peer, count: int) -> Path:
        """The file in which a peer keeps so many events; see ``size_of``."""
        self.say(f"writing {count:,} events as {peer.name}")
        folder = self.folder / f"{peer.name}-{count}".replace(" ", "-")
        folder.mkdir()
        writer = peer.write(folder / "events")
        for piece in self.pieces(count):
            writer.add(piece)
        writer.end()
        return folder / "events"


def size_of(path: Path) -> int:
    """Return the bytes of a peer's file and whatever it keeps beside it."""
    return sum(file.stat().st_size for file in path.parent.iterdir())
