"""A match that is taken back while it is played, and gone on with in a recording of its own."""

import os
import sys
from contextlib import closing

import pygame
import pytest

from game.match import LiveMatch
from game.model.events import SCHEMA, Facts, Mind
from game.model.fold import MatchState
from game.model.inputs import Held, Inputs
from game.options import Options
from game.rules.decide import RULES
from game.screens.countdown import STEPS, Countdown
from game.screens.play import BEGIN_MS, LINGER_MS, new_match
from game.screens.rewind_source import Past
from game.screens.rewinding import SLOWEST, Rewinding
from game.screens.screen import ToResult, ToTitle
from replay import Recorder, Recording, Timeline, fork, resimulate

FRAME_MS = 1000 / 60
MINDS = [Mind.HUMAN, Mind.HOARDER, Mind.THIEF]


def key(screen, *codes, up=False):
    for code in codes:
        screen.handle(pygame.event.Event(pygame.KEYUP if up else pygame.KEYDOWN, key=code))


def run(screen, frames):
    for _ in range(frames):
        screen.advance(FRAME_MS)


def rewind(screen, frames):
    key(screen, pygame.K_r)
    run(screen, frames)
    key(screen, pygame.K_r, up=True)


def count_down(screen):
    run(screen, 3 * 30 + 1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "match.replay"


@pytest.fixture
def screen(path):
    opened = new_match(Options(2, 7, 10, path), MINDS)
    opened.advance(STEPS * BEGIN_MS)
    yield opened
    opened.close()


def test_holding_r_runs_the_match_backwards_and_faster_the_longer(screen, path):
    run(screen, 300)
    with closing(Past(path)) as past:
        rewinding = Rewinding(past)
        steps = []
        for _ in range(50):
            before = past.frame
            rewinding.advance(1)
            steps.append(before - past.frame)

    assert steps[0] == SLOWEST
    assert steps == sorted(steps)
    assert past.frame < 200


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_match_whose_name_is_no_text_is_gone_on_with(tmp_path):
    with closing(
        new_match(Options(2, 7, 10, tmp_path / os.fsdecode(b"p\xe9.replay")), MINDS)
    ) as screen:
        screen.advance(STEPS * BEGIN_MS)
        run(screen, 200)
        rewind(screen, 20)
        screen.draw(pygame.Surface((1280, 720)))
        count_down(screen)
        run(screen, 20)
        screen.draw(pygame.Surface((1280, 720)))

        assert os.fsencode(screen.path.name) == b"p\xe9-branch1.replay"
        assert not screen.problem


def test_what_is_seen_on_the_way_back_is_what_was_there(screen, path):
    run(screen, 200)
    states = []
    with closing(Past(path)) as past:
        while past.frame > 100:
            past.back(1)
            states.append((past.frame, MatchState().dump(past.state)))

    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, MatchState())
        assert states == [(f, MatchState().dump(timeline.at(f))) for f, _ in states]


def test_a_past_ends_at_its_first_frame(screen, path):
    run(screen, 20)
    with closing(Past(path)) as past:
        past.back(500)

        assert past.frame == 0


def test_letting_go_plays_on_from_there_in_a_branch(screen, path):
    run(screen, 200)
    rewind(screen, 20)
    count_down(screen)
    run(screen, 30)
    screen.close()

    with Recording(path, SCHEMA) as parent, Recording(screen.path, SCHEMA) as branch:
        link = branch.lineage[-1]
        assert screen.path == path.with_name("match-branch1.replay")
        assert (link["name"], link["frame"]) == (path.name, 160)
        assert parent.frames == 201
        assert not parent.complete
        assert 161 + 20 < branch.frames < 201
        assert list(branch.events(stop=161)) == list(parent.events(stop=161))


def test_nothing_is_recorded_anew_until_the_countdown_is_over(screen, path):
    run(screen, 200)
    rewind(screen, 20)
    run(screen, 60)

    assert [one.name for one in path.parent.glob("*.replay")] == [path.name]


def test_one_can_go_back_further_during_the_countdown(screen):
    run(screen, 300)
    rewind(screen, 20)
    run(screen, 10)
    rewind(screen, 20)
    count_down(screen)

    assert screen.path.name == "match-branch1.replay"
    with Recording(screen.path, SCHEMA) as branch:
        assert branch.lineage[-1]["frame"] == 300 - 2 * 40


def test_a_branch_of_a_branch_is_numbered_on(screen):
    for _ in range(2):
        run(screen, 200)
        rewind(screen, 20)
        count_down(screen)

    assert screen.path.name == "match-branch2.replay"
    with Recording(screen.path, SCHEMA) as branch:
        assert len(branch.lineage) == 2


def test_a_tap_that_goes_nowhere_makes_no_branch(screen, path):
    run(screen, 100)
    rewind(screen, 0)
    run(screen, 30)

    assert screen.path == path
    screen.close()
    with Recording(path, SCHEMA) as recording:
        assert recording.frames == 131


def test_a_match_that_is_over_can_be_taken_back(screen, path):
    run(screen, 10 * 60 + 5)
    rewind(screen, 30)
    count_down(screen)
    run(screen, int(LINGER_MS / FRAME_MS))
    assert screen.going is None

    run(screen, 300)
    assert isinstance(screen.going, ToResult)
    assert screen.going.path == screen.path != path
    with Recording(path, SCHEMA) as recording:
        assert recording.complete


def test_keys_held_through_the_countdown_count_and_taps_do_not(screen):
    run(screen, 200)
    rewind(screen, 20)
    key(screen, pygame.K_d, pygame.K_e)
    key(screen, pygame.K_e, up=True)
    count_down(screen)
    run(screen, 5)
    screen.close()

    with Recording(screen.path, SCHEMA) as branch:
        own = branch.events(start=161, types=[Facts.INPUT_CHANGED])
        assert [event.data.held for event in own if event.data.player == 0] == [2]


def test_a_pause_stops_the_rewinding_and_counts_down_again(screen, path):
    run(screen, 200)
    key(screen, pygame.K_r)
    run(screen, 20)
    screen.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    run(screen, 300)
    assert screen.path == path

    key(screen, pygame.K_ESCAPE)
    count_down(screen)
    assert screen.path != path


def test_giving_up_in_the_past_keeps_the_match_that_was(screen, path):
    run(screen, 200)
    rewind(screen, 20)
    key(screen, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_RETURN)
    screen.close()

    assert isinstance(screen.going, ToTitle)
    assert path.name in screen.going.notice
    with Recording(path, SCHEMA) as recording:
        assert recording.frames == 201


def test_where_there_can_be_no_branch_the_match_goes_on_where_it_was(screen, path, monkeypatch):
    run(screen, 200)

    def refuse(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("game.screens.match_session.fork", refuse)
    rewind(screen, 20)
    count_down(screen)
    run(screen, 10)
    screen.close()

    assert "No space left" in screen.problem
    with Recording(path, SCHEMA) as recording:
        assert recording.frames > 205


def test_every_moment_of_it_can_be_drawn(screen):
    surface = pygame.Surface((1280, 720))
    pictures = set()

    def see():
        screen.draw(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))

    run(screen, 200)
    see()
    key(screen, pygame.K_r)
    run(screen, 20)
    see()
    key(screen, pygame.K_r, up=True)
    for _ in range(2):
        run(screen, 30)
        see()
    count_down(screen)
    see()

    assert len(pictures) == 5


def test_a_countdown_shows_three_two_one():
    countdown = Countdown(500)
    seen = []
    while not countdown.advance(100):
        seen.append(countdown.number)

    assert seen == [3] * 4 + [2] * 5 + [1] * 5


def test_a_branch_that_is_fed_the_parents_inputs_is_the_parent(tmp_path):
    parent, branch = tmp_path / "parent.replay", tmp_path / "branch.replay"
    with Recorder(parent, SCHEMA, projection=MatchState()) as recorder:
        match = LiveMatch(recorder, 7, [Mind.HOARDER, Mind.THIEF], 900)
        while not match.ended:
            match.advance({})
    with Recording(parent, SCHEMA) as recording:
        state = Timeline(recording, MatchState()).at(400)

    with fork(parent, branch, frame=400, schema=SCHEMA, projection=MatchState()) as recorder:
        match = LiveMatch.resumed(recorder, 7, state, 400)
        while not match.ended:
            match.advance({})

    with Recording(parent, SCHEMA) as one, Recording(branch, SCHEMA) as other:
        assert one.digest == other.digest


def test_a_taken_over_bot_does_what_the_person_wants_and_the_rules_agree(tmp_path):
    parent, branch = tmp_path / "parent.replay", tmp_path / "branch.replay"
    with Recorder(parent, SCHEMA, projection=MatchState()) as recorder:
        match = LiveMatch(recorder, 7, [Mind.HOARDER, Mind.THIEF], 900)
        while not match.ended:
            match.advance({})
    with Recording(parent, SCHEMA) as recording:
        state = Timeline(recording, MatchState()).at(400)

    with fork(parent, branch, frame=400, schema=SCHEMA, projection=MatchState()) as recorder:
        match = LiveMatch.resumed(recorder, 7, state, 400)
        while not match.ended:
            match.advance({1: Inputs(Held.LEFT)})

    with Recording(branch, SCHEMA) as recording:
        assert resimulate(recording, MatchState(), RULES, 7) is None
        assert recording.digest != Recording(parent, SCHEMA).digest
