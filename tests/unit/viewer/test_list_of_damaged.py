"""The list of recordings marks those that are damaged, wherever that is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from replay import Recording
from replay.errors import Corrupt
from replay.games import Game
from replay.viewer.model.entries import GAME, MARK, RESULT, Entry
from replay.viewer.model.recording_list import RecordingList

Record = Callable[..., Path]
Installed = Callable[..., Game]


def only(recordings: RecordingList) -> Entry:
    assert len(recordings.rows) == 1
    return recordings.rows[0]


def test_a_damaged_recording_says_what_is_wrong_and_is_still_described(
    record: Record, listed: Callable[[], RecordingList], installed: Installed
) -> None:
    installed()
    path = record()
    hurt = bytearray(path.read_bytes())
    with Recording(path) as recording:
        end = recording.reader.contents.end
    hurt[end // 2 : end // 2 + 40] = bytes(40)
    path.write_bytes(hurt[:end])

    entry = only(listed())

    assert MARK.says(entry) == "damaged"
    assert GAME.says(entry) == "tiny"
    assert entry.problem != ""


def test_a_recording_whose_damage_is_met_at_its_end_is_marked(
    record: Record,
    listed: Callable[[], RecordingList],
    installed: Installed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def damaged(timeline: object, frame: int) -> None:
        raise Corrupt(Path("tiny.replay"), "a block is damaged")

    installed(result=lambda state, frame: "6 : 6")
    record()
    monkeypatch.setattr("replay.timeline.Timeline.at", damaged)

    entry = only(listed())

    assert (MARK.says(entry), entry.problem) == ("damaged", "a block is damaged")


def test_a_recording_that_is_damaged_in_the_middle_is_marked_and_shows_how_it_ended(
    record: Record, listed: Callable[[], RecordingList], installed: Installed
) -> None:
    installed(result=lambda state, frame: "6 : 6")
    path = record("long.replay", 30_000)
    with Recording(path) as recording:
        offsets = recording.reader.contents.offsets
        assert len(offsets) > 2
        offset = offsets[len(offsets) // 2]
    content = bytearray(path.read_bytes())
    content[offset + 60] ^= 1
    path.write_bytes(content)

    entry = only(listed())

    assert (MARK.says(entry), RESULT.says(entry)) == ("damaged", "6 : 6")
    assert "checksum" in entry.problem
