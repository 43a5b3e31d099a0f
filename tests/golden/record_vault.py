"""``python tests/golden/record_vault.py``: the recordings that hold the file format itself.

One match of the tests' game "vault", with every type of field at its limits, and numbers of every
width: once closed, once as it lies on the disk while it is being written, once with saved states
that have tables, and a part of it. Files that exist stay as they are; those of earlier formats are
from the time when it was today's.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    # Imports begin at the project and at its tests, as they do for pytest.
    sys.path[:0] = [str(Path(__file__).resolve().parents[levels]) for levels in (2, 1)]

from strategies import BEGIN, SCHEMA, Ledger, Marked, Metal, Opened, Point, Put, Rows, Vault, puts

from replay import Event, Recorder, Schema, clip
from replay.file.header import FORMAT_VERSION

KEYED = Schema(SCHEMA.game, Vault, keys=("player", "maybe", "name"))
FOLDER = Path(__file__).parent
NAME = f"vault-format{FORMAT_VERSION}"
HIGHEST, LOWEST = 2**63 - 1, -(2**63)
MARKS = (
    Marked("", Metal.GOLD, Point(0, 0), (), ("", False), 0.0, b"", None, ""),
    Marked(
        "Zoë 日本 🐀",
        Metal.TIN,
        Point(HIGHEST, LOWEST),
        (LOWEST, -1, 0, HIGHEST),
        ("a\0b\n", True),
        -1.5e300,
        bytes(range(256)),
        HIGHEST,
        Point(-33, 128),
    ),
    Marked("m", Metal.GOLD, Point(1, 2), (3,), ("n", True), 0.1, b"\x80", -7, Metal.TIN),
)
PUTS = 1500
"""More than a block holds."""
WIDE = 600
CLIPPED = 40, 900
"""The frames of the part."""


def history() -> list[Event[Any]]:
    """Return every type and limit once, in uneven frames and times; then many small events."""
    odd = [
        *((Vault.MARKED, mark) for mark in MARKS),
        (Vault.OPENED, Opened()),
        (Vault.SAID, ""),
        (Vault.SAID, "Ein Wort — und noch eins"),
        (Vault.COUNTED, HIGHEST),
        (Vault.COUNTED, LOWEST),
        (Vault.COUNTED, 0),
        (Vault.PUT, Put(0, LOWEST)),
        (Vault.TAKEN, Put(3, HIGHEST)),
    ]
    events = [
        Event(type, data, number * number // 3, BEGIN + timedelta(milliseconds=number * 7 % 31))
        for number, (type, data) in enumerate(odd)
    ]
    later = events[-1].frame + 100
    many = [Event(e.type, e.data, e.frame + later, e.timestamp) for e in [*puts(PUTS), *wide(PUTS)]]
    return events + many


def wide(begin: int) -> list[Event[Any]]:
    """Return so many events that a block of them has columns of every code for numbers."""
    events: list[Event[Any]] = []
    for number in range(WIDE):
        frame = begin + number // 3
        stamp = BEGIN + timedelta(milliseconds=16 * frame)
        for type, data in (
            (Vault.PUT, Put(number % 4, 256 + number * 37 % 60_000)),
            (Vault.TAKEN, Put(-number * 7, number * 70_001 - 9)),
            (Vault.COUNTED, (number - 50) * 2**40),
            (Vault.MARKED, replace(MARKS[2], share=number / 7)),
        ):
            events.append(Event(type, data, frame, stamp))
    return events


def main() -> None:
    """Record what is not there yet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "vault.replay"
        metadata = {"seed": 7, "players": ["Ana", "Zoë"], "nested": {"a": [1, None, 2.5, True]}}
        with Recorder(
            path, KEYED, projection=Ledger(), metadata=metadata, rules_version=3
        ) as recorder:
            events = history()
            for event in events:
                recorder.append(event)
            recorder.end_frame(events[-1].frame + 7)
            keep(path, FOLDER / f"{NAME}-unclosed.replay")
        keep(path, FOLDER / f"{NAME}.replay")
        saved = Path(folder) / "rows.replay"
        with Recorder(saved, SCHEMA, projection=Rows(), live=False) as recorder:
            for event in events:
                recorder.append(event)
        keep(saved, FOLDER / f"{NAME}-rows.replay")
        part = Path(folder) / "clip.replay"
        clip(path, part, start=CLIPPED[0], stop=CLIPPED[1], schema=SCHEMA, projection=Ledger())
        keep(part, FOLDER / f"{NAME}-clip.replay")


def keep(made: Path, golden: Path) -> None:
    """Copy a recording to where it stays for good, unless there is one."""
    if golden.exists():
        print(f"{golden.name} is there, and stays as it is")
    else:
        copyfile(made, golden)


if __name__ == "__main__":
    main()
