"""An opened file: its reader, and how its events become those of a schema. Swapped as a whole.

Everything that depends on which file is open is kept here, so that nothing of an earlier file
remains when another replaces it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from replay.errors import OtherVersion, WrongSchema
from replay.schema import Schema
from replay.storage.reader import Reader
from replay.storage.schema_layout import as_recorded
from replay.storage.upcasting import Translator


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file. ``schema`` is that of the events returned, at the file's own frame rate.

    ``translator`` makes them from the events written; None if they are the same.
    """

    reader: Reader
    schema: Schema
    translator: Translator | None = None


def open_as(
    path: str | os.PathLike[str], schema: Schema | None, *, past_damage: bool = False
) -> Opened:
    """Open a recording to read its events as those of a schema; None: as the file names them.

    Raises OSError if the file cannot be opened and RecordingError if it is no recording, of
    another game, or of events that cannot become the schema's.
    """
    try:
        reader = Reader(path, schema, past_damage=past_damage)
        return Opened(reader, reader.schema)
    except OtherVersion as trouble:
        assert schema is not None
        reader = Reader(path, past_damage=past_damage)
        try:
            translator = Translator(reader.schema, schema)
        except ValueError as cause:
            reader.close()
            raise WrongSchema(trouble.path, f"{trouble.problem}; {cause}") from cause
        return Opened(reader, as_recorded(schema, reader.header), translator)
