"""Of a game without cards the inspector shows the state as a tree, as its docstring promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pygame
from hypothesis import given
from hypothesis import strategies as st

from replay import Projection
from replay.playback.commands import SeekTo
from replay.values.view_paths import look_up
from replay.viewer.model.problem import Problem
from replay.viewer.panels.state_tree import Line, lines_of
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
views = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(0, 9) | st.text("ab", min_size=1), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(views)
def test_every_line_says_what_is_at_its_path(view: Any) -> None:
    for line in lines_of(view):
        found = look_up(view, line.path)
        assert line.depth == max(0, len(line.path) - 1)
        assert line.value or isinstance(found, (list, dict)) or found == "" or "\n" in found


def test_a_tree_is_told_line_by_line() -> None:
    view = {"players": [{"name": "Ana", "bag": [1, 2]}], "ended": None}

    assert list(lines_of(view)) == [
        Line(0, "players", "", ("players",)),
        Line(1, "0", "", ("players", 0)),
        Line(2, "name", "Ana", ("players", 0, "name")),
        Line(2, "bag", "1, 2", ("players", 0, "bag")),
        Line(0, "ended", "null", ("ended",)),
    ]


@dataclass(frozen=True)
class Seat:
    bag: dict[object, int]
    name: str = "Ana"


def test_what_is_in_a_record_is_told_by_the_paths_that_lead_there() -> None:
    view = Seat({12: 1, "12": 2, (0, 1): 3}), MappingProxyType({})

    lines = list(lines_of(view))

    assert [(line.name, line.value) for line in lines] == [
        ("0", ""), ("bag", ""), ("12", "1"), ('"12"', "2"), ("(0, 1)", "3"), ("name", "Ana"),
        ("1", "empty"),
    ]  # fmt: skip
    assert [look_up(view, line.path) for line in lines[2:6]] == [1, 2, 3, "Ana"]
    assert list(lines_of(Seat({}))) == [
        Line(0, "bag", "empty", ("bag",)), Line(0, "name", "Ana", ("name",))
    ]  # fmt: skip
    assert list(lines_of(7)) == [Line(0, "", "7", ())]


def values(viewer: Viewer) -> dict[str, str]:
    lines = viewer.panels.inspector.tree.lines(viewer.scene)
    assert not isinstance(lines, Problem)
    return {line.name: line.value for line in lines}


def test_values_follow_the_playhead(watch: Watch) -> None:
    viewer = watch(cards=None)
    seen = []
    for frame in (0, 20, 120):
        viewer.do(SeekTo(frame))
        seen.append(values(viewer))

    assert seen == [
        {"0": "empty", "1": "empty"}, {"0": "0", "1": "empty"}, {"0": "0, 2", "1": "1"},
    ]  # fmt: skip


class Large(Projection[Any, int]):
    """A state of ten thousand values."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Any) -> int:
        return state + 1

    def view(self, state: int) -> object:
        return {f"value {n}": n for n in range(10_000)}


def test_a_large_state_is_scrolled_with_wheel_and_bar(watch: Watch) -> None:
    viewer = watch(cards=None, projection=Large())
    window = pygame.Surface((1280, 720))
    viewer.paint(window)
    box = viewer.scene.layout.inspector
    before = pygame.image.tobytes(window.subsurface(box), "RGB")

    viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=box.middle, buttons=(0, 0, 0)))
    viewer.handle(pygame.event.Event(pygame.MOUSEWHEEL, y=-2))
    viewer.paint(window)
    turned = pygame.image.tobytes(window.subsurface(box), "RGB")
    bar = box.right - 9, box.bottom - 12
    viewer.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=bar, button=1))
    below = bar[0], box.bottom + 50
    viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=below, buttons=(1, 0, 0)))
    viewer.paint(window)

    assert before != turned
    picked = viewer.panels.inspector.picked_at(viewer.scene, (box.left + 20, box.bottom - 30))
    assert picked is not None
    assert picked.path in [(f"value {n}",) for n in range(9_980, 10_000)]


def test_a_value_is_blamed_by_a_right_click(watch: Watch) -> None:
    viewer = watch(cards=None)
    viewer.do(SeekTo(120))
    viewer.paint(pygame.Surface((1280, 720)))
    box = viewer.scene.layout.inspector
    place = box.left + 20, box.top + 40

    viewer.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=3))

    assert viewer.scene.blamed is not None
    assert not isinstance(viewer.scene.blamed, Problem)
    assert viewer.scene.blamed.where == "0"


class Broken(Large):
    """A view that raises."""

    def view(self, state: int) -> object:
        raise ValueError("no view")


def test_a_view_that_raises_is_a_sentence(watch: Watch) -> None:
    viewer = watch(cards=None, projection=Broken())

    viewer.paint(pygame.Surface((1280, 720)))

    assert isinstance(viewer.panels.inspector.tree.lines(viewer.scene), Problem)
