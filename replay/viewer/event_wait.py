"""Waiting for events, almost asleep where nothing happens.

pygame.event.wait() looks for one each millisecond, which takes some percent of a core. This looks
half as often right after an event, and later seldom.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame
from pygame.event import Event

AWAKE_S, OFTEN_S, SELDOM_S = 0.5, 0.002, 0.012
"""So long after an event one looks often; then seldom. Nobody notices 12 ms before the first."""


class EventWait:
    """Waits for pygame's events. ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._latest = clock()

    def until(self, due: float | None) -> list[Event]:
        """Return the pending events; if there are none, those of the next moment that has some.

        An empty list if there are none by ``due``, a time of the clock; None: there is no such
        time.
        """
        while True:
            events, now = pygame.event.get(), self._clock()
            if events:
                self._latest = now
                return events
            if due is not None and now >= due:
                return []
            pause = OFTEN_S if now - self._latest < AWAKE_S else SELDOM_S
            self._sleep(pause if due is None else min(pause, due - now))
