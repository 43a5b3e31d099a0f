"""What belongs to a process: every registration counts, whichever threads make them."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from recorded import recorded
from strategies import SCHEMA

from replay import Recorder, RecordingWarning
from replay.storage import ownership


class Thing:
    """Something to own."""


@pytest.fixture
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def disown(thing: Thing) -> None:
    """Do nothing."""


@pytest.mark.usefixtures("quick_switches")
def test_threads_that_register_and_release_lose_nothing_of_each_other() -> None:
    kept: list[list[Thing]] = [[] for _ in range(8)]

    def register(own: list[Thing]) -> None:
        for number in range(100):
            thing = Thing()
            ownership.own(thing, disown)
            if number % 2:
                ownership.release(thing)
            else:
                own.append(thing)

    threads = [Thread(target=register, args=(own,)) for own in kept]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(ownership.owns(thing) for own in kept for thing in own)


def test_what_is_released_or_collected_is_kept_no_longer() -> None:
    gc.collect()
    thing, forgotten = Thing(), Thing()
    ownership.own(thing, disown)
    ownership.own(forgotten, disown)
    assert ownership.owns(thing)

    ownership.release(thing)
    assert not ownership.owns(thing)
    del forgotten
    ownership.release(thing)
    assert not any(entry[1] is disown for entry in ownership._owned)


@pytest.mark.parametrize("deleted", [False, True])
def test_nothing_is_left_to_run_when_what_was_closed_is_collected(
    tmp_path: Path, deleted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[weakref.finalize[..., object]] = []
    kept: list[object] = []  # so that nothing is collected before it is looked at
    made = weakref.finalize

    def noted(*arguments: object) -> weakref.finalize[..., object]:
        kept.append(arguments[0])
        left.append(made(*arguments))  # type: ignore[arg-type]
        return left[-1]

    monkeypatch.setattr(weakref, "finalize", noted)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=not deleted)
    recorded(recorder, 0, 50)
    if deleted:
        (tmp_path / "a.replay").unlink()
        with pytest.warns(RecordingWarning):
            recorder.close()
    else:
        recorder.close()

    assert left
    assert not any(one.alive for one in left)
