"""The recordings that are open in one window, each with its viewer; one of them is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from replay.viewer.viewer import Viewer


@dataclass(slots=True)
class Tab:
    """An open recording. ``identity``: what it was when it was opened.

    ``parents``: the recordings that were forked to get here, each with the frame of the fork.
    """

    viewer: Viewer
    identity: str
    parents: list[tuple[Path, int]] = field(default_factory=list)


class Tabs:
    """The tabs, and which one is shown."""

    def __init__(self, tabs: Sequence[Tab]) -> None:
        self._tabs = list(tabs)
        self._place = 0

    def __len__(self) -> int:
        return len(self._tabs)

    @property
    def current(self) -> Tab:
        """The tab that is shown."""
        tab = self._tabs[self._place]
        tab.viewer.tabs = tuple(one.viewer.session.name for one in self._tabs), self._place
        return tab

    def turn_to(self, place: int) -> None:
        """Show another tab; behind the last comes the first."""
        self._place = place % len(self._tabs)

    def add(self, tab: Tab) -> None:
        """Add a tab behind the one that is shown, and show it."""
        self._place += 1
        self._tabs.insert(self._place, tab)

    def close(self) -> None:
        """Close the tab that is shown; then the one behind it is, or the last."""
        self._tabs.pop(self._place).viewer.session.close()
        self._place = max(0, min(self._place, len(self._tabs) - 1))

    def close_all(self) -> None:
        """Close all tabs."""
        while self._tabs:
            self.close()
