"""The window's loop, on a driver that shows nothing: events go in as a person's would."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay import RecordingError
from replay.games import CannotPlayOn
from replay.ui import theme
from replay.ui.full_screen import FullScreen
from replay.ui.keyboard import NAMED
from replay.viewer import window
from replay.viewer.memory import Memory
from replay.viewer.model import session as sessions
from replay.viewer.window import Window, choose_recording, view_recording

Record = Callable[..., Path]


def key_at(key: int, typed: str = "") -> Event:
    return Event(pygame.KEYDOWN, key=key, mod=0, unicode=typed)


ESCAPE, ENTER = key_at(pygame.K_ESCAPE), key_at(pygame.K_RETURN)
NONE_HELD = dict.fromkeys(NAMED, False)
SPACE, TAB = key_at(pygame.K_SPACE, " "), key_at(pygame.K_TAB)
QUIT = Event(pygame.QUIT)


class Script:
    """Stands between the window and pygame's queue: hands out one event each time it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *events: Event) -> None:
        self.left = list(events)
        monkeypatch.setattr(pygame.event, "get", self.get)

    def get(self) -> list[Event]:
        return [self.left.pop(0)] if self.left else [QUIT]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Script]:
    return lambda *events: Script(monkeypatch, *events)


def test_escape_leaves_and_the_window_is_gone(record: Record, script: Callable[..., Any]) -> None:
    script(ESCAPE)

    assert view_recording(record()) == 0
    assert not pygame.display.get_init()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_file_whose_name_no_font_can_write_is_watched(
    record: Record, script: Callable[..., Any]
) -> None:
    script(ESCAPE)

    assert view_recording(record("\udcff\n.replay")) == 0


def test_a_borrowed_window_stays_as_it_was(
    record: Record, script: Callable[..., Any], a_window: pygame.Surface
) -> None:
    pygame.display.set_caption("the game")
    script(ESCAPE)

    assert view_recording(record(), a_window) == 0

    assert pygame.display.get_surface() is a_window
    assert pygame.display.get_caption()[0] == "the game"
    assert pygame.key.get_repeat() == (0, 0)


def test_closing_a_borrowed_window_is_passed_on_to_its_owner(
    record: Record, script: Callable[..., Any], a_window: pygame.Surface
) -> None:
    script(QUIT)

    view_recording(record(), a_window)

    assert pygame.event.peek(pygame.QUIT)


def test_a_file_that_is_no_recording_opens_no_window(tmp_path: Path) -> None:
    path = tmp_path / "empty.replay"
    path.touch()

    with pytest.raises(RecordingError):
        view_recording(path)
    assert not pygame.display.get_init()


def test_dropping_another_file_watches_that_or_says_why_not(
    record: Record, tmp_path: Path, script: Callable[..., Any]
) -> None:
    first, second = record("first.replay"), record("second.replay")
    told = script(
        Event(pygame.DROPFILE, file=str(tmp_path / "missing.replay")),
        ESCAPE,
        Event(pygame.DROPFILE, file=str(second)),
        ESCAPE,
    )

    assert view_recording(first) == 0
    assert told.left == []


def test_a_chosen_recording_is_watched_and_escape_leads_back_to_the_list(
    record: Record, tmp_path: Path, script: Callable[..., Any]
) -> None:
    record()
    told = script(ENTER, ESCAPE, ENTER, ESCAPE, ESCAPE)

    assert choose_recording([tmp_path]) == 0
    assert told.left == []


@pytest.fixture
def plays_on(monkeypatch: pytest.MonkeyPatch, tiny: Any) -> Callable[..., list[Any]]:
    """Let the tiny game offer to play on; return what it was asked."""

    def offer(answer: Callable[[], Path | None]) -> list[Any]:
        asked: list[Any] = []

        def play_on(path: Path, frame: int, player: int) -> Path | None:
            asked.append((path.name, frame, player))
            return answer()

        game = replace(tiny, play_on=play_on)
        monkeypatch.setattr(sessions, "find_game", lambda name: game)
        return asked

    return offer


def test_enter_lends_the_window_to_the_game_and_shows_the_branch_at_the_fork(
    record: Record, script: Callable[..., Any], plays_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, branch = record("parent.replay"), record("branch.replay")
    asked = plays_on(lambda: branch)
    shown = []
    show = Window.show
    monkeypatch.setattr(
        Window,
        "show",
        lambda window, screen, title: (
            shown.append((title, screen.scene.frame)) or show(window, screen, title)
        ),
    )
    script(SPACE, key_at(pygame.K_5, "5"), TAB, ENTER, ESCAPE, ESCAPE)

    assert view_recording(parent) == 0

    assert asked == [("parent.replay", 299, 1)]
    assert shown == [
        ("parent.replay – replay", 0),
        ("branch.replay – replay", 299),
        ("parent.replay – replay", 299),
    ]


def test_a_parent_that_is_gone_is_told_and_then_the_window_can_be_left(
    record: Record, script: Callable[..., Any], plays_on: Any
) -> None:
    parent, branch = record("parent.replay"), record("branch.replay")

    def play() -> Path:
        parent.unlink()
        return branch

    plays_on(play)
    told = script(SPACE, key_at(pygame.K_5, "5"), ENTER, ESCAPE, ESCAPE, ESCAPE)

    assert view_recording(parent) == 0
    assert told.left == []


@pytest.mark.parametrize(
    "trouble", [CannotPlayOn("it is over"), OSError(28, "disk full"), KeyError("oops")]
)
def test_what_keeps_the_game_from_playing_on_is_said(
    record: Record, script: Callable[..., Any], plays_on: Any, trouble: Exception
) -> None:
    def refuse() -> None:
        raise trouble

    plays_on(refuse)
    told = script(ENTER, ESCAPE, ESCAPE)

    assert view_recording(record()) == 0
    assert told.left == []


def test_a_key_that_is_still_held_from_another_screen_means_nothing(
    record: Record, script: Callable[..., Any], plays_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = plays_on(lambda: None)
    monkeypatch.setattr("replay.viewer.window.LONGEST_TICK_MS", 0.0)  # however busy the machine is
    monkeypatch.setattr(pygame.key, "get_pressed", lambda: {**NONE_HELD, pygame.K_RETURN: True})
    script(ENTER, Event(pygame.KEYUP, key=pygame.K_RETURN, mod=0), ENTER, ESCAPE)

    assert view_recording(record("held.replay")) == 0
    assert [(name, player) for name, _, player in asked] == [("held.replay", 0)]


def test_nothing_played_means_nothing_changes(
    record: Record, script: Callable[..., Any], plays_on: Any
) -> None:
    plays_on(lambda: None)
    told = script(ENTER, ESCAPE)

    assert view_recording(record()) == 0
    assert told.left == []


def test_a_game_that_does_not_offer_it_cannot_be_taken_over(
    record: Record, script: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tiny: Any
) -> None:
    monkeypatch.setattr(sessions, "find_game", lambda name: tiny)
    told = script(ENTER, ESCAPE, ESCAPE)

    assert view_recording(record()) == 0
    assert told.left == []


@pytest.mark.parametrize(
    "show",
    [view_recording, lambda path: choose_recording([path.parent])],
    ids=["recording", "list"],
)
def test_escape_leaves_a_full_screen_before_it_leaves_the_recording_or_the_list(
    record: Record, script: Callable[..., Any], show: Callable[[Path], int]
) -> None:
    full = key_at(pygame.K_F11)
    released = Event(pygame.KEYUP, key=pygame.K_ESCAPE, mod=0)
    told = script(full, ESCAPE, released, ESCAPE)

    assert show(record()) == 0
    assert told.left == []


def test_a_window_that_was_never_one_gets_the_usual_size(a_window: pygame.Surface) -> None:
    pygame.display.set_mode((0, 0), pygame.FULLSCREEN)

    FullScreen().toggle()

    assert pygame.display.get_window_size() == (1280, 720)


def test_escape_gives_a_borrowed_full_screen_back_as_it_is(
    record: Record, script: Callable[..., Any], a_window: pygame.Surface
) -> None:
    surface = pygame.display.set_mode((900, 560), pygame.FULLSCREEN)
    script(ESCAPE)

    view_recording(record(), surface)

    assert surface.get_flags() & pygame.FULLSCREEN


@pytest.fixture
def viewers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The viewers that windows show."""
    made: list[Any] = []

    class Kept(window.Viewer):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            made.append(self)

    monkeypatch.setattr(window, "Viewer", Kept)
    return made


def test_a_recording_is_paused_where_it_was_left_unless_a_frame_is_wanted(
    record: Record, script: Callable[..., Any], viewers: list[Any]
) -> None:
    path = record()
    five, nine = key_at(pygame.K_5, "5"), key_at(pygame.K_9, "9")

    def watched(*events: Event, frame: int | None = None) -> tuple[int, bool]:
        script(*events, ESCAPE)
        view_recording(path, frame=frame)
        return viewers[-1].playhead.frame, viewers[-1].playhead.playing

    assert watched(SPACE, five) == (299, False)
    assert watched() == (299, False)
    assert watched(frame=80)[0] >= 80
    assert watched(nine)[0] == 539
    end = key_at(pygame.K_END)
    assert watched(end)[0] == 599
    frame, playing = watched()
    assert frame < 100
    assert playing


def test_the_theme_is_remembered_and_a_borrowed_window_gets_its_own_back(
    record: Record, script: Callable[..., Any], a_window: pygame.Surface
) -> None:
    path, seen = record(), []
    f7 = key_at(pygame.K_F7)

    class Asked(Script):
        def get(self) -> list[Event]:
            seen.append(theme.used())
            return super().get()

    script(f7, ESCAPE)
    view_recording(path, a_window)
    assert theme.used() == "dark"
    with pytest.MonkeyPatch.context() as patched:
        Asked(patched, ESCAPE)
        view_recording(path, a_window)

    assert seen[0] == "light"
    assert theme.used() == "dark"


def test_a_recording_that_replaces_another_does_not_get_its_position(
    record: Record, script: Callable[..., Any], viewers: list[Any]
) -> None:
    path = record()

    def replaced(frame: int) -> list[Event]:
        record("other.replay", 700).replace(path)
        return [key_at(pygame.K_PERIOD, ".")]

    class Replacing(Script):
        def get(self) -> list[Event]:
            if len(self.left) == 1 and len(viewers) == 1:
                return replaced(300)
            return super().get()

    with pytest.MonkeyPatch.context() as patched:
        Replacing(patched, SPACE, key_at(pygame.K_5, "5"), ESCAPE)
        view_recording(path)

    assert len(viewers) == 2
    assert viewers[0].playhead.frame >= 299
    assert viewers[1].playhead.frame < 100


def test_a_theme_that_was_not_changed_here_is_not_written(
    record: Record, script: Callable[..., Any], a_window: pygame.Surface
) -> None:
    class Meanwhile(Script):
        def get(self) -> list[Event]:
            Memory().use_theme("light")
            return super().get()

    with pytest.MonkeyPatch.context() as patched:
        Meanwhile(patched, ESCAPE)
        view_recording(record(), a_window)

    assert Memory().theme == "light"
