"""Classes and their fields may be renamed and put in another order: the file's own names hold."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from pathlib import Path

import pytest
from treasure import Coin, Gem, Größe, Jewel, Size, Took, values, write

from replay import (
    Event,
    EventType,
    Recorder,
    Recording,
    Schema,
    WrongSchema,
    fork,
    get_most_collected,
)
from replay.cli.main import main


@dataclass(frozen=True)
class Taken:
    path: tuple[Größe | Coin, ...]
    size: Größe
    what: Jewel | Coin | None
    player: int


class Then(EventType):
    LOST = int
    TOOK = Took


class Now(EventType):
    TOOK = Taken
    WON = str
    LOST = int


THEN, NOW = Schema("cave", Then), Schema("cave", Now)


@pytest.mark.parametrize("live", [True, False])
def test_names_of_classes_and_orders_mean_nothing(live: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, THEN, live=live) as recorder:
        recorder.append(Event(Then.TOOK, Took(1, Gem(9, "red"), Size.BIG, (Size.SMALL, Coin(2)))))
        recorder.append(Event(Then.TOOK, Took(2, Coin(3), Size.SMALL)))
        recorder.append(Event(Then.LOST, 4, 1))
        recorder.append(Event(Then.TOOK, Took(3, None, Size.SMALL), 1))

    with Recording(path, NOW) as recording:
        assert [(event.type, event.data) for event in recording.events()] == [
            (Now.TOOK, Taken((Größe.SMALL, Coin(2)), Größe.BIG, Jewel("red", 9), 1)),
            (Now.TOOK, Taken((), Größe.SMALL, Coin(3), 2)),
            (Now.LOST, 4),
            (Now.TOOK, Taken((), Größe.SMALL, None, 3)),
        ]
        assert list(recording.events(types={Now.WON})) == []
        assert get_most_collected(recording, added=Now.LOST) == [(4, 1)]
        assert get_most_collected(recording, added=Now.WON) == []
        with pytest.raises(ValueError, match=r"TOOK\.size lies in the file in another form"):
            list(recording.values(Now.TOOK, "size"))
        assert [list(column) for column in recording.values(Now.TOOK, "player")] == [[1, 2, 3]]
        assert recording.digest == Recording(path, THEN).digest


def test_only_what_lies_in_the_same_places_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    renamed = make_dataclass("Money", [("worth", int)], frozen=True, slots=True)
    first = Schema("bank", EventType("F", [("PUT", Coin), ("GOT", int)]))
    same = Schema("bank", EventType("F", [("PUT", renamed), ("GOT", int)]))
    turned = Schema("bank", EventType("F", [("GOT", int), ("PUT", Coin)]))
    write(path, first, Coin(1))
    write(path, same, existing="continue")

    with Recorder(path, same, existing="continue") as recorder:
        recorder.append(Event(same.events["PUT"], renamed(2), 1))
    with pytest.raises(WrongSchema, match="another order"):
        Recorder(path, turned, existing="continue")
    with pytest.raises(WrongSchema, match="another order"):
        fork(path, tmp_path / "b.replay", frame=0, schema=turned)

    assert values(Recording(path, first)) == [Coin(1), Coin(2)]
    assert values(Recording(path, turned)) == [Coin(1), Coin(2)]


def test_a_branch_by_command_is_whole_where_the_game_has_another_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from replay.games import Game
    from replay.queries.event_counts import EventCounts

    monkeypatch.setattr("replay.cli.opening.find_game", lambda name: Game(NOW, EventCounts()))
    path = write(tmp_path / "a.replay", THEN, *range(9))

    assert main(["fork", str(path), "--frame", "4", "--output", str(tmp_path / "b.replay")]) == 0

    assert values(Recording(tmp_path / "b.replay", THEN)) == list(range(5))
