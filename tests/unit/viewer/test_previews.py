"""Small pictures in the list: drawn once, kept, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame import Surface

from replay.games import Game
from replay.viewer.chooser import Chooser
from replay.viewer.model import previews
from replay.viewer.model.ending import Ending
from replay.viewer.model.previews import SIZE, Previews, fitted
from replay.viewer.model.recording_list import RecordingList

Record = Callable[..., Path]
Settled = Callable[[Any], Any]
Installed = Callable[..., Game]
WINDOW = 1280, 720


@pytest.fixture
def shown(tmp_path: Path, settled: Settled) -> Callable[[], RecordingList]:
    """List the recordings, all of them visible, until their pictures are drawn."""

    def show() -> RecordingList:
        recordings = RecordingList([tmp_path])
        recordings.show(recordings.rows)
        settled(recordings)
        return recordings

    return show


def test_a_picture_shows_the_end_and_is_drawn_once(
    record: Record, shown: Callable[[], RecordingList], installed: Installed, settled: Settled
) -> None:
    drawn: list[int] = []

    def draw(surface: Surface, state: Any, frame: int) -> None:
        drawn.append(frame)
        surface.fill((200, 100, len(state[0])))

    installed(draw=draw)
    record()
    recordings = shown()
    (entry,) = recordings.rows

    recordings.show(())
    settled(recordings)
    recordings.show(recordings.rows)
    settled(recordings)
    recordings.look_again()
    settled(recordings)

    picture = recordings.picture(entry)
    assert picture is not None
    assert picture.get_size() == SIZE
    assert picture.get_at((SIZE[0] // 2, SIZE[1] // 2))[:3] == pytest.approx((200, 100, 6), abs=4)
    assert drawn == [599]


def test_only_visible_recordings_are_drawn_one_each_time(
    record: Record, tmp_path: Path, installed: Installed, settled: Settled
) -> None:
    drawn: list[int] = []
    installed(draw=lambda surface, state, frame: drawn.append(frame))
    for number in range(4):
        record(f"{number}.replay", frames=20 + number)
    recordings = RecordingList([tmp_path])
    settled(recordings)
    assert drawn == []
    recordings.show(recordings.rows[:3])

    most = 0
    while recordings.due_ms() is not None:
        before = len(drawn)
        recordings.advance(1)
        most = max(most, len(drawn) - before)

    assert (len(drawn), most) == (3, 1)


def test_a_recording_that_changes_is_drawn_again(
    record: Record, shown: Callable[[], RecordingList], installed: Installed, settled: Settled
) -> None:
    drawn: list[int] = []
    installed(draw=lambda surface, state, frame: drawn.append(frame))
    record(frames=20)
    recordings = shown()
    record(frames=60)

    recordings.look_again()
    recordings.show(recordings.rows)
    settled(recordings)

    assert drawn == [19, 59]


@pytest.mark.parametrize("part", ["draw", "backdrop"])
def test_a_game_that_fails_to_draw_is_asked_once_and_the_row_says_why(
    record: Record, shown: Callable[[], RecordingList], installed: Installed, part: str
) -> None:
    asked: list[object] = []

    def raises(*arguments: object) -> None:
        asked.append(arguments)
        raise ZeroDivisionError("on purpose")

    changes: dict[str, Any] = {part: raises}
    installed(result=lambda state, frame: "6 : 6", **changes)
    record()

    recordings = shown()

    entry = recordings.entry(recordings.rows[0].found.file)
    assert entry is not None
    assert (entry.result, entry.problem) == ("6 : 6", "ZeroDivisionError: on purpose")
    assert recordings.picture(entry) is None
    assert len(asked) == 1


def test_without_a_game_that_draws_there_is_a_placeholder(
    record: Record, tmp_path: Path, installed: Installed, settled: Settled
) -> None:
    installed(draw=None)
    record()
    (tmp_path / "broken.replay").write_bytes(b"\x89PNG")
    chooser, surface = Chooser([tmp_path], WINDOW, lambda: None), Surface(WINDOW)
    chooser.paint(surface)

    settled(chooser)
    chooser.paint(surface)

    assert chooser.due_ms() is None


def test_a_slow_game_draws_no_third_picture(tiny: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PATIENCE_S", -1)
    kept = Previews()
    for file in ("a", "b", "c"):
        kept.offer(file, tiny, Ending(frame=1, state={0: [], 1: []}))
        kept.draw_one([file])

    assert [kept.picture(file) is not None for file in ("a", "b", "c")] == [True, True, False]
    assert not kept.lacks("c")


def test_no_more_than_some_pictures_are_kept(tiny: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "KEPT", 2)
    kept = Previews()
    for file in ("a", "b"):
        kept.offer(file, tiny, Ending(frame=1, state={0: [], 1: []}))
        kept.draw_one([file])
    kept.picture("a")

    kept.offer("c", tiny, Ending(frame=1, state={0: [], 1: []}))
    kept.draw_one(["c"])

    assert [kept.lacks(file) for file in ("a", "b", "c")] == [False, True, False]


def test_a_state_whose_row_was_scrolled_away_is_asked_for_again(tiny: Game) -> None:
    kept = Previews()
    kept.offer("a", tiny, Ending(frame=1, state={0: [], 1: []}))

    assert kept.draw_one(["b"]) is None
    assert kept.lacks("a")


@pytest.mark.parametrize("size", [(320, 180), (1, 4000), (4000, 1), (10, 10)])
def test_a_picture_of_any_shape_fits(size: tuple[int, int]) -> None:
    assert fitted(pygame.Surface(size)).get_size() == SIZE
