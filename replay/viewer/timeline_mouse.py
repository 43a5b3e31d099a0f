"""The mouse on the timeline: it drags the playhead, the times, or the overview's bar and handles.

Its only state is what is dragged, and by which frame it was taken.
"""

from __future__ import annotations

from enum import Enum, auto

from replay.playback.commands import Command, Pan, SeekTo, ShowPart, ZoomIn, ZoomOut
from replay.viewer.panels.overview import GRIP, is_on, shows_part, thumb_box, whole_axis
from replay.viewer.scene import Scene

BESIDE = 6
"""Pixels left and right of the timeline on which the mouse still means its ends."""
NOTCHES = 10
"""Notches of the wheel that pan by as much as is shown."""


class Drag(Enum):
    """What is dragged."""

    PLAYHEAD = auto()
    TIMES = auto()
    PART = auto()
    BEGIN = auto()
    END = auto()


class TimelineMouse:
    """The mouse on the timeline. Positions are pixels; each call returns the commands it gives."""

    def __init__(self) -> None:
        self._drag: Drag | None = None
        self._taken = 0
        self._clicked = False

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is being dragged; playback does not move it then."""
        return self._drag is Drag.PLAYHEAD

    def let_go(self) -> None:
        """End a drag."""
        self._drag = None

    def press(self, scene: Scene, position: tuple[int, int], *, shift: bool) -> list[Command]:
        """Take hold of what is there, and go where the playhead is taken."""
        self._drag, self._clicked = self._taken_at(scene, position), True
        x = position[0]
        if self._drag is Drag.TIMES:
            self._taken = scene.axis.frame_from_x(x)
        elif self._drag is Drag.PART:
            thumb, frame = thumb_box(scene), whole_axis(scene).frame_from_x(x)
            inside = thumb.left <= x < thumb.right
            shown = scene.axis.stop - scene.axis.start
            self._taken = frame - scene.axis.start if inside else shown // 2
        return self.move(scene, position, shift=shift) if self.scrubbing else []

    def _taken_at(self, scene: Scene, position: tuple[int, int]) -> Drag:
        if not shows_part(scene) or position[1] < scene.layout.axis.top:
            return Drag.PLAYHEAD
        if not is_on(scene, position):
            return Drag.TIMES
        thumb = thumb_box(scene)
        for drag, edge in ((Drag.BEGIN, thumb.left), (Drag.END, thumb.right - 1)):
            if abs(position[0] - edge) <= GRIP:
                return drag
        return Drag.PART

    def move(self, scene: Scene, position: tuple[int, int], *, shift: bool) -> list[Command]:
        """Drag what was taken hold of; with Shift, the playhead goes from event to event."""
        self._clicked = False
        x, axis, whole = position[0], scene.axis, whole_axis(scene)
        match self._drag:
            case Drag.PLAYHEAD:
                frame = axis.frame_from_x(x)
                return [SeekTo(_event_near(scene, frame) if shift else frame)]
            case Drag.TIMES:
                frames = self._taken - axis.frame_from_x(x)
                return [Pan(frames)] if frames else []
            case Drag.PART:
                start = whole.frame_from_x(x) - self._taken
                return [ShowPart(start, start + axis.stop - axis.start)]
            case Drag.BEGIN:
                return [ShowPart(whole.frame_from_x(x), axis.stop)]
            case Drag.END:
                return [ShowPart(axis.start, whole.frame_from_x(x) + 1)]
            case None:
                return []

    def release(self, scene: Scene, position: tuple[int, int]) -> list[Command]:
        """Let go. Who has clicked on the times without dragging them goes there, or pans there."""
        drag, clicked = self._drag, self._clicked
        if drag is Drag.PART and clicked:
            done = self.move(scene, position, shift=False)
        elif drag is Drag.TIMES and clicked:
            done = [SeekTo(scene.axis.frame_from_x(position[0]))]
        else:
            done = []
        self.let_go()
        return done

    def turn(self, scene: Scene, across: int, down: int, *, shift: bool) -> list[Command]:
        """Turn the wheel: up zooms in; with Shift, or sideways, it pans."""
        along = across - down if shift else across
        if along:
            shown = scene.axis.stop - scene.axis.start
            return [Pan(along * max(1, shown // NOTCHES))]
        return [ZoomIn() if down > 0 else ZoomOut()] * abs(down)


def _event_near(scene: Scene, frame: int) -> int:
    """Return the frame of the listed event that is nearest to a frame; without any, the frame."""
    listed = scene.session.listed(quiet=scene.quiet)
    near = (listed.before(frame + 1), listed.after(frame - 1))
    return min(
        (one for one in near if one is not None), key=lambda one: abs(one - frame), default=frame
    )
