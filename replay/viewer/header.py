"""The line on top: which recording this is, and which moment of it."""

from __future__ import annotations

from fractions import Fraction

from pygame import Color, Rect, Surface

from replay.clock import grouped, time_of
from replay.viewer.box import Box
from replay.viewer.marks import mark
from replay.viewer.scene import Scene
from replay.viewer.text import shortened, width, write
from replay.viewer.theme import INK, MUTE, NIGHT, ORANGE, SOFT, TEAL, TEXT, WHITE

FRACTIONS = {Fraction(1, 8): "⅛", Fraction(1, 4): "¼", Fraction(1, 2): "½"}
BETWEEN = 22
LONGEST_FACT = 40
"""Letters of a fact that is shown: what a file says of itself may be any length."""


def speed_words(speed: Fraction) -> str:
    """Return a speed as people read it: "½×", "16×", backward "–2×"."""
    amount = FRACTIONS.get(abs(speed), str(abs(speed)))
    return f"{'–' if speed < 0 else ''}{amount}×"


class Header:
    """Name, game and seed on the left; frame, time and speed on the right."""

    def box(self, scene: Scene) -> Box:
        """Return the line on top."""
        return scene.layout.header

    def key(self, scene: Scene) -> object:
        """It changes with the frame and the speed."""
        return scene.frame, scene.speed, scene.layout.header, scene.session.notice

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the line; what does not fit on the left is left out."""
        box = scene.layout.header
        target.fill(NIGHT, Rect(box))
        target.fill(INK, (box.left, box.bottom - 1, box.width, 1))
        self._facts(target, scene, box, self._moment(target, scene, box) - BETWEEN)

    def _moment(self, target: Surface, scene: Scene, box: Box) -> int:
        """Paint the moment, from the right; return where it begins."""
        session, rate = scene.session, scene.session.frame_rate
        middle = box.middle[1]
        last = session.last
        total_time, total = time_of(last, rate), grouped(last)
        right = box.right - 16
        write(target, speed_words(scene.speed), (right, middle), 15, TEXT, align="right")
        right -= 44
        right = write(target, f" / {total_time}", (right, middle), 15, MUTE, align="right").left
        write(target, time_of(scene.frame, rate), (right, middle), 15, WHITE, align="right")
        right -= width(total_time, 15) + BETWEEN
        right = write(target, f" / {total}", (right, middle), 15, MUTE, align="right").left
        write(target, grouped(scene.frame), (right, middle), 15, TEXT, align="right")
        right -= width(total, 15) + 7
        return write(target, "frame", (right, middle), 15, MUTE, align="right").left

    def _facts(self, target: Surface, scene: Scene, box: Box, stop: int) -> None:
        middle = box.middle[1]
        mark(target, "right", TEAL, (box.left + 20, middle), 14)
        left = write(target, "REPLAY", (34, middle), 17, WHITE, bold=True).right + BETWEEN
        name = shortened(scene.session.name, max(0, min(300, stop - left)), 15)
        left = write(target, name, (left, middle), 15, TEXT).right
        for words, colour in self._words(scene):
            if left + 16 + width(words, 14) > stop:
                break
            left = write(target, words, (left + 16, middle), 14, colour).right

    def _words(self, scene: Scene) -> list[tuple[str, Color]]:
        recording = scene.session.recording
        facts = [(recording.schema.game[:LONGEST_FACT], SOFT)]
        if "seed" in recording.metadata:
            facts.append((f"seed {recording.metadata['seed']}"[:LONGEST_FACT], SOFT))
        if scene.session.notice:
            facts.insert(0, (scene.session.notice, ORANGE))
        if not recording.complete:
            facts.insert(0, ("cut off before its end", ORANGE))
        return facts
