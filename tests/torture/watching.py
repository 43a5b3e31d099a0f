"""Random commands in the viewer: seek equals play, what is painted bit by bit is the whole.

After each command the state shown is compared with a fold from the start, and the picture with one
that is painted anew.
"""

from __future__ import annotations

import copy
import os
import random
import shutil
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from benchmarks.mix import rows
from benchmarks.watched_game import GAME
from benchmarks.world import SCHEMA, World, events
from gestures import BOXES, COMMANDS, MOUSE, do, wheel
from torture.reports import Report, Tally

from replay import Recorder, Recording
from replay.events import Event
from replay.playback.commands import SeekTo
from replay.projections import Projection
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

SIZE = 1280, 720
APART = 2000
"""Events between two states that are kept of the fold from the start."""
ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "recordings" / "four-bots.replay"
OLD = ROOT / "recordings" / "golden" / "packrat-v1.replay"


class Fold:
    """The states of a recording, folded once from its start, event by event."""

    def __init__(self, recording: Recording, projection: Projection[Any, Any]) -> None:
        self._recording, self._projection = recording, projection
        self._frames, self._states = [-1], [projection.initial()]
        state, count, frame = projection.initial(), 0, -1
        for event in recording.events():
            if event.frame != frame and count >= APART:
                self._frames.append(frame)
                self._states.append(copy.deepcopy(state))
                count = 0
            frame, count = event.frame, count + 1
            state = projection.apply(state, event)

    def at(self, frame: int) -> Any:
        """Return the state at a frame."""
        place = bisect_right(self._frames, frame) - 1
        state = copy.deepcopy(self._states[place])
        recording = self._recording
        for event in recording.events(self._frames[place] + 1, frame + 1):
            state = self._projection.apply(state, event)
        return state


def watching(folder: Path, count: int, seed: int, size: int = 60_000) -> Report:
    """Do so many random things with each kind of recording; the largest has so many events."""
    tally = Tally("watching")
    pygame.display.init()
    pygame.display.set_mode(SIZE)
    for name, session in _sessions(folder, size):
        with closing(session):
            watch(session, name, count, seed, tally)
    return tally.report()


def _sessions(folder: Path, size: int) -> Iterator[tuple[str, Session]]:
    yield "bundled", open_session(BUNDLED)
    yield "upcast", open_session(OLD)
    path, live = folder / "mix.replay", folder / "live.replay"
    with Recorder(path, SCHEMA, projection=World()) as recorder:
        for event in _by_frames(recorder, size):
            recorder.append(event)
        shutil.copyfile(path, live)
    yield "closed", Session(Recording(path, GAME.schema), GAME)
    yield "left live", Session(Recording(live, GAME.schema), GAME)


def _by_frames(recorder: Recorder, size: int) -> Iterator[Event[Any]]:
    frame = 0
    for event in events(rows(size)):
        if event.frame > frame:
            recorder.end_frame(frame)
            frame = event.frame
        yield event


def watch(session: Session, name: str, count: int, seed: int, tally: Tally) -> None:
    """Do so many random things with a recording, and compare after each."""
    assert session.game is not None
    truth = Fold(session.recording, session.game.projection)
    viewer, picture, whole = Viewer(session, SIZE, lambda: None), *_surfaces()
    viewer.paint(picture)
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        done = _step(dice, session)
        do(viewer, done)
        viewer.advance(dice.choice([0.0, 16.0, 16.0, 400.0]))
        viewer.paint(picture)
        case = f"{name}, after command {number} of seed {seed}, {done}"
        while session.looking:
            viewer.advance(0.0)
            viewer.paint(picture)
        frame, state = viewer.playhead.frame, session.state(viewer.playhead.frame)
        if isinstance(state, Problem) or state != truth.at(frame):
            tally.wrong(f"{case}: another state at frame {frame}: {state}"[:300])
        viewer.paint(picture)
        viewer.repaint()
        viewer.paint(whole)
        if pygame.image.tobytes(picture, "RGB") != pygame.image.tobytes(whole, "RGB"):
            tally.wrong(f"{case}: painted anew, the picture at frame {frame} is another")
        tally.count(f"{name}: {type(done).__name__}")


def _surfaces() -> tuple[pygame.Surface, pygame.Surface]:
    return pygame.Surface(SIZE), pygame.Surface(SIZE)


def _step(dice: random.Random, session: Session) -> Any:
    """Return something that people do."""
    kind = dice.random()
    if kind < 0.45:
        return dice.choice(COMMANDS)
    if kind < 0.6:
        return SeekTo(dice.randint(session.first, session.last))
    if kind < 0.9:
        return dice.choice(MOUSE), dice.choice(BOXES), dice.random(), dice.random()
    return wheel(dice.randint(-3, 3))
