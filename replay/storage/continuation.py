"""Continuing: whether a recorder's arguments agree with the file that it is to continue.

A file has one header, for good: what contradicts it is refused before anything is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from replay.errors import OtherVersion, WrongSchema
from replay.file.header import OMITTED, Header
from replay.file.scan import Foreign, TooNew, read_header
from replay.schema import Schema
from replay.storage.input_file import Source
from replay.storage.schema_layout import OtherEvents, check_same_layout
from replay.values.agreement import Disagreement
from replay.values.msgpack_codec import Malformed, check_plain, pack_ordered

BRANCH = "replay.fork() begins a branch that can have its own"


def check_continuation(
    path: Path,
    file: BinaryIO,
    schema: Schema,
    metadata: Mapping[str, Any] | None,
    rules_version: int | None,
) -> Header | None:
    """Return the header of the open, locked file, to be continued with these; None is its own.

    Raises WrongSchema for another game, version, frame rate or layout of events, ValueError for
    other metadata or another version of the rules. Damage of the file itself is not checked
    here: of a header that cannot be read, None is returned.
    """
    source = Source(path, file)
    try:
        with suppress(Foreign, TooNew, Malformed):
            header, _ = read_header(source.read)
            check_schema(path, schema, header)
            _check_facts(path, header, metadata or {}, rules_version)
            return header
        return None
    finally:
        source.close()


def check_schema(path: Path, schema: Schema, header: Header) -> None:
    """Raise WrongSchema unless a schema's events can be appended to a file with this header."""
    if header.game != schema.game:
        raise WrongSchema(path, f"it is of the game {header.game!r}, not {schema.game!r}")
    if header.schema_version != schema.version:
        versions = f"version {header.schema_version} of its events, not {schema.version}"
        raise OtherVersion(path, f"it holds {versions}")
    if header.frame_rate != schema.frame_rate:
        rates = f"{header.frame_rate} frames a second, not {schema.frame_rate}"
        advice = "Go on with a schema of that frame rate, or begin a new recording"
        raise WrongSchema(path, f"it was recorded at {rates}", advice=advice)
    try:
        check_same_layout(schema, header)
    except Disagreement as cause:
        problem = f"it holds other events as version {schema.version}: {cause}"
        advice = cause.advice if isinstance(cause, OtherEvents) else "Begin a new recording"
        raise WrongSchema(path, problem, advice=advice) from cause


def _check_facts(
    path: Path, header: Header, metadata: Mapping[str, Any], rules_version: int | None
) -> None:
    if rules_version is not None and rules_version != header.rules_version:
        versions = f"rules_version {header.rules_version}, not {rules_version}"
        raise ValueError(f"{path} has {versions}: leave it out to go on with that; {BRANCH}")
    check_plain(dict(metadata), "metadata")
    for key, value in metadata.items():
        if value is None and key in OMITTED and key not in header.metadata:
            continue
        if key not in header.metadata or not _same(value, header.metadata[key]):
            known = repr(header.metadata[key]) if key in header.metadata else "nothing"
            raise ValueError(
                f"{path} has {known} as metadata {key!r}, not {value!r}: "
                f"leave it out to keep what the file has; {BRANCH}"
            )


def _same(given: object, held: object) -> bool:
    """Whether a value would be written as what a file holds, whatever the order of maps."""
    return pack_ordered(given) == pack_ordered(held)
