"""What a game or a file does wrong is shown in its place; the window lives on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from replay.games import EventText, HitTarget, Lane, PlayerCard, Slot
from replay.playback.commands import SeekTo
from replay.ui.theme import ORANGE
from replay.viewer.model import session as sessions
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import NOTHING_RECORDED, Session, open_session
from replay.viewer.model.state_cursor import NoStates, StateCursor
from replay.viewer.panels.picture import Picture
from replay.viewer.panels.state_tree import StateTree
from replay.viewer.viewer import Viewer

GOLDEN = Path(__file__).parents[3] / "recordings" / "golden"
Watch = Callable[..., Viewer]
OpenTiny = Callable[..., Session]


def broken(*_: Any) -> Any:
    raise RuntimeError("out of paint")


def picture_of(viewer: Viewer) -> bytes:
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("part", ["draw", "backdrop", "words", "cards", "icon", "pick"])
def test_a_game_whose_code_raises_is_still_watched(watch: Watch, part: str) -> None:
    viewer = watch(**{part: broken})
    middle = viewer.scene.layout.picture.middle
    viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=middle))

    assert picture_of(viewer)
    viewer.advance(100)
    assert viewer.scene.frame == 6


@pytest.mark.parametrize("part", ["draw", "cards"])
def test_a_frame_for_which_the_game_raises_says_why_and_the_others_are_shown(
    watch: Watch, tiny: Any, part: str
) -> None:
    place = {"draw": 2, "cards": 1}[part]

    def raises_in_frame_9(*arguments: Any) -> Any:
        if arguments[place] == 9:
            raise KeyError("ruby")
        return getattr(tiny, part)(*arguments) if getattr(tiny, part) else ()

    viewer = watch(**{part: raises_in_frame_9})
    told = {}
    for frame in (8, 9, 10):
        viewer.do(SeekTo(frame))
        assert picture_of(viewer)
        if part == "cards":
            shown = viewer.session.cards(frame)
        else:
            shown = viewer.scene.session.state(frame)
            picture = Picture(StateTree())._drawn(viewer.session.game, shown, frame)
            shown = picture if isinstance(picture, Problem) else None
        told[frame] = shown.sentence if isinstance(shown, Problem) else ""

    assert told[8] == told[10] == ""
    assert "frame 9" in told[9]
    assert "KeyError: 'ruby'" in told[9]


@pytest.mark.parametrize("part", ["words", "icon", "pick"])
def test_what_only_adds_to_the_picture_says_once_in_the_header_where_it_raised(
    watch: Watch, part: str
) -> None:
    viewer = watch(**{part: broken})
    before = viewer.session.failure
    viewer.do(SeekTo(300))
    middle = viewer.scene.layout.picture.middle
    viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=middle))
    viewer.advance(400)
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    failure, shown = viewer.session.failure, surface.copy()
    viewer.repaint()
    viewer.paint(surface)

    assert before == ""
    assert failure.startswith(f"{part}() failed for ")
    assert "frame" in failure
    assert failure.endswith("RuntimeError: out of paint")
    header = pygame.Rect(viewer.scene.layout.header)
    whole = pygame.image.tobytes(surface.subsurface(header), "RGB")
    assert pygame.image.tobytes(shown.subsurface(header), "RGB") == whole
    assert ORANGE[:3] in {tuple(surface.get_at((x, y))[:3]) for x, y in within(header)}


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"lanes": 7}, "not a list of Lane"),
        ({"lanes": ["PUT"]}, "not a list of Lane"),
        ({"size": (0, 0)}, "at least one pixel"),
        ({"size": "large"}, "a width and a height"),
        ({"size": (1280.0, 720.0)}, "a width and a height"),
    ],
)
def test_a_game_that_is_declared_wrongly_is_refused_in_words(
    tiny: Any, declared: dict[str, Any], told: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=told):
        replace(tiny, **declared)


def test_a_lane_that_is_declared_wrongly_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="its name is no text"):
        Lane(7, frozenset(), "red")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="its types are no event types"):
        Lane("put", 7, "red")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is none of up, down, star, dot, bar, diamond"):
        Lane("put", frozenset(), "red", "round")


def test_a_game_whose_lane_has_no_colour_that_pygame_knows_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tiny: Any
) -> None:
    lane = Lane("put", frozenset(), "reddish")
    monkeypatch.setattr(sessions, "find_game", lambda _: replace(tiny, lanes=[lane]))
    recording = next(GOLDEN.parent.glob("*.replay"))

    with closing(open_session(recording)) as session:
        assert session.game is None
        assert session.notice == "the lane 'put': pygame knows no colour 'reddish'"


class Untold(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words for it")


def untold(*_: Any) -> Any:
    raise Untold


WRONG: list[Any] = [
    7,
    "ruby",
    object(),
    [1],
    {"a": 1},
    EventText("Bo", "took"),  # type: ignore[arg-type]
    EventText(1, None),  # type: ignore[arg-type]
    HitTarget(7),  # type: ignore[arg-type]
    HitTarget("ruby", item=[1]),  # type: ignore[arg-type]
    HitTarget("ruby", path=3),  # type: ignore[arg-type]
    [PlayerCard("Bo", "no colour")],
    [PlayerCard(7, "red")],  # type: ignore[arg-type]
    [PlayerCard("Bo", "red", facts=[1])],  # type: ignore[list-item]
    [PlayerCard("Bo", "red", facts=[("score", 7)])],  # type: ignore[list-item]
    [PlayerCard("Bo", "red", slots=["ruby"])],  # type: ignore[list-item]
    [PlayerCard("Bo", "red", slots=[Slot(7)])],  # type: ignore[arg-type]
    [PlayerCard("Bo", "red", slots=3)],  # type: ignore[arg-type]
    [PlayerCard("Bo", "red", slots=iter([None]))],  # type: ignore[arg-type]
    [PlayerCard("Bo", "red", number=10**5000)],
    EventText(10**5000, "took"),
    [PlayerCard("Bo", "red", bag=3)],  # type: ignore[arg-type]
    [PlayerCard("Bo", "red", number="one")],  # type: ignore[arg-type]
]


def look_everywhere(viewer: Viewer) -> None:
    for frame in (0, 300):
        viewer.do(SeekTo(frame))
        for area in (viewer.scene.layout.picture, viewer.scene.layout.inspector):
            viewer.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=area.middle))
            viewer.handle(
                pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=area.middle, button=1, mod=0)
            )
            assert picture_of(viewer)


@pytest.mark.parametrize("part", ["words", "cards", "icon", "pick"])
@pytest.mark.parametrize("wrong", [*WRONG, None])
def test_a_function_of_a_game_that_returns_something_else_is_told_of(
    watch: Watch, part: str, wrong: Any
) -> None:
    viewer = watch(**{part: lambda *_: wrong})
    look_everywhere(viewer)

    may_be_none = part in ("icon", "pick")
    if wrong is None and may_be_none:
        assert viewer.session.failure == ""
    elif part == "cards":
        assert isinstance(viewer.session.cards(300), Problem)
    else:
        assert viewer.session.failure.startswith(f"{part}() failed for ")


@pytest.mark.parametrize("part", ["draw", "backdrop", "words", "cards", "icon", "pick"])
def test_an_exception_without_words_is_told_by_its_name(watch: Watch, part: str) -> None:
    viewer = watch(**{part: untold})
    look_everywhere(viewer)

    if part == "cards":
        assert viewer.session.cards(300).why == "Untold"
    elif part not in ("draw", "backdrop"):
        assert viewer.session.failure.endswith("Untold")


@pytest.mark.parametrize("icon", [broken, untold, lambda: None, lambda: "picture"])
@pytest.mark.parametrize("place", ["card", "slot"])
def test_an_icon_of_a_card_that_cannot_be_shown_is_told_in_the_header(
    watch: Watch, place: str, icon: Any
) -> None:
    slots = [Slot("ruby", icon if place == "slot" else None)]
    card = PlayerCard("Bo", "red", slots=slots, icon=icon if place == "card" else None)
    viewer = watch(cards=lambda *_: [card])
    look_everywhere(viewer)

    assert viewer.session.failure.startswith("icon() failed for the card of Bo: ")


@pytest.mark.parametrize("place", ["card", "slot"])
@pytest.mark.parametrize(
    "icon",
    [pygame.Surface((90, 90), 0, 8), pygame.Surface((0, 90)), pygame.Surface((90, 0))],
    ids=["with a palette", "narrow", "flat"],
)
def test_icons_of_odd_kinds_are_shown(watch: Watch, place: str, icon: pygame.Surface) -> None:
    slots = [Slot("ruby", (lambda: icon) if place == "slot" else None)]
    drawn = (lambda: icon) if place == "card" else None
    viewer = watch(cards=lambda *_: [PlayerCard("Bo", "red", slots=slots, icon=drawn)])
    look_everywhere(viewer)

    assert viewer.session.failure == ""


@pytest.mark.parametrize("part", ["words", "cards", "icon", "pick", "draw"])
def test_an_exception_with_odd_notes_is_told(watch: Watch, part: str) -> None:
    def noted(*_: Any) -> Any:
        raised = RuntimeError("out of paint")
        raised.__notes__ = 7  # type: ignore[assignment]
        raise raised

    look_everywhere(watch(**{part: noted}))


def within(area: pygame.Rect) -> Iterator[tuple[int, int]]:
    for x in range(area.left, area.right):
        for y in range(area.top, area.bottom):
            yield x, y


def test_a_raising_card_is_said(open_tiny: OpenTiny) -> None:
    cards = open_tiny(cards=broken).cards(0)

    assert cards == Problem(
        "The game's code could not list its players at frame 0", "RuntimeError: out of paint"
    )


def test_a_fold_that_raises_is_said(open_tiny: OpenTiny, tiny: Any) -> None:
    class Refuses(type(tiny.projection)):  # type: ignore[misc]
        name = "refuses"

        def apply(self, state: Any, event: Any) -> Any:
            raise KeyError("nobody")

    state = open_tiny(projection=Refuses()).state(300)

    assert isinstance(state, Problem)
    assert "KeyError" in state.why
    assert "when event 0, BLINKED of frame 3, was folded" in state.why


def test_without_the_game_events_are_told_by_their_names(open_tiny: OpenTiny) -> None:
    session = open_tiny(game=None)

    rows = session.rows(session.listed(quiet=False), 0, 2)

    assert session.notice == "the game 'tiny' is not installed here"
    assert [(row.verb, row.object) for row in rows] == [
        ("blinked", " 3"),
        ("took", "player 0, item 0"),
    ]
    assert [lane.name for lane in session.lanes] == ["took", "blinked"]


def test_without_the_game_there_is_something_to_see(watch: Watch) -> None:
    viewer = watch(game=None)
    first = picture_of(viewer)

    viewer.advance(2000)

    assert picture_of(viewer) != first


def test_a_recording_of_another_version_opens_by_names(
    record: Callable[..., Path], tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from replay import Schema

    newer = replace(tiny, schema=Schema(game="tiny", events=tiny.schema.events, version=2))
    monkeypatch.setattr(sessions, "find_game", lambda name: newer)

    session = open_session(record())

    assert session.game is None
    assert session.notice != ""
    session.close()


def test_a_recording_without_a_frame_says_so(
    open_tiny: OpenTiny, record: Callable[..., Path]
) -> None:
    session = open_tiny(path=record(frames=0, events=[]))
    viewer = Viewer(session, (1280, 720), lambda: None)

    assert picture_of(viewer)
    assert session.state(0) == NOTHING_RECORDED
    viewer.advance(100)
    assert viewer.due_ms() > 500


class FrameNumbers(NoStates):
    """States that are their frames; frame 13 cannot be read."""

    def at(self, frame: int) -> int:
        if frame == 13:
            raise ValueError("thirteen")
        return frame

    def walk(self, start: int, step: int) -> Iterator[tuple[int, int]]:
        frame = start
        while 0 <= frame < 100:
            yield frame, self.at(frame)
            frame += step


def test_any_order_of_asking_gives_each_frame_its_state() -> None:
    moments = StateCursor(FrameNumbers())
    order = [0, 1, 2, 5, 4, 3, 99, 13, 14, 12, 13, 12, 50, 49, 51, 51, 20, 21]

    states = [moments.at(frame) for frame in order]

    assert [s for s in states if isinstance(s, int)] == [frame for frame in order if frame != 13]
    assert sum(isinstance(state, Problem) for state in states) == 2
