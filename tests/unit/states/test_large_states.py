"""Large states and far frames: bounded in memory, and approached in steps."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from small_files import Large, happened
from strategies import SCHEMA, Ledger, puts, record

from replay import Event, EventStore, EventType, Recorder, Recording, Schema, Timeline
from replay.states.saved_states import OWN_BYTES, OWN_EVENTS, SavedStates


def test_states_kept_in_memory_are_bounded_by_their_bytes() -> None:
    saved = SavedStates(EventStore[int](), Large())

    for events in range(OWN_EVENTS, 400 * OWN_EVENTS, OWN_EVENTS):
        saved.keep(events, min(events, 1000))

    assert sum(len(packed) for _, packed in saved._own) <= OWN_BYTES
    kept = [events for events, _ in saved._own]
    assert kept == sorted(kept)
    assert len(kept) > 4
    assert saved.nearest(10**9) == (kept[-1], 1000)


def test_any_frame_of_a_match_with_a_large_state_is_right_and_takes_little_memory() -> None:
    timeline = Timeline(happened(6000), Large())
    tracemalloc.start()

    states = [timeline.at(frame) for frame in (5999, 100, 3000, 5998)]
    back = [state for _, state in zip(range(300), timeline.walk(5999, -1), strict=False)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert states == [6000, 101, 3001, 5999]
    assert back == [(frame, frame + 1) for frame in range(5999, 5699, -1)]
    assert peak < 64 * 1024 * 1024


def test_the_words_of_events_wait_for_no_fold_of_the_whole_match() -> None:
    timeline = Timeline(happened(3000), Large())

    assert timeline.roughly(2999, most=100) == 100
    assert timeline.roughly(50, most=100) == 51
    assert timeline.at(2999) == 3000
    assert timeline.roughly(2999, most=2000) == 3000
    for outside in (-2, 10**6):
        for question in (timeline.roughly, partial(timeline.far, most=1), timeline.at):
            with pytest.raises(IndexError, match="is outside the recording's"):
                question(outside)


def test_a_far_frame_is_approached_in_steps() -> None:
    timeline = Timeline(happened(30_000), Large())

    assert timeline.far(29_999, 8000) == 30_000
    assert timeline.far(7999, 8000) == 0
    assert list(timeline.approach(29_999, 8000)) == [22_000, 14_000, 6000]
    assert timeline.far(29_999, 8000) < 30_000
    assert timeline.at(29_999) == 30_000


@dataclass(frozen=True, slots=True)
class Listed:
    numbers: tuple[int, ...]


def test_a_frame_behind_a_few_large_events_is_approached_in_steps_too(tmp_path: Path) -> None:
    class Facts(EventType):
        LISTED = Listed

    schema = Schema("large", Facts)
    path = tmp_path / "large.replay"
    with Recorder(path, schema, live=False) as recorder:
        for frame in range(100):
            recorder.append(Event(Facts.LISTED, Listed((frame,) * 100_000), frame))
    with Recording(path, schema) as recording:
        timeline = Timeline(recording, Large())

        assert recording.reach(0, 1024) < 5
        assert timeline.far(99, 20_000) == 100
        assert Timeline(recording, Large()).roughly(99) < 50
        assert 1 < len(list(timeline.approach(99, 20_000))) < 50
        assert timeline.far(99, 20_000) == 0


def test_states_that_cannot_be_loaded_are_not_tried_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = record(tmp_path / "a.replay", puts(20_000))
    tried = []

    class Forgetful(Ledger):
        name = Ledger.name

        def load(self, saved: object) -> Any:
            tried.append(saved)
            raise ValueError("not mine")

    monkeypatch.setattr("replay.states.saved_states.VAIN_BYTES", 0)
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Forgetful())
        for frame in range(0, recording.frames, 997):
            with suppress(ValueError):
                timeline.at(frame)

    assert len(tried) == 1
