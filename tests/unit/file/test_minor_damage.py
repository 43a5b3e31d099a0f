"""Damage to what no event needs costs a message; where events may be missing, that is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, Ledger, puts, record
from torture.anatomy import Part, put_together, taken_apart

from replay import Recorder, Recording, RecordingError, Timeline
from replay.cli.main import main
from replay.file.records import encode
from replay.forking import fork
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.viewer.model.gaps import damage_words

HISTORY = puts(1700)
EVENTS = ("block", "rows")


def closed(path: Path) -> bytes:
    return record(path, HISTORY, quiet=3, existing="replace").read_bytes()


def in_bulk(path: Path) -> bytes:
    """Blocks and keyframes of a writer that was killed; every record of it is followed by more."""
    parts = taken_apart(record(path, HISTORY, live=False, existing="replace").read_bytes())
    return put_together([part for part in parts if part.kind not in ("copy", "index", "end")])


def in_rows(path: Path) -> bytes:
    """Rows of a writer that was killed, behind the copy of their header."""
    recorder = Recorder(path, SCHEMA, existing="replace")
    for event in HISTORY[:300]:
        recorder.append(event)
    recorder.end_frame(HISTORY[300].frame + 4)
    written = path.read_bytes()
    recorder.close()
    return written


KINDS: dict[str, Callable[[Path], bytes]] = {
    "closed": closed, "in bulk": in_bulk, "in rows": in_rows,
}  # fmt: skip


class Files:
    """Each kind of file, written once: what is in it, and what is told of it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "whole.replay"
        self._known: dict[str, tuple[bytes, Any]] = {}

    def __call__(self, kind: str) -> tuple[bytes, Any]:
        if kind not in self._known:
            whole = KINDS[kind](self._path)
            self._path.write_bytes(whole)
            self._known[kind] = whole, told(self._path)
        return self._known[kind]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("whole"))


def offsets(parts: list[Part]) -> list[int]:
    found, offset = [], 0
    for part in parts:
        found.append(offset)
        offset += len(part.encoded())
    return found


def told(path: Path) -> tuple[list[Any], int, list[Any], str]:
    """Everything that no damage to a cache may change: events, frames, the last state, digest."""
    with Recording(path, SCHEMA) as recording:
        state = Timeline(recording, Ledger()).at(recording.frames - 1)
        return recording.get_all_events(), recording.frames, state, recording.digest


@settings(max_examples=40)
@given(
    kind=st.sampled_from(list(KINDS)),
    which=st.floats(0, 1, exclude_max=True),
    where=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_with_any_redundant_record_damaged_everything_is_told_as_before(
    kind: str, which: float, where: float, bit: int, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    whole, right = files(kind)
    parts = taken_apart(whole)
    redundant = [n for n, part in enumerate(parts) if part.kind not in ("header", *EVENTS)]
    if kind == "in bulk":  # the last keyframes prove nothing: an event may have followed them
        last = max(n for n, part in enumerate(parts) if part.kind in EVENTS)
        redundant = [n for n in redundant if n < last]
    broken = redundant[int(which * len(redundant))]
    start = offsets(parts)[broken]
    damaged = bytearray(whole)
    damaged[start + int(where * len(parts[broken].encoded()))] ^= 1 << bit
    path.write_bytes(damaged)

    assert told(path) == right
    with Recording(path, SCHEMA) as recording:
        assert recording.damage is None
        if not recording.closed:
            assert [minor.offset for minor in recording.minor_damage] == [start]
        assert [finding.first_byte for finding in verify(recording, Ledger())] == [start]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_a_newer_program_added_may_be_damaged_too(
    kind: str, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    parts = taken_apart(files(kind)[0])
    last = max(n for n, part in enumerate(parts) if part.kind in EVENTS)
    strange = bytearray(encode("weather", {"wind": 3}, b"gust"))
    strange[-2] ^= 1
    parts.insert(last, Part(None, None, None, raw=bytes(strange)))
    path.write_bytes(put_together([part for part in parts if part.kind not in ("index", "end")]))

    with Recording(path, SCHEMA) as recording:
        assert recording.minor_damage[0].offset == offsets(parts)[last]
        assert recording.get_all_events() == HISTORY[: len(recording)]
        assert len(recording) in (300, 1700)


def test_with_both_index_and_end_damaged_all_events_are_there_and_that_is_said(
    files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    right = files("closed")[1]
    whole = bytearray(files("closed")[0])
    index = offsets(taken_apart(bytes(whole)))[-2]
    whole[index + 30] ^= 1
    whole[-5] ^= 1
    path.write_bytes(whole)

    assert told(path) == right
    with Recording(path, SCHEMA) as recording:
        assert recording.damage is None
        assert not recording.closed
        assert [minor.offset for minor in recording.minor_damage] == [index]


def without_the_last_block(parts: list[Part]) -> list[Part]:
    last = max(n for n, part in enumerate(parts) if part.kind == "block")
    return [*parts[:last], *parts[last + 1 :]]


def without_the_last_quiet_frame(parts: list[Part]) -> list[Part]:
    last = max(n for n, part in enumerate(parts) if part.kind == "block")
    head = parts[last].head
    earlier = Part("block", [*head[:4], head[4] - 1, *head[5:]], parts[last].body)
    return [*parts[:last], earlier, *parts[last + 1 :]]


def without_the_last_gap(parts: list[Part]) -> list[Part]:
    """A gap for the last block, as repair would have left it, and then that is cut out."""
    last = max(n for n, part in enumerate(parts) if part.kind == "block")
    lost = parts[last].head
    gap = [lost[0], lost[1], lost[2], lost[3], "a test"]
    index = next(part for part in parts if part.kind == "index")
    told = Part("index", [*index.head[:7], [gap], *index.head[8:]], index.body)
    rest = [told if part is index else part for part in parts[last + 1 :]]
    return [*parts[:last], *rest]


@pytest.mark.parametrize(
    "change", [without_the_last_block, without_the_last_quiet_frame, without_the_last_gap]
)
@pytest.mark.parametrize("ends", ["end", "no end"])
def test_an_index_that_knows_of_more_than_there_is_is_damage(
    change: Callable[[list[Part]], list[Part]], ends: str, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    parts = change(taken_apart(files("closed")[0]))
    if ends == "no end":
        del parts[-1]
    else:
        parts[-1] = Part("end", None, bytes(8))
    path.write_bytes(put_together(parts, true_end=False))
    index = offsets(parts)[[part.kind for part in parts].index("index")]

    with Recording(path, SCHEMA) as recording:
        assert recording.damage is not None
        assert recording.damage.offset == index
        with pytest.raises(RecordingError, match="the index tells of"):
            recording.get_all_events()
        found = [finding.problem for finding in verify(recording)]
        assert any(problem.startswith("the index tells of") for problem in found)
    assert main(["info", str(path)]) == 1
    assert main(["events", str(path)]) == 2


def test_repair_says_how_much_an_index_knows_of_that_is_not_there(
    files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(put_together(without_the_last_block(taken_apart(files("closed")[0]))))

    report = repair(path, tmp_path / "b.replay")

    (gap,) = report.gaps
    assert (gap.first_event, gap.events) == (1024, len(HISTORY) - 1024)
    assert not report.end_lost
    with Recording(tmp_path / "b.replay", SCHEMA) as repaired:
        assert repaired.frames == files("closed")[1][1]
        assert not list(verify(repaired, Ledger()))


@pytest.mark.parametrize("kind", ["in bulk", "in rows"])
def test_the_viewer_says_what_is_damaged_although_nothing_is_missing(
    kind: str, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    whole = bytearray(files(kind)[0])
    parts = taken_apart(bytes(whole))
    place = next(n for n, part in enumerate(parts) if part.kind in ("copy", "keyframe"))
    whole[offsets(parts)[place] + 30] ^= 1
    path.write_bytes(whole)

    with Recording(path) as recording:
        assert "no event is missing" in damage_words(recording)


def doubled(parts: list[Part]) -> list[Part]:
    return [*parts, *(part for part in parts if part.kind in EVENTS)]


def with_an_index_within(parts: list[Part]) -> list[Part]:
    index = next(part for part in parts if part.kind == "index")
    first = next(n for n, part in enumerate(parts) if part.kind in EVENTS)
    early = Part("index", [1024, HISTORY[1023].frame, *index.head[2:]], index.body)
    return [*parts[: first + 1], early, *parts[first + 1 :]]


def with_an_end_within(parts: list[Part]) -> list[Part]:
    return [*parts[:2], parts[-1], *parts[2:-1]]


def with_the_last_block_of_another_match(parts: list[Part]) -> list[Part]:
    last = max(n for n, part in enumerate(parts) if part.kind == "block")
    block = parts[last]
    return [*parts[:last], Part(block.kind, [block.head[0] + 1, *block.head[1:]], block.body)]


@pytest.mark.parametrize(
    "change",
    [doubled, with_an_index_within, with_an_end_within, with_the_last_block_of_another_match],
)
def test_whole_records_that_do_not_belong_where_they_stand_are_damage(
    change: Callable[[list[Part]], list[Part]], files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(put_together(change(taken_apart(files("closed")[0])), true_end=False))
    given = []

    with Recording(path, SCHEMA) as recording, pytest.raises(RecordingError):
        for event in recording.events():
            given.append(event)

    assert given == HISTORY[: len(given)]


@pytest.mark.parametrize("kind", ["in bulk", "in rows"])
def test_a_recording_with_minor_damage_is_continued_and_then_has_none(
    kind: str, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    whole = bytearray(files(kind)[0])
    parts = taken_apart(bytes(whole))
    place = next(n for n, part in enumerate(parts) if part.kind in ("copy", "keyframe"))
    whole[offsets(parts)[place] + 30] ^= 1
    path.write_bytes(whole)
    with Recording(path, SCHEMA) as recording:
        before, frame = recording.get_all_events(), recording.frames

    with Recorder(path, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        recorder.end_frame(frame)

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == before
        assert not list(verify(recording, Ledger()))


def test_a_branch_leaves_out_a_damaged_keyframe(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    whole = bytearray(files("closed")[0])
    parts = taken_apart(bytes(whole))
    whole[offsets(parts)[[part.kind for part in parts].index("keyframe")] + 30] ^= 1
    path.write_bytes(whole)
    frame = HISTORY[1500].frame

    fork(path, tmp_path / "b.replay", frame=frame, schema=SCHEMA, projection=Ledger()).close()

    with Recording(tmp_path / "b.replay", SCHEMA) as branch:
        assert branch.get_all_events() == [event for event in HISTORY if event.frame <= frame]
        assert not list(verify(branch, Ledger()))


@pytest.mark.parametrize("command", ["info", "events", "state", "stats"])
def test_a_command_says_what_is_damaged_and_goes_on(
    command: str, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.replay"
    whole = bytearray(files("in rows")[0])
    copy = offsets(taken_apart(bytes(whole)))[1]
    path.write_bytes(whole)
    assert main([command, str(path)]) == 0
    right = capsys.readouterr().out
    whole[copy + 40] ^= 1
    path.write_bytes(whole)

    code = main([command, str(path)])

    said = capsys.readouterr()
    assert (code, said.out) == (0, right)
    assert f"(byte {copy}). No event is missing there" in said.err
