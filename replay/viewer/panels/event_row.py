"""One row of the event list: time, actor, verb and object."""

from __future__ import annotations

from pygame import Surface

from replay.playback.timecode import time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.shapes import emblem
from replay.ui.text import shortened, width, write
from replay.ui.theme import LINE, NIGHT, SOFT, TEXT, WHITE, in_theme, mix
from replay.viewer.model.event_rows import EventRow
from replay.viewer.model.session import Session

TO_COME = 0.45
"""How far future events are faded (0 to 1): still readable, but visibly in the future."""
FADED_ICON = 140
WIDE = 400
LEAST_TIME, WHO, ICON = 62, 78, 26


def paint_row(target: Surface, box: Box, row: EventRow, session: Session, *, future: bool) -> None:
    """Write an event on one line; what lies after the playhead is fainter."""
    fade = TO_COME if future else 0.0
    middle, left = box.middle[1], box.left + 12
    time = time_of(row.frame, session.frame_rate)
    write(target, time, (left, middle), 14, mix(SOFT, NIGHT, fade))
    longest = time_of(session.last, session.frame_rate)
    apart = 14 if box.width >= WIDE else 8
    left += max(LEAST_TIME, width(longest, 14)) + apart
    if session.tells_who:
        _paint_actor(target, (left, middle), row, session, box.width >= WIDE, fade)
        left += WHO if box.width >= WIDE else 24
    lane = session.lane_of.get(row.type)
    if lane is not None:
        shown = session.lanes[lane]
        mark(target, shown.shape, mix(in_theme(shown.colour), NIGHT, fade), (left + 6, middle), 12)
    left += 20
    verb = shortened(row.verb, box.right - left, 14)
    left = write(target, verb, (left, middle), 14, mix(TEXT, NIGHT, fade)).right + 8
    if row.icon is not None and left + ICON < box.right:
        alpha = FADED_ICON if future else 255
        brush.put(target, row.icon, (left + ICON // 2, middle), alpha=alpha)
        left += ICON + 4
    if box.right - left > ICON:
        words = shortened(row.object, box.right - left - 4, 14)
        write(target, words, (left, middle), 14, mix(WHITE, NIGHT, fade))


def _paint_actor(
    target: Surface,
    position: tuple[int, int],
    row: EventRow,
    session: Session,
    named: bool,
    fade: float,
) -> None:
    left, middle = position
    if row.actor is None:
        brush.fill(target, mix(LINE, NIGHT, fade), (left + 2, middle, 8, 1))
        return
    name, colour = session.player(row.actor, row.frame)
    emblem(target, row.actor, mix(colour, NIGHT, fade), (left + 6, middle), 12)
    if named:
        words = shortened(name, WHO - 24, 14)
        write(target, words, (left + 18, middle), 14, mix(TEXT, NIGHT, fade))
