"""The answer to a blame query as the viewer shows it: a title, and steps in words.

Uses replay.queries.blame. Knows events, a game's words for them, and players' names; paints
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pygame import Surface

from replay.errors import LostFrames, RecordingError
from replay.events import Event
from replay.games import Game, HitTarget, PlayerCard
from replay.playback.timecode import time_of
from replay.queries.blame import Blame, Link
from replay.recording import Recording
from replay.timeline import Timeline
from replay.values.escaping import visible
from replay.values.path_text import path_text
from replay.viewer.model.event_rows import EventRow
from replay.viewer.model.problem import Problem, because

NOT_FOUND = "Can't tell what led to this"


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a chain: its row, a short sentence, and the input that led to it."""

    row: EventRow
    says: str
    input: EventRow | None


@dataclass(frozen=True, slots=True)
class Blamed:
    """Why something was as it was at ``frame``: the events that led to it, the oldest first.

    ``where`` is the path that was asked about, if any. ``lost``: events are missing in the
    recording, so the chain may be incomplete.
    """

    asked: HitTarget
    frame: int
    title: str
    where: str
    steps: tuple[Step, ...]
    icon: Surface | None
    lost: bool

    def now(self, frame: int) -> int:
        """Return the index of the last step that has happened by a frame; before all, -1."""
        return sum(step.row.frame <= frame for step in self.steps) - 1

    def after(self, frame: int) -> int | None:
        """Return the first frame after this one with a step, or None."""
        return next((s.row.frame for s in self.steps if s.row.frame > frame), None)

    def before(self, frame: int) -> int | None:
        """Return the last frame before this one with a step, or None."""
        return next((s.row.frame for s in reversed(self.steps) if s.row.frame < frame), None)


class Teller:
    """Puts events into words: makes their rows, and looks up players' names at a frame."""

    def __init__(
        self, row: Callable[[Event[Any]], EventRow], name: Callable[[int, int], str]
    ) -> None:
        self.row = row
        self.name = name

    def step(self, link: Link, item: str) -> Step:
        """Return a link of a chain about ``item`` in words."""
        row = self.row(link.event)
        who = "" if row.actor is None else self.name(row.actor, row.frame)
        says = sentence(who, row.verb, row.object, item)
        return Step(row, says, None if link.input is None else self.row(link.input[1]))


def sentence(who: str, verb: str, what: str, item: str = "") -> str:
    """Say what happened, without naming ``item``, as the chain's title already does."""
    name, comma, more = what.removeprefix(item).partition(",")
    return " ".join(filter(None, (who, verb, name.strip()))) + comma + more


def found_by(recording: Recording, game: Game, asked: HitTarget, frame: int) -> Blame | Problem:
    """Return the events that led to something at a frame, or why that cannot be said."""
    if asked.item is None and not asked.path:
        return Problem(NOT_FOUND, f"Nothing is recorded about {asked.words}.")
    try:
        timeline = Timeline(recording, game.projection)
        if asked.item is not None:
            return timeline.blame_item(asked.item, frame, game)
        return timeline.blame(asked.path, frame, game)
    except LostFrames as lost:
        since = time_of(lost.first_lost, recording.schema.frame_rate)
        return Problem(NOT_FOUND, f"Events are missing from {since} on; it may be one of them.")
    except (RecordingError, ValueError) as cause:
        return Problem(NOT_FOUND, str(cause))
    except Exception as cause:  # noqa: BLE001 - a game's fold and view may raise anything
        return because(NOT_FOUND, cause)


def told(asked: HitTarget, frame: int, found: Blame | Problem, teller: Teller) -> Blamed | Problem:
    """Return what was found in words."""
    if isinstance(found, Problem):
        return found
    title = asked.words if asked.item is not None else title_of(asked.words, found.value)
    steps = tuple(teller.step(link, title) for link in found.chain)
    icons = (step.row.icon for step in reversed(steps) if step.row.icon is not None)
    where = path_text(asked.path)
    return Blamed(asked, frame, title, where, steps, next(icons, None), found.lost)


def title_of(words: str, value: Any) -> str:
    """Return a title for a path's value: a text itself, else ``words`` with a number or None."""
    if isinstance(value, str):
        return value
    if value is None:
        return f"{words}: nothing"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return words
    return f"{words}: {value}"


def picked_slot(card: PlayerCard, slot: int) -> HitTarget:
    """Return the blame target for a slot of a player's bag."""
    there = card.slots[slot]
    words = f"{visible(card.name)}'s slot {slot + 1}" if there is None else there.text
    return HitTarget(words, path=(*card.bag, slot) if card.bag else ())


def picked_bag(card: PlayerCard) -> HitTarget:
    """Return the blame target for a player's whole bag."""
    name = visible(card.name)
    return HitTarget(f"{name}'s bag" if card.bag else name, path=card.bag)
