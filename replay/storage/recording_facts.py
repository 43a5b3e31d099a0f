"""What a recording says of itself: read from its header and index, without any event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any

from replay.errors import Corrupt
from replay.events import Gap
from replay.file.contents import Damage, Other
from replay.schema import Schema
from replay.storage.opened_file import Opened
from replay.storage.reader import Reader
from replay.storage.upcasting import Translator
from replay.values.timestamps import moment


class RecordingFacts:
    """The facts of an open file."""

    _opened: Opened

    @property
    def reader(self) -> Reader:
        """The file's reader: blocks, rows, bytes."""
        return self._opened.reader

    @property
    def schema(self) -> Schema:
        """The schema of the events: the game's, or what the file says; at the file's frame rate."""
        return self._opened.schema

    @property
    def _translator(self) -> Translator | None:
        return self._opened.translator

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.reader.path

    @property
    def schema_version(self) -> int:
        """The version of the game's events that the file was written with."""
        return self.reader.header.schema_version

    @property
    def unknown_types(self) -> tuple[str, ...]:
        """Event types of a newer version that this program does not know; shown by name."""
        return self._translator.unknown if self._translator else ()

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the game noted about the match; "seed" and "players" by convention."""
        return self.reader.header.metadata

    @property
    def rules_version(self) -> int | None:
        """The version of the rules that decided the events, if they were noted."""
        return self.reader.header.rules_version

    @property
    def format_version(self) -> int:
        """The version of the file's format."""
        return self.reader.header.format_version

    @property
    def started(self) -> datetime:
        """When recording began, in UTC."""
        return moment(self.reader.header.started_ms)

    @property
    def lineage(self) -> tuple[Mapping[str, Any], ...]:
        """The recordings this one was forked from, the oldest first."""
        return self.reader.header.lineage

    @property
    def first_frame(self) -> int:
        """The first frame: 0 but for clips."""
        return self.reader.header.first_frame

    @property
    def frames(self) -> int:
        """The last ended frame + 1."""
        return self.reader.contents.frames

    @property
    def complete(self) -> bool:
        """Whether the match was recorded to its end, rather than cut off by something."""
        return self.reader.contents.complete

    @property
    def closed(self) -> bool:
        """Whether the file was closed and has its index; if not, it is being written or cut off."""
        return self.reader.contents.closed

    @property
    def is_being_written(self) -> bool | None:
        """Whether a recorder has the file open, in any program; None where that is not known."""
        return self.reader.is_being_written

    @property
    def damage(self) -> Corrupt | None:
        """What is known to be wrong in the middle of the file without reading all of it."""
        damage = self.reader.damage
        return None if damage is None else self.reader.corrupt(damage.offset, damage.problem)

    @property
    def passed_damage(self) -> Sequence[Corrupt]:
        """What is wrong in a file without its index that is read on behind damage.

        Reading what was there raises Corrupt.
        """
        return [self.reader.corrupt(*astuple(found)) for found in self.reader.contents.lost]

    @property
    def is_upcast(self) -> bool:
        """Whether its events are of an older version, and turned into those of the schema."""
        return self._translator is not None

    @property
    def minor_damage(self) -> Sequence[Corrupt]:
        """What is known to be damaged although no event is missing: a copy, a keyframe, an index.

        In a closed file this is found only by reading all of it, as ``replay verify`` does.
        """
        contents = self.reader.contents
        pages = list(contents.pages.damaged.items()) if contents.pages else []
        damaged = [Damage(offset, problem) for offset, problem in pages]
        return [self.reader.minor(found) for found in (*contents.minor, *damaged)]

    @property
    def _end(self) -> int:
        """The number behind the last event; lost ones have kept theirs."""
        return self.reader.contents.ended_events

    @property
    def gaps(self) -> Sequence[Gap]:
        """What a repair could not save. States are not known from a gap to the next keyframe."""
        return self.reader.contents.gaps

    @property
    def unknown(self) -> Sequence[Other]:
        """Records of kinds that this program does not know; a newer one wrote them."""
        return self.reader.contents.others
