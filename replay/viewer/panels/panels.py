"""All panels of a viewer, and which of them can be clicked and scrolled."""

from __future__ import annotations

from replay.playback.commands import Listed
from replay.viewer.panels.blame_panel import BlamePanel
from replay.viewer.panels.event_list import EventList
from replay.viewer.panels.header import Header
from replay.viewer.panels.inspector import Inspector
from replay.viewer.panels.picture import Picture
from replay.viewer.panels.timeline_strip import TimelineStrip
from replay.viewer.panels.transport import Transport
from replay.viewer.scene import Painter


class Panels:
    """The panels; each paints itself and maps positions in it to commands."""

    def __init__(self) -> None:
        self.header, self.picture, self.transport = Header(), Picture(), Transport()
        self.inspector, self.events, self.blame = Inspector(), EventList(), BlamePanel()
        self.clicked = self.header, self.picture, self.inspector, self.transport
        self.rows: dict[Listed, EventList | BlamePanel] = {
            Listed.EVENTS: self.events,
            Listed.BLAME: self.blame,
        }
        self.scrolled = {**self.rows, Listed.INSPECTOR: self.inspector}

    @property
    def painters(self) -> list[Painter]:
        """The panels in the order in which they are painted."""
        lists = self.picture, self.inspector, self.events, self.blame
        return [self.header, *lists, self.transport, TimelineStrip()]
