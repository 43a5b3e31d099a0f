"""What the commands say, and how they end, where a file is cut off, damaged, or has gaps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from commands import run
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, puts, record
from torture.anatomy import taken_apart

from replay import Recorder, Recording, fork
from replay.cli.main import main
from replay.errors import Corrupt
from replay.integrity import repair as repairing
from replay.integrity.repair import repair
from replay.integrity.verify import Finding, verify
from replay.queries.diff import LOST, diff
from replay.storage.hidden_files import claim, hidden

MATCH = Path(__file__).parents[3] / "recordings" / "full-house.replay"


def flipped(path: Path, *places: int) -> Path:
    """Flip a bit in each of these bytes."""
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 1
    path.write_bytes(data)
    return path


def damaged(path: Path, *records: tuple[str, int]) -> Path:
    """Copy the bundled match, and flip a bit in the n-th record of each of these kinds."""
    path.write_bytes(MATCH.read_bytes())
    begin: dict[tuple[str, int], int] = {}
    offset, seen = 0, Counter[str]()
    for part in taken_apart(path.read_bytes()):
        size = len(part.encoded())
        begin[part.kind, seen[part.kind]] = offset + size // 2
        seen[part.kind] += 1
        offset += size
    return flipped(path, *(begin[record] for record in records))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record(tmp_path / "a.replay", puts(900), live=False)


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    """A match with a gap, behind which states are unknown for a while."""
    repair(damaged(tmp_path / "broken.replay", ("block", 2)), tmp_path / "gap.replay")
    return tmp_path / "gap.replay"


def test_a_repair_that_loses_the_end_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path / "a.replay", ("block", 6), ("index", 0))
    with Recording(MATCH) as whole:
        events = whole.reader.contents.first_events[6]

    report = repair(path, tmp_path / "b.replay")

    assert report.events == events
    assert report.end_lost
    assert not report.complete
    assert run(capsys, "repair", path)[0] == 1


def test_a_gaps_reason_is_the_loss_of_its_events(tmp_path: Path) -> None:
    path = damaged(tmp_path / "a.replay", ("keyframe", 0), ("block", 1), ("keyframe", 4))
    with Recording(MATCH) as whole:
        offset = whole.reader.contents.offsets[1]

    report = repair(path, tmp_path / "b.replay")

    assert [gap.reason.split(" to ")[0] for gap in report.gaps] == [f"bytes {offset}"]


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_half_of_a_block_is_told_as_a_loss(
    path: Path, part: float, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recording(path) as recording:
        contents = recording.reader.contents
        os.truncate(path, contents.offsets[0] + int(contents.sizes[0] * part))

    assert run(capsys, "verify", path)[0] == 1
    code, said, _ = run(capsys, "repair", path)
    assert code == 1
    assert "how much is unknown" in said


@given(byte=st.integers(0, 6), bit=st.integers(0, 7))
@settings(max_examples=20)
def test_damage_in_the_first_bytes_is_damage(
    byte: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = record(tmp_path_factory.mktemp("first") / "a.replay", puts(9))
    data = bytearray(path.read_bytes())
    data[byte] ^= 1 << bit
    path.write_bytes(data)

    with pytest.raises(Corrupt, match="`replay repair` saves"):
        Recording(path)
    assert main(["verify", str(path)]) == 1


def test_of_two_repairs_into_one_file_the_second_is_refused(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.replay"
    with claim(hidden(target, "repairing"), target):
        with pytest.raises(BlockingIOError, match="another program is creating it"):
            repair(path, target)
        assert not target.exists()

    assert repair(path, target).events == 900
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.replay", "b.replay"]


def test_repairs_into_one_file_at_once_never_mix(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = record(tmp_path / "other.replay", puts(500), live=False)
    target, together, done = tmp_path / "b.replay", Barrier(2, timeout=20), {}
    unkept = repairing._unkept

    def waiting(*given: object) -> object:
        together.wait()
        return unkept(*given)  # type: ignore[arg-type]

    def repaired(source: Path) -> None:
        try:
            done[source] = repair(source, target).events
        except OSError as refused:
            done[source] = refused
            together.wait()

    monkeypatch.setattr(repairing, "_unkept", waiting)
    threads = [Thread(target=repaired, args=(source,)) for source in (path, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = [events for events in done.values() if isinstance(events, int)]
    assert [len(Recording(target))] == written


def test_diff_compares_what_both_know(gap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Recording(gap) as lost, Recording(MATCH) as whole:
        found = diff(lost, whole)
        (hole,) = lost.gaps
    assert found is not None
    assert (found.field, found.a, found.b) == (LOST, hole.events, 0)
    assert found.frame == hole.first_frame

    code, said, _ = run(capsys, "diff", gap, MATCH)
    assert code == 1
    assert "they are the same where both know what happened" in said


def test_diff_does_not_ask_for_what_reason_events_are_lost(tmp_path: Path) -> None:
    with Recording(MATCH) as whole:
        block = whole.reader.contents.offsets[2]
    for name, byte in (("a", 100), ("b", 2)):
        broken = tmp_path / f"{name}.broken"
        broken.write_bytes(MATCH.read_bytes())
        repair(flipped(broken, block + byte), tmp_path / f"{name}.replay")

    with Recording(tmp_path / "a.replay") as a, Recording(tmp_path / "b.replay") as b:
        assert a.gaps != b.gaps
        assert diff(a, b) is None


def test_diff_raises_for_damage_behind_a_gap(gap: Path) -> None:
    with Recording(gap) as recording:
        contents = recording.reader.contents
        last = contents.offsets[-1]
    flipped(gap, last + 60)
    os.truncate(gap, gap.stat().st_size - 3)

    with Recording(gap) as lost, Recording(MATCH) as whole, pytest.raises(Corrupt):
        diff(lost, whole)


def test_diff_says_why_one_has_no_more(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Recorder(path.with_name("b.replay"), SCHEMA) as recorder:
        for event in puts(100):
            recorder.append(event)
        said = run(capsys, "diff", path, recorder.path)[1]
    assert "nothing: it is being written" in said or os.name == "nt"
    assert "nothing: it has ended" in run(capsys, "diff", path, recorder.path)[1]


def test_verify_of_a_file_that_is_closed_meanwhile_is_fine(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(path.with_name("b.replay"), SCHEMA)
    for event in puts(100):
        recorder.append(event)
    recorder.end_frame(event.frame)

    def closing(*given: Any, **named: Any) -> Any:
        yield from verify(*given, **named)
        recorder.close()

    monkeypatch.setattr("replay.cli.verify.verify", closing)
    code, said, _ = run(capsys, "verify", recorder.path)
    assert code == 0
    assert "it is being written" in said or os.name == "nt"


def test_stats_count_what_is_known_and_say_what_is_not(
    gap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recording(gap) as recording:
        lost = recording.gaps[0].events

    told = json.loads(run(capsys, "stats", "--json", gap)[1])
    assert told["lost_events"] == lost
    assert told["bags"] is told["questions"] is None
    said = run(capsys, "stats", gap)[1]
    assert f"without what is lost ({lost} of " in said
    assert "is unknown" in said


def test_find_says_which_frames_are_unknown(gap: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "find", gap, "players.2.bag has ruby")
    with Recording(gap) as recording:
        first = recording.gaps[0].first_frame
    assert code == 0
    assert f"in frames {first} to " in err


def test_a_fork_behind_a_gap_is_advised_before_it(gap: Path, tmp_path: Path) -> None:
    from game.model.events import SCHEMA as PACKRAT

    with Recording(gap) as recording:
        first = recording.gaps[0].first_frame
    with pytest.raises(Corrupt, match=f"Fork it before frame {first}"):
        fork(gap, tmp_path / "b.replay", frame=4000, schema=PACKRAT)
    fork(gap, tmp_path / "b.replay", frame=first - 1, schema=PACKRAT).close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["events", "--from", "999999"], "outside the recording's 0 to 445"),
        (["find", "a > 5", "b < 9"], "more than one query"),
        (["find", "a." * 1000 + "b = 3"], "at most 64 steps"),
        (["find", "a = " + "[" * 100_000], "nested too deeply"),
        (["events", "--player", "9" * 5000], "there is no player"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    path: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, arguments[0], path, *arguments[1:])
    assert code == 2
    assert out == ""
    assert said in err
    assert str(path) not in err


def test_a_value_of_two_words_is_no_second_query(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "find", MATCH, "players.1.name", "=", "Bo Bo")[0] == 1


def test_a_target_that_is_there_keeps_its_message(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = path.with_name("b.replay")
    target.write_bytes(b"something")
    code, _, err = run(capsys, "repair", path, "--output", target)
    assert code == 2
    assert err == f"replay: there is a file {target} already; --force replaces it\n"
    with Recorder(target, SCHEMA, existing="replace"):
        code, _, err = run(capsys, "repair", path, "--output", target, "--force")
    assert code == 2
    assert err == f"replay: {target}: another recorder or program is writing it\n"


def test_bytes_are_told_from_the_first_to_the_last() -> None:
    assert Finding("x", 5, 9).where == "bytes 5 to 8"
    assert Finding("x", 5, 6).where == "byte 5"


@pytest.mark.parametrize("command", ["verify", "diff", "repair", "find"])
def test_an_answer_of_no_stays_one_where_nobody_reads_it(command: str, tmp_path: Path) -> None:
    path = damaged(tmp_path / "a.replay", ("block", 2))
    more = {
        "verify": [path],
        "diff": [MATCH, record(tmp_path / "b.replay", puts(9))],
        "repair": [path],
        "find": [MATCH, "players.0.slot = 99"],
    }[command]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "replay", command, *map(str, more)],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)

    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


def test_verify_tells_damage_of_an_older_schema_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "v1.replay"
    path.write_bytes((MATCH.parent / "golden" / "packrat-v1.replay").read_bytes())
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[0]
    code, out, _ = run(capsys, "verify", "--json", flipped(path, offset + 1400))

    assert code == 1
    assert json.loads(out)["findings"][0]["first_byte"] == offset
    assert json.loads(out)["events"] is None


@pytest.mark.parametrize("target", ["", ".", "/", ".."])
def test_a_repair_into_a_folder_is_refused_in_words(
    path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "repair", path, "--output", target)
    assert (code, out) == (2, "")
    assert "it is a folder; name a file in it" in err


@pytest.mark.skipif(os.name == "nt", reason="who writes is not known here")
def test_a_repair_of_a_file_that_is_being_written_says_so(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(path.with_name("b.replay"), SCHEMA) as recorder:
        for event in puts(100):
            recorder.append(event)
        recorder.end_frame(event.frame)
        code, said, _ = run(capsys, "repair", recorder.path)
    assert code == 0
    assert "it is being written: what comes from now on is not in the new file" in said

    longer = record(path.with_name("c.replay"), puts(120))
    told = run(capsys, "diff", path.with_name("b.repaired.replay"), longer)[1]
    assert "nothing: it is incomplete, and ends with frame" in told
    assert '"type": "' in told


def test_keyframes_behind_lost_events_are_told_where_they_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path / "a.replay", ("block", 1))
    said = run(capsys, "repair", path)[1]
    with Recording(MATCH) as whole, Recording(tmp_path / "a.repaired.replay") as saved:
        left = len(whole.reader.contents.keyframe_offsets) - len(
            saved.reader.contents.keyframe_offsets
        )
    assert left == 0 or f"{left} keyframe" in said


@pytest.mark.parametrize("block", [2, 4, 6])
def test_undamaged_events_are_told_in_the_same_words(
    block: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path / "a.replay", ("block", block))
    repair(path, tmp_path / "b.replay")
    with Recording(MATCH) as whole:
        stop = whole.reader.contents.first_frames[block]
    told = [
        run(capsys, "events", one, "--to", stop, "--text", "stole")[1]
        for one in (MATCH, path, tmp_path / "b.replay")
    ]

    assert told[0] == told[1] == told[2] != ""


def test_what_verify_is_given_is_looked_at_at_once(path: Path) -> None:
    with pytest.raises(TypeError, match="recording is an open Recording"):
        verify(str(path))  # type: ignore[arg-type]
