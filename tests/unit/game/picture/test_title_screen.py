"""The title: everything about the next match can be chosen by key and by mouse."""

from pathlib import Path

import pygame
import pytest

from game.options import Options
from game.screens.screen import Leave, ToMatch, ToViewer
from game.screens.settings_panel import DICE, FEWER, MORE, _length_rect
from game.screens.title import TitleScreen, _draw_motto
from replay.ui import theme

ROLLED = 4711


def a_title(recordings=(), **settings):
    options = Options(**{"bots": 3, "seed": 7, "seconds": 90, **settings})
    return TitleScreen(options, recordings, lambda most: ROLLED)


def key(screen, *codes):
    for code in codes:
        screen.handle(pygame.event.Event(pygame.KEYDOWN, key=code))


def click(screen, where):
    screen.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=where.center, button=1))


def test_enter_plays_what_the_options_say():
    title = a_title(bots=2, seed=12, seconds=60)

    key(title, pygame.K_RETURN)

    assert title.going == ToMatch(Options(2, 12, 60))


@pytest.mark.parametrize(
    ("pressed", "bots"),
    [
        ((pygame.K_RIGHT,), 4),
        ((pygame.K_LEFT,), 2),
        ((pygame.K_RIGHT,) * 20, 7),
        ((pygame.K_LEFT,) * 20, 1),
    ],
)
def test_left_and_right_change_the_bots_within_the_room(pressed, bots):
    title = a_title()

    key(title, *pressed, pygame.K_RETURN)

    assert title.going.options.bots == bots


def test_left_and_right_leave_the_chosen_button_alone():
    title = a_title([Path("a.replay")])

    key(title, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_RETURN)

    assert isinstance(title.going, ToViewer)


def test_digits_and_backspace_write_the_seed():
    title = a_title()

    key(title, pygame.K_BACKSPACE, pygame.K_4, pygame.K_2, pygame.K_KP0, pygame.K_RETURN)

    assert title.going.options.seed == 420


def test_an_empty_seed_is_chosen_by_chance():
    title = a_title()

    key(title, pygame.K_BACKSPACE, pygame.K_RETURN)

    assert title.going.options.seed == ROLLED


def test_l_goes_through_the_lengths_and_round():
    title = a_title()

    key(title, pygame.K_l, pygame.K_l, pygame.K_RETURN)

    assert title.going.options.seconds == 30


def test_an_unusual_length_asked_for_is_offered_and_chosen():
    title = a_title(seconds=45)

    key(title, pygame.K_RETURN)

    assert title.going.options.seconds == 45


def test_the_mouse_reaches_everything_in_the_panel():
    title = a_title()

    for where in (MORE, MORE, FEWER, _length_rect(1), DICE):
        click(title, where)
    key(title, pygame.K_RETURN)

    assert title.going.options == Options(4, ROLLED, 60)


def test_the_buttons_can_be_clicked():
    for number, expected in ((0, ToMatch), (1, ToViewer), (2, Leave)):
        title = a_title([Path("a.replay")])

        click(title, title._menu.buttons[number].where)

        assert isinstance(title.going, expected)


def test_arrows_and_enter_reach_the_buttons():
    title = a_title([Path("a.replay"), Path("b.replay")])

    key(title, pygame.K_DOWN, pygame.K_RETURN)

    assert isinstance(title.going, ToViewer)


def test_there_is_nothing_to_watch_without_recordings():
    labels = [button.label for button in a_title()._menu.buttons]

    assert labels == ["Play", "Quit"]


def test_escape_leaves():
    title = a_title()

    key(title, pygame.K_ESCAPE)

    assert title.going == Leave()


def test_the_motto_is_readable_on_any_ground():
    surface = pygame.Surface((1280, 720))
    surface.fill(theme.WHITE)

    _draw_motto(surface)

    pixels = [surface.get_at((x, y)) for x in range(48, 292) for y in range(150, 182)]
    assert pixels.count(theme.INK) > 1000


def test_bots_play_behind_the_menu():
    title = a_title()
    surface = pygame.Surface((1280, 720))
    title.draw(surface)
    before = pygame.image.tobytes(surface, "RGB")

    for _ in range(60):
        title.advance(1000 / 60)
    title.draw(surface)

    assert pygame.image.tobytes(surface, "RGB") != before
