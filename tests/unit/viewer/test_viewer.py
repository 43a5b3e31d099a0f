"""A viewer: keys, mouse and time lead to the frames and pictures they should."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.games import HitTarget, PlayerCard
from replay.viewer.keymap import KEYS, Binding
from replay.viewer.layout import TITLE
from replay.viewer.model.problem import Problem
from replay.viewer.outcome import Leave, Open
from replay.viewer.panels.transport import buttons
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def motion(x: int, y: int) -> Event:
    return Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(1, 0, 0))


def button_down(x: int, y: int) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1)


def button_up(x: int, y: int) -> Event:
    return Event(pygame.MOUSEBUTTONUP, pos=(x, y), button=1)


def wheel(notches: int) -> Event:
    return Event(pygame.MOUSEWHEEL, x=0, y=notches)


def surface_of(size: tuple[int, int] = (1280, 720)) -> pygame.Surface:
    return pygame.Surface(size)


def pixels(surface: pygame.Surface, area: Any) -> bytes:
    return pygame.image.tobytes(surface.subsurface(area), "RGB")


def same_picture(one: pygame.Surface, other: pygame.Surface) -> bool:
    return pygame.image.tobytes(one, "RGB") == pygame.image.tobytes(other, "RGB")


def cards_with_bags(state: dict[int, list[int]], frame: int) -> list[PlayerCard]:
    return [PlayerCard(name, "#e0605e", bag=("bags", n)) for n, name in enumerate(["Ana", "Bo"])]


def test_a_recording_opens_playing_at_its_first_frame(watch: Watch) -> None:
    scene = watch().scene

    assert (scene.frame, scene.playing, scene.speed) == (0, True, 1)


@pytest.mark.parametrize("binding", KEYS)
def test_each_key_of_the_table_gives_its_command(
    watch: Watch, press: Press, binding: Binding, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, given = watch(), []
    monkeypatch.setattr(viewer, "do", given.append)

    press(viewer, *binding.strokes)

    assert given == [binding.command] * len(binding.strokes)


def test_a_held_event_repeats_and_a_held_space_does_not(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "Down", "Down", release=False)
    far = viewer.scene.frame
    press(viewer, "Down", release=False)
    assert viewer.scene.frame > far
    press(viewer, "Space", "Space", release=False)
    assert viewer.scene.playing


@pytest.mark.parametrize(("key", "way"), [(".", 1), (",", -1)])
def test_a_held_step_goes_on_with_each_picture_until_it_is_released(
    watch: Watch, press: Press, key: str, way: int
) -> None:
    viewer = watch()
    press(viewer, "5")
    begin = viewer.scene.frame
    press(viewer, key, key, key, release=False)  # the repeats of a keyboard are no steps
    assert viewer.scene.frame == begin + way

    passed, frames = 0.0, [viewer.scene.frame]
    while passed < 1320:
        due = viewer.due_ms()
        assert due is not None
        viewer.advance(max(due, 4.0))
        passed += max(due, 4.0)
        if viewer.scene.frame != frames[-1]:
            frames.append(viewer.scene.frame)

    assert frames == list(range(begin + way, begin + way * len(frames) + way, way))
    assert 59 <= len(frames) <= 62
    press(viewer, key)
    viewer.advance(1000)
    assert viewer.scene.frame in (frames[-1], frames[-1] + way)


def test_a_held_step_ends_when_the_window_loses_the_keyboard(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, ".", release=False)
    viewer.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))

    for _ in range(100):
        viewer.advance(16.0)

    assert viewer.scene.frame == 1


def test_playing_at_normal_speed_passes_through_each_frame_when_it_is_due(watch: Watch) -> None:
    viewer = watch()
    seen = []

    for _ in range(40):
        due = viewer.due_ms()
        assert due is not None
        viewer.advance(due)
        seen.append(viewer.scene.frame)

    assert seen == list(range(1, 41))


def test_a_paused_viewer_is_due_for_nothing(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "Space")

    assert viewer.due_ms() is None


def test_nothing_is_painted_while_nothing_changes(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")

    assert viewer.paint(surface) != []
    assert viewer.paint(surface) == []


def test_a_step_leaves_buttons_and_what_lies_around_them_alone(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")
    viewer.paint(surface)

    press(viewer, ".")
    painted = viewer.paint(surface)

    assert painted != []
    transport = pygame.Rect(viewer.scene.layout.transport)
    assert not any(transport.colliderect(rect) for rect in painted)


def test_another_frame_is_another_picture_and_back_is_the_same(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    press(viewer, "Space")
    viewer.paint(surface)
    stage = viewer.scene.layout.stage
    before = pixels(surface, stage)

    press(viewer, "5")
    viewer.paint(surface)
    assert pixels(surface, stage) != before
    press(viewer, "Home")
    viewer.paint(surface)
    assert pixels(surface, stage) == before


def test_what_is_painted_piece_by_piece_is_what_would_be_painted_at_once(
    watch: Watch, press: Press
) -> None:
    pieces, whole = watch(), watch()
    surface, other = surface_of(), surface_of()
    strokes = ["Space", "7", "?", "Escape", "Tab", "+", "+", ".", "A", "Z", "G", "1", "Escape"]

    for stroke in strokes:
        press(pieces, stroke)
        pieces.paint(surface)
    press(whole, *strokes)
    whole.paint(other)

    assert pixels(surface, surface.get_rect()) == pixels(other, other.get_rect())


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


def test_the_wheel_over_the_timeline_skips_seconds_and_with_ctrl_zooms(watch: Watch) -> None:
    viewer = watch()
    viewer.handle(motion(*viewer.scene.layout.strip.middle))

    viewer.handle(wheel(-2))
    assert viewer.scene.frame == 120
    viewer.handle(Event(pygame.KEYDOWN, key=pygame.K_LCTRL, mod=pygame.KMOD_LCTRL, unicode=""))
    viewer.handle(wheel(3))

    assert viewer.scene.frame == 120
    assert viewer.scene.axis.stop - viewer.scene.axis.start < 200


def test_next_and_previous_event_pass_over_quiet_ones_unless_asked(
    watch: Watch, press: Press
) -> None:
    viewer = watch()

    press(viewer, "Down")
    assert viewer.scene.frame == 10
    press(viewer, "A", "Down")
    assert viewer.scene.frame == 17
    press(viewer, "Up", "Up")
    assert viewer.scene.frame == 3


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


def test_the_play_button_shows_which_way_it_would_play(watch: Watch, press: Press) -> None:
    viewer, surface = watch(), surface_of()
    play = next(b for b in buttons(viewer.scene.layout.transport) if b.shapes == ("play",))
    press(viewer, "5", "Space")
    viewer.paint(surface)
    right = surface.subsurface(play.box).copy()

    press(viewer, "J", "Space")
    viewer.paint(surface)
    left = surface.subsurface(play.box).copy()
    press(viewer, "Home")
    viewer.paint(surface)

    assert not same_picture(left, right)
    assert same_picture(surface.subsurface(play.box), right)


def test_clicking_a_player_in_the_picture_looks_at_it(watch: Watch) -> None:
    def pick(state: Any, frame: int, x: int, y: int) -> HitTarget | None:
        return HitTarget("Bo", path=("bags", 1)) if x > 160 else HitTarget("a thing", item=4)

    viewer = watch(pick=pick, cards=cards_with_bags)
    picture = viewer.scene.layout.picture

    viewer.handle(button_down(picture.right - 20, picture.middle[1]))
    assert viewer.scene.player == 1
    viewer.handle(button_down(picture.left + 20, picture.middle[1]))
    assert viewer.scene.player == 1


def test_what_lies_under_the_pointer_is_named_in_pixels_of_the_picture(watch: Watch) -> None:
    asked = []

    def pick(state: Any, frame: int, x: int, y: int) -> HitTarget:
        asked.append((frame, x, y))
        return HitTarget("a rat")

    viewer, surface = watch(pick=pick), surface_of()
    viewer.paint(surface)
    picture = viewer.scene.layout.picture

    viewer.handle(motion(*picture.middle))

    assert pygame.Rect(viewer.scene.layout.transport) in viewer.paint(surface)
    assert set(asked) == {(0, 159, 89)}


def test_escape_closes_the_help_and_then_leaves(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "?", "Escape")
    assert viewer.outcome is None
    press(viewer, "Escape")
    assert viewer.outcome == Leave()


def test_a_dropped_file_is_to_be_opened(watch: Watch) -> None:
    viewer = watch()

    viewer.handle(Event(pygame.DROPFILE, file="other.replay"))

    assert viewer.outcome == Open("other.replay")


def test_a_sentence_is_shown_until_a_click(watch: Watch) -> None:
    viewer, surface = watch(), surface_of()
    viewer.tell(Problem("Can't play this recording", "It is a picture. " * 30))

    viewer.paint(surface)
    viewer.handle(button_down(20, 200))
    viewer.handle(button_up(20, 200))

    assert viewer.outcome is None
    assert viewer.paint(surface)[0] == surface.get_rect()


@pytest.mark.parametrize(
    "size", [(800, 500), (900, 560), (1280, 720), (1920, 1080), (3840, 2160), (640, 400)]
)
def test_any_size_of_window_can_be_painted_and_scrubbed(
    watch: Watch, press: Press, size: tuple[int, int]
) -> None:
    viewer = watch()

    viewer.resize(size)
    viewer.paint(surface_of(size))
    viewer.handle(button_down(*viewer.scene.layout.strip.middle))
    press(viewer, "?")
    viewer.paint(surface_of(size))

    assert abs(viewer.scene.frame - 300) <= 1


def test_zoomed_in_the_timeline_follows_the_playhead(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "+", "+", "+", "+", "9")

    axis = viewer.scene.axis

    assert axis.start <= viewer.scene.frame < axis.stop
    assert axis.stop - axis.start < 200


def test_full_screen_is_the_windows_affair(open_tiny: Any, press: Press) -> None:
    toggled = []
    viewer = Viewer(open_tiny(), (1280, 720), lambda: toggled.append(1))

    press(viewer, "F", "F11")

    assert toggled == [1, 1]


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
