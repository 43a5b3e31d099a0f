"""States: the interface that queries about states need. A Timeline implements it.

Find and blame cannot import the timeline, which imports them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from replay.events import Readable
from replay.projections import Projection

S = TypeVar("S")


class States(Protocol[S]):
    """A recording seen through a projection; see replay.timeline.Timeline."""

    @property
    def recording(self) -> Readable[Any]:
        """The readable that holds the events."""
        ...

    @property
    def projection(self) -> Projection[Any, S]:
        """The projection that folds them."""
        ...

    @property
    def known(self) -> Sequence[range]:
        """The stretches of frames whose states are known."""
        ...

    def at(self, frame: int) -> S:
        """Return the state at a frame, the caller's to keep."""
        ...

    def after(self, count: int) -> S:
        """Return the state after so many events, the caller's to keep."""
        ...

    def known_since(self, count: int) -> int:
        """Return the number of events from which on all states up to ``count`` events are known."""
        ...
