"""Starting states: where folding begins in a recording that begins later than its match.

Knows projections and what a file says of such a state; no event.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from replay.errors import OtherStart
from replay.file.header import Header
from replay.file.keyframes import PARAMETERS_SINCE, Keeper
from replay.file.start import Start, make_start
from replay.projections import Projection
from replay.states.dumping import dumped, try_dump
from replay.states.identity import identity_of, own_name

S = TypeVar("S")


@dataclass(frozen=True)
class RecordedStart:
    """The saved state that the recording ``path`` begins from; implements StartingState.

    ``schema_version`` is that of the events as they are read.
    """

    path: Path
    frame: int
    schema_version: int
    saved: Start

    @property
    def name(self) -> str:
        """The name of the projection that wrote it."""
        return self.saved.name

    @property
    def version(self) -> int:
        """The version of that projection."""
        return self.saved.version

    def is_of(self, projection: Projection[Any, Any]) -> bool:
        """Whether it is a state of this projection.

        Raises OtherStart if it is of one of that name, but of another version or other parameters.
        """
        if not self.name or own_name(projection) != self.name:
            return False
        saved = self.saved
        identity = identity_of(projection)
        if projection.version != saved.version:
            other = f"version {saved.version} of {saved.name!r}, not {projection.version}"
        elif identity != (saved.name, saved.version, saved.parameters):
            other = f"{saved.name!r} with other parameters"
        elif self.schema_version != saved.schema_version:
            other = f"events of version {saved.schema_version}, not {self.schema_version}"
        else:
            return True
        problem = f"it begins at frame {self.frame} from a state of {other}"
        raise OtherStart(self.path, problem, advice="Make the clip again from its source")

    def state_of(self, projection: Projection[Any, S]) -> S:
        """Return the state, the caller's to change; ``initial`` if it is another projection's.

        Raises OtherStart as ``is_of`` does, and if the projection cannot load it.
        """
        if not self.is_of(projection):
            return projection.initial()
        try:
            return projection.load(self.saved.plain())
        except Exception as cause:
            problem = f"the state that it begins from at frame {self.frame} cannot be loaded"
            told = f"{problem}: {type(cause).__name__}: {cause}"
            raise OtherStart(
                self.path, told, advice="Make the clip again from its source"
            ) from cause


def continued(
    keeper: Keeper | None, path: Path, header: Header | None, schema_version: int
) -> Keeper | None:
    """Return what keeps keyframes in a file that is continued; None if its format has none of it.

    ``schema_version`` is that of the events that it folds.

    Raises OtherStart if it begins from a state that the projection cannot use.
    """
    if keeper is None or header is None:
        return keeper
    if keeper.parameters and header.format_version < PARAMETERS_SINCE:
        return None
    if header.start is None:
        return keeper
    start = RecordedStart(path, header.first_frame, schema_version, header.start)
    start.is_of(keeper.projection)
    return replace(keeper, initial=partial(keeper.projection.initial_from, start))


def start_from(projection: Projection[Any, S], state: S, schema_version: int) -> Start:
    """Return what a recording holds to begin from a state that events of this version led to.

    Raises ValueError if the projection has no name of its own, its parameters are no plain data,
    or the state is too large or too deep; and what ``try_dump`` raises.
    """
    if not own_name(projection):
        raise ValueError(f"{type(projection).__name__} needs a name of its own for that")
    identity = identity_of(projection)
    if identity is None:
        raise ValueError(f"{projection.name!r} needs parameters that are small and plain data")
    try_dump(projection, state)
    name, version, parameters = identity
    start = make_start(name, version, schema_version, parameters, dumped(projection, state))
    start.plain()  # or nobody could begin from it
    return start
