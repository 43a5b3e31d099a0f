"""The app: one window, one loop, one screen after the other.

The only module of the game with a clock and a random generator. Screens decide what they show
and how they handle events.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence
from errno import EEXIST
from pathlib import Path
from typing import assert_never

import pygame

from game.model.events import FRAME_RATE
from game.options import Options
from game.paths import folders
from game.screens.play import new_match
from game.screens.result import ResultScreen
from game.screens.rewind_source import Past
from game.screens.screen import Going, Leave, Screen, ToMatch, ToResult, ToTitle, ToViewer
from game.screens.taking_over import taking_over
from game.screens.title import TitleScreen
from game.seats import seats
from game.window import Window
from replay import RecordingError
from replay.games import CannotPlayOn
from replay.ui.garbage import collect_between_screens
from replay.viewer.model.library import newest_first, recordings_in
from replay.viewer.window import choose_recording, view_recording


def run_app(options: Options) -> int:
    """Open the window, run the game until the user leaves it, and return its exit code.

    Raises FileExistsError if the recording asked for exists and may not be replaced, and
    pygame.error without a display.
    """
    if options.record is not None and options.record.exists() and not options.force:
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(options.record))
    window = Window()
    try:
        going: Going = ToTitle(options)
        while not isinstance(going, Leave):
            going = _visit(going, window)
    finally:
        pygame.display.quit()
    return 0


def _visit(going: ToTitle | ToMatch | ToResult | ToViewer, window: Window) -> Going:
    """Show a screen until it names the next; if it fails to open, the title says why."""
    try:
        if isinstance(going, ToViewer):
            _watch(going.path, window)
            return going.back
        screen = _opened(going)
    except (OSError, RecordingError) as trouble:
        options = going.back.options if isinstance(going, ToViewer) else going.options
        return ToTitle(options, f"That did not work: {trouble}")
    try:
        return _run(screen, window)
    finally:
        screen.close()


def play_on(path: Path, frame: int, player: int) -> Path | None:
    """Let a person go on from a frame of a recording, in the window that is open.

    Plays as ``player``, unless the match already has a person. Returns the branch's path, or None
    if nothing was played. Raises CannotPlayOn if the match cannot be resumed there, and OSError or
    RecordingError if the recording cannot be read or the branch cannot be written.
    """
    past = Past(path, frame)
    try:
        screen = taking_over(past, player)
    except CannotPlayOn:
        past.close()
        raise
    try:
        going = _run(screen, Window(pygame.display.get_surface()))
    finally:
        screen.close()
    if isinstance(going, Leave):
        pygame.event.post(pygame.event.Event(pygame.QUIT))
    if isinstance(going, ToTitle) and screen.path is None and screen.problem:
        raise CannotPlayOn(screen.problem)
    return screen.path


def _watch(path: Path | None, window: Window) -> None:
    """Lend the window to the viewer until the user leaves it."""
    if path is None:
        choose_recording(folders())
    else:
        view_recording(path, window.display)
    window.reclaim()


def _opened(going: ToTitle | ToMatch | ToResult) -> Screen:
    match going:
        case ToTitle(options, notice):
            return TitleScreen(options, recordings(folders()), _roll, notice)
        case ToMatch(options):
            return new_match(options, seats(options.bots))
        case ToResult(path, options):
            return ResultScreen(path, options, _roll)
        case never:
            assert_never(never)


def _run(screen: Screen, window: Window) -> Going:
    """Show a screen, sixty times a second, until it says where to go."""
    collect_between_screens()
    before = due = time.perf_counter()
    while screen.going is None:
        for event in window.events():
            if event.type == pygame.QUIT:
                return Leave()
            screen.handle(event)
        now = time.perf_counter()
        screen.advance((now - before) * 1000)
        before = now
        screen.draw(window.picture)
        window.show()
        due = max(due + 1 / FRAME_RATE, now)
        pygame.time.wait(max(0, round((due - time.perf_counter()) * 1000)))
    return screen.going


def recordings(places: Sequence[Path]) -> list[Path]:
    """Return the recordings in some folders, the newest first; a folder need not exist."""
    return newest_first(recordings_in(places))


def _roll(most: int) -> int:
    return random.randint(1, most)
