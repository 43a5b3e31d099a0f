"""A recorder whose file or folder others delete, move, replace or overwrite meanwhile."""

from __future__ import annotations

import os
import shutil
import time
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from recorded import POSIX, full, recorded, refusing, without_columns
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.storage.hidden_files import claim, hidden


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    path.unlink()
    path.write_text("something else")


def _move(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))


def _delete_folder(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()


@pytest.fixture
def watched_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for the file at every frame, so that no test has to wait."""
    monkeypatch.setattr("replay.storage.sink.WATCH_S", 0.0)


@POSIX
@pytest.mark.usefixtures("watched_closely")
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("gone", [_delete, _replace, _move, _delete_folder])
def test_a_match_whose_file_goes_away_is_told_of_and_kept(
    tmp_path: Path, gone: Callable[[Path], None], live: bool
) -> None:
    folder = tmp_path / "matches"
    folder.mkdir()
    path, history = folder / "a.replay", puts(3000)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with Recorder(path, SCHEMA, projection=Ledger(), live=live) as recorder:
            for event in history[:1300]:
                recorder.append(event)
            gone(path)
            for event in history[1300:]:
                recorder.append(event)
            noticed = recorder.problem
            said = [str(warning.message) for warning in told]
            if live:
                assert isinstance(noticed, FileNotFoundError)
                assert len(said) == 1
                assert "was deleted, moved or replaced" in said[0]

    assert recorder.problem is None
    assert recorder.path == (folder / "a (2).replay" if gone is _replace else path)
    assert all(warning.category is RecordingWarning for warning in told)
    assert f"the match is saved in {recorder.path}" in str(told[-1].message)
    assert len(told) == 2
    with Recording(recorder.path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.complete
        assert list(verify(recording, Ledger())) == []
    if gone is _replace:
        assert path.read_text() == "something else"
    assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == []


def test_a_file_that_goes_away_is_noticed_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    now_s = [time.monotonic()]
    for module in ("sink", "rows_sink"):
        monkeypatch.setattr(f"replay.storage.{module}.monotonic", lambda: now_s[0])
    with warnings.catch_warnings(), Recorder(path, SCHEMA) as recorder:
        warnings.simplefilter("ignore", RecordingWarning)
        recorder.end_frame(0)
        path.rename(tmp_path / "b.replay")
        for frame in range(1, 61):
            now_s[0] += 1 / 60
            recorder.end_frame(frame)
        noticed = recorder.problem

    assert isinstance(noticed, FileNotFoundError)


def test_a_name_of_255_bytes_is_kept_beside_one_of_255_bytes(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 248 + ".replay")
    recorder = Recorder(path, SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 0))
    path.unlink()
    path.write_bytes(b"another")
    with pytest.warns(RecordingWarning):
        recorder.close()

    assert path.read_bytes() == b"another"
    assert recorder.path != path
    assert len(Recording(recorder.path, SCHEMA)) == 1


@POSIX
def test_a_file_that_somebody_else_is_closing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    path.unlink()
    record(path, puts(70))
    draft = hidden(path, "closing")
    with claim(draft, path) as theirs:
        theirs.write(b"half")
        with pytest.warns(RecordingWarning, match="saved in"):
            recorder.close()

    assert draft.read_bytes() == b"half"
    assert len(Recording(path)) == 70
    assert len(Recording(tmp_path / "a (2).replay")) == 50


def replaced_by_a_file(folder: Path, _: pytest.MonkeyPatch) -> Path:
    (folder / "a.replay").unlink()
    folder.rmdir()
    folder.write_text("a file")
    return folder.parent


def replaced_by_a_link_to_nothing(folder: Path, _: pytest.MonkeyPatch) -> Path:
    (folder / "a.replay").unlink()
    folder.rmdir()
    folder.symlink_to("nowhere")
    return folder.parent


def below_a_loop_of_links(folder: Path, _: pytest.MonkeyPatch) -> Path:
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to(folder.parent.name)
    return folder.parent.parent


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder / "a.replay").unlink()
    monkeypatch.setattr("replay.storage.compaction.claim", refusing(folder, claim))
    return folder.parent


@POSIX
@pytest.mark.parametrize(
    ("lost", "live"),
    [
        (replaced_by_a_file, True),
        (replaced_by_a_link_to_nothing, True),
        (below_a_loop_of_links, True),
        (below_a_loop_of_links, False),
        (read_only, True),
        (read_only, False),
    ],
)
def test_where_its_folder_is_lost_the_match_is_saved_in_the_nearest_above(
    tmp_path: Path,
    lost: Callable[[Path, pytest.MonkeyPatch], Path],
    live: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "matches" / "today"
    folder.mkdir(parents=True)
    recorder = Recorder(folder / "a.replay", SCHEMA, live=live)
    recorded(recorder, 0, 50)
    nearest = lost(folder, monkeypatch)

    with pytest.warns(RecordingWarning, match="saved in"):
        recorder.close()

    assert recorder.path == nearest / "a.replay"
    assert len(Recording(recorder.path)) == 50


@POSIX
def test_of_a_match_that_was_moved_and_cannot_be_saved_anew_it_is_not_said_that_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    moved = recorder.path.rename(tmp_path / "b.replay")
    monkeypatch.setattr("replay.storage.compaction.claim", full)

    with pytest.warns(RecordingWarning, match="it has 50 of 50 events"):
        recorder.close()

    assert len(Recording(moved)) == 50


@POSIX
@pytest.mark.parametrize("lost", ["all", "half", "another", "the header"])
@pytest.mark.parametrize("events", [100, 3000])
def test_what_another_program_overwrote_of_a_live_match_is_there_again_once_it_is_closed(
    tmp_path: Path, lost: str, events: int
) -> None:
    path = tmp_path / "a.replay"
    other = record(tmp_path / "b.replay", puts(9), live=False).read_bytes()
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, events)
    if lost == "the header":
        path.write_bytes(b"x" * 1024 + path.read_bytes()[1024:])
    elif lost == "another":
        path.write_bytes(other)
    else:
        os.truncate(path, 0 if lost == "all" else path.stat().st_size // 2)
    if lost == "the header":
        recorded(recorder, events, 2 * events)
    else:
        with pytest.warns(RecordingWarning, match="overwritten it, or cut it off"):
            recorded(recorder, events, 2 * events)

    recorder.close()

    assert recorder.problem is None
    with Recording(path, SCHEMA) as recording:
        assert [event.frame for event in recording.events()] == list(range(2 * events))
        assert not list(verify(recording))


@pytest.mark.parametrize("live", [True, False])
def test_a_header_that_was_overwritten_in_place_is_written_again_at_close(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = without_columns(Recorder(path, SCHEMA, live=live))
    recorded(recorder, 0, 3000)
    length = len(recorder._sink.output.begin) // 2
    path.write_bytes(b"x" * length + path.read_bytes()[length:])
    with pytest.warns(RecordingWarning) if not live else nullcontext():
        recorder.close()

    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 3000


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("lost", ["all", "half", "another"])
def test_what_is_recorded_after_the_file_was_overwritten_can_be_repaired(
    tmp_path: Path, live: bool, lost: str
) -> None:
    path = tmp_path / "a.replay"
    other = record(tmp_path / "b.replay", puts(9), live=False).read_bytes()
    recorder = without_columns(Recorder(path, SCHEMA, live=live))
    recorded(recorder, 0, 1500)
    if lost == "another":
        path.write_bytes(other)
    else:
        os.truncate(path, 0 if lost == "all" else path.stat().st_size // 2)

    def go_on() -> None:
        recorded(recorder, 1500, 3000)
        recorder.close()

    said = "another program has overwritten it, or cut it off|could not be closed whole"
    with pytest.warns(RecordingWarning, match=said):
        go_on()

    assert recorder.problem is not None
    repair(path, tmp_path / "c.replay")
    with Recording(tmp_path / "c.replay", SCHEMA) as repaired:
        frames = {event.frame for event in repaired.events()}
        assert set(range(2050, 3000)) <= frames <= set(range(3000))
        assert all(event.data == Put(1, event.frame) for event in repaired.events())
        assert not repaired.complete
