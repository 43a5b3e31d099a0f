"""The list of events under the mouse: clicks go where they point, and the list follows or stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from pointer import Press, Watch, button_down, motion, wheel

from replay import Recording
from replay.playback.commands import ToggleQuietEvents
from replay.viewer.layout import TITLE
from replay.viewer.panels import event_list
from replay.viewer.panels.event_list import ROW, rows_seen


def test_clicking_an_event_goes_to_its_frame(watch: Watch) -> None:
    viewer = watch()
    events = viewer.scene.layout.events

    viewer.handle(button_down(events.left + 40, events.top + TITLE + 2 * ROW + 5))

    assert viewer.scene.frame == 110


@pytest.mark.parametrize("scrolled", [0, -2])
def test_a_second_click_on_a_row_means_the_same_event(
    watch: Watch, press: Press, scrolled: int
) -> None:
    viewer = watch(size=(800, 500))
    press(viewer, "A", "5")
    events = viewer.scene.layout.events
    place = events.left + 40, events.top + TITLE + 5
    viewer.handle(motion(*place))
    viewer.handle(wheel(scrolled))
    first = viewer.panels.events.first_row(viewer.scene)

    viewer.handle(button_down(*place))
    frame = viewer.scene.frame
    viewer.advance(20)
    viewer.handle(button_down(*place))

    assert viewer.scene.frame == frame == viewer.session.listed(quiet=True).frame(first)


def test_after_a_click_the_list_goes_on_with_the_match(watch: Watch, press: Press) -> None:
    viewer = watch(size=(800, 500))
    press(viewer, "A", "5")
    events = viewer.scene.layout.events
    viewer.handle(button_down(events.left + 40, events.top + TITLE + 5))
    first = viewer.panels.events.first_row(viewer.scene)

    viewer.advance(3000)

    now = viewer.session.listed(quiet=True).row_at(viewer.scene.frame)
    seen = rows_seen(events)
    assert first + seen <= now < viewer.panels.events.first_row(viewer.scene) + seen


def test_the_list_is_scrolled_until_it_is_asked_to_follow(watch: Watch, press: Press) -> None:
    viewer = watch(size=(800, 500))
    viewer.handle(motion(*viewer.scene.layout.events.middle))
    press(viewer, "A")

    viewer.handle(wheel(-4))
    scrolled = viewer.panels.events.first_row(viewer.scene)
    viewer.advance(4000)
    assert viewer.panels.events.first_row(viewer.scene) == scrolled == 12
    press(viewer, "Down")

    assert viewer.panels.events.first_row(viewer.scene) > scrolled


def test_the_scrollbar_leads_to_the_end_of_the_list(watch: Watch, press: Press) -> None:
    viewer = watch(size=(800, 500))
    press(viewer, "A")
    events = viewer.scene.layout.events
    x = events.right - 10

    viewer.handle(button_down(x, events.top + TITLE + 8))
    viewer.handle(motion(x, events.bottom + 50))

    listed = len(viewer.session.listed(quiet=True))
    assert (
        viewer.panels.events.first_row(viewer.scene) + (events.height - TITLE - 4) // ROW == listed
    )


def test_an_empty_list_says_why(
    watch: Watch,
    record: Callable[..., Path],
    blinks: Callable[[int], list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(event_list, "message", lambda *words: told.extend(words[2:]))
    viewer = watch(path=record("blinks.replay", 1, blinks(1)))
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    assert told == ["No important events", "A lists the one other event."]
    told.clear()

    viewer.do(ToggleQuietEvents())
    viewer.paint(surface)
    assert len(viewer.session.listed(quiet=True)) == 1
    assert told == []

    watch(path=record("none.replay", 5, [])).paint(surface)
    assert told == ["No events", "Nothing happened in this recording."]
    told.clear()

    path = record("bad.replay", 1, blinks(1))
    content = bytearray(path.read_bytes())
    content[Recording(path).reader.contents.offsets[0] + 20] ^= 1
    path.write_bytes(content)
    watch(path=path).paint(surface)
    assert told == ["No events", "None of this recording's events can be read."]
