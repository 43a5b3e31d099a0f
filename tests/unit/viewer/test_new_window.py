"""How a window is opened on each of SDL's drivers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pygame
import pytest

from replay.ui.icon import window_icon
from replay.ui.new_window import ACCELERATION, CLASS_VARIABLE, open_window, prepare_display


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in (ACCELERATION, CLASS_VARIABLE):
        monkeypatch.setenv(variable, "")  # so that it is put back afterwards
        monkeypatch.delenv(variable)
    yield
    pygame.display.quit()


def opened_on(driver: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    monkeypatch.setattr(pygame.display, "get_driver", lambda: driver)
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1920, 1080)])
    prepare_display("a-game")
    assert open_window((640, 360), window_icon).get_size() == (640, 360)
    assert os.environ[CLASS_VARIABLE] == "a-game"
    return os.environ.get(ACCELERATION)


def test_on_x11_pixels_are_handed_over_without_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened_on("x11", monkeypatch) == "0"


@pytest.mark.parametrize("driver", ["wayland", "cocoa", "windows", "dummy"])
def test_elsewhere_sdl_chooses(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Wayland and macOS there would be no window at all without acceleration."""
    assert opened_on(driver, monkeypatch) is None


def test_the_users_choice_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ACCELERATION, "1")
    assert opened_on("x11", monkeypatch) == "1"
