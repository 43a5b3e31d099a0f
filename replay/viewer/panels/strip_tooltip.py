"""The mark under the pointer: which event of which lane it stands for, in words.

Knows lanes and pixels of the timeline; paints nothing.
"""

from __future__ import annotations

from replay.viewer.model.blame_chain import sentence
from replay.viewer.model.event_index import Chosen
from replay.viewer.model.session import LANES
from replay.viewer.scene import Scene

REACH = 6
"""Pixels from a mark's middle within which the pointer is on it."""


def lane_at(scene: Scene) -> int | None:
    """Return the row of lanes under the pointer, if that is on the timeline."""
    if scene.pointed is None or scene.pointer is None:
        return None
    rows = enumerate(scene.layout.lane_rows)
    return next((n for n, row in rows if row.top <= scene.pointer[1] < row.bottom), None)


def marked_words(scene: Scene) -> str:
    """Say what happened at the mark under the pointer; nothing if it is on none.

    The nearest mark counts; the words end with how many more events lie on its pixel.
    """
    row = lane_at(scene)
    if row is None or scene.pointed is None:
        return ""
    session, last = scene.session, len(scene.layout.lane_rows) - 1
    lanes = range(row, len(session.lanes)) if row == last else [row]
    groups = [session.index.group(LANES + lane) for lane in lanes]
    near = [(away, index, n) for n, one in enumerate(groups) for away, index in _near(scene, one)]
    if not near:
        return ""
    _, index, number = min(near)
    return _told(scene, groups[number], index)


def _near(scene: Scene, events: Chosen) -> list[tuple[int, int]]:
    """Return (pixels away, index) of the nearest marks on both sides, if within reach."""
    axis, pointed = scene.axis, scene.pointed or 0
    x, after = axis.x_from_frame(pointed), events.count_before(pointed)
    indexes = [index for index in (after - 1, after) if 0 <= index < len(events)]
    shown = [index for index in indexes if axis.start <= events.frame(index) < axis.stop]
    far = [(abs(axis.x_from_frame(events.frame(index)) - x), index) for index in shown]
    return [(away, index) for away, index in far if away <= REACH]


def _told(scene: Scene, events: Chosen, index: int) -> str:
    session, axis = scene.session, scene.axis
    rows = session.rows(events, index, index + 1)
    if not rows:
        return ""
    row = rows[0]
    who = "" if row.actor is None else session.player(row.actor, row.frame)[0]
    x = axis.x_from_frame(row.frame)
    more = events.counts([axis.first_frame_at(x), axis.first_frame_at(x + 1)])[0] - 1
    return sentence(who, row.verb, row.object) + (f"   +{more}" if more else "")
