"""The help fits into every window: in columns, and on pages that keys and the wheel turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pygame import Rect, Surface

from replay.playback.commands import ToggleHelp
from replay.ui.box import Box
from replay.viewer.overlays.help_overlay import FOOT, HelpOverlay, _height, _pages, sections
from replay.viewer.viewer import Viewer

SIZES = [(560, 360), (640, 400), (800, 500), (900, 560), (900, 1400), (1280, 720), (2560, 1080)]


@pytest.mark.parametrize("size", SIZES)
def test_every_line_is_on_one_page_and_none_is_cut_off(size: tuple[int, int]) -> None:
    window = Box(0, 0, *size)
    pages, box = _pages(window), HelpOverlay().box(window)

    shown = [row for page in pages for column in page for _, rows in column for row in rows]
    assert shown == [row for _, rows in sections() for row in rows]
    assert box.within(window)
    for page in pages:
        assert all(_height(column) + 14 + FOOT <= box.height for column in page)


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_turned(
    size: tuple[int, int], watch: Callable[..., Viewer], press: Callable[..., None]
) -> None:
    viewer = watch(size=size)
    press(viewer, "Space")
    viewer.do(ToggleHelp())
    frame, pages = viewer.playhead.frame, len(_pages(viewer.scene.layout.window))
    surface = Surface(size)
    seen = set()
    for _ in range(pages + 1):
        viewer.paint(surface)
        seen.add(viewer.overlay.key() if viewer.overlay else None)
        press(viewer, "Right")
    assert seen == set(range(pages))
    assert viewer.playhead.frame == frame
    press(viewer, "Left")
    assert viewer.overlay is not None
    box = Rect(viewer.overlay.box(viewer.scene.layout.window))
    assert Rect((0, 0), size).contains(box)
    press(viewer, "Escape")
    assert viewer.overlay is None
