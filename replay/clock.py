"""Frames as people read time: minutes, seconds, thousandths."""

from __future__ import annotations


def clock(frame: int, frame_rate: int) -> str:
    """Return the time of a frame in a match, "1:05.250"; a day is "24:00:00.000"."""
    milliseconds = frame * 1000 // frame_rate
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}.{thousandths:03}"
    return f"{minutes}:{seconds:02}.{thousandths:03}"
