"""Torture recordings for as long as it takes: ``python -m tests.torture all``.

Each torture prints its counts and examples of what was wrong; the exit code is 1 if anything was.
``--times`` and ``--seed`` say how much and which; by default as much as the file format promises.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

TESTS = Path(__file__).parents[1]
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

from torture import (  # noqa: E402
    commanding,
    cuts,
    disk,
    doctoring,
    flips,
    following,
    fuzzing,
    handlers,
    interrupts,
    kills,
    schemas,
    signals,
    small,
    watching,
    writers,
)
from torture.matches import Truth, match  # noqa: E402
from torture.reports import Report, total  # noqa: E402

Part = Callable[[Path], Report]
PARTS = 64
"""Pieces that a torture is cut into, to be shared out among processes."""


def files(folder: Path, seed: int) -> Iterator[tuple[str, Truth]]:
    """Yield each kind of file with 2,000 events, by name."""
    yield "closed", match(folder, 2000, seed)
    yield "live, left", match(folder, 2000, seed, closed=False)
    yield "bulk, left", match(folder, 2000, seed, closed=False, live=False)
    yield "live and short, left", match(folder, 200, seed, closed=False)


def all_cuts(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """Every size that each kind of file can be cut to."""
    for name, truth in files(folder, seed):
        sizes = cuts.some_sizes(truth, count, seed)
        for part in range(PARTS):
            yield partial(cuts.cuts, truth=truth, sizes=sizes[part::PARTS], name=f"cuts: {name}")


def all_flips(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """Every bit of each kind of file; of the long live one, which takes hours, 20,000."""
    for name, truth in files(folder, seed):
        some = min(count or 20_000, 20_000) if name == "live, left" else count
        bits = flips.some_bits(truth, some, seed)
        for part in range(PARTS):
            yield partial(flips.flips, truth=truth, bits=bits[part::PARTS], name=f"flips: {name}")


def all_files(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """100,000 mutated files."""
    numbers = range(count or 100_000)
    for part in range(PARTS):
        yield partial(fuzzing.fuzz, numbers=numbers[part::PARTS], seed=seed)


def all_schemas(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """2,000 generated catalogues."""
    numbers = range(count or 2000)
    for part in range(PARTS):
        yield partial(schemas.schemas, numbers=numbers[part::PARTS], seed=seed)


def all_faults(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """Every operation of a match, each way it may fail; and a disk that is really full."""
    yield partial(disk.faults, events=60, seed=seed, cases=count)
    yield partial(disk.small_disk, seed=seed)


def all_small(folder: Path, count: int | None, seed: int) -> Iterator[Part]:
    """Small files that mean much work, for every command and the viewer."""
    numbers = range(count or 200)
    for part in range(min(PARTS, len(numbers))):
        yield partial(small.small, numbers=numbers[part::PARTS], seed=seed)


TORTURES: dict[str, Callable[[Path, int | None, int], Iterator[Part]]] = {
    "cuts": all_cuts,
    "flips": all_flips,
    "kills": lambda f, n, seed: iter([partial(kills.kills, count=n or 200, seed=seed)]),
    "interrupts": lambda f, n, seed: iter([partial(interrupts.interrupts, times=n, seed=seed)]),
    "handlers": lambda f, n, seed: iter([partial(handlers.handlers, times=n, seed=seed)]),
    "sigints": lambda f, n, seed: iter([partial(signals.sigints, times=n or 500, seed=seed)]),
    "disk": all_faults,
    "fuzzing": all_files,
    "schemas": all_schemas,
    "writers": lambda f, n, seed: iter([partial(writers.writers, rounds=n or 100)]),
    "following": lambda f, n, seed: iter(
        [
            partial(following.following, lives=n or 40, seed=seed),
            partial(following.latency, events=n or 1200, seed=seed),
        ]
    ),
    "keyframes": lambda f, n, seed: iter([partial(doctoring.doctoring, count=n or 500, seed=seed)]),
    "small": all_small,
    "commands": lambda f, n, seed: iter(
        [partial(commanding.commanding, count=n or 300, seed=seed)]
    ),
    "watching": lambda f, n, seed: iter([partial(watching.watching, count=n or 10_000, seed=seed)]),
}
ALONE = ("kills", "sigints", "following", "writers")
"""Those that start programs of their own and watch the clock."""


def main() -> int:
    """Torture; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("torture", choices=["all", *TORTURES], nargs="+")
    parser.add_argument("--times", type=int, help="how many cases of each (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=None, help="how many at once")
    arguments = parser.parse_args()
    names = list(TORTURES) if "all" in arguments.torture else arguments.torture
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        for name in names:
            begin_s = time.monotonic()
            parts = TORTURES[name](Path(folder), arguments.times, arguments.seed)
            for report in run(Path(folder), list(parts), arguments.processes, alone=name in ALONE):
                print_report(report)
                wrong += report["WRONG"]
            print(f"  {name} took {time.monotonic() - begin_s:.0f} s\n", flush=True)
    print("every promise was kept" if not wrong else f"{wrong} promises were broken")
    return 1 if wrong else 0


def run(folder: Path, parts: list[Part], processes: int | None, *, alone: bool) -> list[Report]:
    """Run the parts, each in a folder of its own; return one report for each name."""
    folders = []
    for number in range(len(parts)):
        own = folder / f"part-{time.monotonic_ns()}-{number}"
        own.mkdir()
        folders.append(own)
    if alone:
        reports = [part(own) for part, own in zip(parts, folders, strict=True)]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(part, own) for part, own in zip(parts, folders, strict=True)]
            reports = [future.result() for future in futures]
    names = dict.fromkeys(report.name for report in reports)
    return [total(name, [r for r in reports if r.name == name]) for name in names]


def print_report(report: Report) -> None:
    """Print a report as a table."""
    print(report.name)
    for what, count in sorted(report.counts.items()):
        print(f"  {count:>12,}  {what}")
    for problem in report.wrong:
        print(f"  WRONG: {problem}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
