"""The timeline: the state at any frame, by the nearest saved state and the events since.

Knows a readable and a projection. A jump trusts the saved state that it starts from; only folding
up to it could prove it. If folding passes a saved state and comes to another one, all saved states
are dropped, with one warning, and only events are used. ``replay verify`` proves them beforehand.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from replay.errors import LostFrames, RecordingError, StaleKeyframes, outside
from replay.projections import starting_state
from replay.queries import blame, find
from replay.states.determinism import told_difference
from replay.states.folding import fold_between
from replay.states.saved_states import OWN_EVENTS, SavedStates
from replay.values.msgpack_codec import unpack_own
from replay.values.view_paths import Query, parse_path, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from replay.events import Gap, Readable
    from replay.games import Game
    from replay.projections import Projection
    from replay.queries.blame import Blame
    from replay.queries.find import FrameRange

T = TypeVar("T")
S = TypeVar("S")

STRETCH = 256
"""Walking backwards folds so many frames at a time …"""
STRETCH_EVENTS = 20_000
"""… or fewer, if together they have more events than this, …"""
STRIDE = 4
"""… and keeps a packed state every so many frames, …"""
STRETCH_BYTES = 8 * 1024 * 1024
"""… or at larger intervals, if the states together have more bytes than this."""


class Timeline(Generic[S]):
    """A recording seen through a projection: what its state was at any frame.

    ``recording`` is anything readable. States come from the projection's ``dump`` and ``load``,
    so the caller of ``at`` owns the state it gets. A state costs folding the events since the
    last saved state before it, however long the match is; if a recording has none for this
    projection, some are kept in memory when events are first folded. A timeline is for one
    thread: several threads share a recording, each with a timeline of its own.

    A recording's saved states are used only by the projection of that name and version, and are
    trusted where folding starts from them; folding past one proves it, or drops all of them with
    a warning (StaleKeyframes). An exception of the projection is passed on, with a note that says
    at which event and frame.
    """

    def __init__(self, recording: Readable[T], projection: Projection[T, S]) -> None:
        if isinstance(projection, type):
            raise TypeError(f"projection is an instance of a Projection, not {projection!r}")
        if not hasattr(recording, "count_before"):
            raise TypeError(f"recording is a Recording or an EventStore, not {recording!r}")
        self.projection = projection
        self.recording: Readable[Any] = recording
        self._saved = SavedStates(recording, projection)
        self._fails = False
        self._last_frames: dict[tuple[int, int], int] = {}
        """The last frame of a saved state, by the recording's generation and the state's events."""
        self._reach = 0, 0

    @property
    def first_frame(self) -> int:
        """The first frame."""
        return self.recording.first_frame

    @property
    def frames(self) -> int:
        """The last frame + 1."""
        return self.recording.frames

    @property
    def known(self) -> list[range]:
        """The stretches of frames whose states are known: all frames, but for what gaps hide."""
        stretches, first = [], self.first_frame
        for gap in self.recording.gaps:
            stretches.append(range(first, min(gap.first_frame, self.frames)))
            first = max(first, self.known_behind(gap))
        stretches.append(range(first, self.frames))
        return [stretch for stretch in stretches if stretch]

    def at(self, frame: int) -> S:
        """Return the state after all events of frames ≤ ``frame``, the caller's to keep.

        Equal to the fold from the first event, if the recording's saved states are what the
        events lead to. ``at(first_frame - 1)`` is the state before everything. Raises IndexError
        for any other frame outside the recording, LostFrames where a gap hides the state, and
        Corrupt where the file is damaged.
        """
        return self.after(self._count(frame))

    def proved(self, frame: int) -> S:
        """Return the same, folded past the last saved state before the frame from the one before.

        For what is kept: ``at`` takes the last one on trust. If the fold disproves it, all are
        dropped; that those before it are right, only a fold of the whole match shows, as ``verify``
        does. Raises what ``at`` raises.
        """
        count, gap = self._count(frame), self._gap_before(frame)
        since = 0 if gap is None else gap.first_event + gap.events
        trusted = self._saved.before(count)
        earlier = self._saved.nearest(trusted - 1)
        if gap is not None and (earlier is None or earlier[0] < since):
            return self.after(count)
        events, state = earlier or (0, self._beginning())
        return self._folded(state, events, count)

    def find(self, asked: str | Query | Callable[[S], bool]) -> Iterator[FrameRange]:
        """Yield every longest range of frames in which something was so, in order.

        ``asked`` is a query as text, PATH OPERATOR VALUE, or a callable that returns whether it is
        so for a state (which it must not change or keep)::

            timeline.find("players.2.bag has ruby")
            timeline.find(lambda match: len(match.items) > 50)

        One fold over the whole match. Frames whose state a gap hides are in no range. Raises
        ValueError where the query cannot be understood or its path leads nowhere in any frame,
        and what reading the events raises.
        """
        return find.find(self, parse_query(asked) if isinstance(asked, str) else asked)

    def first_frame_where(self, holds: Callable[[S], bool]) -> int | None:
        """Return the first frame in which a condition holds that, once true, stays true; or None.

        Bisects, so that a match of ten million events costs some two dozen states. That is right
        only for conditions like "the match has ended"; for others use ``find``.
        """
        return find.first_frame_where(self, holds)

    def blame(
        self,
        path: str | Sequence[str | int],
        frame: int | None = None,
        game: Game | None = None,
    ) -> Blame:
        """Return what is at ``path`` of the view at a frame, and the chain of events behind it.

        The last link is the event that changed the value to what it is; those before it are
        about the same item. ``frame``: the last one, if it is not given. ``game`` says which
        events are inputs, what an event is about, and who did it; without it, the fields
        ``item`` and ``player`` do::

            timeline.blame("players.2.bag.3", frame=900)

        Raises ValueError if there is nothing at the path, IndexError for a frame outside,
        LostFrames where a gap hides the state.
        """
        steps = parse_path(path) if isinstance(path, str) else path
        inputs, picks = blame.inputs_of(game), blame.picks_of(game)
        return blame.blame_path(self, steps, self._frame(frame), inputs, *picks)

    def blame_item(
        self, item: Hashable, frame: int | None = None, game: Game | None = None
    ) -> Blame:
        """Return the chain of all events about an item up to a frame: its whole life.

        ``item`` identifies the item in events' data, by its number, say. An unknown one has an
        empty chain. Raises IndexError for a frame outside.
        """
        inputs, picks = blame.inputs_of(game), blame.picks_of(game)
        return blame.blame_item(self.recording, item, self._frame(frame), inputs, *picks)

    def _frame(self, frame: int | None) -> int:
        return self.frames - 1 if frame is None else frame

    def roughly(self, frame: int, most: int = 20_000) -> S:
        """Return the state at a frame, or an earlier one where that would fold too many events.

        At most ``most`` are folded, or fewer large ones, from a saved state or from the first
        event. For values that rarely change, such as players' names. Raises what ``at`` raises.
        """
        count = self._count(frame)
        events, state = self._saved.nearest(count) or (0, self._beginning())
        return self._folded(state, events, min(count, self.recording.reach(events, most)))

    def known_again(self, frame: int) -> int:
        """Return the first frame from this one on with a known state, or ``frames`` if none has."""
        try:
            self._gap_before(frame)
        except LostFrames as lost:
            return self.frames if lost.known_again is None else lost.known_again
        return frame

    def far(self, frame: int, most: int) -> int:
        """Return how many events ``at`` would fold for a frame if that takes long, else 0.

        Long is what takes more time than ``most`` ordinary events. Saved states are taken for
        undamaged. Raises what ``at`` raises, but for what folding raises.
        """
        count = self._count(frame)
        before = self._saved.before(count)
        return count - before if self.recording.reach(before, most) < count else 0

    def long_way(self, frame: int, later: int, most: int) -> bool:
        """Whether folding from one frame to a later one takes longer than ``most`` events do."""
        count_before = self.recording.count_before
        return self.recording.reach(count_before(frame + 1), most) < count_before(later + 1)

    def approach(self, frame: int, most: int) -> Iterator[int]:
        """Fold towards a frame, at most so many events a step, or fewer large ones.

        Yields how many events are left.

        States are kept on the way, so that ``at`` is quick then. Raises what ``at`` raises.
        """
        count = self._count(frame)
        events, state = self._saved.nearest(count) or (0, self._beginning())
        while (reached := self.recording.reach(events, most)) < count:
            state = self._folded(state, events, reached)
            events = reached
            yield count - events

    def walk(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        """Yield (frame, state), ``start`` first, each ``step`` frames, to the end of the match.

        ``step`` may be negative. The state is borrowed: it changes when the next one is asked
        for. Raises IndexError for a start outside, ValueError for a step of 0, and LostFrames
        or Corrupt at the first frame whose state cannot be known.
        """
        if step == 0:
            raise ValueError("a walk needs a step other than 0")
        if not self.first_frame <= start < self.frames:
            raise outside(start, self.first_frame, self.frames)
        return self._forwards(start, step) if step > 0 else self._backwards(start, -step)

    def _forwards(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        gap, count = self._gap_before(start), self.recording.count_before(start + 1)
        state = self.after(count)
        yield start, state
        frame = start
        while (frame := frame + step) < self.frames:  # more may have been recorded meanwhile
            following = self.recording.count_before(frame + 1)
            if self._gap_before(frame) != gap:
                gap, state = self._gap_before(frame), self.after(following)
            elif following > count:
                state = self._folded(state, count, following)
            count = following
            yield frame, state

    def _backwards(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        """Fold a stretch of frames forwards once, then serve it from its end by packed states."""
        count_before = self.recording.count_before
        while start >= self.first_frame:
            frames = self._stretch(start, step)
            counts = [count_before(frame + 1) for frame in frames]
            stride = STRIDE
            saved: list[bytes] = []
            count, state = counts[0], self.after(counts[0])
            position = 0
            while position < len(frames):
                state = self._folded(state, count, counts[position])
                count = counts[position]
                saved.append(self._saved.packed(state, check=not saved))
                if sum(map(len, saved)) > STRETCH_BYTES and len(saved) > 2:
                    saved, stride = saved[::2], 2 * stride
                position = len(saved) * stride
            for position in range(len(frames) - 1, -1, -1):
                base = position - position % stride
                try:
                    state = self.projection.load(unpack_own(saved[position // stride]))
                except TypeError:
                    self._saved.packed(self.after(counts[base]))  # says what cannot be read back
                    raise
                yield frames[position], self._folded(state, counts[base], counts[position])
            start = frames[0] - step

    def _stretch(self, start: int, step: int) -> range:
        """The frames to serve from one fold, ``start`` the last; none from before a gap."""
        gap = self._gap_before(start)
        low = max(self.first_frame, start - (STRETCH - 1) * step)
        low += (start - low) % step
        count_before, reach = self.recording.count_before, self.recording.reach
        stop = count_before(start + 1)
        while low < start and reach(count_before(low + 1), STRETCH_EVENTS) < stop:
            low = start - (start - low) // (2 * step) * step
        while gap is not None and low < start and low < self.known_behind(gap):
            low += step
        return range(low, start + 1, step)

    def _count(self, frame: int) -> int:
        """How many events lead to the state at a frame; raises what ``at`` says."""
        if type(frame) is not int:
            raise TypeError(f"a frame is a whole number, not {frame!r}")
        first, frames = self.first_frame, self.frames
        if not first - 1 <= frame < frames:
            raise outside(frame, first, frames)
        self._gap_before(frame)
        return self.recording.count_before(frame + 1)

    def _gap_before(self, frame: int) -> Gap | None:
        """The last gap before a frame; raises LostFrames if it makes the state there unknown."""
        for gap in reversed(self.recording.gaps):
            if frame >= gap.first_frame:
                if frame < self.known_behind(gap):
                    raise self._lost(frame, gap)
                return gap
        return None

    def _lost(self, frame: int, gap: Gap) -> LostFrames:
        known = self.known_behind(gap)
        path = getattr(self.recording, "path", Path())
        again = known if frame < known < self.frames else None
        return LostFrames(path, frame, gap.first_frame, again, gap.reason)

    def known_behind(self, gap: Gap) -> int:
        """Return the first frame behind lost events whose state is known; ``frames`` if none is.

        By the first keyframe there. ``gap``: one of the recording's, or what a damaged block had.
        """
        keyframe = self._saved.following_whole(gap.first_event + gap.events - 1)
        if keyframe is None:
            return self.frames
        for later in self.recording.gaps:  # the last event of the keyframe may itself be lost
            if later.first_event < keyframe <= later.first_event + later.events:
                return later.last_frame
        known = self.recording.generation, keyframe
        if known not in self._last_frames:
            last = next(self.recording.events_between(keyframe - 1, keyframe), None)
            if last is None:
                return self.frames
            self._last_frames[known] = last.frame
        return max(self._last_frames[known], gap.last_frame)

    def known_since(self, count: int) -> int:
        """Return the number of events from which on all states up to ``count`` events are known."""
        since = 0
        for gap in self.recording.gaps:
            if gap.first_event < count:
                behind = self._saved.following_whole(gap.first_event + gap.events - 1)
                since = count if behind is None else min(behind, count)
        return since

    def after(self, count: int) -> S:
        """Return the state after the first ``count`` events, the caller's to keep."""
        events, state = self._saved.nearest(count) or (0, self._beginning())
        return self._folded(state, events, count)

    def _beginning(self) -> S:
        """Return the state before the first event."""
        return starting_state(self.projection, self.recording)

    def _folded(self, state: S, count: int, stop: int) -> S:
        """Fold events ``count`` to before ``stop`` into a state, checking it on the way.

        A state from a keyframe may be arbitrary data: if folding on from it fails, it is treated
        like one that folding disproves.
        """
        try:
            return self._checked(state, count, stop)
        except RecordingError:
            raise
        except Exception as trouble:
            if self._fails or not self._saved.trusted:
                raise
            cause = trouble
        return self._by_events_alone(stop, cause)

    def _by_events_alone(self, stop: int, cause: Exception) -> S:
        """Fold without keyframes; if that succeeds, they caused the error, and are dropped."""
        try:
            state = self._fold_on(self._beginning(), 0, stop)
        except LostFrames as lost:  # only keyframes gave the state behind the gap
            self._drop_keyframes("cannot be folded on")
            raise lost from cause
        except RecordingError:
            raise
        except Exception:  # noqa: BLE001 - the keyframes are not the cause
            self._fails = True
            raise cause from None
        self._drop_keyframes("are not what the events lead to")
        return state

    def _checked(self, state: S, count: int, stop: int) -> S:
        while (keyframe := self._saved.following(count)) is not None and keyframe <= stop:
            state = self._fold_on(state, count, keyframe)
            count = keyframe
            if self._saved.disproved(count, state):
                return self._without_keyframes(count, stop)
        return self._fold_on(state, count, stop)

    def _without_keyframes(self, disproved: int, count: int) -> S:
        """Drop all keyframes, as the one of ``disproved`` events is false, and say why."""
        start, state = self._saved.nearest(disproved - 1) or (0, self._beginning())
        packed = self._saved.packed(state)
        self._drop_keyframes(
            "are not what the events lead to",
            told_difference(self.projection, self.recording, packed, start, disproved),
        )
        return self.after(count)

    def _drop_keyframes(self, problem: str, reason: str | None = None) -> None:
        self._saved.distrust()
        warnings.warn(
            f"the keyframes of {self.projection.name!r} {problem}; they are no longer used"
            + (f". The reason: {reason}" if reason else ""),
            StaleKeyframes,
            stacklevel=6,
        )

    def _fold_on(self, state: S, count: int, stop: int) -> S:
        for gap in self.recording.gaps:
            if count < gap.first_event + gap.events and gap.first_event < stop:
                raise self._lost(gap.last_frame, gap)
        apply, recording = self.projection.apply, self.recording
        begin, reached = self._reach
        # From further on, no less is reached; where a match grew, a state less may be kept for it.
        if not begin <= count <= stop <= reached:
            while (reached := recording.reach(count, OWN_EVENTS)) < stop:
                state = fold_between(apply, state, recording, count, reached)
                count = reached
                self._saved.keep(count, state)
            self._reach = count, reached
        return fold_between(apply, state, recording, count, stop)
