"""Following a recording that may grow: polls it, extends the playhead's range and the timeline.

Knows the session, its playhead, and whether the user wants to follow. Paints nothing; time comes
in as an argument.
"""

from __future__ import annotations

from replay.playback.commands import Command, Last, PlayCommand, TogglePlay
from replay.playback.playhead import Playhead
from replay.viewer.model.axis import Axis
from replay.viewer.model.session import Change, Session
from replay.viewer.model.tail_polling import Growth

HEADROOM, ROOM_S = (5, 4), 5
"""The timeline of a growing match is a quarter plus five seconds longer than the match, so that
its scale seldom changes."""


class Following:
    """Whether a recording grows, and whether the playhead follows its end.

    ``horizon`` is the last frame that the timeline has room for.
    """

    def __init__(self, session: Session, playhead: Playhead) -> None:
        self._session, self._playhead = session, playhead
        self._growth = Growth(closed=session.recording.closed)
        self._whole = session.first, session.last + 1
        self._wished: bool | None = None
        self._interrupted = False
        self.horizon = session.last

    @property
    def growing(self) -> bool:
        """Whether the recording is being written now."""
        return self._growth.growing

    @property
    def live(self) -> bool:
        """Whether the playhead follows the end of a growing recording."""
        return self.growing and bool(self._wished)

    def due_ms(self) -> float:
        """Return when to look again, in milliseconds."""
        return self._growth.due_ms()

    def hurry(self) -> None:
        """Look at the file at the next moment, if it is one that seldom changes."""
        self._growth.hurry()

    def heed(self, command: Command) -> None:
        """Note whether a command asks to follow the end or to stop following it."""
        if isinstance(command, PlayCommand):
            self._wished = isinstance(command, Last) and not self._growth.closed
            self._interrupted = False
        elif self._wished is None:
            self._wished = False

    def advance(self, elapsed_ms: float) -> Change:
        """Let time pass; poll the file if a poll is due, and return what changed."""
        if not self._growth.advance(elapsed_ms):
            return Change.NOTHING
        change = self._session.look_again()
        if change is Change.OTHER:
            return change
        closed, grew_before = self._session.recording.closed, self.growing
        self._growth.looked(grew=change is Change.GREW, closed=closed)
        self._playhead.grow(self._session.last)
        self._playhead.open_ended = self.growing
        self._play_through(grew_before)
        self._wished = self._wished and not closed
        self._make_room()
        return change

    def _play_through(self, grew_before: bool) -> None:
        """Resume playing when a stalled match grows again, if only the stall stopped playing."""
        playhead = self._playhead
        if grew_before and not self.growing:
            self._interrupted = playhead.playing and playhead.speed > 0
        elif self.growing and not grew_before:
            if self._interrupted and not playhead.playing:
                playhead.do(TogglePlay())
            self._interrupted = False

    def is_late(self) -> bool:
        """Whether the playhead should be at the end of a growing match, and is not.

        It should also be there if the user has not given any command yet.
        """
        if not self.growing or self._wished is False:
            return False
        behind = self._session.last - self._playhead.frame
        far = behind > self._session.frame_rate // 2
        return self._wished is None or far or not self._playhead.playing

    def _make_room(self) -> None:
        session = self._session
        if not self.growing:
            self.horizon = session.last
        elif session.last > self.horizon or self.horizon == session.last:
            more, less = HEADROOM
            length = session.last - session.first + ROOM_S * session.frame_rate
            self.horizon = session.first + length * more // less

    def fitted(self, axis: Axis) -> Axis:
        """Return the axis for the current horizon; if it showed everything, it still does."""
        before, self._whole = self._whole, (self._session.first, self.horizon + 1)
        if before == self._whole:
            return axis
        if (axis.start, axis.stop) == before:
            return Axis(axis.left, axis.width, *self._whole)
        if axis.stop > self._whole[1]:
            return axis.showing(axis.start, axis.stop, self._session.first, self.horizon)
        return axis
