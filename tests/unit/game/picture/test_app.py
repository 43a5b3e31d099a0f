"""From screen to screen: trouble is said on the title, and a closed window keeps the match."""

import os
from pathlib import Path

import pygame
import pytest

from game import app
from game.model.events import SCHEMA
from game.options import Options
from game.screens.screen import Leave, ToMatch, ToResult, ToTitle, ToViewer
from game.window import Window
from replay import Recording


@pytest.fixture
def window():
    yield Window()
    pygame.display.quit()


@pytest.fixture
def opens(monkeypatch, tmp_path):
    """What the viewer was asked to show; no viewer is opened."""
    shown = []
    monkeypatch.setattr(app, "view_recording", lambda path, surface: shown.append(path))
    monkeypatch.setattr(app, "choose_recording", shown.append)
    monkeypatch.setattr(app, "folders", lambda: [tmp_path])
    return shown


def test_a_file_that_exists_is_said_on_the_title_and_left_alone(window, tmp_path):
    path = tmp_path / "mine.replay"
    path.write_bytes(b"precious")

    going = app._visit(ToMatch(Options(1, 7, 10, path)), window)

    assert isinstance(going, ToTitle)
    assert "mine.replay" in going.notice
    assert path.read_bytes() == b"precious"


def test_a_recording_asked_for_is_refused_before_a_window_opens(tmp_path):
    path = tmp_path / "mine.replay"
    path.touch()

    with pytest.raises(FileExistsError) as refused:
        app.run_app(Options(1, 7, 10, path))

    assert refused.value.filename == str(path)


def test_a_result_without_its_recording_leads_to_the_title(window, tmp_path):
    going = app._visit(ToResult(tmp_path / "gone.replay", Options(1, 7, 10)), window)

    assert isinstance(going, ToTitle)
    assert "gone.replay" in going.notice


def test_closing_the_window_in_a_match_keeps_what_was_played(window, tmp_path):
    path = tmp_path / "match.replay"
    pygame.event.post(pygame.event.Event(pygame.QUIT))

    going = app._visit(ToMatch(Options(1, 7, 10, path)), window)

    assert going == Leave()
    with Recording(path, SCHEMA) as recording:
        assert (recording.frames, recording.complete) == (1, False)


def test_the_viewer_leads_back_to_where_one_came_from(window, opens, tmp_path):
    back = ToResult(tmp_path / "a.replay", Options(1, 7, 10))

    assert app._visit(ToViewer(back.path, back), window) == back
    assert opens == [back.path]


def test_watching_from_the_title_shows_the_list_of_recordings(window, opens, tmp_path):
    back = ToTitle(Options(1, 7, 10))

    assert app._visit(ToViewer(None, back), window) == back
    assert opens == [[tmp_path]]


def test_recordings_are_listed_newest_first(tmp_path):
    for number, name in enumerate(("b.replay", "a.replay", "notes.txt")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (number, number))

    found = app.recordings([tmp_path, Path("/nowhere")])

    assert [path.name for path in found] == ["a.replay", "b.replay"]


def test_the_mouse_is_heard_in_the_pictures_pixels(window):
    pygame.display.set_mode((2560, 1440), pygame.RESIZABLE)
    window.reclaim()
    pygame.event.clear()
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(2000, 400), button=1))

    heard = [event.pos for event in window.events() if event.type == pygame.MOUSEBUTTONDOWN]

    assert heard == [(1000, 200)]


@pytest.mark.parametrize(
    "press",
    [{"key": pygame.K_F11, "mod": 0}, {"key": pygame.K_RETURN, "mod": pygame.KMOD_LALT}],
)
def test_full_screen_is_the_windows_affair_and_back_again(window, press):
    def is_full():
        return bool(pygame.display.get_surface().get_flags() & pygame.FULLSCREEN)

    seen = []
    for _ in range(2):
        pygame.event.clear()
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, press))
        heard = [event.key for event in window.events() if event.type == pygame.KEYDOWN]
        window.show()
        seen.append((is_full(), heard))

    assert seen == [(True, []), (False, [])]
    assert window.display is pygame.display.get_surface()


def test_enter_alone_is_heard(window):
    pygame.event.clear()
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0))

    heard = [event.key for event in window.events() if event.type == pygame.KEYDOWN]

    assert heard == [pygame.K_RETURN]


def test_a_window_of_any_size_shows_the_whole_picture(window):
    pygame.display.set_mode((700, 700), pygame.RESIZABLE)
    window.reclaim()
    window.picture.fill("#63c07f")

    window.show()

    shown = pygame.display.get_surface()
    assert shown.get_at((350, 350)).g > 180
    assert shown.get_at((350, 10)).g < 40
