"""What can be read passes one suite, what can be appended to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Put, Vault, puts, record

from replay import Event, EventStore, Recorder, Recording
from replay.errors import LostUpdate

HISTORY = puts(2500)


def _store() -> EventStore[Any]:
    store = EventStore[Any]()
    for event in HISTORY:
        store.append(event)
    return store


@pytest.fixture(params=["store", "closed", "being written"])
def readable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "a.replay"
    if request.param == "store":
        yield _store()
    elif request.param == "closed":
        yield Recording(record(path, HISTORY), SCHEMA)
    else:
        with Recorder(path, SCHEMA) as recorder:
            for event in HISTORY:
                recorder.append(event)
            recorder.end_frame(HISTORY[-1].frame)
            yield Recording(path, SCHEMA)


def test_it_knows_how_many_events_and_frames_there_are(readable: Any) -> None:
    assert len(readable) == 2500
    assert readable.first_frame == 0
    assert readable.frames == HISTORY[-1].frame + 1


def test_all_events_come_in_a_list_of_ones_own(readable: Any) -> None:
    events = readable.get_all_events()
    events.clear()

    assert readable.get_all_events() == HISTORY


@pytest.mark.parametrize(
    ("start", "stop"), [(None, None), (0, 1), (10, 10), (500, 700), (-5, 3), (1200, 10**9), (7, 2)]
)
def test_a_range_of_frames_is_half_open(readable: Any, start: Any, stop: Any) -> None:
    low, high = start if start is not None else 0, stop if stop is not None else 10**9

    expected = [event for event in HISTORY if low <= event.frame < high]

    assert list(readable.events(start, stop)) == expected


def test_events_can_be_had_by_number(readable: Any) -> None:
    assert list(readable.events_since(2490)) == HISTORY[2490:]
    assert list(readable.events_between(1000, 1100)) == HISTORY[1000:1100]


def test_events_know_their_numbers(readable: Any) -> None:
    numbered = list(enumerate(HISTORY))[900:1300]
    taken = [(number, event) for number, event in numbered if event.type is Vault.TAKEN]

    assert list(readable.numbered(900, 1300)) == numbered
    assert list(readable.numbered(900, 1300, {Vault.TAKEN})) == taken
    assert taken


def test_events_before_a_frame_can_be_counted(readable: Any) -> None:
    for frame in (0, 1, 17, 1000, readable.frames, readable.frames + 5):
        assert readable.count_before(frame) == sum(event.frame < frame for event in HISTORY)


@pytest.fixture(params=["store", "live", "bulk"])
def appendable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "store":
        yield EventStore[Any]()
        return
    with Recorder(tmp_path / "b.replay", SCHEMA, live=request.param == "live") as recorder:
        yield recorder


def put(frame: int = 0) -> Event[Put]:
    return Event(Vault.PUT, Put(1, 2), frame)


def test_appending_lengthens_it(appendable: Any) -> None:
    appendable.append(put(3))
    appendable.append(put(3))

    assert len(appendable) == 2


def test_a_lost_update_is_refused_and_changes_nothing(appendable: Any) -> None:
    appendable.append(put(), expected=0)

    with pytest.raises(LostUpdate, match="expected 0 events, but there are 1"):
        appendable.append(put(), expected=0)

    assert len(appendable) == 1
    appendable.append(put(), expected=1)


def test_frames_never_go_back(appendable: Any) -> None:
    appendable.append(put(5))

    with pytest.raises(ValueError, match="frame"):
        appendable.append(put(4))


class Noted(Event[Any]):
    """An event, and another class: a file would give it back as an Event."""


@pytest.mark.parametrize("other", [Noted(Vault.PUT, Put(1, 2)), "an event", None], ids=str)
def test_nothing_but_an_event_is_appended(appendable: Any, other: Any) -> None:
    with pytest.raises(TypeError, match="only an Event can be appended"):
        appendable.append(other)

    assert len(appendable) == 0


@pytest.mark.parametrize("frame", [2**53, 2**70])
def test_a_frame_beyond_all_recordings_is_refused(appendable: Any, frame: int) -> None:
    with pytest.raises(ValueError, match=f"frame {frame}"):
        appendable.append(put(frame))

    assert len(appendable) == 0


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (Put("1", 2), TypeError),  # type: ignore[arg-type]
        (Put(True, 2), TypeError),
        (Put(2**63, 2), ValueError),
        ("a text", TypeError),
    ],
)
def test_data_of_a_wrong_type_are_refused(
    appendable: Any, data: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        appendable.append(Event(Vault.PUT, data))

    assert len(appendable) == 0


def _ends(recorder: Recorder, action: Callable[[Recorder], None]) -> None:
    recorder.append(put(3))
    recorder.end_frame(5)
    with pytest.raises(ValueError, match="frame . has ended"):
        action(recorder)


@pytest.mark.parametrize(
    "action", [lambda r: r.append(put(5)), lambda r: r.end_frame(5), lambda r: r.end_frame(2)]
)
def test_a_frame_that_ended_stays_ended(tmp_path: Path, action: Any) -> None:
    with Recorder(tmp_path / "d.replay", SCHEMA) as recorder:
        _ends(recorder, action)
