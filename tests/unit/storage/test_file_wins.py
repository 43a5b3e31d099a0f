"""What a file says of itself holds, whatever the code that reads it has become since."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from treasure import values, write

from replay import Event, EventType, Recorder, Recording, Schema, WrongSchema, fork


class Facts(EventType):
    PAID = int


SLOW = Schema("shop", Facts, frame_rate=30)
FAST = Schema("shop", Facts, frame_rate=60)
EUROS = Schema("shop", Facts, version=1)
CENTS = Schema(
    "shop", Facts, version=2, upcasters={1: lambda n, f: [(n, {"value": f["value"] * 100})]}
)


def test_a_recording_plays_at_its_own_rate_whatever_the_schema_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, *range(3000))

    with Recording(path, SLOW) as slow, Recording(path, FAST) as fast:
        assert fast.schema.frame_rate == 30
        assert FAST.frame_rate == 60
        assert [e.timestamp for e in fast.events()] == [e.timestamp for e in slow.events()]


def test_an_older_recording_plays_at_its_own_rate_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 5)
    newer = Schema("shop", Facts, version=2, frame_rate=60, upcasters=CENTS.upcasters)

    with Recording(path, newer) as recording:
        assert (recording.schema.frame_rate, values(recording)) == (30, [500])


def test_a_match_is_not_gone_on_with_at_another_rate(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 1, 2)
    before = path.read_bytes()

    with pytest.raises(WrongSchema, match="30 frames a second, not 60"):
        Recorder(path, FAST, existing="continue")
    with pytest.raises(WrongSchema, match="30 frames a second, not 60"):
        fork(path, tmp_path / "b.replay", frame=0, schema=FAST)

    assert path.read_bytes() == before
    assert not (tmp_path / "b.replay").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rules_version": 4}, "rules_version 3, not 4"),
        ({"metadata": {"seed": 8}}, "7 as metadata 'seed', not 8"),
        ({"metadata": {"arena": "sand"}}, "nothing as metadata 'arena', not 'sand'"),
        ({"metadata": {"players": [{"name": "Bo"}]}}, "metadata 'players'"),
    ],
)
def test_what_contradicts_the_file_is_refused_and_how_to_go_on_is_said(
    given: dict[str, Any], told: str, tmp_path: Path
) -> None:
    facts = {"seed": 7, "players": [{"name": "Al", "bot": True}]}
    path = write(tmp_path / "a.replay", EUROS, 1, metadata=facts, rules_version=3)
    before = path.read_bytes()

    with pytest.raises(ValueError, match=told) as refused:
        Recorder(path, EUROS, existing="continue", **given)

    assert "leave it out" in str(refused.value)
    assert "fork" in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "given",
    [{}, {"rules_version": 3}, {"metadata": {}}, {"metadata": {"players": ({"bot": 1, "x": 2},)}}],
)
def test_what_agrees_with_the_file_or_is_left_out_goes_on(
    given: dict[str, Any], tmp_path: Path
) -> None:
    facts = {"seed": 7, "players": [{"x": 2, "bot": 1}]}
    path = write(tmp_path / "a.replay", EUROS, 1, metadata=facts, rules_version=3)

    with Recorder(path, EUROS, existing="continue", **given) as recorder:
        recorder.append(Event(Facts.PAID, 2, 1))

    with Recording(path, EUROS) as recording:
        assert values(recording) == [1, 2]
        assert (recording.rules_version, dict(recording.metadata)) == (3, facts)


class Newer(EventType):
    PAID = str


NEWER = Schema("shop", Newer, version=3)


@pytest.mark.parametrize(
    ("first", "then", "read"),
    [
        ((EUROS, 5), (CENTS, 700), [700]),
        ((CENTS, 700), (EUROS, 5), [500]),
        ((NEWER, "7 EUR"), (CENTS, 700), [700]),
        ((NEWER, "7 EUR"), (EUROS, 5), [500]),
        ((EUROS, 5), (NEWER, "7 EUR"), ["7 EUR"]),
    ],
    ids=["older", "newer", "unknown", "unknown and older", "to unknown"],
)
@pytest.mark.parametrize("in_place", [False, True])
def test_a_replaced_file_is_read_as_if_it_were_opened_anew(
    first: tuple[Schema, Any],
    then: tuple[Schema, Any],
    read: list[Any],
    in_place: bool,
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "a.replay", *first)
    other = write(tmp_path / "b.replay", *then, metadata={"seed": 1, "longer": "than it was"})
    with Recording(path, CENTS) as recording:
        assert len(recording) == 1

        if in_place:
            path.write_bytes(other.read_bytes())
        else:
            other.replace(path)

        assert recording.refresh()
        assert recording.generation == 1
        with Recording(path, CENTS) as anew:
            assert recording.schema_version == anew.schema_version == then[0].version
            assert recording.unknown_types == anew.unknown_types
            assert values(recording) == values(anew) == read
            assert [e.type.name for e in recording.events()] == ["PAID"]
            known = list(recording.events(types={Facts.PAID}))
            assert len(known) == (then[0] is not NEWER)


def test_events_are_read_to_their_end_from_the_file_that_was_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", EUROS, *range(5000), live=False)
    with Recording(path, EUROS) as recording:
        events = recording.events()
        begun = [next(events).data for _ in range(10)]

        write(path, EUROS, *range(9000, 9500), existing="replace")
        recording.refresh()

        assert begun + [event.data for event in events] == list(range(5000))
        assert values(recording) == list(range(9000, 9500))


def test_names_made_of_a_file_are_the_same_events_when_its_match_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, EUROS)
    recorder.append(Event(Facts.PAID, 1))
    recorder.end_frame(0)
    with Recording(path) as recording:
        paid = recording.schema.events["PAID"]

        recorder.close()

        assert recording.refresh()
        assert [event.data for event in recording.events(types={paid})] == [1]


def test_times_continue_at_the_files_rate(tmp_path: Path) -> None:
    path = write(tmp_path / "a.replay", SLOW, 1)
    with Recording(path) as recording:
        (begun,) = [event.timestamp for event in recording.events()]

    with Recorder(path, SLOW, existing="continue", live=False) as recorder:
        for frame in range(1, 3000):
            stamp = begun + timedelta(milliseconds=frame * 1000 // 30)
            recorder.append(Event(Facts.PAID, frame, frame, stamp))

    last = Recording(path, FAST).get_all_events()[-1]
    assert last.timestamp - begun == timedelta(milliseconds=2999 * 1000 // 30)
