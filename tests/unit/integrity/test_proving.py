"""Verify and repair prove every keyframe they can; a checksum says only that it was written."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, puts, record
from torture.anatomy import put_together, taken_apart
from torture.commanding import answer

from replay import Event, Recording, Schema, Timeline, fold
from replay.file.builder import BLOCK_EVENTS
from replay.games import Game
from replay.integrity.repair import repair
from replay.integrity.verify import KeyframeCount, verify

HISTORY = puts(5000)


class Forged(Ledger):
    """Writes states under the Ledger's name that are another's."""

    name = "ledger"

    def dump(self, state: list[Any]) -> object:
        return [state[0] + (state[0] > 0), state[1]]


class Other(Ledger):
    name = "other"


class Dice(Ledger):
    name = "dice"
    rolls = itertools.count()

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        state = super().apply(state, event)
        state[0] += next(Dice.rolls) if event.frame >= 900 else 0
        return state


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Installs a game when called: the one whose events, and whose Ledger, these are."""

    def install() -> None:
        for command in ("opening", "repair"):
            monkeypatch.setattr(f"replay.cli.{command}.find_game", lambda n: Game(SCHEMA, Ledger()))

    return install


def known(game: str) -> tuple[Schema, Ledger]:
    return SCHEMA, Ledger()


def keyframes(path: Path) -> list[int]:
    with Recording(path) as recording:
        return list(recording.reader.contents.keyframe_events)


def verified(path: Path, projection: Any = None) -> tuple[list[str], KeyframeCount]:
    count = KeyframeCount()
    with Recording(path, SCHEMA) as recording:
        return [
            f.problem for f in verify(recording, projection or Ledger(), keyframes=count)
        ], count


def believed(path: Path) -> int:
    """At how many frames a jump gives another state than folding does."""
    wrong = 0
    with Recording(path, SCHEMA) as recording:
        for frame in range(0, recording.frames, 97):
            truth = fold(recording.events(0, frame + 1), Ledger())
            wrong += Timeline(recording, Ledger()).at(frame) != truth
    return wrong


def test_honest_keyframes_are_proved_and_kept_byte_for_byte(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY)

    report = repair(path, tmp_path / "b.replay", known=known)

    problems, count = verified(path)
    assert (problems, count) == ([], KeyframeCount(proved=len(keyframes(path))))
    assert count.proved > 10
    assert (report.losses, report.keyframes_unproved) == ([], 0)
    assert (tmp_path / "b.replay").read_bytes() == path.read_bytes()


def test_false_keyframes_are_named_and_not_kept(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY, projection=Forged())
    assert believed(path) > 20

    report = repair(path, tmp_path / "b.replay", known=known)

    problems, count = verified(path)
    assert problems == ["a keyframe is not the state that the events lead to"] * count.false
    assert count == KeyframeCount(false=len(keyframes(path)))
    assert report.complete
    assert [loss.reason for loss in report.losses] == problems
    with Recording(path) as recording:
        offsets = list(recording.reader.contents.keyframe_offsets)
    assert [loss.first_byte for loss in report.losses] == offsets
    assert keyframes(tmp_path / "b.replay") == []
    assert believed(tmp_path / "b.replay") == 0
    assert verified(tmp_path / "b.replay") == ([], KeyframeCount())


def test_one_false_keyframe_among_honest_ones_is_the_one_that_goes(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY)
    forged = record(tmp_path / "forged.replay", HISTORY, projection=Forged())
    parts, others = taken_apart(path.read_bytes()), taken_apart(forged.read_bytes())
    places = [n for n, part in enumerate(parts) if part.kind == "keyframe"]
    parts[places[3]] = others[places[3]]
    path.write_bytes(put_together(parts[: parts.index(parts[-3])]))

    report = repair(path, tmp_path / "b.replay", known=known)

    assert verified(path)[1] == KeyframeCount(proved=len(places) - 1, false=1)
    assert len(report.losses) == 1
    assert len(keyframes(tmp_path / "b.replay")) == len(places) - 1
    assert believed(tmp_path / "b.replay") == 0


def test_what_nothing_here_can_prove_is_not_kept_and_that_is_said(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY, projection=Other())

    for found in (known, lambda game: None):
        report = repair(path, tmp_path / "b.replay", known=found, existing="replace")

        assert report.complete
        assert report.losses == []
        assert report.keyframes_unproved == len(keyframes(path))
        assert keyframes(tmp_path / "b.replay") == []

    assert verified(path) == ([], KeyframeCount(unproved=len(keyframes(path))))


def with_a_gap(path: Path, block: int) -> Path:
    with Recording(path) as recording:
        data = bytearray(path.read_bytes())
        data[recording.reader.contents.offsets[block] + 60] ^= 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("game", [True, False])
def test_the_first_keyframe_behind_a_gap_stays_as_nothing_else_tells_the_state(
    game: bool, tmp_path: Path
) -> None:
    path = with_a_gap(record(tmp_path / "a.replay", HISTORY), 2)
    saved = tmp_path / "b.replay"

    repair(path, saved, known=known if game else lambda name: None)

    problems, count = verified(saved)
    assert problems == []
    assert count.begin == 1
    assert (count.proved > 5) == game
    with Recording(saved, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        (gap,) = recording.gaps
        assert len(timeline.known) == 2
        for frame in (gap.first_frame - 1, timeline.known[1].start, recording.frames - 1):
            truth = fold([e for e in HISTORY if e.frame <= frame], Ledger())
            assert timeline.at(frame) == truth


def test_behind_a_gap_keyframes_are_held_against_the_fold_from_the_first(tmp_path: Path) -> None:
    path = with_a_gap(record(tmp_path / "a.replay", HISTORY, projection=Forged()), 2)
    saved = tmp_path / "b.replay"
    repair(path, saved, known=lambda name: None)
    both = with_a_gap(record(tmp_path / "c.replay", HISTORY, projection=Forged()), 2)

    report = repair(both, tmp_path / "d.replay", known=known)

    assert len(keyframes(saved)) == len(keyframes(tmp_path / "d.replay")) == 1
    assert len(report.losses) > 5
    assert verified(tmp_path / "d.replay")[1] == KeyframeCount(begin=1)


def test_a_keyframe_behind_a_gap_that_is_no_state_leaves_its_place_to_the_next(
    tmp_path: Path,
) -> None:
    path, saved = record(tmp_path / "a.replay", HISTORY), tmp_path / "b.replay"
    parts = taken_apart(path.read_bytes())
    first = next(
        n
        for n, part in enumerate(parts)
        if part.kind == "keyframe" and part.head[0] >= 3 * BLOCK_EVENTS
    )
    parts[first] = replace(parts[first], body=parts[first].body[:-1] + b"\xff")
    path.write_bytes(put_together(parts))

    repair(with_a_gap(path, 2), saved, known=known)

    assert verified(saved)[0] == []
    assert verified(saved)[1].begin == 1
    behind = [events for events in keyframes(saved) if events >= 3 * BLOCK_EVENTS]
    assert behind[0] > parts[first].head[0]


def test_randomness_is_named_by_verify_instead_of_damage(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY, projection=Dice())

    problems, count = verified(path, Dice())

    (problem,) = problems
    assert "folding the same events twice" in problem
    assert "since frame 900" in problem
    assert (count.false, count.proved + count.false + count.unproved) == (1, len(keyframes(path)))


class Refuses(Ledger):
    name = "ledger"

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return state if event.frame < 900 else state[event.frame]


def test_what_a_game_cannot_fold_is_a_finding_that_names_the_event(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", HISTORY, projection=Ledger())

    problems, count = verified(path, Refuses())

    assert "cannot be folded: IndexError" in problems[-1]
    assert "of frame 900, was folded" in problems[-1]
    assert count.unproved > 5


def test_commands_without_the_game_use_no_keyframe(
    tmp_path: Path, installed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from replay.queries.event_counts import EventCounts

    class Lies(EventCounts):
        def dump(self, state: Any) -> object:
            honest: Any = super().dump(state)
            return {name: {**entry, "count": 7} for name, entry in honest.items()}

    for name in ("replay:tally", "tally", "ledger"):
        monkeypatch.setattr(Lies, "name", name, raising=False)
        monkeypatch.setattr(Lies, "__module__", EventCounts.__module__)
        path = record(tmp_path / "a.replay", HISTORY, projection=Lies(), existing="replace")
        assert keyframes(path)

        state = json.loads(answer("state", path, "--json")[1])["state"]

        assert sum(entry["count"] for entry in state.values()) == len(HISTORY)


def test_the_commands_say_what_was_proved(tmp_path: Path, installed: Callable[[], None]) -> None:
    honest = record(tmp_path / "a.replay", HISTORY)
    forged = record(tmp_path / "b.replay", HISTORY, projection=Forged())
    number = len(keyframes(honest))

    without = answer("verify", honest)
    unproved = answer("repair", honest)
    installed()
    proved = answer("verify", honest)
    false = answer("verify", forged)
    repaired = answer("repair", forged)

    assert without[0] == proved[0] == unproved[0] == repaired[0] == 0
    assert f"{number} keyframes not checked: its projection is not here" in without[1]
    assert f"{number} keyframes checked against the events before" in proved[1]
    assert f"{number} keyframes were not kept: nothing here could prove them" in unproved[1]
    assert false[0] == 1
    assert f"{number} things are wrong" in false[1]
    assert "no damage found" not in repaired[1]
    assert repaired[1].count("a keyframe is not the state that the events lead to") == number
    assert not list(tmp_path.glob(".*"))


def test_the_states_of_bundled_matches_are_all_proved() -> None:
    from game.model.events import SCHEMA as PACKRAT
    from game.model.fold import MatchState

    proved = 0
    for path in (Path(__file__).parents[3] / "recordings").glob("*.replay"):
        count = KeyframeCount()
        with Recording(path, PACKRAT) as recording:
            assert list(verify(recording, MatchState(), keyframes=count)) == []
        assert (count.unproved, count.false) == (0, 0)
        proved += count.proved

    assert proved > 10
