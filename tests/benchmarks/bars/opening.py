"""Opening a file: how long it takes, with and without an index, and how much memory it keeps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import seeking_memory
from benchmarks.measure import asked
from benchmarks.peers.peer import Peer
from benchmarks.recorded import Recorded
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA

from replay import Recording

TOPIC = "open"
SEEKS = 1_000


def lines(bench: Workbench) -> Iterator[Line]:
    count = bench.compared
    peers = {peer.name: _peer(bench, peer) for peer in bench.files}
    for size in sorted({*bench.growth, count}):
        ours = _open(bench, bench.recorded(size, True).path, bench.effort.windows // 4 + 1)
        bars = (at_most(ours, 10, "ms"),) if size == bench.largest else ()
        shown = peers if size == count else {}
        yield Line(TOPIC, "ready to be asked", size, "ms", ours, shown, bars)
    largest = bench.recorded(bench.largest, True)
    cut = _open(bench, _without_index(bench, largest), bench.effort.slow)
    bars = (at_most(cut, 200, "ms"),)
    yield Line(TOPIC, "the same without its index", bench.largest, "ms", cut, bars=bars)
    more = _memory(largest)
    what = f"more memory after {SEEKS:,} random seeks"
    yield Line(TOPIC, what, bench.largest, "MB", more, bars=(at_most(more, 10, "MB"),))


def _open(bench: Workbench, path: Path, times: int) -> float:
    """Milliseconds, in the middle of many."""
    return asked(_opened, [path] * times, bench.effort.rounds).p50 * 1e3


def _opened(path: Path) -> None:
    with Recording(path, SCHEMA) as recording:
        assert len(recording)


def _peer(bench: Workbench, peer: Peer) -> float:
    path = bench.kept(peer, bench.compared)
    times = bench.effort.slow * 3
    return asked(lambda _: peer.read(path).end(), [path] * times, bench.effort.rounds).p50 * 1e3


def _without_index(bench: Workbench, recorded: Recorded) -> Path:
    """Copy a file up to its index, as a killed program would have left it."""
    with Recording(recorded.path, SCHEMA) as recording:
        end = recording.reader.contents.end
    path = bench.folder / "without-index.replay"
    with recorded.path.open("rb") as whole:
        path.write_bytes(whole.read(end))
    with Recording(path, SCHEMA) as recording:
        assert len(recording) == recorded.events
        assert not recording.closed
    return path


def _memory(recorded: Recorded) -> float | None:
    """Megabytes that a fresh program has more after opening and seeking."""
    command = [sys.executable, seeking_memory.__file__, str(recorded.path), str(SEEKS)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    more = json.loads(ran.stdout)
    return None if more is None else more / 1e6
