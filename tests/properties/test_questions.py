"""find and blame say what somebody says who looks at every frame, and at every event, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.model.events import SCHEMA
from game.model.fold import MatchState
from game.rules.decide import RULES
from replay import MISSING, Event, Recording, Timeline
from replay.queries.blame import MAX_CHAIN, blame_item, blame_path
from replay.queries.find import FrameRange
from replay.values.view_paths import OPERATORS, Query, look_up

GOLDEN = Path(__file__).parents[2] / "recordings" / "golden"
MATCHES = "packrat-v2", "packrat-v3"
PLAYER_PATHS = "name", "mind", "x", "y", "vx", "vy", "slot", "bag", "weight", "score"
ITEM_PATHS = "kind", "holder", "nest", "x", "y", "weight", "reason"

Path_ = tuple[str | int, ...]


@dataclass
class ByHand:
    """A match looked at in full: the view after each event, and before the first."""

    recording: Recording
    events: list[Event[Any]]
    views: list[Any]
    led_to: list[int | None]

    def count(self, frame: int) -> int:
        return sum(event.frame <= frame for event in self.events)

    def by_frame(self, path: Path_) -> list[Any]:
        """What is at a path after each frame."""
        values, number = [], 0
        for frame in range(self.recording.frames):
            while number < len(self.events) and self.events[number].frame <= frame:
                number += 1
            values.append(look_up(self.views[number], path))
        return values


@cache
def by_hand(name: str) -> ByHand:
    recording = Recording(GOLDEN / f"{name}.replay", SCHEMA)
    events = recording.get_all_events()
    fold = MatchState()
    state = fold.initial()
    views = [fold.view(state)]
    for event in events:
        state = fold.apply(state, event)
        views.append(fold.view(state))
    return ByHand(recording, events, views, inputs_before(events))


def inputs_before(events: list[Event[Any]]) -> list[int | None]:
    """For each event the last input, before it, of whoever did it; None for inputs."""
    last: dict[Any, int] = {}
    led_to: list[int | None] = []
    for number, event in enumerate(events):
        who = getattr(event.data, "player", None)
        is_input = event.type in RULES.input_types
        led_to.append(None if is_input or who is None else last.get(who))
        if is_input and who is not None:
            last[who] = number
    return led_to


matches = st.sampled_from(MATCHES).map(by_hand)
paths: st.SearchStrategy[Path_] = st.one_of(
    st.tuples(st.just("players"), st.integers(-1, 3), st.sampled_from(PLAYER_PATHS)),
    st.tuples(st.just("players"), st.integers(0, 2), st.just("bag"), st.integers(-7, 6)),
    st.tuples(st.just("items"), st.integers(-1, 24), st.sampled_from(ITEM_PATHS)),
    st.tuples(st.sampled_from(["players", "items"]), st.integers(0, 2)),
    st.sampled_from(
        [("players",), ("items",), ("length",), ("ended",), ("nothing",), ("items", "x")]
    ),
)
KINDS = "ruby", "crown", "anvil", "crown #2", "ruby #9", "knocked out", "laid down", None


@st.composite
def questions(draw: st.DrawFn, match: ByHand) -> Query:
    """A question about a path; mostly about a value that is there at some time."""
    path = draw(paths)
    there = look_up(draw(st.sampled_from(match.views)), path)
    values = [] if there is MISSING else [there]
    values += there if isinstance(there, list) else []
    value = draw(st.sampled_from([*values, *KINDS, 0, 1, 8]) | st.integers(-300, 1300))
    return Query(path, draw(st.sampled_from(list(OPERATORS))), value)


def stretches(frames: list[bool]) -> list[FrameRange]:
    """Every longest run of frames in which it was so."""
    runs, frame = [], 0
    for so, run in groupby(frames):
        length = len(list(run))
        if so:
            runs.append(FrameRange(frame, frame + length - 1))
        frame += length
    return runs


@settings(max_examples=300)
@given(data=st.data(), match=matches)
def test_find_finds_what_looking_at_every_frame_finds(data: st.DataObject, match: ByHand) -> None:
    asked = data.draw(questions(match))

    values = match.by_frame(asked.path)
    if all(value is MISSING for value in values):
        with pytest.raises(ValueError, match="no frame has anything at "):
            list(Timeline(match.recording, MatchState()).find(asked))
    else:
        found = list(Timeline(match.recording, MatchState()).find(asked))
        assert found == stretches([asked.holds(value) for value in values])


@settings(max_examples=300)
@given(data=st.data(), match=matches, which=st.sampled_from(["players", "items"]))
def test_of_all_players_and_things_the_same_holds_as_of_their_view(
    data: st.DataObject, match: ByHand, which: str
) -> None:
    number = data.draw(st.integers(0, len(match.events)))
    view = match.views[data.draw(st.sampled_from([number, max(0, number - 1)]))][which]
    there = [view, view[:-1], view[::-1], tuple(view), *view, *({**one, "x": 7} for one in view)]
    value = data.draw(st.sampled_from([*there, "ruby", 3, None, {}, []]))
    asked = Query((which,), data.draw(st.sampled_from(list(OPERATORS))), value)
    state = Timeline(match.recording, MatchState()).after(number)

    assert MatchState().holds(state, asked) == asked.holds(match.views[number][which])


@settings(max_examples=60)
@given(match=matches, player=st.integers(0, 2), points=st.integers(0, 60))
def test_a_condition_in_python_is_found_like_a_question(
    match: ByHand, player: int, points: int
) -> None:
    path = ("players", player, "score")

    found = list(
        Timeline(match.recording, MatchState()).find(
            lambda state: look_up(MatchState().view(state), path) == points,
        )
    )

    assert found == list(Timeline(match.recording, MatchState()).find(Query(path, "=", points)))


@settings(max_examples=60)
@given(match=matches, item=st.integers(0, 23))
def test_bisection_finds_the_first_frame_of_what_stays_true(match: ByHand, item: int) -> None:
    path = ("items", item, "reason")
    frames = [value not in (None, MISSING) for value in match.by_frame(path)]

    found = Timeline(match.recording, MatchState()).first_frame_where(
        lambda state: item < len(state.items) and state.items[item].reason is not None,
    )

    assert found == (frames.index(True) if True in frames else None)


@settings(max_examples=200)
@given(data=st.data(), match=matches, path=paths)
def test_blame_names_the_event_that_looking_at_every_event_names(
    data: st.DataObject, match: ByHand, path: Path_
) -> None:
    frame = data.draw(st.integers(0, match.recording.frames - 1))
    value = look_up(match.views[match.count(frame)], path)
    if value is MISSING:
        return

    found = blame_path(Timeline(match.recording, MatchState()), path, frame, RULES.input_types)

    assert found.value == value
    assert links(found) == chain(match, match.count(frame), path)


@settings(max_examples=60)
@given(data=st.data(), match=matches, item=st.integers(0, 24))
def test_the_chain_of_a_thing_is_every_event_about_it(
    data: st.DataObject, match: ByHand, item: int
) -> None:
    frame = data.draw(st.integers(0, match.recording.frames - 1))

    found = blame_item(match.recording, item, frame, RULES.input_types)

    numbers = [n for n in range(match.count(frame)) if about(match.events[n]) == item]
    assert links(found) == [(number, match.led_to[number]) for number in numbers]


def links(found: Any) -> list[tuple[int, int | None]]:
    return [(link.number, link.input and link.input[0]) for link in found.chain]


def about(event: Event[Any]) -> int | None:
    return getattr(event.data, "item", None)


def chain(match: ByHand, count: int, path: Path_) -> list[tuple[int, int | None]]:
    """(event, the input that led to it), of the last change at a path and what came before."""
    values = [look_up(view, path) for view in match.views[: count + 1]]
    changes = [n for n in range(count) if values[n + 1] != values[n]]
    if changes and about(match.events[changes[-1]]) is not None:
        item = about(match.events[changes[-1]])
        changes = [n for n in range(changes[-1] + 1) if about(match.events[n]) == item]
    return [(number, match.led_to[number]) for number in changes[-MAX_CHAIN:]]
