"""Of a game without cards the inspector shows the state as a tree, as its docstring promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from unittest.mock import create_autospec

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Projection, Recording, Timeline
from replay.playback.commands import SeekTo
from replay.values.entries import entries_of
from replay.values.view_paths import look_up
from replay.viewer.model.event_index import Chosen
from replay.viewer.model.problem import Problem
from replay.viewer.model.type_counts import MANY, type_counts
from replay.viewer.model.view_lines import Line, line_count, lines_between, value_at
from replay.viewer.panels.state_tree import Tree
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


def lines_of(view: Any) -> list[Line]:
    return list(lines_between(view, 0, line_count(view)))


@given(views, st.integers(0, 25), st.integers(0, 25))
def test_any_part_of_the_lines_is_that_part_of_all(view: Any, start: int, length: int) -> None:
    lines = list(lines_between(view, 0, 10_000))

    assert len(lines) == line_count(view)
    assert list(lines_between(view, start, start + length)) == lines[start : start + length]


@given(views, views)
def test_of_another_view_the_value_is_told_that_its_own_line_has(view: Any, other: Any) -> None:
    values = {line.path: line.value for line in lines_of(view)}

    assert all(value_at(view, path) == value for path, value in values.items())
    others = {line.path: line.value for line in lines_of(other)}
    for path in values.keys() & others.keys():
        assert value_at(other, path) == others[path]


@pytest.mark.parametrize("frame", [0, 3, 60, 130, 400])
def test_without_the_game_its_events_are_counted_up_to_the_frame(watch: Watch, frame: int) -> None:
    viewer = watch(game=None)
    viewer.do(SeekTo(frame))

    shown = viewer.panels.tree.tree(viewer.scene)

    assert isinstance(shown, Tree)
    with Recording(viewer.session.recording.path) as recording:
        for view, stop in ((shown.view, frame), (shown.before, max(0, frame - 60))):
            before = list(recording.events(stop=stop + 1))
            for type in recording.schema.events:
                own = [event for event in before if event.type is type]
                told = view[type.name]
                assert told["count"] == len(own)
                assert told.get("frame") == (own[-1].frame if own else None)
                assert told.get("last") == (own[-1].data if own else None)


def test_of_many_types_only_the_counts_are_told() -> None:
    group = create_autospec(Chosen, instance=True)
    group.row_at.return_value = 0

    def read(*_: Any) -> list[Any]:
        raise AssertionError("a block was read")

    groups: list[tuple[str, Chosen]] = [(str(n), group) for n in range(MANY + 1)]
    told = type_counts(groups, read, 9)

    assert told == {str(n): {"count": 1} for n in range(MANY + 1)}


@given(views)
def test_every_line_says_what_is_at_its_path(view: Any) -> None:
    for line in lines_of(view):
        found = look_up(view, line.path)
        assert line.depth == max(0, len(line.path) - 1)
        assert line.value or isinstance(found, (list, dict)) or found == "" or "\n" in found


def test_a_tree_is_told_line_by_line() -> None:
    view = {"players": [{"name": "Ana", "bag": [1, 2]}], "ended": None}

    assert lines_of(view) == [
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


@given(
    st.dictionaries(st.integers(), leaves, min_size=1)
    | st.dictionaries(st.text(), leaves, min_size=1)
    | st.dictionaries(st.integers() | st.text("01ab"), leaves, min_size=1)
)
def test_lines_have_the_names_that_paths_have(view: dict[Any, Any]) -> None:
    named = [(entry.name, (entry.step,)) for entry in entries_of(view)]

    assert [(line.name, line.path) for line in lines_of(view)] == named


def test_what_is_in_a_record_is_told_by_the_paths_that_lead_there() -> None:
    view = Seat({12: 1, "12": 2, (0, 1): 3}), MappingProxyType({})

    lines = lines_of(view)

    assert [(line.name, line.value) for line in lines] == [
        ("0", ""), ("bag", ""), ("12", "1"), ('"12"', "2"), ("(0, 1)", "3"), ("name", "Ana"),
        ("1", "empty"),
    ]  # fmt: skip
    assert [look_up(view, line.path) for line in lines[2:6]] == [1, 2, 3, "Ana"]
    assert lines_of(Seat({})) == [
        Line(0, "bag", "empty", ("bag",)), Line(0, "name", "Ana", ("name",))
    ]  # fmt: skip
    assert lines_of(7) == [Line(0, "", "7", ())]


def values(viewer: Viewer) -> dict[str, str]:
    return {line.name: line.value for line, _ in lines_in(viewer)}


def lines_in(viewer: Viewer) -> list[tuple[Line, bool]]:
    """The lines that a viewer shows, and which of them are marked."""
    tree = viewer.panels.tree.tree(viewer.scene)
    assert not isinstance(tree, Problem)
    return list(tree.lines(0, tree.count))


def test_values_follow_the_playhead(watch: Watch) -> None:
    viewer = watch(cards=None)
    seen = []
    for frame in (0, 20, 120):
        viewer.do(SeekTo(frame))
        seen.append(values(viewer))

    assert seen == [
        {"0": "empty", "1": "empty"}, {"0": "0", "1": "empty"}, {"0": "0, 2", "1": "1"},
    ]  # fmt: skip


def test_a_value_is_marked_for_a_second_after_it_has_changed(watch: Watch) -> None:
    viewer = watch(cards=None)
    rate, marked = viewer.session.frame_rate, {}
    game = viewer.session.game
    assert game is not None
    views, timeline = [], Timeline(viewer.session.recording, game.projection)
    for frame in range(viewer.session.last + 1):
        viewer.do(SeekTo(frame))
        marked[frame] = {line.path for line, changed in lines_in(viewer) if changed}
        views.append(game.projection.view(timeline.at(frame)))

    assert any(marked.values())
    for frame, paths in marked.items():
        now, before = views[frame], views[max(0, frame - rate)]
        assert paths == {
            line.path for line in lines_of(now) if value_at(before, line.path) != line.value
        }


def test_a_state_that_was_asked_for_meanwhile_is_not_shown(watch: Watch) -> None:
    viewer = watch(cards=None)
    viewer.do(SeekTo(120))
    before = lines_in(viewer)
    viewer.session.state(121)
    viewer.session.state(20)

    assert lines_in(viewer) == before


class Large(Projection[Any, int]):
    """A state of ten thousand values."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Any) -> int:
        return state + 1

    def view(self, state: int) -> object:
        return {f"value {n}": n for n in range(10_000)}


FACELESS: list[dict[str, Any]] = [
    {"cards": None},
    {"draw": None},
    {"draw": None, "cards": None},
]
"""Games without cards, without pictures, and without either."""


@pytest.mark.parametrize("faceless", FACELESS)
def test_the_tree_is_on_the_stage_where_the_game_does_not_draw(
    watch: Watch, faceless: dict[str, Any]
) -> None:
    viewer = watch(**faceless)
    viewer.do(SeekTo(120))
    window = pygame.Surface((1280, 720))
    viewer.paint(window)
    layout, tree = viewer.scene.layout, viewer.panels.tree

    is_on_stage = "draw" in faceless
    assert tree.box(viewer.scene) == (layout.stage if is_on_stage else layout.inspector)
    assert len(tree.seen(viewer.scene)) > 0  # type: ignore[arg-type]
    viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=layout.stage.middle))
    viewer.handle(pygame.event.Event(pygame.MOUSEWHEEL, y=-1))
    assert (viewer.scene.frame == 120) == is_on_stage  # the wheel on a picture steps


def test_without_its_game_the_tree_is_where_cards_would_be(watch: Watch) -> None:
    viewer = watch()
    viewer.session.game = None

    viewer.paint(pygame.Surface((1280, 720)))

    assert viewer.panels.tree.box(viewer.scene) == viewer.scene.layout.inspector


@pytest.mark.parametrize("faceless", FACELESS)
def test_a_large_state_is_scrolled_with_wheel_and_bar(
    watch: Watch, faceless: dict[str, Any]
) -> None:
    viewer = watch(projection=Large(), **faceless)
    window = pygame.Surface((1280, 720))
    viewer.paint(window)
    box = viewer.panels.tree.box(viewer.scene)
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
    picked = viewer.panels.picked_at(viewer.scene, (box.left + 20, box.bottom - 30))
    assert picked is not None
    assert picked.path in [(f"value {n}",) for n in range(9_980, 10_000)]


@pytest.mark.parametrize("faceless", FACELESS)
def test_a_value_is_blamed_by_a_right_click(watch: Watch, faceless: dict[str, Any]) -> None:
    viewer = watch(**faceless)
    viewer.do(SeekTo(120))
    viewer.paint(pygame.Surface((1280, 720)))
    box = viewer.panels.tree.box(viewer.scene)
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

    assert isinstance(viewer.panels.tree.tree(viewer.scene), Problem)


class Mute:
    """A value that cannot be told."""

    def __repr__(self) -> str:
        raise RuntimeError("no words for it")


UNTOLD = {
    "value": Mute(),
    "number": 10**5000,
    "key": {(Mute(),): 1},
    "list": [[Mute()] * 9],
    "map": {1: Mute()},
}


@pytest.mark.parametrize("what", UNTOLD)
@pytest.mark.parametrize("late", [False, True])
def test_a_value_that_cannot_be_told_is_a_sentence(watch: Watch, what: str, late: bool) -> None:
    class Untold(Large):
        def view(self, state: int) -> object:
            return {"a": UNTOLD[what] if bool(state) is not late else 1}

    viewer = watch(cards=None, projection=Untold())
    surface, box = pygame.Surface((1280, 720)), viewer.scene.layout.inspector
    shown = []
    for frame in (0, 30, 120):
        viewer.do(SeekTo(frame))
        viewer.paint(surface)
        viewer.panels.picked_at(viewer.scene, (box.left + 20, box.top + 40))
        shown.append(viewer.panels.tree.seen(viewer.scene))

    assert any(isinstance(seen, Problem) and seen.why for seen in shown)
    assert any(not isinstance(seen, Problem) for seen in shown)
