"""What keys and the mouse do to a viewer: which commands they give, by way of focus and overlay.

Owns which keys are held. Events and elapsed time come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pygame
from pygame.event import Event

from replay.playback.commands import (
    Close,
    Larger,
    NextTheme,
    NormalSize,
    Scroll,
    Smaller,
    StepBy,
    TakeOver,
    ToggleFullScreen,
    ToggleHelp,
    TogglePlay,
)
from replay.viewer import gamepad, touch
from replay.viewer.focus import ARROWS, PAGES
from replay.viewer.gamepad import Gamepad
from replay.viewer.held_keys import STEPS_EACH_MS, HeldKeys, HeldStep
from replay.viewer.keymap import BY_STROKE, HINTS, Binding, binding_of, stroke_of
from replay.viewer.overlays.go_to import GoToOverlay
from replay.viewer.overlays.help_overlay import HelpOverlay
from replay.viewer.overlays.menu import Item, Menu
from replay.viewer.touch import Touch

if TYPE_CHECKING:
    from replay.viewer.viewer import Viewer

PAUSE_AFTER_MS = 400.0
"""How long after the "go to" overlay closes Enter does not take over: it may be pressed twice."""
OVER_OVERLAYS = (Close, ToggleHelp, ToggleFullScreen, NextTheme, Larger, Smaller, NormalSize)
"""Commands whose keys still work while the help or a notice lies over everything."""
RESTING_MS, SAID_MS = 350.0, 4000.0
"""After how long a still pointer is told what it is on; how long something is said."""
TURNING = {"Left": -1, "Up": -1, "PageUp": -1, "Right": 1, "Down": 1, "PageDown": 1}
"""Keys that turn the help's pages."""
MENU_KEYS = ("Menu", "Shift+F10")
ON_MENU = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN)
"""What the mouse does to an open menu."""


class Hands:
    """The keys and the mouse of a viewer."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._keys = HeldKeys()
        self._gamepad, self._touch = Gamepad(), Touch()
        self._held_step: HeldStep | None = None
        self._answered_ms = 0.0
        self._still_ms = 0.0
        self._hinted: set[str] = set()
        self._said_ms = 0.0
        self.said = ""
        """What is said for a moment, as a key was pressed that means nothing."""

    @property
    def resting(self) -> bool:
        """Whether the pointer has been still for long enough to be told what it is on."""
        return self._still_ms >= RESTING_MS or self._viewer.focus.panel is not None

    def due_ms(self) -> float | None:
        """Return when something is due, in milliseconds; None: nothing is."""
        step = None if self._held_step is None else max(0.0, self._held_step.due_ms)
        still = None if self._viewer.mouse.pointer is None else RESTING_MS - self._still_ms
        still = still if still is not None and still > 0 else None
        pushed = STEPS_EACH_MS if self._gamepad.shuttling else None
        dues = pushed, step, self._answered_ms or None, self._said_ms or None, still
        return min((due for due in dues if due is not None), default=None)

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass: step while a key is held that steps."""
        self._answered_ms = max(0.0, self._answered_ms - elapsed_ms)
        self._still_ms = min(RESTING_MS, self._still_ms + elapsed_ms)
        self._said_ms = max(0.0, self._said_ms - elapsed_ms)
        self.said = self.said if self._said_ms else ""
        shuttled = self._gamepad.advance(elapsed_ms, self._viewer.session.frame_rate)
        if shuttled is not None and self._viewer.overlay is None:
            self._viewer.do(shuttled)
        step = self._held_step
        if step is None or not self._keys.is_down(step.key) or self._viewer.overlay is not None:
            self._held_step = None
        elif step.advance(elapsed_ms):
            self._viewer.do(step.command)

    def hold(self, keys: Iterable[int]) -> None:
        """Set which keys are held; all mouse buttons are released."""
        self._keys.hold(keys)
        self._viewer.mouse.let_go()

    def spend(self) -> None:
        """Ignore the keys that are held now until they are released."""
        self._keys.spend()

    def handle(self, event: Event) -> None:
        """Do what a key or the mouse asks for."""
        viewer = self._viewer
        if event.type in gamepad.EVENTS:
            self._use_gamepad(event)
        elif event.type in touch.EVENTS:
            self._use_fingers(event)
        elif self._touch.several and getattr(event, "touch", False):
            pass  # two fingers are no mouse
        elif event.type == pygame.KEYDOWN:
            self._press(event)
        elif event.type == pygame.KEYUP:
            self._keys.release(event.key)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.hold(())
        elif isinstance(viewer.overlay, Menu) and event.type in ON_MENU:
            self._point_menu(viewer.overlay, event)
        elif event.type == pygame.MOUSEWHEEL and viewer.overlay is not None:
            if isinstance(viewer.overlay, HelpOverlay):
                viewer.overlay.turn(viewer.scene.layout.window, -event.y)
        elif event.type == pygame.MOUSEBUTTONDOWN and viewer.overlay is not None:
            viewer.overlay = None
        else:
            if event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
                viewer.focus.leave()
                self._still_ms = 0.0
            for command in viewer.mouse.commands(event, viewer.scene, shift=self._keys.shift):
                viewer.do(command)

    def _use_gamepad(self, event: Event) -> None:
        viewer = self._viewer
        if event.type == pygame.CONTROLLERDEVICEADDED:
            self._gamepad.plug(event)
        elif event.type == pygame.CONTROLLERAXISMOTION:
            for command in self._gamepad.move(event):
                viewer.do(command)
        elif event.button in gamepad.STEPS:
            key = -1 - event.button  # no key of the keyboard has a negative code
            if event.type == pygame.CONTROLLERBUTTONUP:
                self._keys.release(key)
            elif viewer.overlay is None:
                self._keys.press(key)
                self._step(StepBy(gamepad.STEPS[event.button]), held=False, key=key)
        elif event.type == pygame.CONTROLLERBUTTONDOWN and event.button in gamepad.STROKES:
            stroke = gamepad.STROKES[event.button]
            if stroke == "Enter" and viewer.overlay is None and viewer.focus.panel is None:
                stroke = "Space"  # taking over is asked for in a menu
            if isinstance(viewer.overlay, GoToOverlay):
                viewer.overlay = None
            else:
                self._stroke(stroke, BY_STROKE.get(stroke), held=False, key=0)

    def _use_fingers(self, event: Event) -> None:
        viewer = self._viewer
        commands = self._touch.commands(event, viewer.scene)
        if self._touch.several:
            viewer.mouse.let_go()
        if viewer.overlay is None:
            for command in commands:
                viewer.do(command)

    def _press(self, event: Event) -> None:
        if self._keys.is_spent(event.key):
            return
        held = self._keys.press(event.key)
        if isinstance(self._viewer.overlay, GoToOverlay):
            self._answer(self._viewer.overlay, event)
            return
        binding = binding_of(event)
        self._stroke(stroke_of(event), binding, held=held, key=event.key)

    def _stroke(self, stroke: str, binding: Binding | None, *, held: bool, key: int) -> None:
        """Do what a stroke means: to what lies over everything, to the focused panel, or at all."""
        viewer = self._viewer
        if isinstance(viewer.overlay, Menu):
            self._press_menu(viewer.overlay, stroke)
        elif isinstance(viewer.overlay, HelpOverlay) and stroke in TURNING:
            viewer.overlay.turn(viewer.scene.layout.window, TURNING[stroke])
        elif viewer.overlay is None and self._press_focused(stroke):
            pass
        elif binding is None:
            self._hint(stroke, held=held)
        elif held and not binding.repeats:
            pass
        elif viewer.overlay is not None:
            if isinstance(binding.command, (TakeOver, TogglePlay)):  # Enter, Space
                viewer.overlay = None
            elif isinstance(binding.command, OVER_OVERLAYS):
                viewer.do(binding.command)
        elif isinstance(binding.command, StepBy):
            self._step(binding.command, held=held, key=key)
        elif not (self._answered_ms and isinstance(binding.command, TakeOver)):
            viewer.do(binding.command)

    def _step(self, command: StepBy, *, held: bool, key: int) -> None:
        """Step, and go on while the key is held."""
        if not held:
            self._held_step = HeldStep(key, command)
            self._viewer.do(command)

    def _hint(self, stroke: str, *, held: bool) -> None:
        """Say once of a key that means nothing here which one is meant, perhaps."""
        if held or stroke in self._hinted or self._viewer.overlay is not None:
            return
        self._hinted.add(stroke)
        if stroke in HINTS:
            self.say(HINTS[stroke])

    def say(self, words: str) -> None:
        """Say something for a moment."""
        self.said, self._said_ms = words, SAID_MS

    def _press_focused(self, stroke: str) -> bool:
        """Do what a key does in the focused panel; return whether it does something there."""
        pointer, focus = self._viewer.mouse.pointer, self._viewer.focus
        if focus.panel is None or pointer is None:
            return False
        arrow = stroke.removeprefix("Shift+")
        if stroke == "Escape":
            focus.leave()
            self._viewer.mouse.pointer = None
        elif arrow in ARROWS:
            there = focus.moved(self._viewer.scene, pointer, arrow, fine=arrow != stroke)
            if there is not None:
                self._viewer.mouse.pointer = there
            elif focus.listed is not None and arrow in ("Up", "Down"):
                self._viewer.do(Scroll(focus.listed, ARROWS[arrow][1]))
        elif stroke in PAGES and focus.listed is not None:
            self._viewer.do(
                Scroll(
                    focus.listed, PAGES[stroke] * max(1, len(focus.spots(self._viewer.scene)) - 1)
                )
            )
        elif stroke == "Enter":
            self._click(pointer, 1)
        elif stroke in MENU_KEYS:
            self._click(pointer, 3)
        else:
            return False
        return True

    def _point_menu(self, menu: Menu, event: Event) -> None:
        window = self._viewer.scene.layout.window
        self._viewer.mouse.pointer = event.pos
        if event.type == pygame.MOUSEMOTION:
            menu.point(window, event.pos)
            return
        item = menu.item_at(window, event.pos) if event.button == 1 else None
        inside = menu.box(window).holds(event.pos)
        if item is not None:
            self._take(item)
        elif not inside:
            self._viewer.overlay = None

    def _press_menu(self, menu: Menu, stroke: str) -> None:
        if stroke in ("Up", "Down"):
            menu.choose(1 if stroke == "Down" else -1)
        elif stroke in ("Enter", "Space") and menu.item is not None:
            self._take(menu.item)
        elif stroke in ("Escape", *MENU_KEYS):
            self._viewer.overlay = None

    def _take(self, item: Item) -> None:
        self._viewer.overlay = None
        self._keys.spend()
        for command in item.commands:
            self._viewer.do(command)

    def _click(self, pointer: tuple[int, int], button: int) -> None:
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            event = Event(kind, pos=pointer, button=button)
            for command in self._viewer.mouse.commands(event, self._viewer.scene, shift=False):
                self._viewer.do(command)

    def _answer(self, question: GoToOverlay, event: Event) -> None:
        stroke = stroke_of(event)
        if stroke == "Enter" and question.answer is not None:
            self._viewer.overlay = None
            self._keys.spend()
            self._answered_ms = PAUSE_AFTER_MS
            self._viewer.do(question.answer)
        elif stroke == "Escape":
            self._viewer.overlay = None
        else:
            question.press(event)
