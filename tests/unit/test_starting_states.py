"""The state that a clip begins from: who uses it, and what becomes of the others."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from clips import Later, Of, part
from strategies import SCHEMA, Ledger, Vault, puts, record

from replay import (
    Event,
    LiveProjection,
    Projection,
    Recorder,
    Recording,
    RecordingError,
    Schema,
    Timeline,
    fold,
    fold_all,
    fork,
    repair,
    verify,
)
from replay.errors import OtherStart
from replay.file.header import encode_header
from replay.file.start import make_start
from replay.values.msgpack_codec import pack


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return record(tmp_path / "source.replay", puts(2000), quiet=20, metadata={"seed": 7})


class Puts(Projection[Any, int]):
    """Counts, whatever was before."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Vault.PUT)


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


def test_a_live_projection_begins_where_the_clip_does(source: Path) -> None:
    with Recording(part(source, 500, 900), SCHEMA) as recording, Recording(source, SCHEMA) as whole:
        assert LiveProjection(recording, Ledger()).state() == Timeline(whole, Ledger()).at(899)


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
