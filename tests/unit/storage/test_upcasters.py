"""Where the schema has changed, upcasters lead on; which to write, and their mistakes, are said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, make_dataclass
from enum import Enum, Flag
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import pytest
from treasure import Coin, Gem, Größe, Jewel, Size, Took, one, values, write

from replay import EventType, Recording, Schema, WrongSchema
from replay.values.named_fields import NamedFields


def types(**fields: Any) -> type:
    return make_dataclass("Took", list(fields.items()), frozen=True, slots=True)


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


T = TypeVar("T")


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
