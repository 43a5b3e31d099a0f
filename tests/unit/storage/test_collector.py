"""The collector is off while work is done, and then as it was: in children and threads, too."""

from __future__ import annotations

import gc
import os
from threading import Event, Thread

import pytest
from recorded import POSIX

from replay.storage.collector import without_collector


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


def test_a_thread_that_finds_it_off_leaves_it_to_the_one_that_turned_it_off() -> None:
    off, done = Event(), Event()

    def first() -> None:
        off.set()
        done.wait(30)

    thread = Thread(target=without_collector, args=(first,))
    thread.start()
    off.wait(30)

    def second() -> None:
        done.set()
        thread.join()
        assert gc.isenabled()

    without_collector(second)

    assert gc.isenabled()


@POSIX
def test_a_child_of_another_thread_has_its_collector() -> None:
    off, done = Event(), Event()

    def working() -> None:
        off.set()
        done.wait(30)

    thread = Thread(target=without_collector, args=(working,))
    thread.start()
    off.wait(30)
    child = os.fork()
    if child == 0:
        os._exit(0 if gc.isenabled() else 1)
    done.set()
    thread.join()

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
