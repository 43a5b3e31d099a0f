"""A recorder that goes on with a file, however the one before it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from recorded import taken
from strategies import SCHEMA, Put, Vault, puts, record

from replay import Event, Recorder, Recording, RecordingError


@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_is_continued_from_half_a_frame_is_closed_whole(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    history = [replace(event, frame=event.frame // 10) for event in taken(0, 2060)]
    recorder = Recorder(path, SCHEMA, live=False)
    for event in history:
        recorder.append(event)
    recorder._sink.give_up()
    with Recording(path, SCHEMA) as killed:
        half = killed.reader.contents.open_events
        frames = killed.frames
    assert half

    with Recorder(path, SCHEMA, existing="continue", live=live) as recorder:
        assert recorder.frames == frames
        recorder.append(taken(frames, frames + 1)[0])

    with Recording(path, SCHEMA) as recording:
        assert recording.closed
        assert recording.complete


def test_a_closed_file_with_a_damaged_block_is_not_continued(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000))
    data = bytearray(path.read_bytes())
    with Recording(path, SCHEMA) as recording:
        data[recording.reader.contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)

    with pytest.raises(RecordingError, match="repair"):
        Recorder(path, SCHEMA, existing="continue")

    assert path.read_bytes() == data


@pytest.mark.parametrize("live", [True, False])
def test_quiet_frames_before_half_a_frame_survive_going_on_and_a_kill(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=False)
    for number in range(1500):  # the second block is half of frame 500, behind 400 quiet ones
        recorder.append(Event(Vault.PUT, Put(1, number % 64), 99 if number < 900 else 500))
    killed = path.read_bytes()
    recorder.close()
    path.write_bytes(killed)
    with Recording(path, SCHEMA) as recording:
        seen = recording.frames
        assert seen == 500

    again = Recorder(path, SCHEMA, live=live, existing="continue")
    killed = path.read_bytes()
    again.close()
    path.write_bytes(killed)

    with Recording(path, SCHEMA) as recording:
        assert recording.frames == seen
        assert len(recording) == 900
