"""A page of the index that is damaged, or lies, costs time and no event, and is found out."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from house import (
    HISTORY,
    SCHEMA,
    Facts,
    bare,
    changed,
    contents_of,
    fields_of,
    folded,
    happened,
    known,
    recorded,
)
from strategies import Ledger
from torture.anatomy import Part, put_together, taken_apart

from replay import Event, Recording, Timeline
from replay.errors import Corrupt, LostFrames
from replay.integrity.repair import repair
from replay.integrity.verify import verify


def broken_page(data: bytes, number: int, change: Callable[[bytearray], None]) -> bytes:
    """Return the file with one page's bytes changed."""
    parts = taken_apart(data)
    places = [n for n, part in enumerate(parts) if part.kind == "page"]
    begin = sum(len(part.encoded()) for part in parts[: places[number]])
    page = bytearray(parts[places[number]].encoded())
    change(page)
    return data[:begin] + bytes(page) + data[begin + len(page) :]


def flip(page: bytearray) -> None:
    page[len(page) // 2] ^= 1


def wipe(page: bytearray) -> None:
    page[:] = bytes(len(page))


@pytest.mark.parametrize("change", [flip, wipe])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_broken_page_costs_no_event(
    paged: bytes, number: int, change: Callable[[bytearray], None], tmp_path: Path
) -> None:
    path, fixed = tmp_path / "a.replay", tmp_path / "b.replay"
    path.write_bytes(broken_page(paged, number, change))

    with Recording(path, SCHEMA) as recording:
        assert list(map(bare, recording.events())) == list(map(bare, HISTORY))
        few = recording.events(where={"player": 5, "loud": True})
        wanted = [e for e in HISTORY if e.type is Facts.SAID and e.data.player == 5 and e.data.loud]
        assert list(map(bare, few)) == list(map(bare, wanted))
        assert Timeline(recording, Ledger()).at(HISTORY[-1].frame) == folded(HISTORY)
        assert recording.digest == recording.root_over(recording.computed_digest().leaves())
        lines = contents_of(recording).pages.lines  # type: ignore[union-attr]
        assert [found.offset for found in recording.minor_damage] == [lines[number].offset]
        assert [found.first_byte for found in verify(recording)] == [lines[number].offset]

    report = repair(path, fixed, known=known)
    assert report.complete
    assert [loss.first_byte for loss in report.losses] == [lines[number].offset]
    assert_as_before(fixed, paged)


def assert_as_before(fixed: Path, paged: bytes) -> None:
    """The copy of its header lies elsewhere, so all offsets are others."""
    parts, others = taken_apart(fixed.read_bytes()), taken_apart(paged)
    kinds = "block", "keyframe", "page", "header"
    assert [part for part in parts if part.kind in kinds] == [
        part for part in others if part.kind in kinds
    ]
    with Recording(fixed) as recording:
        assert list(verify(recording)) == []


def test_a_broken_page_and_a_broken_block_of_it_are_told_and_repaired(
    paged: bytes, tmp_path: Path
) -> None:
    path, fixed = tmp_path / "a.replay", tmp_path / "b.replay"
    path.write_bytes(paged)
    with Recording(path) as recording:
        offset = contents_of(recording).offsets[1500]
    damaged = bytearray(broken_page(paged, 1, flip))
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    with Recording(path, SCHEMA) as recording:
        before, trouble = read_to_damage(recording)
        assert f"byte {offset}" in str(trouble)
        assert "repair" in str(trouble)
        assert list(map(bare, before)) == [
            bare(event) for event in HISTORY[:6000] if event.frame < HISTORY[6000].frame
        ]
        for first, stop in ((4200, 4300), (8200, 9000)):
            frames = HISTORY[first].frame, HISTORY[stop - 1].frame
            some = [event for event in HISTORY if frames[0] <= event.frame < frames[1]]
            assert list(map(bare, recording.events(*frames))) == list(map(bare, some))
        for number in (6000, 6003, 7000, 8191):
            with pytest.raises(Corrupt, match=f"byte {offset}"):
                list(recording.numbered(number, number + 1))
        with pytest.raises(Corrupt, match=f"byte {offset}"):
            recording.count_before(HISTORY[7000].frame)
        lines = contents_of(recording).pages.lines  # type: ignore[union-attr]
        places = [finding.first_byte for finding in verify(recording)]
        assert places == [offset, lines[1].offset]

    report = repair(path, fixed)
    assert [gap.events for gap in report.gaps] == [4]
    with Recording(fixed, SCHEMA) as recording:
        kept = [*HISTORY[:6000], *HISTORY[6004:]]
        assert list(map(bare, recording.events())) == list(map(bare, kept))
        assert list(verify(recording)) == []
        player = list(recording.events(where={"player": 5}))
        assert list(map(bare, player)) == [
            bare(event) for event in kept if "player" in fields_of(event) and event.data.player == 5
        ]


def read_to_damage(recording: Recording) -> tuple[list[Event[Any]], Corrupt]:
    found: list[Event[Any]] = []
    with pytest.raises(Corrupt) as raised:
        for event in recording.events():
            found.append(event)
    return found, raised.value


def other_value(part: Part) -> Part:
    """Count one value as another that is not there."""
    told = [[*tally[:2], "yard"] if tally[2:] == ["hall"] else tally for tally in part.head[2]]
    return replace(part, head=[*part.head[:2], told, part.head[3]])


def other_value_in_lines(part: Part) -> Part:
    """Count it so in the index, too."""
    told = [[*tally[:2], "yard"] if tally[2:] == ["hall"] else tally for tally in part.head[11]]
    return replace(part, head=[*part.head[:11], told, part.head[12]])


def test_a_page_that_counts_other_values_is_found_out(paged: bytes, tmp_path: Path) -> None:
    path, fixed = tmp_path / "a.replay", tmp_path / "b.replay"
    in_pages = changed(paged, "page", other_value, every=True)
    for data, problem in (
        (in_pages, "a page of the index is not as the index says"),
        (changed(paged, "index", other_value_in_lines), "a page of the index is not as the index"),
        (
            changed(in_pages, "index", other_value_in_lines),
            "the index counts other values of keys than there are",
        ),
    ):
        path.write_bytes(data)
        with Recording(path, SCHEMA) as recording:
            found = [finding.problem for finding in verify(recording)]
        repair(path, fixed, known=known, existing="replace")

        assert len(found) == 1
        assert problem in found[0]
        assert_as_before(fixed, paged)


@pytest.mark.parametrize(
    "head",
    [
        lambda head: [head[0] + 1, *head[1:]],
        lambda head: [head[0], head[1] + 1, *head[2:]],
        lambda head: [*head[:2], [*head[2][:-1], head[2][0]], head[3]],
        lambda head: [*head[:2], head[2][1:], head[3][:11] + head[3][12:]],
        lambda head: [*head[:2], [[0, 0, "x" * 65], *head[2][1:]], head[3]],
        lambda head: [*head[:2], [[0, 0, 1.5], *head[2][1:]], head[3]],
        lambda head: [*head[:2], [[-1], *head[2][1:]], head[3]],
        lambda head: [*head[:2], [[0, -1, 1], *head[2][1:]], head[3]],
        lambda head: [*head[:2], head[2] * 5000, head[3]],
        lambda head: [*head[:3], head[3][:-1]],
        lambda head: head[:3],
        lambda head: None,
    ],
)
def test_a_page_that_makes_no_sense_is_no_help(
    paged: bytes, head: Callable[[Any], Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    data = changed(paged, "page", lambda part: replace(part, head=head(part.head)))
    path.write_bytes(data)

    with Recording(path, SCHEMA) as recording:
        assert list(map(bare, recording.events())) == list(map(bare, HISTORY))
        assert list(verify(recording))


def lines_changed(place: int, value: Any) -> Callable[[Part], Part]:
    return lambda part: replace(part, head=[*part.head[:place], value, *part.head[place + 1 :]])


@pytest.mark.parametrize(
    ("place", "value"),
    [(4, 1), (4, 10**9), (5, 10**9), (6, 2), (6, 10**9), (6, -1), (3, [[0, 9000]]), (11, []),
     (11, [[0]] * 50), (12, []), (0, 8999), (1, 3), (8, [[]]), (7, 5)],
)  # fmt: skip
def test_an_index_whose_lines_make_no_sense_is_no_help(
    paged: bytes, place: int, value: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(changed(paged, "index", lines_changed(place, value)))

    with Recording(path, SCHEMA) as recording:
        assert contents_of(recording).pages is None
        assert list(map(bare, recording.events())) == list(map(bare, HISTORY))


def test_the_index_of_another_match_is_found_out(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    other = recorded(tmp_path / "b.replay", happened(9000, seed=4)).read_bytes()
    mine, its = taken_apart(paged), taken_apart(other)
    first = next(n for n, part in enumerate(mine) if part.kind == "page")
    theirs = [part for part in its if part.kind in ("page", "index", "end")]
    path.write_bytes(put_together([*mine[:first], *theirs]))

    with Recording(path, SCHEMA) as recording:
        assert list(verify(recording))


def test_a_saved_state_that_the_index_gives_other_events_is_not_used(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:3000])
    lie = 7

    def shifted(part: Part) -> Part:
        entries = [[*one, one[1]] if len(one) == 2 else one for one in part.head[12]]
        start = sum(one[2] for one in entries[:9])
        assert part.body[start] == 0xCD
        kept = int.from_bytes(part.body[start + 1 : start + 3], "big") - lie
        body = part.body[: start + 1] + kept.to_bytes(2, "big") + part.body[start + 3 :]
        return replace(part, body=body)

    path.write_bytes(changed(path.read_bytes(), "index", shifted))

    with Recording(path, SCHEMA) as recording:
        assert contents_of(recording).pages is not None
        for number in range(0, 3000, 211):
            frame = HISTORY[number].frame
            before = [event for event in HISTORY[:3000] if event.frame <= frame]
            assert Timeline(recording, Ledger()).at(frame) == folded(before)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_else_is_damaged_no_event_is_wrong_or_silently_missing(
    seed: int, paged: bytes, tmp_path: Path
) -> None:
    """A page, and some records of any kind that it describes; also in a file with gaps."""
    dice, path, fixed = random.Random(seed), tmp_path / "a.replay", tmp_path / "b.replay"
    whole = list(map(bare, HISTORY))
    path.write_bytes(paged)
    if seed % 2:
        path.write_bytes(damaged_records(paged, dice, 3, ("block",)))
        repair(path, fixed, known=known)
        path.write_bytes(fixed.read_bytes())
    with Recording(path, SCHEMA) as recording:
        there = {number: bare(event) for number, event in recording.numbered(0, len(HISTORY))}
        assert all(whole[number] == event for number, event in there.items())
    kinds = dice.choice([("block",), ("keyframe",), ("gap",), ("block", "keyframe", "gap")])
    data = path.read_bytes()
    page = broken_page(data, dice.randrange(3), flip)
    others = damaged_records(data, dice, dice.randrange(1, 5), kinds)
    path.write_bytes(bytes(a ^ b ^ c for a, b, c in zip(data, page, others, strict=True)))

    with Recording(path, SCHEMA) as recording:
        list(verify(recording))
        for start in range(0, len(HISTORY), 350):
            stop = min(start + 500, len(HISTORY))
            try:
                found = dict(recording.numbered(start, stop))
            except Corrupt:
                continue
            assert {number: bare(event) for number, event in found.items()} == {
                number: there[number] for number in range(start, stop) if number in there
            }
        for number in range(0, len(HISTORY), 900):
            try:
                state = Timeline(recording, Ledger()).at(HISTORY[number].frame)
            except (Corrupt, LostFrames):
                continue
            if len(there) == len(HISTORY):
                frame = HISTORY[number].frame
                assert state == folded([event for event in HISTORY if event.frame <= frame])


def damaged_records(data: bytes, dice: random.Random, count: int, kinds: tuple[str, ...]) -> bytes:
    """Return the file with a bit flipped in some records of these kinds."""
    parts, damaged = taken_apart(data), bytearray(data)
    ends = list(accumulate(len(part.encoded()) for part in parts))
    places = [n for n, part in enumerate(parts) if part.kind in kinds]
    for place in dice.sample(places, min(count, len(places))):
        begin = ends[place] - len(parts[place].encoded())
        damaged[dice.randrange(begin + 25, ends[place])] ^= 1 << dice.randrange(8)
    return bytes(damaged)
