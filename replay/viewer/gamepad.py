"""A gamepad: sticks shuttle, shoulder buttons step, triggers change the speed.

Knows what SDL calls its parts. Owns how far they are pushed; gives commands, or strokes of keys.
"""

from __future__ import annotations

from contextlib import suppress

import pygame
from pygame.event import Event

from replay.playback.commands import Command, Faster, Slower, StepBy

STROKES = {
    pygame.CONTROLLER_BUTTON_A: "Enter",
    pygame.CONTROLLER_BUTTON_B: "Escape",
    pygame.CONTROLLER_BUTTON_X: "B",
    pygame.CONTROLLER_BUTTON_Y: "F6",
    pygame.CONTROLLER_BUTTON_START: "Space",
    pygame.CONTROLLER_BUTTON_BACK: "?",
    pygame.CONTROLLER_BUTTON_LEFTSTICK: "Menu",
    pygame.CONTROLLER_BUTTON_DPAD_LEFT: "Left",
    pygame.CONTROLLER_BUTTON_DPAD_RIGHT: "Right",
    pygame.CONTROLLER_BUTTON_DPAD_UP: "Up",
    pygame.CONTROLLER_BUTTON_DPAD_DOWN: "Down",
}
"""Buttons that do what a key does."""
STEPS = {pygame.CONTROLLER_BUTTON_LEFTSHOULDER: -1, pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: 1}
STICKS = (pygame.CONTROLLER_AXIS_LEFTX, pygame.CONTROLLER_AXIS_RIGHTX)
TRIGGERS: dict[int, Command] = {
    pygame.CONTROLLER_AXIS_TRIGGERLEFT: Slower(),
    pygame.CONTROLLER_AXIS_TRIGGERRIGHT: Faster(),
}
FULL = 32767
"""What SDL says of a stick or trigger that is pushed all the way."""
REST, PULLED = 0.2, 0.5
"""A stick that is pushed less rests; a trigger that is pulled more changes the speed, once."""
FASTEST = 16
"""Seconds of the match for each second in which a stick is pushed all the way."""
EVENTS = (
    pygame.CONTROLLERAXISMOTION,
    pygame.CONTROLLERBUTTONDOWN,
    pygame.CONTROLLERBUTTONUP,
    pygame.CONTROLLERDEVICEADDED,
)


class Gamepad:
    """All gamepads together."""

    def __init__(self) -> None:
        self._opened: list[object] = []
        self._pushed: dict[int, float] = {}
        self._pulled: set[int] = set()
        self._rest = 0.0

    def plug(self, event: Event) -> None:
        """Listen to a gamepad that was plugged in, or was there from the start."""
        with suppress(pygame.error, ImportError):
            from pygame._sdl2 import controller

            self._opened.append(controller.Controller(event.device_index))

    def move(self, event: Event) -> list[Command]:
        """Note how far a stick or trigger is pushed; return the commands that gives at once."""
        share = max(-1.0, min(1.0, event.value / FULL))
        if event.axis in STICKS:
            self._pushed[event.axis] = share
        if event.axis not in TRIGGERS:
            return []
        if share < PULLED:
            self._pulled.discard(event.axis)
            return []
        again = event.axis in self._pulled
        self._pulled.add(event.axis)
        return [] if again else [TRIGGERS[event.axis]]

    @property
    def shuttling(self) -> bool:
        """Whether a stick is pushed."""
        return self._speed() != 0

    def _speed(self) -> float:
        pushed = max(self._pushed.values(), key=abs, default=0.0)
        far = abs(pushed) - REST
        if far <= 0:
            return 0.0
        return (1 if pushed > 0 else -1) * FASTEST * (far / (1 - REST)) ** 2

    def advance(self, elapsed_ms: float, frame_rate: int) -> StepBy | None:
        """Let time pass; return the step that a stick that is pushed gives: whole frames."""
        if not self.shuttling:
            self._rest = 0.0
            return None
        self._rest += self._speed() * frame_rate * elapsed_ms / 1000
        frames = int(self._rest)
        self._rest -= frames
        return StepBy(frames) if frames else None


def look_for_gamepads() -> None:
    """Let SDL tell of gamepads, those that are plugged in already first."""
    with suppress(pygame.error, ImportError):
        from pygame._sdl2 import controller

        controller.init()
