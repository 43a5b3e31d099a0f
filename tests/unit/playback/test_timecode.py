"""Frames as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.playback.timecode import frame_in, grouped, time_of


@given(frame=st.integers(0, 10**9), rate=st.integers(1, 1000))
def test_a_written_time_leads_back_to_its_frame(frame: int, rate: int) -> None:
    assert frame_in(time_of(frame, rate), rate, range(9)) == frame


@given(frame=st.integers(0, 10**12))
def test_a_written_number_leads_back_to_its_frame(frame: int) -> None:
    assert frame_in(grouped(frame), 60, range(9)) == frame


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("2475", 2475), ("2 475", 2475), ("0:41.25", 2475), ("41.25", 2475), ("1:02:03", 223380),
        ("1:30", 5400), ("7.", 420), ("", None), ("ruby", None), ("1:", None), ("-5", 6095),
        ("1:2:3:4", None), ("9" * 21, None), (".", None), ("15s", 900), ("1.5s", 90),
        ("-1", 6099), ("-10s", 5500), ("-0:10", 5500), ("-10.0", 5500), ("-", None), ("--1", None),
        ("0%", 100), ("50%", 3099), ("100%", 6099), ("33.3%", 2097), ("-50%", None), ("%", None),
        ("start", 99), ("START", 99), ("end", None), ("5 s", 300), ("s", None), ("1:30s", None),
        ("٣", None), ("9999", 9999),
    ],
)  # fmt: skip
def test_what_people_type_is_a_frame_a_time_or_nothing(text: str, frame: int | None) -> None:
    assert frame_in(text, 60, range(100, 6100)) == frame


def test_hours_appear_when_there_are_any() -> None:
    assert time_of(60 * 3723, 60) == "1:02:03.000"
    assert time_of(60 * 83, 60, exact=False) == "1:23"
