"""The points of all players over a match, as steps, with a strip that shows who led."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Rect, Surface

from game.model.events import FRAME_RATE
from replay.ui import text, theme
from replay.ui.shapes import emblem, panel

BOX = Rect(464, 50, 804, 258)
PLOT = Rect(BOX.x + 44, BOX.y + 44, BOX.w - 130, BOX.h - 104)
STRIP = Rect(PLOT.x, PLOT.bottom + 10, PLOT.w, 12)
GRID_LINES = 4
TIME_MARKS = 6
LABEL_PITCH = 18

Points = Sequence[tuple[int, tuple[int, ...]]]


def draw_graph(surface: Surface, points: Points, frames: int, names: Sequence[str]) -> None:
    """Draw the points, given as (frame, all points from then on), in a match of ``frames``."""
    panel(surface, BOX, theme.NIGHT)
    text.write(surface, "Points over time", (BOX.x + 16, BOX.y + 20), 15, theme.WHITE, bold=True)
    course = [(0, (0,) * len(names)), *points]
    most = max((max(scores, default=0) for _, scores in course), default=0)
    top = _round_up(max(most, GRID_LINES))
    _draw_grid(surface, top, frames)
    for player in range(len(names)):
        _draw_steps(
            surface, [(frame, scores[player]) for frame, scores in course], player, top, frames
        )
    _draw_strip(surface, course, frames)
    _draw_names(surface, course[-1][1], names, top)


def _round_up(most: int) -> int:
    step = 5 * GRID_LINES
    return most if most < step else -(-most // step) * step


def _x(frame: int, frames: int) -> int:
    return PLOT.x + PLOT.w * frame // max(1, frames)


def _y(score: int, top: int) -> int:
    return PLOT.bottom - PLOT.h * score // top


def _draw_grid(surface: Surface, top: int, frames: int) -> None:
    for line in range(GRID_LINES + 1):
        score = top * line // GRID_LINES
        y = _y(score, top)
        pygame.draw.line(surface, theme.LINE, (PLOT.x, y), (PLOT.right, y))
        text.write(surface, str(score), (PLOT.x - 8, y), 13, theme.SOFT, align="right")
    for mark in range(TIME_MARKS + 1):
        frame = frames * mark // TIME_MARKS
        seconds = frame // FRAME_RATE
        words = f"{seconds // 60}:{seconds % 60:02d}"
        position = (_x(frame, frames), STRIP.bottom + 14)
        text.write(surface, words, position, 13, theme.SOFT, align="centre")


def _draw_steps(
    surface: Surface, steps: list[tuple[int, int]], player: int, top: int, frames: int
) -> None:
    corners = [(_x(0, frames), _y(0, top))]
    for frame, score in steps:
        x = _x(frame, frames)
        corners += [(x, corners[-1][1]), (x, _y(score, top))]
    corners.append((PLOT.right, corners[-1][1]))
    pygame.draw.lines(surface, theme.PLAYERS[player % len(theme.PLAYERS)], False, corners, 2)


def _draw_strip(surface: Surface, course: Points, frames: int) -> None:
    """Draw who led: the sole leader's colour and emblem; empty where the lead was shared."""
    surface.fill(theme.PANEL, STRIP)
    begin, before = 0, None
    for frame, scores in [*course, (frames, ())]:
        best = max(scores, default=0)
        leader = scores.index(best) if scores and scores.count(best) == 1 else None
        if leader == before and scores:
            continue
        if before is not None:
            _draw_lead(surface, before, _x(begin, frames), _x(frame, frames))
        begin, before = frame, leader
    text.write(surface, "in the lead", (STRIP.right + 10, STRIP.centery), 13, theme.SOFT)


def _draw_lead(surface: Surface, player: int, left: int, right: int) -> None:
    colour = theme.PLAYERS[player % len(theme.PLAYERS)]
    surface.fill(colour, (left, STRIP.y, max(1, right - left), STRIP.h))
    if right - left > 20:
        emblem(surface, player, theme.INK, ((left + right) // 2, STRIP.centery), 8)


def _draw_names(surface: Surface, last: Sequence[int], names: Sequence[str], top: int) -> None:
    """Draw names at the ends of their lines, moved apart where they would overlap."""
    order = sorted(range(len(last)), key=lambda player: (-last[player], player))
    lowest = PLOT.bottom - 8 - LABEL_PITCH * (len(order) - 1)
    y = PLOT.y - 8
    for player in order:
        y = max(y, min(_y(last[player], top), lowest))
        emblem(
            surface, player, theme.PLAYERS[player % len(theme.PLAYERS)], (PLOT.right + 16, y), 11
        )
        text.write(surface, names[player], (PLOT.right + 28, y), 14, theme.WHITE)
        y += LABEL_PITCH
        lowest += LABEL_PITCH
