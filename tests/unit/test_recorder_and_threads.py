"""Several threads: the first that records goes on alone; any may open, close and read."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from recorded import taken
from strategies import SCHEMA, Ledger, Put, Vault, puts

from replay import Event, Recorder, Recording


def test_only_the_first_thread_that_records_may(tmp_path: Path) -> None:
    path, said = tmp_path / "a.replay", []
    with Recorder(path, SCHEMA) as recorder:

        def others() -> None:
            for call in (
                lambda: recorder.append(Event(Vault.PUT, Put(1, 2), 5)),
                lambda: recorder.end_frame(9),
            ):
                with pytest.raises(RuntimeError, match="another thread records") as refused:
                    call()
                said.append(refused)

        recorder.append(Event(Vault.PUT, Put(1, 2), 3))
        thread = Thread(target=others)
        thread.start()
        thread.join()

    assert len(said) == 2
    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 1
        assert recording.frames == 4


def test_a_recorder_may_be_opened_in_one_thread_used_in_another_and_closed_in_a_third(
    tmp_path: Path,
) -> None:
    path, history = tmp_path / "a.replay", puts(2000)
    recorder = Recorder(path, SCHEMA, projection=Ledger())
    for work in (lambda: [recorder.append(event) for event in history], recorder.close):
        thread = Thread(target=work)
        thread.start()
        thread.join()

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.complete


@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_another_thread_closes_meanwhile_takes_no_event_without_a_word(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    pack = recorder._sink._pack  # type: ignore[attr-defined]

    def closed_meanwhile(row: object) -> Any:
        thread = Thread(target=recorder.close)
        thread.start()
        thread.join()
        return pack(row)

    monkeypatch.setattr(recorder._sink, "_pack", closed_meanwhile)
    with pytest.raises(ValueError, match="closed"):
        recorder.append(Event(Vault.SAID, "hello", 3))


@pytest.mark.parametrize("live", [True, False])
def test_an_event_appended_just_before_another_thread_closes_is_in_the_file(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    recorder.append(puts(1)[0])
    sink: Any = recorder._sink
    stop = sink._stop

    def appended_at_the_last_moment(*arguments: Any) -> None:
        recorder.append(taken(5, 6)[0])
        stop(*arguments)

    monkeypatch.setattr(sink, "_stop", appended_at_the_last_moment)
    closing = Thread(target=recorder.close)
    sink.interrupts_itself = lambda: False  # the thread that records is another one
    monkeypatch.setattr(recorder, "_belongs_to_this_thread", lambda: None)
    closing.start()
    closing.join()

    with Recording(tmp_path / "a.replay", SCHEMA) as recording:
        assert (len(recording), recording.frames) == (len(recorder), 6)
        assert len(recording.get_all_events()) == 2


def test_several_threads_may_read_one_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, live=False) as recorder:
        for frame in range(100_000):
            recorder.append(Event(Vault.COUNTED, frame * 7919, frame))
    wrong: list[object] = []

    def look(recording: Recording, seed: int) -> None:
        for turn in range(120):
            start = (turn * 7877 + seed * 4999) % 99_000
            try:
                frames = [event.frame for event in recording.events(start, start + 50)]
            except Exception as error:  # noqa: BLE001 - is what is looked for
                wrong.append(error)
            else:
                wrong.extend([frames] if frames != list(range(start, start + 50)) else [])

    with Recording(path, SCHEMA) as recording:
        threads = [Thread(target=look, args=(recording, seed)) for seed in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []
