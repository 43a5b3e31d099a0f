"""Hidden files beside a recording: in the way, or left by writers that were killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from strategies import SCHEMA, Put, Vault, puts, record

from replay import Event, Recorder, Recording


def test_what_is_in_the_way_of_the_hidden_file_is_named_and_not_waited_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    hidden = tmp_path / ".a.replay.new"
    hidden.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match="in the way"):
        Recorder(path, SCHEMA)
    hidden.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(hidden)
        with pytest.raises(OSError, match="in the way"):
            Recorder(path, SCHEMA)
        hidden.unlink()
    hidden.mkdir()
    with pytest.raises(OSError, match="in the way"):
        Recorder(path, SCHEMA)
    hidden.rmdir()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_under_the_name_of_the_closing_file_holds_nobody_up(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(20))
    os.mkfifo(tmp_path / ".a.replay.closing")

    with Recorder(path, SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 999))

    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 21
        assert recording.closed


def test_drafts_that_killed_writers_left_are_taken_away(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    for left in (".a.replay.closing", ".a.replay.closing-12-5"):
        (tmp_path / left).write_bytes(b"half")

    Recorder(path, SCHEMA, existing="continue").close()

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
