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

from replay import Recorder
from replay.errors import RecordingWarning
from replay.storage import ownership


class Thing:
    """Has a file open."""

    given_up = False

    def give_up(self) -> None:
        self.given_up = True


class Interrupted(Thing):
    """What is raised meanwhile, as by Ctrl-C."""

    def give_up(self) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def known() -> list[object]:
    return [one() for one in ownership._owners]


@pytest.mark.usefixtures("quick_switches")
def test_threads_that_register_and_release_lose_nothing_of_each_other() -> None:
    kept: list[list[Thing]] = [[] for _ in range(8)]

    def register(own: list[Thing]) -> None:
        for number in range(100):
            thing = Thing()
            ownership.register(thing)
            if number % 2:
                ownership.release(thing)
            else:
                own.append(thing)

    threads = [Thread(target=register, args=(own,)) for own in kept]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {id(thing) for own in kept for thing in own} <= set(map(id, known()))


def test_what_is_released_or_collected_is_kept_no_longer() -> None:
    gc.collect()
    thing, forgotten = Thing(), Thing()
    ownership.register(thing)
    ownership.register(forgotten)
    assert thing in known()

    ownership.release(thing)
    assert thing not in known()
    del forgotten
    ownership.release(thing)
    assert not any(isinstance(one, Thing) or one is None for one in known())


def test_a_file_is_known_to_a_fork_as_long_as_it_is_open(tmp_path: Path) -> None:
    file = ownership.OwnedFile(tmp_path / "a", "x+")
    assert file in known()

    file.close()
    assert file not in known()


def test_whatever_is_raised_meanwhile_a_child_gives_up_all_copies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owners: list[Thing] = [kind() for _ in range(5) for kind in (Thing, Interrupted)]
    monkeypatch.setattr(ownership, "_owners", [weakref.ref(one) for one in owners])

    with pytest.raises(KeyboardInterrupt):
        ownership._give_up_copies()

    assert [one.given_up for one in owners] == [True, False] * 5


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
