"""What a menu offers, by what the pointer is on. Opens nothing, paints nothing."""

from __future__ import annotations

from collections.abc import Iterator

from replay.playback.commands import (
    Blame,
    BlameEvent,
    JumpBack,
    LookAt,
    NextTheme,
    Part,
    SeekTo,
    ShowWhole,
    TakeOver,
    ToggleFullScreen,
    ToggleHelp,
    TogglePart,
    TogglePlay,
    ToggleQuietEvents,
    ZoomIn,
)
from replay.playback.timecode import time_of
from replay.viewer.model.event_rows import EventRow
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import LANES
from replay.viewer.overlays.menu import Item
from replay.viewer.panels.panels import Panels
from replay.viewer.panels.strip_tooltip import lane_at
from replay.viewer.scene import Scene

Point = tuple[int, int]
LONGEST = 32
"""Letters of a name in a menu."""


def items_at(scene: Scene, panels: Panels, position: Point) -> list[Item]:
    """Return what can be done with what is at a position."""
    layout = scene.layout
    if layout.events.holds(position):
        return [*_of_row(scene, panels, position), *_of_list(scene)]
    if layout.strip.holds(position) and scene.pointed is not None:
        return [*_of_timeline(scene, scene.pointed)]
    if layout.inspector.holds(position):
        return [*_of_card(scene, panels, position), *_of_window(scene)]
    return list(_of_window(scene))


def _of_row(scene: Scene, panels: Panels, position: Point) -> Iterator[Item]:
    session, index = scene.session, panels.events.event_at(scene, position)
    rows = [] if index is None else _rows(scene, index)
    if index is None or not rows:
        return
    row, when = rows[0], time_of(rows[0].frame, session.frame_rate)
    yield Item(f"Go to {when}", (SeekTo(row.frame),))
    asked = session.asked_of(row)
    if asked is not None:
        yield Item(f"What led to this: {asked.words[:LONGEST]}", (BlameEvent(index),))
    if session.game is not None and session.game.play_on is not None:
        yield Item(f"Take over at {when}", (SeekTo(row.frame), TakeOver()))


def _rows(scene: Scene, index: int) -> list[EventRow]:
    return scene.session.rows(scene.session.listed(quiet=scene.quiet), index, index + 1)


def _of_list(scene: Scene) -> Iterator[Item]:
    if scene.session.has_quiet_lanes:
        words = "List only important events" if scene.quiet else "List all events"
        yield Item(words, (ToggleQuietEvents(),))
    yield Item("Hide the events", (TogglePart(Part.EVENTS),))


def _of_timeline(scene: Scene, frame: int) -> Iterator[Item]:
    session, when = scene.session, time_of(frame, scene.session.frame_rate)
    yield Item(f"Go to {when}", (SeekTo(frame),))
    row = lane_at(scene)
    if row is not None and row < len(session.lanes):
        name, events = session.lanes[row].name[:LONGEST], session.index.group(LANES + row)
        after, before = events.after(frame), events.before(frame)
        if before is not None:
            yield Item(f"Previous of “{name}”", (SeekTo(before),))
        if after is not None:
            yield Item(f"Next of “{name}”", (SeekTo(after),))
    if session.game is not None and session.game.play_on is not None:
        yield Item(f"Take over at {when}", (SeekTo(frame), TakeOver()))
    yield Item("Zoom in here", (ZoomIn(),))
    yield Item("Show the whole match", (ShowWhole(),))
    yield Item("Back to before the last jump", (JumpBack(),))
    if scene.layout.lane_rows:
        yield Item("Hide the lanes", (TogglePart(Part.LANES),))


def _of_card(scene: Scene, panels: Panels, position: Point) -> Iterator[Item]:
    chosen = panels.inspector.command_at(scene, position)
    cards = scene.session.cards(scene.frame)
    if chosen is None or isinstance(cards, Problem):
        return
    name = cards[chosen.player].name[:LONGEST]
    yield Item(f"Choose {name}", (chosen,))
    yield Item("What led to this bag", (Blame(),))
    game = scene.session.game
    if game is not None and game.play_on is not None:
        yield Item(f"Take over as {name}", (LookAt(chosen.player), TakeOver()))


def _of_window(scene: Scene) -> Iterator[Item]:
    yield Item("Pause" if scene.playing else "Play", (TogglePlay(),))
    for part, name in ((Part.EVENTS, "events"), (Part.INSPECTOR, "players and state")):
        shown = scene.layout.box_of(part).height
        yield Item(f"{'Hide' if shown else 'Show'} the {name}", (TogglePart(part),))
    yield Item("Full screen", (ToggleFullScreen(),))
    yield Item("Next theme", (NextTheme(),))
    yield Item("All keys", (ToggleHelp(),))
