"""Catalogues of every shape that Python's types have, and payloads for them, right and wrong.

Made with dice, so that a test draws them (``schemas``) and a torture makes them by number. Some of
the classes must be refused, and so must many of the values: whoever uses them asks that what is
not refused is read back equal.
"""

from __future__ import annotations

import dataclasses
import math
import struct
from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum
from functools import cached_property
from random import Random
from typing import Annotated, Any, Final, Generic, Literal, NamedTuple, NewType, Optional, TypeVar

from hypothesis import strategies as st

from replay import EventType

T = TypeVar("T")
Value = Callable[[], Any]
"""Makes one value of a type; now and then a wrong one."""


class Pair(NamedTuple):
    """A tuple, and another class."""

    x: int
    y: int


class Text(str):
    """A text, and another class."""


class Whole(int):
    """A number, and another class."""


@dataclass(frozen=True)
class Made:
    """A catalogue, some payloads for it by event type, and the names that errors may call."""

    events: type[EventType]
    payloads: list[tuple[EventType, Any]]
    names: frozenset[str]


class Maker:
    """Makes types with a value for each. ``wrong``: how often a value is a wrong one."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.wrong = dice.choice([0.0, 0.0, 0.04, 0.15])
        self.names: list[str] = []
        self.records: list[tuple[type, Value]] = []

    def name(self, kind: str) -> str:
        name = f"{kind}{len(self.names)}"
        self.names.append(name)
        return name

    def some(self, right: Value, *wrong: Any) -> Value:
        """Return the maker of a right value, or now and then one of the wrong ones."""

        def make() -> Any:
            if wrong and self.dice.random() < self.wrong:
                return self.dice.choice(wrong)
            return right()

        return make

    def type(self, depth: int = 0) -> tuple[Any, Value]:
        """Return a type and what makes its values."""
        plain = [self.int, self.float, self.bool, self.text, self.bytes, self.none, self.literal]
        nested = [self.optional, self.union, self.tuple, self.tuples, self.record, self.box]
        named = [self.enum, self.int_enum, self.str_enum, self.flag, self.new_type, self.derived]
        ways = plain + named * 2 + (nested * 3 if depth < 3 else [])
        return self.dice.choice(ways)(depth)

    def int(self, depth: int) -> tuple[Any, Value]:
        many = [0, 1, -1, 300, 2**31, 2**63 - 1, -(2**63)]
        wrong = (
            True,
            1.0,
            "1",
            None,
            2**63,
            -(2**63) - 1,
            10**400,
            Whole(5),
            self.int_enum_member(),
        )
        return int, self.some(lambda: self.dice.choice(many), *wrong)

    def int_enum_member(self) -> Any:
        return IntEnum("Strange", {"ONE": 1}).ONE

    def float(self, depth: int) -> tuple[Any, Value]:
        many = [0.0, -0.0, 1.5, math.nan, -math.nan, math.inf, 5e-324]
        right = self.some(lambda: self.dice.choice(many), True, "1.0", 2**53 + 1, 10**400)

        def make() -> Any:
            if self.dice.random() < 0.05:
                return self.dice.choice([0, 3, -(2**60)])
            return right()

        return float, make

    def bool(self, depth: int) -> tuple[Any, Value]:
        return bool, self.some(lambda: self.dice.random() < 0.5, 0, 1, 1.0, None)

    def text(self, depth: int) -> tuple[Any, Value]:
        many = ["", "a", "ähem", "日本", "x" * 300]
        return str, self.some(
            lambda: self.dice.choice(many), "\ud800", b"a", Text("a"), 1, "y" * 2**18
        )

    def bytes(self, depth: int) -> tuple[Any, Value]:
        return bytes, self.some(lambda: self.dice.randbytes(3), "a", bytearray(b"a"))

    def none(self, depth: int) -> tuple[Any, Value]:
        return None, self.some(lambda: None, 0, False)

    def literal(self, depth: int) -> tuple[Any, Value]:
        of, right, wrong = self.dice.choice(
            [
                (Literal["a", "b"], ["a", "b"], ["c", 1, Text("a")]),
                (Literal[1, 2], [1, 2], [3, True, 1.0]),
                (Literal[True], [True], [1, False]),
                (Literal["a", 1, None], ["a", 1, None], ["b", True, 2]),
            ]
        )
        return of, self.some(lambda: self.dice.choice(right), *wrong)

    def _members(self, cls: type[Enum], *wrong: Any) -> tuple[Any, Value]:
        members = list(cls)
        if not members:
            return Optional[cls], lambda: None  # noqa: UP045  # cls | None is no type in a message
        return cls, self.some(lambda: self.dice.choice(members), *wrong)

    def enum(self, depth: int) -> tuple[Any, Value]:
        members: dict[str, Any] = {"RED": 1, "BLUE": 2, "CRIMSON": 1, "NAVY": 2, "GREY": 3}
        some = dict(self.dice.sample(list(members.items()), self.dice.choice([0, 1, 2, 5, 5])))
        return self._members(Enum(self.name("Colour"), some), 1, "RED", Metal.RED)

    def int_enum(self, depth: int) -> tuple[Any, Value]:
        cls = IntEnum(self.name("Size"), {"S": 1, "M": 2, "SMALL": 1})
        return self._members(cls, 1, True, 1.0, Rank.LOW)

    def str_enum(self, depth: int) -> tuple[Any, Value]:
        cls = StrEnum(self.name("Key"), {"A": "a", "B": "b", "ALSO_A": "a"})
        return self._members(cls, "a", Text("a"))

    def flag(self, depth: int) -> tuple[Any, Value]:
        base = self.dice.choice([Flag, IntFlag])
        cls: Any = base(self.name("May"), {"READ": 1, "WRITE": 2, "BOTH": 3, "RUN": 8})
        right = lambda: cls(self.dice.choice([0, 1, 2, 3, 8, 9, 11]))  # noqa: E731
        wrong = (1, True, None) if base is Flag else (1, True, cls(4), cls(64))
        return cls, self.some(right, *wrong)

    def new_type(self, depth: int) -> tuple[Any, Value]:
        of, value = self.dice.choice([self.int, self.text])(depth)
        return NewType("Id", of), value

    def derived(self, depth: int) -> tuple[Any, Value]:
        of, value = self.int(depth)
        return self.dice.choice([Annotated[of, "points"], "int"]), value

    def optional(self, depth: int) -> tuple[Any, Value]:
        of, value = self.type(depth + 1)
        return Optional[of], lambda: value() if self.dice.random() < 0.7 else None  # noqa: UP045

    def union(self, depth: int) -> tuple[Any, Value]:
        some = [self.type(depth + 1) for _ in range(self.dice.choice([2, 2, 3, 4]))]
        of: Any = Optional[some[0][0]]  # noqa: UP045
        for one, _ in some[1:]:
            of = of | (one if not isinstance(one, str) else int)
        return of, lambda: self.dice.choice(some)[1]()

    def tuple(self, depth: int) -> tuple[Any, Value]:
        some = [self.type(depth + 1) for _ in range(self.dice.choice([0, 1, 2, 3]))]
        of: Any = tuple[tuple(one for one, _ in some)] if some else tuple[()]
        return of, self.as_tuple(lambda: tuple(value() for _, value in some))

    def tuples(self, depth: int) -> tuple[Any, Value]:
        of, value = self.type(depth + 1)
        count = lambda: self.dice.choice([0, 1, 2, 5])  # noqa: E731
        return tuple[of, ...], self.as_tuple(lambda: tuple(value() for _ in range(count())))

    def as_tuple(self, right: Value) -> Value:
        def make() -> Any:
            value = right()
            if self.dice.random() < self.wrong:
                return self.dice.choice([list(value), (*value, 1), Pair(1, 2), value[1:], None])
            return value

        return make

    def box(self, depth: int) -> tuple[Any, Value]:
        of, value = self.type(depth + 1)
        box = dataclasses.make_dataclass(
            self.name("Box"),
            [("item", T), ("more", tuple[T, ...])],  # type: ignore[valid-type]
            bases=(Generic[T],),  # type: ignore[arg-type]
            frozen=True,
            slots=self.dice.random() < 0.5,
        )
        return box[of], lambda: box(value(), (value(),))  # type: ignore[index]

    def record(self, depth: int) -> tuple[Any, Value]:
        """Return a dataclass; or one that was made before, whose values may be of a subclass."""
        if self.records and self.dice.random() < 0.3:
            cls, _ = self.dice.choice(self.records)
            fitting = [make for other, make in self.records if issubclass(other, cls)]
            own = [make for other, make in self.records if other is cls]
            return cls, lambda: self.dice.choice(fitting if self.dice.random() < 0.2 else own)()
        cls, make = Dataclasses(self, depth).made()
        self.records.append((cls, make))
        return cls, make


class Metal(Enum):
    """An enum with members like those of others."""

    RED = 1


class Rank(IntEnum):
    """Numbers like those of others."""

    LOW = 1


class Dataclasses:
    """Makes one dataclass, odd in some way, and what makes its instances."""

    def __init__(self, maker: Maker, depth: int) -> None:
        self.maker, self.dice = maker, maker.dice
        self.values: dict[str, Value] = {}
        self.fields: list[Any] = []
        self.space: dict[str, Any] = {}
        base = maker.dice.random() < 0.25 and [
            cls
            for cls, _ in maker.records
            if cls.__dataclass_params__.frozen and not hasattr(cls, "__post_init__")  # type: ignore[attr-defined]
        ]
        self.base = self.dice.choice(base) if base else None
        self.name = maker.name("Rec")
        self.odd = self.dice.choice(
            ["", "", "", "", "init=False", "init", "post", "extra", "cached"]
        )
        if self.odd == "" and self.dice.random() < 0.06:
            self.odd = self.dice.choice(["eq", "melted", "property", "slot", "many"])
        for number in range(self.dice.choice([0, 1, 1, 2, 3])):
            self._add(f"{self.name.lower()}_{number}", depth)

    def _add(self, name: str, depth: int) -> None:
        of, self.values[name] = self.maker.type(depth + 1)
        if self.dice.random() < 0.1:
            of = Final[of]  # type: ignore[valid-type]
        if self.dice.random() < 0.2:
            self.fields.append((name, of, field(default_factory=self.values[name], kw_only=True)))
        else:
            self.fields.append((name, of, field(kw_only=True)))

    def made(self) -> tuple[type, Value]:
        getattr(self, "_" + self.odd.replace("=", "_"), lambda: None)()
        slots = self.dice.random() < 0.5 and self.odd not in ("cached", "extra", "slot")
        options = {"slots": slots, "eq": self.odd != "eq", "frozen": self.odd != "melted"}
        base = self.base if self.odd != "melted" else None
        cls = dataclasses.make_dataclass(
            self.name, self.fields, bases=(base,) if base else (), namespace=self.space, **options
        )
        return cls, lambda: self.instance(cls)

    def instance(self, cls: type) -> Any:
        wanted = {one.name for one in dataclasses.fields(cls) if one.init}
        values = {name: make() for name, make in self.values.items() if name in wanted}
        for one in dataclasses.fields(cls):
            if one.name not in values and one.init and one.default is dataclasses.MISSING:
                made = next(make for other, make in self.maker.records if other is self.base)()
                values |= {
                    inherited.name: getattr(made, inherited.name)
                    for inherited in dataclasses.fields(made)
                    if inherited.init
                }
                break
        if "bonus" in self.space.get("takes", ()):
            values["bonus"] = 2
        made = cls(**values)
        if self.odd == "cached" and self.dice.random() < 0.7:
            assert made.twice == 2
        return made

    def _init_False(self) -> None:  # noqa: N802
        self.fields.append(("late", int, field(init=False, default=5)))
        if self.dice.random() < 0.6:
            self.fields.append(("later", str, field(init=False)))
            if self.dice.random() < 0.8:
                self.space["__post_init__"] = lambda self: put(self, "later", "set")

    def _init(self) -> None:
        self.fields += [("points", int, field(init=False)), ("bonus", InitVar[int])]
        self.fields[-1] = ("bonus", InitVar[int], field(kw_only=True))
        self.space["takes"] = ("bonus",)
        self.space["__post_init__"] = lambda self, bonus: put(self, "points", bonus * 3)

    def _post(self) -> None:
        self.fields.append(("cents", int, field(default=7, kw_only=True)))
        self.space["__post_init__"] = lambda self: put(self, "cents", self.cents * 100)

    def _extra(self) -> None:
        self.space["__post_init__"] = lambda self: put(self, "_total", 3)

    def _cached(self) -> None:
        twice = cached_property(lambda self: 2)
        twice.__set_name__(None, "twice")
        self.space["twice"] = twice

    def _property(self) -> None:
        self.space["kept"] = 1
        self.fields.append(("shown", int, field(init=False)))
        self.space["__getattr__"] = lambda self, name: 5

    def _slot(self) -> None:
        self.base = type("Slotted", (), {"__slots__": ("hidden",)}) if self.base is None else None

    def _many(self) -> None:
        count = self.dice.choice([250, 251])
        self.fields.append(
            ("wide", tuple[(int,) * count], field(default=(1,) * count, kw_only=True))
        )


put: Any = object.__setattr__


def make(dice: Random) -> Made:
    """Return a catalogue of one to three event types, and some payloads of each."""
    maker = Maker(dice)
    kinds = [
        dice.choice([maker.record, maker.record, maker.record, maker.box, maker.int, maker.text])(0)
        for _ in range(dice.choice([1, 1, 2, 3]))
    ]
    names = [f"EVENT_{number}" for number in range(len(kinds))]
    members: Any = [(name, of) for name, (of, _) in zip(names, kinds, strict=True)]
    events: Any = EventType("Made", members)
    payloads = [
        (events[name], value())
        for name, (_, value) in zip(names, kinds, strict=True)
        for _ in range(dice.choice([1, 3, 6]))
    ]
    return Made(events, payloads, frozenset(maker.names))


schemas: st.SearchStrategy[Made] = st.builds(make, st.randoms(use_true_random=False))


def difference(given: Any, read: Any, where: str = "data") -> str:
    """Return what is different in a value that was read, classes and bits of floats included.

    An integer that was given for a float is read as the float that it equals.
    """
    if type(given) is int and type(read) is float:
        return "" if given == read else f"{where}: {read!r} for {given!r}"
    if type(given) is not type(read):
        return f"{where}: {read!r} ({type(read).__name__}) for {given!r} ({type(given).__name__})"
    inner: list[tuple[str, Any, Any]] = []
    if isinstance(given, Enum):
        return "" if given is read else f"{where}: {read!r} for {given!r}"
    if isinstance(given, float):
        return "" if struct.pack("d", given) == struct.pack("d", read) else f"{where}: other bits"
    if isinstance(given, tuple):
        if len(given) != len(read):
            return f"{where}: {read!r} for {given!r}"
        inner = [(f"[{n}]", *both) for n, both in enumerate(zip(given, read, strict=True))]
    elif dataclasses.is_dataclass(given):
        for name in (one.name for one in dataclasses.fields(given)):
            inner.append((f".{name}", getattr(given, name), getattr(read, name, "nothing")))
        open_ = bool(type(given).__dictoffset__)
        lost = vars(given).keys() - vars(read).keys() if open_ else set()
        if lost - {"twice"} - {one.name for one in dataclasses.fields(given)}:
            return f"{where}: without {lost}"
    elif given != read:
        return f"{where}: {read!r} for {given!r}"
    found = (difference(a, b, where=where + step) for step, a, b in inner)
    return next(filter(None, found), "")
