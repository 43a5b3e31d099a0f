"""The part of the timeline that playing does not change: the density strip and the lanes' marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pygame import Color, Rect, Surface

from replay.games import Lane
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.hatching import hatch
from replay.ui.marks import mark
from replay.ui.scale import px
from replay.ui.text import width, write
from replay.ui.theme import INK, LINE, MUTE, NIGHT, ORANGE, PANEL, TEAL, in_theme, mix
from replay.viewer.model.axis import Axis
from replay.viewer.model.gaps import Lost, length_of
from replay.viewer.model.session import EVERYTHING, LANES
from replay.viewer.scene import Scene

BAR, SPACE = 3, 1
MARK = 11
MARGIN = 8
"""Pixels by which the layer is wider on each side, for marks on the first and last frame."""
CROWDED = 6
"""Pixels per mark below which a lane's marks are thin bars instead of shapes."""
TO_COME = 0.45
"""How far everything after the playhead is faded (0 to 1)."""
LEAST_LOST = 4
"""Least width of a gap in pixels, so that it is visible."""
UNKNOWN = 0.4
"""How faint the hatching is where no events are missing but, after a gap, states are unknown."""
DOTS = 7
"""Pixels from one dot to the next where it is not known yet what happened."""
TALLEST = 98, 100
"""The percentile of the counts that fills the strip's height; only bars above it are cut off."""


@dataclass(frozen=True, slots=True)
class _Events:
    """Where events lie on an axis: how many under each bar, and each lane's pixels with some."""

    axis: Axis
    bars: range
    counts: list[int]
    columns: list[list[int]]
    unknown: list[tuple[int, int]]
    """The pixels of which it is not known yet what happened there, each from one to before another.
    """


def painted_layers(scene: Scene) -> tuple[Surface, Surface]:
    """Return density and lanes on two surfaces: as past and, fainter, as future.

    Their first ``MARGIN`` pixels lie left of the strip.
    """
    axis, index = (
        Axis(MARGIN, scene.axis.width, scene.axis.start, scene.axis.stop),
        scene.session.index,
    )
    bars = range(axis.left, axis.right, BAR + SPACE)
    edges = [axis.first_frame_at(x) for x in bars]
    counts = index.group(EVERYTHING).counts([*edges, axis.stop])
    lanes = range(len(scene.session.lanes) if scene.layout.lane_rows else 0)
    columns = [list(index.group(LANES + number).columns(axis)) for number in lanes]
    unknown = [
        (max(axis.left, axis.x_from_frame(first)), min(axis.right, axis.x_from_frame(last) + 1))
        for first, last in index.unknown(axis)
    ]
    events = _Events(axis, bars, counts, columns, unknown)
    return _painted(scene, events, 0.0), _painted(scene, events, TO_COME)


def _painted(scene: Scene, events: _Events, fade: float) -> Surface:
    density, rows = scene.layout.density, scene.layout.lane_rows
    bottom = rows[-1].bottom if rows else density.bottom
    size = density.width + 2 * MARGIN, bottom - density.top
    layer = Surface((px(size[0]), px(size[1]))).convert()
    layer.fill(NIGHT)
    axis, lanes = events.axis, scene.session.lanes
    _paint_density(layer, density.height, events, fade)
    for number, row in enumerate(rows):
        area = Box(MARGIN, row.top - density.top, row.width, row.height)
        last = number == len(rows) - 1
        shown = range(number, len(lanes)) if last else [number]
        _paint_ground(layer, area, fade)
        for one in shown:
            _paint_lane(layer, area, lanes[one], events.columns[one], fade)
    for first, stop in events.unknown:
        _paint_unknown(layer, [row.middle[1] - density.top for row in rows], first, stop, fade)
    _paint_losses(layer, scene.session.lost, axis, scene.session.frame_rate, fade)
    return layer


def _paint_losses(
    layer: Surface, losses: Sequence[Lost], axis: Axis, frame_rate: int, fade: float
) -> None:
    """Hatch gaps, and more faintly the frames after them until states are known again.

    The events of those are known, and stay to be seen. Skips gaps on pixels that are already
    hatched, as there may be thousands.
    """
    shaded = hatched = MARGIN
    for lost in losses:
        area = _missing(layer, lost.first, lost.last, axis)
        begin = max(area.right, shaded)
        known = min(axis.right, axis.x_from_frame(lost.known))
        if known > begin:
            faint = mix(_hatching(fade), NIGHT, UNKNOWN)
            hatch(layer, Rect(begin, 0, known - begin, brush.height_of(layer) - 1), None, faint)
            shaded = known
        if area.right > hatched:
            words = f"lost {length_of(lost.frames, frame_rate)}"
            _paint_missing(layer, lost.first, lost.last, axis, words, fade)
            hatched = area.right


def _paint_unknown(
    layer: Surface, middles: Sequence[int], left: int, right: int, fade: float
) -> None:
    """Dot the lanes where it is not known yet what happened."""
    colour = _hatching(fade)
    for middle in middles:
        for x in range(left + DOTS - left % DOTS, right, DOTS):
            brush.fill(layer, colour, (x, middle, 2, 2))


def _hatching(fade: float) -> Color:
    return mix(mix(LINE, MUTE, 0.25), NIGHT, fade)


def _missing(layer: Surface, first: int, last: int, axis: Axis) -> Rect:
    """Return where these frames lie on the layer; its width is 0 if they are out of view."""
    left = min(axis.right, max(MARGIN, axis.x_from_frame(first)))
    right = min(axis.right, max(left + LEAST_LOST, axis.x_from_frame(last)))
    return Rect(left, 0, max(0, right - left), brush.height_of(layer) - 1)


def _paint_missing(
    layer: Surface, first: int, last: int, axis: Axis, words: str, fade: float
) -> None:
    """Hatch frames whose events are missing, and write ``words`` on them if there is room."""
    area = _missing(layer, first, last, axis)
    if not area.width:
        return
    hatch(layer, area, INK, _hatching(fade))
    brush.rect(layer, mix(ORANGE, NIGHT, 0.5 + fade / 2), area, width=1)
    room = width(words, 14, bold=True) + 14
    if room <= area.width:
        label = Rect(0, 0, room, 20)
        label.center = area.center
        brush.rect(layer, INK, label, radius=5)
        colour = mix(ORANGE, NIGHT, fade / 2)
        write(layer, words, label.center, 14, colour, bold=True, align="centre")


def _paint_density(layer: Surface, height: int, events: _Events, fade: float) -> None:
    full = usual_most(events.counts)
    base = height - 3
    colours = [
        mix(mix(NIGHT, TEAL, 0.55 + 0.45 * tall / base), NIGHT, fade) for tall in range(base + 1)
    ]
    for left, count in zip(events.bars, events.counts, strict=True):
        if not count:
            continue
        tall = max(2, min(base, base * count // full))
        brush.fill(layer, colours[tall], (left, base - tall, BAR, tall))
    brush.fill(layer, PANEL, (events.axis.left, base, events.axis.width, 1))


def usual_most(counts: Sequence[int]) -> int:
    """Return the 98th percentile of the non-zero counts (``TALLEST``)."""
    filled = sorted(count for count in counts if count)
    share, of = TALLEST
    return filled[(len(filled) - 1) * share // of] if filled else 1


def _paint_ground(layer: Surface, row: Box, fade: float) -> None:
    ground = mix(NIGHT, PANEL, 0.8 - fade / 2)
    area = row.left - 3, row.top + 1, row.width + 6, row.height - 2
    brush.rect(layer, ground, area, radius=4)


def _paint_lane(layer: Surface, row: Box, lane: Lane, columns: Sequence[int], fade: float) -> None:
    colour = mix(in_theme(lane.colour), NIGHT, fade)
    if lane.shape != "bar" and len(columns) * CROWDED <= row.width:
        for x in columns:
            mark(layer, lane.shape, NIGHT, (x, row.middle[1]), MARK + 3)
            mark(layer, lane.shape, colour, (x, row.middle[1]), MARK)
        return
    for first, last in _runs(columns):
        brush.fill(layer, colour, (first - 1, row.top + 3, last + 2 - first, row.height - 6))


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of pixels that lie side by side."""
    first = last = None
    for x in columns:
        if last is None or first is None or x != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = x
        last = x
    if first is not None and last is not None:
        yield first, last
