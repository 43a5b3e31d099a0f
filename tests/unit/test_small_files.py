"""Small files that mean much work: bounded where it begins, or refused in a sentence."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEMA, Ledger, puts, record
from torture.crafting import INT, TOGETHER, Crafted, Gap, all_are, array_of

from replay import (
    Corrupt,
    Event,
    EventStore,
    EventType,
    Projection,
    Recorder,
    Recording,
    Schema,
    Timeline,
)  # fmt: skip
from replay.cli.main import main
from replay.integrity.repair import repair
from replay.queries.blame import MAX_CHAIN, blame_item, blame_path
from replay.states.saved_states import OWN_BYTES, OWN_EVENTS, SavedStates
from replay.ui import text
from replay.values.compiled import read_column
from replay.values.misfits import Misfit
from replay.values.scalars import are_scalars, check_scalar
from replay.values.shapes import Scalar


class Facts(EventType):
    HAPPENED = int


@dataclass(frozen=True, slots=True)
class Listed:
    numbers: tuple[int, ...]


class Large(Projection[int, int]):
    """A count; each state that is saved has a thousand bytes for every event in it."""

    name = "large"

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[int]) -> int:
        return state + 1

    def dump(self, state: int) -> object:
        return [state, bytes(state * 1000)]

    def load(self, saved: Any) -> int:
        return int(saved[0])

    def view(self, state: int) -> object:
        return {"count": state, "even": state % 2}


def happened(count: int, of: int = 1) -> EventStore[int]:
    store = EventStore[int]()
    for number in range(count):
        store.append(Event(Facts.HAPPENED, number % of, number))
    return store


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_states_kept_in_memory_are_bounded_by_their_bytes() -> None:
    saved = SavedStates(EventStore[int](), Large())

    for events in range(OWN_EVENTS, 400 * OWN_EVENTS, OWN_EVENTS):
        saved.keep(events, min(events, 1000))

    assert sum(len(packed) for _, packed in saved._own) <= OWN_BYTES
    kept = [events for events, _ in saved._own]
    assert kept == sorted(kept)
    assert len(kept) > 4
    assert saved.nearest(10**9) == (kept[-1], 1000)


def test_any_frame_of_a_match_with_a_large_state_is_right_and_takes_little_memory() -> None:
    timeline = Timeline(happened(6000), Large())
    tracemalloc.start()

    states = [timeline.at(frame) for frame in (5999, 100, 3000, 5998)]
    back = [state for _, state in zip(range(300), timeline.walk(5999, -1), strict=False)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert states == [6000, 101, 3001, 5999]
    assert back == [(frame, frame + 1) for frame in range(5999, 5699, -1)]
    assert peak < 64 * 1024 * 1024


def test_blame_keeps_no_more_events_than_it_tells_of() -> None:
    store = happened(30_000, of=3)
    tracemalloc.start()

    thing = blame_item(store, 1, 29_999, about=lambda data: data)
    path = blame_path(Timeline(store, Large()), ["even"], 29_999, about=lambda data: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [link.number for link in thing.chain] == list(range(29_998 - 3 * 99, 29_999, 3))
    assert [link.number for link in path.chain] == list(range(29_900, 30_000))
    assert len(path.chain) == MAX_CHAIN
    assert peak < 64 * 1024 * 1024


def dense() -> Crafted:
    file = Crafted(INT)
    file.rows([(0, 0, [1])])
    for _ in range(20):
        file.block(TOGETHER, [all_are(7)])
    return file


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_block_of_more_events_than_its_bytes_can_mean_is_refused(
    tmp_path: Path, is_closed: bool
) -> None:
    data = dense().closed() if is_closed else dense().live()
    path = write(tmp_path / "dense.replay", data)

    with Recording(path) as recording, pytest.raises(Corrupt, match="claims 65536 events"):
        list(recording.events())

    report = repair(path, tmp_path / "saved.replay")
    assert report.events == 1
    assert len(report.losses) >= 20
    assert main(["verify", str(tmp_path / "saved.replay")]) == 0


def test_a_block_as_dense_as_a_writer_makes_it_is_read(tmp_path: Path) -> None:
    file = Crafted(INT)
    file.block(1024, [all_are(7)])
    path = write(tmp_path / "fine.replay", file.closed())

    with Recording(path) as recording:
        assert len(list(recording.events())) == 1024


def test_info_reads_no_events_of_a_file_that_was_not_closed_and_holds_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Crafted(INT)
    for _ in range(100):
        file.block(1024, [all_are(7)])
    path = write(tmp_path / "live.replay", file.live())

    monkeypatch.setattr(Recording, "computed_digest", None)

    assert main(["info", str(path)]) == 0
    assert "`replay verify` computes it" in capsys.readouterr().out
    assert main(["info", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["digest"] is None
    assert told["events"] == 102_400


@pytest.mark.parametrize(
    "metadata",
    [
        {"x" * 100_000: 1, **{f"k{n}": n for n in range(3000)}},
        {"k": "x" * 200_000},
        {n: [[]] * 30 for n in range(3000)},
    ],
)
def test_info_prints_no_more_than_a_header_can_mean(
    metadata: dict[Any, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "large.replay", Crafted(INT, metadata=metadata).closed())

    assert main(["info", str(path)]) == 0

    assert len(capsys.readouterr().out) < 500_000


def test_no_more_than_some_gaps_are_told_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Crafted(INT)
    for number in range(500):
        file.gap(Gap(number, 1, 2 * number + 1, 2 * number + 1, "x"))
    path = write(tmp_path / "gaps.replay", file.closed())

    main(["state", str(path), "--frame", "0"])

    told = capsys.readouterr().err.splitlines()
    assert len(told) < 20
    assert any("490 more places" in line for line in told)


def test_an_event_larger_than_any_writer_takes_is_refused(tmp_path: Path) -> None:
    file = Crafted([["A", ["record", "R", [["items", ["tuple", ["tuple", "int"]]]]]]])
    file.rows([(0, 0, [[]])])
    file.block(1, [("mp", array_of(1, array_of(200_000, b"\x90")))])
    path = write(tmp_path / "lists.replay", file.closed())

    with Recording(path) as recording, pytest.raises(Corrupt, match="too many for 1 events"):
        list(recording.events())


def test_find_tells_many_stretches_as_it_finds_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Crafted(INT)
    for number in range(5000):
        file.rows([(0, number, [number % 2])])
    path, asked = write(tmp_path / "many.replay", file.closed()), "A.last = 1"

    assert main(["find", str(path), asked]) == 0
    told = capsys.readouterr().out.splitlines()
    assert main(["find", str(path), asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert told[0] == f"{asked}: more than 1000 ranges, the first of them"
    assert len(told) == 2 + 2500
    assert told[-1].split()[1] == "4999"
    assert found["ranges"] == [{"first": n, "last": n} for n in range(1, 5000, 2)]
    assert (found["first"], found["last"]) == (1, 4999)


def never_ended(*, ends: bool, blocks: int = 40) -> bytes:
    file = Crafted(INT)
    file.rows([(0, 0, [1])])
    for _ in range(blocks):
        file.block(1024, [all_are(7)], frame=1, never_ends=True)
    if ends:
        file.rows([], ended=1)
    return file.live()


@pytest.mark.parametrize("ends", [True, False])
def test_repair_keeps_no_events_of_a_frame_that_may_never_end(tmp_path: Path, ends: bool) -> None:
    path = write(tmp_path / "open.replay", never_ended(ends=ends))
    tracemalloc.start()

    report = repair(path, tmp_path / "saved.replay")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert report.events == (1 + 40 * 1024 if ends else 1)
    assert main(["verify", str(tmp_path / "saved.replay")]) == 0
    assert peak < 8 * 1024 * 1024


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_long_says_so_on_a_terminal_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Crafted(INT)
    for _ in range(400):
        file.block(1024, [all_are(7)])
    path, screen = write(tmp_path / "long.replay", file.live()), Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("replay.console.terminal.PASSING_AFTER_S", 0.0)
    monkeypatch.setattr("replay.console.terminal.PASSING_EACH_S", 0.0)

    assert main(["find", str(path), "A.count > 60000"]) == 0

    lines = screen.getvalue().replace("\n", "\r").split("\r")
    assert any(" of 409 600, Ctrl+C stops" in line for line in lines)
    assert lines[-1] == ""
    assert set(lines[-2]) == {" "}


def test_nothing_is_told_on_the_way_where_there_is_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "long.replay", never_ended(ends=True))
    monkeypatch.setattr("replay.console.terminal.PASSING_AFTER_S", 0.0)

    main(["find", str(path), "A.count > 60000"])

    assert "Ctrl+C" not in "".join(capsys.readouterr())


def test_the_words_of_events_wait_for_no_fold_of_the_whole_match() -> None:
    timeline = Timeline(happened(3000), Large())

    assert timeline.roughly(2999, most=100) == 100
    assert timeline.roughly(50, most=100) == 51
    assert timeline.at(2999) == 3000
    assert timeline.roughly(2999, most=2000) == 3000
    for outside in (-2, 10**6):
        for question in (timeline.roughly, partial(timeline.far, most=1), timeline.at):
            with pytest.raises(IndexError, match="is outside the recording's"):
                question(outside)


def test_a_far_frame_is_approached_in_steps() -> None:
    timeline = Timeline(happened(30_000), Large())

    assert timeline.far(29_999, 8000) == 30_000
    assert timeline.far(7999, 8000) == 0
    assert list(timeline.approach(29_999, 8000)) == [22_000, 14_000, 6000]
    assert timeline.far(29_999, 8000) < 30_000
    assert timeline.at(29_999) == 30_000


def test_a_frame_of_very_many_events_is_read_without_keeping_them(tmp_path: Path) -> None:
    path = write(tmp_path / "open.replay", never_ended(ends=True, blocks=150))
    tracemalloc.start()

    with Recording(path) as recording:
        count = sum(1 for _ in recording.events())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 1 + 150 * 1024
    assert peak < 32 * 1024 * 1024


def test_a_block_of_many_wide_events_is_read_a_part_at_a_time(tmp_path: Path) -> None:
    file = Crafted([["A", ["record", "R", [[f"f{n}", "int"] for n in range(250)]]]])
    file.block(4000, [all_are(n) for n in range(250)])
    path = write(tmp_path / "wide.replay", file.closed())
    tracemalloc.start()

    with Recording(path) as recording:
        read = [event.data.f249 for event in recording.events()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == [249] * 4000
    assert peak < 48 * 1024 * 1024


def test_a_column_of_one_value_is_read_once() -> None:
    read: list[object] = []

    def reading(plain: object) -> tuple[object]:
        read.append(plain)
        return (plain,)

    value = [1, 2, 3]

    assert read_column(reading, [value] * 500) == [(value,)] * 500
    assert len(read) == 1
    assert read_column(reading, [value, [1, 2, 3], value]) == [(value,)] * 3
    assert read_column(reading, []) == []


def test_states_that_cannot_be_loaded_are_not_tried_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = record(tmp_path / "a.replay", puts(20_000))
    tried = []

    class Forgetful(Ledger):
        name = Ledger.name

        def load(self, saved: object) -> Any:
            tried.append(saved)
            raise ValueError("not mine")

    monkeypatch.setattr("replay.states.saved_states.VAIN_BYTES", 0)
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Forgetful())
        for frame in range(0, recording.frames, 997):
            with suppress(ValueError):
                timeline.at(frame)

    assert len(tried) == 1


def test_rendered_words_are_bounded_in_bytes() -> None:
    pygame.font.init()
    surface = pygame.Surface((300, 40))
    text.forget_rendered()
    for number in range(300):
        text.write(surface, f"{number} " + "w" * 20_000, (0, 20))

    assert text._cached_bytes <= text.CACHED_BYTES
    assert sum(map(text._bytes_of, text._cached.values())) == text._cached_bytes


def test_a_frame_behind_a_few_large_events_is_approached_in_steps_too(tmp_path: Path) -> None:
    class Facts(EventType):
        LISTED = Listed

    schema = Schema("large", Facts)
    path = tmp_path / "large.replay"
    with Recorder(path, schema, live=False) as recorder:
        for frame in range(100):
            recorder.append(Event(Facts.LISTED, Listed((frame,) * 100_000), frame))
    with Recording(path, schema) as recording:
        timeline = Timeline(recording, Large())

        assert recording.reach(0, 1024) < 5
        assert timeline.far(99, 20_000) == 100
        assert Timeline(recording, Large()).roughly(99) < 50
        assert 1 < len(list(timeline.approach(99, 20_000))) < 50
        assert timeline.far(99, 20_000) == 0


@given(st.lists(st.integers(-(2**65), 2**65)) | st.lists(st.booleans() | st.integers(-9, 9)))
def test_a_quick_look_at_many_numbers_finds_what_a_look_at_each_does(numbers: list[int]) -> None:
    def fits(number: object) -> bool:
        try:
            return check_scalar(Scalar("int"), number) is number
        except Misfit:
            return False

    assert are_scalars(Scalar("int"), numbers) == all(map(fits, numbers))
