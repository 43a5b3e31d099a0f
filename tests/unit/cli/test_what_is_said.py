"""What the command line says is true: of paths, of questions, of files that it cannot write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from strategies import SCHEMA, Vault, puts, record
from torture.anatomy import put_together, taken_apart

from replay import Event, Recorder
from replay.cli.main import main


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_is_full_names_the_file_that_did_not_fit(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000), live=False)
    for command in (["repair"], ["fork", "--frame", "2000"]):
        limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "-", sys.executable, "-m", "replay"]
        done = subprocess.run(
            [*limited, command[0], str(path), *command[1:]],
            capture_output=True,
            text=True,
        )

        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].startswith(f"replay: {tmp_path}/a.{command[0]}")
        assert [file.name for file in tmp_path.iterdir()] == ["a.replay"]


@pytest.mark.parametrize("cut", [30, 300])
def test_repair_is_advised_only_where_there_is_something_to_save(
    cut: int, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[cut] ^= 1
    for data, saved in ((whole[:cut], False), (bytes(damaged), True)):
        path.write_bytes(data)
        _, said, _ = run(capsys, "verify", path)
        code, _, _ = run(capsys, "repair", path, "--output", tmp_path / "saved.replay", "--force")

        assert "header is damaged" in said
        assert ("`replay repair`" in said) == saved
        assert code == (0 if saved else 2)


def test_repair_says_what_it_wrote_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = record(tmp_path / "a.replay", puts(1500), projection=None, metadata={"seed": 1})
    foreign = (
        record(tmp_path / f"{n}.replay", puts(9), projection=None, metadata={"seed": n})
        for n in range(2, 99)
    )
    target = tmp_path / "saved.replay"
    first = run(capsys, "repair", path, "--output", target, "--force")[1]
    parts = taken_apart(path.read_bytes())
    size = next(len(part.encoded()) for part in parts if part.kind == "copy")
    copies = (part for one in foreign for part in taken_apart(one.read_bytes()))
    copy = next(p for p in copies if p.kind == "copy" and len(p.encoded()) == size)
    path.write_bytes(put_together([copy if part.kind == "copy" else part for part in parts]))
    second = run(capsys, "repair", path, "--output", target, "--force")[1]

    assert "no damage found" in first  # but for keyframes that nothing here can prove
    assert "no events were damaged; header and index were written anew\n" in second
    assert run(capsys, "verify", path)[0] == 1
    assert run(capsys, "verify", target)[0] == 0


def test_follow_of_a_deleted_file_ends_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.follow.GONE_S", 0.05)
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        recorder.append(Event(Vault.SAID, "hello"))
        recorder.end_frame(1)
        kept = tmp_path / "renamed.replay"
        monkeypatch.setattr("time.sleep", lambda _: kept.exists() or recorder.path.rename(kept))

        code, out, err = run(capsys, "follow", recorder.path)
        kept.rename(recorder.path)

    assert code == 2
    assert "hello" in out
    assert err.endswith(f"{recorder.path} is not there any more: it was deleted, or renamed\n")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("puts = 1", "puts; there are TAKEN, PUT"),
        ("PUT.counts = 1", "PUT.counts; PUT has count, frame, last"),
        ("PUT.count.x = 1", "PUT.count.x; PUT.count has nothing in it"),
    ],
)
def test_a_mistyped_path_is_an_error_that_lists_what_there_is(
    question: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "find", path, question)
    blamed = run(capsys, "blame", path, question.split()[0])

    assert (code, out) == (2, "")
    assert err.endswith(f"replay: no frame has anything at {said}\n")
    assert blamed[0] == 2
    assert blamed[2].endswith(f" there is nothing at {said}\n")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (["PUT > 3"], "> compares numbers, and PUT at frame"),
        (["PUT >= 3"], ">= compares numbers, and PUT at frame"),
        (["PUT.count = three"], "which is no text"),
        (["PUT.count has 3"], "which has nothing in it"),
        (["PUT.count = 3 and TAKEN.count = 2"], "the text 3 and TAKEN.count = 2\n"),
        (["PUT.count", "=", "-5"], None),
    ],
)
def test_a_query_that_can_hardly_be_meant_is_answered_with_the_reason(
    path: Path, query: list[str], said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "find", path, *query)

    assert (code, "no frame matches" in out) == (1, True)
    assert said is None or said in err
    assert said is not None or "compar" not in err


def test_stats_of_a_game_that_collects_nothing_says_so(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "stats", path)

    assert (code, "Most collected" in out, "In the bags" in out) == (0, False, False)
    assert "no event is called ITEM_ADDED" in err


def test_an_empty_stretch_of_frames_is_no_answer(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "events", path, "--from", "3", "--to", "3")[:2] == (1, "")
    assert run(capsys, "events", path, "--to", "start")[:2] == (1, "")
    assert "None" not in run(capsys, "events", path, "--to", "start")[2]


def test_a_query_of_an_empty_recording_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "b.replay", [])

    assert run(capsys, "find", path, "PUT.count = three")[0] in (1, 2)
    assert "outside the recording" not in run(capsys, "find", path, "PUT.count = three")[2]


def test_before_the_first_frame_there_is_nothing_to_fork(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "fork", path, "--frame", "start")

    assert (code, "at least the first frame" in err) == (2, True)
    with pytest.raises(SystemExit):
        run(capsys, "fork", "--help")
    assert "or start" not in capsys.readouterr().out


def test_what_info_says_of_the_state_is_in_its_json_too(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] + data[len(data) // 2 :])
    code, out, _ = run(capsys, "info", path, "--json")
    facts = json.loads(out)

    assert code == 1
    assert facts["damage"]["byte"] > 0
    assert facts["being_written"] is False


def test_items_may_be_named_by_text(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "blame", path, "--item", "apple", "--json")

    assert (code, json.loads(out)["item"], err.count("invalid")) == (1, "apple", 0)


def test_a_repair_into_the_file_itself_is_no_claim_that_it_is_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(5), live=False)

    assert main(["repair", str(path), "--output", str(path)]) == 2
    said = f"{path} is the file that is to be repaired: a repair writes a new one\n"
    assert capsys.readouterr().err == f"replay: {said}"


def test_an_empty_type_and_a_name_with_spaces_are_told_how_to_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(5), live=False)

    assert main(["events", str(path), "--type", ""]) == 2
    assert "there is no event type ''; there are " in capsys.readouterr().err
    assert main(["find", str(path), "kept.a b = [2]"]) == 2
    assert "and names with spaces in quotes; e.g. " in capsys.readouterr().err
