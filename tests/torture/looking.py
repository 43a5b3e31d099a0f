"""Looks at a recording in the viewer, without a window, and tells what each thing cost.

Prints a JSON object of the window's thread's processor seconds: until the "first" picture, and the
longest of each other kind of thing. A program of its own, for its memory is measured.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
sys.path[:0] = [str(Path(__file__).parents[2])]

import pygame  # noqa: E402

from replay.errors import RecordingError  # noqa: E402
from replay.playback.commands import (  # noqa: E402
    AskWhere,
    Blame,
    Command,
    First,
    GoToShare,
    Last,
    NextCard,
    NextEvent,
    PastTheGap,
    PreviousEvent,
    ShowWhole,
    StepBy,
    ToggleHelp,
    TogglePlay,
    ToggleQuietEvents,
    ZoomIn,
    ZoomOut,
)
from replay.viewer.model.session import open_session  # noqa: E402
from replay.viewer.viewer import Viewer  # noqa: E402

SIZE = 1280, 720
READING_S = 1.5
"""Seconds for which the index is read on; so many events that it takes longer, it is left."""
NEARER = [ZoomIn()] * 120
COMMANDS: tuple[Command, ...] = (
    StepBy(1), StepBy(-1), NextEvent(), PreviousEvent(), ToggleQuietEvents(), NextEvent(),
    *(GoToShare(tenths) for tenths in (5, 2, 9, 1)), StepBy(-1), StepBy(-40),
    Last(), *NEARER, ZoomOut(), ShowWhole(), PreviousEvent(), PastTheGap(), *NEARER, Last(),
    First(), ShowWhole(), *NEARER, GoToShare(5), First(), ShowWhole(), GoToShare(5), *NEARER,
    NextEvent(), PreviousEvent(), ZoomOut(), ZoomOut(), NextCard(), Blame(), ShowWhole(),
    ToggleHelp(), ToggleHelp(), AskWhere(), TogglePlay(), Blame(),
)  # fmt: skip


class Watch:
    """The longest that each kind of thing took."""

    def __init__(self) -> None:
        self.longest: dict[str, float] = {}

    def time(self, what: str, act: Callable[[], object]) -> None:
        begin = time.thread_time()
        act()
        spent = time.thread_time() - begin
        self.longest[what] = round(max(spent, self.longest.get(what, 0.0)), 3)


def look(path: Path) -> dict[str, float]:
    """Open, paint, scrub, zoom, click; return what it cost."""
    pygame.display.init()
    surface, watch = pygame.display.set_mode(SIZE), Watch()
    begin = time.process_time()
    viewer = Viewer(open_session(path), SIZE, lambda: None)
    viewer.paint(surface)
    watch.longest["first"] = round(time.process_time() - begin, 3)

    def then(_: object) -> None:
        viewer.advance(16.0)
        viewer.paint(surface)

    def settle(most_s: float) -> None:
        """Let pass as much time as it takes until what is being looked for is there."""
        begin = time.process_time()
        while viewer.due_ms() == 0 and time.process_time() - begin < most_s:
            watch.time("waiting", lambda: then(None))

    settle(READING_S)
    for command in COMMANDS:
        watch.time(type(command).__name__, lambda command=command: then(viewer.do(command)))
        settle(0.0 if isinstance(command, ZoomIn) else 0.1)
    for x, y, button in product(range(200, 1280, 270), range(40, 720, 85), (1, 3)):
        place = {"pos": (x, y), "rel": (1, 1), "buttons": (0, 0, 0), "button": button}
        for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            event = pygame.event.Event(kind, place)
            watch.time("click", lambda event=event: then(viewer.handle(event)))
    settle(READING_S)
    return watch.longest


def main() -> int:
    try:
        told: dict[str, object] = dict(look(Path(sys.argv[1])))
    except (RecordingError, OSError) as trouble:
        told = {"refused": str(trouble)}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
