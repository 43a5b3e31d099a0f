"""The list of recordings at the keyboard and the mouse: search, heads, and what stays chosen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pygame
import pytest
from pointer import motion
from pygame.event import Event

from replay.viewer.chooser import Chooser
from replay.viewer.chooser_head import count_words, head_boxes
from replay.viewer.chooser_layout import lay_out
from replay.viewer.model.entries import DATE, GAME, LENGTH, NAME, PLAYERS, RESULT, Column
from replay.viewer.outcome import Leave, Open

Record = Callable[..., Path]
Press = Callable[..., None]
SIZE = 1280, 720


@pytest.fixture
def chooser(record: Record, tmp_path: Path, settled: Callable[[Any], Any]) -> Chooser:
    """List three recordings, the longest the last by its name."""
    for name, frames in (("apple", 60), ("berry", 120), ("cherry", 180)):
        record(f"{name}.replay", frames)
    chooser = Chooser([tmp_path], SIZE, lambda: None)
    settled(chooser)
    return chooser


def shown(chooser: Chooser) -> list[str]:
    return [entry.found.title for entry in chooser._list.rows]


def click_on(chooser: Chooser, wanted: Column) -> None:
    boxes = {column.name: box for column, box in head_boxes(lay_out(SIZE))}
    x, y = boxes[wanted.name].middle
    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1))


@pytest.mark.parametrize("begin", ["/", "Ctrl+F"])
def test_a_search_narrows_the_list_as_one_types_and_enter_opens(
    chooser: Chooser, tmp_path: Path, press: Press, begin: str
) -> None:
    press(chooser, begin, "E", "R", "R")
    assert sorted(shown(chooser)) == ["berry", "cherry"]
    press(chooser, "Y", "Space", "B")
    assert shown(chooser) == ["berry"]
    press(chooser, "Enter")

    assert chooser.outcome == Open(str(tmp_path / "berry.replay"))


def test_escape_ends_the_search_before_it_leaves(chooser: Chooser, press: Press) -> None:
    press(chooser, "/", "Q", "Q")
    assert shown(chooser) == []
    chooser.paint(pygame.Surface(SIZE))
    press(chooser, "Enter", "Down", "Escape")
    assert (len(shown(chooser)), chooser.outcome) == (3, None)

    press(chooser, "Escape")

    assert chooser.outcome == Leave()


def test_letters_are_text_in_a_search_and_keys_outside(
    record: Record, tmp_path: Path, press: Press
) -> None:
    record()
    toggled: list[None] = []
    chooser = Chooser([tmp_path], SIZE, lambda: toggled.append(None))

    press(chooser, "F", "/", "F", "Ctrl+F", "F11", "Backspace", "Backspace")

    assert len(toggled) == 2
    assert len(shown(chooser)) == 1


def test_a_held_slash_is_not_typed_and_a_held_letter_is(chooser: Chooser, press: Press) -> None:
    press(chooser, "/", "/", "/", release=False)
    press(chooser, "R", "R", release=False)

    assert chooser._field.text == "rr"


def test_what_is_chosen_is_chosen_still_when_a_search_ends(
    chooser: Chooser, tmp_path: Path, press: Press
) -> None:
    press(chooser, "/", "B", "E", "R", "Down", "Escape", "Enter")

    assert chooser.outcome == Open(str(tmp_path / "berry.replay"))


def test_what_was_chosen_before_a_search_is_chosen_after_it(
    chooser: Chooser, tmp_path: Path, press: Press
) -> None:
    press(chooser, "Tab", "End", "/", "B", "E", "R", "Escape", "Enter")

    assert chooser.outcome == Open(str(tmp_path / "cherry.replay"))


def test_a_page_is_what_the_window_shows(record: Record, tmp_path: Path, press: Press) -> None:
    for number in range(10):
        record(f"{number}.replay", 1)
    low, high = (Chooser([tmp_path], (800, height), lambda: None) for height in (500, 720))

    for chooser in (low, high):
        press(chooser, "Tab", "Home", "PageDown", "Enter")

    assert low.outcome == Open(str(tmp_path / "5.replay"))
    assert high.outcome == Open(str(tmp_path / "8.replay"))


def test_a_click_on_a_head_sorts_and_another_turns_round(chooser: Chooser, tmp_path: Path) -> None:
    click_on(chooser, LENGTH)
    assert shown(chooser) == ["cherry", "berry", "apple"]
    click_on(chooser, LENGTH)
    assert shown(chooser) == ["apple", "berry", "cherry"]
    click_on(chooser, NAME)

    assert shown(chooser) == ["apple", "berry", "cherry"]
    assert chooser.outcome is None


def test_keys_sort_also_while_one_types(chooser: Chooser, press: Press) -> None:
    press(chooser, "Tab")
    assert chooser._list.column is NAME
    press(chooser, "Shift+Tab", "/", "Tab")

    assert chooser._list.column is PLAYERS


def test_the_chosen_recording_stays_chosen_in_any_order(
    chooser: Chooser, tmp_path: Path, press: Press
) -> None:
    press(chooser, "Tab", "End", "Tab", "Tab", "Tab", "Tab", "Enter")

    assert chooser._list.column is LENGTH
    assert chooser.outcome == Open(str(tmp_path / "cherry.replay"))


def test_the_chosen_recording_stays_chosen_when_another_is_added(
    chooser: Chooser, record: Record, tmp_path: Path, press: Press
) -> None:
    press(chooser, "Tab", "Home")
    record("aardvark.replay")

    chooser.handle(Event(pygame.WINDOWFOCUSGAINED))
    press(chooser, "Enter")

    assert shown(chooser)[0] == "aardvark"
    assert chooser.outcome == Open(str(tmp_path / "apple.replay"))


def test_a_head_lights_up_under_the_mouse_and_is_painted_once(chooser: Chooser) -> None:
    surface = pygame.Surface(SIZE)
    chooser.paint(surface)
    x, y = head_boxes(lay_out(SIZE))[0][1].middle

    chooser.handle(motion(x, y))
    assert chooser.paint(surface) != []
    chooser.handle(motion(x + 1, y))
    assert chooser.paint(surface) == []
    chooser.handle(motion(x, y + 600))
    assert chooser.paint(surface) != []


def test_a_click_on_the_field_begins_a_search(chooser: Chooser, press: Press) -> None:
    chooser.handle(Event(pygame.MOUSEBUTTONDOWN, pos=lay_out(SIZE).field.middle, button=1))
    press(chooser, "A", "P")

    assert shown(chooser) == ["apple"]


@pytest.mark.parametrize("size", [(1280, 720), (800, 500), (800, 3000), (3840, 2160)])
def test_nothing_overlaps_in_any_window(size: tuple[int, int]) -> None:
    layout = lay_out(size)
    heads = head_boxes(layout)

    assert all(layout.row(line).within(layout.rows) for line in range(layout.seen))
    for (_, one), (_, other) in pairwise(heads):
        assert one.right <= other.left
    assert heads[-1][0] is DATE
    assert heads[-1][1].right <= layout.rows.right
    assert all(box.bottom <= layout.rows.top and box.top >= layout.field.bottom for _, box in heads)
    cells = layout.cells(layout.row(0))
    parts = (cells.picture, cells.names, cells.game, cells.state, cells.date)
    for cell, following in pairwise(parts):
        assert cell.width > 0
        assert cell.right < following.left


@pytest.mark.parametrize("size", [(640, 400), (560, 360), (10, 10)])
def test_a_small_window_leaves_out_game_and_result(size: tuple[int, int]) -> None:
    layout = lay_out(size)
    heads = head_boxes(layout)

    for (_, one), (_, other) in pairwise(heads):
        assert one.right <= other.left
    assert {GAME, RESULT}.isdisjoint(column for column, _ in heads)
    assert heads[-1][1].right <= layout.rows.right
    cells = layout.cells(layout.row(0))
    assert cells.names.width >= 100
    assert cells.names.right < cells.state.left
    assert cells.state.right < cells.date.left
    assert layout.field.left > layout.rows.left + 150
    assert cells.date.within(layout.row(0))


def test_it_is_said_how_many_are_shown_and_read() -> None:
    assert count_words(1, 1, 1) == "1 recording"
    assert count_words(12, 5000, 5000) == "12 of 5 000 recordings"
    assert count_words(5000, 5000, 1200) == "5 000 recordings, 1 200 read"
