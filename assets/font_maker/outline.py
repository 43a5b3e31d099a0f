"""From marks to outlines: widens strokes, unites them, softens convex corners.

Knows geometry only. The pen is an ellipse: it is made round by stretching the page, and the page
is put back afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pathops  # type: ignore[import-untyped]  # skia-pathops ships no type information

from font_maker.strokes import Mark, Point, Segment, Shape, Stroke, split

Contour = list[Segment]

SOFTNESS = 20.0
"""How much of each side a softened corner takes; a quarter of a pixel at 13 px."""
CORNER_DEGREES = 28.0
"""Turns sharper than this are corners; flatter ones are joints of a curve."""
MITER_LIMIT = 6.0
FAR = 4000.0
CRUMB = 1.2
"""Segments shorter than this are leftovers of uniting, not drawing."""


def outline(marks: Iterable[Mark], stem: float, bar: float) -> list[Contour]:
    """Return closed contours around the ink of all marks, outer ones clockwise."""
    ink = pathops.Path()
    for mark in marks:
        ink = pathops.op(ink, _ink_of(mark, stem, bar), pathops.PathOp.UNION)
    ink.simplify(fix_winding=True, keep_starting_points=False, clockwise=True)
    contours = [_without_crumbs(contour) for contour in _contours_of(ink)]
    return [_softened(contour) for contour in contours if len(contour) > 1]


def _ink_of(mark: Mark, stem: float, bar: float) -> pathops.Path:
    if isinstance(mark, Shape):
        path = _path_of(mark.border.closed(), 1.0)
        path.simplify(fix_winding=True)
        return path
    stem, bar = mark.pen or (stem, bar)
    stretch = stem / bar
    path = _path_of(mark, stretch)
    path.stroke(stem, pathops.LineCap.BUTT_CAP, pathops.LineJoin.MITER_JOIN, MITER_LIMIT)
    path = path.transform(1, 0, 0, 1 / stretch, 0, 0)
    path.simplify(fix_winding=True)
    if mark.band is None:
        return path
    return pathops.op(path, _band(*mark.band), pathops.PathOp.INTERSECTION)


def _path_of(stroke: Stroke, stretch: float) -> pathops.Path:
    path = pathops.Path()
    path.moveTo(stroke.start[0], stroke.start[1] * stretch)
    for segment in stroke.segments:
        flat = [value for x, y in segment[1:] for value in (x, y * stretch)]
        if len(segment) == 2:
            path.lineTo(*flat)
        else:
            path.cubicTo(*flat)
    if stroke.is_closed:
        path.close()
    return path


def _band(low: float, high: float) -> pathops.Path:
    path = pathops.Path()
    path.moveTo(-FAR, low)
    path.lineTo(-FAR, high)
    path.lineTo(FAR, high)
    path.lineTo(FAR, low)
    path.close()
    return path


def _contours_of(path: pathops.Path) -> list[Contour]:
    contours: list[Contour] = []
    here: Point = (0.0, 0.0)
    for verb, points in path:
        if verb == pathops.PathVerb.MOVE:
            contours.append([])
            here = points[0]
        elif verb == pathops.PathVerb.CLOSE:
            first = contours[-1][0][0]
            if math.dist(here, first) > 0:
                contours[-1].append((here, first))
        else:
            contours[-1].append((here, *points))
            here = points[-1]
    return contours


def _without_crumbs(contour: Contour) -> Contour:
    kept: Contour = []
    for segment in contour:
        if math.dist(segment[0], segment[-1]) >= CRUMB:
            start = kept[-1][-1] if kept else segment[0]
            kept.append((start, *segment[1:]))
    if kept:
        kept[0] = (kept[-1][-1], *kept[0][1:])
    return kept


def _softened(contour: Contour) -> Contour:
    count = len(contour)
    sharp = [_is_sharp(contour[i - 1], contour[i]) for i in range(count)]
    softened: Contour = []
    for i, segment in enumerate(contour):
        ends_sharp = sharp[(i + 1) % count]
        core = _shortened(segment, head=sharp[i], tail=ends_sharp)
        softened.append(core)
        if ends_sharp:
            follower = contour[(i + 1) % count]
            next_core = _shortened(follower, head=True, tail=sharp[(i + 2) % count])
            softened.append((core[-1], segment[-1], next_core[0]))
    return softened


def _is_sharp(before: Segment, after: Segment) -> bool:
    """Say whether the outline turns right, around ink, by more than a curve's joint does."""
    ux, uy = before[-1][0] - before[-2][0], before[-1][1] - before[-2][1]
    vx, vy = after[1][0] - after[0][0], after[1][1] - after[0][1]
    turn = math.degrees(math.atan2(ux * vy - uy * vx, ux * vx + uy * vy))
    return turn < -CORNER_DEGREES


def _shortened(segment: Segment, *, head: bool, tail: bool) -> Segment:
    cut = min(SOFTNESS / math.dist(segment[0], segment[-1]), 0.4)
    if tail:
        segment = split(segment, 1 - cut)[0]
        cut = cut / (1 - cut)
    if head:
        segment = split(segment, cut)[1]
    return segment
