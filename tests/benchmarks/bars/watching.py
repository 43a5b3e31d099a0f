"""The viewer with all it can show, on a bundled match and on the largest one of the mix.

A frame of playing, of reverse at 16×, of a playhead that is dragged wildly, also zoomed in with all
events shown; the time to the first picture; and what comes into view at any zoom. 1280 × 720 and
3840 × 2160, drawn by software; the driver is named with each figure.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter

import pygame
from benchmarks.measure import Spread, best_of, seconds, spread
from benchmarks.result import Line, at_most
from benchmarks.watched_game import GAME
from benchmarks.workbench import Workbench

from replay import Recording
from replay.playback.commands import (
    SeekTo,
    ShowWhole,
    ShuttleReverse,
    StepBy,
    ToggleQuietEvents,
    ZoomIn,
    ZoomOut,
)
from replay.ui.garbage import collect_between_screens
from replay.ui.icon import window_icon
from replay.ui.new_window import open_window, prepare_display
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

TOPIC = "watch"
BUNDLED = Path(__file__).resolve().parents[3] / "recordings" / "four-bots.replay"
FRAME_MS = 1000 / 60
SIZES = {(1280, 720): 12.0, (3840, 2160): 25.0}
"""Sizes of the window, and the milliseconds that a frame may take."""
ZOOMS = 12
OPENED_MS, COMES_MS, STEP_MS = 250, 100, 1000 / 58

Open = Callable[[], Session]


def lines(bench: Workbench) -> Iterator[Line]:
    largest = bench.recorded(bench.largest, True)
    files: list[tuple[str, int, Open]] = [
        (BUNDLED.stem, len(Recording(BUNDLED)), lambda: open_session(BUNDLED)),
        ("the mix", largest.events, lambda: Session(Recording(largest.path, GAME.schema), GAME)),
    ]
    try:
        for size, limit in SIZES.items():
            display = _opened(size)
            place = f"{size[0]} × {size[1]}, {pygame.display.get_driver()}"
            for name, events, opened in files:
                if size == (1280, 720):
                    yield _first_picture(bench, f"{name}, {place}", events, opened, display)
                shown = _Shown(bench, opened, display)
                for what, one in shown.ways.items():
                    p99 = one().p99 * 1e3
                    bar = at_most(p99, _limit(what, limit), "ms")
                    yield Line(
                        TOPIC, f"{what}, p99: {name}, {place}", events, "ms", p99, {}, (bar,)
                    )
    finally:
        pygame.display.quit()


def _opened(size: tuple[int, int]) -> pygame.Surface:
    """Open a window as the viewer does, but of just this size, on a smaller screen too."""
    prepare_display("replay")
    open_window(size, window_icon)
    return pygame.display.set_mode(size)


def _limit(what: str, frame: float) -> float:
    if what.startswith("coming"):
        return COMES_MS
    return max(STEP_MS, frame) if "step" in what else frame


def _first_picture(
    bench: Workbench, place: str, events: int, opened: Open, display: pygame.Surface
) -> Line:
    """How long it takes from an open window to the game's picture in it."""

    def show() -> None:
        with closing(opened()) as session:
            viewer = Viewer(session, display.get_size(), lambda: None)
            pygame.display.update(viewer.paint(display))

    show()  # fonts are loaded once
    ours = min(seconds(show) for _ in range(max(2, bench.effort.slow))) * 1e3
    bars = (at_most(ours, OPENED_MS, "ms"),)
    return Line(TOPIC, f"the first picture: {place}", events, "ms", ours, {}, bars)


class _Shown:
    """Ways to watch a recording; each returns how long a picture took."""

    def __init__(self, bench: Workbench, opened: Open, display: pygame.Surface) -> None:
        self._bench, self._opened, self._display = bench, opened, display
        self.ways = {
            "playing": self._playing,
            "reverse at 16×": self._reverse,
            "dragging wildly": partial(self._dragging, zooms=0),
            "dragging, zoomed in, all events shown": partial(self._dragging, zooms=ZOOMS),
            "coming into view at any zoom": self._coming,
            "a step, forwards or backwards": self._stepping,
        }

    def _measured(self, begin: Callable[[Viewer], Callable[[], object]]) -> Spread:
        rounds = []
        for _ in range(self._bench.effort.slow):
            with closing(self._opened()) as session:
                viewer = Viewer(session, self._display.get_size(), lambda: None)
                while not session.index.done:
                    viewer.advance(0)
                viewer.do(SeekTo(session.last // 2))
                show = begin(viewer)
                show()
                collect_between_screens()  # as the program does
                rounds.append(spread(seconds(show) for _ in range(self._bench.effort.seeks)))
        return best_of(rounds)

    def _frame(self, viewer: Viewer) -> None:
        viewer.advance(FRAME_MS)
        pygame.display.update(viewer.paint(self._display))

    def _playing(self) -> Spread:
        return self._measured(lambda viewer: partial(self._frame, viewer))

    def _reverse(self) -> Spread:
        def begin(viewer: Viewer) -> Callable[[], object]:
            for _ in range(5):
                viewer.do(ShuttleReverse())

            def show() -> None:
                if viewer.playhead.frame < viewer.session.first + 60:
                    viewer.do(SeekTo(viewer.session.last))
                self._frame(viewer)

            return show

        return self._measured(begin)

    def _dragging(self, zooms: int) -> Spread:
        def begin(viewer: Viewer) -> Callable[[], object]:
            dice = random.Random(5)
            if zooms:
                viewer.do(ToggleQuietEvents())
            for _ in range(zooms):
                viewer.do(ZoomIn())
            axis = viewer.scene.axis
            first, stop = max(viewer.session.first, axis.start), min(viewer.session.last, axis.stop)

            def show() -> None:
                viewer.do(SeekTo(dice.randrange(first, stop)))
                self._frame(viewer)

            return show

        return self._measured(begin)

    def _coming(self) -> Spread:
        """Go anywhere, and zoom there: lanes, density and list are all new."""

        def begin(viewer: Viewer) -> Callable[[], object]:
            dice = random.Random(7)
            viewer.do(ToggleQuietEvents())

            def show() -> None:
                viewer.do(ShowWhole())
                viewer.do(SeekTo(dice.randrange(viewer.session.first, viewer.session.last)))
                for _ in range(dice.randrange(30)):
                    viewer.do(ZoomIn())
                for _ in range(dice.randrange(3)):
                    viewer.do(ZoomOut())
                self._frame(viewer)

            return show

        return self._measured(begin)

    def _stepping(self) -> Spread:
        def begin(viewer: Viewer) -> Callable[[], object]:
            way, turn = 1, perf_counter()

            def show() -> None:
                nonlocal way, turn
                if perf_counter() - turn > 0.5:
                    way, turn = -way, perf_counter()
                viewer.do(StepBy(way))
                self._frame(viewer)

            return show

        return self._measured(begin)
