"""All panels of a viewer, and which of them can be clicked and scrolled."""

from __future__ import annotations

from replay.games import HitTarget
from replay.playback.commands import Border, Listed
from replay.viewer.panels.blame_panel import BlamePanel
from replay.viewer.panels.borders import BorderHandle
from replay.viewer.panels.event_list import EventList
from replay.viewer.panels.header import Header
from replay.viewer.panels.inspector import Inspector
from replay.viewer.panels.picture import Picture, picked_at
from replay.viewer.panels.state_tree import StateTree
from replay.viewer.panels.timeline_strip import TimelineStrip
from replay.viewer.panels.transport import Transport
from replay.viewer.scene import Painter, Scene


class Panels:
    """The panels; each paints itself and maps positions in it to commands."""

    def __init__(self) -> None:
        self.tree = StateTree()
        self.header, self.picture, self.transport = Header(), Picture(self.tree), Transport()
        self.inspector, self.events, self.blame = Inspector(self.tree), EventList(), BlamePanel()
        self.clicked = self.header, self.picture, self.inspector, self.transport
        self.rows: dict[Listed, EventList | BlamePanel] = {
            Listed.EVENTS: self.events,
            Listed.BLAME: self.blame,
        }
        self.scrolled = {**self.rows, Listed.STATE: self.tree}

    def picked_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return what is at a position that one can ask about."""
        return (
            picked_at(scene, position)
            or self.tree.picked_at(scene, position)
            or self.inspector.picked_at(scene, position)
        )

    @property
    def painters(self) -> list[Painter]:
        """The panels in the order in which they are painted."""
        lists = self.picture, self.inspector, self.events, self.blame
        handles = map(BorderHandle, Border)
        return [self.header, *lists, self.transport, TimelineStrip(), *handles]
