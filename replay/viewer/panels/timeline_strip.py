"""The timeline: how much happened when, a lane of marks for each kind, and where we are.

Knows frames and pixels, and paints them. What does not change while playing is cached in two
layers, one for the past and a fainter one for the future.
"""

from __future__ import annotations

from pygame import Color, Rect, Surface

from replay.playback.timecode import grouped, time_of
from replay.ui import brush, scale
from replay.ui.box import Box
from replay.ui.flags import HEIGHT as FLAG_HEIGHT
from replay.ui.flags import flag, flag_area
from replay.ui.scale import px
from replay.ui.shapes import sheet
from replay.ui.text import shortened, width, write
from replay.ui.theme import INK, LINE, MUTE, PANEL, RED, SOFT, WHITE, used
from replay.viewer.arranging import GAP
from replay.viewer.layout import PAD
from replay.viewer.panels.overview import is_on, paint_overview
from replay.viewer.panels.strip_layer import MARGIN, painted_layers
from replay.viewer.panels.strip_tooltip import lane_at, marked_words
from replay.viewer.scene import Scene

MARKS_APART = 86
BESIDE = 4
"""Pixels that are kept free on each side of a time."""
TO_COME = "not yet recorded"
NEWS_A_SECOND = 12
"""How often per second the strip of a match that is being recorded is redrawn."""
READ_STEPS = 16
"""How often the strip is redrawn while its part of a recording is still being read."""


class TimelineStrip:
    """Paints the part of the timeline's panel that lies under the transport."""

    def __init__(self) -> None:
        self._layers: tuple[Surface, Surface] | None = None
        self._layers_key: object = None

    def box(self, scene: Scene) -> Box:
        """Return the timeline's panel without the transport."""
        timeline, transport = scene.layout.timeline, scene.layout.transport
        height = timeline.height - transport.height
        return Box(timeline.left, transport.bottom, timeline.width, height)

    def key(self, scene: Scene) -> object:
        """Changes with the frame, what the strip shows, and the pointer."""
        live = scene.session.last, scene.horizon
        over = lane_at(scene), is_on(scene, scene.pointer)
        return scene.frame, scene.pointed, over, live, self._data_key(scene)

    def _data_key(self, scene: Scene) -> object:
        session, index = scene.session, scene.session.index
        read = index.share(scene.axis, READ_STEPS), len(session.lost)
        count = session.total if index.complete else None
        if scene.growing:
            count = session.last * NEWS_A_SECOND // session.frame_rate
        return id(session), scene.axis, scene.layout, read, count, used(), scale.used()

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint density, lanes, marks of time, and the playhead over them."""
        box = self.box(scene)
        sheet(target, Rect(box), top=False)
        self._paint_labels(target, scene)
        self._paint_layers(target, scene)
        _paint_end(target, scene)
        _paint_times(target, scene)
        paint_overview(target, scene)
        _paint_playhead(target, scene)
        if scene.pointed is not None:
            _paint_pointed(target, scene, scene.pointed)

    def _paint_labels(self, target: Surface, scene: Scene) -> None:
        layout, lanes = scene.layout, scene.session.lanes
        left, room = layout.labels.left, layout.labels.width - 8
        write(target, "activity", (left, layout.density.middle[1]), 14, SOFT)
        for number, row in enumerate(layout.lane_rows):
            lane, more = lanes[number], len(lanes) - number
            together = more > 1 and number == len(layout.lane_rows) - 1
            words = f"{more} more" if together else lane.name
            colour = SOFT if together else Color(lane.colour)
            write(target, shortened(words, room, 14), (left, row.middle[1]), 14, colour)

    def _paint_layers(self, target: Surface, scene: Scene) -> None:
        """Paint the past left of the playhead and the future right of it."""
        key = self._data_key(scene)
        if self._layers is None or self._layers_key != key:
            self._layers, self._layers_key = painted_layers(scene), key
        past, future = self._layers
        corner = scene.layout.density.left - MARGIN, scene.layout.density.top
        x, y = px(corner[0]), px(corner[1])
        now = px(scene.axis.x_from_frame(scene.frame) + 1) - x
        now = max(0, min(past.get_width(), now))
        target.blit(past, (x, y), (0, 0, now, past.get_height()))
        rest = now, 0, past.get_width() - now, past.get_height()
        target.blit(future, (x + now, y), rest)


def _paint_end(target: Surface, scene: Scene) -> None:
    """Paint where a match that is being recorded ends so far, and that more is to come."""
    axis, layout, last = scene.axis, scene.layout, scene.session.last
    if scene.horizon == last or not axis.start <= last < axis.stop:
        return
    x, bottom = axis.x_from_frame(last) + 1, layout.axis.top
    for y in range(layout.density.top, bottom - 3, 7):
        brush.fill(target, RED, (x, y, 1, 4))
    if axis.right - x > width(TO_COME, 14) + 20:
        middle = (x + axis.right) // 2, (layout.density.top + bottom) // 2
        write(target, TO_COME, middle, 14, MUTE, align="centre")


def _paint_times(target: Surface, scene: Scene) -> None:
    axis, row = scene.axis, scene.layout.axis
    marks, _ = axis.marks(scene.session.frame_rate, MARKS_APART)
    for frame in marks:
        brush.fill(target, LINE, (axis.x_from_frame(frame), row.top + 2, 1, 5))
    for words, area in times(scene):
        write(target, words, area.center, 14, MUTE, align="centre")


def times(scene: Scene) -> list[tuple[str, Rect]]:
    """Return the axis's time labels and their areas, except those under the playhead's flag."""
    axis, rate, row = scene.axis, scene.session.frame_rate, scene.layout.axis
    marks, step = axis.marks(rate, MARKS_APART)
    hidden, told = playhead_flag(scene), []
    for frame in marks:
        words = time_of(frame, rate, exact=step % rate != 0)
        area = Rect(0, 0, width(words, 14) + 2 * BESIDE, FLAG_HEIGHT)
        x = max(row.left + 16, min(row.right - 20, axis.x_from_frame(frame)))
        area.center = x, row.top + 15
        if hidden is None or not hidden.colliderect(area):
            told.append((words, area))
    return told


def playhead_flag(scene: Scene) -> Rect | None:
    """Return the area of the playhead's flag, or None if the playhead is out of view."""
    if not scene.axis.start <= scene.frame < scene.axis.stop:
        return None
    return flag_area(*_playhead_words(scene))


def _playhead_words(scene: Scene) -> tuple[str, tuple[int, int], Box]:
    """Return the playhead's flag's words, its middle, and the box that limits it."""
    layout, x = scene.layout, scene.axis.x_from_frame(scene.frame)
    words = f"{time_of(scene.frame, scene.session.frame_rate)}   {grouped(scene.frame)}"
    room = Box(layout.strip.left - PAD, layout.strip.top, layout.strip.width + 2 * GAP, 1)
    return words, (x, layout.axis.top + 14), room


def _paint_pointed(target: Surface, scene: Scene, frame: int) -> None:
    layout, x, marked = scene.layout, scene.axis.x_from_frame(frame), marked_words(scene)
    if frame == scene.frame and not marked:
        return
    if frame != scene.frame:
        for y in range(layout.flags.bottom, layout.axis.top, 4):
            brush.fill(target, SOFT, (x, y, 1, 2))
    when = f"{time_of(frame, scene.session.frame_rate)}   frame {grouped(frame)}"
    words = shortened(f"{when}   {marked}" if marked else when, layout.strip.width - 30)
    flag(target, words, (x, layout.flags.middle[1] - 1), layout.strip, SOFT, PANEL, LINE)


def _paint_playhead(target: Surface, scene: Scene) -> None:
    axis, layout = scene.axis, scene.layout
    if not axis.start <= scene.frame < axis.stop:
        return
    x = axis.x_from_frame(scene.frame)
    top, bottom = layout.density.top - 4, layout.axis.top + 6
    brush.fill(target, INK, (x - 2, top, 4, bottom - top))
    brush.fill(target, WHITE, (x - 1, top, 2, bottom - top))
    brush.polygon(target, WHITE, [(x - 7, top - 6), (x + 6, top - 6), (x, top + 3)])
    flag(target, *_playhead_words(scene), INK, WHITE, None)
