"""The matches in recordings/: whole, decided by the current rules, and folded as anybody would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.model.events import SCHEMA
from game.model.fold import MatchState
from game.rules.decide import RULES
from replay import Recording, Timeline
from replay.cli.main import main
from replay.integrity.verify import verify
from replay.queries.resimulate import resimulate

FOLDER = Path(__file__).parents[2] / "recordings"
RECORDINGS = sorted(FOLDER.glob("*.replay"))
NAMES = [path.stem for path in RECORDINGS]
PLAY_ANEW = "the rules have another version now: play it anew, as recordings/README.md says"
RAISE_VERSION = (
    "the rules would not decide this match as it was played, so other people's recordings of "
    f"these rules break, too. If that is wanted, raise RULES.version to {RULES.version + 1} and "
    "play the bundled matches anew, as recordings/README.md says. Otherwise, here is what changed:"
)


def test_there_are_three_matches() -> None:
    assert len(RECORDINGS) == 3


@pytest.mark.parametrize("path", RECORDINGS, ids=NAMES)
def test_it_is_whole_and_its_rules_are_the_current_ones(path: Path) -> None:
    with Recording(path, SCHEMA) as recording:
        assert recording.complete
        assert recording.rules_version == RULES.version, PLAY_ANEW
        assert list(verify(recording, MatchState())) == []
        seed = recording.metadata["seed"]
        desync = resimulate(recording, MatchState(), RULES, seed)
        assert desync is None, f"{RAISE_VERSION}\n{desync}"


def folded_by_hand(lines: list[dict[str, Any]]) -> Iterator[tuple[int, Any]]:
    """Yield (frame, who carries what where) for each frame with events, from JSON alone."""
    bags: list[list[str | None]] = []
    lying: dict[int, tuple[int, int]] = {}
    kinds: dict[int, str] = {}
    frame = 0
    for line in lines:
        if line["frame"] != frame:
            yield frame, snapshot(bags, lying)
            frame = line["frame"]
        data = line["data"]
        match line["type"]:
            case "PLAYER_JOINED":
                bags.append([None] * 6)
            case "ITEM_SPAWNED":
                kinds[data["item"]] = data["kind"].lower()
                lying[data["item"]] = (data["x"] // 60, data["y"] // 60)
            case "ITEM_ADDED":
                name = f"{kinds[data['item']]} #{data['item']}"
                bags[data["player"]][data["slot"]] = name
                del lying[data["item"]]
            case "ITEM_REMOVED":
                bags[data["player"]][data["slot"]] = None
                lying[data["item"]] = (data["x"] // 60, data["y"] // 60)
    yield frame, snapshot(bags, lying)


def snapshot(bags: list[list[str | None]], lying: dict[int, tuple[int, int]]) -> Any:
    return [list(bag) for bag in bags], dict(lying)


def told(view: Any) -> Any:
    bags = [player["bag"] for player in view["players"]]
    items = enumerate(view["items"])
    return bags, {n: (item["x"], item["y"]) for n, item in items if item["holder"] is None}


@pytest.mark.parametrize("path", RECORDINGS, ids=NAMES)
def test_the_state_at_every_frame_is_what_a_hand_made_fold_of_the_events_says(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["events", str(path), "--json"])
    by_hand = dict(
        folded_by_hand([json.loads(line) for line in capsys.readouterr().out.splitlines()])
    )

    with Recording(path, SCHEMA) as recording:
        expected = None
        for frame, state in Timeline(recording, MatchState()).walk(0, 1):
            expected = by_hand.get(frame, expected)
            assert told(MatchState().view(state)) == expected
        for frame in range(0, recording.frames, 997):
            main(["state", str(path), "--frame", str(frame), "--json"])
            view = json.loads(capsys.readouterr().out)["state"]
            last = max(known for known in by_hand if known <= frame)
            assert told(view) == by_hand[last]
