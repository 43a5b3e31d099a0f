"""Which types a payload may have, what becomes of them, and how the others are refused."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field, make_dataclass
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Final, Generic, Literal, NewType, TypeVar

import pytest

from replay import Event, EventStore, EventType, Recorder, Recording, RecordingError, Schema
from replay.values.descriptions import MAX_FIELDS, MAX_NESTING
from replay.values.jsonable import jsonable
from replay.values.named_fields import NamedFields

T = TypeVar("T")
U = TypeVar("U")
PlayerId = NewType("PlayerId", int)


class Colour(Enum):
    RED = 1
    BLUE = 2
    CRIMSON = 1  # noqa: PIE796  # an alias is meant


class Weapon(IntEnum):
    SWORD = 1
    BOW = 2


class Armour(IntEnum):
    HELMET = 1
    SHIELD = 2


class Key(StrEnum):
    RED = "red"


class Gem(StrEnum):
    RUBY = "red"


class Held(IntFlag):
    LEFT = 1
    RIGHT = 2
    BOTH = 3
    DASH = 8


class May(Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True, slots=True)
class Item:
    name: str


@dataclass(frozen=True, slots=True)
class Sword(Item):
    damage: int


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    item: T
    more: tuple[T, ...] = ()


@dataclass(frozen=True)
class Labelled(Box[U], Generic[U, T]):
    label: T | None = None


@dataclass(frozen=True, slots=True)
class Swords(Box[Sword]):
    sharp: bool = True


def catalogue(*payloads: Any) -> Any:
    return EventType("Kinds", [(f"KIND_{n}", payload) for n, payload in enumerate(payloads)])


def holding(of: Any, **options: Any) -> Any:
    """Return a payload class with one field of this type."""
    return make_dataclass("Took", [("what", of)], frozen=True, **options)


def recorded(path: Path, payload: Any, of: Any = None, *, live: bool = True) -> Any:
    """Record one payload, and return it as it is read."""
    events = catalogue(of or type(payload))
    schema = Schema("kinds", events)
    with Recorder(path, schema, live=live, existing="replace") as recorder:
        recorder.append(Event(events.KIND_0, payload))
    with Recording(path) as alone:
        assert len(alone.get_all_events()) == 1
    with Recording(path, schema) as recording:
        (event,) = recording.get_all_events()
        return event.data


def by_name(path: Path) -> Any:
    """What is read of the recorded payload without its class."""
    with Recording(path) as recording:
        return recording.get_all_events()[0].data


def refusal(of: Any, value: Any = None) -> str:
    """What is said where a value, or its type alone, is refused."""
    with pytest.raises((TypeError, ValueError)) as refused:
        events = catalogue(of)
        Schema("kinds", events)
        EventStore[Any]().append(Event(events.KIND_0, value))
    return str(refused.value)


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize(
    ("of", "value"),
    [
        (PlayerId, 5),
        (Literal["a", "b"], "b"),
        (Literal[1, None, "a"], None),
        (Literal[Colour.RED] | Literal[Colour.BLUE] | None, Colour.BLUE),
        (Final[int], 3),
        (Annotated[int, "points"] | None, 3),
        ("tuple[int, ...]", (1, 2)),
        (Weapon | Armour, Armour.SHIELD),
        (tuple[Key | Gem, ...], (Gem.RUBY, Key.RED)),
        (Item | Sword, Sword("Durendal", 7)),
        (Held, Held.LEFT | Held.DASH),
        (tuple[Held, ...], (Held(0), Held.BOTH, Held.DASH)),
        (May | None, May.READ | May.WRITE),
        (Box[int] | Box[str], Box("a", ("b",))),
        (Box[int | float], Box(1, (2.0, 3))),
        (Box[float] | Box[int], Box(1)),
        (tuple[int, ...] | tuple[str, ...], ("a",)),
        (Swords, Swords(Sword("a", 1), (Sword("b", 2),), sharp=False)),
        (Labelled[int, Weapon], Labelled(1, (2,), Weapon.BOW)),
        (tuple[()] | int, ()),
    ],
    ids=str,
)
def test_ordinary_types_are_read_as_they_were_written(
    of: Any, value: Any, slots: bool, tmp_path: Path
) -> None:
    payload = holding(of, slots=slots)(value)

    read = recorded(tmp_path / "a.replay", payload)

    assert read == payload
    assert repr(read) == repr(payload)
    assert type(read.what) is type(value)


@pytest.mark.parametrize(
    ("of", "value"),
    [
        (PlayerId, 5),
        (Literal["a", "b"], "a"),
        (Box[int], Box(1, (2,))),
        (Swords, Swords(Sword("a", 1))),
    ],
    ids=str,
)
def test_they_may_be_payloads_themselves(of: Any, value: Any, tmp_path: Path) -> None:
    assert recorded(tmp_path / "a.replay", value, of) == value


WITH_PARAMETERS = """
from dataclasses import dataclass
type Both[A] = tuple[A, A]
type Either = int | str
@dataclass(frozen=True, slots=True)
class Pair[A, B]:
    first: A
    second: Both[B]
    third: Either | None = None
    fourth: "B | None" = None
"""
if sys.version_info >= (3, 12):  # which is new there

    def test_classes_and_aliases_with_type_parameters(tmp_path: Path) -> None:
        module = ModuleType("with_parameters")
        sys.modules[module.__name__] = module
        exec(WITH_PARAMETERS, vars(module))
        payload = module.Pair(1, ("a", "b"), "c", "d")

        assert recorded(tmp_path / "a.replay", payload, module.Pair[int, str]) == payload
        assert "Pair[int, str].second[1] should be str" in refusal(
            module.Pair[int, str], module.Pair(1, ("a", 2))
        )


@pytest.mark.parametrize(
    ("of", "value", "said"),
    [
        (Weapon, Armour.HELMET, "Took.what should be Weapon, not <Armour.HELMET: 1>"),
        (Weapon, 1, "Took.what should be Weapon, not 1"),
        (Weapon, True, "Took.what should be Weapon, not True"),
        (Weapon | Key, 1.0, "Took.what should be Weapon or Key, not 1.0"),
        (int, Weapon.BOW, "Took.what should be int, not <Weapon.BOW: 2>"),
        (Item, Sword("a", 1), "not Sword(name='a', damage=1): write Item | Sword where a Sword"),
        (Item | None, Sword("a", 1), "Took.what should be Item or None, not Sword(name='a'"),
        (tuple[Item, ...], (Item("a"), Sword("b", 2)), "Took.what[1] should be Item, not Sword("),
        (tuple[tuple[int, Item], ...], ((1, Item(2)),), "Took.what[0][1].name should be str"),  # type: ignore[arg-type]
        (tuple[int, ...], [1, 2], "Took.what should be tuple, not [1, 2]"),
        (tuple[int, str], (1,), "Took.what should have 2 items, not 1"),
        (Literal["a", "b"], "c", "Took.what should be one of 'a', 'b', not 'c'"),
        (Literal[Colour.RED], Colour.BLUE, "Took.what should be one of RED, not <Colour.BLUE"),
        (int, 2**63, "Took.what does not fit into 64 bits: it has 64"),
        (float | None, 10**400, "Took.what should be float, and no float equals the integer 1000"),
        (str, "\ud800", "Took.what is no text that UTF-8 can hold"),
        (May, May.READ.value, "Took.what should be May, not 1"),
        (Held, Held(64), "Took.what has bits that no member of Held names"),
        (Box[int], Box("a"), "Took.what.item should be int, not 'a'"),
        (bytes, bytearray(b"a"), "Took.what should be bytes, not bytearray"),
        (str, "x" * 2**18, "an event KIND_0 of 262159 bytes is larger than 131072"),
    ],
)
def test_a_wrong_value_is_refused_by_its_place(of: Any, value: Any, said: str) -> None:
    kind = holding(of)

    assert said in refusal(kind, kind(value))


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (
            list[int],
            "Took.what cannot be written: an event's data cannot hold list[int]: write tuple",
        ),
        (dict[str, int], "write tuple[tuple[K, V], ...]"),
        (tuple, "write tuple[X, ...], which says of what"),
        (complex, "Took.what cannot be written: an event's data cannot hold complex"),
        (Any, "Took.what cannot be written"),
        (Box, "Box.item is of no known type: say what ~T is, as in Box[int]"),
        (Box[list[int]], "Box[list[int]].item cannot be written"),
        (Literal[May.READ], "Took.what cannot be written as a Literal of flags"),
        (Final, "Took.what cannot be written"),
        ([int], "Took.what is annotated with [<class 'int'>], which is no type"),
        ("Unknown | None", "nothing is called Unknown in the module"),
        ("tuple[int", "Took.what is of the type 'tuple[int', which cannot be understood"),
        (Enum("Nothing", []), "Took.what cannot be written: the enum Nothing has no members"),
        (Flag("Three", {"BOTH": 3}), "the enum Three has no members"),
    ],
    ids=str,
)
def test_a_type_that_cannot_be_written_is_refused_by_its_field(of: Any, said: str) -> None:
    assert said in refusal(holding(of))


def test_a_class_that_only_a_function_knows_is_refused_with_what_can_be_done() -> None:
    @dataclass(frozen=True)
    class Local:
        pass

    @dataclass(frozen=True)
    class Got:
        player: int
        what: Local

    assert refusal(Got) == (
        f"Got.what is of the type 'Local', and nothing is called Local in the module {__name__}: "
        "define Local there at the top level, not in a function, or leave out "
        "'from __future__ import annotations'"
    )


class Itself:
    """As the type statement of Python 3.12 makes it: ``type A = A``."""

    __type_params__ = ()

    @property
    def __value__(self) -> Itself:
        return self


def test_an_alias_may_not_mean_itself() -> None:
    assert "an alias of itself" in refusal(holding(Itself()))


def deep(levels: int) -> Any:
    of: Any = int
    for _ in range(levels - 1):  # the record around it is one
        of = tuple[of, ...]
    return holding(of)


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        (
            make_dataclass("Many", [(f"f{n}", int, 0) for n in range(MAX_FIELDS)], frozen=True),
            make_dataclass("Many", [(f"f{n}", int, 0) for n in range(MAX_FIELDS + 1)], frozen=True),
        ),
        (holding(tuple[(int,) * MAX_FIELDS]), holding(tuple[(int,) * (MAX_FIELDS + 1)])),
        (deep(MAX_NESTING), deep(MAX_NESTING + 1)),
    ],
    ids=["fields", "items", "nesting"],
)
def test_a_schema_takes_as_much_as_a_reader(fits: Any, too_much: Any, tmp_path: Path) -> None:
    schema = Schema("kinds", catalogue(fits))

    with Recorder(tmp_path / "a.replay", schema):
        pass

    assert Recording(tmp_path / "a.replay").schema.catalogue == schema.catalogue
    with pytest.raises((TypeError, ValueError), match="(Many|Took).*( 251 parts| 8 deep)"):
        Schema("kinds", catalogue(too_much))


def test_a_catalogue_that_no_header_has_room_for_is_refused() -> None:
    long = [
        make_dataclass(f"Long{n}", [(f"{'x' * 80}{m}", int) for m in range(200)], frozen=True)
        for n in range(16)
    ]

    with pytest.raises(ValueError, match="Kinds takes .* bytes of a file's header"):
        Schema("kinds", catalogue(*long))


def test_an_enum_member_is_recorded_under_its_own_name(tmp_path: Path) -> None:
    kind = holding(tuple[Colour, ...])

    read = recorded(tmp_path / "a.replay", kind((Colour.CRIMSON, Colour.BLUE)))

    assert read.what == (Colour.RED, Colour.BLUE)
    assert by_name(tmp_path / "a.replay").what == ("RED", "BLUE")


def test_an_alias_that_an_older_program_recorded_is_its_member() -> None:
    kind = holding(Colour)
    (codec,) = (one.codec for one in Schema("kinds", catalogue(kind)).kinds)

    assert codec.description == [
        "record",
        "Took",
        [["what", ["enum", "Colour", ["RED", "BLUE", "CRIMSON"]]]],
    ]
    assert codec.from_row([2]) == kind(Colour.RED)


def test_flags_are_a_tuple_of_names_without_their_class(tmp_path: Path) -> None:
    kind = holding(Held)

    recorded(tmp_path / "a.replay", kind(Held.BOTH | Held.DASH))

    assert by_name(tmp_path / "a.replay") == NamedFields(
        "Took", {"what": ("LEFT", "RIGHT", "DASH")}
    )
    assert jsonable(kind(Held.BOTH | Held.DASH)) == {"what": ["LEFT", "RIGHT", "DASH"]}
    assert jsonable(Held(0)) == []


@dataclass(frozen=True)
class Hit:
    base: int
    bonus: InitVar[int]
    total: int = field(init=False)

    def __post_init__(self, bonus: int) -> None:
        object.__setattr__(self, "total", self.base * 2 + bonus)


@dataclass(frozen=True, init=False)
class Paid:
    cents: int

    def __init__(self, euros: float) -> None:
        object.__setattr__(self, "cents", round(euros * 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    cents: int
    kind: str = field(init=False, default="price")

    def __post_init__(self) -> None:
        object.__setattr__(self, "cents", self.cents * 100)


@dataclass(frozen=True)
class Checked:
    points: int

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError("points are never negative")


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("payload", [Hit(5, 1), Paid(5.5), Priced(cents=3), Checked(4)])
def test_what_makes_a_payload_is_not_run_again_by_reading_it(
    payload: Any, live: bool, tmp_path: Path
) -> None:
    nested = holding(tuple[type(payload), ...])((payload, payload))  # type: ignore[misc]

    assert recorded(tmp_path / "a.replay", payload, live=live) == payload
    assert recorded(tmp_path / "b.replay", nested, live=live) == nested


@dataclass(frozen=True)
class Totalled:
    points: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", self.points + 1)


@dataclass(frozen=True)
class Cached:
    points: int

    @cached_property
    def twice(self) -> int:
        return self.points * 2


@dataclass(frozen=True, slots=True)
class Unset:
    points: int = field(init=False)


class Slotted:
    __slots__ = ("hidden",)


def odd(**options: Any) -> Callable[[type], Any]:
    return lambda cls: dataclass(**{"frozen": True, **options})(cls)


@odd()
class WithSlot(Slotted):
    points: int


@odd(eq=False)
class Unequal:
    points: int


@odd(frozen=False)
class Soft:
    points: int


@odd()
class Problem(Exception):
    points: int


class Stored:
    def __get__(self, instance: Any, owner: Any = None) -> int:
        return 5

    def __set__(self, instance: Any, value: int) -> None:
        pass


@odd()
class Described:
    points: int = Stored()  # type: ignore[assignment]


@odd()
class Veiled:
    points: int

    def __getattribute__(self, name: str) -> Any:
        return object.__getattribute__(self, name)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (WithSlot, "WithSlot has the slot 'hidden', which is no field"),
        (Unequal, "Unequal has eq=False"),
        (Soft, "Soft must be frozen"),
        (Problem, "Problem is more than its fields"),
        (Described, "Described.points is computed by a Stored"),
        (Veiled, "Veiled has a __getattribute__"),
    ],
)
def test_a_class_is_refused_where_its_fields_are_not_all_there_is(of: Any, said: str) -> None:
    assert said in refusal(of)
    assert said in refusal(holding(of | None))


def test_attributes_besides_the_fields_are_refused_and_caches_are_not(tmp_path: Path) -> None:
    cached = Cached(3)
    assert cached.twice == 6

    assert recorded(tmp_path / "a.replay", cached).twice == 6
    assert refusal(Totalled, Totalled(3)).startswith("Totalled has an attribute '_total' besides")
    took = holding(Totalled)
    assert refusal(took, took(Totalled(3))).startswith("Took.what has an attribute '_total'")
    assert refusal(Unset, Unset()) == "Unset.points is not set, so it cannot be written"


@dataclass(frozen=True, slots=True)
class Based:
    points: int


@dataclass(frozen=True)
class Opened(Based):
    """Has a slot for its field, and a dictionary for whatever there is besides."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", 1)


@dataclass(frozen=True)
class Defaulted:
    points: int = field(init=False, default=5)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", 1)


@pytest.mark.parametrize("payload", [Opened(1), Defaulted()])
def test_attributes_besides_fields_that_lie_elsewhere_are_refused_too(payload: Any) -> None:
    said = refusal(type(payload), payload)

    assert said.startswith(f"{type(payload).__name__} has an attribute '_total' besides")


def test_a_file_of_other_values_is_refused_by_their_place(tmp_path: Path) -> None:
    before, now = holding(Literal["a", "b"]), holding(Literal["a"])
    recorded(tmp_path / "a.replay", before("b"))

    with Recording(tmp_path / "a.replay", Schema("kinds", catalogue(now))) as recording:
        with pytest.raises(RecordingError, match=r"Took.what should be one of 'a', not 'b'"):
            recording.get_all_events()


@pytest.mark.parametrize(
    ("described", "said"),
    [
        (
            ["record", "Took", [["what", ["tuple", *["int"] * 251, "end"]]]],
            "Took.what has 251 parts",
        ),
        (
            ["record", "Took", [["what", ["enum", "E", []]]]],
            "Took.what is of the enum E without members",
        ),
        (["record", "Took", [["what", "int"], ["what", "int"]]], "is not described"),
        (["tuple", "int", "int"], "is not described"),
        (["record", "Took", [["what", "complex"]]], "Took.what is not described: complex"),
    ],
)
def test_a_file_is_held_against_the_same_bounds(described: Any, said: str) -> None:
    with pytest.raises(ValueError, match="(?s).*") as refused:
        Schema.from_catalogue("kinds", 1, 60, [("KIND_0", described)])

    assert said in str(refused.value)


def test_a_store_takes_events_of_one_catalogue_only() -> None:
    one, other = catalogue(int), catalogue(int)
    store = EventStore[Any]()
    with pytest.raises(TypeError, match="should be int"):
        store.append(Event(other.KIND_0, "no"))

    store.append(Event(one.KIND_0, 1))

    with pytest.raises(TypeError, match="KIND_0 is no event type of Kinds"):
        store.append(Event(other.KIND_0, 1))
    with pytest.raises(TypeError, match="5 is no event type"):
        EventStore[Any]().append(Event(5, 1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="beyond the last"):
        store.append(Event(one.KIND_0, 1, 2**53))
    assert len(store) == 1


def test_events_that_only_a_file_names_can_be_stored(tmp_path: Path) -> None:
    recorded(tmp_path / "a.replay", holding(Weapon | Item)(Item("a")))
    with Recording(tmp_path / "a.replay") as recording:
        (event,) = recording.get_all_events()
    store = EventStore[Any]()

    store.append(event)

    assert store.get_all_events() == [event]
    for wrong in (NamedFields("Took", {}), NamedFields("Took", {"what": 5}), 5):
        with pytest.raises(TypeError, match="Took"):
            store.append(dataclasses.replace(event, data=wrong))
