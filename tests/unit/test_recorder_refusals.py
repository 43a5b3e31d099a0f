"""What a recorder refuses, and that a refusal changes nothing."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, EventType, Recorder, Recording, RecordingError, Schema


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"schema": "packrat"}, "schema is a Schema"),
        ({"projection": Ledger}, "instance of a Projection"),
        ({"rules_version": True}, "whole number"),
        ({"rules_version": 2**70}, "64 bits"),
        ({"fsync_s": float("nan")}, "0 seconds or more"),
        ({"fsync_s": "often"}, "number of seconds"),
        ({"existing": "append"}, "existing is one of"),
        ({"metadata": {"arena": object()}}, r"metadata\['arena'\]"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_there_is_a_file(
    tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        Recorder(tmp_path / "a.replay", **{"schema": SCHEMA, **given})

    assert list(tmp_path.iterdir()) == []


def test_metadata_that_no_file_can_hold_is_named_when_going_on_too(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))

    with pytest.raises(TypeError, match=r"metadata\['arena'\]"):
        Recorder(path, SCHEMA, metadata={"arena": object()}, existing="continue")


class Other(EventType):
    """The catalogue of another game."""

    SAID = str


REFUSED: dict[str, Event[Any]] = {
    "another payload": Event(Vault.PUT, "gold", 9),
    "too large": Event(Vault.SAID, "x" * 200_000, 9),
    "no text": Event(Vault.SAID, "\ud800", 9),
    "too large a number": Event(Vault.COUNTED, 2**63, 9),
    "another catalogue": Event(Other.SAID, "hello", 9),
    "too late a frame": Event(Vault.COUNTED, 1, 2**60),
}


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_append_changes_nothing(tmp_path: Path, refused: Event[Any], live: bool) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, live=live) as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 4))
        with pytest.raises((TypeError, ValueError)):
            recorder.append(refused)
        assert len(recorder) == 1
        recorder.append(Event(Vault.PUT, Put(1, 3), 4))
        recorder.append(Event(Vault.PUT, Put(1, 4), 5))

    with Recording(path, SCHEMA) as recording:
        assert [event.frame for event in recording.events()] == [4, 4, 5]
        assert recording.frames == 6


def test_a_frame_is_a_whole_number_and_no_bool(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for wrong in (True, 5.0, "7", None):
            with pytest.raises(TypeError, match="whole number"):
                recorder.end_frame(wrong)  # type: ignore[arg-type]


def test_a_recorder_is_neither_copied_nor_pickled(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="one file, alone"):
                duplicate(recorder)


class Others(EventType):
    SAID = str


@pytest.mark.parametrize("held", ["no recording", "another schema"])
def test_a_refusal_to_continue_deletes_no_file_beside_it(tmp_path: Path, held: str) -> None:
    path = tmp_path / "a.replay"
    if held == "no recording":
        path.write_text("notes")
    else:
        Recorder(path, SCHEMA).close()
    beside = [".a.replay.new", ".a.replay.repairing", ".a.replay.closing"]
    for name in beside:
        (tmp_path / name).write_text("somebody's")

    with pytest.raises(RecordingError):
        Recorder(path, Schema("another", Others), existing="continue")

    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["a.replay", *beside])


def test_only_names_that_a_recorder_makes_are_tidied_up(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    Recorder(path, SCHEMA).close()
    left, own = [".a.replay.closing", ".a.replay.closing-12-3"], ".a.replay.closing-credits.md"
    for name in (*left, own):
        (tmp_path / name).write_text("")

    Recorder(path, SCHEMA, existing="continue").close()

    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["a.replay", own])


def test_metadata_that_say_nothing_are_the_same_at_the_next_start(tmp_path: Path) -> None:
    for frame in range(2):
        with Recorder(
            tmp_path / "a.replay",
            SCHEMA,
            existing="continue",
            metadata={"seed": None, "players": None},
        ) as recorder:
            recorder.end_frame(frame)

    assert recorder.frames == 2


def test_other_metadata_that_are_none_are_not_those_of_a_file_without_them(tmp_path: Path) -> None:
    Recorder(tmp_path / "a.replay", SCHEMA).close()

    with pytest.raises(ValueError, match="has nothing as metadata 'map', not None"):
        Recorder(tmp_path / "a.replay", SCHEMA, existing="continue", metadata={"map": None})
