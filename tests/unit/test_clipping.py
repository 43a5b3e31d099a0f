"""What cannot be clipped or joined is refused in words, and nothing is left of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import (
    Corrupt,
    Event,
    LostFrames,
    Projection,
    Recorder,
    Recording,
    RecordingError,
    Timeline,
    WrongSchema,
    cat,
    clip,
    fold,
    fold_all,
    repair,
    verify,
)
from replay.errors import OtherStart
from replay.file.header import encode_header


class Later(Ledger):
    name, version = "ledger", 2


class Of(Ledger):
    name, version = "of", 1

    def __init__(self, player: int) -> None:
        self.player = player

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return super().apply(state, event) if event.data.player == self.player else state


class Nameless(Ledger):
    pass


class Puts(Projection[Any, int]):
    """Counts, whatever was before."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Vault.PUT)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return record(tmp_path / "source.replay", puts(2000), quiet=20, metadata={"seed": 7})


def part(source: Path, start: int | None, stop: int | None, **changed: Any) -> Path:
    path = source.with_name(f"{start}-{stop}.replay")
    options = {"schema": SCHEMA, "projection": Ledger(), "existing": "replace", **changed}
    clip(source, path, start=start, stop=stop, **options)
    return path


def test_a_projection_with_parameters_begins_and_has_keyframes_of_its_own(source: Path) -> None:
    path = part(source, 500, 900, projection=Of(2))

    with Recording(path, SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        assert recording.reader.contents.keyframe_events
        for frame in (499, 500, 700, 899):
            assert Timeline(recording, Of(2)).at(frame) == Timeline(whole, Of(2)).at(frame)
        assert list(verify(recording, Of(2))) == []
        with pytest.raises(OtherStart, match="begins at frame 500 .*'of' with other parameters"):
            Timeline(recording, Of(3)).at(600)
        with pytest.raises(OtherStart, match="other parameters"):
            fold(recording, Of(3))


def test_another_version_of_the_projection_is_refused_with_a_remedy(source: Path) -> None:
    with Recording(part(source, 500, 900), SCHEMA) as recording:
        said = r"version 1 of 'ledger', not 2. Make the clip again from its source"
        with pytest.raises(OtherStart, match=said):
            Timeline(recording, Later()).at(600)
        with pytest.raises(OtherStart, match=said):
            Recorder(recording.path, SCHEMA, projection=Later(), existing="continue")


def test_other_projections_know_what_happened_since(source: Path) -> None:
    with Recording(part(source, 500, 900), SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        since = fold(whole.events(500, 900), Puts())
        assert fold(recording, Puts()) == since
        assert fold_all(recording, Puts(), Ledger()) == (since, Timeline(whole, Ledger()).at(899))


def test_what_a_state_is_loaded_of_is_not_shared(source: Path) -> None:
    with Recording(part(source, 500, 900), SCHEMA) as recording:
        assert recording.start is not None
        recording.start.state_of(Ledger())[1].clear()
        first = Timeline(recording, Ledger())
        first.at(499)[1].clear()

        assert Timeline(recording, Ledger()).at(499)[1]


def test_without_a_projection_only_the_beginning_is_clipped(source: Path) -> None:
    path = part(source, None, 300, projection=None)
    assert Recording(path).frames == 300

    with pytest.raises(ValueError, match="takes the game's projection: .* from the first frame, 0"):
        part(source, 1, 300, projection=None)
    with pytest.raises(ValueError, match="it needs a name of its own"):
        part(source, 1, 300, projection=Nameless())
    assert not source.with_name("1-300.replay").exists()


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [
        (-1, 9, "frame -1 is outside the recording's 0 to"),
        (5, 90_000, "frame 89999 is outside"),
        (90_000, None, "frame 90000 is outside"),
        (300, 300, "no frames from 300 to before 300"),
        (300, 200, "no frames from 300 to before 200"),
    ],
)
def test_frames_that_are_not_there_are_refused(
    source: Path, start: int | None, stop: int | None, said: str
) -> None:
    with pytest.raises((IndexError, ValueError), match=said):
        part(source, start, stop)

    assert [path.name for path in source.parent.iterdir()] == ["source.replay"]


def test_the_source_is_no_target(source: Path) -> None:
    before = source.read_bytes()
    with pytest.raises(ValueError, match="is a source itself"):
        clip(source, source, existing="replace")
    with pytest.raises(ValueError, match="is a source itself"):
        cat([source], source, existing="replace")
    with pytest.raises(FileExistsError):
        clip(source, part(source, 0, 9))

    assert source.read_bytes() == before


def test_a_recording_that_is_being_written_is_clipped_to_its_last_ended_frame(
    tmp_path: Path,
) -> None:
    events = puts(600)
    with Recorder(tmp_path / "live.replay", SCHEMA, projection=Ledger()) as recorder:
        for event in events:
            recorder.append(event)
        last = events[-1].frame - 1
        path = part(recorder.path, 100, None)

    with Recording(path, SCHEMA) as recording:
        assert recording.frames == last + 1
        assert not recording.complete
        assert recording.get_all_events() == [e for e in events if 100 <= e.frame <= last]


def test_lost_events_cannot_be_clipped_but_what_stands_apart_from_them(tmp_path: Path) -> None:
    source = record(tmp_path / "source.replay", puts(4000))
    content = bytearray(source.read_bytes())
    with Recording(source) as recording:
        contents = recording.reader.contents
        content[contents.offsets[1] + 60] ^= 255
    whole = source.read_bytes()
    source.write_bytes(content)
    with pytest.raises(Corrupt):
        part(source, 0, None)
    saved = source.with_name("saved.replay")
    repair(source, saved, known=lambda _: (SCHEMA, Ledger()))
    source.write_bytes(whole)
    (gap,) = Recording(saved).gaps
    first, last = gap.first_frame, gap.last_frame

    assert Recording(part(saved, 0, first - 1)).frames == first - 1
    with pytest.raises(Corrupt, match=f"events of frames {first} to {last} are lost"):
        part(saved, first - 5, last + 5)
    with pytest.raises(LostFrames):
        part(saved, last + 1, None)
    with Recording(saved, SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        known = Timeline(recording, Ledger()).known[-1]
        behind = part(saved, known.start + 1, None)
        right = Timeline(whole, Ledger()).at(known.stop - 1)
        assert Timeline(Recording(behind, SCHEMA), Ledger()).at(known.stop - 1) == right


def test_clips_that_do_not_meet_are_refused_with_what_is_wrong(source: Path) -> None:
    a, b, c = part(source, 0, 300), part(source, 300, 500), part(source, 400, 700)
    target = source.with_name("joined.replay")

    with pytest.raises(ValueError, match=r"frames 300 to 399 are missing between .*0-300"):
        cat([c, a], target)
    with pytest.raises(ValueError, match="frames 400 to 499 are in both .*300-500.*and.*400-700"):
        cat([b, c, a], target)
    with pytest.raises(ValueError, match="the frames 0 to 299 are in both"):
        cat([a, a], target)
    with pytest.raises(ValueError, match="name at least one"):
        cat([], target)
    other = record(source.with_name("other.replay"), puts(9), metadata={"seed": 8})
    with pytest.raises(ValueError, match="two matches: "):
        cat([a, other], target)
    assert not target.exists()


def test_clips_of_two_branches_are_not_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 10**18)  # both begin at the same moment
    one = record(tmp_path / "one.replay", puts(2000))
    changed = [Event(e.type, Put(3, 9), e.frame, e.timestamp) for e in puts(2000)]
    other = record(tmp_path / "other.replay", changed)
    a, b = part(one, 0, 300), part(other, 300, 500)

    said = f"{b.name}: it does not begin from the state in which .*{a.name}"
    with pytest.raises(Corrupt, match=said):
        cat([a, b], tmp_path / "joined.replay", schema=SCHEMA, projection=Ledger())
    with pytest.raises(ValueError, match="begins a match of its own"):
        cat([part(other, 0, 300), shifted(b)], tmp_path / "joined.replay")


def shifted(path: Path) -> Path:
    """Take the state away that a clip begins from."""
    with Recording(path) as recording:
        header, begin = recording.reader.header, recording.reader.events_begin
    alone = path.with_name("alone.replay")
    alone.write_bytes(encode_header(replace(header, start=None)) + path.read_bytes()[begin:])
    return alone


def test_a_start_that_cannot_be_loaded_is_told(source: Path) -> None:
    class Broken(Ledger):
        name, version = "ledger", 1

        def load(self, saved: Any) -> list[Any]:
            raise KeyError("gone")

    with Recording(part(source, 500, 900), SCHEMA) as recording:
        with pytest.raises(OtherStart, match="cannot be loaded: KeyError: 'gone'"):
            Timeline(recording, Broken()).at(600)


def test_a_state_that_is_too_large_is_refused(source: Path) -> None:
    class Large(Ledger):
        name = "large"

        def dump(self, state: list[Any]) -> object:
            return [state, bytes(5 << 20)]

        def load(self, saved: Any) -> list[Any]:
            return list(saved[0])

    with pytest.raises(ValueError, match=r"a state of 52\d+ bytes cannot begin a recording"):
        part(source, 500, 900, projection=Large())


def test_a_clip_of_another_game_is_refused(source: Path) -> None:
    from game.model.events import SCHEMA as PACKRAT

    with pytest.raises(WrongSchema):
        part(source, 0, 9, schema=PACKRAT)


def test_every_byte_of_a_clips_header_counts(source: Path) -> None:
    path = part(source, 500, 520)
    content, (begin, header) = path.read_bytes(), (0, Recording(path).reader.events_begin)
    for offset in range(begin, header, 7):
        changed = bytearray(content)
        changed[offset] ^= 1
        path.write_bytes(changed)
        with pytest.raises(RecordingError):
            Recording(path)
    path.write_bytes(changed)
    saved = path.with_name("saved.replay")
    repair(path, saved)
    with Recording(saved, SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        assert Timeline(recording, Ledger()).at(510) == Timeline(whole, Ledger()).at(510)
