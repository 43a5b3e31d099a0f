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
from replay.states.dumping import dumped
from replay.states.identity import identity_of, own_name

S = TypeVar("S")


@dataclass(frozen=True)
class RecordedStart:
    """The saved state that the recording ``path`` begins from; implements StartingState."""

    path: Path
    frame: int
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
        if own_name(projection) != self.name:
            return False
        identity = identity_of(projection)
        if identity == (self.name, self.version, self.saved.parameters):
            return True
        if projection.version != self.version:
            other = f"version {self.version} of {self.name!r}, not {projection.version}"
        else:
            other = f"{self.name!r} with other parameters"
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


def continued(keeper: Keeper | None, path: Path, header: Header | None) -> Keeper | None:
    """Return what keeps keyframes in a file that is continued; None if its format has none of it.

    Raises OtherStart if it begins from a state that the projection cannot use.
    """
    if keeper is None or header is None:
        return keeper
    if keeper.parameters and header.format_version < PARAMETERS_SINCE:
        return None
    if header.start is None:
        return keeper
    start = RecordedStart(path, header.first_frame, header.start)
    start.is_of(keeper.projection)
    return replace(keeper, initial=partial(keeper.projection.initial_from, start))


def start_from(projection: Projection[Any, S], state: S) -> Start:
    """Return what a recording holds to begin from a state.

    Raises ValueError if the projection has no name of its own, its parameters are no plain data,
    or the state is too large; TypeError if its ``dump`` is no plain data.
    """
    identity = identity_of(projection)
    if identity is None:
        raise ValueError(
            f"a recording cannot begin from a state of {type(projection).__name__}: "
            "it needs a name of its own, and parameters that are plain data"
        )
    return make_start(*identity, dumped(projection, state))
