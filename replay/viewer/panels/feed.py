"""The feed: the latest events as sentences, the newest on top, for recordings without a picture."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.playback.timecode import time_of
from replay.ui.marks import mark
from replay.ui.message import message
from replay.ui.shapes import emblem, panel, sheet
from replay.ui.text import shortened, width, write
from replay.ui.theme import MUTE, NIGHT, PANEL, SOFT, TEXT, WHITE, in_theme, mix
from replay.viewer.model.session import EVERYTHING
from replay.viewer.scene import Scene

ROW = 34
TOP = 56
LONGEST_NAME, LEAST_TIME = 160, 84
FADE = 0.55
"""How far the oldest visible line is faded into the background (0 to 1)."""


def paint_feed(target: Surface, scene: Scene) -> None:
    """Paint what has happened up to the playhead on the whole stage."""
    stage, session = scene.layout.stage, scene.session
    sheet(target, Rect(stage))
    events = session.index.group(EVERYTHING)
    now = events.row_at(scene.frame)
    if now < 0:
        message(target, stage, "Nothing has happened yet", "The first event is still to come.")
        return
    write(target, "WHAT HAPPENED", (stage.left + 22, stage.top + 28), 14, SOFT, bold=True)
    lines = max(1, (stage.height - TOP) // ROW)
    rows = session.rows(events, now + 1 - lines, now + 1)
    times = max(LEAST_TIME, width(time_of(session.last, session.frame_rate), 15))
    for line, row in enumerate(reversed(rows)):
        middle = stage.top + TOP + line * ROW + ROW // 2
        faded = FADE * line / lines
        if row.frame == scene.frame:
            here = Rect(stage.left + 12, middle - ROW // 2 + 1, stage.width - 24, ROW - 2)
            panel(target, here, PANEL)
        left = stage.left + 22
        time = time_of(row.frame, session.frame_rate)
        write(target, time, (left, middle), 15, mix(MUTE, NIGHT, faded))
        lane = session.lanes[session.lane_of[row.type]] if row.type in session.lane_of else None
        if lane is not None:
            colour = mix(in_theme(lane.colour), NIGHT, faded)
            mark(target, lane.shape, colour, (left + times + 20, middle), 14)
        left += times + 40
        if row.actor is not None:
            name, hue = session.player(row.actor, row.frame)
            emblem(target, row.actor, mix(hue, NIGHT, faded), (left + 7, middle), 14)
            name = shortened(name, LONGEST_NAME, 17)
            left = write(target, name, (left + 20, middle), 17, mix(TEXT, NIGHT, faded)).right + 10
        verb = mix(WHITE, NIGHT, faded)
        right = write(target, row.verb, (left, middle), 17, verb, bold=True).right + 14
        words = shortened(row.object, stage.right - 16 - right, 15)
        write(target, words, (right, middle), 15, mix(TEXT, NIGHT, faded))
