"""What led to something: asked of the picture, of a slot or of a player, and gone along."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pointer import same_picture, surface_of
from pygame.event import Event

from replay.games import HitTarget, PlayerCard, Slot
from replay.ui.box import Box
from replay.viewer.model.blame_chain import Blamed, found_by, sentence, title_of
from replay.viewer.model.problem import Problem
from replay.viewer.outcome import Leave
from replay.viewer.panels.blame_panel import (
    BETWEEN,
    FOOT,
    TITLE,
    row_height,
    rows_seen,
    step_areas,
)
from replay.viewer.panels.inspector import card_boxes, slot_areas
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]
LATE = 420


def cards(state: dict[int, list[int]], frame: int) -> list[PlayerCard]:
    return [
        PlayerCard(
            name, "#e0605e", slots=[*(Slot(f"thing #{i}") for i in state[n]), None], bag=(n,)
        )
        for n, name in enumerate(["Ana", "Bo"])
    ]


def right_click(x: int, y: int) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=3)


def click(viewer: Viewer, x: int, y: int) -> None:
    viewer.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1))
    viewer.handle(Event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1))


def blamed(viewer: Viewer) -> Blamed:
    found = viewer.scene.blamed
    assert isinstance(found, Blamed)
    return found


@pytest.fixture
def asking(watch: Watch, press: Press) -> Viewer:
    """A viewer at a late frame, paused, with the pointer on a thing that is thing #4."""
    viewer = watch(pick=lambda state, frame, x, y: HitTarget("thing #4", item=4), cards=cards)
    press(viewer, "Space")
    viewer.playhead.frame = LATE
    return viewer


def test_a_right_click_on_a_thing_shows_the_events_about_it(asking: Viewer) -> None:
    asking.handle(right_click(*asking.scene.layout.picture.middle))

    found = blamed(asking)
    assert (found.title, found.frame) == ("thing #4", LATE)
    assert [(step.row.frame, step.says) for step in found.steps] == [(210, "Ana took")]


@pytest.mark.parametrize("panel", ["strip", "transport", "events", "header", "stage"])
def test_a_right_click_on_nothing_asks_for_nothing(watch: Watch, panel: str) -> None:
    viewer = watch(pick=lambda state, frame, x, y: None, cards=cards)

    viewer.handle(right_click(*getattr(viewer.scene.layout, panel).middle))

    assert viewer.scene.blamed is None


@pytest.fixture
def long_chain(watch: Watch, press: Press, passed_around: Path) -> Viewer:
    """A viewer of the smallest size that shows the end of a chain of twelve steps."""
    viewer = watch((800, 500), path=passed_around, pick=lambda *place: HitTarget("it", item=4))
    press(viewer, "Space")
    viewer.playhead.frame = 599
    viewer.handle(right_click(*viewer.scene.layout.picture.middle))
    return viewer


def test_a_second_click_on_a_step_means_the_same_step(long_chain: Viewer) -> None:
    viewer = long_chain
    box = viewer.scene.layout.blame
    uppermost = box.middle[0], box.top + TITLE + 10
    viewer.handle(Event(pygame.MOUSEMOTION, pos=uppermost, rel=(0, 0), buttons=(0, 0, 0)))
    viewer.handle(Event(pygame.MOUSEWHEEL, x=0, y=5))

    click(viewer, *uppermost)
    frame = viewer.scene.frame
    click(viewer, *uppermost)

    assert viewer.scene.frame == frame


def test_the_scrollbar_leads_to_the_chains_first_step(long_chain: Viewer) -> None:
    box = long_chain.scene.layout.blame
    last = long_chain.panels.blame.first_row(long_chain.scene)

    long_chain.handle(
        Event(pygame.MOUSEBUTTONDOWN, pos=(box.right - 10, box.bottom - 40), button=1)
    )
    assert long_chain.panels.blame.first_row(long_chain.scene) == last
    long_chain.handle(
        Event(pygame.MOUSEMOTION, pos=(box.right - 10, box.top), rel=(0, 0), buttons=(1, 0, 0))
    )

    assert long_chain.panels.blame.first_row(long_chain.scene) == 0


@given(
    count=st.integers(1, 20),
    height=st.integers(220, 500),
    width=st.sampled_from([330, 520]),
    data=st.data(),
)
def test_no_room_is_left_while_there_are_more_steps(
    count: int, height: int, width: int, data: st.DataObject
) -> None:
    box = Box(10, 20, width, height)
    first = data.draw(st.integers(0, max(0, count - rows_seen(box))))

    places = list(step_areas(box, count, first).values())

    top, bottom = box.top + TITLE, box.bottom - FOOT
    all_fit = len(places) == count and all(p.top >= top and p.bottom <= bottom for p in places)
    filled = places[0].top - BETWEEN <= top and places[-1].bottom + BETWEEN >= bottom
    assert all_fit or filled


def test_a_slot_is_blamed_by_its_path_and_named_by_what_is_in_it(
    asking: Viewer, press: Press
) -> None:
    inspector = asking.scene.layout.inspector
    card = cards({0: [0, 2, 4, 6, 8], 1: [1, 3, 5, 7]}, LATE)[1]
    slot = slot_areas(card_boxes(inspector, 2, 0)[1], card)[0]
    asking.handle(Event(pygame.MOUSEMOTION, pos=slot.center, rel=(0, 0), buttons=(0, 0, 0)))

    press(asking, "B")

    found = blamed(asking)
    assert (found.where, [step.row.frame for step in found.steps]) == ("1.0", [60])


def point_at_bag(viewer: Viewer, player: int) -> None:
    """Point at a player's card, beside its slots."""
    box = card_boxes(viewer.scene.layout.inspector, 2, 0)[player]
    viewer.mouse.pointer = box.left + 4, box.middle[1]


def test_a_card_stands_for_the_players_bag(watch: Watch, press: Press) -> None:
    viewer = watch(cards=cards)
    viewer.playhead.frame = LATE
    point_at_bag(viewer, 1)

    press(viewer, "B")

    found = blamed(viewer)
    assert (found.title, found.where) == ("Bo's bag", "1")
    assert found.steps[-1].row.frame == 360


def test_a_click_on_a_step_goes_there_and_the_chain_stays(watch: Watch, press: Press) -> None:
    viewer = watch(cards=cards)
    viewer.playhead.frame = LATE
    point_at_bag(viewer, 0)
    press(viewer, "B")
    found, box = blamed(viewer), viewer.scene.layout.blame

    click(viewer, box.middle[0], box.top + TITLE + row_height(box) // 2)

    assert viewer.scene.frame == found.steps[0].row.frame == 410
    assert viewer.scene.blamed is found


def test_up_and_down_go_along_the_chain(asking: Viewer, press: Press) -> None:
    asking.handle(right_click(*asking.scene.layout.picture.middle))

    press(asking, "Up")
    assert asking.scene.frame == 210
    press(asking, "Up")
    assert asking.scene.frame == 210


def test_escape_closes_the_chain_before_it_leaves(asking: Viewer, press: Press) -> None:
    listed = asking.scene.layout.events
    asking.handle(right_click(*asking.scene.layout.picture.middle))
    assert asking.scene.layout.events.height == 0

    press(asking, "Escape")
    assert asking.scene.blamed is None
    assert asking.scene.layout.events == listed
    press(asking, "Escape")
    assert asking.outcome == Leave()


@pytest.fixture
def slow_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is found before this is set, and nobody waits for it."""
    may = threading.Event()

    def slowly(*given: Any) -> Any:
        may.wait(20)
        return found_by(*given)

    monkeypatch.setattr("replay.viewer.model.blame_search.found_by", slowly)
    monkeypatch.setattr("replay.viewer.model.blaming.AT_ONCE_S", 0)
    yield may
    may.set()


def test_a_long_search_is_said_before_it_is_made(
    asking: Viewer, slow_search: threading.Event
) -> None:
    asking.handle(right_click(*asking.scene.layout.picture.middle))
    assert isinstance(asking.scene.blamed, Problem)
    assert asking.scene.blamed.title == "Looking back"
    assert asking.due_ms() is not None

    slow_search.set()
    until_found(asking)

    assert blamed(asking).title == "thing #4"


def test_a_long_search_that_is_closed_is_forgotten(
    asking: Viewer, press: Press, slow_search: threading.Event
) -> None:
    asking.handle(right_click(*asking.scene.layout.picture.middle))
    press(asking, "Escape")

    slow_search.set()
    until_found(asking)

    assert asking.scene.blamed is None


def until_found(viewer: Viewer) -> None:
    """Let the other thread do what it does."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(20)
    viewer.advance(1)


def test_what_cannot_be_blamed_is_said(watch: Watch) -> None:
    viewer = watch(pick=lambda state, frame, x, y: HitTarget("the moon"))

    viewer.handle(right_click(*viewer.scene.layout.picture.middle))

    assert isinstance(viewer.scene.blamed, Problem)
    assert "the moon" in viewer.scene.blamed.why


def test_a_path_that_leads_nowhere_is_said(watch: Watch) -> None:
    viewer = watch(pick=lambda state, frame, x, y: HitTarget("it", path=("7", "bag")))

    viewer.handle(right_click(*viewer.scene.layout.picture.middle))

    assert isinstance(viewer.scene.blamed, Problem)
    assert 'at "7".bag; there are 0 to 1' in viewer.scene.blamed.why


@pytest.mark.parametrize("size", [(1280, 720), (900, 560), (800, 500), (1920, 1080)])
def test_the_chain_can_be_painted_and_scrolled_in_any_window(
    watch: Watch, press: Press, size: tuple[int, int]
) -> None:
    viewer, surface = watch(size, cards=cards), pygame.Surface(size)
    press(viewer, "Space")
    viewer.playhead.frame = LATE
    point_at_bag(viewer, 0)
    press(viewer, "B")
    viewer.paint(surface)
    box = viewer.scene.layout.blame
    viewer.handle(Event(pygame.MOUSEMOTION, pos=box.middle, rel=(0, 0), buttons=(0, 0, 0)))

    viewer.handle(Event(pygame.MOUSEWHEEL, x=0, y=3))
    painted = viewer.paint(surface)

    assert pygame.Rect(box) in painted or viewer.scene.blamed is not None
    assert box.within(viewer.scene.layout.window)


@pytest.mark.parametrize(
    ("value", "title"),
    [("ruby #12", "ruby #12"), (None, "it: nothing"), (31, "it: 31"), ([1], "it"), (True, "it")],
)
def test_what_is_blamed_is_called_by_what_is_there(value: Any, title: str) -> None:
    assert title_of("it", value) == title


@pytest.mark.parametrize(
    ("who", "verb", "what", "thing", "says"),
    [
        ("Ana", "picked up", "ruby #3", "", "Ana picked up ruby #3"),
        ("Ana", "picked up", "ruby #3", "ruby #3", "Ana picked up"),
        (
            "Ana",
            "lost",
            "ruby #3, knocked out of the bag",
            "",
            "Ana lost ruby #3, knocked out of the bag",
        ),
        (
            "Ana",
            "lost",
            "ruby #3, knocked out of the bag",
            "ruby #3",
            "Ana lost, knocked out of the bag",
        ),
        ("Ana", "dashed", "", "", "Ana dashed"),
        ("", "appeared", "ruby #3", "", "appeared ruby #3"),
        ("", "appeared", "ruby #3, a light one", "", "appeared ruby #3, a light one"),
        ("", "appeared", "ruby #3, a light one", "ruby #3", "appeared, a light one"),
        ("", "match began", "for 90 s", "", "match began for 90 s"),
    ],
)
def test_a_step_is_a_sentence(who: str, verb: str, what: str, thing: str, says: str) -> None:
    assert sentence(who, verb, what, thing) == says


@pytest.mark.parametrize("with_cards", [True, False])
def test_where_there_is_nothing_to_blame_that_is_said(
    open_tiny: Any, press: Press, with_cards: bool
) -> None:
    viewer = Viewer(open_tiny(cards=cards if with_cards else None), (1280, 720), lambda: None)
    press(viewer, "Space")
    before, after = surface_of(), surface_of()
    viewer.paint(before)

    press(viewer, "B")
    viewer.paint(after)
    assert not same_picture(before, after)

    press(viewer, "Escape")
    assert viewer.outcome is None
