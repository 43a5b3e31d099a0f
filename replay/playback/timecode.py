"""Frames as people write them: "0:41.250", "12 480", "50%", "-10s", and back again.

The one parser for the viewer's G, the commands' options and links to a frame. Pure. Rounds down to
the millisecond, so that a frame is never shown before its time.
"""

from __future__ import annotations

import re
from fractions import Fraction

_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)(\d+(?:\.\d*)?)$|(\d+(?:\.\d*)?)s$|(\d+\.\d*)$", re.ASCII)
_FRAME = re.compile(r"\d+$", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:\.\d*)?)%$", re.ASCII)
START = "start"
FORMS = "a frame (900), a time (1:02.5, 15s), a part (50%), from the end (-1, -10s), or start"
"""What ``frame_in`` understands, for people."""
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


def frame_in(text: str, frame_rate: int, frames: range) -> int | None:
    """Return the frame that somebody means in a recording with these ``frames``, or None.

    "2475" and "2 475" are frames; "0:41.25", "1:02:03", "15s" and "41.25" (seconds) are times;
    "50%" is a part of the recording, "100%" its last frame. With a minus, frames and times count
    from the end: "-1" is the last frame, "-10s" ten seconds before the end. "start" is the frame
    before the first, the state before anything happened. What is meant may lie outside.
    """
    plain = text.replace(" ", "")
    if len(plain) > LONGEST:
        return None
    if plain.lower() == START:
        return frames.start - 1
    if found := _PERCENT.match(plain):
        return frames.start + int((len(frames) - 1) * Fraction(found[1]) // 100)
    amount = _amount(plain.removeprefix("-"), frame_rate)
    return frames.stop - amount if amount is not None and plain.startswith("-") else amount


def _amount(plain: str, frame_rate: int) -> int | None:
    """Return how many frames a number or a time is."""
    if _FRAME.match(plain):
        return int(plain)
    found = _TIME.match(plain)
    if not found:
        return None
    hours, minutes, seconds, *only_seconds = found.groups()
    alone = next((one for one in only_seconds if one), None)
    total = Fraction(alone or seconds) + 60 * int(minutes or 0) + 3600 * int(hours or 0)
    return int(-(-total * frame_rate // 1))
