"""What a mark on the page is: a pen's path, or a filled shape.

Knows lines, quarter curves and free curves on the centre line of a stroke. Does not know how wide
the pen is unless a stroke asks for its own, and nothing about outlines or fonts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

Point = tuple[float, float]
Segment = tuple[Point, ...]
"""Control points of a Bézier: two for a line, four for a cubic."""

SQUARENESS = 0.59
"""How far a quarter curve's handles reach; 0.5523 is a circle, more is squarer and more open."""


def between(start: Point, end: Point, share: float) -> Point:
    """Return the point at `share` of the way from `start` to `end`."""
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def split(segment: Segment, share: float) -> tuple[Segment, Segment]:
    """Cut a Bézier of any degree at parameter `share` (de Casteljau)."""
    rows = [segment]
    while len(rows[-1]) > 1:
        above = rows[-1]
        rows.append(tuple(between(a, b, share) for a, b in pairwise(above)))
    return tuple(row[0] for row in rows), tuple(row[-1] for row in reversed(rows))


@dataclass(frozen=True, slots=True)
class Stroke:
    """A pen's path. Every method returns a longer or otherwise changed copy."""

    start: Point
    segments: tuple[Segment, ...] = ()
    is_closed: bool = False
    band: tuple[float, float] | None = None
    pen: tuple[float, float] | None = None

    @property
    def end(self) -> Point:
        """Where the pen is now."""
        return self.segments[-1][-1] if self.segments else self.start

    def _then(self, *points: Point) -> Stroke:
        return replace(self, segments=(*self.segments, (self.end, *points)))

    def to(self, x: float, y: float) -> Stroke:
        """Draw a straight line."""
        return self._then((x, y))

    def across(self, x: float, y: float, squareness: float = SQUARENESS) -> Stroke:
        """Draw a quarter curve that leaves horizontally and arrives vertically."""
        x0, y0 = self.end
        return self._then((x0 + (x - x0) * squareness, y0), (x, y + (y0 - y) * squareness), (x, y))

    def along(self, x: float, y: float, squareness: float = SQUARENESS) -> Stroke:
        """Draw a quarter curve that leaves vertically and arrives horizontally."""
        x0, y0 = self.end
        return self._then((x0, y0 + (y - y0) * squareness), (x + (x0 - x) * squareness, y), (x, y))

    def curve(self, first: Point, second: Point, end: Point) -> Stroke:
        """Draw a free cubic."""
        return self._then(first, second, end)

    def swing(self, x: float, y: float, reach: float) -> Stroke:
        """Draw an S-bend that leaves and arrives vertically; `reach` 1 makes its middle level."""
        x0, y0 = self.end
        handle = (y - y0) * reach
        return self._then((x0, y0 + handle), (x, y - handle), (x, y))

    def closed(self) -> Stroke:
        """Join the end to the start."""
        return replace(self, is_closed=True)

    def trimmed(self, *, head: float = 0.0, tail: float = 0.0) -> Stroke:
        """Cut shares off the first and the last segment, which opens an aperture."""
        segments = list(self.segments)
        if tail:
            segments[-1] = split(segments[-1], 1 - tail)[0]
        if head:
            segments[0] = split(segments[0], head)[1]
        return replace(self, start=segments[0][0], segments=tuple(segments))

    def within(self, low: float, high: float) -> Stroke:
        """Keep only the ink between two heights, which cuts diagonals level."""
        return replace(self, band=(low, high))

    def with_pen(self, stem: float, bar: float) -> Stroke:
        """Use a pen of its own: `stem` wide on verticals, `bar` thick on horizontals."""
        return replace(self, pen=(stem, bar))

    def moved(self, dx: float, dy: float) -> Stroke:
        """Shift the path."""
        band = None if self.band is None else (self.band[0] + dy, self.band[1] + dy)
        segments = tuple(tuple((x + dx, y + dy) for x, y in s) for s in self.segments)
        start = (self.start[0] + dx, self.start[1] + dy)
        return replace(self, start=start, segments=segments, band=band)

    def turned(self, across: float, height: float) -> Stroke:
        """Turn the path half round in the box from (0, 0) to (across, height)."""
        segments = tuple(tuple((across - x, height - y) for x, y in s) for s in self.segments)
        start = (across - self.start[0], height - self.start[1])
        return replace(self, start=start, segments=segments)


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled area with this border; the border is closed for you."""

    border: Stroke

    def moved(self, dx: float, dy: float) -> Shape:
        """Shift the area."""
        return Shape(self.border.moved(dx, dy))


Mark = Stroke | Shape


def line(x0: float, y0: float, x1: float, y1: float) -> Stroke:
    """Draw one straight stroke."""
    return Stroke((x0, y0)).to(x1, y1)


def loop(
    left: float, right: float, low: float, high: float, squareness: float = SQUARENESS
) -> Stroke:
    """Draw a closed oval through the middles of these four sides."""
    x, y = (left + right) / 2, (low + high) / 2
    up = Stroke((left, y)).along(x, high, squareness).across(right, y, squareness)
    return up.along(x, low, squareness).across(left, y, squareness).closed()


def polygon(*points: Point) -> Shape:
    """Fill straight-sided area."""
    border = Stroke(points[0])
    for x, y in points[1:]:
        border = border.to(x, y)
    return Shape(border)


def blob(x: float, y: float, size: float, squareness: float = 0.66) -> Shape:
    """Fill a dot around (x, y), a little squarer than a disc so that it stays firm when small."""
    half = size / 2
    return Shape(loop(x - half, x + half, y - half, y + half, squareness))
