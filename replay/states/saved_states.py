"""Saved states: where folding may start from instead of the first event.

Those that a recording holds for this projection, and those kept in memory where it has none. A
cache: any may be missing. A recording's are trusted until folding disproves one: a checksum proves
only that a state is what was written, not that it is right.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from replay.events import Readable
from replay.projections import Projection
from replay.states.dumping import dumped
from replay.states.identity import NOBODY, identity_of
from replay.values.msgpack_codec import pack, unpack_own

S = TypeVar("S")

OWN_EVENTS = 1024
"""Events folded from one state kept in memory to the next, or fewer large ones, where the file has
no keyframes."""
MOST_TRIED = 16
"""States of a recording that are tried, at most, in search of one that can be loaded."""
VAIN_BYTES = 256 * 1024
"""Once states of so many bytes in total could not be loaded, no more are tried."""
OWN_BYTES = 16 * 1024 * 1024
"""Bytes of all states kept in memory; beyond that, every second one is dropped."""
OWN_BYTES_AN_EVENT = 16
"""For each so many bytes of a state, at least one event is folded before the next is kept: packing
a large state takes longer than folding a few events again."""


@runtime_checkable
class KeepsStates(Protocol):
    """A readable that also keeps states of projections: a Recording."""

    def keyframe_before(
        self, projection: str, version: int, parameters: bytes, count: int
    ) -> int | None:
        """Return how many events the last whole state of at most ``count`` holds."""
        ...

    def keyframe_after(
        self, projection: str, version: int, parameters: bytes, count: int
    ) -> int | None:
        """Return how many events the first state of more than ``count`` holds."""
        ...

    def keyframe_state(
        self, projection: str, version: int, parameters: bytes, events: int
    ) -> tuple[Any] | None:
        """Return the saved state of just so many events in a tuple, None if it is damaged."""
        ...


class SavedStates(Generic[S]):
    """The saved states of one projection, by the number of events folded into them."""

    def __init__(self, recording: Readable[Any], projection: Projection[Any, S]) -> None:
        self._readable, self._generation = recording, recording.generation
        self._projection = projection
        keeps = isinstance(recording, KeepsStates)
        self._owner = (identity_of(projection) if keeps else None) or NOBODY
        self._recording = self._keeper()
        self._own: list[tuple[int, bytes]] = []
        self._own_bytes, self._apart = 0, OWN_EVENTS
        self._whole: dict[int, int] = {}
        self._useless: set[int] = set()
        self._vain_bytes = 0

    def _keeper(self) -> KeepsStates | None:
        """The recording, if it can keep states of this projection and no other."""
        readable: object = self._readable
        return readable if self._owner[0] and isinstance(readable, KeepsStates) else None

    @property
    def trusted(self) -> bool:
        """Whether there are states in the recording that are still used."""
        return self.following(-1) is not None

    def nearest(self, count: int) -> tuple[int, S] | None:
        """Return (events, state) of the last saved state of at most ``count`` events."""
        self._notice_replacement()
        own = bisect_right(self._own, count, key=_events_of)
        events, packed = self._own[own - 1] if own else (-1, b"")
        for _ in range(MOST_TRIED):
            if self._recording is None:
                break
            saved = self._recording.keyframe_before(*self._owner, count)
            if saved is None or saved <= events:
                break
            state = self._loaded(saved)
            if state is not None:
                return saved, state[0]
            count = saved - 1
        return None if events < 0 else (events, self._projection.load(unpack_own(packed)))

    def before(self, count: int) -> int:
        """Return how many events the last state of at most ``count`` holds, 0 if there is none."""
        self._notice_replacement()
        own = bisect_right(self._own, count, key=_events_of)
        events = self._own[own - 1][0] if own else 0
        if self._recording is not None:
            events = max(events, self._recording.keyframe_before(*self._owner, count) or 0)
        return events

    def following(self, count: int) -> int | None:
        """Return how many events the recording's next state of more than ``count`` holds."""
        if self._recording is None:
            return None
        return self._recording.keyframe_after(*self._owner, count)

    def following_whole(self, count: int) -> int | None:
        """Return the same for the next state that can be loaded."""
        self._notice_replacement()
        if count in self._whole:
            return self._whole[count]
        saved = self.following(count)
        for _ in range(MOST_TRIED):
            if saved is None:  # one may be added later
                return None
            if self._loaded(saved) is not None:
                self._whole[count] = saved
                return saved
            saved = self.following(saved)
        return None

    def disproved(self, events: int, state: S) -> bool:
        """Whether the recording's state of so many events differs from this, the true one."""
        if self._recording is None:
            return False
        saved = self._recording.keyframe_state(*self._owner, events)
        return saved is not None and pack(saved[0]) != self.packed(state)

    def keep(self, events: int, state: S) -> None:
        """Keep a state in memory, unless one is kept near it."""
        place = bisect_right(self._own, events, key=_events_of)
        before = self._own[place - 1][0] if place else 0
        reach = self._readable.reach
        if events < reach(before, self._apart):
            return
        if place < len(self._own) and self._own[place][0] < reach(events, self._apart):
            return
        packed = self.packed(state)
        self._apart = max(self._apart, len(packed) // OWN_BYTES_AN_EVENT)
        if len(packed) > OWN_BYTES:
            return
        self._own.insert(place, (events, packed))
        self._own_bytes += len(packed)
        while self._own_bytes > OWN_BYTES:
            del self._own[::2]
            self._own_bytes = sum(len(packed) for _, packed in self._own)
            self._apart *= 2

    def _forget(self) -> None:
        self._own.clear()
        self._own_bytes, self._apart = 0, OWN_EVENTS

    def distrust(self) -> None:
        """Drop all states, and never again use the recording's."""
        self._recording = None
        self._forget()
        self._whole.clear()

    def _notice_replacement(self) -> None:
        """Clear the cache if another match has replaced the one that was read."""
        if self._readable.generation != self._generation:
            self._generation = self._readable.generation
            self._recording = self._keeper()
            self._forget()
            self._whole.clear()
            self._useless.clear()
            self._vain_bytes = 0

    def packed(self, state: S, *, check: bool = True) -> bytes:
        """Return a state as MessagePack. Raises TypeError if it is not dumped as plain data."""
        return dumped(self._projection, state, check=check)

    def _loaded(self, events: int) -> tuple[S] | None:
        assert self._recording is not None
        if events in self._useless or self._vain_bytes > VAIN_BYTES:
            return None
        saved = self._recording.keyframe_state(*self._owner, events)
        if saved is None:
            return None
        try:
            return (self._projection.load(saved[0]),)
        except Exception:  # noqa: BLE001 - load may raise anything for a false state
            self._useless.add(events)
            untouched = self._recording.keyframe_state(*self._owner, events) or saved
            self._vain_bytes += len(pack(untouched[0]))
            return None


def _events_of(entry: tuple[int, Any]) -> int:
    return entry[0]
