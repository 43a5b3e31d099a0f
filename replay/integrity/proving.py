"""Proving: which keyframes of a recording are the states that its events lead to.

Folds everything once. Knows recordings and projections; changes no file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from replay.errors import OtherStart, RecordingError
from replay.projections import Projection, starting_state
from replay.recording import Recording
from replay.states.determinism import told_difference
from replay.states.dumping import dumped
from replay.states.folding import fold_between
from replay.states.identity import NOBODY, Identity, identity_of
from replay.values.msgpack_codec import Malformed, pack, unpack

S = TypeVar("S")
DOUBTS = 8
"""For how many false keyframes it is checked whether folding twice differs. Each check folds and
dumps again, and a file may hold any number of false ones."""


class Verdict(Enum):
    """What is known of a keyframe.

    PROVED: folding the events before it gives the same state; behind a gap, folding from the first
    keyframe there. BEGINS: it is the first behind a gap; the state there is known from it alone,
    so nothing can prove it. FALSE: folding gives another state, or it cannot be loaded. UNPROVED:
    it is another projection's, or the events before it cannot be folded.
    """

    PROVED = "proved"
    BEGINS = "begins"
    FALSE = "false"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a keyframe, by its position in the contents, and what is wrong."""

    position: int
    verdict: Verdict
    problem: str = ""


def judged(recording: Recording, projection: Projection[Any, Any] | None) -> Iterator[Judgement]:
    """Yield a judgement on each keyframe, in their order.

    Those of ``projection``, if one is given and it can have keyframes, are compared with its fold.
    From damage, or an event that it cannot fold, on nothing more can be proved. Raises OtherStart
    if the recording begins from a state of it that it cannot load.
    """
    owner = None if projection is None else identity_of(projection)
    proof = None
    if projection is not None and owner is not None and _can_begin(recording, projection):
        proof = _Proof(recording, projection, owner)
    begun: dict[object, int] = {}
    contents = recording.reader.contents
    gap_ends = [gap.first_event + gap.events for gap in contents.gaps]
    for position, events in enumerate(contents.keyframe_events):
        whose = contents.keyframe_owners[position]
        mine = whose == (*(owner or NOBODY), recording.schema.version)
        behind = bisect_right(gap_ends, events)
        if behind > begun.get(whose, 0):
            found = _begin(recording, position, proof if mine else None)
            if found.verdict is Verdict.BEGINS:
                begun[whose] = behind
            yield found
        elif mine and proof is not None:
            yield proof.judge(position, events)
        else:
            yield Judgement(position, Verdict.UNPROVED)


def _can_begin(recording: Recording, projection: Projection[Any, Any]) -> bool:
    """Whether the recording begins from no state of another version of the projection."""
    start = recording.start
    if start is not None:
        try:
            start.is_of(projection)
        except OtherStart:
            return False
    return True


def _begin(recording: Recording, position: int, proof: _Proof[Any] | None) -> Judgement:
    """Judge the first keyframe behind a gap: whether it is a state at all."""
    try:
        packed = pack(recording.keyframe_at(position))
    except (RecordingError, Malformed) as problem:
        return Judgement(position, Verdict.FALSE, f"a keyframe cannot be read: {problem}")
    if proof is not None and not proof.begin(recording, position, packed):
        return Judgement(position, Verdict.FALSE, "a keyframe is no state of its projection")
    return Judgement(position, Verdict.BEGINS)


class _Proof(Generic[S]):
    """A fold that goes from keyframe to keyframe."""

    def __init__(
        self, recording: Recording, projection: Projection[Any, S], owner: Identity
    ) -> None:
        self._recording, self._projection, self._owner = recording, projection, owner
        self._state: S = starting_state(projection, recording)
        self._count, self._packed = 0, dumped(projection, self._state)
        self._ended = False
        self._doubts = DOUBTS

    def begin(self, recording: Recording, position: int, packed: bytes) -> bool:
        """Fold on from a keyframe behind a gap; False if the projection cannot load it."""
        try:
            self._state = self._projection.load(unpack(packed))
            self._packed = dumped(self._projection, self._state)
        except Exception:  # noqa: BLE001 - load may raise anything for a false state
            return False
        self._count, self._ended = recording.reader.contents.keyframe_events[position], False
        return True

    def judge(self, position: int, events: int) -> Judgement:
        """Fold to a keyframe and compare."""
        if self._ended:
            return Judgement(position, Verdict.UNPROVED)
        recording, projection = self._recording, self._projection
        start, before = self._count, self._packed
        try:
            self._state = fold_between(projection.apply, self._state, recording, start, events)
        except Exception as cause:  # noqa: BLE001 - a game may raise anything for unknown events
            self._ended = True
            known = isinstance(cause, RecordingError)  # damage is reported elsewhere
            return Judgement(position, Verdict.UNPROVED, "" if known else _told(cause))
        self._count, self._packed = events, dumped(projection, self._state)
        try:
            saved = pack(recording.keyframe_at(position))
        except (RecordingError, Malformed) as problem:
            return Judgement(position, Verdict.FALSE, f"a keyframe cannot be read: {problem}")
        if saved == self._packed:
            return Judgement(position, Verdict.PROVED)
        told = None
        if self._doubts:
            self._doubts -= 1
            told = told_difference(projection, recording, before, start, events)
        self._ended = told is not None
        lead = "a keyframe is not the state that the events lead to"
        return Judgement(position, Verdict.FALSE, f"{lead}: {told}" if told else lead)


def _told(cause: Exception) -> str:
    notes = " ".join(getattr(cause, "__notes__", ()))
    return f"the events cannot be folded: {type(cause).__name__}: {cause} {notes}".rstrip()
