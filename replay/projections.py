"""Projections: questions asked of the events, answered by folding over them.

Pure. Knows events and states; no file, no keyframe, no window.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from functools import cached_property
from types import MemberDescriptorType
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from replay.events import Event, Readable
from replay.values.view_paths import Query as Query  # a game that looks and holds by itself
from replay.values.view_paths import look_up as look_up  # imports these from here

T_contra = TypeVar("T_contra", contravariant=True)
S = TypeVar("S")
T = TypeVar("T")


ENGINE = "replay:"
"""How the names of the engine's own projections begin."""


@runtime_checkable
class StartingState(Protocol):
    """The saved state that a recording begins from at its first ``frame``, as a clip does.

    It is no cache: it is used by the projection that wrote it, known by name, version and
    parameters. Others begin with their ``initial`` state, and know what happened since then.
    """

    @property
    def frame(self) -> int:
        """The frame before which it is the state."""
        ...

    @property
    def name(self) -> str:
        """The name of the projection that wrote it."""
        ...

    @property
    def version(self) -> int:
        """The version of that projection."""
        ...

    def is_of(self, projection: Projection[Any, Any]) -> bool:
        """Whether it is a state of this projection.

        Raises OtherStart if it is of one of that name, but of another version or other parameters.
        """
        ...

    def state_of(self, projection: Projection[Any, S]) -> S:
        """Return the state, the caller's to change; ``initial`` if it is another projection's.

        Raises OtherStart as ``is_of`` does, and if the projection cannot load it.
        """
        ...


class Projection(Generic[T_contra, S]):
    """A question asked of the events: a state to start from, and how each event changes it.

    The answer is never stored as truth. It is computed from the events, and can be computed
    again at any time, for any moment: this makes it possible to show any frame, and to ask new
    questions about old matches.

    ``name``, ``version`` and ``parameters`` identify a projection, so that no keyframe (a state
    saved in a recording) is taken for another's. Raise the version whenever ``apply`` or ``dump``
    changes, so that keyframes saved by the older fold are ignored. Without a name of its own a
    projection has no keyframes; a subclass does not inherit the name. Names that begin with
    "replay:" are the engine's. A small example, how often something was dropped::

        class Drops(Projection[Any, int]):
            name = "drops"

            def initial(self) -> int:
                return 0

            def apply(self, state: int, event: Event[Any]) -> int:
                return state + (event.type is Facts.ITEM_REMOVED)

        fold(recording, Drops())  # at the end
        Timeline(recording, Drops()).at(900)  # at frame 900
    """

    name: str = ""
    version: int = 1

    def __init_subclass__(cls, **options: Any) -> None:
        """Raise ValueError for a name that is the engine's."""
        super().__init_subclass__(**options)
        name = vars(cls).get("name")
        if isinstance(name, str) and name.startswith(ENGINE) and not is_the_engines(cls):
            raise ValueError(f"names that begin with {ENGINE!r} are the engine's own, not {name!r}")

    @property
    def parameters(self) -> object:
        """What tells this projection from others of its name: plain data.

        By default the instance's own attributes, by name. Override it where they are no plain
        data, or no part of the question. Recordings of the formats before 3 keep no keyframes of
        a projection with parameters.
        """
        return own_attributes(self)

    def initial(self) -> S:
        """Return the state before the first event; a new one each time."""
        raise NotImplementedError(f"{type(self).__name__} needs an initial()")

    def initial_from(self, start: StartingState) -> S:
        """Return the state before the first event of a recording that begins later, as a clip does.

        By default the state that it begins from, if a projection of this name, version and
        parameters wrote that, and else ``initial()``: then states tell what happened since. A
        projection that is made of another one can begin with ``start.state_of(other)``. Raises
        OtherStart if the state is of another version of this projection.
        """
        return start.state_of(self)

    def apply(self, state: S, event: Event[T_contra]) -> S:
        """Return the state after ``event``. May change and return the state it was given.

        It must accept every event: an event is a fact, and whatever is wrong with it should have
        been noticed when it was decided.
        """
        raise NotImplementedError(f"{type(self).__name__} needs an apply()")

    def dump(self, state: S) -> object:
        """Return the state as plain data (lists, dicts, numbers, text, bytes, None).

        Equal states give equal data, in the same order: sort what is a set. By default the
        state itself, for states that are plain data already.
        """
        return state

    def load(self, saved: Any) -> S:
        """Return the state that ``dump`` gave this data for; tuples come back as lists."""
        return saved  # type: ignore[no-any-return]

    def merge(self, earlier: S, later: S) -> S:
        """Return the state after the events of both, where ``later`` began with ``initial()``.

        For folding parts of a match, or many matches, separately: sums, counts, latest values.
        Changes neither state. Optional; without it only whole matches can be folded.
        """
        raise NotImplementedError(f"{type(self).__name__} needs a merge() for that")

    def view(self, state: S) -> object:
        """Return the state as plain *named* data, for people, JSON, blame and find.

        By default a dataclass's fields, otherwise what ``dump`` gives.
        """
        if dataclasses.is_dataclass(state) and not isinstance(state, type):
            return dataclasses.asdict(state)
        return self.dump(state)

    def look(self, state: S, path: Sequence[str | int]) -> Any:
        """Return what is at a path of the view, or ``MISSING``; see replay.values.view_paths.

        By default this makes the whole view. Override it if that is slow and every frame is
        looked at.
        """
        return look_up(self.view(state), path)

    def holds(self, state: S, question: Query) -> bool:
        """Whether a query holds for the view; ``find`` calls this after each frame.

        By default makes the value at its path and compares it. Override, with the same answers,
        if that value is large and the query can be answered without making it.
        """
        return question.holds(self.look(state, question.path))


def is_the_engines(projection: type) -> bool:
    """Whether a projection's class is one of the engine's own."""
    return projection.__module__.partition(".")[0] == __name__.partition(".")[0]


def own_attributes(projection: object) -> dict[str, Any]:
    """Return an instance's own attributes, without name, version and cached properties."""
    kind = type(projection)
    slots = (
        name
        for base in kind.__mro__
        for name, value in vars(base).items()
        if isinstance(value, MemberDescriptorType) and hasattr(projection, name)
    )
    named = {**getattr(projection, "__dict__", {}), **{n: getattr(projection, n) for n in slots}}
    return {
        name: value
        for name, value in named.items()
        if name not in ("name", "version", "__orig_class__")
        and not isinstance(getattr(kind, name, None), cached_property)
    }


def starting_state(projection: Projection[Any, S], events: object) -> S:
    """Return the state before the first of ``events``, the caller's to change.

    That is the initial one, but for a recording that begins from a saved state. Raises OtherStart
    if the projection cannot use that.
    """
    start = getattr(events, "start", None)
    if isinstance(start, StartingState):
        return projection.initial_from(start)
    return projection.initial()


def fold(events: Readable[T] | Iterable[Event[T]], projection: Projection[T, S]) -> S:
    """Return the projection's state after all ``events``, one after the other from the first.

    ``events`` is anything readable (an EventStore, a Recording) or any iterable of events. A clip
    is folded from the state that it begins from. An
    exception of the projection is passed on, with a note that says at which event and frame.
    """
    state = starting_state(projection, events)
    apply = projection.apply
    for event in _all(events):
        try:
            state = apply(state, event)
        except Exception as trouble:
            note_event(trouble, event)
            raise
    return state


def fold_all(
    events: Readable[T] | Iterable[Event[T]], *projections: Projection[T, Any]
) -> tuple[Any, ...]:
    """Return each projection's state after all ``events``, which are read only once.

    Asking many questions of a recording costs one reading of it and each question's own fold.
    """
    states = [starting_state(projection, events) for projection in projections]
    steps = [(index, projection.apply) for index, projection in enumerate(projections)]
    for event in _all(events):
        for index, apply in steps:
            try:
                states[index] = apply(states[index], event)
            except Exception as trouble:
                note_event(trouble, event)
                raise
    return tuple(states)


def note_event(trouble: Exception, event: Event[Any], number: int | None = None) -> None:
    """Add a note to what a projection raised: at which event of which frame."""
    which = "the event" if number is None else f"event {number}"
    trouble.add_note(f"when {which}, {event.type.name} of frame {event.frame}, was folded")


def _all(events: Readable[T] | Iterable[Event[T]]) -> Iterable[Event[T]]:
    return events.events() if hasattr(events, "events") else events
