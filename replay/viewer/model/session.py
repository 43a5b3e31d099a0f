"""A recording that is open for viewing: its events, its states, and what its game says of them.

Opens the file. Knows what can be shown; not which part of it is shown, nor where.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from pygame import Color, Surface

from replay.errors import RecordingError, WrongSchema
from replay.events import Event
from replay.games import Game, GameTrouble, HitTarget, PlayerCard, find_game
from replay.queries.blame import asked_about
from replay.recording import Recording
from replay.timeline import Timeline
from replay.values.escaping import visible
from replay.viewer.model.blame_chain import Blamed, Teller, told
from replay.viewer.model.blame_search import BlameSearch
from replay.viewer.model.cards import Cards
from replay.viewer.model.event_index import Chosen, EventIndex
from replay.viewer.model.event_rows import EventRow, EventRows
from replay.viewer.model.game_answers import cards_of, check_lanes, picture_of, target_of
from replay.viewer.model.gaps import Lost, damage_words, damaged, damaged_block, lost_events
from replay.viewer.model.lanes import lanes_of
from replay.viewer.model.losses import Losses
from replay.viewer.model.players import Players
from replay.viewer.model.problem import Problem, because
from replay.viewer.model.state_cursor import NoStates, StateCursor, States
from replay.viewer.model.type_counts import type_counts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


PLAIN_SIZE = 1280, 720
EVERYTHING, TELLING, LANES = 0, 1, 2
"""Groups of the index: all events, events of lanes that are not quiet, and from 2 on each lane."""
AT_ONCE_US = 30_000
"""About how many microseconds are spent at first on what is not known of the events."""
DELETED = "the file was deleted or moved"
LATELY_S = 5
"""Seconds for which a cached end state of a growing match is used: only names come from it."""
NOTHING_RECORDED = Problem(
    "No frame has been recorded", "The recording ends before its first frame does."
)

NOBODY_TO_ASK = Problem("Game not installed", "Only its game can tell what led to this.")


class Change(Enum):
    """What has happened to a recording's file since it was last looked at."""

    NOTHING = auto()
    GREW = auto()
    OTHER = auto()


class Session:
    """An open recording with its game, or without one. ``notice`` says what is wrong, if anything.

    ``failure`` says where a function of the game raised that only adds to what is shown.

    ``close`` it when it is no longer watched.
    """

    def __init__(self, recording: Recording, game: Game | None, notice: str = "") -> None:
        self.recording = recording
        self.game = game
        self._told = notice
        self.notice = notice or damage_words(recording)
        self.failure = ""
        self.file_trouble = ""
        """Why the file cannot be looked at now; what was open can still be read."""
        self.being_written = recording.is_being_written
        """Whether a recorder has the file open; None where that is not known."""
        self.first = recording.first_frame
        self.last = max(self.first, recording.frames - 1)
        self._generation = recording.generation
        self.frame_rate = recording.schema.frame_rate
        self.picture_size = game.size if game is not None else PLAIN_SIZE
        named = tuple(game.lanes) if game is not None else ()
        self.lanes = named or lanes_of(recording.schema)
        telling = [type for lane in self.lanes if not lane.quiet for type in lane.types]
        self._has_quiet_types = not {kind.type for kind in recording.schema.kinds} <= {*telling}
        self._groups = [None, telling, *(lane.types for lane in self.lanes)]
        self.lane_of = {
            type: number for number, lane in enumerate(self.lanes) for type in lane.types
        }
        self._states: States = NoStates() if game is None else Timeline(recording, game.projection)
        self._losses = Losses(recording, self._states)
        self._moments = StateCursor(self._states)
        self._earlier = StateCursor(self._states)
        self._rows = EventRows(recording.numbered, game, lambda: self._end, self._told_of_event)
        self._shown: tuple[int, int] | None = None
        self._shown_cards: Cards | Problem = {}
        self._players = self._named()
        self.index = EventIndex(recording, self._groups)
        self.learn(self.first, AT_ONCE_US)

    def tell(self, notice: str) -> None:
        """Say in ``notice`` what is to be known of the file, besides its damage."""
        self._told = self.notice = notice

    @property
    def name(self) -> str:
        """The file's name."""
        return self.recording.path.name

    @property
    def has_quiet_lanes(self) -> bool:
        """Whether there are types of events that are not listed by default."""
        return self._has_quiet_types

    @property
    def total(self) -> int:
        """How many events there are, as far as they can be read."""
        return len(self.index.group(EVERYTHING))

    def listed(self, *, quiet: bool) -> Chosen:
        """Return the events to list and jump to, with or without the quiet ones."""
        return self.index.group(EVERYTHING if quiet else TELLING)

    def state(self, frame: int) -> Any:
        """Return the state at a frame (valid until the next call), or a Problem."""
        if self.empty:
            return NOTHING_RECORDED
        state = self.hidden(frame) or self._moments.at(frame)
        if self._moments.stale:
            self.notice = self.notice or "its saved states are wrong, and not used"
        return state

    @property
    def changes(self) -> int:
        """How often ``state`` has become another: those given before are not valid any more."""
        return self._moments.changes

    def state_before(self, frame: int) -> Any:
        """Return the state a second earlier, or at the first frame, as ``state`` does.

        Never computed in steps: a Problem where that would take long.
        """
        earlier = max(self.first, frame - self.frame_rate)
        return self.hidden(earlier) or self._earlier.at(earlier)

    def views(self, frame: int) -> tuple[Any, Any] | Problem:
        """Return what a tree shows of a frame, and of a second before (None if that is not known).

        The state's view by the game's projection; without a game, what the events say. Raises what
        the game's ``view`` does.
        """
        if self.game is None:
            groups = [
                (type.name, self.index.group(LANES + n))
                for n, lane in enumerate(self.lanes)
                for type in lane.types  # each lane has one
            ]
            earlier = max(self.first, frame - self.frame_rate)
            try:
                now, before = (type_counts(groups, self.rows, one) for one in (frame, earlier))
            except RecordingError as cause:
                return Problem("Can't read the recording here", str(cause))
            return now, before
        state, view = self.state(frame), self.game.projection.view
        if isinstance(state, Problem):
            return state
        before = self.state_before(frame)
        return view(state), None if isinstance(before, Problem) else view(before)

    @property
    def lost(self) -> tuple[Lost, ...]:
        """The recording's gaps, and what damaged blocks had, in their order."""
        return self._losses.found

    def hidden(self, frame: int) -> Problem | None:
        """Return the message to show if a gap makes the state at a frame unknown, or None."""
        return None if self.game is None else self._losses.hide(frame)

    @property
    def looking(self) -> bool:
        """Whether a state is being computed in steps, as that takes too long for one."""
        return self._moments.looking

    def look_on(self) -> None:
        """Do the next step of computing that state."""
        self._moments.look_on()

    def rows(self, chosen: Chosen, start: int, stop: int) -> list[EventRow]:
        """Return events in words, by their indexes among the chosen ones.

        An empty list where one of them cannot be read: its block will be left out.
        """
        try:
            return self._rows.between(chosen, start, stop)
        except RecordingError as damage:
            block = damaged_block(self.recording, damage)
            if block is not None:
                self.index.meet(block, damage)
            self.notice = damaged(damage)
        except OSError as cause:
            self.file_trouble = str(cause)
        except Exception as cause:  # noqa: BLE001 - a game's upcaster may raise anything
            self.notice = because("upcasting failed", cause).sentence
        return []

    def cards(self, frame: int) -> Cards | Problem:
        """Return the players' cards at a frame; none if the game has no cards or is missing."""
        state = self.state(frame)
        if isinstance(state, Problem):
            return self._cards_of(state, frame)
        shown = frame, self.changes
        if self._shown != shown:  # several panels ask for them in each picture
            self._shown, self._shown_cards = shown, self._cards_of(state, frame)
        return self._shown_cards

    def _cards_of(self, state: Any, frame: int) -> Cards | Problem:
        if self.game is None or self.game.cards is None:
            return {}
        if isinstance(state, Problem):
            return state
        try:
            return cards_of(self.game.cards(state, frame))
        except Exception as cause:  # noqa: BLE001 - a game's code may raise anything
            return because(f"The game's code could not list its players at frame {frame}", cause)

    def under(self, frame: int, x: int, y: int) -> HitTarget | None:
        """Return what is drawn at a point of the picture, or None."""
        if self.game is None or self.game.pick is None:
            return None
        state = self.state(frame)
        if isinstance(state, Problem):
            return None
        try:
            return target_of(self.game.pick(state, frame, x, y))
        except Exception as cause:  # noqa: BLE001 - a game's code may raise anything
            self._tell("pick", f"frame {frame}", cause)
            return None

    def icon(self, icon: Callable[[], Surface], card: PlayerCard) -> Surface | None:
        """Return the picture of a card or of a slot of it, or None where the game raises."""
        try:
            return picture_of(icon())
        except Exception as cause:  # noqa: BLE001 - a game's code may raise anything
            self._tell("icon", f"the card of {visible(card.name)}", cause)
            return None

    def _told_of_event(self, function: str, event: Event[Any], cause: Exception) -> None:
        self._tell(function, f"{event.type.name} of frame {event.frame}", cause)

    def _tell(self, function: str, of: str, cause: Exception) -> None:
        """Say which of the game's functions raised, and for what; the first time is told."""
        self.failure = self.failure or because(f"{function}() failed for {of}", cause).sentence

    def asked_of(self, row: EventRow) -> HitTarget | None:
        """Return the item that an event is about, to ask what led to it; None without one."""
        if self.game is None:
            return None
        item = asked_about(self.game)(Event(row.type, row.data, row.frame))
        return None if item is None else HitTarget(row.object or row.verb, item=item)

    def search_for_blame(self, asked: HitTarget, frame: int) -> BlameSearch | Problem:
        """Start a search for what led to something at a frame, or return why that is impossible."""
        state = self.state(frame)
        if isinstance(state, Problem):
            return state
        if self.game is None:
            return NOBODY_TO_ASK
        try:
            return BlameSearch(self.recording, self.game, asked, frame)
        except (RecordingError, OSError) as cause:
            return Problem("Can't read the recording here", str(cause))

    def blamed(self, search: BlameSearch) -> Blamed | Problem | None:
        """Return what a search has found, in words; None as long as it goes on."""
        if search.found is None:
            return None
        return told(search.asked, search.frame, search.found, self._teller)

    @property
    def _teller(self) -> Teller:
        return Teller(self._rows.row, lambda number, frame: self.player(number, frame)[0])

    @property
    def empty(self) -> bool:
        """Whether there is no frame yet."""
        return self.recording.frames <= self.first

    def look_again(self) -> Change:
        """Poll the file: read what was added, or find that it was replaced by another file.

        If the file cannot be read, the notice says so and everything read so far is kept.
        """
        try:
            self.file_trouble = "" if self.recording.path.exists() else DELETED
            grew = self.recording.refresh()
            self.being_written = self.recording.is_being_written
        except RecordingError as cause:
            self.notice = cause.problem
            return Change.NOTHING
        except OSError as cause:
            self.file_trouble = str(cause)
            return Change.NOTHING
        recording = self.recording
        other = recording.generation != self._generation or recording.frames - 1 < self.last
        if other or not self.index.grow():  # it was closed, gone on with, or read anew
            self.index = EventIndex(recording, self._groups, None if other else self.index)
            self._losses = Losses(recording, self._states)
            self.notice = self._told or damage_words(recording)
        if other:
            return Change.OTHER
        if not grew:
            return Change.NOTHING
        self.last = max(self.first, recording.frames - 1)
        self.notice = self._told or damage_words(recording) or self.notice
        if not self.players or self.last > self._players.last + LATELY_S * self.frame_rate:
            self._players = self._named()  # players may have joined
            self._losses.look_again()
        return Change.GREW

    def _named(self) -> Players:
        metadata = self.recording.metadata
        has_cards = self.game is not None and self.game.cards is not None
        cards_of = self._cards_of if has_cards else None
        return Players(cards_of, self._moments, metadata, self.first, self.last)

    def learn(self, frame: int, us: float) -> None:
        """Find out what is not known of the events yet, from a frame outwards.

        For about so many microseconds; passes over damaged blocks.
        """
        self.index.learn(frame, us)
        if not self.index.damage:
            return
        for block, damage in sorted(self.index.damage.items()):
            self._losses.add(lost_events(self.recording, block, damage))
            self.notice = damaged(damage)
        self.index.leave_out_damaged()

    @property
    def players(self) -> Cards:
        """Each player's card at the end of the recording."""
        return self._players.cards

    @property
    def tells_who(self) -> bool:
        """Whether events may have a known actor."""
        return bool(self.players) or (self.game is not None and self.game.words is not None)

    def player(self, number: int, frame: int) -> tuple[str, Color]:
        """Return the name and colour of a player, by number, who did something at a frame."""
        return self._players.told(number, frame)

    @property
    def _end(self) -> Any:
        return NOTHING_RECORDED if self.empty else self._players.end

    def close(self) -> None:
        """Close the recording."""
        self.recording.close()


def open_session(path: Path) -> Session:
    """Open a recording with its game, if that is installed and of the same version.

    Raises OSError if the file cannot be opened and RecordingError if it is no recording.
    """
    plain = Recording(path, past_damage=True)
    try:
        game = find_game(plain.schema.game)
        if game is not None:
            check_lanes(game)
    except GameTrouble as trouble:
        return Session(plain, None, str(trouble))
    if game is None:
        return Session(plain, None, f"the game {plain.schema.game!r} is not installed here")
    try:
        session = Session(Recording(path, game.schema, past_damage=True), game)
    except WrongSchema as cause:
        return Session(plain, None, cause.problem)
    plain.close()
    return session
