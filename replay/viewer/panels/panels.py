"""All panels of a viewer, and which of them can be clicked and scrolled."""

from __future__ import annotations

from replay.games import HitTarget
from replay.playback.commands import Border, Listed
from replay.ui.box import Box
from replay.viewer.panels import overview
from replay.viewer.panels.blame_panel import BlamePanel
from replay.viewer.panels.borders import BorderHandle
from replay.viewer.panels.event_list import EventList
from replay.viewer.panels.header import Header
from replay.viewer.panels.inspector import Inspector
from replay.viewer.panels.picture import Picture, picked_at
from replay.viewer.panels.state_tree import StateTree
from replay.viewer.panels.tab_strip import TabStrip
from replay.viewer.panels.timeline_strip import TimelineStrip
from replay.viewer.panels.transport import Transport
from replay.viewer.scene import Painter, Scene


class Panels:
    """The panels; each paints itself and maps positions in it to commands."""

    def __init__(self) -> None:
        self.tree = StateTree()
        self.header, self.picture, self.transport = Header(), Picture(self.tree), Transport()
        self.inspector, self.events, self.blame = Inspector(self.tree), EventList(), BlamePanel()
        self.tabs = TabStrip()
        self.clicked = self.header, self.tabs, self.picture, self.inspector, self.transport
        self.rows: dict[Listed, EventList | BlamePanel] = {
            Listed.EVENTS: self.events,
            Listed.BLAME: self.blame,
        }
        self.scrolled = {**self.rows, Listed.STATE: self.tree}

    def tree_on_stage(self, scene: Scene) -> list[Box]:
        """Return where the lines of the state are, if they are shown in the picture's place."""
        return self.tree.spots(scene) if self.tree.box(scene) == scene.layout.stage else []

    def picked_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return what is at a position that one can ask about."""
        return (
            picked_at(scene, position)
            or self.tree.picked_at(scene, position)
            or self.inspector.picked_at(scene, position)
        )

    def thing_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return the thing or value at a position: not the bag of a whole card."""
        return (
            picked_at(scene, position)
            or self.tree.picked_at(scene, position)
            or self.inspector.slot_at(scene, position)
        )

    def words_at(self, scene: Scene, position: tuple[int, int]) -> str:
        """Return what the tooltip at a position says; nothing if there is none."""
        for panel in (self.transport, self.header, self.tabs, self.events):
            if panel.box(scene).holds(position):
                return panel.words_at(scene, position)
        if overview.is_on(scene, position):
            return "drag: see what is beside; its ends: zoom"
        thing = picked_at(scene, position) or self.inspector.slot_at(scene, position)
        return "" if thing is None else f"{thing.words} (right click or B: what led to it)"

    @property
    def painters(self) -> list[Painter]:
        """The panels in the order in which they are painted."""
        lists = self.picture, self.inspector, self.events, self.blame
        handles = map(BorderHandle, Border)
        return [self.header, self.tabs, *lists, self.transport, TimelineStrip(), *handles]
