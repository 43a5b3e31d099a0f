"""What a signal handler raised is told from what a projection raised."""

from __future__ import annotations

import signal
from collections.abc import Callable
from enum import Enum
from functools import partial, wraps
from types import FrameType
from typing import Any

import pytest

from replay.values.signal_handlers import is_of_handler


class Phase(Enum):
    FIRST = 1


class Watchdog:
    def __call__(self, number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    def bark(self, number: int, frame: FrameType | None) -> None:
        raise TimeoutError


def barks(what: object, number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def logging(*arguments: Any) -> Any:
        return function(*arguments)

    return logging


@logged
def barks_logged(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


@logged
def applies() -> None:
    raise KeyError("a bug of the projection")


def raised_by(run: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever it is
        run()
    return raised.value


@pytest.mark.parametrize(
    "handler", [Watchdog(), Watchdog().bark, partial(barks, "a dog"), barks_logged]
)
def test_what_a_handler_raises_is_its_own_however_it_was_made(handler: Any) -> None:
    before = signal.signal(signal.SIGTERM, handler)
    try:
        raised = raised_by(lambda: signal.raise_signal(signal.SIGTERM))
        assert is_of_handler(raised)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert not is_of_handler(raised)


@pytest.mark.parametrize("run", [lambda: Phase(7), applies, lambda: {}["no such"]])
@pytest.mark.parametrize("handler", [signal.SIG_DFL, signal.SIG_IGN, barks_logged])
def test_what_a_projection_raises_is_no_handlers(run: Callable[[], object], handler: Any) -> None:
    before = signal.signal(signal.SIGTERM, handler)
    try:
        assert not is_of_handler(raised_by(run))
    finally:
        signal.signal(signal.SIGTERM, before)
