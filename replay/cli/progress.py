"""The progress of slow commands, shown only on a terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from replay.console.terminal import passing
from replay.playback.timecode import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replay.storage.reader import Reader

_reader: Reader | None = None


def watch(reader: Reader) -> None:
    """From now on show how far the events of this reader have been read."""
    global _reader
    _reader = reader


@contextmanager
def progress() -> Iterator[None]:
    """Show what is being done for as long as it takes, if that is more than a second."""
    global _reader
    begin_s = time.monotonic()
    try:
        with passing(lambda: f"{round(time.monotonic() - begin_s)} s{_how_far()}, Ctrl+C stops"):
            yield
    finally:
        _reader = None


def _how_far() -> str:
    if _reader is None or not _reader.contents.events:
        return ""
    return f", event {grouped(_reader.reached)} of {grouped(_reader.contents.events)}"
