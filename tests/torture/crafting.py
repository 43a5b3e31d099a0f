"""A recording written by hand: right checksums, and whatever numbers its author likes.

Knows where its records lie, so that it can be closed with an index that fits, or does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgpack
from torture.anatomy import Part, deflated

from game.model.events import SCHEMA as PACKRAT
from replay.events import Gap
from replay.file.blocks import Span
from replay.file.contents import Contents, Other
from replay.file.digest import LEAF_EVENTS, SIZE
from replay.file.index import encode_index
from replay.file.keyframes import Keyframe

Column = tuple[str, bytes]
"""A column's code and its raw bytes."""
TOGETHER = 65_536
"""The most events that a block may hold by FORMAT.md."""
INT = [["A", "int"]]


def pack(value: Any) -> bytes:
    return bytes(msgpack.packb(value))


def all_are(value: Any) -> Column:
    """A column all of whose values are this one."""
    return "c", pack(value)


def one_each(count: int) -> Column:
    """Steps of the frame: one event in each."""
    return "u1", b"\0" + b"\1" * (count - 1)


def array_of(count: int, item: bytes) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big") + item * count


class Crafted:
    """A file that is being made. ``header`` fields replace the usual ones."""

    def __init__(self, catalogue: Sequence[Any] = INT, **header: Any) -> None:
        known = {
            "format": 2, "game": "g", "schema": 1, "rules": None, "frame_rate": 60, "started": 0,
            "first_frame": 0, "seed": None, "players": None, "metadata": {}, "lineage": [],
            "catalogue": list(catalogue),
        }  # fmt: skip
        self.header = {**known, **header}
        begin = Part("header", self.header, b"").encoded()
        self.pieces = [begin]
        first = self.header["first_frame"]
        self.contents = Contents(end=len(begin), since=first, frames=first)
        self.types: dict[int, int] = {}

    @property
    def size(self) -> int:
        return self.contents.end

    def add(self, kind: str, head: Any, body: bytes = b"") -> int:
        """Add any record; returns its size."""
        record = Part(kind, head, body).encoded()
        self.pieces.append(record)
        return len(record)

    def block(
        self,
        events: int,
        fields: Sequence[Column],
        *,
        type_: int = 0,
        frames: Column | None = None,
        frame: int | None = None,
        last: int | None = None,
        time: int = 0,
        time_steps: tuple[int, Column] | None = None,
        never_ends: bool = False,
    ) -> None:
        """Add a block of events of one type, by default all in one frame, the next one.

        ``frames`` are steps, one event in each. ``never_ends``: the frame has not ended.
        """
        c = self.contents
        first = (c.since if c.frames <= c.since else c.frames) if frame is None else frame
        end = first if last is None else last
        times, steps = time_steps or (1 if frames is None else events, all_are(0))
        columns = [all_are(type_), frames or all_are(0), steps, *fields]
        wires, bodies = [], []
        for code, raw in columns:
            stored = min(deflated(raw), raw, key=len)
            wires.append([code, len(raw), len(stored)])
            bodies.append(stored)
        span = Span(c.events, events, first, end, end, 0)
        if never_ends:
            span = span._replace(ended=first - 1, open_events=events)
        head = [*span, time, times, [[type_, events]], wires]
        size = self.add("block", head, b"".join(bodies))
        c.add_block(c.end, max(size, events), span, {(type_,): events})  # no writer's own check
        if events:
            c.sizes[-1] = size
        c.end += size
        self.types[type_] = self.types.get(type_, 0) + events

    def rows(
        self, rows: Sequence[tuple[int, int, Sequence[Any]]], *, ended: int | None = None,
        times: Any = 0,
    ) -> None:  # fmt: skip
        """Add a rows record of (type number, frame, fields); with none it is a quiet frame."""
        c = self.contents
        names = [name for name, _ in self.header["catalogue"]]
        body = b"".join(pack([names[number], frame, list(f)]) for number, frame, f in rows)
        last = c.frames if ended is None else ended
        if rows:
            last = max(rows[-1][1], -1 if ended is None else ended)
        first, end = (rows[0][1], rows[-1][1]) if rows else (last, last)
        span = Span(c.events, len(rows), first, end, last, 0)
        size = self.add("rows", [*span, times], body)
        c.add_block(c.end, size, span)
        c.end += size
        for number, _, _ in rows:
            self.types[number] = self.types.get(number, 0) + 1

    def keyframe(self, owner: tuple[str, int, int], packed: bytes, claimed: int = -1) -> None:
        """Add a keyframe of the events so far, its state as MessagePack."""
        c = self.contents
        keyframe = Keyframe(c.events, c.frames - 1, *owner)
        length = len(packed) if claimed < 0 else claimed
        size = self.add("keyframe", [*keyframe, length], deflated(packed))
        c.add_keyframe(c.end, size, keyframe)
        c.end += size

    def gap(self, gap: Gap) -> None:
        size = self.add("gap", [*(getattr(gap, name) for name in Gap.__slots__)])
        self.contents.add_gap(gap)
        self.contents.end += size

    def other(self, kind: str, head: Any = None, body: bytes = b"") -> None:
        c = self.contents
        size = self.add(kind, head, body)
        c.others.append(Other(kind, c.end, size))
        c.end += size

    def live(self) -> bytes:
        """The file as it is while it is written."""
        return b"".join(self.pieces)

    def closed(self, leaves: bytes | None = None, **lies: Any) -> bytes:
        """The file with an index; ``lies`` are numbers in that which are not so.

        Nobody has folded so many events for the digest's leaves: they are as long as they must be.
        """
        c = self.contents
        present = sum(c.event_counts)
        c.leaves = bytes(-(-present // LEAF_EVENTS) * SIZE) if leaves is None else leaves
        c.type_counts, c.complete = dict(self.types), True
        for name, value in lies.items():
            setattr(c, name, value)
        return b"".join([*self.pieces, encode_index(c, c.end, self.header["format"])])


def packrat(**header: Any) -> Crafted:
    """A file of the game that is installed."""
    known = {"game": "packrat", "schema": PACKRAT.version, "rules": 6}
    return Crafted(PACKRAT.catalogue, **{**known, **header})


MATCH_STARTED, JOINED, SPAWNED, INPUT, COURSE, DASHED, KNOCKED, TAKEN, DROPPED, ENDED = range(10)
"""Numbers of Packrat's event types."""
MATCH = "match", 3, PACKRAT.version
"""Whose Packrat's keyframes are."""


def begun(players: int = 2, items: int = 4, **header: Any) -> Crafted:
    """A match of Packrat that has just begun."""
    file = packrat(**{"players": [f"P{n}" for n in range(players)], "seed": 1, **header})
    rows: list[Any] = [(MATCH_STARTED, 0, [3600])]
    rows += [(JOINED, 0, [n, f"P{n}", 1, 6000 + n, 6000]) for n in range(players)]
    rows += [(SPAWNED, 0, [n, n % 8, 9000 + n, 9000, 1]) for n in range(items)]
    file.rows(rows)
    return file
