"""The viewer on files that mean much work: it goes on, whatever lies far away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from torture.crafting import INT, Crafted, Gap, all_are, begun

from replay.playback.commands import First, GoToShare, Last, ShowWhole, ZoomIn
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import open_session
from replay.viewer.viewer import Viewer

SIZE = 1280, 720
Open = Callable[[bytes], tuple[Viewer, pygame.Surface]]


@pytest.fixture
def look(tmp_path: Path, a_window: pygame.Surface) -> Iterator[Open]:
    opened: list[Any] = []

    def open_it(data: bytes) -> tuple[Viewer, pygame.Surface]:
        path = tmp_path / "a.replay"
        path.write_bytes(data)
        opened.append(open_session(path))
        return Viewer(opened[-1], SIZE, lambda: None), pygame.Surface(SIZE)

    yield open_it
    for session in opened:
        session.close()


@pytest.mark.parametrize("first", [1, 2**61 - 1])
@pytest.mark.parametrize("file", [lambda: Crafted(INT), begun], ids=["unknown", "packrat"])
def test_a_gap_of_any_length_is_seen_from_everywhere(
    look: Open, file: Callable[[], Crafted], first: int
) -> None:
    made = file()
    made.rows([(0, made.contents.frames, [5])])
    made.gap(Gap(made.contents.events, 2**40, max(first, made.contents.frames), 2**61, "lost"))
    viewer, surface = look(made.closed())

    for place in (First(), Last(), GoToShare(5)):
        for command in (ShowWhole(), place, *[ZoomIn()] * 150):
            viewer.do(command)
            viewer.advance(16)
        viewer.paint(surface)

    assert viewer.playhead.frame > 0


def test_very_many_gaps_are_painted_as_what_can_be_told_apart(look: Open) -> None:
    made = Crafted(INT)
    for number in range(4000):
        made.gap(Gap(number, 1, 2 * number + 1, 2 * number + 1, "x"))
    viewer, surface = look(made.closed())

    painted = viewer.paint(surface)

    assert painted
    assert len(viewer.session.lost) == 4000


def test_a_far_moment_is_looked_for_while_the_window_goes_on(look: Open) -> None:
    made = begun()
    for _ in range(60):
        made.block(1024, [all_are(n) for n in (0, 6000, 6000, 1, 0)], type_=4)
    made.rows([(4, made.contents.frames, [1, 6000, 6000, 1, 0])])
    viewer, surface = look(made.live())
    while not viewer.session.index.complete:
        viewer.advance(1)

    viewer.do(Last())
    viewer.paint(surface)
    first = viewer.session.state(viewer.playhead.frame)
    steps = 0
    while viewer.session.looking:
        assert viewer.due_ms() == 0
        viewer.advance(16)
        viewer.paint(surface)
        steps += 1

    assert isinstance(first, Problem)
    assert first.title == "Looking for this moment"
    assert steps >= 3
    assert not isinstance(viewer.session.state(viewer.playhead.frame), Problem)
