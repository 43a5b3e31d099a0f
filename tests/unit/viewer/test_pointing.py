"""A viewer's mouse: what is dragged, clicked, pointed at and turned."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pygame
from pointer import (
    Press,
    Watch,
    button_down,
    button_up,
    motion,
    surface_of,
    wheel,
)
from pygame.event import Event

from replay.games import HitTarget, PlayerCard
from replay.viewer.layout import TITLE
from replay.viewer.model.problem import Problem
from replay.viewer.panels.transport import buttons
from replay.viewer.tips import tip_for


def cards_with_bags(state: dict[int, list[int]], frame: int) -> list[PlayerCard]:
    return [PlayerCard(name, "#e0605e", bag=("bags", n)) for n, name in enumerate(["Ana", "Bo"])]


def test_dragging_on_the_timeline_scrubs_even_outside_it_and_time_stands_still(
    watch: Watch,
) -> None:
    viewer = watch()
    strip = viewer.scene.layout.strip
    middle = strip.middle

    viewer.handle(button_down(*middle))
    assert abs(viewer.scene.frame - 300) <= 1
    viewer.advance(500)
    assert abs(viewer.scene.frame - 300) <= 1
    viewer.handle(motion(strip.right + 500, 0))
    assert viewer.scene.frame == 599
    viewer.handle(motion(strip.left, 20))
    viewer.handle(button_up(strip.left, 20))
    viewer.handle(motion(*middle))
    assert (viewer.scene.frame, viewer.scene.playing) == (0, True)


def test_a_drag_whose_release_was_not_delivered_ends(watch: Watch, press: Press) -> None:
    viewer = watch()
    strip = viewer.scene.layout.strip
    unheard = (
        lambda: None,
        lambda: viewer.handle(Event(pygame.WINDOWFOCUSLOST)),
        lambda: viewer.hold(()),
    )
    for end in unheard:
        viewer.handle(Event(pygame.MOUSEBUTTONDOWN, pos=(strip.left + 100, strip.top), button=1))
        before = viewer.scene.frame
        end()
        elsewhere = strip.left + 500, strip.top - 300
        viewer.handle(Event(pygame.MOUSEMOTION, pos=elsewhere, rel=(1, 1), buttons=(0, 0, 0)))

        assert viewer.scene.frame == before
        assert not viewer.mouse.scrubbing


def test_the_pointer_over_the_timeline_points_at_a_frame(watch: Watch) -> None:
    viewer = watch()
    strip = viewer.scene.layout.strip

    viewer.handle(motion(strip.right - 1, strip.middle[1]))
    assert viewer.scene.pointed == 599
    viewer.handle(motion(5, 5))
    assert viewer.scene.pointed is None


def test_the_wheel_over_the_picture_steps_frames(watch: Watch) -> None:
    viewer = watch()
    viewer.handle(motion(*viewer.scene.layout.stage.middle))

    viewer.handle(wheel(-3))
    viewer.handle(wheel(1))

    assert (viewer.scene.frame, viewer.scene.playing) == (2, False)


def test_the_wheel_over_the_timeline_zooms_at_the_pointer(watch: Watch) -> None:
    viewer = watch()
    place = viewer.scene.layout.strip.left + 300, viewer.scene.layout.strip.middle[1]
    viewer.handle(motion(*place))
    pointed = viewer.scene.pointed

    viewer.handle(wheel(3))

    assert viewer.scene.frame == 0
    assert viewer.scene.axis.stop - viewer.scene.axis.start < 200
    assert viewer.scene.pointed is not None
    assert abs(viewer.scene.pointed - pointed) <= 1
    viewer.handle(wheel(-3))
    assert (viewer.scene.axis.start, viewer.scene.axis.stop) == (0, 600)


def test_each_button_of_the_transport_can_be_clicked(watch: Watch) -> None:
    viewer = watch()
    places = [button.box.middle for button in buttons(viewer.scene.layout.transport)]

    for place in places:
        viewer.handle(motion(*place))
        viewer.handle(button_down(*place))
        viewer.handle(button_up(*place))
        viewer.paint(surface_of())

    assert (viewer.scene.speed, viewer.scene.frame) == (Fraction(64), 599)


def test_clicking_a_player_looks_at_it_and_tab_goes_on(watch: Watch, press: Press) -> None:
    viewer = watch()
    inspector = viewer.scene.layout.inspector

    viewer.handle(button_down(inspector.right - 30, inspector.top + TITLE + 10))
    assert viewer.scene.player == 1
    press(viewer, "Tab")
    assert viewer.scene.player == 0


def test_clicking_a_player_in_the_picture_looks_at_it(watch: Watch) -> None:
    def pick(state: Any, frame: int, x: int, y: int) -> HitTarget | None:
        return HitTarget("Bo", path=("bags", 1)) if x > 160 else HitTarget("a thing", item=4)

    viewer = watch(pick=pick, cards=cards_with_bags)
    picture = viewer.scene.layout.picture

    viewer.handle(button_down(picture.right - 20, picture.middle[1]))
    assert viewer.scene.player == 1
    viewer.handle(button_down(picture.left + 20, picture.middle[1]))
    assert viewer.scene.player == 1


def test_what_lies_under_the_pointer_is_named_in_pixels_of_the_picture(
    watch: Watch, press: Callable[..., None]
) -> None:
    asked = []

    def pick(state: Any, frame: int, x: int, y: int) -> HitTarget:
        asked.append((frame, x, y))
        return HitTarget("a rat")

    viewer, surface = watch(pick=pick), surface_of()
    viewer.paint(surface)
    picture = viewer.scene.layout.picture

    press(viewer, "Space")
    viewer.handle(motion(*picture.middle))
    viewer.paint(surface)
    assert not asked  # the pointer may only pass by

    viewer.advance(400)
    (told,) = viewer.paint(surface)

    assert told.left > picture.middle[0]
    assert set(asked) == {(0, 159, 89)}
    tip = tip_for(viewer.scene, viewer.panels)
    assert tip is not None
    assert tip.lines[0].startswith("a rat")
    viewer.handle(motion(*viewer.scene.layout.header.middle))
    assert pygame.Rect(viewer.scene.layout.stage) in viewer.paint(surface)
    whole = surface_of()
    viewer.repaint()
    viewer.paint(whole)
    assert pygame.image.tobytes(whole, "RGB") == pygame.image.tobytes(surface, "RGB")


def test_a_sentence_is_shown_until_a_click(watch: Watch) -> None:
    viewer, surface = watch(), surface_of()
    viewer.tell(Problem("Can't play this recording", "It is a picture. " * 30))

    viewer.paint(surface)
    viewer.handle(button_down(20, 200))
    viewer.handle(button_up(20, 200))

    assert viewer.outcome is None
    assert viewer.paint(surface)[0] == surface.get_rect()
