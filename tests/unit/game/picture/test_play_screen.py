"""A match played by key events: what is pressed is in the recording, pausing stops time."""

import pygame
import pytest

from game.model.events import SCHEMA, Facts, Mind
from game.model.fold import MatchState
from game.model.inputs import Held
from game.options import Options
from game.screens.countdown import STEPS
from game.screens.play import BEGIN_MS, LINGER_MS, new_match
from game.screens.screen import Leave, ToResult, ToTitle
from replay import Recording, fold

FRAME_MS = 1000 / 60


def key(screen, *codes, up=False):
    for code in codes:
        screen.handle(pygame.event.Event(pygame.KEYUP if up else pygame.KEYDOWN, key=code))


def run(screen, frames):
    for _ in range(frames):
        screen.advance(FRAME_MS)


def played(path):
    with Recording(path, SCHEMA) as recording:
        return fold(recording, MatchState()), recording.get_all_events(), recording.frames


@pytest.fixture
def path(tmp_path):
    return tmp_path / "match.replay"


@pytest.fixture
def counting(path):
    opened = new_match(Options(1, 7, 3, path), [Mind.HUMAN, Mind.HUMAN])
    yield opened
    opened.close()


@pytest.fixture
def screen(counting):
    counting.advance(STEPS * BEGIN_MS)
    return counting


def test_a_match_begins_when_it_is_counted_down(counting, path):
    run(counting, 60)
    counting.advance(STEPS * BEGIN_MS)
    run(counting, 5)
    counting.close()

    assert played(path)[2] == 1 + 5


def test_keys_held_while_it_is_counted_down_count_and_taps_do_not(counting, path):
    key(counting, pygame.K_d, pygame.K_e)
    key(counting, pygame.K_e, up=True)
    counting.advance(STEPS * BEGIN_MS)
    run(counting, 5)
    counting.close()

    inputs = [event.data.held for event in played(path)[1] if event.type is Facts.INPUT_CHANGED]
    assert inputs == [Held.RIGHT]


def test_a_pause_before_the_match_begins_counts_down_again(counting, path):
    run(counting, 60)
    key(counting, pygame.K_ESCAPE)
    run(counting, 300)
    key(counting, pygame.K_ESCAPE)
    run(counting, 60)
    counting.close()

    assert played(path)[2] == 1


def test_nothing_lies_behind_the_begin_of_a_match(counting, path):
    key(counting, pygame.K_r)
    run(counting, 20)
    key(counting, pygame.K_r, up=True)
    run(counting, 20)
    counting.close()

    assert played(path)[2] == 1


def test_held_keys_walk_and_released_keys_stop(screen, path):
    key(screen, pygame.K_d)
    run(screen, 30)
    key(screen, pygame.K_d, up=True)
    run(screen, 10)
    screen.close()

    state, _, frames = played(path)
    assert state.players[0].position(frames)[0] == 140 * 60 + 30 * 230
    assert state.players[0].vx == 0


def test_arrows_do_what_wasd_does(screen, path):
    key(screen, pygame.K_RIGHT, pygame.K_DOWN)
    run(screen, 2)
    screen.close()

    state, _, _ = played(path)
    assert state.players[0].vx > 0
    assert state.players[0].vy > 0


def test_a_tap_that_is_over_before_the_frame_still_counts(screen, path):
    run(screen, 1)
    key(screen, pygame.K_e)
    key(screen, pygame.K_e, up=True)
    run(screen, 3)
    screen.close()

    inputs = [event.data.held for event in played(path)[1] if event.type is Facts.INPUT_CHANGED]
    assert inputs == [32, 0]


@pytest.mark.parametrize(("code", "slot"), [(pygame.K_1, 0), (pygame.K_4, 3), (pygame.K_6, 5)])
def test_number_keys_choose_a_slot(screen, path, code, slot):
    key(screen, pygame.K_2, code)
    run(screen, 2)
    screen.close()

    assert played(path)[0].players[0].slot == slot


def test_the_wheel_goes_round_the_slots(screen, path):
    screen.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    run(screen, 2)
    screen.close()

    assert played(path)[0].players[0].slot == 5


def test_escape_pauses_and_resumes(screen, path):
    run(screen, 5)
    key(screen, pygame.K_ESCAPE)
    run(screen, 50)
    key(screen, pygame.K_ESCAPE)
    run(screen, 5)
    screen.close()

    assert played(path)[2] == 11


def test_losing_the_focus_pauses_and_lets_go_of_all_keys(screen, path):
    key(screen, pygame.K_d)
    run(screen, 5)
    screen.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    run(screen, 50)
    key(screen, pygame.K_ESCAPE)
    run(screen, 5)
    screen.close()

    state, _, frames = played(path)
    assert frames == 11
    assert state.players[0].held == 0


def test_giving_up_keeps_the_recording_and_marks_it(screen, path):
    run(screen, 20)
    key(screen, pygame.K_ESCAPE)
    key(screen, pygame.K_DOWN)
    key(screen, pygame.K_RETURN)
    screen.close()

    assert isinstance(screen.going, ToTitle)
    assert path.name in screen.going.notice
    with Recording(path, SCHEMA) as recording:
        assert (recording.frames, recording.complete) == (21, False)


def test_quitting_from_the_pause_leaves_the_game(screen):
    key(screen, pygame.K_ESCAPE)
    key(screen, pygame.K_UP)
    key(screen, pygame.K_RETURN)

    assert screen.going == Leave()


def test_the_end_leads_to_the_result_after_a_while(screen, path):
    run(screen, 3 * 60)
    assert screen.going is None

    run(screen, int(LINGER_MS / FRAME_MS) + 2)

    assert isinstance(screen.going, ToResult)
    assert screen.going.path == path
    with Recording(path, SCHEMA) as recording:
        assert recording.complete


def test_a_rematch_gets_a_file_of_its_own(screen):
    run(screen, 3 * 60 + int(LINGER_MS / FRAME_MS) + 2)

    assert screen.going.options.record is None


def test_no_recording_is_overwritten_unasked(screen, path):
    with pytest.raises(FileExistsError):
        new_match(Options(1, 7, 3, path), [Mind.HUMAN, Mind.HUMAN])


def test_every_state_of_the_screen_can_be_drawn(counting):
    surface, screen = pygame.Surface((1280, 720)), counting
    screen.draw(surface)
    pictures = {pygame.image.tobytes(surface, "RGB")}
    screen.advance(STEPS * BEGIN_MS)
    for code in (None, pygame.K_ESCAPE, pygame.K_ESCAPE):
        if code is not None:
            key(screen, code)
        run(screen, 20)
        screen.draw(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))

    assert len(pictures) == 4
