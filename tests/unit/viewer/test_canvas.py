"""The canvas: everything is shown at every size of window, and the mouse means what it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame.event import Event

from replay.ui.box import Box
from replay.viewer.canvas import LONGEST, Canvas, canvas_size
from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH, lay_out
from replay.viewer.model.session import open_session
from replay.viewer.window import Window

SMALL = [(640, 400), (500, 800), (1000, 400), (320, 200), (799, 499)]


@pytest.fixture
def small_window(request: pytest.FixtureRequest) -> Iterator[pygame.Surface]:
    pygame.display.init()
    yield pygame.display.set_mode(request.param)
    pygame.display.quit()


@given(width=st.integers(LEAST_WIDTH, 4000), height=st.integers(LEAST_HEIGHT, 3000))
def test_where_everything_has_room_the_canvas_is_the_window(width: int, height: int) -> None:
    assert canvas_size((width, height)) == (width, height)


@given(width=st.integers(0, 2000), height=st.integers(0, 2000))
def test_everything_has_room_on_every_canvas(width: int, height: int) -> None:
    across, down = canvas_size((width, height))

    assert across >= LEAST_WIDTH
    assert down >= LEAST_HEIGHT
    assert across <= max(width, LONGEST * LEAST_WIDTH)
    assert down <= max(height, LONGEST * LEAST_HEIGHT)


@given(width=st.integers(300, 1500), height=st.integers(300, 1500))
def test_a_canvas_has_its_windows_shape(width: int, height: int) -> None:
    across, down = canvas_size((width, height))

    assert abs(across * height - down * width) <= max(width, height)


@pytest.mark.parametrize("small_window", SMALL, indirect=True)
def test_a_small_window_shows_the_whole_canvas(small_window: pygame.Surface) -> None:
    canvas = Canvas()
    painted = canvas.on(small_window)
    painted.fill("black")
    corner = painted.get_width() - 20, painted.get_height() - 20
    painted.fill("white", (*corner, 20, 20))

    changed = canvas.show(small_window, [pygame.Rect(*corner, 20, 20)])

    assert changed == [small_window.get_rect()]
    last = small_window.get_width() - 2, small_window.get_height() - 2
    assert min(small_window.get_at(last)[:3]) > 200
    assert max(small_window.get_at((1, 1))[:3]) < 50


@pytest.mark.parametrize("small_window", [(1280, 720)], indirect=True)
def test_a_window_of_a_good_size_is_painted_on_itself(small_window: pygame.Surface) -> None:
    canvas, changed = Canvas(), [pygame.Rect(1, 2, 3, 4)]
    event = Event(pygame.MOUSEMOTION, pos=(5, 6), rel=(0, 0), buttons=(0, 0, 0))

    assert canvas.on(small_window) is small_window
    assert canvas.show(small_window, changed) is changed
    assert canvas.pointed(small_window, event) is event


@pytest.mark.parametrize("small_window", SMALL, indirect=True)
def test_a_click_in_a_small_window_goes_to_the_frame_that_is_seen_there(
    record: Callable[..., Path], small_window: pygame.Surface, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(record())
    size = canvas_size(small_window.get_size())
    strip = lay_out(size, session.picture_size, len(session.lanes), 0).strip
    quit_it = Event(pygame.QUIT)
    script = [[_click(_seen(strip, small_window, size))], [quit_it]]
    monkeypatch.setattr(pygame.event, "get", lambda: script.pop(0))
    sought: list[Any] = []
    monkeypatch.setattr(
        "replay.playback.playhead.Playhead.do", lambda playhead, it: sought.append(it)
    )

    with Window(small_window) as window:
        window.watch(session)

    assert [abs(seek.frame - 300) <= 2 for seek in sought] == [True]


def _seen(box: Box, window: pygame.Surface, size: tuple[int, int]) -> tuple[int, int]:
    """Where in the window the middle of a box of the canvas is seen."""
    x, y = box.middle
    return x * window.get_width() // size[0], y * window.get_height() // size[1]


def _click(place: tuple[int, int]) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1)
