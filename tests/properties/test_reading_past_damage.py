"""An unfinished file is read on behind damage: only what was in the damaged bytes is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import taken
from strategies import SCHEMA, Ledger

from replay import Corrupt, Event, Recorder, Recording
from replay.file import batch, builder

FRAMES = 900


@pytest.fixture(scope="module", params=["rows", "columns"])
def unfinished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A match that was cut off, as a live recorder or a bulk one leaves it."""
    path = tmp_path_factory.mktemp("unfinished") / "match.replay"
    live = request.param == "rows"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(batch, "BLOCK_EVENTS", 100)
        small.setattr(builder, "BLOCK_EVENTS", 100)
        with Recorder(path, SCHEMA, projection=Ledger(), live=live) as recorder:
            for event in taken(0, FRAMES):
                recorder.append(event)
                recorder.end_frame(event.frame)
            written = path.read_bytes()
    return written if live else _without_index(path)


def _without_index(path: Path) -> bytes:
    with Recording(path) as recording:
        contents = recording.reader.contents
        return path.read_bytes()[: contents.offsets[-1] + contents.sizes[-1]]


def events_of(recording: Recording, position: int) -> list[Event[object]]:
    place = recording.reader.contents.place(position)
    return list(recording.events_between(place.first_event, place.end_event))


@given(where=st.floats(0, 1), length=st.integers(1, 300), flip=st.integers(1, 255))
def test_only_what_was_in_the_damaged_bytes_is_lost(
    unfinished: bytes, where: float, length: int, flip: int, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.replay"
    path.write_bytes(unfinished)
    with Recording(path, SCHEMA) as recording:
        whole = recording.get_all_events()
        begin, contents = recording.reader.events_begin, recording.reader.contents
        last = contents.offsets[-1]
    at = begin + round(where * (last - begin - 1))
    stop = min(at + length, last)
    damaged = bytes(byte ^ flip for byte in unfinished[at:stop])
    path.write_bytes(unfinished[:at] + damaged + unfinished[stop:])

    with Recording(path, SCHEMA, past_damage=True) as recording:
        assert recording.damage is None
        assert recording.frames == FRAMES
        contents, found, lost = recording.reader.contents, 0, 0
        for position in range(len(contents.offsets)):
            place = contents.place(position)
            assert place.first_event == found  # none is left out, none is told twice
            found = place.end_event
            try:
                assert events_of(recording, position) == whole[place.first_event : place.end_event]
            except Corrupt:
                lost += place.end_event - place.first_event
                assert place.offset < stop
                assert at < place.offset + place.size
        assert found == len(whole)
        assert lost or recording.minor_damage


@given(where=st.floats(0, 1))
def test_without_asking_for_it_reading_ends_at_the_damage(
    unfinished: bytes, where: float, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.replay"
    path.write_bytes(unfinished)
    with Recording(path, SCHEMA) as recording:
        offsets = recording.reader.contents.offsets
        first, last = offsets[0], offsets[-1]
    at = first + round(where * (last - first - 1))
    path.write_bytes(unfinished[:at] + bytes([unfinished[at] ^ 1]) + unfinished[at + 1 :])

    with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt):
        for number, event in enumerate(recording.events()):
            assert event == taken(number, number + 1)[0]
        assert recording.minor_damage
        raise Corrupt(path, "a keyframe was damaged, and no event is missing", offset=at)


def test_what_was_cut_out_ends_the_reading(unfinished: bytes, tmp_path: Path) -> None:
    """Whole records are gone: there are no damaged bytes that the missing events were in."""
    path = tmp_path / "cut.replay"
    path.write_bytes(unfinished)
    with Recording(path, SCHEMA) as recording:
        contents = recording.reader.contents
        assert len(contents.offsets) > 2
        cut, rest = contents.offsets[0], contents.offsets[2]
    path.write_bytes(unfinished[:cut] + unfinished[rest:])

    with Recording(path, SCHEMA, past_damage=True) as recording:
        assert recording.damage is not None
        assert len(recording) == 0
