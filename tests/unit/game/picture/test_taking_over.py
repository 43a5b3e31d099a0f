"""A recorded match is gone on with in the window that is open, or it is said why not."""

from pathlib import Path

import pygame
import pytest

from game import app
from game.match import LiveMatch
from game.model.events import SCHEMA, Mind
from game.model.fold import MatchState
from game.paths import branch_recording
from game.rules.decide import RULES
from game.screens.rewind_source import Past
from game.screens.taking_over import taking_over
from game.viewing.plugin import GAME
from replay import Recorder, Recording
from replay.games import CannotPlayOn
from replay.integrity.repair import repair

FRAME_MS = 1000 / 60
ROOT = Path(__file__).parents[4]
ESCAPE = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE)
UP = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_UP)
DOWN = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DOWN)
ENTER = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN)


def recorded(path, minds, rules_version=RULES.version, length=600, **metadata):
    with Recorder(
        path, SCHEMA, projection=MatchState(), metadata=metadata, rules_version=rules_version
    ) as recorder:
        match = LiveMatch(recorder, 7, minds, length)
        while not match.ended:
            match.advance({})
    return path


@pytest.fixture
def bots(tmp_path):
    return recorded(tmp_path / "bots.replay", [Mind.HOARDER, Mind.THIEF], seed=7)


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    monkeypatch.setattr("game.paths.recordings_folder", lambda: folder)
    return folder


@pytest.fixture
def window():
    pygame.display.init()
    yield pygame.display.set_mode((1280, 720))
    pygame.display.quit()


@pytest.fixture
def person(monkeypatch):
    """Somebody who plays some frames, then presses these keys, one each frame."""

    def plays(frames, *events):
        waiting = [[]] * frames + [[event] for event in events]
        monkeypatch.setattr(
            pygame.event, "get", lambda: waiting.pop(0) if waiting else [pygame.event.Event(0)]
        )
        monkeypatch.setattr(pygame.time, "wait", lambda ms: 0)
        clock = iter(n * FRAME_MS / 1000 for n in range(100_000))
        monkeypatch.setattr(app.time, "perf_counter", lambda: next(clock))

    return plays


def as_whom(path, frame, player):
    past = Past(path, frame)
    screen = taking_over(past, player)
    screen.close()
    return screen._you


def test_among_bots_one_plays_as_whom_one_looked_at(bots):
    assert as_whom(bots, 100, 1) == 1


def test_where_a_person_played_one_plays_as_that_person(tmp_path):
    path = recorded(tmp_path / "mine.replay", [Mind.HOARDER, Mind.HUMAN, Mind.THIEF], seed=7)

    assert as_whom(path, 100, 0) == 1


def test_the_branch_lies_among_ones_own_recordings_and_the_parent_is_as_it_was(
    bots, own_folder, window, person
):
    before = bots.read_bytes()
    person(260, ESCAPE, DOWN, ENTER)

    branch = GAME.play_on(bots, 200, 1)

    assert branch == own_folder / "bots-branch1.replay"
    assert bots.read_bytes() == before
    with Recording(branch, SCHEMA) as recording:
        assert recording.lineage[-1]["frame"] == 200
        assert recording.frames > 201
        assert not recording.complete
    assert pygame.display.get_surface() is window


def test_giving_up_before_anything_was_played_leaves_no_file(bots, own_folder, window, person):
    person(5, ESCAPE, DOWN, ENTER)

    assert GAME.play_on(bots, 200, 1) is None
    assert not own_folder.exists()


def test_quitting_is_passed_on_to_whoever_lent_the_window(bots, own_folder, window, person):
    person(5, ESCAPE, UP, ENTER)
    posted = []
    pygame.event.post, post = posted.append, pygame.event.post
    try:
        GAME.play_on(bots, 200, 1)
    finally:
        pygame.event.post = post

    assert [event.type for event in posted] == [pygame.QUIT]


@pytest.mark.parametrize(
    ("changes", "frame", "why"),
    [
        ({}, 600, "over"),
        ({"seed": None}, 100, "seed"),
        ({"rules_version": RULES.version + 1}, 100, f"these are rules {RULES.version}"),
    ],
)
def test_what_cannot_be_gone_on_with_is_said(tmp_path, window, changes, frame, why):
    path = recorded(tmp_path / "it.replay", [Mind.HOARDER], **({"seed": 7} | changes))

    with pytest.raises(CannotPlayOn, match=why):
        GAME.play_on(path, frame, 0)


def test_older_events_can_be_watched_but_not_gone_on_with(window):
    golden = sorted((ROOT / "recordings" / "golden").glob("packrat-v1*.replay"))[0]

    with pytest.raises(CannotPlayOn, match="of version 1"):
        GAME.play_on(golden, 100, 0)


def test_behind_a_gap_nothing_can_be_gone_on_with(tmp_path, window):
    minds = [Mind.HOARDER, Mind.THIEF] * 2
    path = recorded(tmp_path / "whole.replay", minds, length=10_800, seed=7)
    with Recording(path) as recording:
        contents = recording.reader.contents
        middle = contents.offsets[1] + contents.sizes[1] // 2
    broken = bytearray(path.read_bytes())
    broken[middle] ^= 4
    (tmp_path / "broken.replay").write_bytes(broken)
    repair(tmp_path / "broken.replay", tmp_path / "gap.replay")

    with pytest.raises(CannotPlayOn, match="lost"):
        GAME.play_on(tmp_path / "gap.replay", 10_700, 0)


def test_where_there_can_be_no_branch_it_is_said(bots, window, person, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr("game.paths.recordings_folder", lambda: tmp_path / "file" / "mine")
    person(300)

    with pytest.raises(CannotPlayOn, match="Can't resume from there"):
        GAME.play_on(bots, 200, 1)


def test_no_branch_has_a_name_that_is_taken(tmp_path):
    for name in ("a.replay", "a-branch1.replay", "a-branch3.replay"):
        (tmp_path / name).touch()

    found = [
        branch_recording(tmp_path / name, beside=True).name
        for name in ("a.replay", "a-branch1.replay")
    ]

    assert found == ["a-branch2.replay"] * 2
