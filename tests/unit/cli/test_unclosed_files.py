"""What is said of files without an end: being written, left by a killed writer, or cut off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, puts, record

from replay import Recorder, Recording, verify
from replay.cli.main import main

POSIX = pytest.mark.skipif(os.name == "nt", reason="who writes is not known here")


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A file whose writer was killed in the middle of a record, in its hundredth event or so."""
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    for event in puts(100):
        recorder.append(event)
    recorder.end_frame(event.frame)
    recorder._sink.give_up()
    os.truncate(recorder.path, recorder.path.stat().st_size - 7)
    return recorder.path


@POSIX
def test_who_writes_is_known_of_an_open_and_of_a_left_file(tmp_path: Path, killed: Path) -> None:
    with Recorder(tmp_path / "b.replay", SCHEMA) as recorder:
        assert Recording(recorder.path).is_being_written
    assert Recording(recorder.path).is_being_written is False
    assert Recording(killed).is_being_written is False


@POSIX
@pytest.mark.parametrize("command", ["info", "state", "verify"])
def test_a_killed_writers_file_is_told_from_one_that_is_written(
    killed: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([command, str(killed)])
    left = capsys.readouterr()
    with Recorder(killed, SCHEMA, existing="continue"):
        main([command, str(killed)])
        written = capsys.readouterr()

    assert "was not closed: its writer was killed, or its end was cut off" in left.err
    assert "is being written; it goes to" in written.err


def test_verify_says_how_much_of_a_record_is_at_the_end(
    killed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recording(killed) as recording:
        torn = killed.stat().st_size - recording.reader.contents.end

    assert main(["verify", str(killed)]) == 1
    assert f"its last {torn} bytes are a part of a record" in capsys.readouterr().out


def test_where_no_frame_has_ended_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "b.replay", SCHEMA) as recorder:
        main(["info", str(recorder.path)])

    assert "; no frame of it has ended" in capsys.readouterr().err


@POSIX
def test_follow_ends_where_nobody_writes_any_more(
    killed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.follow.GONE_S", 0.05)

    assert main(["follow", str(killed)]) == 1

    said = capsys.readouterr()
    assert "nobody writes it any more" in said.err
    assert len(said.out.splitlines()) == len(list(Recording(killed).events()))


def test_a_closed_file_with_something_behind_it_is_damaged_and_not_unclosed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(50))
    path.write_bytes(path.read_bytes() + b"junk" * 9)

    main(["info", str(path)])

    assert "not closed" not in capsys.readouterr().err


@given(live=st.booleans(), place=st.floats(0, 1), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_one_flipped_bit_is_one_finding(tmp_path: Path, live: bool, place: float, bit: int) -> None:
    path = tmp_path / "a.replay"
    record(path, puts(4000), live=live, existing="replace")
    data = bytearray(path.read_bytes())
    with Recording(path) as recording:
        begin = recording.reader.events_begin
    data[begin + int(place * (len(data) - 1 - begin))] ^= 1 << bit
    path.write_bytes(data)

    with Recording(path, SCHEMA) as recording:
        assert len(list(verify(recording))) == 1


@pytest.mark.parametrize("asked", [["--from", "9", "--to", "3"], ["--item", "12345"]])
def test_a_question_about_events_that_none_answers_is_not_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(50))

    assert main(["events", str(path), *asked]) in (1, 2)
    said = capsys.readouterr().err
    assert "is before --from 9" in said or "no event is about an item 12345; the items are " in said
