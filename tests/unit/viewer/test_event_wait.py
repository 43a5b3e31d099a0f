"""A window that waits for events looks for them seldom where nothing happens."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from replay.viewer.event_wait import AWAKE_S, OFTEN_S, SELDOM_S, EventWait


class Time:
    """A clock, and what happens when; ``looks`` are the times at which somebody slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        self.posts: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
        while self.posts and self.posts[0] <= self.now:
            del self.posts[0]
            pygame.event.post(pygame.event.Event(pygame.USEREVENT))


@pytest.fixture
def passing() -> Iterator[Time]:
    pygame.display.init()
    pygame.event.clear()
    yield Time()
    pygame.display.quit()


def test_it_returns_when_something_is_due(passing: Time) -> None:
    wait = EventWait(passing.clock, passing.sleep)

    assert wait.until(0.005) == []
    assert passing.now == pytest.approx(0.005)
    assert wait.until(0.005) == []
    assert passing.now == pytest.approx(0.005)
    assert wait.until(-3.0) == []


def test_the_longer_nothing_happens_the_less_it_looks(passing: Time) -> None:
    passing.posts = [10.0, 10.1]
    wait = EventWait(passing.clock, passing.sleep)

    assert [event.type for event in wait.until(None)] == [pygame.USEREVENT]

    assert 10 <= passing.now < 10 + SELDOM_S
    assert passing.pauses.count(OFTEN_S) == pytest.approx(AWAKE_S / OFTEN_S, abs=2)
    assert len(passing.pauses) < AWAKE_S / OFTEN_S + 10 / SELDOM_S
    passing.pauses.clear()
    assert [event.type for event in wait.until(None)] == [pygame.USEREVENT]
    assert set(passing.pauses) == {OFTEN_S}
