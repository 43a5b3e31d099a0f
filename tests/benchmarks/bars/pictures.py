"""A whole frame of the game and of the viewer in a window of 1280 × 720, drawn by software.

From letting time pass to what is on the display. A match is played as in the game, with rules,
bots and recording; the bundled ones are watched, and scrubbed through. The driver is named with
each figure: with SDL's dummy, where there is no display, showing costs next to nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path

import pygame
from benchmarks.measure import best_of, seconds, spread
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench

from game.model.events import FRAME_RATE
from game.options import Options
from game.screens.play import new_match
from game.seats import seats
from game.window import Window
from replay import Recording
from replay.playback.commands import SeekTo
from replay.ui.garbage import collect_between_screens
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

TOPIC = "picture"
RECORDINGS = Path(__file__).resolve().parents[3] / "recordings"
FRAME_MS = 1000 / FRAME_RATE
LIMIT_MS = 16.7
BOTS, SEED, SECONDS = 7, 23, 90

Shown = tuple[Callable[[], object], Callable[[], int]]
"""What shows the next frame, and what says how many events there are."""
Begin = Callable[[Workbench, Window], AbstractContextManager[Shown]]


def lines(bench: Workbench) -> Iterator[Line]:
    window = Window()
    driver = pygame.display.get_driver()
    try:
        yield from _shown(bench, f"the game with {BOTS} bots, {driver}", _played, window)
        for path in sorted(RECORDINGS.glob("*.replay")):
            for what, show in (("playing", _watched), ("scrubbing", _scrubbed)):
                name = f"the viewer {what} {path.stem}, {driver}"
                yield from _shown(bench, name, partial(show, path), window)
    finally:
        pygame.display.quit()


def _shown(bench: Workbench, name: str, begin: Begin, window: Window) -> Iterator[Line]:
    """Yield the lines of one thing that is shown, ``begin`` making what shows its next frame."""
    spreads, events = [], 0
    for _ in range(bench.effort.slow):
        with begin(bench, window) as (show, held):
            show()
            collect_between_screens()  # as both programs do
            spreads.append(spread(seconds(show) for _ in range(bench.effort.seeks)))
            events = held()
    best = best_of(spreads)
    p50, p99 = best.p50 * 1e3, best.p99 * 1e3
    yield Line(TOPIC, f"{name}, p50", events, "ms", p50)
    bars = (at_most(p99, LIMIT_MS, "ms"),)
    yield Line(TOPIC, f"{name}, p99", events, "ms", p99, bars=bars)


@contextmanager
def _played(bench: Workbench, window: Window) -> Iterator[Shown]:
    """A match from its middle on, the person standing still."""
    path = bench.folder / "shown.replay"
    with closing(new_match(Options(BOTS, SEED, SECONDS, path, True), seats(BOTS))) as screen:
        for _ in range(SECONDS * FRAME_RATE // 2):
            screen.advance(FRAME_MS)

        def show() -> None:
            screen.advance(FRAME_MS)
            screen.draw(window.picture)
            window.show()

        yield show, lambda: len(Recording(path))


@contextmanager
def _watched(path: Path, bench: Workbench, window: Window) -> Iterator[Shown]:
    """The viewer playing from the match's middle on, as it plays by itself."""
    with closing(open_session(path)) as session:
        viewer = _viewer(session, window)
        viewer.do(SeekTo(session.last // 2))
        yield partial(_frame, viewer, window), lambda: len(session.recording)


@contextmanager
def _scrubbed(path: Path, bench: Workbench, window: Window) -> Iterator[Shown]:
    """The viewer going to some other frame each time, as a mouse that is dragged wildly."""
    with closing(open_session(path)) as session:
        viewer, dice = _viewer(session, window), random.Random(5)

        def show() -> None:
            viewer.do(SeekTo(dice.randrange(session.last)))
            _frame(viewer, window)

        yield show, lambda: len(session.recording)


def _viewer(session: Session, window: Window) -> Viewer:
    """A viewer that has read the recording's events."""
    viewer = Viewer(session, window.display.get_size(), lambda: None)
    while not session.index.done:
        viewer.advance(0)
    return viewer


def _frame(viewer: Viewer, window: Window) -> None:
    viewer.advance(FRAME_MS)
    pygame.display.update(viewer.paint(window.display))
