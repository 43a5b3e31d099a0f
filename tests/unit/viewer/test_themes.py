"""In each theme all text can be read on what lies under it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pointer import Press, Watch, motion, pixels, same_picture, surface_of
from pygame import Surface

from replay.playback.commands import (
    AskWhere,
    Blame,
    Close,
    FocusOn,
    OpenMenu,
    SeekTo,
    ToggleHelp,
    TogglePlay,
    ToggleQuietEvents,
)
from replay.ui import text, theme
from replay.ui.contrast import SHAPE_CONTRAST, TEXT_CONTRAST, contrast, legible
from replay.ui.themes import DARK, THEMES
from replay.viewer.chooser import Chooser
from replay.viewer.model.session import open_session
from replay.viewer.viewer import Viewer

BUNDLED = Path(__file__).parents[3] / "recordings" / "full-house.replay"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written and could not be read: the words, and the contrast they had."""
    told: list[str] = []
    really = text.write

    def write(target: Surface, words: str, *arguments: Any, **options: Any) -> pygame.Rect:
        line = pygame.Rect(0, arguments[0][1] - 24, target.get_width(), 48)
        line = line.clip(target.get_rect())
        if line.height < 9:  # out of view
            return really(target, words, *arguments, **options)
        before = target.subsurface(line).copy()
        where = really(target, words, *arguments, **options)
        area = where.clip(target.get_clip()).clip(line)
        if words.strip() and area.width > 3 and area.height > 8:
            under, over = before.subsurface(area.move(0, -line.top)), target.subsurface(area)
            places = [(x, y) for x in range(min(area.width, 60)) for y in range(area.height)]
            pairs = {(tuple(over.get_at(place)), tuple(under.get_at(place))) for place in places}
            seen = max(contrast(one[:3], other[:3]) for one, other in pairs)
            if seen < TEXT_CONTRAST - 0.05:
                told.append(f"{words} {seen:.2f}")
        return where

    for name, module in list(sys.modules.items()):
        if name.startswith("replay.") and getattr(module, "write", None) is really:
            monkeypatch.setattr(module, "write", write)
    return told


def test_every_theme_has_all_colours() -> None:
    assert list(THEMES) == ["dark", "light", "high contrast"]
    assert all(colours.keys() == DARK.keys() for colours in THEMES.values())


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", [(640, 400), (1280, 720), (900, 1400)])
def test_whatever_is_written_can_be_read(
    name: str, size: tuple[int, int], unread: list[str], open_tiny: Callable[..., Any]
) -> None:
    theme.use(name)
    pygame.display.set_mode(size)
    for session in (open_session(BUNDLED), open_tiny(game=None)):
        viewer, target = Viewer(session, size, lambda: None), Surface(size)
        viewer.tabs = ("one.replay", "another.replay"), 1
        viewer.resize(size)
        viewer.do(TogglePlay())
        for command in (
            SeekTo(900), ToggleQuietEvents(), SeekTo(2600), FocusOn(1), Blame(), Close(),
            ToggleHelp(), Close(), OpenMenu((40, size[1] - 80)), Close(), AskWhere(), Close(),
        ):  # fmt: skip
            spots = [*viewer.panels.inspector.spots(viewer.scene)]
            viewer.mouse.pointer = spots[0].middle if spots else (9, 9)
            viewer.do(command)
            viewer.handle(motion(size[0] // 2, size[1] - 60))
            viewer.advance(400)
            viewer.repaint()
            viewer.paint(target)

    assert unread == []


@pytest.mark.parametrize("name", THEMES)
def test_the_list_of_recordings_can_be_read(
    name: str, unread: list[str], settled: Callable[[Any], Any]
) -> None:
    theme.use(name)
    pygame.display.init()
    target = pygame.display.set_mode((1280, 720))
    chooser = settled(Chooser([BUNDLED.parent, BUNDLED.parent / "golden"], (1280, 720), print))
    chooser.repaint()
    chooser.paint(target)
    chooser.stop()

    assert unread == []


def test_f7_goes_through_the_themes_and_paints_everything_anew(watch: Watch, press: Press) -> None:
    viewer, pictures = watch(), []
    target = surface_of()
    viewer.paint(target)
    for _ in range(4):
        pictures.append(target.copy())
        press(viewer, "F7")
        viewer.paint(target)
        whole = surface_of()
        viewer.repaint()
        viewer.paint(whole)
        assert same_picture(target, whole)

    dark, light, high, again = pictures
    assert same_picture(dark, again)
    assert not same_picture(dark, light)
    assert not same_picture(light, high)


def test_a_game_draws_the_same_in_every_theme(watch: Watch, press: Press) -> None:
    def draw(surface: Surface, state: Any, frame: int) -> None:
        surface.fill(theme.NIGHT)
        text.write(surface, "hello", (10, 20), 14, theme.MUTE)

    viewer, target = watch(draw=draw), surface_of()
    viewer.paint(target)
    picture = pygame.Rect(viewer.scene.layout.picture).inflate(-4, -4)
    dark = pixels(target, picture)

    press(viewer, "F7")
    viewer.paint(target)

    assert theme.used() == "light"
    assert pixels(target, picture) == dark


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@given(colour=COLOURS, ground=COLOURS, least=st.sampled_from([TEXT_CONTRAST, SHAPE_CONTRAST]))
def test_a_colour_is_changed_only_where_it_could_not_be_read(
    colour: Any, ground: Any, least: float
) -> None:
    found = legible(colour, ground, least)

    assert contrast(found, ground) >= least
    if contrast(colour, ground) >= least:
        assert found == colour
