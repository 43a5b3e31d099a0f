"""The viewer's screen for one recording: handles keys and mouse, and says what is shown.

Owns the playhead and what is chosen. Events, elapsed time and the surface come in as arguments;
has no clock and no display.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import assert_never

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.playback.commands import (
    AskWhere,
    Blame,
    BlameEvent,
    Border,
    Close,
    CloseTab,
    Command,
    FocusOn,
    FollowEvents,
    JumpBack,
    KeepRow,
    Larger,
    Last,
    LookAt,
    MoveBorder,
    NextCard,
    NextEvent,
    NextTheme,
    NormalSize,
    OpenMenu,
    Pan,
    Part,
    PastTheGap,
    PlayCommand,
    PreviousCard,
    PreviousEvent,
    Scroll,
    ScrollTo,
    SeekTo,
    ShowPart,
    ShowTab,
    ShowWhole,
    Smaller,
    StepBy,
    TakeOver,
    ToggleFullScreen,
    ToggleHelp,
    TogglePart,
    ToggleQuietEvents,
    TurnTab,
    WindowCommand,
    ZoomIn,
    ZoomOut,
)
from replay.playback.playhead import Playhead
from replay.ui import scale, theme
from replay.viewer.focus import Focus
from replay.viewer.following import Following
from replay.viewer.hands import Hands
from replay.viewer.jumps import JUMPING, Jumps
from replay.viewer.layout import Layout, lay_out, share_for_lanes
from replay.viewer.menu_items import items_at
from replay.viewer.model.blaming import Blaming
from replay.viewer.model.cards import beside
from replay.viewer.model.gaps import entered
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import NOBODY_TO_ASK, Change, Session
from replay.viewer.mouse import Mouse
from replay.viewer.outcome import Leave, Open, Outcome, Shut, TurnTo
from replay.viewer.overlays.go_to import GoToOverlay
from replay.viewer.overlays.help_overlay import HelpOverlay
from replay.viewer.overlays.menu import Menu
from replay.viewer.overlays.overlay import Notice, Overlay
from replay.viewer.painted import Painted
from replay.viewer.panels.panels import Panels
from replay.viewer.scene import Scene
from replay.viewer.taking_over import take_over
from replay.viewer.timeline_view import TimelineView
from replay.viewer.tips import tip_for

NOTHING_POINTED = Problem(
    "Nothing to blame",
    "Point at a thing or a value and press B, or right-click it. At the keyboard, F6 and arrows "
    "point at things.",
)
LEARN_US = 2_500
"""About how many microseconds between two pictures are spent on what is not known of the events."""


class Viewer:
    """A session in a window of this size.

    ``outcome`` is None while the recording is watched, and then says how that ended. ``shares``:
    where borders are, which it changes.
    """

    def __init__(
        self,
        session: Session,
        size: tuple[int, int],
        toggle_full_screen: Callable[[], None],
        shares: dict[str, float] | None = None,
    ) -> None:
        self.session = session
        self.outcome: Outcome | None = None
        self.playhead = Playhead(session.first, session.last, session.frame_rate, self)
        self._following = Following(session, self.playhead)
        self._toggle_full_screen = toggle_full_screen
        self._size = size
        self._cards = len(session.players)
        self._blaming = Blaming(session)
        self._hidden: set[Part] = set()
        self._instead = False
        """Whether the events are hidden because the players found no room beside them."""
        self.tabs: tuple[tuple[str, ...], int] = (), 0
        """The names of the recordings that are open, and which of them is shown."""
        self._shares = {} if shares is None else shares
        self._layout = self._laid_out()
        self._view = TimelineView(self._layout.strip, session.first, session.last)
        self._jumps = Jumps()
        self._player = 0
        self._quiet = False
        self.overlay: Overlay | None = None
        self.panels = Panels()
        self.mouse = Mouse(self.panels)
        self.focus = Focus(self.panels)
        self._hands = Hands(self)
        self._painted = Painted(self.panels.painters)

    def _laid_out(self) -> Layout:
        session, blaming = self.session, self._blaming.shown is not None
        lanes = len(session.lanes)
        return lay_out(
            self._size,
            session.picture_size,
            lanes,
            self._cards,
            blaming=blaming,
            hidden=self._hidden,
            shares=self._shares,
            tabs=len(self.tabs[0]) > 1,
        )

    def after(self, frame: int) -> int | None:
        """Return the next frame with a listed event or, if blame is shown, with a step of it."""
        steps = self._blaming.steps or self.session.listed(quiet=self._quiet)
        return steps.after(frame)

    def before(self, frame: int) -> int | None:
        """Return the previous frame of that kind."""
        steps = self._blaming.steps or self.session.listed(quiet=self._quiet)
        return steps.before(frame)

    @property
    def scene(self) -> Scene:
        """What is to be seen now."""
        return Scene(
            session=self.session,
            layout=self._layout,
            axis=self._view.axis,
            frame=self.playhead.frame,
            playing=self.playhead.playing,
            speed=self.playhead.speed,
            player=self._player,
            quiet=self._quiet,
            horizon=self._following.horizon,
            growing=self._following.growing,
            following=self._following.live,
            pointer=None if self.overlay else self.mouse.pointer,
            pointed=None if self.overlay else self.mouse.pointed(self._layout, self._view.axis),
            blamed=self._blaming.shown,
            edge=None if self.overlay else self.mouse.edge(self._layout),
            resting=self._hands.resting,
            said=self._hands.said,
            tabs=self.tabs,
            focused=self.focus.panel is not None and self.overlay is None,
        )

    @property
    def _seen(self) -> Scene:
        """The scene, with what the keyboard's focus is on."""
        scene = self.scene
        if not scene.focused:
            return scene
        return replace(scene, spot=self.focus.spot(scene, scene.pointer))

    @property
    def cursor(self) -> int:
        """The mouse's cursor, as pygame calls it: an arrow, or what a border can be dragged to."""
        edge = None if self.overlay else self.mouse.edge(self._layout)
        if edge is None:
            return pygame.SYSTEM_CURSOR_ARROW
        return pygame.SYSTEM_CURSOR_SIZEWE if edge.across else pygame.SYSTEM_CURSOR_SIZENS

    def due_ms(self) -> float | None:
        """Return when something will change by itself, in milliseconds; None: never."""
        if not self.session.index.done or self.session.looking:
            return 0
        moves = self.playhead.ms_to_next_frame() if self._time_passes else None
        blaming, following = self._blaming.due_ms(), self._following.due_ms()
        dues = moves, following, blaming, self._hands.due_ms()
        return min((due for due in dues if due is not None), default=None)

    @property
    def _time_passes(self) -> bool:
        """Whether playback may go on: not while the playhead is dragged or "go to" is open."""
        return not self.mouse.scrubbing and not isinstance(self.overlay, GoToOverlay)

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass: play on, and find out more about the recording's events."""
        if self._blaming.look():
            self._show_blame()
        self._look_on()
        self._look_again(elapsed_ms)
        if not self.session.index.done:
            self.session.learn(self.playhead.frame, LEARN_US)
        self._hands.advance(elapsed_ms)
        moved = self.playhead.advance(elapsed_ms) if self._time_passes else None
        if moved is not None:
            lost = entered(self.session.lost, moved.start, moved.stop)
            if lost is not None:
                self.playhead.do(SeekTo(lost))
                self.playhead.do(StepBy(0))
            self._show_playhead(jumped=False)

    def _look_again(self, elapsed_ms: float) -> None:
        """Poll the file for added events, and go to its end if the viewer follows it."""
        change = self._following.advance(elapsed_ms)
        if change is Change.OTHER:
            self.outcome = Open(str(self.session.recording.path), replaced=True)
            return
        if change is Change.GREW and len(self.session.players) > self._cards:
            self._cards = len(self.session.players)
            self.resize(self._size)
        self._view.axis = self._following.fitted(self._view.axis)
        if self._following.is_late():
            self.do(Last())

    def resize(self, size: tuple[int, int]) -> None:
        """Fit into a window of this size."""
        self._size = size
        self._layout = self._laid_out()
        self._view.resize(self._layout.strip)
        self._painted.forget()

    def paint(self, target: Surface) -> list[Rect]:
        """Paint what has changed, and return where."""
        known = self.session.failure
        with theme.legible_text():
            seen = self._seen
            tip = None if self.overlay else tip_for(seen, self.panels)
            changed = self._painted.paint(target, seen, self.overlay, tip)
            if self.session.failure != known:  # the game failed meanwhile: the header says so
                changed += self._painted.paint(target, self._seen, self.overlay, tip)
        return changed

    def repaint(self) -> None:
        """Paint everything at the next ``paint``."""
        self._painted.forget()

    def tell(self, trouble: Problem) -> None:
        """Show what went wrong in an overlay, until it is closed."""
        self.overlay = Notice(trouble)

    def handle(self, event: Event) -> None:
        """Do what a key or the mouse asks for."""
        if event.type == pygame.WINDOWFOCUSGAINED:
            self._following.hurry()
        elif event.type == pygame.DROPFILE:
            self._drop(event.file)
        else:
            self._hands.handle(event)

    def _drop(self, file: str) -> None:
        """Open a file that was dropped on the window, with others that came with it."""
        if isinstance(self.outcome, Open) and not self.outcome.replaced:
            self.outcome = replace(self.outcome, others=(*self.outcome.others, file))
        else:
            self.outcome = Open(file)

    def hold(self, keys: Iterable[int]) -> None:
        """Set which keys are held, as key events may have gone to another screen.

        Takes all mouse buttons as released.
        """
        self._hands.hold(keys)

    def do(self, command: Command) -> None:
        """Carry out a command."""
        self._following.heed(command)
        self._following.hurry()
        self._jumps.note(command, self.playhead.frame, dragging=self.mouse.scrubbing)
        if isinstance(command, PlayCommand):
            before = self.playhead.frame
            self.playhead.do(command)
            if isinstance(command, (*JUMPING, NextEvent, PreviousEvent)):
                self.panels.events.follow()
                self.panels.blame.follow()
            self._show_playhead(jumped=self.playhead.frame != before)
        else:
            self._do_here(command)

    def _show_playhead(self, *, jumped: bool) -> None:
        cards = self.session.cards(self.playhead.frame)
        if not isinstance(cards, Problem) and len(cards) > self._cards:
            self._cards = len(cards)  # more than at the end, as a player leaves later
            self.resize(self._size)
        if not self.mouse.scrubbing:
            self._view.follow(self.playhead.frame, self._following.horizon, jumped=jumped)

    def _do_here(self, command: WindowCommand) -> None:
        match command:
            case NextCard():
                self._look_beside(1)
            case PreviousCard():
                self._look_beside(-1)
            case LookAt(player):
                self._player = player
            case ToggleQuietEvents():
                self._quiet = self.session.has_quiet_lanes and not self._quiet
                self.panels.events.follow()
            case ZoomIn():
                self._zoom(+1)
            case ZoomOut():
                self._zoom(-1)
            case ShowWhole():
                self._zoom(-100)
            case Pan(frames):
                self._view.pan(frames, self.playhead.frame, self._following.horizon)
            case ShowPart(start, stop):
                self._view.show(start, stop, self.playhead.frame, self._following.horizon)
            case JumpBack():
                self._jump_back()
            case AskWhere():
                session = self.session
                self.overlay = GoToOverlay(session.frame_rate, session.first, session.last)
                self._hands.spend()  # a G that is still held must not be typed into the field
            case PastTheGap():
                self._pass_the_gap()
            case Blame():
                self._ask_for_blame()
            case Scroll(what, rows):
                self.panels.scrolled[what].scroll(self.scene, rows)
            case ScrollTo(what, y):
                self.panels.scrolled[what].scroll_to(self.scene, y)
            case FollowEvents():
                self.panels.events.follow()
            case KeepRow(what, row):
                self.panels.rows[what].stay(row)
            case TakeOver():
                self._take_over()
            case ToggleFullScreen():
                self._toggle_full_screen()
            case NextTheme():
                theme.use_next()
                self._painted.forget()
            case Larger():
                self._draw_at(scale.larger())
            case Smaller():
                self._draw_at(scale.smaller())
            case NormalSize():
                self._draw_at(scale.normal())
            case TogglePart(part):
                self._toggle(part)
            case MoveBorder(name, share):
                self._shares.pop(name, None)
                if share is not None:
                    self._shares[name] = share
                self.resize(self._size)
            case BlameEvent(index):
                self._blame_event(index)
            case OpenMenu(position):
                items = items_at(self.scene, self.panels, position)
                chosen = None if self.focus.panel is None else 0
                self.overlay = Menu(items, position, chosen=chosen)
            case TurnTab(steps):
                self.outcome = TurnTo(self.tabs[1] + steps) if len(self.tabs[0]) > 1 else None
            case ShowTab(tab):
                self.outcome = TurnTo(tab)
            case CloseTab():
                self.outcome = Shut()
            case FocusOn(steps):
                self.mouse.pointer = self.focus.go_on(self.scene, steps)
            case ToggleHelp():
                self.overlay = None if isinstance(self.overlay, HelpOverlay) else HelpOverlay()
            case Close():
                self._close()
            case _:
                assert_never(command)

    def _draw_at(self, wished: float) -> None:
        scale.wish(wished)
        most = " is the most" if wished == scale.STEPS[-1] else ""
        least = " is the least" if wished == scale.STEPS[0] else ""
        size = f"text at {round(100 * wished)} %{most or least}"
        self._hands.say(f"{size}, as far as the window can hold it")

    def _toggle(self, part: Part) -> None:
        """Hide a part, or show it; one that finds no room takes that of another."""
        crowded_out = part not in self._hidden and not self._layout.box_of(part).height
        if crowded_out and part is Part.LANES:
            self._shares[self._layout.kind.named(Border.LANES)] = share_for_lanes(self._layout)
        elif part is Part.INSPECTOR and (self._instead or crowded_out) and not self._blaming.shown:
            self._hidden ^= {Part.EVENTS}
            self._instead = Part.EVENTS in self._hidden
        else:
            self._hidden ^= {part}
        self.resize(self._size)

    def _look_beside(self, steps: int) -> None:
        cards = self.session.cards(self.playhead.frame)
        cards = self.session.players if isinstance(cards, Problem) else cards
        self._player = beside(cards, self._player, steps)

    def _zoom(self, steps: int) -> None:
        """Zoom around the pointer if it is on the timeline, otherwise around the playhead."""
        pointed = self.mouse.pointed(self._layout, self._view.axis)
        held = self.playhead.frame if pointed is None else pointed
        self._view.zoom(held, steps, self._following.horizon)

    def _jump_back(self) -> None:
        before = self._jumps.back(self.playhead.frame)
        if before is not None:
            self.playhead.do(SeekTo(before))
            self.panels.events.follow()
            self._show_playhead(jumped=True)

    def _pass_the_gap(self) -> None:
        hidden = self.session.hidden(self.playhead.frame)
        if hidden is not None and hidden.onward is not None:
            self.do(SeekTo(hidden.onward))

    def _ask_for_blame(self) -> None:
        """Ask what led to what is under the pointer."""
        asked = None
        if self.mouse.pointer is not None:
            asked = self.panels.picked_at(self.scene, self.mouse.pointer)
        if self.session.game is None:
            self.tell(NOBODY_TO_ASK)
            return
        if asked is None:
            self.tell(NOTHING_POINTED)
            return
        self._blaming.ask(asked, self.playhead.frame)
        self._show_blame()

    def _blame_event(self, index: int) -> None:
        rows = self.session.rows(self.session.listed(quiet=self._quiet), index, index + 1)
        asked = self.session.asked_of(rows[0]) if rows else None
        if asked is not None:
            self.do(SeekTo(rows[0].frame))
            self._blaming.ask(asked, self.playhead.frame)
            self._show_blame()

    def _look_on(self) -> None:
        """Do the next step towards a state that is far from every keyframe."""
        if self.session.looking:
            self.session.look_on()
            self._painted.forget()

    def _show_blame(self) -> None:
        self.panels.blame.follow()
        self.resize(self._size)

    def _take_over(self) -> None:
        taken = take_over(self.session, self.playhead.frame, self._player)
        if isinstance(taken, Problem):
            self.tell(taken)
        else:
            self.outcome = taken

    def _close(self) -> None:
        if self.overlay is not None:
            self.overlay = None
        elif self._blaming.shown is not None:
            self._blaming.close()
            self._show_blame()
        else:
            self.outcome = Leave()
