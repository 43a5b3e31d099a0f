"""The same values, whatever their classes are called and in whichever order their parts stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, make_dataclass
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any, Union

from hypothesis import given, settings
from hypothesis import strategies as st

from replay import Event, EventType, Recorder, Recording, Schema

SCALARS = (int, str, float, bool, bytes)
Shape = tuple[Any, ...]
"""A type without classes: ("scalar", type), ("enum", name, members), ("record", name, fields),
("tuple", item), ("pair", one, another) or ("union", some, …)."""


@st.composite
def shapes(draw: st.DrawFn, depth: int = 0) -> Shape:
    kinds = ["scalar", "enum"] + ["record", "tuple", "pair", "union"] * (depth < 2)
    kind = draw(st.sampled_from(kinds))
    if kind == "scalar":
        return kind, draw(st.sampled_from(SCALARS))
    if kind == "enum":
        return kind, draw(names), draw(st.lists(names, min_size=1, max_size=3, unique=True))
    if kind in ("tuple", "pair"):
        return kind, *(draw(shapes(depth + 1)) for _ in range(1 + (kind == "pair")))
    if kind == "record":
        return draw(records(depth + 1))
    alternatives = shapes(2) | records(2)
    return kind, *draw(
        st.lists(alternatives, min_size=2, max_size=4, unique_by=lambda one: one[:2])
    )


@st.composite
def records(draw: st.DrawFn, depth: int = 0) -> Shape:
    called = draw(st.lists(names, max_size=3, unique=True))
    return "record", draw(names), [(name, draw(shapes(depth))) for name in called]


names = st.text("abcd", min_size=3, max_size=4)


def built(shape: Shape, random: Random) -> Any:
    """The Python type of a shape, its parts in some order."""
    kind, *parts = shape
    if kind == "scalar":
        return parts[0]
    if kind == "enum":
        return Enum(parts[0], shuffled(parts[1], random))  # type: ignore[misc]
    if kind == "record":
        inner = [(f"f_{name}", built(of, random)) for name, of in shuffled(parts[1], random)]
        slots = random.random() < 0.5
        return make_dataclass(parts[0], inner, frozen=True, slots=slots)
    if kind == "union":
        return Union[tuple(built(of, random) for of in shuffled(parts, random))]  # noqa: UP007
    made = [built(of, random) for of in parts]
    return tuple[made[0], ...] if kind == "tuple" else tuple[tuple(made)]


def shuffled(parts: Sequence[Any], random: Random) -> list[Any]:
    return random.sample(list(parts), len(parts))


VALUES: dict[type, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**63), 2**63 - 1),
    str: st.text(max_size=4),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=4),
}


def drawn(data: st.DataObject, shape: Shape, type_: Any) -> Any:
    """A value of a shape's type."""
    kind, *parts = shape
    if kind == "scalar":
        return data.draw(VALUES[parts[0]])
    if kind == "enum":
        return type_[data.draw(st.sampled_from(parts[1]))]
    if kind == "record":
        hints = {field.name: field.type for field in fields(type_)}
        return type_(**{f"f_{n}": drawn(data, of, hints[f"f_{n}"]) for n, of in parts[1]})
    if kind == "union":
        of = data.draw(st.sampled_from(parts))
        (inner,) = [t for t in type_.__args__ if t is of[1] or getattr(t, "__name__", 0) == of[1]]
        return drawn(data, of, inner)
    if kind == "tuple":
        count = data.draw(st.integers(0, 2))
        return tuple(drawn(data, parts[0], type_.__args__[0]) for _ in range(count))
    return tuple(map(drawn, [data] * 2, parts, type_.__args__))


def by_name(value: Any) -> Any:
    """A value without its classes, but for their names in unions and its types."""
    if isinstance(value, Enum):
        return "enum", type(value).__name__, value.name
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: by_name(getattr(value, field.name)) for field in fields(value)}
        return "record", type(value).__name__, inner
    if isinstance(value, tuple):
        return tuple(map(by_name, value))
    return type(value), value


def one_name_each(shape: Shape) -> bool:
    """Whether no two classes of a union bear one name."""
    kind, *parts = shape
    if kind == "union":
        called = [part[1] for part in parts if part[0] in ("enum", "record")]
        tuples = [part for part in parts if part[0] in ("tuple", "pair")]
        if len(set(called)) != len(called) or len(tuples) > 1:
            return False
    inner = [of for _, of in parts[1]] if kind == "record" else parts
    return all(one_name_each(of) for of in inner if isinstance(of, tuple))


def upcaster(name: str, values: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, values)]


@settings(max_examples=60)
@given(
    shape=records().filter(one_name_each),
    seeds=st.tuples(st.integers(), st.integers()),
    version=st.sampled_from([1, 2]),
    live=st.booleans(),
    data=st.data(),
)
def test_orders_mean_nothing_with_and_without_upcasters(
    shape: Shape,
    seeds: tuple[int, int],
    version: int,
    live: bool,
    data: st.DataObject,
    tmp_path: Path,
) -> None:
    then, now = (EventType("F", [("X", built(shape, Random(seed)))]) for seed in seeds)
    written = [drawn(data, shape, then.X.payload) for _ in range(3)]
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("g", then), existing="replace", live=live) as recorder:
        for value in written:
            recorder.append(Event(then.X, value))

    upcasters = {1: upcaster} if version == 2 else {}
    with Recording(path, Schema("g", now, version=version, upcasters=upcasters)) as recording:
        read = [event.data for event in recording.events()]

    assert {type(value) for value in read} == {now.X.payload}
    assert list(map(by_name, read)) == list(map(by_name, written))
