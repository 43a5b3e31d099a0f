"""A projection's states are never mistaken for another's, and a mistake in one stays a mistake."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import (
    Event,
    EventStore,
    EventType,
    LiveProjection,
    Projection,
    Recorder,
    Recording,
    Schema,
    Timeline,
    fold,
    fold_all,
)
from replay.errors import NoKeyframes, StaleKeyframes
from replay.file.builder import KEYFRAME_EVENTS
from replay.queries.event_counts import EventCounts
from replay.states.identity import owner_of_keyframes

T = TypeVar("T")


class Facts(EventType):
    ADDED = str
    REMOVED = str


S = Schema("g", Facts)
EVENTS = [Event(Facts.ADDED if n % 3 else Facts.REMOVED, f"i{n % 5}", frame=n) for n in range(2000)]


class Counts(Projection[Any, int]):
    """The base of those below; has no name."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 1


class Added(Counts):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Facts.ADDED)


class Removed(Counts):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Facts.REMOVED)


class Of(Counts):
    name = "of"

    def __init__(self, item: str) -> None:
        self.item = item

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.data == self.item)


class Slotted(Counts):
    __slots__ = ("item",)
    name = "of"

    def __init__(self, item: str) -> None:
        self.item = item


class Named(Added):
    name = "named"


class Twice(Named):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 2 * (event.type is Facts.ADDED)


class Later(Named):
    name, version = "named", 2


class Remembering(Counts):
    name = "remembering"

    @cached_property
    def answer(self) -> object:
        return object()


class Generally(Counts, Generic[T]):
    name = "generally"


class Fixed(Of):
    name = "fixed"
    parameters = None


class Unfit(Counts):
    name = "unfit"

    def __init__(self) -> None:
        self.inner = Counts()


class GamesTally(Projection[Any, dict[str, Any]]):
    name = "tally"

    def initial(self) -> dict[str, Any]:
        return {"points": 0}

    def apply(self, state: dict[str, Any], event: Event[Any]) -> dict[str, Any]:
        state["points"] += 1
        return state


def recorded(path: Path, projection: Projection[Any, Any] | None, **options: Any) -> Path:
    with Recorder(path, S, projection=projection, **options) as recorder:
        for event in EVENTS:
            recorder.append(event)
    return path


KEPT = [Named(), Later(), GamesTally(), EventCounts(), Generally[int](), Fixed("i1")]
UNKEPT = [Added(), Removed(), Twice(), Of("i1"), Of("i9"), Slotted("i1")]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("kept", [*KEPT, *UNKEPT], ids=lambda p: type(p).__name__)
def test_whoever_asks_gets_the_fold_of_its_own(
    kept: Projection[Any, Any], live: bool, tmp_path: Path
) -> None:
    path = recorded(tmp_path / "a.replay", kept, live=live)

    with Recording(path, S) as recording:
        keyframes = len(recording.reader.contents.keyframe_events)
        assert (keyframes > 0) == (kept in KEPT)
        for asked in (*KEPT, *UNKEPT):
            for frame in (700, 1500):
                assert Timeline(recording, asked).at(frame) == fold(EVENTS[: frame + 1], asked)


parameters = st.dictionaries(
    st.text("ab", min_size=1, max_size=2), st.integers(0, 2) | st.text("ab", max_size=1), max_size=2
)


@given(mine=parameters, theirs=parameters, names=st.tuples(*[st.sampled_from(["", "x", "y"])] * 2))
def test_a_file_keeps_states_by_name_and_version_of_those_without_parameters(
    mine: dict[str, Any], theirs: dict[str, Any], names: tuple[str, str]
) -> None:
    owners = []
    for name, given_parameters in zip(names, (mine, theirs), strict=True):
        made: Any = type("Made", (Counts,), {"name": name} if name else {})()
        vars(made).update({f"_{key}": value for key, value in given_parameters.items()})
        owners.append(owner_of_keyframes(made))
        assert (owners[-1] is None) == (not name or bool(given_parameters))

    if owners[0] == owners[1] is not None:
        assert names[0] == names[1]


def test_own_attributes_are_the_parameters() -> None:
    remembering = Remembering()
    assert remembering.answer is remembering.answer

    assert Of("i1").parameters == Slotted("i1").parameters == {"item": "i1"}
    assert Named().parameters == Generally[int]().parameters == remembering.parameters == {}


def test_without_plain_parameters_there_are_no_keyframes_and_that_is_said_once(
    tmp_path: Path,
) -> None:
    with pytest.warns(NoKeyframes, match=r"'unfit' has no keyframes.*Give it parameters") as said:
        path = recorded(tmp_path / "a.replay", Unfit())
    assert len(said) == 1

    with Recording(path, S) as recording:
        assert not recording.reader.contents.keyframe_events
        with pytest.warns(NoKeyframes, match="unfit") as said:
            timeline = Timeline(recording, Unfit())
        assert len(said) == 1
        assert [timeline.at(frame) for frame in (9, 1900, 9)] == [10, 1901, 10]


def test_in_memory_nobody_asks_for_an_identity() -> None:
    store = EventStore[Any]()
    for event in EVENTS:
        store.append(event)

    assert Timeline(store, Unfit()).at(1999) == 2000


def test_the_engines_names_are_not_for_games() -> None:
    with pytest.raises(ValueError, match="'replay:' are the engine's own"):
        type("Mine", (Counts,), {"name": "replay:tally"})

    mine = Counts()
    mine.name = "replay:tally"
    with pytest.raises(ValueError, match="'replay:' are the engine's own"):
        owner_of_keyframes(mine)
    assert owner_of_keyframes(EventCounts()) == ("replay:tally", 1)


def test_the_engines_old_tallies_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventCounts, "name", "tally")
    path = recorded(tmp_path / "a.replay", EventCounts())

    with Recording(path, S) as recording:
        assert recording.reader.contents.keyframe_events
        assert Timeline(recording, GamesTally()).at(1999) == {"points": 2000}


# What is tried before a match.


@dataclass
class State:
    n: int = 0


class NoDump(Projection[Any, State]):
    name = "nodump"

    def initial(self) -> State:
        return State()

    def apply(self, state: State, event: Event[Any]) -> State:
        state.n += 1
        return state


class NoLoad(NoDump):
    name = "noload"

    def dump(self, state: State) -> object:
        return [state.n]


class Forgets(NoLoad):
    name = "forgets"

    def dump(self, state: State) -> object:
        return [state.n, id(state)]

    def load(self, saved: Any) -> State:
        return State(saved[0])


class Sets(Projection[Any, set[str]]):
    def initial(self) -> set[str]:
        return set()


class Fails(NoLoad):
    name = "fails"

    def load(self, saved: Any) -> State:
        return State(saved["n"])


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    ("projection", "told"),
    [
        (NoDump(), r"State of the projection 'nodump' is not dumped .*: give it a dump\(\)"),
        (NoLoad(), r"load\(\) of the projection 'noload' makes a list of what was a State"),
        (Forgets(), r"load\(\) of the projection 'forgets' makes another state"),
        (Sets(), r"set of the projection 'Sets' is not dumped as plain data"),
        (Fails(), "list indices must be integers"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_missing_dump_is_noticed_before_the_match(
    projection: Projection[Any, Any], told: str, live: bool, tmp_path: Path
) -> None:
    with pytest.raises(TypeError, match=told):
        Recorder(tmp_path / "a.replay", S, projection=projection, live=live)

    assert not list(tmp_path.iterdir())


# What a projection raises while a recording is read.


class Bug(Counts):
    name = "bug"

    def apply(self, state: int, event: Event[Any]) -> int:
        if event.frame == 1700:
            raise KeyError("no player 1700")
        return state + 1


NOTE = "when event 1700, ADDED of frame 1700, was folded"
ASKS: dict[str, tuple[Callable[[Recording], Any], str]] = {
    "at": (lambda r: Timeline(r, Bug()).at(1750), NOTE),
    "walk": (lambda r: list(Timeline(r, Bug()).walk(1690, 3)), NOTE),
    "back": (lambda r: list(Timeline(r, Bug()).walk(1800, -3)), NOTE),
    "live": (lambda r: LiveProjection(r, Bug()).state(), NOTE),
    "blame": (lambda r: Timeline(r, Bug()).blame((), 1800), NOTE),
    "fold": (lambda r: fold(r, Bug()), NOTE.replace("event 1700", "the event")),
    "fold all": (lambda r: fold_all(r, Added(), Bug()), NOTE.replace("event 1700", "the event")),
    "find": (
        lambda r: list(Timeline(r, Bug()).find(bool)),
        NOTE.replace("event 1700", "the event"),
    ),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("kept", [None, Counts], ids=["no keyframes", "keyframes"])
@pytest.mark.parametrize("upcast", [False, True])
def test_what_a_projection_raises_stays_what_it_is_with_event_and_frame(
    ask: tuple[Callable[[Recording], Any], str],
    kept: type[Counts] | None,
    upcast: bool,
    tmp_path: Path,
) -> None:
    question, note = ask
    projection = None if kept is None else type("Kept", (kept,), {"name": "bug"})()
    path = recorded(tmp_path / "a.replay", projection)
    same: Any = lambda name, fields: [(name, fields)]  # noqa: E731
    schema = Schema("g", Facts, version=2, upcasters={1: same}) if upcast else S

    with Recording(path, schema) as recording:
        if projection is not None and not upcast:
            assert Timeline(recording, Bug()).at(1699) == 1700
        with pytest.raises(KeyError, match="no player 1700") as raised:
            question(recording)

        assert raised.value.__notes__ == [note]


def test_an_upcasters_mistake_is_not_told_as_the_folds(tmp_path: Path) -> None:
    def slips(name: str, fields: dict[str, Any]) -> Any:
        return [(name, fields)] if fields["value"] != "i4" else [(name, {"value": fields["x"]})]

    path = recorded(tmp_path / "a.replay", None)
    with Recording(path, Schema("g", Facts, version=2, upcasters={1: slips})) as recording:
        with pytest.raises(KeyError, match="x") as raised:
            Timeline(recording, Named()).at(100)

        (note,) = raised.value.__notes__
        assert "upcaster from version 1, given ADDED of frame 4" in note


class Dice(Counts):
    """Does not only depend on the events."""

    name = "dice"
    rolls = itertools.count()

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (next(self.rolls) if event.frame == 1500 else 1)


def test_randomness_is_told_from_damage_since_its_frame(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", Dice())

    with Recording(path, S) as recording:
        timeline = Timeline(recording, Dice())
        timeline.at(1499)
        with pytest.warns(StaleKeyframes, match=r"twice.*'dice'.* since frame 1500: .*randomness"):
            list(timeline.walk(0, 1))


def test_a_false_keyframe_is_not_called_randomness(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", type("Other", (Removed,), {"name": "named"})())

    with Recording(path, S) as recording:
        with pytest.warns(StaleKeyframes, match="not what the events lead to; they are no") as said:
            list(Timeline(recording, Named()).walk(0, 1))
        assert "twice" not in str(said[0].message)


def test_a_mistake_behind_many_keyframes_costs_one_fold_of_all(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", type("Kept", (Counts,), {"name": "bug"})())
    asked = Bug()
    folded = 0

    def counting(state: int, event: Event[Any]) -> int:
        nonlocal folded
        folded += 1
        return Bug.apply(asked, state, event)

    with Recording(path, S) as recording, warnings.catch_warnings():
        warnings.simplefilter("error")
        timeline = Timeline(recording, asked)
        object.__setattr__(asked, "apply", counting)
        for _ in range(50):
            with pytest.raises(KeyError):
                timeline.at(1700)
        assert timeline.at(1699) == 1700

    assert folded < 1701 + 52 * KEYFRAME_EVENTS


@dataclass
class Bag:
    items: list[str] = field(default_factory=list)


class Items(Projection[Any, Bag]):
    def initial(self) -> Bag:
        return Bag()

    def apply(self, state: Bag, event: Event[Any]) -> Bag:
        state.items.append(event.data)
        return state


def test_states_that_cannot_be_dumped_are_a_mistake_with_a_remedy_also_when_reading(
    tmp_path: Path,
) -> None:
    path = recorded(tmp_path / "a.replay", None)

    with Recording(path, S) as recording, pytest.raises(TypeError, match=r"'Items'.* a dump\(\)"):
        Timeline(recording, Items()).at(1999)
