"""What led to something: its chain of events, oldest first; a click on one seeks to its frame.

Owns its scroll position. The chain and the current frame come from the scene.
"""

from __future__ import annotations

from pygame import Color, Rect, Surface

from replay.playback.commands import SeekTo
from replay.playback.timecode import grouped, time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.shapes import emblem, panel, sheet
from replay.ui.text import shortened, width, write
from replay.ui.theme import (
    CHOSEN,
    MUTE,
    NIGHT,
    ORANGE,
    PANEL,
    SOFT,
    TEXT,
    WHITE,
    in_theme,
    mix,
)
from replay.viewer.layout import PAD
from replay.viewer.model.blame_chain import Blamed, Step
from replay.viewer.model.event_rows import EventRow
from replay.viewer.model.problem import Problem
from replay.viewer.panels.following_rows import FollowingRows
from replay.viewer.scene import Scene

TITLE, FOOT, BETWEEN = 38, 26, 4
LOW_ROW, HIGH_ROW, WIDE = 46, 62, 440
"""Heights of a step: low if the panel is at least ``WIDE``, as then an input is shown beside its
step's time; otherwise the input has a line of its own."""
TRUNK = 22
"""Pixels from a row's left edge to the line that links the shapes."""
WORDS = 42
TO_COME = 0.5
HINT = "↑ ↓ or a click  goes there"


class BlamePanel:
    """Paints the chain, scrolls it, and says which step is at a position."""

    def __init__(self) -> None:
        self._rows = FollowingRows()

    def box(self, scene: Scene) -> Box:
        """Return the chain's panel."""
        return scene.layout.blame

    def key(self, scene: Scene) -> object:
        """Changes with the chain, the last step that has happened, and the step under the mouse."""
        blamed = scene.blamed
        if not isinstance(blamed, Blamed):
            return blamed, scene.layout.blame
        pointed = None if scene.pointer is None else self._step_at(scene, scene.pointer)
        now = blamed.now(scene.frame)
        return id(blamed), now, self._first(scene, blamed), pointed, scene.layout.blame

    def command_at(self, scene: Scene, position: tuple[int, int]) -> SeekTo | None:
        """Return the command for a click at a position, or None."""
        step = self._step_at(scene, position)
        if step is None or not isinstance(scene.blamed, Blamed):
            return None
        return SeekTo(scene.blamed.steps[step].row.frame)

    def scroll(self, scene: Scene, rows: int) -> None:
        """Scroll by so many steps (down, if positive)."""
        if isinstance(scene.blamed, Blamed):
            first = self._first(scene, scene.blamed) + rows
            self._rows.scroll_to(_bar(scene.layout.blame, scene.blamed).within(first))

    def scroll_to(self, scene: Scene, y: int) -> None:
        """Scroll so that the thumb's middle is at this height."""
        if isinstance(scene.blamed, Blamed):
            self._rows.scroll_to(_bar(scene.layout.blame, scene.blamed).first_at(y))

    def on_bar(self, scene: Scene, position: tuple[int, int]) -> bool:
        """Whether a position is on the scrollbar."""
        blamed = scene.blamed
        return isinstance(blamed, Blamed) and _bar(scene.layout.blame, blamed).holds(position)

    def follow(self) -> None:
        """Keep the last step that has happened in sight from now on."""
        self._rows.follow()

    def stay(self, step: int) -> None:
        """Follow, but keep this step uppermost while the last one that happened stays visible."""
        self._rows.stay(step)

    def first_row(self, scene: Scene) -> int:
        """Return the index, in the chain, of the uppermost step."""
        return self._first(scene, scene.blamed) if isinstance(scene.blamed, Blamed) else 0

    def _first(self, scene: Scene, blamed: Blamed) -> int:
        bar = _bar(scene.layout.blame, blamed)
        return self._rows.first(bar, blamed.now(scene.frame), below=1)

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the steps are."""
        box, blamed = scene.layout.blame, scene.blamed
        if not isinstance(blamed, Blamed):
            return []
        areas = step_areas(box, len(blamed.steps), self._first(scene, blamed))
        return [area for area in areas.values() if area.within(_body(box))]

    def _step_at(self, scene: Scene, position: tuple[int, int]) -> int | None:
        box, blamed = scene.layout.blame, scene.blamed
        if not isinstance(blamed, Blamed) or not _body(box).holds(position):
            return None
        areas = step_areas(box, len(blamed.steps), self._first(scene, blamed))
        return next((step for step, where in areas.items() if where.holds(position)), None)

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the title, the steps there is room for, and how to go on."""
        box, blamed = scene.layout.blame, scene.blamed
        sheet(target, Rect(box))
        if isinstance(blamed, Problem):
            message(target, box, blamed.title, blamed.why, ORANGE)
        if blamed is None or isinstance(blamed, Problem):
            return
        _paint_title(target, box, blamed, time_of(blamed.frame, scene.session.frame_rate))
        if not blamed.steps and blamed.lost:
            message(
                target, box, "What led to this is lost", "Events are missing before this moment."
            )
        elif not blamed.steps:
            message(target, box, "Nothing led to this", "It has been so from the start.")
        self._paint_steps(target, scene, blamed)
        middle = box.bottom - FOOT // 2 - 2
        write(target, HINT, (box.left + PAD, middle), 14, MUTE)
        write(target, "Esc  close", (box.right - PAD, middle), 14, MUTE, align="right")

    def _paint_steps(self, target: Surface, scene: Scene, blamed: Blamed) -> None:
        box, first = scene.layout.blame, self._first(scene, blamed)
        now = blamed.now(scene.frame)
        pointed = None if scene.pointer is None else self._step_at(scene, scene.pointer)
        areas = step_areas(box, len(blamed.steps), first)
        _bar(box, blamed).paint(target, first)
        with brush.clipped(target, Rect(_body(box))):
            for step, area in areas.items():
                fill = (
                    CHOSEN if step == now else PANEL if step == pointed else mix(NIGHT, PANEL, 0.55)
                )
                panel(target, Rect(area), fill, None, 6)
                if step == now:
                    bar = area.left, area.top + 4, 3, area.height - 8
                    brush.rect(target, WHITE, bar, radius=2)
            for step, area in areas.items():
                x, y = area.left + TRUNK, area.middle[1]
                if step + 1 < len(blamed.steps):
                    end = areas[step + 1].middle[1] if step + 1 in areas else area.bottom
                    brush.fill(target, MUTE, (x - 1, y, 2, end - y))
                if step and step - 1 not in areas:
                    brush.fill(target, MUTE, (x - 1, area.top, 2, y - area.top))
            for step, area in areas.items():
                _paint_step(target, scene, area, blamed.steps[step], future=step > now)


def row_height(box: Box) -> int:
    """Return how high a step is in a panel of this width."""
    return LOW_ROW if box.width >= WIDE else HIGH_ROW


def rows_seen(box: Box) -> int:
    """Return how many whole steps there is room for."""
    return max(1, (box.height - TITLE - FOOT + BETWEEN) // (row_height(box) + BETWEEN))


def step_areas(box: Box, count: int, first: int) -> dict[int, Box]:
    """Return where steps lie: those that are fully visible, and the next one, which is cut off.

    At the chain's end the cut-off one is instead the one before ``first``.
    """
    body, height, seen = _body(box), row_height(box), rows_seen(box)
    pitch, more = height + BETWEEN, count > seen
    at_end = more and first == count - seen
    top = body.bottom - seen * pitch + BETWEEN if at_end else body.top
    width = box.width - 16 - (BAR if more else 0)
    areas = {
        step: Box(box.left + 8, top + (step - first) * pitch, width, height)
        for step in range(max(0, first - 1), min(count, first + seen + 1))
    }
    return {step: area for step, area in areas.items() if _overlap(area, body)}


def _overlap(box: Box, body: Box) -> bool:
    return box.top < body.bottom and body.top < box.bottom


def _body(box: Box) -> Box:
    """The panel between its title and its last line."""
    return Box(box.left, box.top + TITLE, box.width, box.height - TITLE - FOOT)


def _bar(box: Box, blamed: Blamed) -> Scrollbar:
    body = _body(box)
    track = Box(box.right - PAD // 2 - BAR, body.top, BAR, body.height)
    return Scrollbar(track, rows_seen(box), len(blamed.steps))


def _paint_title(target: Surface, box: Box, blamed: Blamed, moment: str) -> None:
    middle, left = box.top + 19, box.left + PAD
    left = write(target, "BLAME", (left, middle), 14, SOFT, bold=True).right + 14
    if blamed.icon is not None:
        wide = blamed.icon.get_width()
        brush.put(target, blamed.icon, (left + wide / 2, middle))
        left += wide + 8
    count = len(blamed.steps)
    words = f"{count} step{'' if count == 1 else 's'} up to {moment}" + (
        ", more may be lost" if blamed.lost else ""
    )
    colour = ORANGE if blamed.lost else MUTE
    right = write(target, words, (box.right - PAD, middle), 14, colour, align="right").left
    title = shortened(blamed.title, right - 12 - left, 16, bold=True)
    left = write(target, title, (left, middle), 16, WHITE, bold=True).right + 12
    if width(blamed.where, 14) <= right - 12 - left:
        write(target, blamed.where, (left, middle), 14, MUTE)


def _paint_step(target: Surface, scene: Scene, box: Box, step: Step, *, future: bool) -> None:
    session, row = scene.session, step.row
    fade = TO_COME if future else 0.0
    lane = session.lane_of.get(row.type)
    middle = box.left + TRUNK, box.middle[1]
    brush.circle(target, NIGHT, middle, 11)
    shape, colour = ("dot", SOFT) if lane is None else _look(scene, lane)
    mark(target, shape, mix(colour, NIGHT, fade), middle, 15)
    left, first = box.left + WORDS, box.top + 15
    room = box.right - 10 - left
    if row.actor is not None:
        _, hue = session.player(row.actor, row.frame)
        emblem(target, row.actor, mix(hue, NIGHT, fade), (left + 6, first), 12)
        left, room = left + 20, room - 20
    says = shortened(step.says, room, 15, bold=True)
    write(target, says, (left, first), 15, mix(WHITE, NIGHT, fade), bold=True)
    second = box.top + 33
    left, time = box.left + WORDS, time_of(row.frame, session.frame_rate)
    left = write(target, time, (left, second), 14, mix(TEXT, NIGHT, fade)).right + 12
    words = f"frame {grouped(row.frame)}"
    left = write(target, words, (left, second), 14, mix(SOFT, NIGHT, fade)).right + 16
    if step.input is not None:
        low = box.height == LOW_ROW
        where = (left, second) if low else (box.left + WORDS, box.top + 50)
        _paint_input(target, scene, where, box.right - 10, step.input, fade)


def _look(scene: Scene, lane: int) -> tuple[str, Color]:
    shown = scene.session.lanes[lane]
    return shown.shape, in_theme(shown.colour)


def _paint_input(
    target: Surface,
    scene: Scene,
    where: tuple[int, int],
    right: int,
    row: EventRow,
    fade: float,
) -> None:
    """Paint the input that led to a step in small type: what was held, and since when."""
    soft, mute = mix(SOFT, NIGHT, fade), mix(MUTE, NIGHT, fade)
    time = time_of(row.frame, scene.session.frame_rate)
    words = shortened(f"{row.verb} {row.object}", right - where[0] - width(time, 14) - 30, 14)
    brush.polygon(
        target, mute, [(where[0], where[1] - 4), (where[0] + 6, where[1]), (where[0], where[1] + 4)]
    )
    end = write(target, words, (where[0] + 12, where[1]), 14, soft).right
    write(target, time, (end + 8, where[1]), 14, mute)
