"""What is freed or collected while a recorder works, and memory that is missing."""

from __future__ import annotations

import sys
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import pytest
from interrupting import At, frames_of, put
from recorded import without_columns
from strategies import SCHEMA, Ledger, Vault

from replay import Event, EventType, Recorder, Recording, Schema
from replay.file.builder import Builder


@dataclass(frozen=True)
class Noticed:
    """Data that a finalizer can be set on."""

    number: int


class Notices(EventType):
    SEEN = Noticed


NOTICES = Schema(game="notices", events=Notices, version=1, frame_rate=60)


def seen(number: int, frame: int) -> Event[Any]:
    return Event(Notices.SEEN, Noticed(number), frame)


def numbers_in(path: Path) -> list[int]:
    with Recording(path, NOTICES) as recording:
        return [event.data.number for event in recording.events()]


@pytest.mark.parametrize("does", ["records", "closes"])
@pytest.mark.parametrize("interrupted", [False, True])
def test_what_is_freed_when_a_block_is_written_may_not_record_halfway(
    tmp_path: Path, does: str, interrupted: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, NOTICES, live=False)
    told: list[int] = []

    def gone() -> None:
        with suppress(RuntimeError):
            if does == "closes":
                recorder.close()
            else:
                recorder.append(seen(-1, recorder.frames + 50))
                told.append(-1)

    def goes_on(begin: int, end: int) -> None:
        for number in range(begin, end):
            event = seen(number, recorder.frames)
            if number == 3:
                weakref.finalize(event.data, gone)
            recorder.append(event)
            told.append(number)
            recorder.end_frame(recorder.frames)

    goes_on(0, 1025)

    def raises() -> None:
        raise KeyboardInterrupt

    at = At(
        lambda frame, what: (
            interrupted and what == "return" and frame.f_code is Builder.written.__code__
        ),
        raises,
    )
    sys.setprofile(at)
    try:
        with suppress(ValueError):  # it is closed
            with suppress(KeyboardInterrupt):
                goes_on(1025, 1026)
            sys.setprofile(None)
            goes_on(2000, 2010)
    finally:
        sys.setprofile(None)
    assert at.ran is interrupted
    recorder.close()
    assert numbers_in(path) == told


@pytest.mark.parametrize("live", [True, False])
def test_an_event_for_which_there_is_no_memory_leaves_nothing_in_the_packer(
    tmp_path: Path, live: bool
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    sink: Any = recorder._sink
    own = sink._packer

    class Full(msgpack.Packer):
        def pack(self, value: object) -> bytes:
            super().pack(value)
            raise MemoryError

    sink._packer = Full(autoreset=False)
    sink._pack = sink._packer.pack
    event = Event(Vault.SAID, "text", 0)
    with pytest.raises(MemoryError):
        recorder.append(event)
    assert sink._packer.bytes() == b""
    sink._packer, sink._pack = own, own.pack
    recorder.append(event)
    recorder.close()
    assert len(frames_of(recorder.path)) == 1


def test_columns_that_are_dropped_halfway_leave_nothing_to_the_garbage_collector(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger())
    sink: Any = recorder._sink
    for frame in range(3000):
        recorder.append(put(frame))
        recorder.end_frame(frame)
        columns = sink._columns
        if columns._steps is not None and columns._steps.gi_yieldfrom is not None:
            break
    steps = columns._steps
    assert steps is not None
    without_columns(recorder)
    assert steps.gi_frame is None
    assert columns._open == []
    recorder.close()
