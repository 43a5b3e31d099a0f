"""What tortures found wrong with reading, one by one: it is right now and stays so."""

from __future__ import annotations

import os
import tracemalloc
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from strategies import SCHEMA, Ledger, Vault, puts, record
from torture.anatomy import Part, deflated, put_together, taken_apart
from torture.commanding import answer
from torture.matches import left, match

from replay import Corrupt, Event, LostFrames, Recording, RecordingError, Timeline, fold
from replay.file.builder import closing
from replay.file.contents import Contents
from replay.file.records import SYNC, decode_run, encode
from replay.file.rows import canonical_row
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.queries.diff import diff
from replay.values.msgpack_codec import Malformed, pack


def test_a_gap_is_never_folded_over_even_if_the_keyframe_behind_it_is_broken(
    tmp_path: Path,
) -> None:
    history = puts(5000)
    path = record(tmp_path / "a.replay", history)
    with Recording(path) as recording:
        contents = recording.reader.contents
        data = bytearray(path.read_bytes())
        data[contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)
    repair(path, tmp_path / "b.replay")
    parts = taken_apart((tmp_path / "b.replay").read_bytes())
    broken = [
        Part(part.kind, part.head, b"?") if part.kind == "keyframe" else part for part in parts
    ]
    path.write_bytes(put_together([p for p in broken if p.kind not in ("index", "end")]))

    with Recording(path, SCHEMA) as recording:
        (gap,) = recording.gaps
        timeline = Timeline(recording, Ledger())
        before = [event for event in history if event.frame < gap.first_frame]

        assert timeline.at(gap.first_frame - 1) == fold(before, Ledger())
        for frame in (gap.first_frame, gap.last_frame, recording.frames - 1):
            with pytest.raises(LostFrames):
                timeline.at(frame)


class TestRowsRecords:
    """Many of them are unpacked at once, and each must be whole on its own all the same."""

    @pytest.fixture
    def begin(self, tmp_path: Path) -> bytes:
        return record(tmp_path / "empty.replay", []).read_bytes()[: self.header_size(tmp_path)]

    def header_size(self, tmp_path: Path) -> int:
        return Recording(tmp_path / "empty.replay").reader.events_begin

    def said(self, path: Path, content: bytes) -> list[Any]:
        path.write_bytes(content)
        with Recording(path, SCHEMA) as recording:
            return list(verify(recording))

    def test_whose_events_lie_across_two_of_them_are_damaged(
        self, begin: bytes, tmp_path: Path
    ) -> None:
        one = canonical_row("COUNTED", 0, (1,))
        two = canonical_row("SAID", 1, ("hello",))
        whole = [
            (encode("rows", [0, 1, 0, 0, 0, 0, 5], one), two),
            (encode("rows", [0, 1, 0, 0, 0, 0, 5], one + two[:-2]), two[-2:]),
        ]
        for (first, rest), fine in zip(whole, (True, False), strict=True):
            second = encode("rows", [1, 1, 1, 1, 1, 0, 5], rest)

            assert (self.said(tmp_path / "a.replay", begin + first + second) == []) is fine

    def test_that_hold_more_and_fewer_events_than_they_say_are_damaged(
        self, begin: bytes, tmp_path: Path
    ) -> None:
        rows = [canonical_row("COUNTED", frame, (frame,)) for frame in range(3)]
        first = encode("rows", [0, 2, 0, 1, 1, 0, 5], rows[0])
        second = encode("rows", [2, 1, 2, 2, 2, 0, 5], rows[1] + rows[2])

        assert self.said(tmp_path / "a.replay", begin + first + second) != []

    def test_of_which_one_reaches_into_the_next_are_damaged(self) -> None:
        row = canonical_row("COUNTED", 0, (1,))
        kind, head = pack("rows"), pack([0, 1, 0, 0, 0, 0, 5])
        swallowed = kind + b"ZZZ"
        length = bytes([len(swallowed) + 2])
        first = framed(kind + head + b"\xc4" + length + b"ab")
        second = framed(swallowed + kind + pack([1, 1, 1, 1, 1, 0, 5]) + pack(row))

        with pytest.raises(Malformed):
            decode_run(first + second)
        assert len(decode_run(framed(kind + head + pack(row)) * 2)) == 2

    @pytest.mark.parametrize("format_version", [2, 3])
    def test_of_an_index_that_calls_any_number_of_them_a_block_take_no_memory(
        self, begin: bytes, format_version: int, tmp_path: Path
    ) -> None:
        heavy: list[Any] = [{} for _ in range(300 * 1024)]
        records = b"".join(
            encode("rows", [n, 1, n, n, n, 0, heavy], canonical_row("COUNTED", n, (n,)))
            for n in range(4)
        )
        contents = Contents(end=len(begin) + len(records))
        contents.offsets.append(len(begin))
        contents.sizes.append(len(records))
        for column, value in (
            (contents.first_events, 0),
            (contents.event_counts, 4),
            (contents.first_frames, 0),
            (contents.last_frames, 3),
        ):
            column.append(value)
        contents.type_counts, contents.leaves = {5: 4}, bytes(32)
        contents.events = contents.frames = 4
        path = tmp_path / "a.replay"
        contents.tallies.add(0, {(5,): 4})
        path.write_bytes(begin + records + closing(b"", contents, format_version))
        del heavy

        tracemalloc.start()
        with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt, match="no block"):
            list(recording.events())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak < 8 * path.stat().st_size


def framed(inside: bytes) -> bytes:
    """What stands behind a record's mark as a record whose checksum is right."""
    length = len(inside).to_bytes(8, "big")
    return SYNC + crc32(inside, crc32(length)).to_bytes(4, "big") + length + inside


class TestRefresh:
    """A file that changes under a reader."""

    def open(self, path: Path) -> Recording:
        return Recording(left(path, puts(300)), SCHEMA)

    def test_that_is_cut_has_what_is_left(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        os.truncate(recording.path, recording.reader.size - 3000)

        assert recording.refresh()

        events = recording.get_all_events()
        assert 0 < len(events) < 300
        assert events == puts(300)[: len(events)]

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", None])
    def test_that_becomes_none_of_ours_raises_and_is_read_on_as_it_was(
        self, content: bytes | None, tmp_path: Path
    ) -> None:
        recording = self.open(tmp_path / "a.replay")
        other = tmp_path / "other"
        other.write_bytes(bytes(3) if content is None else content)
        other.replace(recording.path)

        with pytest.raises(RecordingError):
            recording.refresh()

        assert recording.get_all_events() == puts(300)

    def test_that_is_emptied_raises_only_recording_errors(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        os.truncate(recording.path, 0)

        with pytest.raises(RecordingError):
            recording.refresh()
        with pytest.raises(RecordingError):
            recording.get_all_events()

    def test_that_is_deleted_is_read_on(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        recording.path.unlink()

        assert not recording.refresh()
        assert recording.get_all_events() == puts(300)

    def test_that_becomes_another_match_shows_that(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        record(recording.path, puts(20, seed=9), existing="replace")

        assert recording.refresh()
        assert recording.get_all_events() == puts(20, seed=9)

    def test_to_which_nonsense_is_added_is_read_as_before(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        with recording.path.open("ab") as file:
            file.write(b"nonsense" * 30)

        recording.refresh()

        assert recording.get_all_events() == puts(300)


def test_the_difference_to_a_damaged_recording_is_not_called_an_end(tmp_path: Path) -> None:
    whole = record(tmp_path / "a.replay", puts(300))
    damaged = left(tmp_path / "b.replay", puts(300))
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)

    with Recording(whole) as a, Recording(damaged) as b, pytest.raises(Corrupt):
        diff(a, b)
    assert answer("diff", whole, damaged)[0] == 2


def test_a_state_of_another_shape_in_a_keyframe_is_never_folded_on(tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1)
    parts = taken_apart(truth.data)
    shaped = [
        Part("keyframe", [*part.head[:5], 1], deflated(b"\x05"))
        if part.kind == "keyframe"
        else part
        for part in parts
        if part.kind not in ("index", "end")
    ]
    path = tmp_path / "a.replay"
    path.write_bytes(put_together(shaped))

    with Recording(path, SCHEMA) as recording, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        timeline = Timeline(recording, Ledger())
        for frame in (recording.frames - 1, truth.events[700].frame):
            before = [event for event in truth.events if event.frame <= frame]
            assert timeline.at(frame) == fold(before, Ledger())


def test_what_a_file_says_cannot_play_with_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[2J[bold]\u009b31m[/x]"
    path = tmp_path / "a.replay"
    history = [Event(Vault.SAID, evil, 1)]
    record(path, history, metadata={"players": [evil], "room": evil})

    for command in ("info", "events", "state", "stats", "verify"):
        code, out, complaints = answer(command, path)

        assert code == 0
        assert not {"\x1b", "\u009b"} & set(out + complaints)


class Strict(Ledger):
    """Refuses to fold what it has never heard of."""

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return {3: super().apply(state, event)}[event.frame]


def test_what_a_fold_raises_stays_what_it_is_and_the_event_is_named(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(10), projection=None)

    with Recording(path, SCHEMA) as recording, pytest.raises(KeyError) as raised:
        Timeline(recording, Strict()).at(recording.frames - 1)

    (note,) = raised.value.__notes__
    assert note == f"when event 0, {puts(1)[0].type.name} of frame 0, was folded"


def test_a_doctored_value_is_named_by_verify_although_its_checksum_is_right(
    tmp_path: Path,
) -> None:
    path = record(tmp_path / "a.replay", puts(6), projection=None)
    with Recording(path) as recording:
        honest = recording.digest
    parts = taken_apart(path.read_bytes())
    body = bytearray(parts[1].body)
    body[-1] ^= 1
    path.write_bytes(put_together([parts[0], replace(parts[1], body=bytes(body)), *parts[2:]]))

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() != puts(6)
        (finding,) = verify(recording)

    assert "digest" in finding.problem
    assert answer("verify", path)[0] == answer("verify", path, "--digest", honest)[0] == 1


def test_an_end_that_leads_nowhere_is_no_crash(tmp_path: Path) -> None:
    truth = match(tmp_path, 60, 1)
    parts = taken_apart(truth.data)
    place = next(n for n, part in enumerate(parts) if part.kind == "index")
    broken = Part(None, None, None, raw=b"?" * 80)
    path = tmp_path / "a.replay"
    path.write_bytes(put_together([*parts[:place], broken, Part("end", None, b"short")]))

    with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt):
        recording.get_all_events()
