"""Signal handlers: whether an exception is what one of them raised, whatever it interrupted."""

from __future__ import annotations

import signal
from functools import partial
from types import CodeType


def is_of_handler(raised: BaseException) -> bool:
    """Whether an exception came through a signal handler that is installed now."""
    trace = raised.__traceback__
    codes = {_code_of(signal.getsignal(number)) for number in signal.valid_signals()} - {None}
    while trace is not None:
        if trace.tb_frame.f_code in codes:
            return True
        trace = trace.tb_next
    return False


def _code_of(handler: object) -> CodeType | None:
    """Return the code that runs when a handler is called, if it is Python's."""
    while isinstance(handler, partial):
        handler = handler.func
    for called in (handler, getattr(handler, "__func__", None), type(handler).__call__):
        code = getattr(called, "__code__", None)
        if isinstance(code, CodeType):
            return code
    return None
