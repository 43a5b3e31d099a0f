"""The viewer remembers its theme and where one was; whatever lies in its file, it opens."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Recorder, Recording
from replay.ui.themes import THEMES
from replay.viewer import memory
from replay.viewer.memory import MOST, Memory, identity_of

Record = Callable[..., Path]


def test_what_is_left_is_found_again_and_what_was_seen_to_its_end_is_not(
    record: Record, tmp_path: Path
) -> None:
    one, other = Recording(record("one.replay")), Recording(record("other.replay", 300))
    Memory(tmp_path / "m" / "viewer.json").leave(identity_of(one), one, 77)
    Memory(tmp_path / "m" / "viewer.json").leave(identity_of(other), other, 5)
    again = Memory(tmp_path / "m" / "viewer.json")

    assert (again.position(one), again.position(other)) == (77, 5)
    for seen in (0, one.frames - 1, one.frames + 5):
        again.leave(identity_of(one), one, 77)
        again.leave(identity_of(one), one, seen)
        assert again.position(one) is None
    assert again.position(other) == 5
    assert [path.name for path in (tmp_path / "m").iterdir()] == ["viewer.json"]


def test_a_live_recording_and_its_closed_form_are_the_same(
    new_recorder: Callable[[], Recorder], tmp_path: Path
) -> None:
    recorder = new_recorder()
    for frame in range(0, 100, 10):
        recorder.end_frame(frame)
    remembered = Memory(tmp_path / "viewer.json")
    with Recording(recorder.path) as live:
        assert not live.closed
        remembered.leave(identity_of(live), live, 40)
    recorder.close()

    with Recording(recorder.path) as closed:
        assert closed.closed
        assert remembered.position(closed) == 40


def test_a_position_that_a_recording_does_not_have_is_none(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "viewer.json"
    with Recording(record()) as recording:
        Memory(path).leave(identity_of(recording), recording, 300)
        positions = json.loads(path.read_text())["positions"]
        for wrong in (10**9, -4, "9", None, 2.5, True):
            path.write_text(json.dumps({"positions": dict.fromkeys(positions, wrong)}))
            assert Memory(path).position(recording) is None


def test_the_recordings_left_last_are_remembered(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "viewer.json"
    before = {str(number): number for number in range(MOST)}
    path.write_text(json.dumps({"positions": before, "theme": "light", "other": [1]}))
    with Recording(record()) as recording:
        Memory(path).leave(identity_of(recording), recording, 9)
        assert Memory(path).position(recording) == 9
    said = json.loads(path.read_text())
    assert len(said["positions"]) == MOST
    assert "0" not in said["positions"]
    assert (said["theme"], said["other"]) == ("light", [1])


def test_a_theme_is_remembered_and_an_unknown_one_is_the_first(tmp_path: Path) -> None:
    path = tmp_path / "viewer.json"
    assert Memory(path).theme == "dark"
    for name in THEMES:
        Memory(path).use_theme(name)
        assert Memory(path).theme == name
    path.write_text('{"theme": "pink"}')
    assert Memory(path).theme == "dark"


@given(
    content=st.binary(max_size=60)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["theme", "positions", "a"]), inner, max_size=3)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_whatever_lies_in_the_file_the_viewer_opens_and_remembers(
    content: bytes, record: Record, tmp_path: Path
) -> None:
    path = tmp_path / "viewer.json"
    path.write_bytes(content)
    with Recording(
        record() if not (tmp_path / "tiny.replay").exists() else tmp_path / "tiny.replay"
    ) as recording:
        remembered = Memory(path)
        assert remembered.theme in THEMES
        assert remembered.position(recording) in (None, *range(600))
        remembered.leave(identity_of(recording), recording, 8)
        assert remembered.position(recording) == 8


def test_where_nothing_can_be_written_nothing_is_remembered(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "viewer.json"
    Memory(path).use_theme("light")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(memory.json, "dump", full)
    with Recording(record()) as recording:
        Memory(path).leave(identity_of(recording), recording, 9)
        assert Memory(path).position(recording) is None
    assert Memory(path).theme == "light"
    assert {one.name for one in tmp_path.iterdir()} == {"tiny.replay", "viewer.json"}


def test_a_pipe_in_the_files_place_is_not_waited_for(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "viewer.json"
    os.mkfifo(path)
    with Recording(record()) as recording:
        assert Memory(path).theme == "dark"
        assert Memory(path).position(recording) is None
