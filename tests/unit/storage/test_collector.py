"""The collector is off while work is done, and then as it was: in children and threads, too."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from recorded import POSIX

from replay.storage import collector
from replay.storage.collector import without_collector


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After every test the collector is on, and nothing is left to be turned on.

    Tests that raise at any line, also where no signal handler can, may have left an entry before.
    """
    assert gc.isenabled(), "an earlier test left the collector off"
    running: set[object] = set()
    monkeypatch.setattr(collector, "_running", running)
    yield
    assert gc.isenabled()
    assert running == set()


def at_work(then: Callable[[], object] = bool) -> tuple[Thread, Event]:
    """Start a thread that works with the collector off until the event is set."""
    off, done = Event(), Event()

    def work() -> None:
        off.set()
        done.wait(30)
        then()

    thread = Thread(target=without_collector, args=(work,))
    thread.start()
    off.wait(30)
    return thread, done


def test_it_is_off_meanwhile_and_on_afterwards_whatever_is_raised() -> None:
    assert without_collector(gc.isenabled) is False
    assert gc.isenabled()

    with pytest.raises(ZeroDivisionError):
        without_collector(lambda: 1 // 0)
    assert gc.isenabled()


def test_where_a_program_has_turned_it_off_it_stays_off() -> None:
    gc.disable()
    try:
        without_collector(gc.isenabled)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_a_handler_raises_right_behind_its_turning_on_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def enabled() -> None:
        enable()
        raise KeyboardInterrupt

    enable = gc.enable
    monkeypatch.setattr(gc, "enable", enabled)
    with pytest.raises(KeyboardInterrupt):
        without_collector(gc.isenabled)


def test_a_thread_that_is_done_earlier_leaves_it_off_for_the_others() -> None:
    seen: list[bool] = []
    thread, done = at_work(lambda: seen.append(gc.isenabled()))
    without_collector(gc.isenabled)
    done.set()
    thread.join()

    assert seen == [False]


def test_a_thread_that_finds_it_off_leaves_it_to_the_one_that_turned_it_off() -> None:
    thread, done = at_work()

    def second() -> None:
        done.set()
        thread.join()
        assert gc.isenabled()

    without_collector(second)

    assert gc.isenabled()


@POSIX
def test_a_child_of_another_thread_has_its_collector() -> None:
    thread, done = at_work()
    child = os.fork()
    if child == 0:
        os._exit(0 if gc.isenabled() else 1)
    done.set()
    thread.join()

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@POSIX
def test_a_child_of_a_program_that_has_turned_it_off_has_it_off_and_works_on() -> None:
    gc.disable()
    try:
        child = os.fork()
        if child == 0:
            os._exit(1 if gc.isenabled() else 0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        gc.enable()


@POSIX
def test_a_child_of_a_child_has_what_its_parent_has() -> None:
    def in_child() -> int:
        gc.disable()  # the child's own wish, behind what the fork turned on
        grandchild = os.fork()
        if grandchild == 0:
            os._exit(1 if gc.isenabled() else 0)
        return os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1])

    def working() -> None:
        child = os.fork()
        if child == 0:
            os._exit(in_child())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    without_collector(working)
