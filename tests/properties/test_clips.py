"""A clip is replayed like the match that it is a part of, and clips make up the match again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, Ledger, histories, long_histories, record

from replay import Event, Recorder, Recording, Timeline, cat, clip, diff, fold, fork, repair, verify

HISTORY = list[Event[Any]]


def part(source: Path, target: Path, start: int, stop: int) -> Path:
    clip(source, target, start=start, stop=stop, schema=SCHEMA, projection=Ledger())
    return target


def cut_up(source: Path, folder: Path, cuts: set[int]) -> list[Path]:
    """Return clips that together are the whole recording, in order."""
    with Recording(source) as recording:
        first, frames = recording.first_frame, recording.frames
    edges = sorted({first, frames, *(first + cut % (frames - first) for cut in cuts)})
    return [
        part(source, folder / f"{start}.replay", start, stop) for start, stop in pairwise(edges)
    ]


def same_as_its_source(path: Path, source: Recording) -> None:
    with Recording(path, SCHEMA) as made:
        own, whole = Timeline(made, Ledger()), Timeline(source, Ledger())
        begin = source.count_before(made.first_frame)
        assert list(made.events()) == list(source.events(made.first_frame, made.frames))
        for frame in range(made.first_frame - 1, made.frames):
            assert made.count_before(frame + 1) == source.count_before(frame + 1) - begin
        frames = range(
            made.first_frame - 1, made.frames, 1 + (made.frames - made.first_frame) // 40
        )
        assert [own.at(frame) for frame in frames] == [whole.at(frame) for frame in frames]
        assert (
            list(own.walk(made.frames - 1, step=-1))
            == list(whole.walk(made.frames - 1, step=-1))[: made.frames - made.first_frame]
        )
        assert fold(made, Ledger()) == own.at(made.frames - 1)
        assert made.metadata == source.metadata
        assert list(verify(made, Ledger())) == []
        if made.first_frame:  # one that begins with the match ends before it, which is told
            assert diff(made, source) is diff(source, made) is None


@settings(max_examples=25)
@given(
    history=histories(),
    quiet=st.integers(0, 5),
    cuts=st.sets(st.integers(0, 10_000), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_clips_are_their_source_and_joined_have_its_digest(
    history: HISTORY, quiet: int, cuts: set[int], order: Any, tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("clips")
    source = record(folder / "source.replay", history, quiet=quiet, metadata={"seed": 3})
    clips = cut_up(source, folder, cuts)
    order.shuffle(clips)
    cat(clips, folder / "whole.replay", schema=SCHEMA, projection=Ledger())

    with Recording(source, SCHEMA) as recording:
        for one in clips:
            same_as_its_source(one, recording)
        with Recording(folder / "whole.replay", SCHEMA) as whole:
            assert whole.digest == recording.digest
            assert whole.complete
            assert list(verify(whole, Ledger())) == []


@settings(max_examples=10)
@given(history=long_histories(), cuts=st.sets(st.integers(0, 10_000), min_size=1, max_size=3))
def test_clips_of_clips_are_clips_of_the_source(
    history: HISTORY, cuts: set[int], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("clips")
    source = record(folder / "source.replay", history)
    with Recording(source, SCHEMA) as recording:
        whole = range(recording.frames)
        outer = part(source, folder / "outer.replay", whole.stop // 5, whole.stop * 4 // 5)
        inner = cut_up(outer, folder, cuts)
        for one in inner:
            same_as_its_source(one, recording)
            with Recording(one) as made:
                direct = part(source, folder / f"d{one.name}", made.first_frame, made.frames)
                assert Recording(direct).digest == made.digest
        cat(inner, folder / "joined.replay")
        assert Recording(folder / "joined.replay").digest == Recording(outer).digest


@settings(max_examples=15)
@given(history=histories(), cut=st.floats(0, 1), fork_at=st.floats(0, 1))
def test_a_clip_is_gone_on_with_forked_and_repaired(
    history: HISTORY, cut: float, fork_at: float, tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("clips")
    source = record(folder / "source.replay", history)
    frames = Recording(source).frames
    start = int(cut * (frames - 1))
    made = part(source, folder / "clip.replay", start, frames)
    frame = start + int(fork_at * (frames - 1 - start))

    branch = fork(made, folder / "branch.replay", frame=frame, schema=SCHEMA, projection=Ledger())
    for event in history[:3]:
        branch.append(Event(event.type, event.data, frame + 5, event.timestamp))
    branch.close()
    repair(made, folder / "repaired.replay")
    with Recorder(made, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        for event in history[:3]:
            recorder.append(Event(event.type, event.data, frames + 5, event.timestamp))

    with Recording(source, SCHEMA) as recording:
        past = Timeline(recording, Ledger())
        with Recording(folder / "branch.replay", SCHEMA) as branched:
            assert Timeline(branched, Ledger()).at(frame) == past.at(frame)
            assert branched.lineage[-1]["frame"] == frame
            assert list(verify(branched, Ledger())) == []
        with Recording(made, SCHEMA) as gone_on:
            assert Timeline(gone_on, Ledger()).at(frames - 1) == past.at(frames - 1)
            assert list(verify(gone_on, Ledger())) == []
        with Recording(folder / "repaired.replay", SCHEMA) as repaired:
            assert Timeline(repaired, Ledger()).at(start - 1) == past.at(start - 1)
            assert diff(repaired, recording) is None
