"""States: what a question about them needs to know. A Timeline is that.

Find and blame stand below the timeline, which calls them.
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
        """What holds the events."""
        ...

    @property
    def projection(self) -> Projection[Any, S]:
        """What folds them."""
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
        """Return since how many events all states up to the one after ``count`` are known."""
        ...
