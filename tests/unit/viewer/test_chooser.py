"""The list of recordings, and the window that shows it, without a display."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from pygame.event import Event

from replay.viewer.chooser import ROW, TOP, Chooser
from replay.viewer.found import date_of, describe, recordings_in
from replay.viewer.outcome import Leave, Open
from replay.viewer.trouble import Trouble

Record = Callable[..., Path]
SIZE = 1280, 720


@pytest.fixture
def choose(tmp_path: Path) -> Callable[[], Chooser]:
    def open_it() -> Chooser:
        return Chooser([tmp_path], SIZE, lambda: None)

    return open_it


@pytest.fixture(autouse=True)
def each_a_second_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two recordings begin at the same time."""
    seconds = itertools.count(1_000_000_000)
    monkeypatch.setattr("replay.recorder.time.time_ns", lambda: next(seconds) * 10**9)


def dated(path: Path, seconds: int) -> Path:
    os.utime(path, (seconds, seconds))
    return path


def test_what_was_recorded_last_comes_first_whenever_its_file_was_copied(
    record: Record, tmp_path: Path
) -> None:
    old, new = dated(record("b.replay"), 2000), dated(record("a.replay"), 1000)
    (tmp_path / "notes.txt").write_text("not one")
    broken = tmp_path / "broken.replay"
    broken.write_bytes(b"not one either")
    dated(broken, 3000)

    found = recordings_in([tmp_path, tmp_path, tmp_path / "missing"])

    assert [one.path for one in found] == [new, old, broken]
    assert date_of(found[-1].begun) == date_of(3000)
    assert date_of(1e300) == ""


def test_a_recording_is_described_by_its_header(record: Record) -> None:
    described = describe(record())

    assert (described.game, described.length, described.seed) == ("tiny", "0:10", "7")
    assert described.complete
    assert described.trouble == ""


def test_a_file_that_is_no_recording_is_listed_with_what_is_wrong(tmp_path: Path) -> None:
    picture = tmp_path / "picture.replay"
    picture.write_bytes(b"\x89PNG\r\n")

    assert describe(picture).trouble != ""
    assert describe(tmp_path / "gone.replay").trouble != ""


def test_keys_choose_and_enter_opens(
    record: Record, choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    old = record("old.replay")
    record("new.replay")
    chooser = choose()

    press(chooser, "Down", "Down", "Down", "Enter")

    assert chooser.outcome == Open(str(old))


def test_a_click_opens(record: Record, choose: Callable[[], Chooser]) -> None:
    path, chooser = record(), choose()

    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(640, TOP + ROW // 2), button=1))

    assert chooser.outcome == Open(str(path))


def test_a_click_beside_the_list_opens_nothing(
    record: Record, choose: Callable[[], Chooser]
) -> None:
    record()
    chooser = choose()

    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(640, TOP + ROW * 3), button=1))

    assert chooser.outcome is None


def test_a_long_list_is_scrolled_and_painted_only_when_it_changed(
    record: Record, choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    for number in range(20):
        record(f"{number}.replay", frames=1)
    chooser, surface = choose(), pygame.Surface(SIZE)

    assert chooser.paint(surface) != []
    assert chooser.paint(surface) == []
    chooser.handle(Event(pygame.MOUSEWHEEL, x=0, y=-30))
    press(chooser, "End", "Home", "PageDown")
    assert chooser.paint(surface) != []


def test_with_nothing_found_there_is_a_sentence_and_a_way_out(
    choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    chooser = choose()

    chooser.paint(pygame.Surface(SIZE))
    press(chooser, "Enter", "Down")
    assert chooser.outcome is None
    press(chooser, "Escape")
    assert chooser.outcome == Leave()


def test_what_went_wrong_is_said_until_escape(
    choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    chooser = choose()
    chooser.tell(Trouble("This cannot be watched", "It is a picture."))

    chooser.paint(pygame.Surface((800, 500)))
    press(chooser, "Escape")

    assert chooser.outcome is None
