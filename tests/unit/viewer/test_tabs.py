"""Several recordings in one window, each on a tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.cli.view import run
from replay.viewer.layout import lay_out
from replay.viewer.viewer import Viewer
from replay.viewer.window import choose_recording, view_recording

Record = Callable[..., Path]
ESCAPE = Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="")
NEXT = Event(pygame.KEYDOWN, key=pygame.K_PAGEDOWN, mod=pygame.KMOD_LCTRL, unicode="")
BEFORE = Event(pygame.KEYDOWN, key=pygame.K_PAGEUP, mod=pygame.KMOD_LCTRL, unicode="")
SHUT = Event(pygame.KEYDOWN, key=pygame.K_w, mod=pygame.KMOD_LCTRL, unicode="w")
UP = [
    Event(pygame.KEYUP, key=key, mod=0) for key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP, pygame.K_w)
]


def drop(path: Path) -> Event:
    return Event(pygame.DROPFILE, file=str(path))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Hand out batches of events; return the titles of the window at the time of each."""

    def play(show: Callable[[], object], *batches: list[Event]) -> list[str]:
        titles: list[str] = []
        left = [*batches, [ESCAPE]]

        def get() -> list[Event]:
            titles.append(pygame.display.get_caption()[0].removesuffix(" – replay"))
            return [*left.pop(0), *UP]

        monkeypatch.setattr(pygame.event, "get", get)
        show()
        return titles

    return play


@pytest.fixture
def three(record: Record) -> list[Path]:
    return [record(f"{name}.replay", 100 * n) for n, name in enumerate("abc", 2)]


def test_tabs_are_turned_round_and_closed(
    three: list[Path], shown: Callable[..., list[str]]
) -> None:
    def show() -> None:
        assert view_recording(three[0], others=three[1:]) == 0

    batches = [[NEXT], [NEXT], [NEXT], [BEFORE], [SHUT], [SHUT]]
    titles = shown(show, *batches)

    names = [title.removesuffix(".replay") for title in titles]
    assert names == ["a", "b", "c", "a", "c", "b", "a"]


def test_closing_the_last_tab_closes_the_window(
    record: Record, shown: Callable[..., list[str]]
) -> None:
    assert shown(lambda: view_recording(record()), [NEXT], [SHUT]) == ["tiny.replay"] * 2


def test_each_tab_stays_where_it_was(
    three: list[Path], shown: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[int]] = {}
    resize = Viewer.resize

    def noted(viewer: Viewer, size: tuple[int, int]) -> None:
        resize(viewer, size)
        seen.setdefault(viewer.session.name, []).append(viewer.playhead.frame)

    monkeypatch.setattr(Viewer, "resize", noted)
    five = Event(pygame.KEYDOWN, key=pygame.K_5, mod=0, unicode="5", scancode=34)
    space = Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" ")

    shown(lambda: view_recording(three[0], others=three[1:]), [space, five, NEXT], [BEFORE], [NEXT])

    assert len(seen["a.replay"]) >= 2
    assert seen["a.replay"][-1] in (99, 100)
    assert seen["b.replay"][-1] < 20


def test_dropped_files_are_tabs_and_what_is_none_is_told(
    three: list[Path], shown: Callable[..., list[str]], tmp_path: Path
) -> None:
    missing = tmp_path / "missing.replay"
    closes_notice = [ESCAPE]
    batches = [
        [drop(three[1]), drop(missing), drop(three[2])], [BEFORE], closes_notice, [BEFORE],
    ]  # fmt: skip
    titles = shown(lambda: view_recording(three[0]), *batches)
    assert [title.removesuffix(".replay") for title in titles] == ["a", "c", "b", "b", "a"]


def test_files_dropped_on_the_list_are_tabs(
    three: list[Path], shown: Callable[..., list[str]], tmp_path: Path
) -> None:
    titles = shown(
        lambda: choose_recording([tmp_path]), [drop(three[0]), drop(three[1])], [NEXT], [ESCAPE]
    )
    assert titles[1:3] == ["a.replay", "b.replay"]


def test_a_click_on_a_tab_shows_it(watch: Any) -> None:
    from replay.viewer.outcome import TurnTo

    viewer = watch()
    assert viewer.scene.layout.tabs.height == 0
    viewer.tabs = ("one.replay", "two.replay", "three.replay"), 0
    viewer.resize((1280, 720))
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    spots = viewer.panels.tabs.spots(viewer.scene)

    viewer.handle(Event(pygame.MOUSEBUTTONDOWN, pos=spots[2].middle, button=1))

    assert viewer.outcome == TurnTo(2)
    assert not any(viewer.scene.layout.stage.holds(spot.middle) for spot in spots)


@pytest.mark.parametrize("size", [(560, 360), (560, 561), (1280, 720), (2560, 1080)])
def test_tabs_take_their_row_from_the_picture(size: tuple[int, int]) -> None:
    one, several = (lay_out(size, (1280, 720), 7, 4, tabs=tabs) for tabs in (False, True))
    assert several.stage.top == one.stage.top + several.tabs.height
    assert several.timeline.bottom == one.timeline.bottom
    panels = [several.stage, several.inspector, several.events, several.timeline]
    assert all(panel.within(several.window) for panel in panels)


def test_several_files_are_files_and_only_the_first_says_when(
    three: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    assert run(Namespace(file=tmp_path, others=[three[0]])) == 2
    assert run(Namespace(file=three[0], others=[Path(f"{three[1]}#f=3")])) == 2
    assert "only the first may say when" in capsys.readouterr().err
