"""Somebody watches recordings in a real window: any frame, live, damaged, replaced, without a game.

What the window shows must be, pixel by pixel, what is painted of that frame without a window.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pygame
import pytest
from house import HISTORY, recorded

from game.match import LiveMatch
from game.model.events import SCHEMA, Mind
from game.model.fold import MatchState
from replay import Recorder, Recording
from replay.ui.box import Box
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

RAISING = """
from replay import Event, EventType, Projection, Schema
from replay.games import Game

class Facts(EventType):
    COUNTED = int

class Count(Projection):
    name = "count"
    def initial(self):
        return 0
    def apply(self, state, event):
        return state + 1

def draw(surface, state, frame):
    if frame == 70:
        raise LookupError("no such picture")
    surface.fill((frame % 256, 90, 120))

GAME = Game(schema=Schema("raising", Facts), projection=Count(), draw=draw, size=(320, 180))
"""


class Seen:
    """A recording's viewer in a real window, and the same painted without one."""

    def __init__(self, display: Any, path: Path) -> None:
        self.display, self.path = display, path
        self.program = display.start(sys.executable, "-m", "replay", "view", str(path))
        self.left, self.top, *size = display.window("replay")
        self.size = size[0], size[1]

    def opened(self, session: Session) -> Viewer:
        viewer = Viewer(session, self.size, lambda: None)
        while not session.index.done:
            session.learn(session.first, 100_000)
        return viewer

    def painted(self, viewer: Viewer, frame: int, box: Box) -> bytes:
        """Return a part of the window as it must be at a frame."""
        surface = pygame.Surface(self.size)
        viewer.playhead.frame = frame
        viewer.repaint()
        viewer.paint(surface)
        return pygame.image.tobytes(surface.subsurface(tuple(box)), "RGB")

    def shown(self, box: Box) -> bytes:
        """Return a part of the window as it is."""
        area = self.left + box.left, self.top + box.top, box.width, box.height
        return bytes(self.display.pixels(area))

    def frame(self, viewer: Viewer, frames: range) -> int | None:
        """Return which of these frames the window shows, pixel by pixel."""
        stage = viewer.scene.layout.stage
        shown = self.shown(stage)
        return next((n for n in frames if self.painted(viewer, n, stage) == shown), None)

    def shows(self, viewer: Viewer, frame: int) -> None:
        stage = viewer.scene.layout.stage
        expected = self.painted(viewer, frame, stage)
        self.display.wait_until(lambda: self.shown(stage) == expected, f"frame {frame} is shown")

    def go_to(self, frame: int) -> None:
        self.display.hand("type", f"g{frame}")
        self.display.hand("key", "Return")

    def leave(self) -> None:
        self.display.hand("key", "Escape")
        assert self.program.wait(30) == 0


@pytest.fixture(autouse=True)
def _painting() -> Iterator[None]:
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    yield
    pygame.display.quit()


def test_every_frame_shown_is_that_frame_whatever_led_there(
    display: Any, tmp_path: Path, played: Callable[[Path, int], None]
) -> None:
    played(tmp_path / "match.replay", 20)
    seen = Seen(display, tmp_path / "match.replay")
    with closing(open_session(seen.path)) as session:
        viewer = seen.opened(session)
        display.hand("key", "space", "key", "Home")
        seen.shows(viewer, 0)

        display.hand("keydown", "period", "sleep", "0.7", "keyup", "period")
        stepped = seen.frame(viewer, range(200))
        assert stepped is not None
        assert stepped > 20
        display.hand(*["key", "comma"] * 3)
        seen.shows(viewer, stepped - 3)

        display.hand(*["key", "plus"] * 3)
        strip = viewer.scene.layout.density
        before = seen.shown(strip)
        seen.shows(viewer, stepped - 3)
        display.hand("key", "0")
        display.wait_until(lambda: seen.shown(strip) != before, "the whole timeline is back")

        display.hand("key", "End")
        seen.shows(viewer, session.last)
        display.hand("key", "j", "key", "j", "sleep", "0.5", "key", "k")
        shuttled = seen.frame(viewer, range(session.last - 400, session.last))
        assert shuttled is not None
        assert shuttled < session.last - 20
        display.hand("key", "l", "sleep", "0.3", "key", "k")
        forwards = seen.frame(viewer, range(shuttled + 1, session.last + 1))
        assert forwards is not None
    seen.leave()


def test_a_match_is_followed_while_it_is_played_and_to_its_end(
    display: Any, tmp_path: Path
) -> None:
    path = tmp_path / "live.replay"
    minds = [Mind.HOARDER, Mind.THIEF]
    with Recorder(path, SCHEMA, projection=MatchState()) as recorder:
        live = LiveMatch(recorder, seed=7, minds=minds, length=900)
        for _ in range(200):
            live.advance({})
        seen = Seen(display, path)
        for count in (400, 600):
            while recorder.frames < count:
                live.advance({})
            with closing(open_session(path)) as session:
                seen.shows(seen.opened(session), session.last)
        while not live.ended:
            live.advance({})
    with closing(open_session(path)) as session:
        assert session.recording.closed
        seen.shows(seen.opened(session), session.last)
        viewer = seen.opened(session)
        display.hand("key", "Home", "key", "comma")
        seen.shows(viewer, 0)
    seen.leave()


def test_a_file_that_is_damaged_then_replaced_then_deleted_is_told_of(
    display: Any, tmp_path: Path
) -> None:
    whole, path = recorded(tmp_path / "whole", HISTORY[:3000]), tmp_path / "bad.replay"
    with Recording(whole) as recording:
        offset = recording.reader.contents.offsets[200]
        lost = recording.reader.contents.first_frames[200]
    content = bytearray(whole.read_bytes())
    content[offset + 60] ^= 1
    path.write_bytes(content)
    seen = Seen(display, path)
    with closing(open_session(path)) as session:
        viewer = seen.opened(session)
        layout = viewer.scene.layout
        display.hand("key", "space", "key", "Home")
        seen.shows(viewer, 0)
        assert session.notice.startswith("damaged")
        expected = seen.painted(viewer, lost + 40, layout.events)
        seen.go_to(lost + 40)
        display.wait_until(
            lambda: seen.shown(layout.events) == expected, "what is behind is listed"
        )
        expected = seen.painted(viewer, lost + 40, layout.strip)
        display.wait_until(lambda: seen.shown(layout.strip) == expected, "it is hatched")

    another = recorded(tmp_path / "another", HISTORY[4000:4600])
    another.replace(path)
    with closing(open_session(path)) as session:
        viewer = seen.opened(session)
        display.hand("key", "space", "key", "Home")
        seen.shows(viewer, session.first)
        header = seen.shown(layout.header)
        path.unlink()
        display.hand("key", "period")
        display.wait_until(lambda: seen.shown(layout.header) != header, "it says that it is gone")
        seen.shows(viewer, session.first + 1)
        display.hand("key", "End")
        seen.shows(viewer, session.last)
    seen.leave()


def test_a_game_that_is_not_installed_or_raises_still_shows_what_it_can(
    display: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raising_game.py").write_text(RAISING)
    monkeypatch.syspath_prepend(str(tmp_path))
    from raising_game import GAME, Facts  # type: ignore[import-not-found]

    from replay import Event

    path = tmp_path / "raising.replay"
    with Recorder(path, GAME.schema, projection=GAME.projection) as recorder:
        for frame in range(0, 140, 2):
            recorder.append(Event(Facts.COUNTED, frame, frame))
    seen = Seen(display, path)
    with closing(open_session(path)) as session:
        viewer = seen.opened(session)
        assert session.game is None
        display.hand("key", "space")
        seen.go_to(70)
        seen.shows(viewer, 70)
        tree = viewer.scene.layout.inspector
        expected = seen.painted(viewer, 70, tree)
        display.wait_until(lambda: seen.shown(tree) == expected, "counts are shown as a tree")
    seen.leave()

    info = tmp_path / "raising-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: raising\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[replay.games]\nraising = raising_game:GAME\n")
    before = display.env.get("PYTHONPATH")
    display.env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(tmp_path), before)))
    seen = Seen(display, path)
    with closing(open_session(path)) as session:
        viewer = seen.opened(session)
        assert session.game is not None
        seen.shows(viewer, 70)  # where it was left
        seen.go_to(69)
        for frame in (69, 70, 71):
            seen.shows(viewer, frame)
            display.hand("key", "period")
    seen.leave()
