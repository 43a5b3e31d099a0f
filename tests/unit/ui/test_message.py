"""A message stays within its box, however long it is."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.ui.box import Box
from replay.ui.message import message

GROUND = (9, 9, 9)


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    pygame.font.init()


@given(
    title=st.text(st.sampled_from("ab W."), max_size=120),
    words=st.text(st.sampled_from("ab W."), max_size=400),
    width=st.integers(120, 700),
    height=st.integers(90, 400),
)
def test_nothing_is_written_beside_its_box(title: str, words: str, width: int, height: int) -> None:
    target = pygame.Surface((900, 600))
    target.fill(GROUND)
    box = Box(100, 80, width, height)

    message(target, box, title, words)

    target.fill(GROUND, pygame.Rect(box))
    assert set(pygame.image.tobytes(target, "RGB")) == {9}
