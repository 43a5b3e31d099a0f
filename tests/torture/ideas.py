"""Ideas for small files that mean much work: each makes a file of less than a megabyte.

All checksums are right. Some files could be an honest writer's, others nobody's. ``crafted``
makes the file of a number, the same one each time for a seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import msgpack
from torture.crafting import (
    COURSE,
    DASHED,
    DROPPED,
    INPUT,
    JOINED,
    KNOCKED,
    MATCH,
    SPAWNED,
    TAKEN,
    TOGETHER,
    Crafted,
    Gap,
    all_are,
    array_of,
    begun,
    one_each,
    pack,
)

from replay.values.timestamps import FIRST_TIME, LAST_TIME

MOST = 900_000
"""Bytes of a file: below a megabyte."""
Idea = Callable[[random.Random], bytes]
TEXT, BYTES = [["A", "str"]], [["A", "bytes"]]
LISTS = [["A", ["record", "R", [["item", ["tuple", ["tuple", "int"]]]]]]]
ITEMS = [
    ["ITEM_ADDED", ["record", "Taken", [["player", "int"], ["item", "int"]]]],
    ["ITEM_REMOVED", ["record", "Dropped", [["player", "int"], ["item", "int"]]]],
]
STRANGE = "\x1b[2J\x07‮é\ud7ff漢字😀\n\t\0"


def ended(dice: random.Random, file: Crafted) -> bytes:
    """Closed or as it is while being written."""
    return file.closed() if dice.random() < 0.5 else file.live()


def some_bytes(dice: random.Random) -> int:
    return dice.choice([9_000, 60_000, 300_000, MOST])


def equal_events(dice: random.Random) -> bytes:
    file, size, events = Crafted(), some_bytes(dice), dice.choice([1024, TOGETHER, TOGETHER])
    while file.size < size:
        file.block(events, [all_are(7)])
    return ended(dice, file)


def equal_events_a_frame_each(dice: random.Random) -> bytes:
    file, size, events = Crafted(ITEMS), some_bytes(dice), dice.choice([1024, TOGETHER])
    while file.size < size:
        first = file.contents.frames
        file.block(
            events, [all_are(0), all_are(3)], type_=dice.randrange(2),
            frames=one_each(events), last=first + events - 1,
        )  # fmt: skip
    return ended(dice, file)


def honest_and_dense(dice: random.Random) -> bytes:
    """Blocks as a writer cuts them: a thousand events that are all alike."""
    file, size = begun(), some_bytes(dice)
    while file.size < size:
        first = file.contents.frames
        file.block(
            1024, [all_are(n) for n in (0, 6000, 6000, 1, 0)], type_=COURSE,
            frames=one_each(1024), last=first + 1023,
        )  # fmt: skip
    return ended(dice, file)


def packrat_of_one_kind(dice: random.Random) -> bytes:
    file, size = begun(), dice.choice([9_000, 60_000])
    type_, fields = dice.choice(
        [(DASHED, (0,)), (INPUT, (0, 5, 2)), (COURSE, (0, 6000, 6000, 1, 0)), (KNOCKED, (0, 1))]
    )
    while file.size < size:
        file.block(TOGETHER, [all_are(n) for n in fields], type_=type_)
    return ended(dice, file)


def many_things(dice: random.Random) -> bytes:
    """A state that grows by each event: things without end."""
    file, size = begun(), dice.choice([3_000, 9_000, 30_000])
    events = dice.choice([1024, 8192])
    while file.size < size:
        fields = [all_are(9), all_are(2), all_are(9000), all_are(9000), all_are(1)]
        file.block(events, fields, type_=SPAWNED)
    return ended(dice, file)


def many_players(dice: random.Random) -> bytes:
    name = "x" * dice.choice([1, 500, 8000])
    file, events = begun(), dice.choice([60, 1024])
    for _ in range(dice.choice([1, 20])):
        fields = [all_are(9), all_are(name), all_are(1), all_are(9), all_are(9)]
        file.block(min(events, 500_000 // len(name)), fields, type_=JOINED)
    return ended(dice, file)


def passed_on(dice: random.Random) -> bytes:
    """One thing taken and dropped without end: a long chain of blame."""
    file, frame = begun(), 1
    while file.size < dice.choice([60_000, 500_000]):
        rows: list[Any] = []
        for _ in range(200):
            rows.append((TAKEN, frame, [frame // 2 % 2, 0, 0, 3, 9000, 9000]))
            rows.append((DROPPED, frame, [frame // 2 % 2, 0, 0, 3, 9000, 9000, 0]))
            frame += 1
        file.rows(rows)
    return ended(dice, file)


def a_chain_in_blocks(dice: random.Random) -> bytes:
    file, size = Crafted(ITEMS, players=["Ana"]), some_bytes(dice)
    while file.size < size:
        for type_ in (0, 1):
            file.block(1024, [all_are(0), all_are(3)], type_=type_)
    return ended(dice, file)


def a_large_header(dice: random.Random) -> bytes:
    long, many = "x" * 120_000, 8_000
    nested: Any = 0
    for _ in range(55):
        nested = [nested]
    headers: list[dict[str, Any]] = [
        {"metadata": {long: 1, **{f"k{n}": n for n in range(many)}}},
        {"metadata": {"k": long}}, {"metadata": {f"k{n}": STRANGE for n in range(many)}},
        {"players": ["p"] * 100_000}, {"players": [{"name": long}] + ["q"] * many},
        {"players": [{"name": STRANGE, "x": [0] * 20}] * 3000}, {"players": {"a": 1}},
        {"metadata": {"x": nested}}, {"game": long}, {"game": STRANGE},
        {"metadata": {long[: 60_000 + n]: n for n in range(3)}},
        {"metadata": {n: [[]] * 30 for n in range(3000)}},
        {"seed": long}, {"seed": [[0] * 1000] * 50}, {"rules": 2**63},
        {"metadata": {"empty": [[]] * 120_000}}, {"metadata": {"maps": [{}] * 120_000}},
        {"started": FIRST_TIME}, {"started": LAST_TIME}, {"schema": 2**62},
        {"players": [long, STRANGE]}, {"game": "packrat", "schema": 2**62},
    ]  # fmt: skip
    file = Crafted(**dice.choice(headers))
    file.rows([(0, 0, [1])])
    return ended(dice, file)


def a_large_catalogue(dice: random.Random) -> bytes:
    name = dice.choice(["x" * 15, STRANGE, "f"])
    types, fields = dice.choice([(250, 60), (60, 250), (250, 250)])
    if types * fields > 20_000:
        name = ""
    catalogue = [
        [f"T{t}", ["record", "R", [[f"{name}{f}", "int"] for f in range(fields)]]]
        for t in range(types)
    ]
    file = Crafted(catalogue)
    for type_ in range(dice.choice([1, types])):
        file.block(dice.choice([1, 1000]), [all_are(1)] * fields, type_=type_)
        if file.size > MOST:
            break
    return ended(dice, file)


def a_strange_catalogue(dice: random.Random) -> bytes:
    deep: Any = "int"
    for _ in range(7):
        deep = ["tuple", deep]
    wide = ["union", *(["record", f"R{n}", [[f"f{n}", "int"]]] for n in range(240))]
    enum = ["enum", "E", [f"m{n}" for n in range(20_000)]]
    catalogue = [
        ["A", ["record", "R", [["deep", deep], ["wide", wide], ["enum", enum]]]],
        ["x" * 60_000, "int"], [STRANGE, "str"], ["__class__", "int"], ["name", "int"],
    ]  # fmt: skip
    chosen = dice.choice([catalogue[:1], catalogue[1:2], catalogue[2:3], catalogue[3:], catalogue])
    file = Crafted(chosen)
    file.rows([(0, 0, [1])])
    return ended(dice, file)


def a_gap_far_out(dice: random.Random) -> bytes:
    at = dice.choice([2**61, 2**53, 2**40, 2**62 - 2])
    events = dice.choice([1, 1000, 2**53, 2**60])
    file = dice.choice([Crafted, begun])()
    file.rows([(0, file.contents.frames, [5])])
    file.gap(Gap(file.contents.events, events, at - dice.choice([0, 5, at - 9]), at, "lost"))
    if at < 2**62 - 9 and dice.random() < 0.5:
        file.block(1000, [all_are(5)], frame=at + 1)
    return ended(dice, file)


def many_gaps(dice: random.Random) -> bytes:
    file, count = dice.choice([Crafted, begun])(), dice.choice([300, 3000, 12_000])
    for number in range(count):
        frame = 2 * number + 2
        file.gap(Gap(file.contents.events, 1, frame, frame, "x" * dice.randrange(5)))
        if number % 3 == 0:
            file.rows([(0, frame + 1, [5])])
        if file.size > MOST / 2:
            break
    return ended(dice, file)


def frames_far_apart(dice: random.Random) -> bytes:
    file, far = dice.choice([Crafted, begun])(), dice.choice([2**53, 2**61, 2**32])
    for frame in (1, 5, far - 9, far, far + 1):
        file.rows([(0, frame, [5])])
    return ended(dice, file)


def an_end_far_out(dice: random.Random) -> bytes:
    file = dice.choice([Crafted, begun])(frame_rate=dice.choice([1, 60, 2**62, 10**9]))
    file.rows([(0, 3, [5])])
    file.rows([], ended=dice.choice([2**53, 2**61, 10**9]))
    return ended(dice, file)


def a_first_frame_far_out(dice: random.Random) -> bytes:
    first = dice.choice([2**53, 2**61, 10**9])
    file = Crafted(first_frame=first, frame_rate=dice.choice([1, 60, 1000, 2**61]))
    file.rows([(0, first + 2, [5])])
    return ended(dice, file)


def times_at_the_ends(dice: random.Random) -> bytes:
    file = Crafted()
    for time in (FIRST_TIME, LAST_TIME, FIRST_TIME - 1, LAST_TIME + 1, 2**62, -(2**63), 2**64 - 1):
        file.rows([(0, file.contents.frames, [1])], times=time)
    file.block(1000, [all_are(1)], time=dice.choice([LAST_TIME, 2**64 - 1, -(2**63)]))
    steps = "i8", b"\xff\xff\xff\xff\xff\xff\xff\x7f" * 1000
    file.block(1000, [all_are(1)], time_steps=(1000, steps))
    return ended(dice, file)


def tiny_records(dice: random.Random) -> bytes:
    """A frame a record, as a writer leaves them that was killed."""
    file, size = dice.choice([Crafted, begun])(), some_bytes(dice)
    while file.size < size:
        file.rows([(0, file.contents.frames, [5])])
    return ended(dice, file)


def quiet_records(dice: random.Random) -> bytes:
    file, size = dice.choice([Crafted, begun])(), some_bytes(dice)
    while file.size < size:
        file.rows([])
    return ended(dice, file)


def blocks_of_one(dice: random.Random) -> bytes:
    file, size = Crafted(), some_bytes(dice)
    while file.size < size:
        file.block(1, [all_are(5)])
    return ended(dice, file)


def many_keyframes(dice: random.Random) -> bytes:
    file = begun()
    owner = dice.choice([MATCH, ("other", 1, 3), ("tally", 1, 3), ("match", 2, 3)])
    state = dice.choice([pack([3600, None, [], []]), pack(None), array_of(500_000, b"\x90")])
    while file.size < MOST / 3:
        if dice.random() < 0.02:
            file.rows([(INPUT, file.contents.frames, [0, 1, 1])])
        file.keyframe(owner, state)
        if len(state) > 1000 and len(file.pieces) > 300:
            break
    file.rows([(INPUT, file.contents.frames, [0, 1, 1])])
    return ended(dice, file)


def large_keyframes(dice: random.Random) -> bytes:
    """States of half a megabyte, of which each is read in vain or believed."""
    item = pack([2, 9, 9, 1, -1, -1, 0, None])
    things = dice.choice([40_000, 5_000])
    player = ["x" * 100, "human", 0, 0, 0, 0, 0, 0, 0, [None] * 6, [], 0, 0, 0, 1]
    state = msgpack.packb([3600, None, [player] * 50, []])[:-1] + array_of(things, item)
    file = begun()
    for _ in range(dice.choice([3, 60, 400])):
        rows = [(INPUT, file.contents.frames, [0, n, 1]) for n in range(dice.choice([1, 400]))]
        file.rows(rows)
        file.keyframe(MATCH, state, dice.choice([-1, -1, 512 * 1024]))
        if file.size > MOST / 2:
            break
    return ended(dice, file)


def long_texts(dice: random.Random) -> bytes:
    file, long = Crafted(dice.choice([TEXT, TEXT, BYTES])), dice.choice([128, 8_000, 128_000])
    is_text = file.header["catalogue"] == TEXT
    letter = dice.choice(["x", "é", "\x1b", "😀", "‮"]) if is_text else b"\0"
    value: Any = letter * (long // len(pack(letter)))
    most = 500_000 // len(pack(value))
    for _ in range(dice.choice([1, 10, 200])):
        file.block(max(1, min(1024, most)), [all_are(value)])
        if file.size > MOST:
            break
    return ended(dice, file)


def texts_that_differ(dice: random.Random) -> bytes:
    """Columns that decode to a thousand times what they are in the file."""
    file, blocks = Crafted(TEXT), dice.choice([1, 100, 800])
    for _ in range(blocks):
        raw = array_of(10, b"\xda\xc0\x00" + b"x" * 0xC000)
        file.block(10, [("mp", raw)])
        if file.size > MOST:
            break
    return ended(dice, file)


def lists_for_nothing(dice: random.Random) -> bytes:
    """Half a million empty lists in a block, or in an event."""
    file, blocks = Crafted(LISTS), dice.choice([1, 30, 800])
    events, many = dice.choice([(1, 500_000), (1, 120_000), (4, 120_000), (1000, 400)])
    raw = array_of(events, b"\xdd" + many.to_bytes(4, "big") + b"\x90" * many)
    for _ in range(blocks):
        file.block(events, [("mp", raw)])
        if file.size > MOST:
            break
    return ended(dice, file)


def one_list_for_all(dice: random.Random) -> bytes:
    file, size = Crafted(LISTS), dice.choice([9_000, 200_000])
    while file.size < size:
        file.block(1024, [all_are([[]] * 500)])
    return ended(dice, file)


def many_fields(dice: random.Random) -> bytes:
    catalogue = [["A", ["record", "R", [[f"f{n}", "int"] for n in range(250)]]]]
    file = Crafted(catalogue)
    while file.size < dice.choice([20_000, MOST]):
        file.block(dice.choice([1, 4000]), [all_are(1)] * 250)
    return ended(dice, file)


def a_long_lineage(dice: random.Random) -> bytes:
    link = {"name": dice.choice(["x", "y" * 2000, STRANGE]), "frame": 0, "events": 1, "digest": "z"}
    file = Crafted(lineage=[link] * dice.choice([60, 2000]))
    if len(file.pieces[0]) > 250_000:
        file = Crafted(lineage=[link] * 60)
    file.block(dice.choice([1, TOGETHER]), [all_are(1)])
    return ended(dice, file)


def records_nobody_knows(dice: random.Random) -> bytes:
    file = Crafted()
    kind = dice.choice(["h", "hologram", "x" * 5000, STRANGE])
    file.rows([(0, 0, [1])])
    while file.size < MOST / 2 and len(file.pieces) < 9000:
        file.other(f"{kind}{len(file.pieces)}", None, b"")
    if len(kind) > 1000:
        return file.live()
    return ended(dice, file)


def an_index_that_differs(dice: random.Random) -> bytes:
    """An index that tells of other events and frames than there are."""
    file = dice.choice([Crafted, begun])()
    for _ in range(dice.choice([1, 40])):
        file.block(100, [all_are(5)], frames=one_each(100), last=file.contents.frames + 99)
    c = file.contents
    way = dice.randrange(5)
    if way == 0:
        return file.closed(frames=dice.choice([2**61, 2**53, 10**7]))
    if way == 1:
        c.event_counts[-1] = TOGETHER
        file.types = {0: sum(c.event_counts)}
        return file.closed(events=sum(c.event_counts))
    if way == 2:
        for block in range(len(c.offsets)):
            c.last_frames[block] = c.first_frames[block]
        return file.closed()
    if way == 3:
        c.last_frames[-1] = 2**60
        return file.closed(frames=2**60 + 1)
    file.types = {0: 1, 1: sum(c.event_counts) - 1}
    return file.closed()


def what_looks_like_records(dice: random.Random) -> bytes:
    """Damage, and behind it thousands of beginnings of records that claim much."""
    file = Crafted()
    file.rows([(0, 0, [1])])
    claim = (dice.choice([20_000, 500_000])).to_bytes(8, "big")
    false = b"\x94\xd8\x52\xf5RPL" + b"\0\0\0\0" + claim
    middle = b"\0" + false * dice.choice([1000, 20_000])
    end = Crafted()
    end.contents.events, end.contents.frames = 1, 1
    end.rows([(0, 1, [1])])
    return (file.live() + middle + end.pieces[1])[:MOST]


def false_states(dice: random.Random) -> bytes:
    """States that can be loaded, and are nothing that a game could go on from."""
    file = begun()
    states = [
        [3600, None, [], []], [2**62, 2**62, [], []], [None, "x", [], []], [1, 2, [["a"]], []],
        [3600, None, [["x" * 9000, "human", *[2**62] * 7, [5] * 6, [5] * 6, 0, 0, 0, 1]] * 20, []],
        {"a": 1}, 7, "x" * 5000, [[[]]] * 90, [-1, -1, [], [["coin", *[2**62] * 6, None]] * 900],
    ]  # fmt: skip
    for _ in range(3):
        file.rows([(INPUT, file.contents.frames, [0, n % 32, 1]) for n in range(200)])
        file.keyframe(MATCH, pack(dice.choice(states)))
    return ended(dice, file)


def strange_players(dice: random.Random) -> bytes:
    """Events that no rules of a game would have decided."""
    file = begun(2, 4)
    big = dice.choice([2**62, -(2**63), 2**31, 10**18])
    ways: list[Any] = [
        (JOINED, [0, dice.choice(["", STRANGE, "x" * 9000]), 2, big, -big]),
        (SPAWNED, [big, 7, big, big, big]),
        (COURSE, [0, big, big, big, big]),
        (COURSE, [-1, big, 0, 1, 1]),
        (INPUT, [1, big, big]),
        (TAKEN, [0, -1, 0, -1, big, big]),
        (DASHED, [1]),
        (KNOCKED, [1, -2]),
        (9, [[1] * 5000]),
    ]
    if big == -(2**63):
        ways = [(n, [abs(v) - 1 if v == 2**63 else v for v in f]) for n, f in ways]
    for _ in range(dice.choice([1, 300])):
        type_, fields = dice.choice(ways)
        file.rows([(type_, file.contents.frames, fields)])
    return ended(dice, file)


def an_older_version(dice: random.Random) -> bytes:
    """Each event has to be made anew, one by one."""
    file = Crafted(
        [["DASHED", ["record", "Dashed", [["player", "int"]]]]],
        game="packrat", schema=dice.choice([1, 2]),
    )  # fmt: skip
    while file.size < dice.choice([9_000, 300_000]):
        file.block(dice.choice([1024, TOGETHER]), [all_are(0)])
    return ended(dice, file)


def a_frame_without_end(dice: random.Random) -> bytes:
    """So many events of a frame that never ended that nobody should keep them."""
    file, events = dice.choice([Crafted, begun])(), dice.choice([1024, 8000])
    file.rows([(0, file.contents.frames, [5])])
    size, frame = dice.choice([60_000, MOST]), file.contents.frames
    while file.size < size:
        file.block(events, [all_are(5)], frame=frame, never_ends=True)
    if dice.random() < 0.5:
        file.rows([], ended=frame)
    return file.live()


def large_facts_of_a_game(dice: random.Random) -> bytes:
    """The one event of the game that has a list: a hundred thousand points."""
    file = begun()
    scores = pack([0] * dice.choice([10, 120_000]))
    for _ in range(dice.choice([3, 300])):
        file.block(1, [("mp", b"\x91" + scores)], type_=9)
    return ended(dice, file)


def many_large_types(dice: random.Random) -> bytes:
    """Of each of many types, a last event that is large."""
    types = dice.choice([20, 250])
    file = Crafted([[f"T{n}", "str"] for n in range(types)])
    for type_ in range(types):
        file.block(1, [all_are("x" * dice.choice([10, 120_000]))], type_=type_)
        if file.size > MOST:
            break
    return ended(dice, file)


IDEAS: tuple[Idea, ...] = (
    equal_events, equal_events_a_frame_each, honest_and_dense, packrat_of_one_kind, many_things,
    many_players, passed_on, a_chain_in_blocks, a_large_header, a_large_header, a_large_catalogue,
    a_strange_catalogue, a_gap_far_out, many_gaps, frames_far_apart, an_end_far_out,
    a_first_frame_far_out, times_at_the_ends, tiny_records, quiet_records, blocks_of_one,
    many_keyframes, large_keyframes, long_texts, texts_that_differ, lists_for_nothing,
    one_list_for_all, many_fields, a_long_lineage, records_nobody_knows, an_index_that_differs,
    what_looks_like_records, false_states, strange_players, an_older_version,
    a_frame_without_end, large_facts_of_a_game, many_large_types,
)  # fmt: skip


def crafted(seed: int, number: int) -> tuple[str, bytes]:
    """Return the idea's name and the bytes of the file of this number."""
    idea = IDEAS[number % len(IDEAS)]
    return idea.__name__, idea(random.Random(f"{seed}/{number}"))
