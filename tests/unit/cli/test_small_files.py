"""Commands about small files that mean much: their answers are bounded, and on the way."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from small_files import never_ended, write
from torture.crafting import INT, Crafted, Gap, all_are
from torture.ideas import crafted

from replay import Recording, Timeline
from replay.cli.main import main
from replay.console.terminal import put


def test_info_reads_no_events_of_a_file_that_was_not_closed_and_holds_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Crafted(INT)
    for _ in range(100):
        file.block(1024, [all_are(7)])
    path = write(tmp_path / "live.replay", file.live())

    monkeypatch.setattr(Recording, "computed_digest", None)

    assert main(["info", str(path)]) == 0
    assert "`replay verify` computes it" in capsys.readouterr().out
    assert main(["info", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["digest"] is None
    assert told["events"] == 102_400


@pytest.mark.parametrize(
    "metadata",
    [
        {"x" * 100_000: 1, **{f"k{n}": n for n in range(3000)}},
        {"k": "x" * 200_000},
        {n: [[]] * 30 for n in range(3000)},
    ],
)
def test_info_prints_no_more_than_a_header_can_mean(
    metadata: dict[Any, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "large.replay", Crafted(INT, metadata=metadata).closed())

    assert main(["info", str(path)]) == 0

    assert len(capsys.readouterr().out) < 500_000


def test_no_more_than_some_gaps_are_told_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Crafted(INT)
    for number in range(500):
        file.gap(Gap(number, 1, 2 * number + 1, 2 * number + 1, "x"))
    path = write(tmp_path / "gaps.replay", file.closed())

    main(["state", str(path), "--frame", "0"])

    told = capsys.readouterr().err.splitlines()
    assert len(told) < 20
    assert any("490 more places" in line for line in told)


def test_find_tells_many_stretches_as_it_finds_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Crafted(INT)
    for number in range(5000):
        file.rows([(0, number, [number % 2])])
    path, asked = write(tmp_path / "many.replay", file.closed()), "A.last = 1"

    assert main(["find", str(path), asked]) == 0
    told = capsys.readouterr().out.splitlines()
    assert main(["find", str(path), asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert told[0] == f"{asked}: more than 1000 ranges, the first of them"
    assert len(told) == 2 + 2500
    assert told[-1].split()[1] == "4999"
    assert found["ranges"] == [{"first": n, "last": n} for n in range(1, 5000, 2)]
    assert (found["first"], found["last"]) == (1, 4999)


class Terminal(StringIO):
    """A terminal that knows when it has been told how many events there are."""

    def __init__(self) -> None:
        super().__init__()
        self.was_told = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if " of 409 600, Ctrl+C stops" in text:
            self.was_told.set()
        return super().write(text)


def test_what_takes_long_says_so_on_a_terminal_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Crafted(INT)
    for _ in range(400):
        file.block(1024, [all_are(7)])
    path, screen = write(tmp_path / "long.replay", file.live()), Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("replay.console.terminal.PASSING_AFTER_S", 0.0)
    monkeypatch.setattr("replay.console.terminal.PASSING_EACH_S", 0.0)

    def put_late(text: str) -> None:
        assert screen.was_told.wait(30)  # a quick machine would be done before it tells anything
        put(text)

    monkeypatch.setattr("replay.console.terminal.put", put_late)

    assert main(["find", str(path), "A.count > 60000"]) == 0

    lines = screen.getvalue().replace("\n", "\r").split("\r")
    assert lines[-1] == ""
    assert set(lines[-2]) == {" "}


def test_nothing_is_told_on_the_way_where_there_is_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "long.replay", never_ended(ends=True))
    monkeypatch.setattr("replay.console.terminal.PASSING_AFTER_S", 0.0)

    main(["find", str(path), "A.count > 60000"])

    assert "Ctrl+C" not in "".join(capsys.readouterr())


def test_names_on_cards_that_are_far_away_keep_nobody_waiting_who_has_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, data = crafted(23, 73)
    assert name == "a_frame_without_end"
    path = write(tmp_path / "far.replay", data)
    monkeypatch.setattr(Timeline, "at", None)

    with Recording(path) as recording:
        assert len(recording) > 800_000
    assert main(["events", str(path), "--to", "2"]) == 0
    assert "P0" in capsys.readouterr().out
