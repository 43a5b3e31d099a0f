"""``replay clip`` and ``replay cat``, and what the other commands say of a clip."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run

from replay import Recording
from replay.games import find_game

MATCH = Path(__file__).parents[3] / "recordings" / "four-bots.replay"
Capsys = pytest.CaptureFixture[str]


def clipped(capsys: Capsys, folder: Path, *options: object) -> Path:
    path = folder / "clip.replay"
    code, out, err = run(capsys, "clip", MATCH, *options, "-o", path)
    assert (code, err) == (0, "")
    assert str(path) in out
    return path


def test_a_clip_is_told_of_and_joined_again(capsys: Capsys, tmp_path: Path) -> None:
    paths = []
    for number, (start, stop) in enumerate([("0", "10s"), ("0:10", "-10s"), ("-10s", "5401")]):
        path = tmp_path / f"{number}.replay"
        code, out, err = run(capsys, "clip", MATCH, "--from", start, "--to", stop, "--output", path)
        assert (code, err) == (0, "")
        paths.append(path)
    assert "has the frames 4801 to 5400 (1:20.016 to 1:30.000)" in out

    whole = tmp_path / "whole.replay"
    code, out, err = run(capsys, "cat", *reversed(paths), "--output", whole, "--json")

    assert (code, err) == (0, "")
    with Recording(MATCH) as recording:
        assert json.loads(out) == {
            "path": str(whole),
            "first_frame": 0,
            "frames": recording.frames,
            "events": len(recording),
            "digest": recording.digest,
        }
    assert run(capsys, "diff", whole, MATCH)[0] == 0


def test_without_a_name_it_is_beside_the_source(capsys: Capsys, tmp_path: Path) -> None:
    source = tmp_path / "match.replay"
    source.write_bytes(MATCH.read_bytes())

    run(capsys, "clip", source, "--from", 600, "--to", 900)
    run(capsys, "clip", source, "--to", 600)
    run(capsys, "cat", tmp_path / "match.clip-0-599.replay", tmp_path / "match.clip-600-899.replay")

    names = ["match.clip-0-599.joined", "match.clip-0-599", "match.clip-600-899", "match"]
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(names)
    code, _, err = run(capsys, "clip", source, "--from", 600, "--to", 900)
    assert code == 2
    assert "match.clip-600-899.replay" in err
    assert run(capsys, "clip", source, "--from", 600, "--to", 900, "--force")[0] == 0


def test_every_command_reads_a_clip(capsys: Capsys, tmp_path: Path) -> None:
    path = clipped(capsys, tmp_path, "--from", "0:20", "--to", "0:40")

    told = run(capsys, "info", path)[1]
    assert "begins    at frame 1200 (0:20.000), from the state of 'match', version" in told
    assert "0:20.000, 1200 frames" in told
    assert (
        json.loads(run(capsys, "info", path, "--json")[1])["begins_from"]["projection"] == "match"
    )
    code, out, _ = run(capsys, "verify", path, "--resimulate")
    assert code == 0
    assert "events in 1200 frames" in out
    assert "reproduce every event" in out
    for frame in ("start", "1200", "0:30", "-1"):
        mine = json.loads(run(capsys, "state", path, "--frame", frame, "--json")[1])
        at = {"start": 1199, "-1": 2399}.get(frame, frame)
        theirs = json.loads(run(capsys, "state", MATCH, "--frame", at, "--json")[1])
        assert mine["state"] == theirs["state"]
    assert "the same events in the frames 1200 to 2399" in run(capsys, "diff", path, MATCH)[1]
    stats = run(capsys, "stats", path)[1]
    assert "Most collected, since frame 1200" in stats
    assert "Into bags and out of them, since frame 1200" in stats
    assert json.loads(run(capsys, "stats", path, "--json")[1])["since_frame"] == 1200
    assert run(capsys, "find", path, "players.0.name has nobody")[0] == 1
    code, out, err = run(capsys, "state", path, "--frame", "900")
    assert code == 2
    assert "frame 900 is outside the recording's 1200 to 2399" in err
    forked = tmp_path / "fork.replay"
    assert run(capsys, "fork", path, "--frame", "0:30", "-o", forked)[0] == 0
    assert run(capsys, "verify", forked)[0] == 0


def test_every_projection_of_the_game_folds_a_clip(capsys: Capsys, tmp_path: Path) -> None:
    from game.queries.match_stats import Tally
    from replay import Timeline

    path = clipped(capsys, tmp_path, "--from", "0:20", "--to", "0:40")
    game = find_game("packrat")
    assert game is not None

    with Recording(path, game.schema) as recording:
        for projection in [Tally(), *(asked.projection for asked in game.questions)]:
            projection.view(Timeline(recording, projection).at(recording.frames - 1))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "900", "--to", "600"], "--to 600 is before --from 900"),
        (["--from", "900", "--to", "900"], "there are no frames from 900 to before 900"),
        (["--from", "3:00"], "outside the recording's 0 to 5400"),
        (["--to", "soon"], "'soon' is no moment"),
    ],
)
def test_what_cannot_be_clipped_is_said(
    capsys: Capsys, tmp_path: Path, options: list[str], said: str
) -> None:
    code, out, err = run(capsys, "clip", MATCH, *options, "-o", tmp_path / "a.replay")

    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_without_its_game_a_clip_begins_where_the_match_does(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)
    first, second = tmp_path / "a.replay", tmp_path / "b.replay"

    assert run(capsys, "clip", MATCH, "--to", 600, "-o", first)[0] == 0
    code, _, err = run(capsys, "clip", MATCH, "--from", 600, "-o", second)
    assert code == 2
    assert "takes the game's projection: without it, clip from the first frame, 0" in err
    monkeypatch.undo()
    run(capsys, "clip", MATCH, "--from", 600, "-o", second)
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)
    code, _, err = run(capsys, "cat", first, second)
    assert code == 0
    assert "nothing shows that each begins where the one before ends: the game is" in err


def test_a_damaged_recording_is_not_clipped_to_what_is_there_of_it(
    capsys: Capsys, tmp_path: Path
) -> None:
    source, content = tmp_path / "match.replay", bytearray(MATCH.read_bytes())
    with Recording(MATCH) as recording:
        contents = recording.reader.contents
        content[contents.offsets[1] + 60] ^= 1
        whole = contents.first_frames[1]
        end = contents.end
    source.write_bytes(content[:end])  # nor is it closed
    for options in ([], ["--from", 10], ["--from", 10, "--to", 5000]):
        code, out, err = run(capsys, "clip", source, *options, "-o", tmp_path / "a.replay")
        assert (code, out) == (2, "")
        assert "byte" in err
    assert run(capsys, "clip", source, "--to", whole - 1, "-o", tmp_path / "a.replay")[0] == 0


def test_a_clip_of_a_renamed_projection_is_told_of(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from game.model.fold import MatchState

    path = clipped(capsys, tmp_path, "--from", "0:20", "--to", "0:40")
    other = tmp_path / "other.replay"
    run(capsys, "clip", MATCH, "--from", "0:40", "-o", other)
    monkeypatch.setattr(MatchState, "name", "renamed")

    _, _, err = run(capsys, "state", path)
    assert "begins at frame 1200 from a state of 'match': nothing here knows that" in err
    code, _, err = run(capsys, "cat", path, other, "-o", tmp_path / "joined.replay")
    assert code == 0
    assert "its projection has another name" in err
    code, _, err = run(capsys, "clip", path, "--from", "0:30", "-o", tmp_path / "b.replay")
    assert code == 2
    assert "from a state of the projection 'match': with another, 'renamed'" in err


def test_a_clip_of_another_version_of_the_projection_is_still_forked_and_verified(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from game.model.fold import MatchState

    path = clipped(capsys, tmp_path, "--from", "0:20", "--to", "0:40")
    monkeypatch.setattr(MatchState, "version", MatchState.version + 1)

    assert run(capsys, "verify", path)[0] == 0
    code, _, err = run(capsys, "fork", path, "--frame", "0:30", "-o", tmp_path / "b.replay")
    assert code == 0
    assert "Make the clip again from its source" in err
    assert run(capsys, "repair", path, "-o", tmp_path / "c.replay")[0] == 0
    code, _, err = run(capsys, "state", path)
    assert code == 2
    assert "Make the clip again from its source" in err
