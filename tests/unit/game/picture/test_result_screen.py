"""The result: what the recording says about a match, and where one can go from there."""

import pygame
import pytest

from game.match import LiveMatch
from game.model.events import SCHEMA, Mind
from game.options import Options
from game.queries.match_stats import Tally, lead_frames, ranking
from game.screens.menu import room_to_say
from game.screens.result import ResultScreen, headline
from game.screens.screen import ToMatch, ToResult, ToTitle, ToViewer
from replay import Recorder, fold
from replay.ui import text, theme

OPTIONS = Options(1, 7, 4)
ROLLED = 4711


@pytest.fixture
def path(tmp_path, tape):
    where = tmp_path / "match.replay"
    with Recorder(where, SCHEMA, metadata={"seed": 7}) as recorder:
        for event in tape.events:
            recorder.append(event)
    return where


@pytest.fixture
def screen(path):
    return ResultScreen(path, OPTIONS, lambda most: ROLLED)


def key(screen, code):
    screen.handle(pygame.event.Event(pygame.KEYDOWN, key=code))


def test_enter_watches_and_comes_back(screen, path):
    key(screen, pygame.K_RETURN)

    assert screen.going == ToViewer(path, ToResult(path, OPTIONS))


@pytest.mark.parametrize(
    ("code", "going"),
    [
        (pygame.K_r, ToMatch(Options(1, ROLLED, 4))),
        (pygame.K_s, ToMatch(OPTIONS)),
        (pygame.K_ESCAPE, ToTitle(OPTIONS)),
    ],
)
def test_rematch_same_seed_and_title_have_their_keys(screen, code, going):
    key(screen, code)

    assert screen.going == going


@pytest.mark.parametrize(
    ("keys", "going"),
    [
        ((pygame.K_RIGHT,), ToMatch(Options(1, ROLLED, 4))),
        ((pygame.K_RIGHT, pygame.K_DOWN), ToMatch(OPTIONS)),
        ((pygame.K_LEFT,), ToTitle(OPTIONS)),
        ((pygame.K_d, pygame.K_a, pygame.K_UP), ToTitle(OPTIONS)),
    ],
)
def test_all_arrows_go_along_the_row_of_buttons(screen, keys, going):
    for code in (*keys, pygame.K_RETURN):
        key(screen, code)

    assert screen.going == going


def test_the_longest_seed_fits_its_button(path):
    screen = ResultScreen(path, Options(1, 999_999_999, 4), lambda most: ROLLED)
    same = screen._menu.buttons[2]

    assert text.width(same.says, 14) <= room_to_say(same)


def test_only_the_chosen_button_is_gold(screen):
    surface = pygame.Surface((1280, 720))

    def golden():
        screen.draw(surface)
        grounds = [surface.get_at((b.where.x + 8, b.where.centery)) for b in screen._menu.buttons]
        return [number for number, ground in enumerate(grounds) if ground == theme.GOLD]

    assert golden() == [0]
    key(screen, pygame.K_RIGHT)
    assert golden() == [1]


def test_the_result_can_be_drawn(screen):
    surface = pygame.Surface((1280, 720))

    screen.draw(surface)

    assert len({tuple(surface.get_at((x, 300))) for x in range(0, 1280, 10)}) > 5


def test_a_match_in_which_nothing_happened_has_a_result(tmp_path):
    where = tmp_path / "quiet.replay"
    with Recorder(where, SCHEMA) as recorder:
        match = LiveMatch(recorder, 7, [Mind.HUMAN, Mind.HUMAN], 30)
        while not match.ended:
            match.advance({})

    ResultScreen(where, OPTIONS, lambda most: 1).draw(pygame.Surface((1280, 720)))


def test_the_tally_counts_what_the_events_say(tape):
    account = fold(tape.events, Tally())

    taken = sum(actions.carried for actions in account.actions)
    assert taken == sum(event.type.name == "ITEM_ADDED" for event in tape.events)
    assert sum(actions.knocks for actions in account.actions) == sum(
        actions.knocked for actions in account.actions
    )


def test_equal_points_share_a_rank():
    assert ranking([5, 9, 5, 1]) == [(1, 1), (2, 0), (2, 2), (4, 3)]


def test_nobody_leads_while_two_are_equal(tape):
    account = fold(tape.events, Tally())
    account.points = [(10, (3, 0)), (20, (3, 3)), (30, (0, 3))]

    assert lead_frames(account, 2, 40) == [10, 10]


def test_the_headline_says_who_won_and_by_how_much():
    assert headline(["Ana", "Bo", "Cleo"], [4, 9, 2]) == "Bo wins by 5"
    assert headline(["Ana", "Bo"], [4, 4]) == "A draw at 4"
