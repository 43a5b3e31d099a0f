"""Types and values that no payload may have are refused by their place."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from enum import Enum, Flag
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from payloads import (
    Armour,
    Box,
    Colour,
    Held,
    Item,
    Key,
    May,
    Sword,
    Weapon,
    catalogue,
    holding,
    recorded,
    refusal,
)

from replay import Recorder, Recording, RecordingError, Schema
from replay.values.descriptions import MAX_FIELDS, MAX_NESTING


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
