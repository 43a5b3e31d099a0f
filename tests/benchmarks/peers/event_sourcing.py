"""The eventsourcing library on SQLite, by the fastest way that its documentation shows.

Events are msgspec structs with a mapper of their own (its manual measures that as the fastest:
4.5 times its default), packed as arrays, saved in batches of 100 or one by one; SQLite with a
write-ahead log, which is its own choice, and without waiting for the disk, which is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

import msgspec
from benchmarks.mix import MOVED, PICKED, Row
from benchmarks.world import State, empty_world, fold_rows, moment
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import get_topic, resolve_topic

BATCH = 100


class Fact(msgspec.Struct, frozen=True, array_like=True):
    originator_id: UUID
    originator_version: int
    timestamp: datetime
    frame: int
    player: int


class MovedFact(Fact, frozen=True, array_like=True):
    dx: int
    dy: int


class PickedFact(Fact, frozen=True, array_like=True):
    item: int
    x: int
    y: int


class DroppedFact(Fact, frozen=True, array_like=True):
    item: int
    x: int
    y: int


class Match(msgspec.Struct):
    """The aggregate: a match's whole world."""

    id: UUID
    version: int
    state: State


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    originator_id: UUID
    originator_version: int
    state: bytes


class PackingMapper(Mapper[UUID]):
    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=get_topic(type(domain_event)),
            state=msgspec.msgpack.encode(domain_event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return msgspec.msgpack.decode(stored_event.state, type=resolve_topic(stored_event.topic))


class NoTranscoder(Transcoder):
    def encode(self, obj: Any) -> bytes:
        raise NotImplementedError("the mapper encodes")

    def decode(self, data: bytes) -> Any:
        raise NotImplementedError("the mapper decodes")


class Matches(Application[UUID]):
    is_snapshotting_enabled = True
    env: ClassVar[dict[str, str]] = {
        "MAPPER_TOPIC": get_topic(PackingMapper),
        "TRANSCODER_TOPIC": get_topic(NoTranscoder),
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
    }


class EventSourcing:
    """``batch``: events a save."""

    name = "eventsourcing"
    settings = f"SQLite, msgspec mapper, batches of {BATCH}, synchronous=OFF"

    def write(self, path: Path, batch: int = BATCH) -> EventSourcingWriter:
        return EventSourcingWriter(path, batch)


class EventSourcingWriter:
    def __init__(self, path: Path, batch: int) -> None:
        self.id = uuid4()
        self.application = Matches(env={"SQLITE_DBNAME": str(path)})
        factory = cast(SQLiteFactory, self.application.factory)
        with factory.datastore.get_connection(commit=True) as connection:
            connection.cursor().execute("PRAGMA synchronous=OFF")
        self._batch = batch
        self._version = 0

    def add(self, rows: Sequence[Row]) -> None:
        save = self.application.save
        for start in range(0, len(rows), self._batch):
            save(*self._facts(rows[start : start + self._batch]))

    def _facts(self, rows: Sequence[Row]) -> list[Fact]:
        facts = [_fact(self.id, n, row) for n, row in enumerate(rows, self._version + 1)]
        self._version += len(rows)
        return facts

    def keep_states(self, rows: Iterable[Row], every: int = 100) -> None:
        """Put a snapshot of the state for each so many of the rows that were added."""
        state, snapshots = empty_world(), cast(Any, self.application.snapshots)
        for version, row in enumerate(rows, 1):
            fold_rows(state, (row,))
            if version % every == 0:
                snapshots.put([Snapshot(self.id, version, msgspec.msgpack.encode(state))])

    def state_after(self, events: int) -> State:
        """Return the state after so many events, from the nearest snapshot."""
        match: Match = self.application.repository.get(
            self.id, version=events, projector_func=_project
        )
        return match.state

    def end(self) -> None:
        self.application.close()


def _fact(match: UUID, version: int, row: Row) -> Fact:
    frame, kind, player, a, b, c = row
    if kind == MOVED:
        return MovedFact(match, version, moment(frame), frame, player, a, b)
    type_ = PickedFact if kind == PICKED else DroppedFact
    return type_(match, version, moment(frame), frame, player, a, b, c)


def _project(match: Match | None, happened: Iterable[Any]) -> Match | None:
    for event in happened:
        if type(event) is Snapshot:
            state = msgspec.msgpack.decode(event.state, type=State)
            match = Match(event.originator_id, event.originator_version, state)
            continue
        if match is None:
            match = Match(event.originator_id, 0, empty_world())
        fold_rows(match.state, _rows(event))
        match.version = event.originator_version
    return match


def _rows(event: Any) -> Iterator[tuple[int, ...]]:
    if type(event) is MovedFact:
        yield event.frame, MOVED, event.player, event.dx, event.dy
    else:
        kind = PICKED if type(event) is PickedFact else PICKED + 1
        yield event.frame, kind, event.player, event.item, event.x, event.y
