"""The index's two levels say what the records say, and cost little to read."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from house import (
    HISTORY,
    KEYS,
    SCHEMA,
    Counting,
    bare,
    contents_of,
    fields_of,
)
from strategies import Ledger

from replay import Recording, Timeline
from replay.file import paged as replay_paged
from replay.file.contents import Contents
from replay.file.hopping import hop
from replay.file.resync import Search
from replay.file.scan import beginning
from replay.forking import fork
from replay.integrity.verify import verify


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
