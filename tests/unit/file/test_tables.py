"""A saved state's tables are columns in the file; what is read back is what was saved, exactly."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.file.columns import decode_column, encode_column, read_wires, told_wires
from replay.file.keyframes import MAX_STATE, Keyframe, encode_keyframe, saved_state
from replay.file.packed import MAX_WIDTH, pack_numbers, packed_size, unpack_numbers
from replay.file.records import KEYFRAME, Record, decode
from replay.file.tables import FEW_ROWS, FEWEST_ROWS, MOST_COLUMNS, put_back, read_tables, taken_out
from replay.values.msgpack_codec import Malformed, pack, unpack

KEYFRAME_HEAD = Keyframe(5, 4, "world", 1, 1)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(-3, 300)
    | st.floats()
    | st.text(max_size=4)
    | st.binary(max_size=4)
)
keys = st.text(max_size=3) | st.integers(-2, 200)
plain = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@st.composite
def tables(draw: st.DrawFn) -> Any:
    """Rows of one shape, mostly with columns of one type."""
    columns = draw(st.lists(st.sampled_from([st.integers(0, 9), st.booleans(), plain]), max_size=4))
    count = draw(st.integers(0, 9) | st.integers(FEW_ROWS - 1, FEW_ROWS + 1))
    dice = random.Random(draw(st.integers(0, 99)))
    pools = [draw(st.lists(column, min_size=1, max_size=5)) for column in columns]
    rows = [[dice.choice(pool) for pool in pools] for _ in range(count)]
    if draw(st.booleans()):
        names = draw(st.lists(keys, min_size=len(columns), max_size=len(columns), unique=True))
        return [dict(zip(names, row, strict=True)) for row in rows]
    return list(map(tuple, rows)) if draw(st.booleans()) else rows


states = st.recursive(
    plain | tables(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


@given(state=states, version=st.integers(1, 3))
def test_what_is_read_back_is_what_was_saved(state: Any, version: int) -> None:
    before = pack(state)
    record = encode_keyframe(KEYFRAME_HEAD, state, version)

    assert record is not None
    assert pack(saved_state(decode(record))) == before
    assert pack(state) == before, "saving changed the state"
    if version < 3:
        assert len(decode(record).head) == 6, "tables came with format 3"


@given(state=states)
def test_rows_that_are_read_back_are_not_shared(state: Any) -> None:
    record = encode_keyframe(KEYFRAME_HEAD, state, 3)
    assert record is not None
    read, seen = [saved_state(decode(record))], set()
    while read:
        data = read.pop()
        if isinstance(data, (list, dict)):
            assert id(data) not in seen
            seen.add(id(data))
            kept.append(data)
            read += data.values() if isinstance(data, dict) else data


kept: list[Any] = []
"""What was read, so that no two things get one identity."""


def test_a_state_of_rows_takes_two_thirds() -> None:
    dice = random.Random(1)
    items = [[dice.randrange(-1, 8), dice.randrange(1920), dice.randrange(1080)] for _ in range(60)]
    state = [[[dice.randrange(300) - 150, 7, dice.randrange(4096)] for _ in range(8)], items]

    plain, columns = (encode_keyframe(KEYFRAME_HEAD, state, version) for version in (2, 3))

    assert plain is not None
    assert columns is not None
    assert len(columns) < len(plain) * 0.75


def test_few_rows_and_rows_of_many_shapes_stay_as_they_are() -> None:
    few = [[n, n] for n in range(FEWEST_ROWS - 1)]
    uneven = [[n] * (n + 1) for n in range(9)]
    other_keys = [{str(n): n} for n in range(9)]
    order = [{"a": 1, "b": 2}, {"b": 1, "a": 2}] * 4
    empty: list[Any] = [[] for _ in range(9)]

    for state in (few, uneven, other_keys, order, empty, [few, uneven, {"x": order}]):
        assert taken_out(state) == (state, [])


LARGE = {
    "few different values": [[None, 1] * 50] * 2800,
    "one text": {"grid": [["."] * 100] * 2000},
    "one number": {"a": [[0] * 20] * 15_000},
    "a large number among small ones": [[n % 100 if n else 2**40] for n in range(66_000)],
    "larger ones": [[n % 100 if n else 2**20] for n in range(130_000)],
    "maps": [{"x": n % 3, "y": None} for n in range(60_000)],
}


@pytest.mark.parametrize("name", LARGE)
def test_whatever_is_written_is_read(name: str) -> None:
    state = LARGE[name]
    packed = pack(state)
    assert len(packed) <= MAX_STATE
    rest, tables = taken_out(state)
    columns = b"".join(stored for table in tables for _, stored in table.columns)

    placed, end = read_tables(unpack(pack([table.told for table in tables])), columns)

    assert end == len(columns)
    assert tables
    assert pack(put_back(rest, placed)) == packed


def test_no_state_takes_more_for_its_tables() -> None:
    dice = random.Random(4)
    texts = ["".join(dice.choices("abc", k=9)) for _ in range(7)]
    for state in (
        [[n, dice.choice([None, "owner"]), ["poison", "haste"], texts[n % 7]] for n in range(60)],
        [[0] * 100 for _ in range(200)],
        [[n, {"a": texts[0], "b": [1, 2, 3]}] for n in range(200)],
        [{"name": text, "path": texts} for text in texts],
    ):
        plain, tables = (encode_keyframe(KEYFRAME_HEAD, state, version) for version in (2, 3))
        assert plain is not None
        assert tables is not None
        assert len(tables) <= len(plain)
        assert pack(saved_state(decode(tables))) == pack(state)


def test_the_widest_rows_are_a_table_and_wider_ones_are_not() -> None:
    for width, tables in ((MOST_COLUMNS, 1), (MOST_COLUMNS + 1, 0)):
        state = [[row * width + n for n in range(width)] for row in range(5)]
        assert len(taken_out(state)[1]) == tables
        record = encode_keyframe(KEYFRAME_HEAD, state, 3)
        assert record is not None
        assert saved_state(decode(record)) == state


def test_keys_that_are_equal_but_of_two_types_are_kept_apart() -> None:
    state = [{1: n} for n in range(4)] + [{True: n} for n in range(4)]

    assert taken_out(state) == (state, [])


@pytest.mark.parametrize("deep", [False, True])
def test_a_state_is_nested_no_deeper_with_its_tables(deep: bool) -> None:
    cells: Any = 7
    for _ in range(61 if deep else 60):
        cells = [cells]
    state: Any = {"rows": {"of": [[n, cells] for n in range(4)]}}
    rest, tables = taken_out(state)
    told = unpack(pack([table.told for table in tables]))
    columns = b"".join(stored for table in tables for _, stored in table.columns)

    if deep:
        with pytest.raises(Malformed, match="64 deep"):
            read_tables(told, columns)
    else:
        assert put_back(rest, read_tables(told, columns)[0]) == state


def test_tables_within_tables_are_refused() -> None:
    cell = [["a", 0], 1, 1, [["c", 1]]]
    whole = encode_keyframe(KEYFRAME_HEAD, {"a": None}, 2)
    assert whole is not None
    inner = [["a"], 4, 1, [["c", 1]]]
    head = [*decode(whole).head, b"", [inner, cell]]

    with pytest.raises(Malformed):
        saved_state(Record(KEYFRAME, head, b"\xc0\xc0" + decode(whole).body))


HOSTILE = {
    "no array": 5,
    "true for a count of rows": [[[0], True, 1, [["c", 1]]]],
    "true for a count of values": [[[0], 4, True, [["c", 1]]]],
    "a path deeper than any state": [[[0] * 63, 4, 1, [["c", 1]]]],
    "a table of two places": [[[0], 4]],
    "no rows": [[[0], 0, 1, [["c", 1]]]],
    "fewer than no rows": [[[0], -4, 1, [["c", 1]]]],
    "a row of no values": [[[0], 4, 0, []]],
    "as many rows as no state has": [[[0], MAX_STATE, 1, [["c", 1]]]],
    "rows of so many values": [[[0], 1, MAX_STATE, [["c", 1]]]],
    "more columns than any table has": [
        [[0], 1, MOST_COLUMNS + 1, [["c", 1]] * (MOST_COLUMNS + 1)]
    ],
    "a long key for many rows": [[[0], 20_000, ["k" * 20_000], [["c", 1]]]],
    "two keys that are one": [[[0], 4, ["a", "a"], [["c", 1], ["c", 1]]]],
    "a key that is none": [[[0], 4, [[1]], [["c", 1]]]],
    "a path that leads nowhere": [[[9], 4, 1, [["c", 1]]]],
    "a path through a number": [[[1, 0], 4, 1, [["c", 1]]]],
    "a path of no step, and another": [[[], 4, 1, [["c", 1]]], [[0], 4, 1, [["c", 1]]]],
    "a path to what is there": [[[1], 4, 1, [["c", 1]]]],
    "a negative position": [[[-2], 4, 1, [["c", 1]]]],
    "true for a position": [[[False], 4, 1, [["c", 1]]]],
    "one table twice": [[[0], 4, 1, [["c", 1]]], [[0], 4, 1, [["c", 1]]]],
    "an unknown code": [[[0], 4, 1, [["x9", 1]]]],
    "more bits than are packed": [[[0], 4, 1, [MAX_WIDTH + 1]]],
    "no bits": [[[0], 4, 1, [0]]],
    "more columns than values": [[[0], 4, 1, [["c", 1], ["c", 1]]]],
    "more bytes than there are": [[[0], 4, 1, [["c", 900]]]],
    "one list for all rows": [[[0], 4, 1, [["c", 2]]]],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_tables_that_make_no_sense_are_refused(name: str) -> None:
    whole = encode_keyframe(KEYFRAME_HEAD, [None, 3], 2)
    assert whole is not None
    head = [*decode(whole).head, b"", HOSTILE[name]]
    columns = (
        b"\x91\x05" if "list" in name else b"\x05" * len(str(HOSTILE[name]).split("'c', 1]")[1:])
    )
    record = Record(KEYFRAME, head, columns + decode(whole).body)

    with pytest.raises(Malformed):
        saved_state(record)


@given(
    width=st.integers(1, MAX_WIDTH),
    count=st.integers(1, 300),
    seed=st.integers(0, 999),
)
def test_packed_numbers_are_unpacked(width: int, count: int, seed: int) -> None:
    dice = random.Random(seed)
    numbers = [dice.getrandbits(width) for _ in range(count)]
    size = 1 if width <= 8 else 2
    raw = b"".join(number.to_bytes(size, "little") for number in numbers)

    packed = pack_numbers(raw, width)

    assert len(packed) == packed_size(count, width)
    assert list(unpack_numbers(packed, count, width)) == numbers


@given(
    numbers=st.lists(st.sampled_from([0] * 20 + [1, 2, 3]), min_size=1, max_size=900),
    least=st.integers(-128, 127),
)
def test_skewed_numbers_are_packed_and_deflated(numbers: list[int], least: int) -> None:
    values = [least + number for number in numbers]

    wire, stored = encode_column(values, int, format_version=3)
    wires = read_wires(unpack(pack(told_wires([wire], 3))), [len(values)])

    assert wires == [wire]
    assert list(decode_column(wires[0], stored, len(values), int)) == values


def test_types_of_which_one_is_frequent_take_fewer_bits_than_a_code_each() -> None:
    dice = random.Random(3)
    values = [dice.choices((0, 1, 2), (80, 10, 10))[0] for _ in range(1024)]

    wire, stored = encode_column(values, int, format_version=3)

    assert wire[0] == 2
    assert len(stored) < 1.3 * 1024 / 8
