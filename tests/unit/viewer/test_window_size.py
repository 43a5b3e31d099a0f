"""A new window fits the screen it opens on, title bar and all."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.ui.window_size import FRAME, fitting, within

SIZE = 1280, 720


@pytest.mark.parametrize("screen", [(1280, 760), (1280, 800), (1366, 768), (1920, 1080)])
def test_where_there_is_room_it_is_as_large_as_wished(screen: tuple[int, int]) -> None:
    assert within(SIZE, screen) == SIZE


@given(width=st.integers(320, 4000), height=st.integers(240, 2500))
def test_its_frame_is_on_the_screen_and_it_keeps_its_proportions(width: int, height: int) -> None:
    found = within(SIZE, (width, height))

    assert found[0] <= width
    assert found[1] <= height - FRAME[1]
    assert abs(found[0] * SIZE[1] - found[1] * SIZE[0]) <= SIZE[0]


def test_a_driver_without_a_screen_gives_the_size_that_is_wished(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "offscreen")
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1024, 768)])

    assert fitting(SIZE) == SIZE
