"""What the list of recordings knows of each, in which order, and when it learns it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from replay import Recorder, Schema
from replay.games import Game, GameTrouble
from replay.viewer.model import library_reader
from replay.viewer.model.description import Described, player_names
from replay.viewer.model.entries import (
    COLUMNS,
    DATE,
    GAME,
    LENGTH,
    MARK,
    NAME,
    PLAYERS,
    RESULT,
    Column,
    Entry,
    date_of,
)
from replay.viewer.model.recording_list import RecordingList

Record = Callable[..., Path]
Settled = Callable[[Any], Any]
Installed = Callable[..., Game]


def names(recordings: RecordingList) -> list[str]:
    return [entry.found.title for entry in recordings.rows]


def only(recordings: RecordingList) -> Entry:
    assert len(recordings.rows) == 1
    return recordings.rows[0]


def marks(recordings: RecordingList) -> dict[str, str]:
    return {entry.found.title: MARK.says(entry) for entry in recordings.rows}


def test_a_recording_is_described_by_its_header(
    record: Record, listed: Callable[[], RecordingList], installed: Installed
) -> None:
    installed()
    record()

    entry = only(listed())

    says = {column.name: column.says(entry) for column in COLUMNS}
    assert says.pop("date") == date_of(entry.begun)
    assert says == {
        "recording": "tiny",
        "players": "",
        "game": "tiny",
        "result": "",
        "length": "0:10",
        "state": "",
    }
    assert entry.problem == ""


def test_players_are_those_of_the_metadata(
    tmp_path: Path, tiny: Game, listed: Callable[[], RecordingList]
) -> None:
    metadata = {"players": [{"name": "Ana", "mind": "bot"}, "Bo", 7, {"name": None}]}
    with Recorder(tmp_path / "a.replay", tiny.schema, metadata=metadata):
        pass

    assert PLAYERS.says(only(listed())) == "Ana, Bo"
    assert player_names("Ana") == ()


def test_a_game_says_how_a_match_ended(
    record: Record, listed: Callable[[], RecordingList], installed: Installed
) -> None:
    installed(result=lambda state, frame: f"{len(state[0])} : {len(state[1])} at {frame}")
    record()

    assert only(listed()).result == "6 : 6 at 599"


def test_what_is_special_about_a_recording_is_marked(
    record: Record,
    tmp_path: Path,
    tiny: Game,
    listed: Callable[[], RecordingList],
    installed: Installed,
) -> None:
    installed()
    whole = record("whole.replay").read_bytes()
    (tmp_path / "picture.replay").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "cut.replay").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(KeyError), Recorder(tmp_path / "left.replay", tiny.schema) as left:
        left.end_frame(9)
        raise KeyError
    other = Schema(game="other", events=tiny.schema.events)
    with Recorder(tmp_path / "other.replay", other) as recorder:
        recorder.end_frame(9)

    with Recorder(tmp_path / "live.replay", tiny.schema) as live:
        live.end_frame(9)
        said = marks(listed())

    assert said == {
        "whole": "",
        "picture": "not readable",
        "cut": "not closed",
        "left": "left early",
        "other": "game not installed",
        "live": "live",
    }


def test_a_recording_that_was_live_is_read_again(
    tmp_path: Path, tiny: Game, listed: Callable[[], RecordingList], settled: Settled
) -> None:
    with Recorder(tmp_path / "live.replay", tiny.schema) as live:
        live.end_frame(9)
        recordings = listed()
        assert MARK.says(only(recordings)) == "live"

    recordings.look_again()
    settled(recordings)

    assert MARK.says(only(recordings)) == "game not installed"


def test_a_recording_of_a_game_that_fails_to_load_says_so(
    record: Record, listed: Callable[[], RecordingList], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(name: str) -> Game:
        raise GameTrouble("the game 'tiny' could not be loaded: no")

    monkeypatch.setattr("replay.viewer.model.known_games.find_game", fails)
    record()

    entry = only(listed())

    assert MARK.says(entry) == "game not installed"
    assert entry.problem == "the game 'tiny' could not be loaded: no"


@pytest.mark.parametrize("part", ["result", "fold", "exit"])
def test_a_game_that_raises_is_told_in_its_row(
    record: Record,
    tiny: Game,
    listed: Callable[[], RecordingList],
    installed: Installed,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    def raises(*arguments: object) -> str:
        raise SystemExit(3) if part == "exit" else ZeroDivisionError("on purpose")

    installed(result=raises)
    record()
    if part == "fold":
        monkeypatch.setattr(type(tiny.projection), "load", raises)
        monkeypatch.setattr(type(tiny.projection), "apply", raises)

    problem = only(listed()).problem

    where = ", when event 0, BLINKED of frame 3, was folded" if part == "fold" else ""
    told = "SystemExit: 3" if part == "exit" else f"ZeroDivisionError: on purpose{where}"
    assert problem == told


def test_a_file_that_vanishes_before_it_is_read_says_so(
    record: Record, tmp_path: Path, settled: Settled
) -> None:
    path = record()
    recordings = RecordingList([tmp_path])
    path.unlink()

    settled(recordings)

    assert (MARK.says(only(recordings)), only(recordings).problem) == (
        "gone",
        "the file is no longer there",
    )
    recordings.look_again()
    assert recordings.rows == []


def test_a_recording_that_is_added_is_found_when_one_looks_again(
    record: Record, listed: Callable[[], RecordingList], settled: Settled
) -> None:
    record("a.replay")
    recordings = listed()
    record("b.replay")

    recordings.look_again()
    settled(recordings)

    assert {LENGTH.says(entry) for entry in recordings.rows} == {"0:10"}
    assert sorted(names(recordings)) == ["a", "b"]


def test_what_is_known_is_not_read_again(
    record: Record,
    listed: Callable[[], RecordingList],
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record()
    recordings = listed()
    monkeypatch.setattr(library_reader, "describe", None)

    recordings.look_again()

    assert recordings.due_ms() is None


@pytest.fixture
def three(tmp_path: Path, tiny: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record three matches: "b" of one second, "A" of three, "c" of two, in this order."""
    for number, (name, frames, players) in enumerate(
        [("b", 60, ["Zoe"]), ("A", 180, ["Ana"]), ("c", 120, [])]
    ):
        now = (1_000_000_000 + number) * 10**9
        monkeypatch.setattr("replay.recorder.time.time_ns", lambda now=now: now)
        metadata = {"players": players}
        with Recorder(tmp_path / f"{name}.replay", tiny.schema, metadata=metadata) as recorder:
            recorder.end_frame(frames - 1)


@pytest.mark.parametrize(
    ("column", "order"),
    [(NAME, "Abc"), (PLAYERS, "Abc"), (GAME, "cAb"), (LENGTH, "Acb"), (DATE, "cAb")],
)
@pytest.mark.usefixtures("three")
def test_the_list_is_sorted_by_any_column(
    listed: Callable[[], RecordingList], column: Column, order: str
) -> None:
    recordings = listed()
    recordings.sort_by(NAME if column is not NAME else GAME)

    recordings.sort_by(column)

    assert "".join(names(recordings)) == order


@pytest.mark.usefixtures("three")
def test_a_column_sorts_the_other_way_round_and_the_unknown_stays_last(
    listed: Callable[[], RecordingList],
) -> None:
    recordings = listed()
    recordings.sort_by(PLAYERS)

    recordings.sort_by(PLAYERS)

    assert "".join(names(recordings)) == "bAc"


@pytest.mark.usefixtures("three")
def test_keys_lead_through_all_columns(listed: Callable[[], RecordingList]) -> None:
    recordings = listed()
    seen = []
    for _ in COLUMNS:
        recordings.sort_by_next()
        seen.append(recordings.column)

    assert seen == [NAME, PLAYERS, GAME, RESULT, LENGTH, MARK, DATE]


@pytest.mark.parametrize(
    ("sought", "found"), [("", 3), ("ANA", 1), ("tiny", 3), ("zoe 0:01", 1), ("ana zoe", 0)]
)
@pytest.mark.usefixtures("three")
def test_a_search_finds_all_words_in_any_column(
    listed: Callable[[], RecordingList], sought: str, found: int
) -> None:
    recordings = listed()

    recordings.search(sought)

    assert len(recordings.rows) == found


def test_five_thousand_recordings_are_listed_unopened_and_fill_in(
    record: Record, tmp_path: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def describe(path: Path, games: object) -> Described:
        read.append(path)
        return Described("tiny", seconds=float(path.stem))

    monkeypatch.setattr(library_reader, "describe", describe)
    first = record("0.replay", frames=1)
    for number in range(1, 5000):
        os.link(first, tmp_path / f"{number}.replay")

    recordings = RecordingList([tmp_path])
    visible = recordings.rows[4000:4008]
    recordings.show(visible)
    assert (len(recordings.rows), read) == (5000, [])
    settled(recordings)
    recordings.sort_by(LENGTH)

    assert read[:8] == [entry.found.path for entry in visible]
    assert len(read) == 5000
    assert names(recordings) == [str(number) for number in range(4999, -1, -1)]


def test_a_list_that_is_left_reads_no_more_and_goes_on_later(
    record: Record, tmp_path: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        record(f"{number}.replay", frames=1)
    going, may_go = threading.Event(), threading.Event()
    described = library_reader.describe

    def slow(path: Path, games: Any) -> Described:
        going.set()
        may_go.wait(20)
        return described(path, games)

    monkeypatch.setattr(library_reader, "describe", slow)
    recordings = RecordingList([tmp_path])
    recordings.advance(0)
    going.wait(20)
    (thread,) = (one for one in threading.enumerate() if one.name == "list of recordings")
    recordings.stop()
    may_go.set()
    thread.join(20)

    assert thread.daemon
    assert not thread.is_alive()
    recordings.advance(0)
    settled(recordings)
    assert recordings.described == 3


def test_once_all_is_read_nothing_happens_by_itself_and_no_thread_is_left(
    record: Record, listed: Callable[[], RecordingList]
) -> None:
    record()

    recordings = listed()

    assert recordings.due_ms() is None
    assert not recordings.advance(1000)
    assert not [one for one in threading.enumerate() if one.name == "list of recordings"]


def test_a_date_out_of_range_is_left_out() -> None:
    assert date_of(1e300) == ""
