"""Mutated files: nothing but RecordingErrors comes of them, no memory and no time is lost.

A seed makes the same files again: each is named by its seed and number in what is reported.
"""

from __future__ import annotations

import contextlib
import io
import random
import time
import traceback
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from strategies import SCHEMA, Ledger
from torture.anatomy import Part, put_together, taken_apart
from torture.judges import only_recording_errors
from torture.matches import history, match
from torture.mutations import HEAVY, MUTATIONS, Mutation
from torture.reports import Report, Tally

from replay import Recorder, Recording, Timeline, clip
from replay.cli.main import TRACEBACK, main
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.queries.diff import diff

MAX_MEMORY = 64 * 1024 * 1024
"""Bytes that a file of less than a megabyte may cost; a larger one as many times its size more."""
MAX_SECONDS = 1.0
SOME_EVENTS = 5000
"""Events looked at one by one; a file of few bytes may honestly hold millions that are alike."""
COMMANDS: dict[str, tuple[str, ...]] = {
    "info": (),
    "events": (),
    "state": (),
    "stats": (),
    "verify": (),
    "repair": ("--force", "--output", "commanded.replay"),
    "clip": ("--force", "--output", "commanded.replay"),
    "cat": ("--force", "--output", "commanded.replay"),
    "diff": ("victims/truth.replay",),
    "find": ("players.0.bag has 1",),
    "blame": ("--item", "3"),
}
GOLDEN = Path(__file__).parents[2] / "recordings" / "golden" / "packrat-v1.replay"
"""A match of a game that is installed, so that commands meet its own code."""


class Victims:
    """Files to be mutated, taken apart: one of each kind there is."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        closed = match(folder, 1500, 3)
        live = match(folder, 60, 4, closed=False)
        bulk = match(folder, 1300, 5, closed=False, live=False)
        self.files = [taken_apart(truth.data) for truth in (closed, live, bulk)]
        self.files.append(taken_apart(_with_a_gap(folder, closed.data)))
        self.files.append(taken_apart(GOLDEN.read_bytes()))
        self.files.append(taken_apart(_clipped(folder, closed.data)))
        self.truth = folder / "truth.replay"
        self.truth.write_bytes(closed.data)


def _with_a_gap(folder: Path, data: bytes) -> bytes:
    """The closed file after a repair: a gap in its middle."""
    damaged = bytearray(data)
    damaged[len(data) // 4] ^= 1
    (folder / "damaged").write_bytes(damaged)
    repair(folder / "damaged", folder / "gap.replay", existing="replace")
    return (folder / "gap.replay").read_bytes()


def _clipped(folder: Path, data: bytes) -> bytes:
    """A part of the closed file, which begins from a state."""
    (folder / "whole.replay").write_bytes(data)
    options: dict[str, Any] = {"schema": SCHEMA, "projection": Ledger(), "existing": "replace"}
    clip(folder / "whole.replay", folder / "clip.replay", start=200, stop=500, **options)
    return (folder / "clip.replay").read_bytes()


def fuzz(folder: Path, numbers: range, seed: int) -> Report:
    """Make the files with these numbers and ask each for everything."""
    tally = Tally("fuzzing")
    victims = Victims(folder / "victims")
    path = folder / "fuzzed.replay"
    for number in numbers:
        dice = random.Random(f"{seed}/{number}")
        data, ways = mutated(dice, victims)
        path.write_bytes(data)
        names = ", ".join(way.__name__ for way in ways)
        case = f"file {number} of seed {seed} ({names})"
        tally.count("files")
        _judge(dice, path, victims.truth, bool(HEAVY.intersection(ways)), tally, case)
    return tally.report()


def mutated(dice: random.Random, victims: Victims) -> tuple[bytes, list[Mutation]]:
    """Return the bytes of a mutated file, and how it was mutated."""
    parts: list[Part] = dice.choice(victims.files)
    ways = []
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        way = dice.choice(MUTATIONS)
        with contextlib.suppress(Exception):
            # What one mutation left is nothing that the next can work on.
            parts = way(dice, parts, dice.choice(victims.files))
            ways.append(way)
    data = put_together(parts, true_end=dice.random() < 0.8)
    tail = dice.random()
    if tail < 0.05:
        data = data[: dice.randrange(len(data) + 1)]
    elif tail < 0.1:
        data += dice.randbytes(dice.randrange(60))
    return data, ways


def _judge(
    dice: random.Random, path: Path, truth: Path, heavy: bool, tally: Tally, case: str
) -> None:
    measured, size = heavy or dice.random() < 0.02, path.stat().st_size
    acts: list[tuple[str, Callable[[], object]]] = [
        ("reading by names", lambda: _read(path, None)),
        ("reading by types", lambda: _read(path, SCHEMA)),
        ("timeline", lambda: _seek(path, dice)),
        ("verify", lambda: _verify(path)),
        ("diff", lambda: _diff(path, truth)),
        ("repair", lambda: _repair(path)),
    ]
    if dice.random() < 0.1:
        acts.append(("continue", lambda: _continue(path)))
    for doing, act in acts:
        with _limits(size, measured, doing, tally, case), only_recording_errors(tally, doing, case):
            act()
            tally.count(f"{doing}: done")
    if dice.random() < 0.1:
        command = dice.choice(list(COMMANDS))
        with (
            _limits(size, False, command, tally, case),
            only_recording_errors(tally, command, case),
        ):
            code = _command(command, path)
            tally.count(f"commands that answered {code}")
            if code not in (0, 1, 2):
                tally.wrong(f"{case}: replay {command} gave {code}")


@contextlib.contextmanager
def _limits(size: int, measured: bool, doing: str, tally: Tally, case: str) -> Iterator[None]:
    if measured:
        tally.count("memory measured")
        tracemalloc.start()
    begin_s = time.process_time()
    yield
    spent_s = time.process_time() - begin_s
    if measured:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        tally.count(f"memory: more than {_class(peak)} MB", 1)
        if peak > MAX_MEMORY * (1 + (size >> 20)):
            tally.wrong(f"{case}: {doing} took {peak >> 20} MB")
    if spent_s > MAX_SECONDS * (3 if measured else 1) * (1 + (size >> 20)):  # measuring costs time
        tally.wrong(f"{case}: {doing} took {spent_s:.1f} s")


def _class(size: int) -> int:
    return max(limit for limit in (0, 1, 4, 16, 32, 48, 64) if size >= limit << 20)


def _read(path: Path, schema: Any) -> None:
    with Recording(path, schema) as recording:
        assert len(recording) >= 0
        for event in islice(recording.events(), SOME_EVENTS):
            assert event.timestamp
        if len(recording) <= SOME_EVENTS:
            assert recording.digest
        list(map(str, recording.gaps))


def _seek(path: Path, dice: random.Random) -> None:
    with Recording(path, SCHEMA) as recording:
        if len(recording) > SOME_EVENTS:
            return
        timeline = Timeline(recording, Ledger())
        low, high = recording.first_frame - 1, recording.frames - 1
        for frame in {low, high, dice.randint(low, high), dice.randint(low, high)}:
            with contextlib.suppress(IndexError):
                timeline.at(frame)
        if high > low:
            start = dice.randint(low + 1, high)
            for _ in islice(timeline.walk(start, dice.choice([1, -1])), 40):
                pass


def _verify(path: Path) -> None:
    with Recording(path, SCHEMA) as recording:
        if len(recording) <= SOME_EVENTS:
            for finding in verify(recording, Ledger()):
                assert finding.where


def _diff(path: Path, truth: Path) -> None:
    with Recording(path) as mine, Recording(truth) as yours:
        first, stop = max(mine.first_frame, yours.first_frame), min(mine.frames, yours.frames)
        if len(mine) <= SOME_EVENTS and (first < stop or mine.first_frame == yours.first_frame):
            diff(mine, yours)
            diff(yours, mine)


def _repair(path: Path) -> None:
    with contextlib.suppress(Exception), Recording(path) as recording:
        if len(recording) > SOME_EVENTS:
            return
    target = path.with_name("repaired.replay")
    report = repair(path, target, existing="replace")
    with Recording(target) as recording:
        if sum(1 for _ in recording.events()) != report.events:
            raise AssertionError(f"{report.events} events were kept, others are read")
        problems = [finding.problem for finding in verify(recording)]
        if problems:
            raise AssertionError(f"after repair: {problems[0]}")


def _continue(path: Path) -> None:
    copy = path.with_name("continued.replay")
    copy.write_bytes(path.read_bytes())
    with Recording(copy) as recording:
        if len(recording) > SOME_EVENTS:
            return
    with Recorder(copy, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        frame = recorder._sink.ended + 1
        if frame < 2**53:
            recorder.append(history(1, 1)[0].__class__(SCHEMA.kinds[5].type, 3, frame))
    with Recording(copy, SCHEMA) as recording:
        sum(1 for _ in recording.events())


def _command(command: str, path: Path) -> int:
    files = (
        str(path.parent / word) if word.endswith(".replay") else word for word in COMMANDS[command]
    )
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        mock.patch.dict("os.environ", {TRACEBACK: "1"}),
    ):
        warnings.simplefilter("ignore")
        try:
            return main([command, str(path), *files])
        except SystemExit as left:
            return int(left.code or 0)
        except Exception as crash:
            # A game's rules need not follow events that they never made; the engine must.
            if "/game/" not in traceback.extract_tb(crash.__traceback__)[-1].filename:
                raise
            return 2
