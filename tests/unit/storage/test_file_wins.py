"""What a file says of itself holds, whatever the code that reads it has become since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from datetime import timedelta
from enum import Enum, Flag
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import pytest

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
from replay.values.named_fields import NamedFields

T = TypeVar("T")


class Facts(EventType):
    PAID = int


SLOW = Schema("shop", Facts, frame_rate=30)
FAST = Schema("shop", Facts, frame_rate=60)
EUROS = Schema("shop", Facts, version=1)
CENTS = Schema(
    "shop", Facts, version=2, upcasters={1: lambda n, f: [(n, {"value": f["value"] * 100})]}
)


def write(path: Path, schema: Schema, *values: Any, **options: Any) -> Path:
    with Recorder(path, schema, **options) as recorder:
        for frame, value in enumerate(values):
            recorder.append(Event(next(iter(schema.events)), value, frame))
    return path


def values(recording: Recording) -> list[Any]:
    return [event.data for event in recording.events()]


def test_a_recording_plays_at_its_own_rate_whatever_the_schema_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, *range(3000))

    with Recording(path, SLOW) as slow, Recording(path, FAST) as fast:
        assert fast.schema.frame_rate == 30
        assert FAST.frame_rate == 60
        assert [e.timestamp for e in fast.events()] == [e.timestamp for e in slow.events()]


def test_an_older_recording_plays_at_its_own_rate_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 5)
    newer = Schema("shop", Facts, version=2, frame_rate=60, upcasters=CENTS.upcasters)

    with Recording(path, newer) as recording:
        assert (recording.schema.frame_rate, values(recording)) == (30, [500])


def test_a_match_is_not_gone_on_with_at_another_rate(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 1, 2)
    before = path.read_bytes()

    with pytest.raises(WrongSchema, match="30 frames a second, not 60"):
        Recorder(path, FAST, existing="continue")
    with pytest.raises(WrongSchema, match="30 frames a second, not 60"):
        fork(path, tmp_path / "b.replay", frame=0, schema=FAST)

    assert path.read_bytes() == before
    assert not (tmp_path / "b.replay").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rules_version": 4}, "rules_version 3, not 4"),
        ({"metadata": {"seed": 8}}, "7 as metadata 'seed', not 8"),
        ({"metadata": {"arena": "sand"}}, "nothing as metadata 'arena', not 'sand'"),
        ({"metadata": {"players": [{"name": "Bo"}]}}, "metadata 'players'"),
    ],
)
def test_what_contradicts_the_file_is_refused_and_how_to_go_on_is_said(
    given: dict[str, Any], told: str, tmp_path: Path
) -> None:
    facts = {"seed": 7, "players": [{"name": "Al", "bot": True}]}
    path = write(tmp_path / "a.replay", EUROS, 1, metadata=facts, rules_version=3)
    before = path.read_bytes()

    with pytest.raises(ValueError, match=told) as refused:
        Recorder(path, EUROS, existing="continue", **given)

    assert "leave it out" in str(refused.value)
    assert "fork" in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "given",
    [{}, {"rules_version": 3}, {"metadata": {}}, {"metadata": {"players": ({"bot": 1, "x": 2},)}}],
)
def test_what_agrees_with_the_file_or_is_left_out_goes_on(
    given: dict[str, Any], tmp_path: Path
) -> None:
    facts = {"seed": 7, "players": [{"x": 2, "bot": 1}]}
    path = write(tmp_path / "a.replay", EUROS, 1, metadata=facts, rules_version=3)

    with Recorder(path, EUROS, existing="continue", **given) as recorder:
        recorder.append(Event(Facts.PAID, 2, 1))

    with Recording(path, EUROS) as recording:
        assert values(recording) == [1, 2]
        assert (recording.rules_version, dict(recording.metadata)) == (3, facts)


class Newer(EventType):
    PAID = str


NEWER = Schema("shop", Newer, version=3)


@pytest.mark.parametrize(
    ("first", "then", "read"),
    [
        ((EUROS, 5), (CENTS, 700), [700]),
        ((CENTS, 700), (EUROS, 5), [500]),
        ((NEWER, "7 EUR"), (CENTS, 700), [700]),
        ((NEWER, "7 EUR"), (EUROS, 5), [500]),
        ((EUROS, 5), (NEWER, "7 EUR"), ["7 EUR"]),
    ],
    ids=["older", "newer", "unknown", "unknown and older", "to unknown"],
)
@pytest.mark.parametrize("in_place", [False, True])
def test_a_replaced_file_is_read_as_if_it_were_opened_anew(
    first: tuple[Schema, Any],
    then: tuple[Schema, Any],
    read: list[Any],
    in_place: bool,
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "a.replay", *first)
    other = write(tmp_path / "b.replay", *then, metadata={"seed": 1, "longer": "than it was"})
    with Recording(path, CENTS) as recording:
        assert len(recording) == 1

        if in_place:
            path.write_bytes(other.read_bytes())
        else:
            other.replace(path)

        assert recording.refresh()
        assert recording.generation == 1
        with Recording(path, CENTS) as anew:
            assert recording.schema_version == anew.schema_version == then[0].version
            assert recording.unknown_types == anew.unknown_types
            assert values(recording) == values(anew) == read
            assert [e.type.name for e in recording.events()] == ["PAID"]
            known = list(recording.events(types={Facts.PAID}))
            assert len(known) == (then[0] is not NEWER)


def test_events_are_read_to_their_end_from_the_file_that_was_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", EUROS, *range(5000), live=False)
    with Recording(path, EUROS) as recording:
        events = recording.events()
        begun = [next(events).data for _ in range(10)]

        write(path, EUROS, *range(9000, 9500), existing="replace")
        recording.refresh()

        assert begun + [event.data for event in events] == list(range(5000))
        assert values(recording) == list(range(9000, 9500))


def test_names_made_of_a_file_are_the_same_events_when_its_match_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, EUROS)
    recorder.append(Event(Facts.PAID, 1))
    recorder.end_frame(0)
    with Recording(path) as recording:
        paid = recording.schema.events["PAID"]

        recorder.close()

        assert recording.refresh()
        assert [event.data for event in recording.events(types={paid})] == [1]


# Renamed classes, other orders.


class Size(Enum):
    SMALL = 1
    BIG = 2


class Größe(Enum):
    BIG = "b"
    SMALL = "s"
    HUGE = "h"


@dataclass(frozen=True, slots=True)
class Coin:
    worth: int


@dataclass(frozen=True, slots=True)
class Gem:
    worth: int
    colour: str


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    what: Coin | Gem | None
    size: Size
    path: tuple[Coin | Size, ...] = ()


@dataclass(frozen=True, slots=True)
class Jewel:
    colour: str
    worth: int


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


def types(**fields: Any) -> type:
    return make_dataclass("Took", list(fields.items()), frozen=True, slots=True)


def one(payload: type) -> Schema:
    return Schema("g", EventType("F", [("TOOK", payload)]))


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (types(a=int), types(a=str), r"TOOK\.a is int in the file and str here"),
        (types(a=int), types(b=int), r"TOOK\.a is int in the file and not here"),
        (types(a=int), types(a=int, b=str), r"TOOK\.b is str here and not in the file"),
        (types(a=Größe), types(a=Size), r"TOOK\.a may be HUGE in the file"),
        (types(a=int | None), types(a=int), r"TOOK\.a may be None in the file"),
        (types(a=tuple[int, ...]), types(a=tuple[str, ...]), r"TOOK\.a\[0\] is int"),
        (types(a=Gem), types(a=Coin), r"TOOK\.a\.colour is str in the file and not here"),
        (types(a=Gem | None), types(a=Coin | None), r"TOOK\.a may be Gem in the file, and none"),
        (int, str, "TOOK is int in the file and str here"),
        (types(a=int), int, "TOOK is Took in the file and int here"),
    ],
)
def test_what_differs_is_named_and_the_upcaster_to_write_is_shown(
    then: type, now: type, told: str, tmp_path: Path
) -> None:
    write(tmp_path / "a.replay", one(then))

    with pytest.raises(WrongSchema, match=told) as refused:
        Recording(tmp_path / "a.replay", one(now))

    shown = refused.value.advice.split("upcasters=")[1]
    assert "version=2" in refused.value.advice
    upcaster = eval(shown)[1]
    wanted = ["value"] if now in (int, str) else list(now.__annotations__)
    ((name, fields),) = upcaster("TOOK", dict.fromkeys([*"ab", "value"], 7))
    assert (name, list(fields)) == ("TOOK", wanted)
    assert upcaster("LOST", {}) == [("LOST", {})]


def test_what_has_a_default_is_left_to_it_by_the_upcaster_that_is_shown(tmp_path: Path) -> None:
    before = types(what=Coin)
    path = write(tmp_path / "a.replay", one(before), before(Coin(3)))

    with pytest.raises(WrongSchema, match=r"TOOK\.why is str here") as refused:
        Recording(path, one(Said))

    shown = eval(refused.value.advice.split("upcasters=")[1])
    assert shown[1]("TOOK", {"what": "kept"}) == [("TOOK", {"what": "kept"})]
    events = EventType("F", [("TOOK", Said)])
    with Recording(path, Schema("g", events, version=2, upcasters={1: SAME})) as recording:
        assert values(recording) == [Said(Coin(3))]


# Upcasters.


@dataclass(frozen=True, slots=True)
class Mood:
    worth: int


class Wish(Enum):
    BIG = 1


@dataclass(frozen=True, slots=True)
class Said:
    what: Coin | Gem | Mood | Size | Wish | str | tuple[Coin | Mood | None, ...]
    why: str = "no reason"
    where: tuple[int, ...] = ()
    size: Size = Size.BIG
    purse: Coin | None = None


class Talk(EventType):
    SAID = Said


SAME: Callable[..., Any] = lambda name, fields: [(name, fields)]  # noqa: E731


@pytest.mark.parametrize(
    "what",
    [Coin(1), Mood(1), Gem(1, "red"), Size.BIG, Wish.BIG, "BIG", (), (Mood(1), None, Coin(2))],
    ids=repr,
)
@pytest.mark.parametrize("steps", [1, 2])
def test_a_union_keeps_its_alternative_through_upcasters(
    what: Any, steps: int, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.replay", Schema("t", Talk), Said(what))
    upcasters = dict.fromkeys(range(1, steps + 1), SAME)

    with Recording(path, Schema("t", Talk, version=steps + 1, upcasters=upcasters)) as recording:
        (read,) = values(recording)

    assert read == Said(what)
    assert type(read.what) is type(what)


@dataclass(frozen=True, slots=True)
class Either:
    what: Coin | Gem


@dataclass(frozen=True, slots=True)
class Renamed:
    what: Jewel | Mood


@dataclass(frozen=True, slots=True)
class Unclear:
    what: Mood | Took | Jewel | Age


@dataclass(frozen=True, slots=True)
class Age:
    worth: int


def upcast(then: type, value: Any, now: type, path: Path, upcaster: Any = SAME) -> Any:
    write(path, one(then), value)
    events = EventType("F", [("TOOK", now)])
    with Recording(path, Schema("g", events, version=2, upcasters={1: upcaster})) as recording:
        (read,) = values(recording)
    return read


def test_without_a_class_of_its_name_the_only_one_that_fits_is_taken(tmp_path: Path) -> None:
    read = upcast(Either, Either(Gem(9, "red")), Renamed, tmp_path / "a.replay")
    assert read == Renamed(Jewel("red", 9))


def test_where_several_fit_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"TOOK\.what should be one of Mood .* fits several"):
        upcast(Either, Either(Coin(9)), Unclear, tmp_path / "a.replay")


def test_defaults_fill_what_an_upcaster_leaves_out(tmp_path: Path) -> None:
    def reworded(name: str, fields: dict[str, Any]) -> Any:
        yield name, {"what": NamedFields("Gem", {"colour": "blue", "worth": fields["value"]})}

    read = upcast(int, 3, Said, tmp_path / "a.replay", reworded)

    assert read == Said(Gem(3, "blue"))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda n, f: None, "returned None: a list of .name, fields by name. pairs is expected"),
        (lambda n, f: (n, f), "returned .*: a list of .name, fields by name. pairs"),
        (lambda n, f: n, "returned 'TOOK': a list of"),
        (lambda n, f: [n], "returned .*: a list of"),
        (lambda n, f: [("GONE", f)], "GONE .* version 2 has only the events TOOK"),
        (lambda n, f: [(n, {})], r"TOOK\.what is missing: Coin . Gem is expected"),
        (lambda n, f: [(n, {**f, "x": 1})], "TOOK has no field 'x', but what"),
        (lambda n, f: [(n, {"what": 1})], r"TOOK\.what should be one of Coin . Gem, and 1"),
        (
            lambda n, f: [(n, {"what": {"worth": 1}})],
            r"TOOK\.what should be one of Coin . Gem, and {'worth': 1}",
        ),
        (
            lambda n, f: [(n, {"what": NamedFields("Coin", {"worth": "1"})})],
            r"TOOK\.what\.worth should be int, not '1'",
        ),
    ],
)
def test_a_mistake_in_an_upcaster_names_event_version_and_what_was_expected(
    made: Any, told: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        upcast(Either, Either(Coin(9)), Either, tmp_path / "a.replay", made)

    assert "TOOK" in str(refused.value)
    assert "version 1" in str(refused.value) or "version 2" in str(refused.value)
    assert "frame 0" in str(refused.value)


def test_a_dict_for_a_nested_payload_is_told_what_to_be(tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True)
    class Holder:
        coin: Coin

    Holder.__annotations__["coin"] = Coin
    made: Any = lambda n, f: [(n, {"coin": {"worth": 1}})]  # noqa: E731
    with pytest.raises(ValueError, match=r"TOOK\.coin should be Coin, for .* NamedFields\('Coin'"):
        upcast(int, 1, Holder, tmp_path / "a.replay", made)


def test_what_an_upcaster_raises_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="vlaue") as raised:
        upcast(int, 1, int, tmp_path / "a.replay", lambda n, f: [(n, {"value": f["vlaue"]})])

    (note,) = raised.value.__notes__
    assert "from version 1" in note
    assert "TOOK of frame 0" in note


def test_times_continue_at_the_files_rate(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 1)
    with Recording(path) as recording:
        (begun,) = [event.timestamp for event in recording.events()]

    with Recorder(path, SLOW, existing="continue", live=False) as recorder:
        for frame in range(1, 3000):
            stamp = begun + timedelta(milliseconds=frame * 1000 // 30)
            recorder.append(Event(Facts.PAID, frame, frame, stamp))

    last = Recording(path, FAST).get_all_events()[-1]
    assert last.timestamp - begun == timedelta(milliseconds=2999 * 1000 // 30)


# What else a payload may hold.


class Allowed(Flag):
    READ = 1
    WRITE = 2
    SHARE = 4


class Permitted(Flag):
    SHARE = 1
    WRITE = 2
    READ = 4


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    inside: T


@dataclass(frozen=True, slots=True)
class Granted:
    what: Allowed
    box: Box[int] | Box[str]
    how: Literal["fast", "slow"] = "slow"


@dataclass(frozen=True, slots=True)
class Given:
    how: Literal["fast", "slow"]
    box: Box[str] | Box[int]
    what: Permitted = Permitted.READ | Permitted.SHARE


GRANTED = Granted(Allowed.WRITE | Allowed.READ, Box("x"), "fast")


@pytest.mark.parametrize("version", [1, 2])
def test_flags_literals_and_generics_are_read_by_name_too(version: int, tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", one(Granted), GRANTED)
    events = EventType("F", [("TOOK", Given)])
    upcasters = {1: SAME} if version == 2 else {}

    with Recording(path, Schema("g", events, version=version, upcasters=upcasters)) as recording:
        (read,) = values(recording)

    assert read == Given("fast", Box("x"), Permitted.WRITE | Permitted.READ)


def test_defaults_may_be_flags(tmp_path: Path) -> None:
    def without(name: str, fields: dict[str, Any]) -> Any:
        return [(name, {key: fields[key] for key in ("how", "box")})]

    read = upcast(Granted, GRANTED, Given, tmp_path / "a.replay", without)

    assert read == Given("fast", Box("x"), Permitted.READ | Permitted.SHARE)


def test_a_literal_that_an_upcaster_misses_is_named(tmp_path: Path) -> None:
    made: Any = lambda n, f: [(n, {**f, "how": "quickly"})]  # noqa: E731
    with pytest.raises(ValueError, match=r"version 2 made TOOK .* should be one of 'fast', 'slow'"):
        upcast(Granted, GRANTED, Granted, tmp_path / "a.replay", made)


def test_what_is_read_by_names_can_be_written_by_them(tmp_path: Path) -> None:
    facts = [Said(Wish.BIG), Said(Size.BIG), Said("BIG"), Said(Gem(1, "red"))]
    path = write(tmp_path / "a.replay", Schema("t", Talk), *facts)

    with Recording(path) as recording:
        copied = write(tmp_path / "b.replay", recording.schema, *values(recording))

    assert values(Recording(copied, Schema("t", Talk))) == facts
