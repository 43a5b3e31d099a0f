"""The latest events, field by field: shown for a match whose game is not installed."""

from __future__ import annotations

from pygame import Surface

from replay.playback.timecode import time_of
from replay.ui.marks import mark
from replay.ui.shapes import emblem
from replay.ui.text import shortened, write
from replay.ui.theme import MUTE, SOFT, TEXT, WHITE, in_theme
from replay.viewer.layout import PAD, TITLE
from replay.viewer.model.event_rows import fields_of
from replay.viewer.model.session import EVERYTHING
from replay.viewer.scene import Scene

LINE_HEIGHT = 22
LONGEST_NAME = 110
LATEST = 12
"""How many events are read; fewer than that fit."""


def paint_fields(target: Surface, scene: Scene) -> None:
    """Write the fields of the events up to the playhead, the latest first, as far as they fit."""
    box, session = scene.layout.inspector, scene.session
    write(target, "LATEST EVENTS", (box.left + PAD, box.top + 16), 14, SOFT, bold=True)
    events = session.index.group(EVERYTHING)
    now = events.row_at(scene.frame)
    y = box.top + TITLE + 12
    for row in reversed(session.rows(events, now + 1 - LATEST, now + 1)):
        fields = fields_of(row.data)
        if y + (1 + len(fields)) * LINE_HEIGHT > box.bottom:
            return
        lane = session.lane_of.get(row.type)
        if lane is not None:
            shown = session.lanes[lane]
            mark(target, shown.shape, in_theme(shown.colour), (box.left + PAD + 5, y), 12)
        left = box.left + PAD + 18
        if row.actor is not None:
            name, hue = session.player(row.actor, row.frame)
            emblem(target, row.actor, hue, (left + 6, y), 12)
            name = shortened(name, LONGEST_NAME, 15)
            left = write(target, name, (left + 18, y), 15, TEXT).right + 8
        write(target, row.verb, (left, y), 15, WHITE, bold=True)
        time = time_of(row.frame, session.frame_rate)
        write(target, time, (box.right - PAD, y), 14, MUTE, align="right")
        y += LINE_HEIGHT
        for name, value in fields:
            write(target, shortened(name, 90, 14), (box.left + PAD + 18, y), 14, MUTE)
            words = shortened(value, box.width - 2 * PAD - 120, 14)
            write(target, words, (box.left + PAD + 118, y), 14, TEXT)
            y += LINE_HEIGHT
        y += 8
