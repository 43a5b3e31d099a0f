"""Loops that never leave C, for what is done with every event."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

exhaust: Callable[[Iterable[Any]], object] = deque[Any](maxlen=0).extend
"""Run an iterator to its end for its side effects."""
