"""Players by their numbers: whoever left, joined late, or has a number after a hole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventType, Projection, Recorder, Schema
from replay.games import EventText as Said
from replay.games import Game, HitTarget, Lane, PlayerCard
from replay.playback.commands import SeekTo, TakeOver
from replay.viewer.model import session as sessions
from replay.viewer.model.blame_chain import Blamed, picked_bag, picked_slot
from replay.viewer.model.cards import beside, by_number, looked_at
from replay.viewer.model.session import Session, open_session
from replay.viewer.outcome import PlayOn
from replay.viewer.panels import feed, fields
from replay.viewer.viewer import Viewer

BlamedAt = Callable[[Session, HitTarget, int], Blamed]

Press = Callable[..., None]
Watch = Callable[..., Viewer]


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    item: int


@dataclass(frozen=True, slots=True)
class Joined:
    player: int
    name: str


@dataclass(frozen=True, slots=True)
class Left:
    player: int


class Facts(EventType):
    TOOK = Took
    JOINED = Joined
    LEFT = Left


class Names(Projection[Any, dict[int, str]]):
    name = "names"

    def initial(self) -> dict[int, str]:
        return {}

    def apply(self, state: dict[int, str], event: Event[Any]) -> dict[int, str]:
        match event.data:
            case Joined(player, name):
                state[player] = name
            case Left(player):
                del state[player]
        return state

    def dump(self, state: dict[int, str]) -> object:
        return [list(one) for one in state.items()]

    def load(self, saved: Any) -> dict[int, str]:
        return dict(map(tuple, saved))


def words(event: Event[Any], state: object) -> Said:
    match event.data:
        case Took(player, item):
            return Said(player, "took", f"#{item}")
        case Joined(player, _):
            return Said(player, "joined")
        case Left(player):
            return Said(player, "left")
    raise TypeError(event)


def cards(state: dict[int, str], frame: int) -> list[PlayerCard]:
    return [PlayerCard(name, "#e0605e", number=n) for n, name in sorted(state.items())]


SCHEMA = Schema(game="guests", events=Facts)
GUESTS = Game(
    schema=SCHEMA,
    projection=Names(),
    words=words,
    cards=cards,
    play_on=lambda path, frame, player: None,
    lanes=(Lane("all", frozenset(Facts), "#63c07f"),),
)
STORY = (
    (0, Joined(0, "Ana")),
    (0, Joined(1, "Bo")),
    (60, Took(0, 1)),
    (120, Took(1, 2)),
    (180, Left(0)),
    (240, Joined(4, "Cy")),
    (300, Took(4, 3)),
)


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    types = {Took: Facts.TOOK, Joined: Facts.JOINED, Left: Facts.LEFT}
    with Recorder(tmp_path / "guests.replay", SCHEMA, projection=Names()) as recorder:
        for frame, data in STORY:
            recorder.append(Event(types[type(data)], data, frame))
        recorder.end_frame(600)
    monkeypatch.setattr(sessions, "find_game", lambda name: GUESTS)
    pygame.display.init()
    pygame.display.set_mode((1280, 720))
    session = open_session(tmp_path / "guests.replay")
    yield Viewer(session, (1280, 720), lambda: None)
    session.close()
    pygame.display.quit()


def test_everybody_is_called_by_the_own_name_in_the_list(viewer: Viewer) -> None:
    session = viewer.session
    rows = session.rows(session.listed(quiet=True), 0, len(STORY))

    told = [
        (session.player(row.actor, row.frame)[0], row.verb) for row in rows if row.actor is not None
    ]

    assert told == [
        ("Ana", "joined"), ("Bo", "joined"), ("Ana", "took"), ("Bo", "took"), ("Ana", "left"),
        ("Cy", "joined"), ("Cy", "took"),
    ]  # fmt: skip


def test_blame_names_who_did_it(viewer: Viewer, blamed_at: BlamedAt) -> None:
    told = [blamed_at(viewer.session, HitTarget(f"#{n}", item=n), 400) for n in (1, 2, 3)]

    assert [step.says for blamed in told for step in blamed.steps] == [
        "Ana took", "Bo took", "Cy took",
    ]  # fmt: skip


def test_whoever_is_looked_at_is_taken_over(viewer: Viewer, press: Press) -> None:
    viewer.do(SeekTo(400))
    taken = []
    for _ in range(3):
        viewer.do(TakeOver())
        taken.append(viewer.outcome)
        press(viewer, "Tab")

    assert taken == [PlayOn(400, 1), PlayOn(400, 4), PlayOn(400, 1)]


def test_a_click_on_a_card_looks_at_its_player_wherever_that_one_is_later(viewer: Viewer) -> None:
    viewer.do(SeekTo(150))
    viewer.paint(pygame.Surface((1280, 720)))
    scene = viewer.scene
    box = scene.layout.inspector
    hits = {
        viewer.panels.inspector.command_at(scene, (x, y))
        for x in range(box.left, box.right, 8)
        for y in range(box.top, box.bottom, 8)
    }

    assert {hit.player for hit in hits if hit is not None} == {0, 1}


numbers = st.lists(st.integers(0, 30), unique=True, min_size=1)


@given(numbers, st.integers(0, 30), st.integers(-5, 5))
def test_tab_goes_round_by_the_cards_there_are(there: list[int], player: int, steps: int) -> None:
    known = by_number([PlayerCard(str(n), "#000000", number=n) for n in there])

    assert list(known) == there
    assert known[looked_at(known, player)].name == str(looked_at(known, player))
    assert beside(known, beside(known, player, steps), -steps) == looked_at(known, player)


def test_cards_without_numbers_are_numbered_by_their_places() -> None:
    card = PlayerCard("Ana", "#000000")

    assert list(by_number([card, replace(card, name="Bo")])) == [0, 1]


def test_there_is_room_for_all_bags_where_more_play_than_at_the_end(viewer: Viewer) -> None:
    height = viewer.scene.layout.inspector.height
    session = viewer.session
    many = by_number([PlayerCard(str(n), "#e0605e") for n in range(8)])
    session.cards = lambda frame: many  # type: ignore[method-assign]

    viewer.do(SeekTo(100))

    assert viewer.scene.layout.inspector.height > height


def test_without_cards_people_are_called_as_the_header_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "find_game", lambda name: replace(GUESTS, cards=None))
    metadata = {"players": ["Ana", {"name": "Bo", "mind": "human"}, 7]}
    with Recorder(tmp_path / "a.replay", SCHEMA, projection=Names(), metadata=metadata) as recorder:
        recorder.end_frame(10)
    session = open_session(tmp_path / "a.replay")

    assert session.tells_who
    assert [session.player(number, 5)[0] for number in range(-1, 4)] == [
        "player -1", "Ana", "Bo", "player 2", "player 3",
    ]  # fmt: skip
    session.close()


def test_who_has_an_empty_name_is_seen(viewer: Viewer) -> None:
    nameless = PlayerCard("", "#e0605e", number=0, slots=[None])
    viewer.session._players._at_end = by_number([nameless])

    assert viewer.session.player(0, 100)[0] == "''"
    assert picked_bag(nameless).words == "''"
    assert picked_slot(nameless, 0).words == "'''s slot 1"


@pytest.mark.parametrize("game", ["without a picture", "without cards"])
def test_the_latest_events_say_who(
    viewer: Viewer, monkeypatch: pytest.MonkeyPatch, game: str
) -> None:
    written: list[str] = []
    for module in (feed, fields):
        write = module.write
        monkeypatch.setattr(
            module,
            "write",
            lambda target, said, *place, w=write, **look: (
                written.append(said),
                w(target, said, *place, **look),
            )[1],
        )
    viewer.do(SeekTo(400))
    paint = {"without a picture": feed.paint_feed, "without cards": fields.paint_fields}[game]

    paint(pygame.Surface((1280, 720)), viewer.scene)

    assert "Cy" in written


def test_a_games_cards_are_asked_for_once_a_state_however_many_panels_show_them(
    watch: Watch,
) -> None:
    asked: list[int] = []

    def counted(state: Any, frame: int) -> list[PlayerCard]:
        asked.append(frame)
        return [PlayerCard("Ana", "#e0605e")]

    viewer, window = watch(cards=counted), pygame.Surface((1280, 720))
    viewer.paint(window)
    asked.clear()

    for frame in (7, 8, 200, 7):
        viewer.do(SeekTo(frame))
        viewer.paint(window)

    assert asked == [7, 8, 200, 7]
