"""Painting only what has changed leaves the same picture as painting everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from gestures import BOXES, COMMANDS, MOUSE, do, wheel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pygame import Surface

from replay.playback import commands
from replay.ui import scale
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

FOUR_BOTS = Path(__file__).parents[2] / "recordings" / "four-bots.replay"
SIZES = (800, 500, 1.0), (1280, 720, 1.0), (1000, 900, 1.0), (640, 1000, 1.0), (1280, 720, 1.5)
"""In units, and the pixels for each."""


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    opened = open_session(FOUR_BOTS)
    yield opened
    opened.close()
    pygame.display.quit()


keys = st.sampled_from(COMMANDS)
seeks = st.integers(0, 5400).map(commands.SeekTo)
shares = st.floats(0, 1)
mice = st.tuples(
    st.sampled_from(MOUSE),
    st.sampled_from(BOXES),
    shares,
    shares,
)
wheels = st.integers(-3, 3).map(wheel)
times = st.sampled_from([16.0, 400.0])
steps = st.lists(
    st.tuples(keys | seeks | mice | mice | wheels | times, st.booleans()), min_size=1, max_size=14
)


@pytest.mark.parametrize("size", SIZES, ids=str)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=steps)
def test_what_is_painted_bit_by_bit_is_what_is_painted_at_once(
    session: Session, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int, float], done: Any
) -> None:
    monkeypatch.setattr("replay.viewer.model.blaming.AT_ONCE_S", 20)
    scale.use(size[2])
    pixels = scale.px(size[0]), scale.px(size[1])
    viewer, bit_by_bit = Viewer(session, size[:2], lambda: None), Surface(pixels)
    viewer.paint(bit_by_bit)
    for step, compared in [*done, (16.0, True)]:
        do(viewer, step)
        viewer.paint(bit_by_bit)
        if compared:
            at_once = Surface(pixels)
            viewer.repaint()
            viewer.paint(at_once)
            assert pygame.image.tobytes(bit_by_bit, "RGB") == pygame.image.tobytes(at_once, "RGB")
