"""Everything a person can do in the viewer, one frozen value each.

Keys, mouse, tests and scripts all send these commands. Knows no key, no window and no playhead: a
command says what is wanted; playhead or window carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TogglePlay:
    """Play, or pause. At the end: play again from the first frame."""


@dataclass(frozen=True, slots=True)
class StepBy:
    """Pause, and go this many frames on (or back, if negative)."""

    frames: int


@dataclass(frozen=True, slots=True)
class SkipSeconds:
    """Go this many seconds of the match on (or back), playing or not as before."""

    seconds: int


@dataclass(frozen=True, slots=True)
class SeekTo:
    """Go to a frame, or to the nearest there is."""

    frame: int


@dataclass(frozen=True, slots=True)
class GoToShare:
    """Go to so many tenths of the match."""

    tenths: int


@dataclass(frozen=True, slots=True)
class First:
    """Go to the first frame."""


@dataclass(frozen=True, slots=True)
class Last:
    """Go to the last frame; of a recording that still grows: play on with it."""


@dataclass(frozen=True, slots=True)
class NextEvent:
    """Pause, and go to the next frame in which something happens."""


@dataclass(frozen=True, slots=True)
class PreviousEvent:
    """Pause, and go to the last frame before this one in which something happened."""


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Play at one of the speeds from now on, in the same direction."""

    speed: Fraction


@dataclass(frozen=True, slots=True)
class Faster:
    """Play at the next higher speed."""


@dataclass(frozen=True, slots=True)
class Slower:
    """Play at the next lower speed."""


@dataclass(frozen=True, slots=True)
class NormalSpeed:
    """Play forward, at the speed at which it was played."""


@dataclass(frozen=True, slots=True)
class ShuttleForward:
    """Play forward; if it already does, at twice the speed."""


@dataclass(frozen=True, slots=True)
class ShuttleReverse:
    """Play backward; if it already does, at twice the speed."""


PlayCommand = (
    TogglePlay
    | StepBy
    | SkipSeconds
    | SeekTo
    | GoToShare
    | First
    | Last
    | NextEvent
    | PreviousEvent
    | SetSpeed
    | Faster
    | Slower
    | NormalSpeed
    | ShuttleForward
    | ShuttleReverse
)
"""What the playhead does."""


@dataclass(frozen=True, slots=True)
class NextCard:
    """Look at the next player."""


@dataclass(frozen=True, slots=True)
class PreviousCard:
    """Look at the player before."""


@dataclass(frozen=True, slots=True)
class LookAt:
    """Look at this player."""

    player: int


@dataclass(frozen=True, slots=True)
class ToggleQuietEvents:
    """Show the events that have no lane too (courses, inputs, …), or leave them out again."""


@dataclass(frozen=True, slots=True)
class ZoomIn:
    """Show less of the timeline, larger."""


@dataclass(frozen=True, slots=True)
class ZoomOut:
    """Show more of the timeline."""


@dataclass(frozen=True, slots=True)
class ShowWhole:
    """Show the whole timeline."""


@dataclass(frozen=True, slots=True)
class Pan:
    """Show what lies so many frames later on the timeline (or earlier, if negative)."""

    frames: int


@dataclass(frozen=True, slots=True)
class ShowPart:
    """Show the frames from ``start`` to before ``stop`` on the timeline."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class JumpBack:
    """Go back to where one was before the last jump."""


@dataclass(frozen=True, slots=True)
class AskWhere:
    """Ask for a frame or a time to go to."""


@dataclass(frozen=True, slots=True)
class PastTheGap:
    """Where a gap hides the match: go to the frame from which it is known again."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Show what led to what the pointer is on."""


@dataclass(frozen=True, slots=True)
class BlameEvent:
    """Go to a listed event, by its index, and show what led to the item that it is about."""

    index: int


@dataclass(frozen=True, slots=True)
class TurnTab:
    """Show the next of the open recordings, or one before if negative."""

    steps: int


@dataclass(frozen=True, slots=True)
class ShowTab:
    """Show one of the open recordings, by its place."""

    tab: int


@dataclass(frozen=True, slots=True)
class CloseTab:
    """Close the recording that is shown; the last one with the window."""


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Open a menu of what can be done at a position of the window."""

    position: tuple[int, int]


class Part(Enum):
    """A part of the window that can be hidden."""

    EVENTS = "events"
    INSPECTOR = "inspector"
    LANES = "lanes"


class Border(Enum):
    """A border that can be dragged."""

    STAGE = "stage"
    PANELS = "panels"
    LANES = "lanes"


@dataclass(frozen=True, slots=True)
class MoveBorder:
    """Move a border: ``share`` (0 to 1) is how much is before it; None: where it belongs."""

    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class TogglePart:
    """Hide a part of the window, or show it again."""

    part: Part


class Listed(Enum):
    """What can be scrolled."""

    EVENTS = auto()
    BLAME = auto()
    STATE = auto()


@dataclass(frozen=True, slots=True)
class Scroll:
    """Scroll by so many rows (down, if positive)."""

    what: Listed
    rows: int


@dataclass(frozen=True, slots=True)
class ScrollTo:
    """Scroll so that the scrollbar's thumb is at this height of the window, in pixels."""

    what: Listed
    y: int


@dataclass(frozen=True, slots=True)
class FollowEvents:
    """Scroll the event list along with the playhead."""


@dataclass(frozen=True, slots=True)
class KeepRow:
    """Keep a list where it is, this row on top, as long as that shows the current moment."""

    what: Listed
    row: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Play on from here, into a new recording."""


@dataclass(frozen=True, slots=True)
class ToggleFullScreen:
    """Fill the screen, or be a window again."""


@dataclass(frozen=True, slots=True)
class NextTheme:
    """Paint everything in the colours of the next theme."""


@dataclass(frozen=True, slots=True)
class Larger:
    """Draw everything larger."""


@dataclass(frozen=True, slots=True)
class Smaller:
    """Draw everything smaller."""


@dataclass(frozen=True, slots=True)
class NormalSize:
    """Draw everything in its normal size."""


@dataclass(frozen=True, slots=True)
class FocusOn:
    """Give the keyboard's focus to the next panel, or the one before if negative."""

    steps: int


@dataclass(frozen=True, slots=True)
class ToggleHelp:
    """Show what the keys do, or hide it."""


@dataclass(frozen=True, slots=True)
class Close:
    """Close what is open; if nothing is, leave the recording."""


WindowCommand = (
    NextCard
    | PreviousCard
    | LookAt
    | ToggleQuietEvents
    | ZoomIn
    | ZoomOut
    | ShowWhole
    | Pan
    | ShowPart
    | JumpBack
    | AskWhere
    | PastTheGap
    | Blame
    | Scroll
    | ScrollTo
    | FollowEvents
    | KeepRow
    | TakeOver
    | ToggleFullScreen
    | NextTheme
    | Larger
    | Smaller
    | NormalSize
    | FocusOn
    | BlameEvent
    | OpenMenu
    | TurnTab
    | ShowTab
    | CloseTab
    | TogglePart
    | MoveBorder
    | ToggleHelp
    | Close
)
"""What the window does: what is shown, not which moment."""

Command = PlayCommand | WindowCommand
