"""The command: measures everything, prints one table, writes it as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.bars import (
    appending,
    clipping,
    comparing,
    inventory,
    levels,
    listing,
    live,
    opening,
    pictures,
    reading,
    seeking,
    sizes,
    verifying,
    walking,
    watching,
    windows,
)
from benchmarks.markdown import page
from benchmarks.measure import FULL, QUICK
from benchmarks.profiles import profiles
from benchmarks.result import Line
from benchmarks.table import document, table
from benchmarks.workbench import Workbench
from rich.console import Console

BARS = (
    sizes,
    appending,
    live,
    opening,
    levels,
    seeking,
    walking,
    clipping,
    windows,
    reading,
    inventory,
    comparing,
    verifying,
    pictures,
    watching,
    listing,
)
TOPICS = tuple(bar.TOPIC for bar in BARS)
LARGEST = 10_000_000
WIDTH = 250


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 if a bar is missed."""
    chosen = _parser().parse_args(arguments)
    if chosen.markdown:
        print(page(json.loads(chosen.json.read_text("utf-8"))))
        return 0
    with tempfile.TemporaryDirectory(prefix="replay-benchmarks-", dir=chosen.folder) as folder:
        effort = QUICK if chosen.quick else FULL
        bench = Workbench(Path(folder), chosen.events, effort, _say)
        if chosen.profile:
            return _print_profiles(bench)
        lines = list(measured(bench, chosen.only or TOPICS))
    written = document(lines, bench.settings, bench.missing, _command(chosen))
    chosen.json.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    Console(width=WIDTH).print(table(lines, bench.missing))
    return int(any(bar.met is False for line in lines for bar in line.bars))


def _command(chosen: argparse.Namespace) -> str:
    """The command that measures the same again."""
    events = [] if chosen.events == LARGEST else [f"--events {chosen.events}"]
    only = [f'--only "{topic}"' for topic in chosen.only or ()]
    quick = ["--quick"] if chosen.quick else []
    return " ".join(["python tests/benchmarks", *events, *quick, *only])


def _print_profiles(bench: Workbench) -> int:
    for what, profile in profiles(bench):
        print(f"## {what}\n{profile}\n")
    return 0


def measured(bench: Workbench, topics: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of these topics."""
    bench.rows(bench.compared)
    for bar in BARS:
        if bar.TOPIC in topics:
            bench.say(f"measuring: {bar.TOPIC}")
            yield from bar.lines(bench)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tests/benchmarks",
        description="Measure the engine beside what else one would keep a match in.",
        epilog="Ends with 1 if a bar is missed. "
        "Peers that are not installed are shown as missing: pip install -e '.[bench]'",
    )
    add: Callable[..., object] = parser.add_argument
    add("--events", type=int, default=LARGEST, help="events of the largest match (10,000,000)")
    add("--quick", action="store_true", help="fewer rounds: rough figures in a few minutes")
    add("--only", action="append", choices=TOPICS, help="measure only this; may be repeated")
    add("--profile", action="store_true", help="where the engine's time goes, instead of a table")
    add("--markdown", action="store_true", help="measure nothing; print the JSON as Markdown")
    add("--json", type=Path, default=Path("benchmarks.json"), help="where the table is written")
    add("--folder", type=Path, help="a folder with room for a gigabyte; the system's by default")
    return parser


def _say(what: str) -> None:
    load = f" (load {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""
    print(f"{what}{load} …", file=sys.stderr, flush=True)
