"""What commands say of digests: computed, or only claimed, and never believed unproved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run
from strategies import SCHEMA, Put, puts, record
from torture.anatomy import put_together, taken_apart

from replay import Event, Recorder, Recording
from replay.queries.diff import diff


def another(path: Path, original: Path) -> int:
    """Record the same match but for one event, with the other's header and index; return which."""
    taken = {part.kind: part for part in taken_apart(original.read_bytes())}
    taken.pop("block")
    for place in range(SUBPIXELS, SUBPIXELS + 200):
        history = puts(1500)
        was = history[place]
        history[place] = Event(
            was.type, Put(was.data.player, was.data.item ^ 1), was.frame, was.timestamp
        )
        record(path, history, live=False, existing="replace", projection=None)
        with Recording(path) as mine, Recording(original) as theirs:
            alike = mine.reader.contents.sizes == theirs.reader.contents.sizes
        if alike:
            parts = taken_apart(path.read_bytes())
            path.write_bytes(put_together([taken.get(part.kind, part) for part in parts]))
            return place
    raise AssertionError("no change leaves every block its size")


SUBPIXELS = 700


def test_info_says_whose_word_the_digest_is(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "live.replay", SCHEMA) as recorder:
        for event in puts(1500):
            recorder.append(event)
        files = path, recorder.path
        told = [json.loads(run(capsys, "info", one, "--json")[1]) for one in files]
        said = [run(capsys, "info", one)[1] for one in files]

    assert [one["digest_source"] for one in told] == ["claimed", "computed"]
    assert f"{told[0]['digest']}, as its index claims" in said[0]
    assert f"{told[1]['digest']}, computed from its events" in said[1]


def test_info_of_a_damaged_file_has_no_digest(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[1]
    damaged = bytearray(path.read_bytes()[:-20])
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    code, out, _ = run(capsys, "info", path, "--json")

    assert code == 1
    assert json.loads(out)["digest"] is json.loads(out)["digest_source"] is None


def test_diff_believes_no_digest_that_both_only_claim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(1500), live=False, projection=None)
    other = tmp_path / "b.replay"
    place = another(other, path)
    with Recording(path) as a, Recording(other) as b:
        assert a.digest == b.digest
        assert a.reader.contents.leaves == b.reader.contents.leaves

        found = diff(a, b)

    assert found is not None
    assert (found.event, found.field) == (place, "item")
    assert run(capsys, "diff", path, other)[0] == 1


def test_fork_says_where_the_parent_claims_a_wrong_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(1500), live=False, projection=None)
    another(tmp_path / "b.replay", path)
    with Recording(path) as recording:
        last = str(recording.frames - 1)

    honest = run(capsys, "fork", path, "--frame", last, "--output", tmp_path / "c.replay")
    lying = run(
        capsys, "fork", tmp_path / "b.replay", "--frame", last, "--output", tmp_path / "d.replay"
    )

    assert honest[0] == 0
    assert lying[0] == 1
    assert "which is not that of its events" in lying[2]
    with Recording(tmp_path / "d.replay") as branch:
        digest = branch.root_over(branch.computed_digest().leaves())
    assert f"the digest up to there is {digest}\n" in lying[1]


def test_diff_tells_the_digest_that_it_has_computed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "diff", path, path)

    with Recording(path) as recording:
        assert code == 0
        assert out.endswith(f"digest {recording.root_over(recording.computed_digest().leaves())}\n")


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_digest_is_not_compared(
    digest: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "verify", path, "--digest", digest)

    assert (code, out) == (2, "")
    assert err == f"replay: --digest is 64 hexadecimal digits, not {digest!r}\n"


def test_a_history_that_was_changed_with_all_its_checksums_is_known_by_a_digest_kept_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, history = tmp_path / "a.replay", puts(50)
    with Recording(record(path, history)) as recording:
        kept_elsewhere = recording.digest
    record(path, [*history[:20], *history[21:]], existing="replace")

    assert run(capsys, "verify", path)[0] == 0
    assert run(capsys, "verify", path, "--digest", kept_elsewhere)[0] == 1
