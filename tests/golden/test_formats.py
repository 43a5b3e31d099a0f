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
FORMAT_1 = "vault.replay", "vault-unclosed.replay"
FORMAT_2 = "vault-format2.replay", "vault-format2-unclosed.replay"
LATER = [Event(Vault.PUT, Put(1, 40_000 + number), 90_000 + number) for number in range(60)]


def gone_on_with(golden: str, folder: Path) -> tuple[Path, list[Event[object]]]:
    path = folder / golden
    shutil.copyfile(FOLDER / golden, path)
    before = Recording(path, SCHEMA).get_all_events()
    with Recorder(path, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        for event in LATER:
            recorder.append(event)
    return path, before + LATER


def codes(recording: Recording) -> set[str]:
    """The codes of all columns of the events' blocks and of the index."""
    wires = []
    for position, offset in enumerate(recording.reader.contents.offsets):
        record = recording.reader.record(offset, recording.reader.contents.sizes[position])
        wires += record.head[9] if record.kind == "block" else []
    end = recording.reader.contents.end
    index = recording.reader.read(end, recording.reader.size - end)
    return {code for code, _, _ in wires} | {code for code in IN_PLANES if code.encode() in index}


@pytest.mark.parametrize("name", FORMAT_1)
def test_the_goldens_of_format_1_are_of_format_1(name: str) -> None:
    assert Recording(FOLDER / name).format_version == 1


@pytest.mark.parametrize("name", FORMAT_1 + FORMAT_2)
def test_who_goes_on_with_an_older_file_closes_one_of_its_own_format(
    name: str, tmp_path: Path
) -> None:
    path, history = gone_on_with(name, tmp_path)

    with Recording(path, SCHEMA) as recording:
        assert recording.format_version == (1 if name in FORMAT_1 else 2)
        assert recording.metadata == Recording(FOLDER / name).metadata
        assert recording.get_all_events() == history
        assert list(verify(recording, Ledger())) == []
        assert bool(codes(recording) & set(IN_PLANES)) == (name in FORMAT_2)


@pytest.mark.parametrize("name", FORMAT_1 + FORMAT_2)
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
