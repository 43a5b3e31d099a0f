"""Mutations: ways to make a recording say what it should not, each with its checksums right.

Each takes dice, the records of a file and those of another one, and returns records. A mutation
that finds nothing to work on returns the records as they are.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgpack
from torture.anatomy import Part, deflated, framed, inflated

Parts = list[Part]
Mutation = Callable[[random.Random, Parts, Parts], Parts]

HOSTILE: tuple[Any, ...] = (
    -1, 0, 1, 2, 255, 65_535, 65_536, 2**31, 2**32 - 1, 2**53, 2**62, 2**63 - 1, 2**64 - 1,
    -(2**63), None, True, False, 0.5, float("nan"), float("inf"), "", "x", "\x00", "\x1b[2J", b"",
    b"bytes", [], {}, [[]], {"a": 1}, [0] * 30, "x" * 3000,
)  # fmt: skip


def any_of(dice: random.Random, parts: Parts, *kinds: str) -> int | None:
    """Return the place of some record, of one of these kinds if any are named."""
    places = [n for n, part in enumerate(parts) if not kinds or part.kind in kinds]
    return dice.choice(places) if places else None


def changed(parts: Parts, place: int, part: Part) -> Parts:
    return [*parts[:place], part, *parts[place + 1 :]]


def hostile(dice: random.Random, value: Any) -> Any:
    """Return something else in the place of a value; near to it, or anything."""
    if type(value) is int and dice.random() < 0.5:
        return value + dice.choice([-1000, -2, -1, 1, 2, 1000])
    return dice.choice(HOSTILE)


def with_a_lie(dice: random.Random, data: Any) -> Any:
    """Return nested data with one value in it replaced, dropped, doubled or moved."""
    if isinstance(data, list) and data and dice.random() < 0.85:
        place = dice.randrange(len(data))
        way = dice.random()
        if way < 0.08:
            return data[:place] + data[place + 1 :]
        if way < 0.16:
            return [*data[:place], data[place], *data[place:]]
        if way < 0.22:
            return dice.sample(data, len(data))
        return [*data[:place], with_a_lie(dice, data[place]), *data[place + 1 :]]
    if isinstance(data, dict) and data and dice.random() < 0.9:
        key = dice.choice(list(data))
        if dice.random() < 0.1:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: with_a_lie(dice, data[key])}
    return hostile(dice, data)


def a_head_lies(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = any_of(dice, parts)
    assert place is not None
    head = with_a_lie(dice, parts[place].head)
    try:
        msgpack.packb(head)
    except (ValueError, OverflowError):
        return parts
    return changed(parts, place, replace(parts[place], head=head))


def the_header_lies(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    return a_head_lies(dice, parts[:1], []) + parts[1:]


def a_body_has_other_bytes(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = any_of(dice, parts, "block", "rows", "keyframe", "copy", "page", "index", "end")
    if place is None or not parts[place].body:
        return parts
    body = bytearray(parts[place].body)
    for _change in range(dice.choice([1, 1, 2, 8])):
        body[dice.randrange(len(body))] = dice.choice([0, 1, 0x7F, 0x80, 0x90, 0xC1, 0xDD, 0xFF])
    cut = dice.random()
    if cut < 0.15:
        body = body[: dice.randrange(len(body))]
    elif cut < 0.3:
        body += dice.randbytes(dice.randrange(1, 40))
    return changed(parts, place, replace(parts[place], body=bytes(body)))


def records_are_swapped(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    a, b = dice.randrange(len(parts)), dice.randrange(len(parts))
    moved = list(parts)
    moved[a], moved[b] = moved[b], moved[a]
    return moved


def a_record_is_doubled(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    a, b = dice.randrange(len(parts)), dice.randrange(len(parts) + 1)
    return [*parts[:b], parts[a], *parts[b:]]


def a_record_is_dropped(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(len(parts))
    return parts[:place] + parts[place + 1 :]


def a_record_is_from_another_file(dice: random.Random, parts: Parts, other: Parts) -> Parts:
    place = dice.randrange(1, len(parts))
    kind = parts[place].kind
    same = [part for part in other if part.kind == kind] or other
    foreign = dice.choice(same)
    if dice.random() < 0.3:
        return [*parts[:place], foreign, *parts[place:]]
    return changed(parts, place, foreign)


def two_files_in_one(dice: random.Random, parts: Parts, other: Parts) -> Parts:
    return parts[: dice.randrange(len(parts) + 1)] + other[dice.randrange(len(other)) :]


def a_length_lies(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(len(parts))
    inside = parts[place].encoded()[19:]
    length = dice.choice(
        [
            0,
            1,
            len(inside) - 1,
            len(inside) + 1,
            len(inside) + 200,
            2**25,
            2**25 + 1,
            2**63,
            2**64 - 1,
        ]
    )
    return changed(parts, place, replace(parts[place], raw=framed(inside, max(length, 0))))


def nested_without_end(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(len(parts))
    depth = dice.choice([10, 60, 70, 500, 1100, 100_000])
    opener = dice.choice([b"\x91", b"\x81\x01", b"\xdc\x00\x01", b"\xdd\x00\x00\x00\x01"])
    return _with_data(dice, parts, place, opener * depth + b"\xc0")


def arrays_that_claim(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(len(parts))
    claim = dice.choice([2**16, 2**20, 2**31, 2**32 - 1])
    header = dice.choice([b"\xdd", b"\xdf", b"\xc6", b"\xdb", b"\xc9"]) + claim.to_bytes(4, "big")
    return _with_data(dice, parts, place, header * dice.choice([1, 50, 1200]))


def many_small_things(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(len(parts))
    count = dice.choice([1000, 100_000, 900_000])
    item = dice.choice([b"\x90", b"\x80", b"\xa2xy", b"\xc0", b"\xcb" + bytes(8), b"\xd4\x01\x02"])
    return _with_data(dice, parts, place, b"\xdd" + count.to_bytes(4, "big") + item * count)


def _with_data(dice: random.Random, parts: Parts, place: int, data: bytes) -> Parts:
    """Put MessagePack into a record: as its head, in its head, or as rows or state in its body."""
    part = parts[place]
    if part.kind == "keyframe" and dice.random() < 0.7:
        head = [*part.head[:5], len(data)]
        return changed(parts, place, replace(part, head=head, body=deflated(data)))
    if part.kind == "rows" and dice.random() < 0.7:
        return changed(parts, place, replace(part, body=data))
    if part.kind == "header" and isinstance(part.head, dict):
        packed = msgpack.packb({**part.head, "metadata": {"x": 0}})
        at = packed.index(b"\xa8metadata\x81\xa1x") + len(b"\xa8metadata\x81\xa1x")
        return changed(
            parts, place, replace(part, packed_head=packed[:at] + data + packed[at + 1 :])
        )
    return changed(parts, place, replace(part, packed_head=data))


def a_bomb(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Let deflated bytes decode to a thousand times as many."""
    place = any_of(dice, parts, "block", "keyframe", "copy", "index")
    if place is None:
        return parts
    part = parts[place]
    size = dice.choice([400_000, 500_000, 4_000_000, 30_000_000])
    raw = dice.choice([b"\x90", b"\x00", b"\x80", b"\xa2xy", b"\xc0"]) * size
    raw = b"\xdd" + size.to_bytes(4, "big") + raw
    stored = deflated(raw)
    if part.kind in ("keyframe", "copy"):
        claimed = dice.choice([len(raw), 100, 400_000, 512 * 1024])
        head = claimed if part.kind == "copy" else [*part.head[:5], claimed]
        return changed(parts, place, replace(part, head=head, body=stored))
    wires = entries_of(part)
    column = dice.randrange(len(wires))
    start = sum(wire[2] for wire in wires[:column])
    body = part.body[:start] + stored + part.body[start + wires[column][2] :]
    code = dice.choice([wires[column][0], "mp", "c", "b1", "i8", "U2", "I8", "F8", 1, 7, 16, 17])
    wires[column] = [code, dice.choice([len(raw), 1, 512 * 1024]), len(stored)]
    return changed(parts, place, replace(part, head=[*part.head[:9], wires], body=body))


def values_for_nothing(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Let a block claim that very many events all have one value."""
    place = any_of(dice, parts, "block")
    if place is None:
        return parts
    part = parts[place]
    events = dice.choice([1024, 16_384, 65_536, 65_537, 2**31])
    big = msgpack.packb(dice.choice(["x" * 2000, [[]] * 500, 7, b"y" * 100_000]))
    count = len(part.head[9])
    small = msgpack.packb(part.head[8][0][0])
    bodies = [small, b"\x00", b"\x00"] + [dice.choice([big, b"\x01"]) for _ in range(count - 3)]
    wires = [["c", len(body), len(body)] for body in bodies]
    first = part.head[2]
    head = [part.head[0], events, first, first, first, 0, part.head[6], 1]
    kinds = [[number, events] for number, _ in part.head[8]]
    head += [dice.choice([kinds[:1], kinds]), wires[: dice.choice([4, 5, count])]]
    return changed(parts, place, replace(part, head=head, body=b"".join(bodies)))


def entries_of(part: Part) -> list[list[Any]]:
    """The entries of a record's columns, each of three places."""
    return [[*entry, entry[1]] if len(entry) == 2 else list(entry) for entry in part.head[-1]]


def values_in(part: Part, column: int) -> int:
    """How many values a column of an index, or of a page, has."""
    if part.kind == "index" and len(part.head) > 10:
        return int(part.head[6])
    blocks, keyframes = part.head[:2] if part.kind == "page" else part.head[4:6]
    tallies = len(part.head[2]) if part.kind == "page" else 0
    return int([*[blocks] * 6, *[keyframes] * 4, 1, *[blocks] * tallies][column])


def an_index_lies(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Change numbers in the columns of an index or of a page of it; they decode well."""
    place = any_of(dice, parts, "index", "page")
    if place is None:
        return parts
    part = parts[place]
    wires, start, columns = entries_of(part), 0, []
    for _code, raw, stored in wires:
        data = part.body[start : start + stored]
        columns.append(data if raw == stored else inflated(data))
        start += stored
    column = dice.randrange(len(columns))
    if dice.random() < 0.6:
        values = [
            dice.choice([0, 1, -1, 19, 500, 2**40, 2**62]) for _ in range(values_in(part, column))
        ]
        wires[column][0], columns[column] = "mp", msgpack.packb(values)
    elif columns[column]:
        data = bytearray(columns[column])
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        columns[column] = bytes(data)
    for wire, data in zip(wires, columns, strict=True):
        wire[1] = wire[2] = len(data)
    before = part.head[:-1]
    head = [*before, wires]
    if dice.random() < 0.3:
        head = [*with_a_lie(dice, before)[: len(before)], wires]
    return changed(parts, place, replace(part, head=head, body=b"".join(columns)))


def a_keyframe_lies(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Let a keyframe hold another state: a wrong one, or none that there could be."""
    place = any_of(dice, parts, "keyframe")
    if place is None:
        return parts
    part = parts[place]
    state = msgpack.unpackb(inflated(part.body), strict_map_key=False)
    state = with_a_lie(dice, state) if dice.random() < 0.7 else hostile(dice, state)
    try:
        raw = msgpack.packb(state)
    except (ValueError, OverflowError):
        return parts
    head = [*part.head[:5], len(raw)]
    if dice.random() < 0.3:
        head[dice.randrange(6)] = hostile(dice, head[dice.randrange(6)])
    return changed(parts, place, replace(part, head=head, body=deflated(raw)))


def rows_lie(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Let events be of other types, frames or fields."""
    place = any_of(dice, parts, "rows")
    if place is None:
        return parts
    part = parts[place]
    unpacker = msgpack.Unpacker(strict_map_key=False)
    unpacker.feed(part.body)
    rows = with_a_lie(dice, list(unpacker))
    try:
        packed = b"".join(map(msgpack.packb, rows if isinstance(rows, list) else [rows]))
    except (ValueError, OverflowError):
        return parts
    return changed(parts, place, replace(part, body=packed))


def a_kind_nobody_knows(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    kind = dice.choice(["hologram", "", "header", "end", "gap", "\x1b[2J", "x" * 5000, 7, None])
    place = dice.randrange(len(parts) + 1)
    body = dice.choice([b"", b"whatever", SYNC_IN_A_BODY])
    return [*parts[:place], Part(kind, dice.choice(HOSTILE[:20]), body), *parts[place:]]


SYNC_IN_A_BODY = b"\x94\xd8\x52\xf5RPL" * 40


def false_records(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    """Very many marks that claim long records which are none: they must not cost much time."""
    count = dice.choice([10, 1000, 20_000])
    mark = b"\x94\xd8\x52\xf5RPL\x00\x00\x00\x00" + (19 * count // 2).to_bytes(8, "big")
    place = dice.randrange(1, len(parts) + 1)
    return [*parts[:place], Part("false", None, b"", raw=mark * count), *parts[place:]]


def a_gap(dice: random.Random, parts: Parts, _: Parts) -> Parts:
    place = dice.randrange(1, len(parts) + 1)
    numbers = [dice.choice([0, 1, 5, 100, 1024, 2048, -1, 2**62, 2**64 - 1]) for _ in range(4)]
    gap = Part("gap", [*numbers, "lost"], b"")
    return [*parts[:place], gap, *parts[place:]]


MUTATIONS: tuple[Mutation, ...] = (
    a_head_lies, a_head_lies, the_header_lies, a_body_has_other_bytes, a_body_has_other_bytes,
    records_are_swapped, a_record_is_doubled, a_record_is_dropped, a_record_is_from_another_file,
    two_files_in_one, a_length_lies, nested_without_end, arrays_that_claim, many_small_things,
    a_bomb, values_for_nothing, an_index_lies, an_index_lies, a_keyframe_lies, rows_lie, rows_lie,
    a_kind_nobody_knows, false_records, a_gap,
)  # fmt: skip
HEAVY: frozenset[Mutation] = frozenset(
    {nested_without_end, arrays_that_claim, many_small_things, a_bomb, values_for_nothing}
)
"""Those that may cost memory: it is measured there every time."""
