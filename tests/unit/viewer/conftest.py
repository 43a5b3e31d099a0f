"""A tiny game of two players, its recordings, and viewers of them on surfaces without a window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from replay import Event, EventType, Projection, Recorder, Schema
from replay.games import EventText, Game, HitTarget, Lane, PlayerCard, Slot
from replay.viewer.model import session as sessions
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.blame_search import BlameSearch
from replay.viewer.model.recording_list import RecordingList
from replay.viewer.model.session import Session, open_session
from replay.viewer.viewer import Viewer

SIZE = 1280, 720
FRAMES = 600


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    item: int


class Facts(EventType):
    TOOK = Took
    BLINKED = int


SCHEMA = Schema(game="tiny", events=Facts)


class Bags(Projection[Took | int, dict[int, list[int]]]):
    name = "bags"

    def initial(self) -> dict[int, list[int]]:
        return {0: [], 1: []}

    def apply(self, state: Any, event: Event[Took | int]) -> dict[int, list[int]]:
        if isinstance(event.data, Took):
            state[event.data.player].append(event.data.item)
        return state

    def dump(self, state: dict[int, list[int]]) -> object:
        return [state[0], state[1]]

    def load(self, saved: Any) -> dict[int, list[int]]:
        return dict(enumerate(saved))


def draw(surface: pygame.Surface, state: dict[int, list[int]], frame: int) -> None:
    surface.fill((frame % 256, len(state[0]), 200))


def words(event: Event[Any], state: dict[int, list[int]]) -> EventText:
    if isinstance(event.data, Took):
        return EventText(event.data.player, "took", f"thing #{event.data.item}")
    return EventText(None, "blinked")


def cards(state: dict[int, list[int]], frame: int) -> list[PlayerCard]:
    return [
        PlayerCard(name, colour, [("things", str(len(state[n])))], [Slot(str(i)) for i in state[n]])
        for n, (name, colour) in enumerate([("Ana", "#e0605e"), ("Bo", "#5a8fe6")])
    ]


TINY = Game(
    schema=SCHEMA,
    projection=Bags(),
    draw=draw,
    size=(320, 180),
    words=words,
    cards=cards,
    lanes=(
        Lane("took", frozenset({Facts.TOOK}), "#63c07f", "up"),
        Lane("blinked", frozenset({Facts.BLINKED}), "#7d82a8", quiet=True),
    ),
)


def tiny_events(frames: int = FRAMES) -> Iterator[Event[Any]]:
    """Somebody takes a thing each 50 frames, somebody blinks each 7."""
    for frame in range(frames):
        if frame % 50 == 10:
            yield Event(Facts.TOOK, Took(frame // 50 % 2, frame // 50), frame)
        if frame % 7 == 3:
            yield Event(Facts.BLINKED, frame, frame)


@pytest.fixture
def blinks() -> Callable[[int], list[Event[Any]]]:
    """Somebody blinks in every second frame."""
    return lambda frames: [Event(Facts.BLINKED, n, n) for n in range(0, frames, 2)]


@pytest.fixture
def new_recorder(tmp_path: Path) -> Callable[[], Recorder]:
    """Begin to record a match of the tiny game; it is still being written then."""
    return lambda: Recorder(tmp_path / "live.replay", SCHEMA, projection=Bags())


BlamedAt = Callable[[Session, HitTarget, int], Blamed]


@pytest.fixture
def blamed_at() -> BlamedAt:
    """Look for what led to something at a frame, until it is found."""

    def ask(session: Session, asked: HitTarget, frame: int) -> Blamed:
        search = session.search_for_blame(asked, frame)
        assert isinstance(search, BlameSearch)
        search.wait(20)
        found = session.blamed(search)
        assert isinstance(found, Blamed)
        return found

    return ask


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy machine take its time to find what led to something."""
    monkeypatch.setattr("replay.viewer.model.blaming.AT_ONCE_S", 20)


@pytest.fixture
def tiny() -> Game:
    return TINY


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    """Write a recording of the tiny game."""

    def write(
        name: str = "tiny.replay", frames: int = FRAMES, events: Sequence[Event[Any]] | None = None
    ) -> Path:
        path = tmp_path / name
        with Recorder(
            path, SCHEMA, projection=Bags(), metadata={"seed": 7}, existing="replace"
        ) as recorder:
            for event in tiny_events(frames) if events is None else events:
                recorder.append(event)
            if frames:
                recorder.end_frame(frames - 1)
        return path

    return write


@pytest.fixture
def open_tiny(
    record: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Session]]:
    """Open a recording of the tiny game; keyword arguments change the game, ``None`` hides it."""
    opened: list[Session] = []

    def open_it(path: Path | None = None, game: Game | None = TINY, **changes: Any) -> Session:
        found = replace(game, **changes) if game is not None else None
        monkeypatch.setattr(sessions, "find_game", lambda name: found)
        session = open_session(path or record())
        opened.append(session)
        while not session.index.done:
            session.learn(session.first, 100_000)
        return session

    pygame.display.init()
    pygame.display.set_mode(SIZE)
    yield open_it
    for session in opened:
        session.close()
    pygame.display.quit()


@pytest.fixture
def passed_around(record: Callable[..., Path]) -> Path:
    """A recording in which one thing, #4, is taken twelve times by turns."""
    return record("around.replay", 600, [took(n % 2, 4, 50 * n) for n in range(12)])


def took(player: int, item: int, frame: int) -> Event[Any]:
    return Event(Facts.TOOK, Took(player, item), frame)


@pytest.fixture
def watch(open_tiny: Callable[..., Session]) -> Callable[..., Viewer]:
    """Open a recording of the tiny game in a viewer."""

    def open_it(size: tuple[int, int] = SIZE, **options: Any) -> Viewer:
        return Viewer(open_tiny(**options), size, lambda: None)

    return open_it


@pytest.fixture
def press() -> Callable[..., None]:
    """Press keys, by their names as the key table has them."""

    def press_keys(viewer: Any, *strokes: str, release: bool = True) -> None:
        for stroke in strokes:
            event = key_press(stroke)
            viewer.handle(event)
            if release:
                viewer.handle(pygame.event.Event(pygame.KEYUP, key=event.key, mod=0))

    return press_keys


@pytest.fixture
def stroke_event() -> Callable[[str], pygame.event.Event]:
    """Return the event that a stroke of the key table is."""
    return key_press


def key_press(stroke: str) -> pygame.event.Event:
    from replay.ui.keyboard import NAMED

    cut = stroke.rfind("+", 0, -1) + 1
    before, last = stroke[:cut], stroke[cut:]
    mod = pygame.KMOD_LSHIFT * ("Shift" in before) | pygame.KMOD_LCTRL * ("Ctrl" in before)
    named = {name: key for key, name in NAMED.items()}
    key = named.get(last) or ord(last.lower())
    typed = last.lower() if len(last) == 1 else ""
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=typed)


@pytest.fixture
def a_window() -> Iterator[pygame.Surface]:
    pygame.display.init()
    yield pygame.display.set_mode((900, 560))
    pygame.display.quit()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Game]:
    """Install the tiny game for the list of recordings, and no other; arguments change it."""

    def install(**changes: Any) -> Game:
        game = replace(TINY, **changes)
        found = {"tiny": game}
        monkeypatch.setattr("replay.viewer.model.known_games.find_game", found.get)
        return game

    return install


@pytest.fixture
def settled() -> Callable[[Any], Any]:
    """Let time pass for a list of recordings until nothing changes by itself any more."""

    def settle(listed: Any) -> Any:
        deadline = time.monotonic() + 60
        while listed.due_ms() is not None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
            listed.advance(100)
        return listed

    return settle


@pytest.fixture
def listed(tmp_path: Path, settled: Callable[[Any], Any]) -> Callable[[], RecordingList]:
    """List the recordings, and read all there is to read."""

    def read() -> RecordingList:
        recordings: RecordingList = settled(RecordingList([tmp_path]))
        return recordings

    return read
