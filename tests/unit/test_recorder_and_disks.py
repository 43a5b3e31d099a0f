"""A recorder on a disk that fails, fills up or takes a part; and what it says is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from recorded import POSIX, full, recorded, without_columns
from strategies import SCHEMA, Put, Vault

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning


class Short:
    """An open file that takes at most so many bytes of a write, and may raise at the first."""

    def __init__(self, file: Any, most: int, raised: BaseException | None = None) -> None:
        self._file, self._most, self._raised = file, most, raised

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        raised, self._raised = self._raised, None
        if raised is not None:
            raise raised
        return int(self._file.write(data[: self._most]))


@pytest.mark.parametrize("live", [True, False])
def test_a_disk_that_takes_a_part_of_a_write_gets_the_rest(tmp_path: Path, live: bool) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        output = recorder._sink.output
        output.file = cast("Any", Short(output.file, 3))
        recorded(recorder, 0, 1100)
        assert recorder.problem is None

    assert len(Recording(tmp_path / "a.replay")) == 1100


@pytest.mark.parametrize("live", [True, False])
def test_a_signal_handlers_timeout_is_no_trouble_with_the_disk(tmp_path: Path, live: bool) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        recorded(recorder, 0, 5)
        output = recorder._sink.output
        output.file = cast("Any", Short(output.file, 10**6, TimeoutError("time is up")))
        with pytest.raises(TimeoutError, match="time is up"):
            recorded(recorder, 5, 3000)
        assert recorder.problem is None
        recorded(recorder, len(recorder), 4000)

    assert len(Recording(tmp_path / "a.replay")) == 4000


def test_a_header_that_is_written_anew_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = without_columns(Recorder(path, SCHEMA))
    recorded(recorder, 0, 5)
    header = path.read_bytes()[: len(recorder._sink.output.begin)]
    path.write_bytes(b"another program's bytes" * 1000)
    output = recorder._sink.output
    output.file = cast("Any", Short(output.file, 3))
    with pytest.warns(RecordingWarning):
        recorded(recorder, 5, 9)

    assert path.read_bytes().startswith(header)
    with pytest.warns(RecordingWarning):
        recorder.close()


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no room for what closing writes."""
    for step in ("compact", "close_in_place"):
        monkeypatch.setattr(f"replay.storage.rows_sink.{step}", full)


def test_a_disk_that_is_full_at_the_end_is_told_truly_after_a_chdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorder = Recorder("a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    fill_the_disk(monkeypatch)

    with pytest.warns(RecordingWarning, match="could not be closed whole") as told:
        recorder.close()

    assert not any("deleted" in str(one.message) for one in told)
    assert len(Recording(tmp_path / "a.replay")) == 50


@POSIX
def test_what_is_lost_with_a_replaced_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    path.unlink()
    path.write_text("somebody else's")
    fill_the_disk(monkeypatch)

    with pytest.warns(RecordingWarning, match="could not be saved anew .*its 50 events are lost"):
        recorder.close()


def test_in_bulk_it_is_said_how_many_events_a_full_disk_costs(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=False)
    recorded(recorder, 0, 2000)
    output = recorder._sink.output
    output.file = cast("Any", Full(output.file))
    with pytest.raises(OSError, match="No space") as raised:
        recorder.close()

    with Recording(tmp_path / "a.replay") as recording:
        lost = 2000 - len(recording)
    assert raised.value.__notes__ == [
        f"{tmp_path / 'a.replay'}: the last {lost} of 2000 events could not be written "
        "(No space left on device) and are lost"
    ]


class Full:
    """An open file whose disk is full."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        full()
        return len(data)


HANDLER = """
def handler(number):
    raise OSError(number, "out of a handler")
"""


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("number", [2, 5, 28, 32])
def test_an_error_that_a_handler_raises_is_not_the_disks_whatever_its_number(
    tmp_path: Path, live: bool, number: int
) -> None:
    space: dict[str, Any] = {}
    exec(compile(HANDLER, "a game.py", "exec"), space)

    class Interrupted(Short):
        def write(self, data: bytes) -> int:
            if self._raised is not None:
                self._raised = None
                space["handler"](number)
            return super().write(data)

    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        recorded(recorder, 0, 5)
        output = recorder._sink.output
        output.file = cast("Any", Interrupted(output.file, 10**6, OSError()))
        with pytest.raises(OSError, match="out of a handler"):
            recorded(recorder, 5, 3000)
        assert recorder.problem is None
        recorded(recorder, len(recorder), 4000)

    assert len(Recording(tmp_path / "a.replay")) == 4000


def test_a_full_disk_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replay.storage.creation._fill", full)
    with pytest.raises(OSError, match=r"a\.replay"):
        Recorder(tmp_path / "a.replay", SCHEMA)

    assert list(tmp_path.iterdir()) == []


def test_a_match_whose_last_events_the_disk_never_took_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 0))
    recorder.end_frame(0)
    monkeypatch.setattr("replay.storage.output_file.Output.write", full)
    recorder.append(Event(Vault.PUT, Put(1, 2), 1))
    with pytest.warns(RecordingWarning, match="the match goes on"):
        recorder.end_frame(1)
    with pytest.warns(RecordingWarning, match="the last 1 of 2 events .* are lost"):
        recorder.close()


def test_an_error_while_closing_does_not_hide_the_one_that_was_raised(tmp_path: Path) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(KeyboardInterrupt) as raised,
        Recorder(tmp_path / "a.replay", SCHEMA, live=False) as recorder,
    ):
        recorder.append(Event(Vault.PUT, Put(1, 2), 3))
        patch.setattr(recorder._sink.output, "write", full)
        raise KeyboardInterrupt

    assert any("No space left" in note for note in raised.value.__notes__)
