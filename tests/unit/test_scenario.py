"""Given, when, then: what a test of rules says when they do otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from replay import Decision, Event, EventType, Projection, Rules, Scenario


@dataclass(frozen=True, slots=True)
class Bell:
    times: int


class Tower(EventType):
    PULLED = Bell
    RANG = Bell


class Rung(Projection[Any, list[int]]):
    name = "rung"

    def initial(self) -> list[int]:
        return [0]

    def apply(self, state: list[int], event: Event[Any]) -> list[int]:
        if event.type is Tower.RANG:
            state[0] += event.data.times
        return state


def ring(state: list[int], inputs: Sequence[Decision], frame: int, seed: int) -> list[Decision]:
    """A pull rings the bell twice, until it has rung five times."""
    rings = [(Tower.RANG, Bell(2 * data.times)) for _, data in inputs if state[0] < 5]
    return [*inputs, *rings]


def tower(decide: Callable[..., list[Decision]] = ring) -> Scenario:
    return Scenario(Rules(1, {Tower.PULLED}, decide), Rung())


PULL, RANG_TWICE = (Tower.PULLED, Bell(1)), (Tower.RANG, Bell(2))


def test_what_comes_of_inputs_depends_on_what_happened() -> None:
    tower().when(PULL).then(RANG_TWICE)
    tower().given(RANG_TWICE, RANG_TWICE).when(PULL).then(RANG_TWICE)
    tower().given(RANG_TWICE, RANG_TWICE).given(RANG_TWICE).when(PULL).then_nothing()


def test_inputs_come_in_the_frame_after_the_last_fact() -> None:
    assert tower().given(Event(*RANG_TWICE, frame=41)).when(PULL).frame == 42
    assert tower().given(RANG_TWICE).when(PULL).frame == 1
    assert tower().when(PULL, frame=7).frame == 7


def test_something_else_is_told_with_both_sides() -> None:
    with pytest.raises(AssertionError, match=r"expected\n  nothing\nbut it came to\n  RANG Bell"):
        tower().when(PULL).then_nothing()


def test_rules_that_touch_the_state_are_found_out() -> None:
    def greedy(state: list[int], inputs: Sequence[Decision], *_: int) -> list[Decision]:
        state[0] += 1
        return list(inputs)

    with pytest.raises(AssertionError, match="decide changed the state"):
        tower(greedy).when(PULL).then_nothing()


def test_rules_that_swallow_inputs_are_found_out() -> None:
    with pytest.raises(AssertionError, match="inputs must come back first"):
        tower(lambda *_: [RANG_TWICE]).when(PULL).then(RANG_TWICE)
