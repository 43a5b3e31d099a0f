"""The table: all lines beside each other, for people and as JSON."""

from __future__ import annotations

import dataclasses
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks.peers.catalogue import CATALOGUE, PLAIN_PYTHON, versions
from benchmarks.result import Bar, Line, figure
from rich.table import Table

import replay

COLUMNS = (*(entry.name for entry in CATALOGUE), PLAIN_PYTHON)


def table(lines: Iterable[Line], missing: Sequence[str]) -> Table:
    """Return a table for the terminal, the bars of a line below each other."""
    shown = Table(title="replay, beside what else one would keep a match in")
    for heading in ("", "what", "events"):
        shown.add_column(heading)
    shown.add_column("replay", justify="right", style="bold")
    for name in COLUMNS:
        note = "\n(missing)" if name in missing else ""
        shown.add_column(name.replace(" ", "\n") + note, justify="right")
    shown.add_column("unit")
    shown.add_column("bar")
    last = ""
    for line in lines:
        if line.topic != last:
            shown.add_section()
        topic, last = ("" if line.topic == last else line.topic), line.topic
        shown.add_row(
            topic,
            line.what,
            f"{line.events:,}",
            shown_figure(line.ours),
            *(shown_figure(line.peers.get(name)) for name in COLUMNS),
            line.unit,
            "\n".join(map(told, line.bars)),
        )
    return shown


def shown_figure(value: float | None) -> str:
    """Return a figure, or a dash for what was not measured."""
    return "–" if value is None else figure(value)


def told(bar: Bar) -> str:
    """Return a bar in words."""
    verdict = {True: "[green]met[/]", False: "[red]missed[/]", None: "not measured"}[bar.met]
    return f"{bar.text}: {bar.value}, {verdict}"


def document(
    lines: Iterable[Line], settings: Mapping[str, str], missing: Sequence[str], command: str
) -> dict[str, Any]:
    """Return everything as plain data, with what is needed to know where it was measured."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load": load,
        "versions": {"replay": replay_version(), **versions()},
        "settings": dict(settings),
        "missing": list(missing),
        "lines": [dataclasses.asdict(line) for line in lines],
    }


def replay_version() -> str:
    """Return the version of the engine that was measured."""
    return str(getattr(replay, "__version__", "of this source tree"))
