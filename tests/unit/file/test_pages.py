"""The index's two levels: what it says is so, costs little to read, and is no help when broken."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Ledger
from torture.anatomy import Part, put_together, taken_apart

from replay import Event, EventStore, EventType, Recorder, Recording, Schema, Timeline
from replay.errors import Corrupt
from replay.file import batch, builder, tallies
from replay.file import paged as replay_paged
from replay.file.contents import Contents
from replay.file.header import encode_header
from replay.file.hopping import hop
from replay.file.resync import Search
from replay.file.scan import beginning
from replay.forking import fork
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.storage import input_file


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Moved:
    player: int
    by: int


@dataclass(frozen=True, slots=True)
class Said:
    player: int | None
    room: str
    loud: bool
    side: Side


@dataclass(frozen=True, slots=True)
class Left:
    """Its player is no field."""

    who: int

    @property
    def player(self) -> int:
        return self.who


class Facts(EventType):
    MOVED = Moved
    SAID = Said
    PAUSED = int
    MOVED_BACK = Moved
    LEFT = Left


KEYS = ("player", "room", "loud", "side")
SCHEMA = Schema("house", Facts, keys=KEYS)
ROOMS = ("hall", "cellar", "attic")


def happened(count: int, seed: int = 3) -> list[Event[Any]]:
    """Events of four types; player 5 is there only at the end."""
    dice, frame, events = random.Random(seed), 0, []
    for number in range(count):
        frame += dice.choice([0, 0, 1, 1, 7])
        player = 5 if number > count * 0.99 and dice.random() < 0.3 else dice.randrange(4)
        kind = dice.choice([*Facts, Facts.MOVED, Facts.MOVED])
        data: Any = Moved(player, dice.randrange(-300, 300))
        if kind is Facts.SAID:
            speaker = dice.choice([player, None])
            data = Said(speaker, dice.choice(ROOMS), dice.random() < 0.5, dice.choice(list(Side)))
        if kind is Facts.PAUSED:
            data = number
        if kind is Facts.LEFT:
            data = Left(player)
        events.append(Event(kind, data, frame))
    return events


HISTORY = happened(9000)


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file of some pages: its blocks are small."""
    path = recorded(tmp_path_factory.mktemp("paged") / "a.replay", HISTORY)
    with Recording(path) as recording:
        assert len(contents_of(recording).pages or ()) == 3
    return path.read_bytes()


def recorded(
    path: Path, history: list[Event[Any]], schema: Schema = SCHEMA, *, block_events: int = 4
) -> Path:
    with (
        mock.patch.object(batch, "BLOCK_EVENTS", block_events),
        mock.patch.object(builder, "BLOCK_EVENTS", block_events),
        Recorder(path, schema, projection=Ledger(), live=False, existing="replace") as recorder,
    ):
        for event in history:
            recorder.append(event)
    return path


def contents_of(recording: Recording) -> Contents:
    return recording.reader.contents


def hopped(recording: Recording) -> Contents:
    """What is in a file by its records alone."""
    reader = recording.reader
    contents = beginning(reader.header, reader.events_begin)
    assert hop(Search(reader.read, reader.size), contents) is None
    return contents


COLUMNS = (
    "offsets", "sizes", "first_events", "event_counts", "first_frames", "last_frames",
    "keyframe_offsets", "keyframe_sizes", "keyframe_events", "keyframe_owners",
)  # fmt: skip


def test_the_pages_say_what_the_records_say(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(paged)

    with Recording(path) as recording:
        known, found = contents_of(recording), hopped(recording)

        for name in COLUMNS:
            assert list(getattr(known, name)) == list(getattr(found, name)), name
        for number in range(0, len(HISTORY), 97):
            assert known.block_of(number) == found.block_of(number)
        for frame in range(-1, recording.frames + 2, 31):
            happened_before = sum(event.frame < frame for event in HISTORY)
            assert recording.count_before(frame) == happened_before
        assert recording.digest == recording.root_over(recording.computed_digest().leaves())
        assert list(verify(recording)) == []
        assert known.offsets[-1] == found.offsets[-1]
        with pytest.raises(IndexError):
            known.offsets[len(known.offsets)]


def test_every_block_is_counted_by_type_and_by_key(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(paged)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        whole: Counter[Any] = Counter()
        for position, first in enumerate(contents_of(recording).first_events):
            counted = pages.counted(position)
            assert counted == truth(HISTORY[first : first + 4])
            whole.update(counted)
        assert {tally: sum(column) for tally, column in pages.tallies.items()} == whole


def truth(events: list[Event[Any]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for event in events:
        counts[(event.type.value,)] += 1
        for key, name in enumerate(KEYS[:3]):  # an enum's member is not counted
            if name in fields_of(event):
                counts[(event.type.value, key, getattr(event.data, name))] += 1
    return counts


def fields_of(event: Event[Any]) -> list[str]:
    return [] if isinstance(event.data, int) else [one.name for one in fields(event.data)]


wheres = st.fixed_dictionaries(
    {},
    optional={
        "player": st.sampled_from([None, 0, 1, 5, 9, True, 2.0, "x"]),
        "room": st.sampled_from([*ROOMS, "sky"]),
        "loud": st.booleans(),
        "side": st.sampled_from(list(Side)),
        "by": st.integers(-3, 3),
        "nothing": st.just(1),
        "real": st.integers(0, 9),
    },
)
types = st.none() | st.sets(st.sampled_from(list(Facts)))


@given(where=wheres, types=types, start=st.integers(-5, 17_000), length=st.integers(0, 17_000))
@settings(max_examples=60)
def test_events_with_some_values_are_those_that_a_filter_finds(
    paged_path: Path, where: dict[str, Any], types: Any, start: int, length: int
) -> None:
    store = EventStore[Any]()
    for event in HISTORY:
        store.append(event)
    stop = start + length

    with Recording(paged_path, SCHEMA) as recording:
        found = list(recording.events(start, stop, types, where))
        numbered = list(recording.numbered(0, len(HISTORY), types, where))

    filtered = [
        (number, event)
        for number, event in enumerate(HISTORY)
        if (types is None or event.type in types)
        and all(
            name in fields_of(event) and getattr(event.data, name) == value
            for name, value in where.items()
        )
    ]
    assert list(map(bare, found)) == [
        bare(event) for _, event in filtered if start <= event.frame < stop
    ]
    assert [(number, bare(event)) for number, event in numbered] == [
        (number, bare(event)) for number, event in filtered
    ]
    assert list(map(bare, store.events(start, stop, types, where))) == list(map(bare, found))


@pytest.fixture(scope="module")
def paged_path(paged: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "a.replay"
    path.write_bytes(paged)
    return path


def bare(event: Event[Any]) -> Any:
    return event.type, event.data, event.frame


class Counting:
    """A file object that counts what is read from it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: list[tuple[int, int]] = []
        read = input_file.Source._part

        def counted(source: Any, offset: int, size: int) -> bytes:
            data = read(source, offset, size)
            self.reads.append((offset, len(data)))
            return data

        monkeypatch.setattr(input_file.Source, "_part", counted)


def test_opening_and_one_state_read_a_part_of_the_index(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(monkeypatch)

    with Recording(paged_path, SCHEMA) as recording:
        opened = len(counting.reads)
        Timeline(recording, Ledger()).at(HISTORY[6000].frame)
        pages = contents_of(recording).pages
        assert pages is not None
        read = [line for line in pages.lines if (line.offset, line.size) in counting.reads]

    assert opened == 2
    assert 1 <= len(read) <= 2  # two, where the nearest saved states lie in both


def test_a_type_or_a_value_that_is_late_is_found_without_reading_what_is_before(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(
        event
        for event in HISTORY
        if event.type is not Facts.LEFT and getattr(event.data, "player", 0) == 5
    )
    counting = Counting(monkeypatch)

    with Recording(paged_path, SCHEMA) as recording:
        found = next(recording.events(where={"player": 5}))

    assert bare(found) == bare(first)
    assert len(counting.reads) <= 10


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


def known(game: str) -> tuple[Schema, Ledger]:
    return SCHEMA, Ledger()


def folded(history: list[Event[Any]]) -> Any:
    ledger = Ledger()
    state = ledger.initial()
    for event in history:
        state = ledger.apply(state, event)
    return state


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
        for first, stop in ((4200, 4300), (6100, 9000)):
            frames = HISTORY[first].frame, HISTORY[stop - 1].frame
            some = [event for event in HISTORY if frames[0] <= event.frame < frames[1]]
            assert list(map(bare, recording.events(*frames))) == list(map(bare, some))
        with pytest.raises(Corrupt, match=f"byte {offset}"):
            recording.count_before(HISTORY[6002].frame + 1)
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


def changed(
    data: bytes, kind: str, change: Callable[[Part], Part], *, every: bool = False
) -> bytes:
    """Return the file with one record of a kind, or every one, changed, its checksum right."""
    parts = taken_apart(data)
    places = [n for n, part in enumerate(parts) if part.kind == kind]
    for place in places if every else places[:1]:
        parts[place] = change(parts[place])
    return put_together(parts)


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


def test_a_key_of_many_values_is_not_counted_and_its_events_are_found(tmp_path: Path) -> None:
    history = [
        Event(Facts.SAID, Said(n % 3, f"room {n % 700}", True, Side.LEFT), n) for n in range(3000)
    ]
    path = recorded(tmp_path / "a.replay", history, block_events=512)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        assert {tally[1] for tally in pages.tallies if len(tally) == 3} == {0, 2}
        found = [e.frame for e in recording.events(where={"room": "room 699", "player": 0})]
        assert found == [n for n in range(3000) if n % 700 == 699 and n % 3 == 0]
        assert list(verify(recording)) == []


def test_long_texts_are_not_counted(tmp_path: Path) -> None:
    rooms = ["x" * (tallies.MAX_TEXT + 1), "y"]
    history = [Event(Facts.SAID, Said(0, rooms[n % 2], True, Side.LEFT), n) for n in range(9)]
    path = recorded(tmp_path / "a.replay", history, block_events=512)

    with Recording(path, SCHEMA) as recording:
        assert len(list(recording.events(where={"room": rooms[0]}))) == 5
        assert list(verify(recording)) == []


def test_the_files_keys_are_used_where_the_schemas_are_others(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:600], Schema("house", Facts, keys=("room",)))
    for schema in (None, SCHEMA, Schema("house", Facts), Schema("house", Facts, keys=("loud",))):
        with Recording(path, schema) as recording:
            assert recording.schema.keys == ("room",)
            found = [e.frame for e in recording.events(where={"room": "attic", "loud": True})]
            assert found == [
                e.frame
                for e in HISTORY[:600]
                if e.type is Facts.SAID and e.data.room == "attic" and e.data.loud
            ]
            assert list(verify(recording)) == []


@pytest.mark.parametrize("live", [True, False])
def test_a_match_that_is_continued_keeps_the_files_keys(live: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("house", Facts, keys=("room", "player")), live=live) as recorder:
        for event in HISTORY[:2000]:
            recorder.append(event)
    with Recorder(path, Schema("house", Facts, keys=("loud",)), existing="continue") as recorder:
        for event in HISTORY[2000:4000]:
            if event.frame >= recorder.frames:
                recorder.append(event)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        assert recording.schema.keys == ("room", "player")
        assert {tally[1] for tally in pages.tallies if len(tally) == 3} == {0, 1}
        assert list(verify(recording)) == []


def test_a_schema_refuses_what_cannot_be_keys() -> None:
    for keys in (["room", "room"], ["nothing"], [1], "room"):
        with pytest.raises((TypeError, ValueError)):
            Schema("house", Facts, keys=keys)  # type: ignore[arg-type]


@pytest.mark.parametrize("keys", [["a"] * 2, "room", [1], [str(n) for n in range(9)], {}])
def test_a_header_with_what_cannot_be_keys_is_damaged(
    paged: bytes, keys: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(
        changed(paged, "header", lambda part: replace(part, head={**part.head, "keys": keys}))
    )

    with pytest.raises(Corrupt, match="keys|key twice"):
        Recording(path)


def test_before_format_3_keys_mean_nothing(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    old = {"format": 2, "keys": 5}
    parts = taken_apart(paged)
    parts = [part for part in parts if part.kind not in ("page", "index", "end", "copy")]
    parts[0] = replace(parts[0], head={**parts[0].head, **old})
    path.write_bytes(put_together(parts))

    with Recording(path, SCHEMA) as recording:
        assert recording.schema.keys == ()
        assert list(map(bare, recording.events())) == list(map(bare, HISTORY))


def test_a_header_is_written_with_its_keys(paged_path: Path) -> None:
    with Recording(paged_path) as recording:
        header = recording.reader.header
        assert encode_header(header) == recording.reader.read(0, recording.reader.events_begin)


def test_a_key_is_counted_without_reading_an_event(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly = Counter(e.data.player for e in HISTORY if "player" in fields_of(e))
    counting = Counting(monkeypatch)

    with Recording(paged_path, SCHEMA) as recording:
        assert recording.key_counts("player") == truly
        assert recording.key_counts("loud") == Counter(
            e.data.loud for e in HISTORY if "loud" in fields_of(e)
        )
        for uncounted in ("side", "by", "nothing"):
            assert recording.key_counts(uncounted) is None
    assert len(counting.reads) == 2


def test_a_page_of_more_values_than_are_counted_counts_none(tmp_path: Path) -> None:
    values = tallies.MAX_VALUES + 16
    history = [
        Event(Facts.SAID, Said(n % 2, f"{n * values // 3000}", True, Side.LEFT), n)
        for n in range(3000)
    ]
    path = recorded(tmp_path / "a.replay", history, block_events=16)

    with Recording(path, SCHEMA) as recording:
        assert recording.key_counts("room") is None
        assert recording.key_counts("player") == {0: 1500, 1: 1500}
        found = [event.frame for event in recording.events(where={"room": "7"})]
        assert found == [event.frame for event in history if event.data.room == "7"]
        assert list(verify(recording)) == []


def test_more_pages_than_are_kept_are_read_by_many_threads(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_paged, "KEPT", 1)
    with Recording(paged_path, SCHEMA) as recording:

        def read(seed: int) -> bool:
            dice = random.Random(seed)
            for _ in range(30):
                number = dice.randrange(len(HISTORY))
                found = list(recording.numbered(number, number + 3, where={"player": 1}))
                if [n for n, _ in found] != [
                    n
                    for n in range(number, min(number + 3, len(HISTORY)))
                    if "player" in fields_of(HISTORY[n]) and HISTORY[n].data.player == 1
                ]:
                    return False
            return True

        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(read, range(6)))


def test_reading_a_part_reads_no_page_behind_it(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Recording(paged_path, SCHEMA) as recording:
        lines = contents_of(recording).pages.lines  # type: ignore[union-attr]
    for where in (None, {"player": 5, "room": "hall"}, {"player": 1}):
        with monkeypatch.context() as patched:
            counting = Counting(patched)
            with Recording(paged_path, SCHEMA) as recording:
                list(recording.numbered(0, 4096, where=where))
            read = [n for n, o in enumerate(lines) if (o.offset, o.size) in counting.reads]
            assert read in ([0], [])


def test_frames_that_ended_before_damage_are_given_though_blocks_are_passed_over(
    tmp_path: Path,
) -> None:
    history = [
        *(Event(Facts.PAUSED, 0, frame) for frame in (0, 0, 1, 2)),
        *(Event(Facts.MOVED, Moved(0, 1), 3 + n) for n in range(8)),
        *(Event(Facts.PAUSED, 1, 20 + n) for n in range(4)),
        *(Event(Facts.MOVED, Moved(0, 1), 30 + n) for n in range(4)),
    ]
    path = recorded(tmp_path / "a.replay", history)
    with Recording(path) as recording:
        offset = contents_of(recording).offsets[3]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    found = []
    with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt):
        for event in recording.events(types={Facts.PAUSED}):
            found.append(event.frame)

    assert found == [0, 0, 1, 2]


@pytest.mark.parametrize("number", [0, 1000, 4095, 4096, 4097, 8999])
def test_a_branch_of_a_match_of_many_pages_has_what_was_before(
    number: int, paged_path: Path, tmp_path: Path
) -> None:
    frame = HISTORY[number].frame

    fork(paged_path, tmp_path / "b.replay", frame=frame, schema=SCHEMA).close()

    with Recording(tmp_path / "b.replay", SCHEMA) as branch:
        before = [bare(event) for event in HISTORY if event.frame <= frame]
        assert list(map(bare, branch.events())) == before
        assert branch.schema.keys == KEYS


def test_a_live_match_has_no_counts_and_its_events_are_found(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for event in HISTORY[:500]:
            recorder.append(event)
        recorder.end_frame(HISTORY[499].frame)
        with Recording(recorder.path, SCHEMA) as recording:
            assert recording.key_counts("player") is None
            found = [bare(event) for event in recording.events(where={"player": 2})]
    assert found == [
        bare(e) for e in HISTORY[:500] if "player" in fields_of(e) and e.data.player == 2
    ]


def test_upcast_events_are_filtered_as_they_are_now(tmp_path: Path) -> None:
    def with_names(name: str, fields: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        moved = {**fields, "player": fields["player"] + 10} if "by" in fields else fields
        return [(name, moved)]

    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    newer = Schema("house", Facts, version=2, upcasters={1: with_names}, keys=KEYS)

    with Recording(path, newer) as recording:
        assert recording.key_counts("player") is None
        found = [(e.frame, e.data.player) for e in recording.events(where={"player": 12})]

    assert found == [
        (e.frame, 12) for e in HISTORY[:900] if "by" in fields_of(e) and e.data.player == 2
    ]


@pytest.mark.parametrize("where", ["player", 5, ["player"], {1: 2}])
def test_where_that_is_no_mapping_of_names_is_refused(paged_path: Path, where: Any) -> None:
    store = EventStore[Any]()
    store.append(HISTORY[0])
    with Recording(paged_path, SCHEMA) as recording:
        for readable in (store, recording):
            with pytest.raises(TypeError, match="where is a mapping"):
                list(readable.events(where=where))


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
