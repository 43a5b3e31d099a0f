"""An older file is read, gone on with, and never half of one format, half of another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from strategies import SCHEMA, Ledger, Put, Vault

from replay import Event, Recorder, Recording, fork, repair
from replay.file.columns import IN_PLANES
from replay.file.header import FORMAT_VERSION
from replay.integrity.verify import verify

FOLDER = Path(__file__).parent
VERSIONS = {path.name: Recording(path).format_version for path in FOLDER.glob("vault*.replay")}
OLDER = sorted(name for name, version in VERSIONS.items() if version < FORMAT_VERSION)
FORMAT_1 = "vault.replay", "vault-unclosed.replay"
NEEDED = {1, 2, "u1", "U2", "I2", "I4", "I8", "F8", "c", "mp"}
"""Codes of columns that the goldens of today's format must have."""
LATER = [Event(Vault.PUT, Put(1, 40_000 + number), 90_000 + number) for number in range(60)]


def gone_on_with(golden: str, folder: Path) -> tuple[Path, list[Event[object]]]:
    path = folder / golden
    shutil.copyfile(FOLDER / golden, path)
    before = Recording(path, SCHEMA).get_all_events()
    with Recorder(path, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        for event in LATER:
            recorder.append(event)
    return path, before + LATER


def codes(recording: Recording) -> set[str | int]:
    """The codes of all columns of the events' blocks and of the index."""
    wires = []
    for position, offset in enumerate(recording.reader.contents.offsets):
        record = recording.reader.record(offset, recording.reader.contents.sizes[position])
        wires += record.head[9] if record.kind == "block" else []
    end = recording.reader.contents.end
    index = recording.reader.read(end, recording.reader.size - end)
    found = {wire if isinstance(wire, int) else wire[0] for wire in wires}
    return found | {code for code in IN_PLANES if code.encode() in index}


def test_there_are_goldens_of_every_format_and_todays_have_all_kinds_of_columns() -> None:
    assert {VERSIONS[name] for name in FORMAT_1} == {1}
    assert set(VERSIONS.values()) == set(range(1, FORMAT_VERSION + 1))
    found: set[str | int] = set()
    for name, version in VERSIONS.items():
        if version == FORMAT_VERSION:
            with Recording(FOLDER / name) as recording:
                found |= codes(recording) if recording.closed else set()
    assert found >= NEEDED


@pytest.mark.parametrize("name", OLDER)
def test_who_goes_on_with_an_older_file_closes_one_of_its_own_format(
    name: str, tmp_path: Path
) -> None:
    path, history = gone_on_with(name, tmp_path)

    with Recording(path, SCHEMA) as recording:
        assert recording.format_version == VERSIONS[name]
        assert recording.metadata == Recording(FOLDER / name).metadata
        assert recording.get_all_events() == history
        assert list(verify(recording, Ledger())) == []
        assert bool(codes(recording) & set(IN_PLANES)) == (name not in FORMAT_1)


@pytest.mark.parametrize("name", OLDER)
def test_a_branch_and_a_repair_of_an_older_file_are_of_todays_format(
    name: str, tmp_path: Path
) -> None:
    branch = fork(FOLDER / name, tmp_path / "branch.replay", frame=500, schema=SCHEMA)
    branch.close()
    repair(FOLDER / name, tmp_path / "repaired.replay")

    for written in tmp_path.iterdir():
        with Recording(written, SCHEMA) as recording:
            assert recording.format_version == FORMAT_VERSION
            assert list(verify(recording, Ledger())) == []


@pytest.mark.parametrize("name", FORMAT_1)
def test_what_cannot_be_replaced_stays_in_its_format(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.storage.compaction.OPEN_FILES_CAN_BE_RENAMED", False)
    path, history = gone_on_with(name, tmp_path)

    with Recording(path, SCHEMA) as recording:
        assert recording.closed
        assert recording.format_version == 1
        assert recording.get_all_events() == history
        assert list(verify(recording, Ledger())) == []
        assert not codes(recording) & set(IN_PLANES)
