"""The line on top: which recording this is, and which moment of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pygame import Color, Rect, Surface

from replay.playback.commands import Last
from replay.playback.timecode import grouped, time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.shapes import panel
from replay.ui.text import shortened, width, write
from replay.ui.theme import (
    INK,
    LINE,
    MUTE,
    NIGHT,
    ORANGE,
    PANEL,
    RED,
    SOFT,
    TEAL,
    TEXT,
    WHITE,
    mix,
)
from replay.viewer.keymap import keys_for
from replay.viewer.model.gaps import lost_words
from replay.viewer.scene import Scene

FRACTIONS = {Fraction(1, 8): "⅛", Fraction(1, 4): "¼", Fraction(1, 2): "½"}
BETWEEN = 22
LEAST_WARNING = 120
"""Pixels below which no part of a warning is shown."""
SLOWEST = "–1/16×"
"""The longest that the speed can be."""
LONGEST_FACT = 40
"""How many letters of a fact are shown at most, as texts in a file can be any length."""


def speed_words(speed: Fraction) -> str:
    """Return a speed as people read it: "½×", "16×", backward "–2×"."""
    amount = FRACTIONS.get(abs(speed), str(abs(speed)))
    return f"{'–' if speed < 0 else ''}{amount}×"


UNCLOSED = {
    True: "being written",
    False: "not closed: cut off",
    None: "not closed: being written, or cut off",
}
"""What is said of a file without an end that does not grow, by whether a recorder has it open."""


class Header:
    """Name, game and seed on the left; frame, time and speed on the right."""

    def box(self, scene: Scene) -> Box:
        """Return the line on top."""
        return scene.layout.header

    def key(self, scene: Scene) -> object:
        """Changes with the frame, the speed, and what is known about the file."""
        session, recording = scene.session, scene.session.recording
        told = session.notice, session.failure, session.file_trouble
        file = recording.closed, recording.complete, *told, session.last
        live = scene.growing, scene.following, self._pointed(scene)
        return scene.frame, scene.speed, scene.layout.header, file, live

    def _pointed(self, scene: Scene) -> bool:
        position = scene.pointer
        return position is not None and self.command_at(scene, position) is not None

    def words_at(self, scene: Scene, position: tuple[int, int]) -> str:
        """Return the tooltip of the mark of a live match."""
        follows = self.command_at(scene, position) is not None
        return f"follow the match as it is recorded ({keys_for(Last())})" if follows else ""

    def command_at(self, scene: Scene, position: tuple[int, int]) -> Last | None:
        """Return the command for a click: on a growing match's mark, to follow its end."""
        if not scene.growing or not _live_box(scene).holds(position):
            return None
        return Last()

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the line; what does not fit on the left is left out."""
        box = scene.layout.header
        brush.fill(target, NIGHT, Rect(box))
        brush.fill(target, INK, (box.left, box.bottom - 1, box.width, 1))
        self._facts(target, scene, box, self._moment(target, scene, box) - BETWEEN)

    def _moment(self, target: Surface, scene: Scene, box: Box) -> int:
        """Paint frame, time and speed from the right; return the x at which they begin."""
        session, rate = scene.session, scene.session.frame_rate
        middle = box.middle[1]
        last = session.last
        total_time, total = time_of(last, rate), grouped(last)
        right = box.right - 16
        if scene.growing:
            right = self._live(target, scene) - BETWEEN
        write(target, speed_words(scene.speed), (right, middle), 15, TEXT, align="right")
        right -= width(SLOWEST, 15) + 12
        right = write(target, f" / {total_time}", (right, middle), 15, MUTE, align="right").left
        write(target, time_of(scene.frame, rate), (right, middle), 15, WHITE, align="right")
        right -= width(total_time, 15) + BETWEEN
        right = write(target, f" / {total}", (right, middle), 15, MUTE, align="right").left
        write(target, grouped(scene.frame), (right, middle), 15, TEXT, align="right")
        right -= width(total, 15) + 7
        return write(target, "frame", (right, middle), 15, MUTE, align="right").left

    def _live(self, target: Surface, scene: Scene) -> int:
        """Paint the mark of a match that is being recorded; return the x at which it begins."""
        box, words = _live_box(scene), _live_words(scene)
        border = WHITE if self._pointed(scene) else RED if scene.following else LINE
        panel(target, Rect(box), mix(RED, INK, 0.7) if scene.following else PANEL, border, 6)
        brush.circle(target, RED, (box.left + 13, box.middle[1]), 4)
        write(target, words, (box.left + 24, box.middle[1]), 14, WHITE, bold=scene.following)
        return box.left

    def _facts(self, target: Surface, scene: Scene, box: Box, stop: int) -> None:
        middle = box.middle[1]
        mark(target, "right", TEAL, (box.left + 20, middle), 14)
        left = write(target, "REPLAY", (34, middle), 17, WHITE, bold=True).right + BETWEEN
        name = shortened(scene.session.name, max(0, min(300, stop - left)), 15)
        left = write(target, name, (left, middle), 15, TEXT).right
        for words, colour in self._words(scene):
            if left + 16 + width(words, 14) > stop:
                if colour != ORANGE or stop - left < LEAST_WARNING:
                    continue
                words = shortened(words, stop - left - 16, 14)
            left = write(target, words, (left + 16, middle), 14, colour).right

    def _words(self, scene: Scene) -> list[tuple[str, Color]]:
        recording = scene.session.recording
        facts = [(recording.schema.game[:LONGEST_FACT], SOFT)]
        if "seed" in recording.metadata:
            facts.append((f"seed {recording.metadata['seed']}"[:LONGEST_FACT], SOFT))
        if scene.session.notice:
            facts.insert(0, (scene.session.notice, ORANGE))
        if scene.session.failure:
            facts.insert(0, (scene.session.failure, ORANGE))
        if scene.session.file_trouble:
            facts.insert(0, (scene.session.file_trouble, ORANGE))
        if scene.session.lost:
            facts.insert(0, (lost_words(scene.session.lost, scene.session.frame_rate), ORANGE))
        if recording.lineage:
            facts.insert(0, (branch_words(recording.lineage[-1], scene.session.frame_rate), TEAL))
        if not recording.closed and not scene.growing:
            facts.insert(0, (UNCLOSED[scene.session.being_written], ORANGE))
        elif recording.closed and not recording.complete:
            facts.insert(0, ("left before its end", SOFT))
        return facts


def branch_words(parent: Mapping[str, Any], frame_rate: int) -> str:
    """Say what a recording was forked from: "branch of match.replay at 0:37"."""
    name, frame = parent.get("name"), parent.get("frame")
    if not isinstance(name, str) or not isinstance(frame, int):
        return "a branch"
    return f"branch of {name[:LONGEST_FACT]} at {time_of(frame, frame_rate, exact=False)}"


def _live_words(scene: Scene) -> str:
    if scene.following:
        return "LIVE"
    behind = scene.session.last - scene.frame
    return f"{keys_for(Last())}  go live  +{time_of(behind, scene.session.frame_rate, exact=False)}"


def _live_box(scene: Scene) -> Box:
    box, words = scene.layout.header, _live_words(scene)
    wide = width(words, 14, bold=scene.following) + 36
    return Box(box.right - 12 - wide, box.top + 7, wide, box.height - 14)
