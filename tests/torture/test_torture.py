"""A small run of every torture; ``python -m tests.torture all`` runs them whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from torture import (
    commanding,
    cuts,
    disk,
    doctoring,
    flips,
    following,
    fuzzing,
    handlers,
    interrupts,
    kills,
    schemas,
    signals,
    small,
    watching,
    writers,
)
from torture.matches import Truth, match
from torture.reports import Report

from replay.cli import main as replay_commands

KINDS = {
    "closed": {"closed": True},
    "live and left": {"closed": False},
    "written in bulk and left": {"closed": False, "live": False},
}


@pytest.fixture(params=KINDS)
def truth(request: pytest.FixtureRequest, tmp_path: Path) -> Truth:
    """One match of each kind of file there is; the live one short, it is the slowest to judge."""
    events = 120 if request.param == "live and left" else 1300
    return match(tmp_path, events, 1, **KINDS[request.param])


def kept_every_promise(report: Report) -> bool:
    """Whether nothing was wrong; what was stands in the failure."""
    assert report.wrong == ()
    return report["WRONG"] == 0


def test_a_cut_file_is_read_as_far_as_it_goes_and_never_beyond(
    truth: Truth, tmp_path: Path
) -> None:
    report = cuts.cuts(tmp_path, truth, cuts.some_sizes(truth, 60, seed=1))

    assert kept_every_promise(report)
    assert report["cuts"] == 60


def test_a_flipped_bit_is_named_and_costs_a_block_at_the_most(truth: Truth, tmp_path: Path) -> None:
    report = flips.flips(tmp_path, truth, flips.some_bits(truth, 50, seed=1))

    assert kept_every_promise(report)
    assert report["noticed by verify"] == report["flips"] == 50


def test_a_kill_costs_no_frame_that_had_ended_and_no_match(tmp_path: Path) -> None:
    report = kills.kills(tmp_path, count=6, seed=1)

    assert kept_every_promise(report)
    assert report["kills"] == 6


def test_whatever_is_raised_in_the_writer_every_ended_frame_is_there_once(tmp_path: Path) -> None:
    report = interrupts.interrupts(tmp_path, times=40, seed=1)

    assert kept_every_promise(report)
    # How far columns grow depends on the clock, so that some lines are not run again.
    assert report["raised"] + report["not reached"] == 40 * 9  # times ways
    assert report["raised"] > 40 * 8


def test_a_signal_handler_that_uses_the_recorder_ruins_nothing(tmp_path: Path) -> None:
    report = handlers.handlers(tmp_path, times=25, seed=1)

    assert kept_every_promise(report)
    # How far columns grow depends on the clock, so that some moments do not come again.
    assert report["handlers run"] + report["not reached"] == 25 * 4 * 5  # ways, actions
    assert report["handlers run"] > 25 * 4 * 5 * 9 // 10


def test_ctrl_c_at_any_moment_costs_nothing_that_had_ended(tmp_path: Path) -> None:
    report = signals.sigints(tmp_path, times=12, seed=1)

    assert kept_every_promise(report)
    assert report["interrupted"] == 12


def test_a_failing_disk_is_told_of_once_and_costs_only_what_it_does_not_take(
    tmp_path: Path,
) -> None:
    report = disk.faults(tmp_path, events=25, seed=1, cases=100)

    assert kept_every_promise(report)
    assert report["nothing lost"] > 40


def test_mutated_files_cost_neither_a_crash_nor_memory_nor_time(tmp_path: Path) -> None:
    report = fuzzing.fuzz(tmp_path, range(200), seed=20)

    assert kept_every_promise(report)
    assert report["files"] == 200


def test_of_two_writers_at_one_moment_one_gets_the_file(tmp_path: Path) -> None:
    assert kept_every_promise(writers.writers(tmp_path, rounds=4))


def test_a_follower_sees_a_beginning_of_the_match_whoever_is_killed(tmp_path: Path) -> None:
    report = following.following(tmp_path, lives=2, seed=1)

    assert kept_every_promise(report)
    assert report["events seen"] > 0


def test_follow_prints_every_event_of_a_match_that_is_being_written(tmp_path: Path) -> None:
    assert kept_every_promise(following.latency(tmp_path, events=60, seed=1))


def test_a_doctored_keyframe_is_believed_by_nobody_who_has_folded_past_it(tmp_path: Path) -> None:
    report = doctoring.doctoring(tmp_path, count=16, seed=1)

    assert kept_every_promise(report)
    assert report["believed at first"] > 0


def test_every_command_answers_on_files_that_are_broken(tmp_path: Path) -> None:
    assert kept_every_promise(commanding.commanding(tmp_path, count=8, seed=1))


def test_seek_equals_play_and_what_is_painted_bit_by_bit_is_the_whole(tmp_path: Path) -> None:
    report = watching.watching(tmp_path, count=30, seed=1, size=9000)

    assert kept_every_promise(report)
    assert report["left live: SeekTo"] > 0


def test_small_files_cause_no_large_work(tmp_path: Path) -> None:
    report = small.small(tmp_path, [0, 8], seed=1, wanted=("info", "state", "view"))

    assert kept_every_promise(report)
    assert report["commands"] == 4
    assert report["viewed"] == 2


def test_generated_catalogues_are_read_back_equal_or_refused(tmp_path: Path) -> None:
    report = schemas.schemas(tmp_path, range(60), seed=1)

    assert kept_every_promise(report)
    assert report["payloads appended"] > 300
    assert report["payloads refused"] > 30
    assert report["refused by Schema"] > 0


def test_every_command_that_reads_a_file_is_tortured(tmp_path: Path) -> None:
    reading = {entry.name for entry in replay_commands.COMMANDS if entry.needs_file}

    assert {words[0] for words in small.commands(tmp_path / "a.replay", 0)} == reading
    assert set(fuzzing.COMMANDS) == reading - {"fork", "follow"}
