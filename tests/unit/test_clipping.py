"""What cannot be clipped is refused in words, and nothing is left of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from clips import part
from strategies import SCHEMA, Ledger, puts, record

from replay import (
    Corrupt,
    Event,
    LostFrames,
    Recorder,
    Recording,
    Timeline,
    WrongSchema,
    cat,
    clip,
    diff,
    fold,
    repair,
)
from replay.errors import RecordingWarning, StaleKeyframes


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return record(tmp_path / "source.replay", puts(2000), quiet=20, metadata={"seed": 7})


class Nameless(Ledger):
    pass


def test_without_a_projection_only_the_beginning_is_clipped(source: Path) -> None:
    path = part(source, None, 300, projection=None)
    assert Recording(path).frames == 300

    with pytest.raises(ValueError, match="takes the game's projection: .* from the first frame, 0"):
        part(source, 1, 300, projection=None)
    with pytest.raises(ValueError, match="Nameless needs a name of its own"):
        part(source, 1, 300, projection=Nameless())
    assert not source.with_name("1-300.replay").exists()


@pytest.mark.parametrize(
    ("start", "stop", "said"),
    [
        (-1, 9, "frame -1 is outside the recording's 0 to"),
        (5, 90_000, "90000 is behind the end: .* 0 to 1022"),
        (5, 0, "no frames from 5 to before 0"),
        (True, 9, "a frame is a whole number, not True"),
        ("3", 9, "a frame is a whole number, not '3'"),
        (90_000, None, "frame 90000 is outside"),
        (300, 300, "no frames from 300 to before 300"),
        (300, 200, "no frames from 300 to before 200"),
    ],
)
def test_frames_that_are_not_there_are_refused(
    source: Path, start: int | None, stop: int | None, said: str
) -> None:
    with pytest.raises((IndexError, ValueError, TypeError), match=said):
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
    with pytest.raises(Corrupt, match="A clip can begin at frame") as raised:
        part(saved, last + 1, None)
    assert isinstance(raised.value.__cause__, LostFrames)
    again = int(str(raised.value).rpartition(" ")[2])
    assert Recording(part(saved, again, None)).first_frame == again
    with pytest.raises(Corrupt, match="at frame"):
        part(saved, again - 1, None)
    with Recording(saved, SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        known = Timeline(recording, Ledger()).known[-1]
        behind = part(saved, known.start + 1, None)
        right = Timeline(whole, Ledger()).at(known.stop - 1)
        assert Timeline(Recording(behind, SCHEMA), Ledger()).at(known.stop - 1) == right


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


def test_a_projection_needs_the_schema_whose_events_it_folds(source: Path) -> None:
    with pytest.raises(ValueError, match="give that, too"):
        part(source, 500, 900, schema=None)
    with pytest.raises(ValueError, match="give that, too"):
        cat([source], source.with_name("a.replay"), projection=Ledger())
    with pytest.raises(TypeError, match="a list of paths"):
        cat(source, source.with_name("a.replay"))  # type: ignore[arg-type]


def test_a_clip_is_not_clipped_by_a_projection_that_does_not_know_its_state(source: Path) -> None:
    class Renamed(Ledger):
        name = "renamed"

    made = part(source, 500, 900)

    with pytest.raises(
        ValueError, match="state of the projection 'ledger': with another, 'renamed'"
    ):
        part(made, 600, 700, projection=Renamed())
    with pytest.raises(ValueError, match="projection 'ledger', not 'renamed'"):
        both = [part(source, 0, 500), made]
        cat(both, source.with_name("a.replay"), schema=SCHEMA, projection=Renamed())
    assert Recording(part(made, 500, 700, projection=Renamed())).start is not None


def test_a_state_that_load_does_not_make_again_is_refused(source: Path) -> None:
    class Forgets(Ledger):
        name = "forgets"

        def load(self, saved: Any) -> list[Any]:
            return [saved[0], {}]

    with pytest.raises(TypeError, match="makes another state"):
        part(source, 500, 900, projection=Forgets())


def test_a_wrong_keyframe_of_the_source_does_not_become_the_state(tmp_path: Path) -> None:
    class Wrong(Ledger):
        name, version = "ledger", 1

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            return super().apply(state, event) if event.frame % 5 else state

    source = record(tmp_path / "source.replay", puts(4000), projection=Wrong())
    right = fold(puts(4000)[: Recording(source).count_before(1500)], Ledger())

    with pytest.warns(StaleKeyframes):
        made = part(source, 1500, 1600)

    assert Timeline(Recording(made, SCHEMA), Ledger()).at(1499) == right


def test_the_difference_of_clips_is_told_by_what_both_have(source: Path) -> None:
    other = record(source.with_name("other.replay"), puts(2000, seed=8), quiet=20)
    with Recording(source) as a, Recording(part(source, 500, 900)) as b:
        assert diff(a, b) is None
        with Recording(part(source, 900, None)) as c, pytest.raises(ValueError, match="in common"):
            diff(b, c)
        with Recording(part(source, 0, 700)) as c:
            assert diff(b, c) is None
        with Recording(part(other, 500, 900)) as c:
            found = diff(b, c)
            assert found is not None
            assert (found.field, found.frame) == ("start", 500)
            assert found.a["projection"] == "ledger"
        with Recording(part(other, 600, 900)) as c:
            found = diff(b, c)
            assert found is not None
            assert found.frame >= 600
            assert found.field != "start"


def test_a_projection_that_raises_costs_a_clip_its_keyframes_and_that_is_said(
    source: Path,
) -> None:
    class Raises(Ledger):
        name = "raises"

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            if event.frame == 600:
                raise KeyError("oops")
            return super().apply(state, event)

    with pytest.warns(RecordingWarning, match="oops"):
        made = part(source, 500, 900, projection=Raises())

    assert len(Recording(made, SCHEMA).get_all_events()) > 0
