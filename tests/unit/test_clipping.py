"""What cannot be clipped or joined is refused in words, and nothing is left of it."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import (
    Corrupt,
    Event,
    LiveProjection,
    LostFrames,
    Projection,
    Recorder,
    Recording,
    RecordingError,
    Schema,
    Timeline,
    WrongSchema,
    cat,
    clip,
    diff,
    fold,
    fold_all,
    fork,
    repair,
    verify,
)
from replay.errors import OtherStart, RecordingWarning, StaleKeyframes
from replay.file.header import FORMAT_VERSION, encode_copy, encode_header
from replay.file.records import encode
from replay.file.start import make_start
from replay.values.msgpack_codec import pack

GOLDEN = Path(__file__).parents[1] / "golden"


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
        with pytest.raises(OtherStart, match="cannot be loaded"):
            list(verify(recording, Broken()))
        target = record(source.with_name("target.replay"), puts(9))
        before = target.read_bytes()
        with pytest.raises(KeyError, match="gone"):
            fork(
                recording.path,
                target,
                frame=600,
                schema=SCHEMA,
                projection=Broken(),
                existing="replace",
            )
        assert target.read_bytes() == before
        saved = source.with_name("saved.replay")
        assert repair(recording.path, saved, known=lambda _: (SCHEMA, Broken())).complete


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


def as_it_was(name: str, fields: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, fields)]


def test_a_fold_of_another_version_of_the_events_is_refused(source: Path) -> None:
    made = part(source, 500, 900)
    newer = Schema(
        game=SCHEMA.game,
        events=Vault,
        version=SCHEMA.version + 1,
        frame_rate=SCHEMA.frame_rate,
        upcasters={SCHEMA.version: as_it_was},
    )

    with Recording(made, newer) as recording, pytest.raises(OtherStart, match="events of version"):
        Timeline(recording, Ledger()).at(600)


@pytest.mark.parametrize("projection", [Later(), Of(7)])
def test_what_cannot_use_the_state_still_verifies_repairs_and_leaves_targets_alone(
    source: Path, projection: Projection[Any, Any]
) -> None:
    made = part(source, 500, 900, projection=Of(2) if isinstance(projection, Of) else Ledger())
    target = record(source.with_name("target.replay"), puts(9))
    before = target.read_bytes()

    with Recording(made, SCHEMA) as recording:
        assert list(verify(recording, projection)) == []
    report = repair(made, source.with_name("saved.replay"), known=lambda _: (SCHEMA, projection))
    assert report.complete
    with pytest.raises(OtherStart):
        fork(made, target, frame=600, schema=SCHEMA, projection=projection, existing="replace")
    assert target.read_bytes() == before
    whole = part(made, None, None, projection=projection)  # for which no state is needed
    assert Recording(whole).digest == Recording(made).digest
    assert not Recording(whole).reader.contents.keyframe_events


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


@pytest.mark.parametrize("damaged", [0, 1])
def test_damaged_recordings_are_not_joined_to_what_is_there_of_them(
    source: Path, damaged: int
) -> None:
    clips = [part(source, 0, 500), part(source, 500, None)]
    content = bytearray(clips[damaged].read_bytes())
    with Recording(clips[damaged]) as recording:
        content[recording.reader.contents.offsets[0] + 80] ^= 1
    clips[damaged].write_bytes(content)

    with pytest.raises(Corrupt):
        cat(clips, source.with_name("joined.replay"))


@pytest.mark.parametrize("name", ["vault.replay", "vault-format2.replay"])
def test_clips_of_older_formats_are_of_todays(name: str, tmp_path: Path) -> None:
    source = GOLDEN / name
    clips = [
        tmp_path / "a.replay",
        tmp_path / "b.replay",
    ]
    clip(source, clips[0], stop=300, schema=SCHEMA, projection=Ledger())
    clip(source, clips[1], start=300, schema=SCHEMA, projection=Ledger())
    cat(clips, tmp_path / "whole.replay")
    cat([source], tmp_path / "same.replay")

    for path in tmp_path.iterdir():
        assert Recording(path).format_version == FORMAT_VERSION
    assert Recording(tmp_path / "whole.replay").digest == Recording(source).digest
    assert Recording(tmp_path / "same.replay").digest == Recording(source).digest


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("started_ms", 1, "when it was recorded"),
        ("rules_version", 3, "the version of the rules"),
        ("lineage", ({"name": "a"},), "what it was forked from"),
        ("metadata", {"seed": 9}, "what the game noted"),
    ],
)
def test_clips_of_different_matches_are_told_apart_by_their_headers(
    source: Path, place: str, value: Any, said: str
) -> None:
    a, b = part(source, 0, 500), part(source, 500, 900)
    with Recording(b) as recording:
        header, begin = recording.reader.header, recording.reader.events_begin
    other = b.with_name("other.replay")
    other.write_bytes(encode_header(replace(header, **{place: value})) + b.read_bytes()[begin:])

    with pytest.raises(ValueError, match=f"two matches: {said} is not the same"):
        cat([a, other], source.with_name("joined.replay"))


def test_every_record_that_nobody_knows_is_in_one_clip(source: Path) -> None:
    with Recording(source) as recording:
        header, begin = recording.reader.header, recording.reader.events_begin
        end = recording.reader.contents.end
    content = source.read_bytes()
    strange = [encode("weather", n, b"") for n in (1, 2)]
    copy = encode_copy(content[:begin])
    with_them = content[:begin] + strange[0] + content[begin : end - len(copy)] + strange[1]
    source.write_bytes(with_them)
    with Recording(source) as recording:
        assert len(recording.unknown) == 2
        frames, last = recording.frames, recording.reader.contents.last_frames[-1]
    assert header.first_frame == 0
    edges = [0, 300, last + 2, last + 5, frames]
    clips = [part(source, *both) for both in pairwise(edges)]
    cat(clips, source.with_name("joined.replay"))

    assert [len(Recording(path).unknown) for path in clips] == [1, 0, 0, 1]
    assert len(Recording(source.with_name("joined.replay")).unknown) == 2


def test_a_live_projection_begins_where_the_clip_does(source: Path) -> None:
    with Recording(part(source, 500, 900), SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        assert LiveProjection(recording, Ledger()).state() == Timeline(whole, Ledger()).at(899)


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


def test_a_large_state_and_a_large_header_are_read(source: Path) -> None:
    class Wide(Ledger):
        name = "wide"

        def dump(self, state: list[Any]) -> object:
            return [state, random.Random(1).randbytes(1 << 20)]

        def load(self, saved: Any) -> list[Any]:
            return list(saved[0])

    made = part(source, 500, 900, projection=Wide())

    with Recording(made, SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        assert recording.reader.events_begin > 1 << 20
        assert Timeline(recording, Wide()).at(600) == Timeline(whole, Ledger()).at(600)


def test_a_hostile_state_costs_little_as_long_as_nobody_asks_for_it(source: Path) -> None:
    made = part(source, 500, 900)
    with Recording(made) as recording:
        header, begin = recording.reader.header, recording.reader.events_begin
    many = pack([[]] * ((4 << 20) - 100))
    hostile = make_start("ledger", 1, 1, b"", many)
    made.write_bytes(encode_header(replace(header, start=hostile)) + made.read_bytes()[begin:])

    tracemalloc.start()
    with Recording(made) as recording:
        assert recording.start is not None
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20
