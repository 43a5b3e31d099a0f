"""Frames as people write them: "0:41.250", "12 480", and back again.

Pure. Rounds down to the millisecond, so that a frame is never shown before its time.
"""

from __future__ import annotations

import re
from fractions import Fraction

_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)(\d+(?:\.\d*)?)$|(\d+\.\d*)$")
_FRAME = re.compile(r"\d+$")
LONGEST = 20
"""Digits a person may type: more than any recording has frames."""


def time_of(frame: int, frame_rate: int, *, exact: bool = True) -> str:
    """Return a frame's time in the match: "0:41.250", "1:02:03.250"; inexact, "0:41"."""
    milliseconds = frame * 1000 // frame_rate
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{text}.{rest:03}" if exact else text


def grouped(number: int) -> str:
    """Return a number with its thousands apart: "12 480"."""
    return f"{number:,}".replace(",", " ")


def frame_in(text: str, frame_rate: int) -> int | None:
    """Return the frame that somebody means by a frame's number or a time, or None.

    "2475" and "2 475" are frames; "0:41.25", "1:02:03" and "41.25" (seconds) are times.
    """
    plain = text.replace(" ", "")
    if len(plain) > LONGEST:
        return None
    if _FRAME.match(plain):
        return int(plain)
    found = _TIME.match(plain)
    if not found:
        return None
    hours, minutes, seconds, only_seconds = found.groups()
    total = Fraction(only_seconds or seconds) + 60 * int(minutes or 0) + 3600 * int(hours or 0)
    return int(-(-total * frame_rate // 1))
