"""The window: display, clock and event loop. The only place that has them.

Shows one screen at a time (a recording, or the list of recordings) and decides which one follows.
Screens decide what they show and what keys do.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.errors import RecordingError
from replay.games import CannotPlayOn
from replay.playback.commands import SeekTo, TogglePlay
from replay.ui import scale, theme
from replay.ui.full_screen import FullScreen
from replay.ui.garbage import collect_between_screens
from replay.ui.icon import window_icon
from replay.ui.keyboard import NAMED
from replay.ui.new_window import open_window, prepare_display
from replay.ui.text import printable
from replay.ui.window_size import display_scale
from replay.viewer.chooser import Chooser
from replay.viewer.event_wait import EventWait
from replay.viewer.gamepad import look_for_gamepads
from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH
from replay.viewer.memory import Memory, identity_of
from replay.viewer.model.problem import Problem, because
from replay.viewer.model.session import Session, open_session
from replay.viewer.outcome import Leave, Open, Outcome, PlayOn, Quit, Shut, TurnTo
from replay.viewer.panels.header import branch_words
from replay.viewer.tabs import Tab, Tabs
from replay.viewer.viewer import Viewer

SIZE = 1280, 720
REPEAT_AFTER_MS, REPEAT_EACH_MS = 320, 33
LONGEST_TICK_MS = 250.0
"""Longer pauses (the machine slept, the window was moved) count as this long, so that playback
continues where it was instead of jumping."""
REPLACED = "the file was replaced: this is another recording"
CLASS = "replay"
"""The window class, for window managers."""


class Screen(Protocol):
    """What a window shows: a Viewer, a Chooser."""

    outcome: Outcome | None

    @property
    def cursor(self) -> int:
        """Which of pygame's system cursors the mouse has."""
        ...

    def handle(self, event: Event) -> None:
        """Do what a key or the mouse asks for."""
        ...

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass."""
        ...

    def due_ms(self) -> float | None:
        """Return when something changes by itself, in milliseconds; None: never."""
        ...

    def resize(self, size: tuple[int, int]) -> None:
        """Fit into a window of this size, in units of the scale."""
        ...

    def repaint(self) -> None:
        """Paint everything at the next ``paint``."""
        ...

    def paint(self, target: Surface) -> list[Rect]:
        """Paint what has changed, and return where, in pixels."""
        ...


class Window:
    """The display. A context manager: opens a window, or borrows the one that is there.

    A borrowed window (another program's ``surface``) is given back as it was, with pygame still
    initialised; if the user closes it, its owner gets the QUIT event. Raises pygame.error if
    there is no display.
    """

    def __init__(self, surface: Surface | None = None) -> None:
        self._borrowed = surface is not None or pygame.display.get_surface() is not None
        self._full_screen = FullScreen()
        self._wait = EventWait()
        self._memory = Memory()
        self._theme = ""
        """The theme when it opened."""
        self._cursor = pygame.SYSTEM_CURSOR_ARROW
        self._shares: dict[str, float] = {}
        self._scale = 1.0
        """The scale when it opened."""

    def __enter__(self) -> Self:
        if not self._borrowed:
            prepare_display(CLASS)
        scale.suit(display_scale())
        scale.wish(self._memory.scale or scale.normal())
        if not self._borrowed:
            open_window(
                (round(SIZE[0] * scale.wished()), round(SIZE[1] * scale.wished())), window_icon
            )
        look_for_gamepads()
        self._theme, self._scale = self._memory.theme, scale.wished()
        theme.use(self._theme)
        self._shares = self._memory.borders
        self._caption = pygame.display.get_caption()[0] if self._borrowed else ""
        self._repeat = pygame.key.get_repeat()
        pygame.key.set_repeat(REPEAT_AFTER_MS, REPEAT_EACH_MS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if theme.used() != self._theme:
            self._memory.use_theme(theme.used())
        self._memory.use_borders(self._shares)
        self._use_cursor(pygame.SYSTEM_CURSOR_ARROW)
        if scale.wished() != self._scale:
            self._memory.use_scale(scale.wished())
        theme.use_games()
        scale.use(1.0)
        if not self._borrowed:
            pygame.display.quit()
            return
        pygame.display.set_caption(self._caption)
        if self._repeat[0]:
            pygame.key.set_repeat(*self._repeat)
        else:
            pygame.key.set_repeat()

    @property
    def size(self) -> tuple[int, int]:
        """The window's size in units of the scale, which is as large as was chosen and fits."""
        width, height = self._surface.get_size()
        scale.use(min(scale.wished(), width / LEAST_WIDTH, height / LEAST_HEIGHT))
        return scale.units_for(width), scale.units_for(height)

    @property
    def _surface(self) -> Surface:
        surface = pygame.display.get_surface()
        if surface is None:
            raise pygame.error("the window is gone")
        return surface

    def show(self, screen: Screen, title: str) -> Outcome:
        """Show a screen until it ends, and return its outcome.

        Sleeps while nothing changes; wakes when the next frame is due or an event arrives.
        """
        pygame.display.set_caption(printable(title))
        screen.outcome = None
        screen.resize(self.size)
        self._paint(screen)
        if not self._borrowed:
            collect_between_screens()
        fitted, before = self._fits, time.perf_counter()
        while screen.outcome is None:
            if self._fits != fitted or self._full_screen.changed:
                fitted, self._full_screen.changed = self._fits, False
                screen.resize(self.size)
            self._paint(screen)
            due = _sooner(screen.due_ms(), self._full_screen.due_ms())
            events = self._wait.until(None if due is None else before + due / 1000)
            self._full_screen.settle()
            now = time.perf_counter()
            screen.advance(min(LONGEST_TICK_MS, (now - before) * 1000))
            before = now
            self._hand_out(events, screen)
            if isinstance(screen.outcome, Leave) and self._full_screen.left():
                screen.outcome = None  # leaving a full screen only ends full screen
        return screen.outcome

    @property
    def _fits(self) -> object:
        """What screens are laid out for."""
        return self._surface.get_size(), scale.wished()

    def _paint(self, screen: Screen) -> None:
        if changed := screen.paint(self._surface):
            pygame.display.update(changed)
        self._use_cursor(screen.cursor)

    def _use_cursor(self, cursor: int) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            with suppress(pygame.error):  # some of SDL's drivers have no cursors
                pygame.mouse.set_cursor(cursor)

    def _hand_out(self, events: Sequence[Event], screen: Screen) -> None:
        for event in events:
            if event.type == pygame.QUIT:
                screen.outcome = Quit()
            elif event.type in (pygame.VIDEOEXPOSE, pygame.WINDOWEXPOSED):
                screen.repaint()
            else:
                screen.handle(_in_units(event))

    def watch(
        self, session: Session, frame: int | None = None, others: Sequence[Session] = ()
    ) -> Outcome:
        """Show a recording and ``others`` on tabs, and any dropped on the window.

        Returns how that ended. ``frame`` is where the first is paused. By default a recording that
        was watched before is paused where that was left, any other begins at its first frame. Who
        plays on from a frame gets to see the branch, and behind it the parent again, at that frame.
        """
        first = self._tab(session, frame)
        if frame is not None:
            first.viewer.do(TogglePlay())
        tabs = Tabs([first, *map(self._tab, others)])
        try:
            while True:
                tab = tabs.current
                tab.viewer.hold(_held_keys())
                outcome = self.show(tab.viewer, _title(tab.viewer.session))
                recording = tab.viewer.session.recording
                self._memory.leave(tab.identity, recording, tab.viewer.playhead.frame)
                if isinstance(outcome, TurnTo):
                    tabs.turn_to(outcome.tab)
                elif isinstance(outcome, Shut) and len(tabs) > 1:
                    tabs.close()
                elif isinstance(outcome, Open) and not outcome.replaced:
                    self._add(tabs, (outcome.path, *outcome.others))
                elif not self._goes_on(tab, outcome):
                    return self._passed_on(Leave() if isinstance(outcome, Shut) else outcome)
        finally:
            tabs.close_all()

    def _add(self, tabs: Tabs, paths: Sequence[str]) -> None:
        """Open files that were dropped on the window."""
        for path in paths:
            opened = opened_or_trouble(path)
            if isinstance(opened, Problem):
                tabs.current.viewer.tell(opened)
            else:
                tabs.add(self._tab(opened))

    def _goes_on(self, tab: Tab, outcome: Outcome) -> bool:
        """Show another recording on a tab: a branch, its parent, or what replaced it.

        Returns False if nobody asked for one.
        """
        opened: Session | Problem | None
        if isinstance(outcome, Open):
            opened = opened_or_trouble(outcome.path)
        elif isinstance(outcome, PlayOn):
            opened = self._played_on(tab.viewer.session, outcome)
        elif isinstance(outcome, Leave) and tab.parents:
            opened = opened_or_trouble(str(tab.parents[-1][0]))
        else:
            return False
        if isinstance(opened, Problem):
            tab.viewer.tell(opened)
            tab.parents = tab.parents[:-1] if isinstance(outcome, Leave) else tab.parents
        elif opened is not None:
            left = tab.viewer.session
            left.close()
            if isinstance(outcome, PlayOn):
                self._show_on(tab, opened, outcome.frame)
                tab.parents.append((left.recording.path, outcome.frame))
            elif isinstance(outcome, Leave):
                self._show_on(tab, opened, tab.parents.pop()[1])
                tab.viewer.do(TogglePlay())
            else:
                tab.parents.clear()
                self._show_on(tab, opened)
                opened.tell(REPLACED)
        return True

    def _show_on(self, tab: Tab, session: Session, frame: int | None = None) -> None:
        other = self._tab(session, frame)
        tab.viewer, tab.identity = other.viewer, other.identity

    def _tab(self, session: Session, frame: int | None = None) -> Tab:
        """Return a tab that plays from a frame, or else is paused where one was last."""
        viewer = Viewer(session, self.size, self._full_screen.toggle, self._shares)
        left = None
        if frame is None and not session.recording.is_being_written:
            left = self._memory.position(session.recording)
        if left is not None:
            viewer.do(TogglePlay())
        if (begin := left if frame is None else frame) is not None:
            viewer.do(SeekTo(begin))
        return Tab(viewer, identity_of(session.recording))

    def _played_on(self, session: Session, wish: PlayOn) -> Session | Problem | None:
        """Lend the window to the game; return the branch, why it failed, or None if not played."""
        title = "Can't resume from here"
        try:
            if session.game is None or session.game.play_on is None:
                return None
            with theme.as_games_draw():
                path = session.game.play_on(session.recording.path, wish.frame, wish.player)
        except (CannotPlayOn, RecordingError) as cause:
            return Problem(title, str(cause))
        except OSError as cause:
            return Problem(title, f"{cause.filename or ''}: {cause.strerror or cause}".lstrip(": "))
        except Exception as cause:  # noqa: BLE001 - a game's code may raise anything
            return because(title, cause)
        finally:
            pygame.key.set_repeat(REPEAT_AFTER_MS, REPEAT_EACH_MS)
        return None if path is None else opened_or_trouble(str(path))

    def choose(self, folders: Sequence[Path]) -> None:
        """Show the list of recordings, and those chosen from it, until the user leaves it."""
        chooser = Chooser(folders, self.size, self._full_screen.toggle)
        while True:
            chooser.hold(_held_keys())
            try:
                outcome = self.show(chooser, "replay")
            finally:
                chooser.stop()
            if not isinstance(outcome, Open):
                self._passed_on(outcome)
                return
            opened = [opened_or_trouble(path) for path in (outcome.path, *outcome.others)]
            sessions = [one for one in opened if isinstance(one, Session)]
            for trouble in (one for one in opened if isinstance(one, Problem)):
                chooser.look_again()  # it may be gone
                chooser.tell(trouble)
            if sessions and isinstance(self.watch(sessions[0], None, sessions[1:]), Quit):
                return
            if sessions:
                chooser.look_again()

    def _passed_on(self, outcome: Outcome) -> Outcome:
        """Post QUIT to the owner of a borrowed window if the user closed it."""
        if self._borrowed and isinstance(outcome, Quit):
            pygame.event.post(Event(pygame.QUIT))
        return outcome


def _in_units(event: Event) -> Event:
    """Return an event with its mouse position in units of the scale."""
    if scale.used() == 1 or not hasattr(event, "pos"):
        return event
    position = scale.units(event.pos[0]), scale.units(event.pos[1])
    return Event(event.type, {**event.dict, "pos": position})


def _held_keys() -> list[int]:
    """Return the keys that are still held from another screen, to be ignored on this one."""
    pressed = pygame.key.get_pressed()
    return [key for key in NAMED if pressed[key]]


def _title(session: Session) -> str:
    """Return the window's title: the recording and, if it is a branch, what it was forked from."""
    lineage = session.recording.lineage
    branch = (branch_words(lineage[-1], session.frame_rate),) if lineage else ()
    return " – ".join((session.name, *branch, "replay"))


def _sooner(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)


def opened_or_trouble(path: str) -> Session | Problem:
    """Open a recording that the user chose in a window; return why if that fails."""
    try:
        return open_session(Path(path))
    except RecordingError as cause:
        return Problem("Can't play this recording", str(cause))
    except OSError as cause:
        return Problem("Can't open this file", f"{path}: {cause.strerror or cause}")


def view_recording(
    path: Path,
    surface: Surface | None = None,
    *,
    frame: int | None = None,
    others: Sequence[Path] = (),
) -> int:
    """Show a recording until the user closes or leaves the window; return an exit code.

    ``frame`` is where it is paused; by default it plays from the first one, or is paused where it
    was left. ``others`` are open on tabs beside it.
    With a ``surface``, or if a window is open already, that window is used and stays open. Raises
    OSError or RecordingError if a recording cannot be opened, pygame.error without a display.
    """
    with ExitStack() as opened:
        sessions = [opened.enter_context(closing(open_session(one))) for one in (path, *others)]
        with Window(surface) as window:
            window.watch(sessions[0], frame, sessions[1:])
    return 0


def choose_recording(folders: Sequence[Path]) -> int:
    """List the recordings in these folders, and watch those that are chosen.

    Returns an exit code. Raises pygame.error without a display.
    """
    with Window() as window:
        window.choose(folders)
    return 0
