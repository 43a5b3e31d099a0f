"""The list of recordings, and the window that shows it, without a display."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from pointer import motion
from pygame.event import Event

from replay.viewer.chooser import Chooser
from replay.viewer.chooser_layout import BOTTOM, ROW, TOP, WIDEST
from replay.viewer.model.library import Found, folders_told, newest_first, recordings_in
from replay.viewer.model.problem import Problem
from replay.viewer.outcome import Leave, Open

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

    assert [one.path for one in found] == [broken, old, new]
    assert newest_first(found) == [new, old, broken]


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


def test_a_resting_mouse_chooses_nothing_and_a_moved_one_does(
    record: Record, choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    old, new = record("old.replay"), record("new.replay")
    resting, moved = choose(), choose()
    second_row = TOP + ROW + ROW // 2

    resting.handle(motion(640, second_row))
    press(resting, "Enter")
    moved.handle(motion(640, second_row))
    moved.handle(motion(641, second_row))
    press(moved, "Enter")

    assert (resting.outcome, moved.outcome) == (Open(str(new)), Open(str(old)))


def test_the_scrollbar_can_be_dragged_to_the_oldest(
    record: Record, choose: Callable[[], Chooser]
) -> None:
    oldest, *_ = [record(f"{number}.replay", frames=1) for number in range(20)]
    chooser = choose()
    x = (SIZE[0] + WIDEST) // 2 + 10

    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(x, TOP + 5), button=1))
    chooser.handle(motion(x - 200, SIZE[1]))
    chooser.handle(Event(pygame.MOUSEBUTTONUP, pos=(x - 200, SIZE[1]), button=1))
    assert chooser.outcome is None
    last_row = (SIZE[1] - TOP - BOTTOM) // ROW - 1
    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(640, TOP + ROW * last_row + 9), button=1))

    assert chooser.outcome == Open(str(oldest))


def test_recordings_of_the_same_name_are_told_apart_by_their_folders() -> None:
    def found(*parts: str) -> Found:
        return Found(str(Path("/", *parts)), parts[-1], 0)

    paths = ("mine", "match"), ("yours", "a", "match"), ("yours", "b", "match"), ("b", "other")
    same = [found("home", *path) for path in paths]
    nested = [found(one, "games", "match.replay") for one in ("mine", "yours")]

    assert list(folders_told(same).values()) == ["mine", "a", "b"]
    assert list(folders_told(nested).values()) == [
        str(Path("mine/games")),
        str(Path("yours/games")),
    ]


def test_with_nothing_found_there_is_a_sentence_and_a_way_out(
    choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    chooser = choose()

    chooser.paint(pygame.Surface(SIZE))
    press(chooser, "Enter", "Down")
    assert chooser.outcome is None
    press(chooser, "Escape")
    assert chooser.outcome == Leave()


def test_an_escape_still_held_from_a_recording_does_not_leave_the_list(
    choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    chooser = choose()
    chooser.hold([pygame.K_ESCAPE])

    press(chooser, "Escape")
    assert chooser.outcome is None
    press(chooser, "Escape")
    assert chooser.outcome == Leave()


def test_a_held_arrow_goes_on_and_a_held_enter_does_not(
    record: Record, choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    oldest, *_ = [record(f"{number}.replay") for number in range(3)]
    chooser = choose()
    chooser.hold([pygame.K_KP_ENTER])

    press(chooser, "Down", "Down", "Enter", release=False)
    assert chooser.outcome is None
    chooser.handle(Event(pygame.KEYUP, key=pygame.K_KP_ENTER, mod=0))
    press(chooser, "Enter")

    assert chooser.outcome == Open(str(oldest))


def test_what_went_wrong_is_said_until_escape(
    choose: Callable[[], Chooser], press: Callable[..., None]
) -> None:
    chooser = choose()
    chooser.tell(Problem("Can't play this recording", "It is a picture."))

    chooser.paint(pygame.Surface((800, 500)))
    press(chooser, "Escape")

    assert chooser.outcome is None


@pytest.mark.parametrize(
    "entry", ["a link that leads nowhere", "a loop of links", "a name too long", "it fails"]
)
def test_an_entry_that_cannot_be_looked_at_hides_no_other(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    good = [record(f"{n}.replay") for n in range(5)]
    odd = tmp_path / "odd.replay"
    if entry == "it fails":
        monkeypatch.setattr(os, "scandir", lambda folder: [*scandir(folder), Stale()])
    else:
        targets = {"a loop of links": "odd.replay", "a name too long": "x" * 300}
        odd.symlink_to(targets.get(entry, "nowhere.replay"))

    assert {one.path for one in recordings_in([tmp_path])} == set(good)


scandir = os.scandir


class Stale:
    """An entry of a folder that a server has forgotten."""

    name = "stale.replay"

    def is_file(self) -> bool:
        raise OSError(116, "Stale file handle")


def test_a_recording_that_is_linked_to_is_listed_once(record: Record, tmp_path: Path) -> None:
    path = record()
    other = tmp_path / "other"
    other.mkdir()
    (other / "link.replay").symlink_to(path)

    assert [one.path for one in recordings_in([tmp_path, other])] == [path]


def test_a_recording_is_found_however_its_suffix_is_written(record: Record, tmp_path: Path) -> None:
    paths = {record("OLD.REPLAY"), record("mixed.Replay")}

    assert {one.path for one in recordings_in([tmp_path])} == paths


def test_the_scrollbar_is_let_go_where_its_release_was_not_heard(
    record: Record, choose: Callable[[], Chooser]
) -> None:
    for n in range(40):
        record(f"{n}.replay", 1)
    chooser = choose()
    rows = chooser._layout.rows
    bar = rows.right + 8, rows.top + 10
    unheard = (
        lambda: None,
        lambda: chooser.hold(()),
        lambda: chooser.handle(Event(pygame.WINDOWFOCUSLOST)),
    )
    for end in unheard:
        chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=bar, button=1))
        top = chooser._place.top
        end()
        chooser.handle(Event(pygame.MOUSEMOTION, pos=(300, 500), rel=(1, 1), buttons=(0, 0, 0)))

        assert chooser._place.top == top
