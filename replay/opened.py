"""An opened file: its reader, and how its events become those of a schema. Swapped as a whole.

Everything that depends on which file is read stands here, so that nothing of an earlier one is
left where another takes its place.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from replay.errors import OtherVersion, WrongSchema
from replay.layout import at_rate
from replay.reading import Reader
from replay.schema import Schema
from replay.translation import Translator


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file. ``schema`` has the events that are given, at the file's own frame rate.

    ``translator`` makes them of those that were written; None where these are the same.
    """

    reader: Reader
    schema: Schema
    translator: Translator | None = None


def open_as(
    path: str | os.PathLike[str], schema: Schema | None, earlier: Opened | None = None
) -> Opened:
    """Open a recording to read its events as those of a schema; None: as the file names them.

    Event types made of names are those of an ``earlier`` file of the same catalogue.
    Raises OSError if the file cannot be opened and RecordingError if it is no recording, of
    another game, or of events that cannot become the schema's.
    """
    try:
        reader = Reader(path, schema)
        if schema is None and earlier is not None and _alike(earlier.reader, reader):
            reader.schema = earlier.schema
        return Opened(reader, reader.schema)
    except OtherVersion as trouble:
        assert schema is not None
        reader = Reader(path)
        try:
            translator = Translator(reader.schema, schema)
        except ValueError as cause:
            reader.close()
            raise WrongSchema(trouble.path, f"{trouble.problem}; {cause}") from cause
        return Opened(reader, at_rate(schema, reader.header.frame_rate), translator)


def _alike(one: Reader, other: Reader) -> bool:
    a, b = one.header, other.header
    return (a.game, a.schema_version, a.frame_rate, a.catalogue) == (
        b.game,
        b.schema_version,
        b.frame_rate,
        b.catalogue,
    )
