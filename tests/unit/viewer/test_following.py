"""A recording that is still being written is followed, and left alone when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event as PygameEvent

from replay import Event, Recorder
from replay.viewer.model.session import DELETED, Session
from replay.viewer.model.tail_polling import OFTEN_MS, SELDOM_MS, STILL_MS, Growth
from replay.viewer.outcome import Open
from replay.viewer.panels.header import Header
from replay.viewer.viewer import Viewer

Press = Callable[..., None]
FRAME_MS = 1000 / 60


class Live:
    """A match that is being recorded, and a viewer of it."""

    def __init__(
        self, recorder: Recorder, events: list[Event[Any]], opened: Callable[[Path], Session]
    ) -> None:
        self.recorder, self.events, self.frame = recorder, events, -1
        self.play(120)
        self.viewer = Viewer(opened(recorder.path), (1280, 720), lambda: None)

    def play(self, frames: int) -> None:
        for frame in range(self.frame + 1, self.frame + 1 + frames):
            for event in (e for e in self.events if e.frame == frame):
                self.recorder.append(event)
            self.recorder.end_frame(frame)
        self.frame += frames

    def together(self, frames: int) -> None:
        """Let the match and the viewer go on at the same pace."""
        for _ in range(frames):
            self.play(1)
            self.viewer.advance(FRAME_MS)

    @property
    def behind(self) -> int:
        return self.frame - self.viewer.scene.frame


@pytest.fixture
def live(
    new_recorder: Callable[[], Recorder],
    blinks: Callable[[int], list[Event[Any]]],
    open_tiny: Callable[..., Session],
) -> Iterator[Live]:
    recorder = new_recorder()
    yield Live(recorder, blinks(2000), open_tiny)
    recorder.close()


def test_a_growing_recording_is_followed_from_the_start(live: Live) -> None:
    live.together(60)

    assert live.viewer.scene.growing
    assert live.viewer.scene.following
    assert live.behind <= 6


def test_what_comes_is_listed_and_has_a_state(live: Live) -> None:
    live.together(60)

    session = live.viewer.session
    assert session.last >= live.frame - 6
    assert session.total == len(session.recording)
    assert session.state(session.last) is not None


def test_going_elsewhere_ends_following_and_end_begins_it_again(live: Live, press: Press) -> None:
    live.together(30)

    press(live.viewer, "Home")
    live.together(10)
    assert not live.viewer.scene.following
    assert live.viewer.scene.frame < 20
    press(live.viewer, "End")
    live.together(30)
    assert live.viewer.scene.following
    assert live.behind <= 6


def test_a_viewer_that_was_held_up_catches_up(live: Live) -> None:
    live.together(30)

    live.play(400)
    live.together(10)

    assert live.behind <= 6


def test_a_match_that_was_paused_is_followed_on(live: Live) -> None:
    live.together(30)
    for _ in range(300):
        live.viewer.advance(FRAME_MS)
    assert not live.viewer.scene.growing

    live.together(90)

    assert live.viewer.scene.following
    assert live.behind <= 6


def test_a_pause_at_the_live_edge_stays_where_it_is(live: Live, press: Press) -> None:
    live.together(30)
    press(live.viewer, "Space")
    before = live.viewer.scene.frame

    live.together(60)

    assert live.viewer.scene.frame == before
    assert live.viewer.scene.growing


def test_a_click_on_the_mark_goes_live(live: Live, press: Press) -> None:
    live.together(30)
    press(live.viewer, "Home")
    header = live.viewer.scene.layout.header

    place = header.right - 30, header.middle[1]
    live.viewer.handle(PygameEvent(pygame.MOUSEBUTTONDOWN, pos=place, button=1))

    assert live.viewer.scene.following


def test_a_match_that_ends_is_played_to_its_end(live: Live) -> None:
    live.together(60)

    live.recorder.close()
    for _ in range(60):
        live.viewer.advance(FRAME_MS)

    scene = live.viewer.scene
    assert (scene.growing, scene.following, scene.playing) == (False, False, False)
    assert scene.frame == live.frame == scene.horizon
    assert live.viewer.session.recording.closed
    assert live.viewer.due_ms() > 0


def test_a_file_that_another_match_has_taken_is_opened_anew(
    live: Live, new_recorder: Callable[[], Recorder]
) -> None:
    live.together(10)
    live.recorder.close()
    path = live.recorder.path
    path.unlink()

    with new_recorder() as other:
        other.append(live.events[0])
        for _ in range(10):
            live.viewer.advance(FRAME_MS)

    assert live.viewer.outcome == Open(str(path), replaced=True)


def test_the_timeline_has_room_for_what_comes_and_seldom_changes(live: Live) -> None:
    axes = set()
    for _ in range(60):
        live.together(5)
        axes.add(live.viewer.scene.axis)

    assert len(axes) <= 4
    assert live.viewer.scene.horizon > live.viewer.session.last
    assert live.viewer.scene.axis.stop == live.viewer.scene.horizon + 1


@pytest.mark.parametrize("size", [(1280, 720), (800, 500)])
def test_a_live_match_can_be_painted(live: Live, press: Press, size: tuple[int, int]) -> None:
    surface = pygame.Surface(size)
    live.viewer.resize(size)
    pictures = set()
    for key in ("End", "Home"):
        live.together(30)
        press(live.viewer, key)
        live.viewer.paint(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))

    assert len(pictures) == 2


def test_a_file_that_grows_is_looked_at_often_and_one_that_does_not_seldom() -> None:
    growth = Growth(closed=False)
    assert growth.due_ms() == OFTEN_MS

    growth.looked(grew=True, closed=False)
    assert growth.growing
    assert not growth.advance(OFTEN_MS - 1)
    assert growth.advance(1)
    assert growth.advance(STILL_MS)
    growth.looked(grew=False, closed=False)

    assert not growth.growing
    assert growth.due_ms() == SELDOM_MS


def test_a_closed_file_is_looked_at_seldom() -> None:
    growth = Growth(closed=False)

    growth.looked(grew=True, closed=True)

    assert not growth.growing
    assert growth.due_ms() == SELDOM_MS
    assert not growth.advance(SELDOM_MS - 1)
    assert growth.advance(1)
    assert not growth.advance(SELDOM_MS - 1)


@pytest.mark.parametrize("closed", [False, True])
def test_a_file_that_is_deleted_is_told_of_and_can_be_watched_on(
    live: Live, press: Press, closed: bool
) -> None:
    live.together(10)
    if closed:
        live.recorder.close()
        quiet(live, seconds=1)
    path, viewer = live.recorder.path, live.viewer
    away = path.with_name("moved.replay")
    told = [told_in_header(viewer)]
    path.rename(away)
    quiet(live, seconds=2)
    told.append(told_in_header(viewer))
    press(viewer, "Home")
    away.rename(path)
    quiet(live, seconds=2)
    told.append(told_in_header(viewer))

    assert [DELETED in words for words in told] == [False, True, False]
    assert viewer.outcome is None
    assert isinstance(viewer.session.state(0), dict)


def test_a_closed_file_that_another_match_replaces_is_opened_anew(
    live: Live, new_recorder: Callable[[], Recorder]
) -> None:
    live.together(10)
    live.recorder.close()
    quiet(live, seconds=2)
    path = live.recorder.path
    path.unlink()
    with new_recorder() as other:
        other.append(live.events[0])
    quiet(live, seconds=2)

    assert live.viewer.outcome == Open(str(path), replaced=True)


@pytest.mark.parametrize("left", [0, 40, 300])
def test_a_closed_file_that_is_cut_off_is_told_of(live: Live, left: int) -> None:
    live.together(10)
    live.recorder.close()
    quiet(live, seconds=2)
    with live.recorder.path.open("r+b") as file:
        file.truncate(left)
    quiet(live, seconds=2)

    assert live.viewer.session.notice or live.viewer.outcome is not None
    live.viewer.paint(pygame.Surface((1280, 720)))


def test_a_folder_that_cannot_be_looked_at_any_more_is_told_of(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.together(10)

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", refused)
        quiet(live, seconds=2)

        assert any("Permission denied" in words for words in told_in_header(live.viewer))
    quiet(live, seconds=2)

    assert not any("Permission denied" in words for words in told_in_header(live.viewer))


def told_in_header(viewer: Viewer) -> list[str]:
    return [words for words, _ in Header()._words(viewer.scene)]


@pytest.mark.parametrize("keys", [("End",), ("Left", "End")])
def test_end_in_a_quiet_match_follows_it_when_it_goes_on(
    live: Live, press: Press, keys: tuple[str, ...]
) -> None:
    live.together(30)
    press(live.viewer, "Home")
    quiet(live, seconds=5)

    press(live.viewer, *keys)
    quiet(live, seconds=1)
    live.together(120)

    assert live.viewer.scene.following
    assert live.behind <= 6


def test_a_turn_based_match_is_followed_from_turn_to_turn(live: Live, press: Press) -> None:
    live.together(30)
    press(live.viewer, "End")

    for _ in range(3):
        quiet(live, seconds=4)
        live.together(90)

        assert live.behind <= 6


def test_playing_that_only_the_quiet_ended_goes_on(live: Live, press: Press) -> None:
    live.together(30)
    press(live.viewer, "Shift+Left", ">", ">", ">")
    quiet(live, seconds=5)
    assert not live.viewer.scene.playing

    live.together(120)
    assert live.viewer.scene.playing

    press(live.viewer, "Space")
    quiet(live, seconds=5)
    live.together(120)
    assert not live.viewer.scene.playing


def quiet(live: Live, seconds: int) -> None:
    """Let time pass in which nothing is recorded."""
    for _ in range(20 * seconds):
        live.viewer.advance(50)


def test_what_happens_to_a_closed_file_is_noticed_though_nobody_does_anything(
    watch: Any, record: Any, press: Press
) -> None:
    path = record()
    viewer = watch(path=path)
    press(viewer, "Space")
    viewer.advance(16)
    path.unlink()
    for _ in range(5):
        viewer.advance(viewer.due_ms())
    assert viewer.session.file_trouble == "the file was deleted or moved"

    record("other.replay", 90).replace(path)
    viewer.advance(viewer.due_ms())

    assert viewer.outcome == Open(str(path), replaced=True)


def test_a_closed_file_that_is_gone_is_told_of_when_somebody_does_something(
    watch: Any, record: Any, press: Press
) -> None:
    path = record()
    viewer = watch(path=path)
    press(viewer, "Space")
    viewer.advance(16)
    path.unlink()
    viewer.advance(16)
    assert viewer.session.file_trouble == ""

    press(viewer, ".")
    viewer.advance(16)

    assert viewer.session.file_trouble == "the file was deleted or moved"


def test_a_file_that_was_recorded_anew_is_opened_when_one_comes_back_to_the_window(
    watch: Any, record: Any, press: Press
) -> None:
    path = record()
    viewer = watch(path=path)
    press(viewer, "Space")
    viewer.advance(16)
    record("other.replay", 90).replace(path)
    viewer.advance(16)
    assert viewer.outcome is None

    viewer.handle(PygameEvent(pygame.WINDOWFOCUSGAINED))
    viewer.advance(16)

    assert viewer.outcome == Open(str(path), replaced=True)


def test_who_has_zoomed_in_stays_so_when_the_match_ends(live: Live, press: Press) -> None:
    live.together(600)
    press(live.viewer, *"+++")
    shown = live.viewer.scene.axis.stop - live.viewer.scene.axis.start

    live.recorder.close()
    for _ in range(200):
        live.viewer.advance(50)

    axis = live.viewer.scene.axis
    assert axis.stop - axis.start == shown
    assert axis.stop <= live.viewer.session.last + 1
