"""The inspector: everybody's bag in windows of every size."""

from __future__ import annotations

import pytest

from replay.games import PlayerCard
from replay.ui.box import Box
from replay.viewer.layout import lay_out
from replay.viewer.panels.inspector import card_boxes, detail_areas, detail_box, slot_areas

SIX_SLOTS = PlayerCard("Ana", "#e0605e", slots=[None] * 6)


def test_in_a_small_window_the_chosen_players_card_is_in_sight() -> None:
    boxes = card_boxes(Box(0, 0, 330, 76), count=8, chosen=7)

    assert list(boxes) == [4, 5, 6, 7]
    assert all(box.within(Box(0, 0, 330, 76)) for box in boxes.values())


@pytest.mark.parametrize("size", [(800, 500), (900, 560), (1000, 640), (1280, 720), (800, 1280)])
@pytest.mark.parametrize("count", range(1, 9))
def test_every_players_bag_is_shown_at_every_size(size: tuple[int, int], count: int) -> None:
    inspector = lay_out(size, (1280, 720), 7, count).inspector

    boxes = card_boxes(inspector, count, chosen=0)
    slots = [place for box in boxes.values() for place in slot_areas(box, SIX_SLOTS)]

    assert list(boxes) == list(range(count))
    assert len(slots) == 6 * count
    assert all(Box(*place).within(inspector) for place in slots)


@pytest.mark.parametrize("count", range(1, 9))
def test_at_the_usual_size_all_about_the_chosen_player_is_shown(count: int) -> None:
    inspector = lay_out((1280, 720), (1280, 720), 7, count).inspector

    detail = detail_box(inspector, card_boxes(inspector, count, chosen=0))

    assert detail is not None
    assert all(Box(*place).within(inspector) for place in detail_areas(detail, SIX_SLOTS))
