"""The keys: one table that drives key handling, the help overlay and the tooltips.

Knows which stroke means which command, and the names of both. Carries nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import pygame
from pygame.event import Event

from replay.playback.commands import (
    AskWhere,
    Blame,
    Close,
    CloseTab,
    Command,
    Faster,
    First,
    FocusOn,
    GoToShare,
    JumpBack,
    Larger,
    Last,
    LookAt,
    MoveBorder,
    NextCard,
    NextEvent,
    NextTheme,
    NormalSize,
    NormalSpeed,
    OpenMenu,
    Pan,
    Part,
    PastTheGap,
    PreviousCard,
    PreviousEvent,
    Scroll,
    SeekTo,
    SetSpeed,
    ShowPart,
    ShowTab,
    ShowWhole,
    ShuttleForward,
    ShuttleReverse,
    SkipSeconds,
    Slower,
    Smaller,
    StepBy,
    TakeOver,
    ToggleFullScreen,
    ToggleHelp,
    TogglePart,
    TogglePlay,
    ToggleQuietEvents,
    TurnTab,
    ZoomIn,
    ZoomOut,
)
from replay.ui.key_labels import SIGNS_SHOWN
from replay.ui.keyboard import ALT_GR, NAMED, key_of


@dataclass(frozen=True, slots=True)
class Binding:
    """Strokes that all mean one command. ``repeats``: a held key repeats the command."""

    group: str
    strokes: tuple[str, ...]
    command: Command
    words: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Gesture:
    """A mouse gesture, for the help overlay; ``command`` is the command that it gives."""

    where: str
    command: type[Command]
    words: str


PLAYING, GOING, SHOWING = "Playing", "Going somewhere", "Showing"
GROUPS = (PLAYING, GOING, SHOWING)

KEYS: tuple[Binding, ...] = (
    Binding(PLAYING, ("Space", "K"), TogglePlay(), "play / pause"),
    Binding(PLAYING, (",",), StepBy(-1), "one frame back", repeats=True),
    Binding(PLAYING, (".",), StepBy(1), "one frame forward", repeats=True),
    Binding(PLAYING, ("J",), ShuttleReverse(), "backward; again: twice as fast"),
    Binding(PLAYING, ("L",), ShuttleForward(), "forward; again: twice as fast"),
    Binding(PLAYING, ("<",), Slower(), "slower"),
    Binding(PLAYING, (">",), Faster(), "faster"),
    Binding(PLAYING, ("Backspace",), NormalSpeed(), "normal speed"),
    Binding(GOING, ("Left",), SkipSeconds(-5), "5 s back", repeats=True),
    Binding(GOING, ("Right",), SkipSeconds(5), "5 s forward", repeats=True),
    Binding(GOING, ("Shift+Left",), SkipSeconds(-1), "1 s back", repeats=True),
    Binding(GOING, ("Shift+Right",), SkipSeconds(1), "1 s forward", repeats=True),
    Binding(GOING, ("Up", "Ctrl+Left"), PreviousEvent(), "previous event", repeats=True),
    Binding(GOING, ("Down", "Ctrl+Right"), NextEvent(), "next event", repeats=True),
    Binding(GOING, ("Home",), First(), "first frame"),
    Binding(GOING, ("End",), Last(), "last frame; live: follow"),
    *(Binding(GOING, (str(n),), GoToShare(n), "0 % to 90 % of the match") for n in range(10)),
    Binding(GOING, ("G",), AskWhere(), "go to a frame or a time"),
    Binding(GOING, ("Shift+Backspace",), JumpBack(), "back to before the last jump"),
    Binding(GOING, ("N",), PastTheGap(), "skip the gap"),
    Binding(SHOWING, ("Enter",), TakeOver(), "take over from here"),
    Binding(SHOWING, ("B",), Blame(), "blame: what led to this"),
    Binding(SHOWING, ("Tab",), NextCard(), "next player", repeats=True),
    Binding(SHOWING, ("Shift+Tab",), PreviousCard(), "previous player", repeats=True),
    Binding(SHOWING, ("A",), ToggleQuietEvents(), "all events / only the important ones"),
    Binding(SHOWING, ("+", "="), ZoomIn(), "zoom the timeline in", repeats=True),
    Binding(SHOWING, ("-",), ZoomOut(), "zoom the timeline out", repeats=True),
    Binding(SHOWING, ("Z",), ShowWhole(), "the whole timeline"),
    Binding(SHOWING, ("F2",), TogglePart(Part.EVENTS), "hide or show the events"),
    Binding(SHOWING, ("F3",), TogglePart(Part.INSPECTOR), "hide or show players and state"),
    Binding(SHOWING, ("F4",), TogglePart(Part.LANES), "hide or show the lanes"),
    Binding(SHOWING, ("F6",), FocusOn(1), "keyboard to the next panel"),
    Binding(SHOWING, ("Shift+F6",), FocusOn(-1), "… to the one before"),
    Binding(SHOWING, ("Ctrl+PageDown",), TurnTab(1), "next open recording"),
    Binding(SHOWING, ("Ctrl+PageUp",), TurnTab(-1), "previous open recording"),
    Binding(SHOWING, ("Ctrl+W",), CloseTab(), "close this recording"),
    Binding(SHOWING, ("F", "F11"), ToggleFullScreen(), "full screen"),
    Binding(SHOWING, ("F7",), NextTheme(), "dark, light, or high contrast"),
    Binding(SHOWING, ("Ctrl++", "Ctrl+="), Larger(), "larger text"),
    Binding(SHOWING, ("Ctrl+-",), Smaller(), "smaller text"),
    Binding(SHOWING, ("Ctrl+0",), NormalSize(), "text of normal size"),
    Binding(SHOWING, ("?", "F1"), ToggleHelp(), "this help"),
    Binding(SHOWING, ("Escape",), Close(), "close what is open, or leave"),
)

MOUSE: tuple[Gesture, ...] = (
    Gesture("Drag on the lanes", SeekTo, "scrub; with Shift: by events"),
    Gesture("Drag the times below", Pan, "see what is beside"),
    Gesture("Click on an event", SeekTo, "go to its frame"),
    Gesture("Right click on an item", Blame, "what led to it"),
    Gesture("Right click elsewhere", OpenMenu, "a menu (keys: F6, Menu)"),
    Gesture("Wheel on the picture", StepBy, "frame by frame"),
    Gesture("Wheel on the timeline", ZoomIn, "zoom at the pointer"),
    Gesture("Shift + wheel there", Pan, "see what is beside"),
    Gesture("Drag the bar there", ShowPart, "see what is beside; its ends zoom"),
    Gesture("Drag a border", MoveBorder, "right click: undo that"),
    Gesture("Wheel on a list", Scroll, "scroll it"),
    Gesture("Click on a tab", ShowTab, "show that recording"),
    Gesture("Click on a speed", SetSpeed, "set it"),
    Gesture("Click on a player", LookAt, "look at it"),
)

BY_STROKE = {stroke: binding for binding in KEYS for stroke in binding.strokes}
SIGNS = frozenset(stroke for stroke in BY_STROKE if len(stroke) == 1 and not stroke.isalpha())
WITH_SHIFT = "Where a key types another sign of this list (French 6, Hebrew Q), hold Shift."
"""The help's note on keys that type a different sign in some keyboard layouts."""


def stroke_of(event: Event) -> str:
    """Return the name of a key press: "Space", "Shift+Left", "Ctrl+C", "K", "?".

    A sign or a digit is named without Shift, whichever keys type it on this keyboard.
    """
    ctrl = "Ctrl+" if event.mod & pygame.KMOD_CTRL and not event.mod & ALT_GR else ""
    shift = "Shift+" if event.mod & pygame.KMOD_SHIFT else ""
    if event.key in NAMED:
        return ctrl + shift + NAMED[event.key]
    key = key_of(event, SIGNS)
    if key and not key.isalpha():
        return ctrl + key
    return ctrl + shift + (key or pygame.key.name(event.key).upper())


def binding_of(event: Event) -> Binding | None:
    """Return what a key press does, or None.

    A letter with Shift that has no command is handled as the letter alone: some layouts type a
    letter only with Shift (Q on Hebrew keyboards, which type "/" there).
    """
    stroke = stroke_of(event)
    letter = stroke.removeprefix("Shift+")
    return BY_STROKE.get(stroke) or (BY_STROKE.get(letter) if len(letter) == 1 else None)


def keys_for(command: Command) -> str:
    """Return the keys of a command as people read them: "Space or K"; empty if it has none."""
    strokes = (binding.strokes for binding in KEYS if binding.command == command)
    return " or ".join(shown(stroke) for stroke in next(strokes, ()))


def shown(stroke: str) -> str:
    """Return a stroke as it is printed: "Shift+←"."""
    cut = stroke.rfind("+", 0, -1) + 1  # the last sign may be a plus itself
    return stroke[:cut] + SIGNS_SHOWN.get(stroke[cut:], stroke[cut:])


def rows_of(group: str) -> list[tuple[str, str]]:
    """Return the help overlay's rows of one group: (keys, what they do)."""
    bindings = [binding for binding in KEYS if binding.group == group]
    return [
        (_joined([shown(stroke) for binding in same for stroke in binding.strokes]), words)
        for words, same in groupby(bindings, key=lambda binding: binding.words)
    ]


def _joined(strokes: Iterable[str]) -> str:
    several = list(strokes)
    return f"{several[0]} … {several[-1]}" if len(several) > 2 else "   ".join(several)


def _meant(words: str, command: Command) -> str:
    return f"{words}: {keys_for(command)}"


HINTS = {
    "Ctrl+Z": _meant("back to before the last jump", JumpBack()),
    "Ctrl+Y": "a jump that was taken back is not kept",
    "Ctrl+Q": _meant("leave", Close()),
    "Q": _meant("leave", Close()),
    "Ctrl+O": "drop a recording on the window to open it",
    "Ctrl+F": "`replay events FILE --text WORDS` searches the events",
    "/": "`replay events FILE --text WORDS` searches the events",
    "P": _meant("play or pause", TogglePlay()),
    "S": "`replay clip` saves a part of a match",
    "Ctrl+S": "`replay clip` saves a part of a match",
    "R": _meant("back to the first frame", First()),
    "H": _meant("help", ToggleHelp()),
    "M": "there are no markers; G goes to a time, and `replay view FILE#t=1:02` opens there",
    "T": _meant("other colours", NextTheme()),
    "PageUp": _meant("the keyboard goes to lists with", FocusOn(1)),
    "PageDown": _meant("the keyboard goes to lists with", FocusOn(1)),
    "Ctrl+A": _meant("list all events", ToggleQuietEvents()),
    "D": _meant("one frame on", StepBy(1)),
    "F5": "the file is looked at by itself",
    "F12": _meant("full screen", ToggleFullScreen()),
    "Ctrl+C": "`replay view FILE#f=FRAME` opens at a frame",
}
"""Keys that people try and that mean nothing here, and what does what they probably wanted."""
