"""Names that are derived from others fit where the file is, and stay text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEMA, puts, record

from game.paths import branch_recording
from replay import Recording, fork
from replay.cli.main import main
from replay.console.file_names import derived, name_as_text, shortened

names = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0")
    | st.sampled_from("é日👩🏽\u200d🚀\u0301"),
    min_size=1,
    max_size=300,
)


@given(name=names, most=st.integers(1, 255))
def test_a_shortened_name_is_its_beginning_and_cuts_no_character(name: str, most: int) -> None:
    short = shortened(name, most)

    assert short
    assert name.startswith(short)
    assert len(os.fsencode(short)) <= most or len(short) == 1
    if len(os.fsencode(name)) <= most:
        assert short == name
    if 1 < len(short) < len(name):
        assert not category(name[len(short)]).startswith("M")
        assert "\u200d" not in (short[-1], name[len(short)])


@given(name=names, number=st.integers(0, 10**6))
def test_a_derived_name_fits_and_keeps_its_end(name: str, number: int, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.replay"

    found = derived(path, f".fork-{number}")

    assert found.parent == tmp_path
    assert found.name.endswith(f".fork-{number}.replay")
    assert len(os.fsencode(found.name)) <= 255
    if len(os.fsencode(path.name)) < 200:
        assert found.name == f"{name}.fork-{number}.replay"


@pytest.mark.parametrize("stem", ["n" * 248, "д" * 124, "👩🏽\u200d🚀" * 16])
def test_every_file_can_be_forked_repaired_and_branched(stem: str, tmp_path: Path) -> None:
    path = record(tmp_path / f"{stem}.replay", puts(20), quiet=50)

    assert main(["fork", str(path), "--frame", "10"]) == 0
    assert main(["repair", str(path)]) == 0
    branches = []
    for _ in range(11):
        branches.append(branch_recording(path, beside=True))
        branches[-1].touch()
    again = branch_recording(branches[0], beside=True)

    assert [name.stem[-8:] for name in branches[9:]] == ["branch10", "branch11"]
    assert again.stem.endswith("branch12")
    assert len(list(tmp_path.iterdir())) == 3 + 11


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_that_is_no_utf8_becomes_text_in_the_branch(tmp_path: Path) -> None:
    path = record(tmp_path / os.fsdecode(b"jos\xe9.replay"), puts(20), quiet=50)

    fork(path, tmp_path / "branch.replay", frame=10, schema=SCHEMA).close()

    assert Recording(tmp_path / "branch.replay").lineage[-1]["name"] == "jos\\xe9.replay"
    assert name_as_text(Path("José.replay")) == "José.replay"
