"""Signal handlers: whether an exception is what one of them raised, whatever it interrupted."""

from __future__ import annotations

import signal
from functools import partial
from types import CodeType, FrameType


def is_of_handler(raised: BaseException) -> bool:
    """Whether an exception came through a signal handler that is installed now."""
    trace = raised.__traceback__
    codes = {_code_of(signal.getsignal(number)) for number in signal.valid_signals()} - {None}
    while trace is not None:
        if trace.tb_frame.f_code in codes and _is_told_where(trace.tb_frame):
            return True
        trace = trace.tb_next
    return False


def _code_of(handler: object) -> CodeType | None:
    """Return the code that runs when a handler is called, if it is Python's."""
    while isinstance(handler, partial):
        handler = handler.func
    if handler is None or isinstance(handler, signal.Handlers):
        return None
    handler = getattr(handler, "__func__", handler)  # of a method
    called = handler if hasattr(handler, "__code__") else type(handler).__call__
    code = getattr(called, "__code__", None)
    return code if isinstance(code, CodeType) else None


def _is_told_where(frame: FrameType) -> bool:
    """Whether a function got a frame, as handlers do: others may share its code, a decorator's."""
    return any(
        isinstance(value, FrameType)
        or (isinstance(value, tuple) and any(isinstance(one, FrameType) for one in value))
        for value in frame.f_locals.values()
    )
