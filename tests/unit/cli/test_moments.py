"""One way to say when, in every option that asks for it, and in links to a frame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEMA, puts, record

from replay import Recording
from replay.cli.main import joined, main
from replay.cli.view import addressed

FRAMES = 446
"""Of the recording that the fixture makes, at 60 frames a second."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = record(tmp_path / "a.replay", puts(900), live=False)
    with Recording(path, SCHEMA) as recording:
        assert recording.frames == FRAMES
    return path


@pytest.mark.parametrize(
    ("when", "frame"),
    [
        ("100", 100), ("-1", 445), ("-446", 0), ("1s", 60), ("0:01.5", 90), ("-2s", 326),
        ("0%", 0), ("50%", 222), ("100%", 445), ("start", -1), ("2.5", 150),
    ],
)  # fmt: skip
def test_each_form_means_the_same_in_every_command(
    path: Path, when: str, frame: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(run(capsys, "state", path, "--json", "--frame", when)[1])["frame"] == frame
    blamed = run(capsys, "blame", path, "--json", "--item", 3, "--frame", when)[1]
    assert json.loads(blamed)["frame"] == frame
    first = run(capsys, "events", path, "--json", "--from", when)[1].splitlines()[0]
    with Recording(path, SCHEMA) as recording:
        assert json.loads(first)["n"] == recording.count_before(frame)
    if frame >= 0:
        forked = path.with_name("b.replay")
        told = run(capsys, "fork", path, "--frame", when, "--output", forked, "--json", "--force")
        assert json.loads(told[1])["lineage"][-1]["frame"] == frame


@given(start=st.integers(0, FRAMES), stop=st.integers(0, FRAMES))
def test_from_and_to_are_half_open(start: int, stop: int) -> None:
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO
    from tempfile import TemporaryDirectory

    start, stop = sorted((start, stop))
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()) as out:
        path = record(Path(folder) / "a.replay", puts(900), live=False)
        with redirect_stderr(StringIO()):
            main(["events", str(path), "--json", "--from", str(start), "--to", str(stop)])
    frames = [json.loads(line)["frame"] for line in out.getvalue().splitlines()]

    assert frames == [event.frame for event in puts(900) if start <= event.frame < stop]


@pytest.mark.parametrize("when", ["what", "1:2:3:4", "-", "9" * 30, "150%", "-447", "446"])
def test_what_is_no_moment_of_the_recording_is_refused(
    path: Path, when: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "state", path, f"--frame={when}")

    assert (code, out) == (2, "")
    assert "is no moment; what is understood" in err or "outside the recording's 0 to 445" in err


def test_a_minus_behind_a_space_is_no_option() -> None:
    assert joined(["events", "f", "--from", "-10s", "--to", "-1", "--json"]) == [
        "events", "f", "--from=-10s", "--to=-1", "--json",
    ]  # fmt: skip
    assert joined(["state", "--frame", "--json"]) == ["state", "--frame", "--json"]


@pytest.mark.parametrize(
    ("link", "when"),
    [
        ("#f=12", "12"),
        ("#t=1:02.5", "1:02.5"),
        ("#t=15", "15s"),
        ("#t=-10", "-10s"),
        ("#t=50%", "50%"),
    ],
)
def test_a_link_leads_into_a_file(tmp_path: Path, link: str, when: str) -> None:
    path = tmp_path / "a.replay"

    assert addressed(Path(f"{path}{link}")) == (path, when)
    assert addressed(path) == (path, None)


def test_a_file_whose_name_looks_like_a_link_is_the_file(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay#f=12", puts(9))

    assert addressed(path) == (path, None)
    assert addressed(Path(f"{path}#f=3")) == (path, "3")


@pytest.mark.parametrize("link", ["#f=100", "#t=0:01.5"])
def test_the_viewer_begins_where_a_link_leads(
    path: Path, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("replay.cli.view.why_no_window", lambda: None)
    monkeypatch.setattr(
        "replay.viewer.window.view_recording",
        lambda file, frame=None, others=(): opened.append((file, frame)) or 0,
    )

    assert main(["view", f"{path}{link}"]) == 0
    assert opened == [(path, 100 if "f" in link else 90)]


@pytest.mark.parametrize("link", ["#f=9999", "#t=soon"])
def test_a_link_to_no_frame_is_refused(
    path: Path, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "view", f"{path}{link}")

    assert code == 2
    assert "outside the recording's 0 to 445" in err or "is no moment" in err


@pytest.mark.parametrize("option", ["--frame", "--player", "--output"])
def test_two_dashes_are_no_value(
    path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["state", str(path), f"{option}=--"])
    assert left.value.code == 2
    assert "is given no value by --" in capsys.readouterr().err
