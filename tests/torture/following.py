"""Follow a match while it is written: what is seen is always a beginning of what is written.

Writers and followers are killed and started again. Also: how long an ended frame takes to a
follower in another program.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from strategies import SCHEMA
from torture.kills import play
from torture.matches import history
from torture.reports import Report, Tally

from replay import Event, Recording

EVENTS = 3000
LATE_MS = 100


def following(folder: Path, lives: int, seed: int) -> Report:
    """Read a match from here while players that write it are killed, so many of them."""
    tally = Tally("following")
    dice = random.Random(seed)
    events = history(EVENTS, seed)
    path = folder / "followed.replay"
    for life in range(lives):
        player = play(path, EVENTS, seed, "continue", pace=2000)
        _wait_for(path)
        until = time.monotonic() + dice.random() * 0.5 + 0.05
        recording = Recording(path, SCHEMA)
        seen = 0
        while time.monotonic() < until and player.poll() is None:
            recording.refresh()
            seen = _judge(recording, events, seen, tally)
            if dice.random() < 0.02:
                recording.close()  # a follower that ends, and one that begins
                recording, seen = Recording(path, SCHEMA), 0
                tally.count("followers")
        player.send_signal(signal.SIGKILL)
        player.communicate()
        recording.refresh()
        _judge(recording, events, seen, tally)
        recording.close()
        tally.count("lives of the writer", life >= 0)
        if recording.closed:
            path.unlink()
    return tally.report()


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.001)


def _judge(recording: Recording, events: list[Event[Any]], seen: int, tally: Tally) -> int:
    tally.count("looks")
    new = list(recording.events_since(seen))
    if new != events[seen : seen + len(new)]:
        tally.wrong(f"events {seen} to {seen + len(new)} are not those that were written")
    if len(recording) < seen:
        tally.wrong(f"{seen} events were there, now {len(recording)}")
    if recording.damage is not None:
        tally.wrong(f"it is said to be damaged: {recording.damage}")
    if any(event.frame >= recording.frames for event in new):
        tally.wrong("an event of a frame that has not ended")
    tally.count("events seen", len(new))
    return max(seen, len(recording))


def latency(folder: Path, events: int, seed: int) -> Report:
    """Measure from the end of a frame in one program to its events on `replay follow`'s output."""
    tally = Tally("latency of follow")
    path = folder / "live.replay"
    player = play(path, events, seed, "refuse", pace=60)
    _wait_for(path)
    root = Path(__file__).parents[2]
    follower = subprocess.Popen(
        [sys.executable, "-m", "replay", "follow", str(path), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    ended: dict[int, int] = {}
    teller = Thread(target=_listen, args=(player, ended))
    teller.start()
    seen: dict[int, int] = {}
    numbers = []
    assert follower.stdout is not None
    for line in follower.stdout:
        told = json.loads(line)
        seen.setdefault(told["frame"], time.monotonic_ns())
        numbers.append(told["n"])
    follower.stdout.close()
    follower.wait()
    teller.join()
    if numbers != list(range(events)):
        tally.wrong(f"{len(numbers)} events were seen of {events}")
    _count_latencies(ended, seen, tally)
    return tally.report()


def _listen(player: subprocess.Popen[bytes], ended: dict[int, int]) -> None:
    assert player.stdout is not None
    for raw in player.stdout:
        line = raw.decode().split()
        if line[0] == "ended":
            ended[int(line[1])] = int(line[2])
    player.stdout.close()
    player.wait()


def _count_latencies(ended: dict[int, int], seen: dict[int, int], tally: Tally) -> None:
    # What was written before the follower had started was late by no fault of its own.
    begun = min(seen.values(), default=0)
    late = sorted(max(seen[f] - at, 0) / 1e6 for f, at in ended.items() if f in seen and at > begun)
    if not late:
        tally.count("the follower began when all had been written")
        return
    tally.count("frames", len(late))
    tally.count("p50, µs", int(late[len(late) // 2] * 1000))
    tally.count("p99, µs", int(late[len(late) * 99 // 100] * 1000))
    tally.count("greatest, µs", int(late[-1] * 1000))
    tally.count(f"later than {LATE_MS} ms", sum(ms > LATE_MS for ms in late))
