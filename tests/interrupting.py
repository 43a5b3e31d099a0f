"""What interrupts a recorder at one moment of a test's choice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from strategies import SCHEMA, Put, Vault

from replay import Event, Recording

Condition = Callable[[Any, str], bool]


def put(frame: int) -> Event[Any]:
    return Event(Vault.PUT, Put(1, frame), frame)


class At:
    """Runs an action once, when a profiled call or return is the one that is waited for."""

    def __init__(self, condition: Condition, action: Callable[[], object]) -> None:
        self._condition, self._action = condition, action
        self.ran = False

    def __call__(self, frame: Any, what: str, argument: object) -> None:
        if not self.ran and self._condition(frame, what):
            self.ran = True
            sys.setprofile(None)
            self._action()

    def during(self, run: Callable[[], object]) -> None:
        before = sys.getprofile()
        sys.setprofile(self)
        try:
            run()
        finally:
            sys.setprofile(before)
        assert self.ran


def frames_of(path: Path) -> list[int]:
    with Recording(path, SCHEMA) as recording:
        return [event.frame for event in recording.events()]
