"""A branch has the whole past of its parent, says whose it is, and leaves the parent alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, Ledger, Put, Vault, histories, puts, record

from replay import Event, Recorder, Recording, Timeline, fork
from replay.cli.main import main
from replay.queries.diff import fork_point


@settings(max_examples=40)
@given(history=histories(), live=st.booleans(), data=st.data())
def test_a_branch_is_its_parent_up_to_the_fork(
    history: list[Event[Any]], live: bool, data: st.DataObject, tmp_path: Path
) -> None:
    parent = record(tmp_path / "parent.replay", history, live=live, quiet=3, existing="replace")
    before = parent.read_bytes()
    frames = Recording(parent).frames
    frame = data.draw(st.integers(0, frames - 1))
    branch = tmp_path / "branch.replay"

    with fork(
        parent, branch, frame=frame, schema=SCHEMA, projection=Ledger(), existing="replace"
    ) as recorder:
        recorder.append(Event(Vault.SAID, "now otherwise", frame + 1))

    with Recording(branch, SCHEMA) as recording:
        events = recording.get_all_events()
        link = recording.lineage[-1]
    assert events[:-1] == [event for event in history if event.frame <= frame]
    assert events[-1].data == "now otherwise"
    assert (link["frame"], link["events"]) == (frame, len(events) - 1)
    assert parent.read_bytes() == before


@pytest.mark.parametrize("live", [True, False])
def test_at_a_hundred_frames_the_branch_begins_in_its_parents_state(
    live: bool, tmp_path: Path
) -> None:
    history = puts(3000)
    parent = record(tmp_path / "parent.replay", history, live=live)
    with Recording(parent, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        for frame in range(3, recording.frames, recording.frames // 100):
            branch = tmp_path / "branch.replay"
            fork(
                parent, branch, frame=frame, schema=SCHEMA, projection=Ledger(), existing="replace"
            ).close()

            with Recording(branch, SCHEMA) as forked:
                assert Timeline(forked, Ledger()).at(frame) == timeline.at(frame)
                assert forked.digest == forked.lineage[-1]["digest"]
                assert forked.frames == frame + 1


def test_a_branch_fed_what_its_parent_was_fed_is_its_parent(tmp_path: Path) -> None:
    history = puts(2500)
    parent = record(tmp_path / "parent.replay", history)

    with fork(
        parent, tmp_path / "branch.replay", frame=700, schema=SCHEMA, projection=Ledger()
    ) as recorder:
        for event in history:
            if event.frame > 700:
                recorder.append(event)

    assert Recording(tmp_path / "branch.replay").digest == Recording(parent).digest


def test_a_branch_of_a_branch_knows_both_its_parents(tmp_path: Path) -> None:
    parent = record(tmp_path / "a.replay", puts(3000))
    fork(parent, tmp_path / "b.replay", frame=900, schema=SCHEMA, metadata={"by": "Ana"}).close()
    with Recorder(tmp_path / "b.replay", SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 1), 950))
    fork(tmp_path / "b.replay", tmp_path / "c.replay", frame=940, schema=SCHEMA).close()

    with Recording(parent) as a, Recording(tmp_path / "b.replay") as b:
        with Recording(tmp_path / "c.replay") as c:
            assert [link["name"] for link in c.lineage] == ["a.replay", "b.replay"]
            assert [link["frame"] for link in c.lineage] == [900, 940]
            assert c.metadata["by"] == "Ana"
            assert fork_point(a, c) == 900
            assert fork_point(b, c) == 940
            assert fork_point(a, a) is None


def test_a_branch_never_takes_its_parents_place(tmp_path: Path) -> None:
    path = record(tmp_path / "match.replay", puts(300))
    before = path.read_bytes()

    code = main(["fork", str(path), "--frame", "50", "--output", str(path), "--force"])

    assert code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("frame", [-1, 10**9])
def test_a_frame_outside_cannot_be_forked_from(tmp_path: Path, frame: int) -> None:
    parent = record(tmp_path / "a.replay", puts(10))

    with pytest.raises(IndexError, match=str(frame)):
        fork(parent, tmp_path / "b.replay", frame=frame, schema=SCHEMA)

    assert not (tmp_path / "b.replay").exists()


def test_the_command_forks_and_diff_names_the_fork(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parent = record(tmp_path / "a.replay", puts(3000))
    target = tmp_path / "b.replay"

    assert main(["fork", str(parent), "--frame", "700", "--output", str(target)]) == 0
    assert main(["fork", str(parent), "--frame", "700", "--output", str(target)]) == 2
    capsys.readouterr()
    assert main(["diff", str(parent), str(target), "--json"]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["forked_after_frame"] == 700
    assert told["difference"]["b"] is None


@pytest.mark.parametrize(
    "given", [{"projection": Ledger}, {"rules_version": True}, {"frame": 1.5}, {"frame": True}]
)
def test_a_branch_that_is_refused_leaves_its_target_as_it_is(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    parent = record(tmp_path / "a.replay", puts(100))
    target = record(tmp_path / "b.replay", puts(300))
    before = target.read_bytes()
    for existing, path in (("replace", target), ("refuse", tmp_path / "c.replay")):
        with pytest.raises(TypeError):
            fork(parent, path, **{"frame": 5, "schema": SCHEMA, "existing": existing, **given})

    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.replay", "b.replay"]
