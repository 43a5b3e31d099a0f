"""Events change over the years; recordings do not, and are read all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from replay import Event, EventType, Projection, Recorder, Recording, Schema, Timeline, WrongSchema
from replay.queries.blame import blame_item
from replay.storage.upcasting import Translator
from replay.values.named_fields import NamedFields

Named = tuple[str, dict[str, Any]]


class Door(Enum):
    NORTH = "n"
    SOUTH = "s"


@dataclass(frozen=True, slots=True)
class Entered1:
    who: int
    door: Door


@dataclass(frozen=True, slots=True)
class Greeted1:
    who: int


class First(EventType):
    ENTERED = Entered1
    GREETED = Greeted1
    SNEEZED = int


@dataclass(frozen=True, slots=True)
class Entered2:
    player: int
    door: Door
    hat: str


class Second(EventType):
    ENTERED = Entered2
    GREETED = Greeted1
    SNEEZED = int


@dataclass(frozen=True, slots=True)
class Bowed:
    player: int
    deep: bool


class Third(EventType):
    ENTERED = Entered2
    BOWED = Bowed
    SPOKE = str


def to_second(name: str, fields: dict[str, Any]) -> Iterable[Named]:
    """A field is renamed, another comes with a default."""
    if name == "ENTERED":
        return [(name, {"player": fields["who"], "door": fields["door"], "hat": "none"})]
    return [(name, fields)]


def to_third(name: str, fields: dict[str, Any]) -> Iterable[Named]:
    """An event is split into two, another retired."""
    if name == "GREETED":
        return [("BOWED", {"player": fields["who"], "deep": True}), ("SPOKE", {"value": "hello"})]
    return [] if name == "SNEEZED" else [(name, fields)]


FIRST = Schema("inn", First, version=1)
SECOND = Schema("inn", Second, version=2, upcasters={1: to_second})
THIRD = Schema("inn", Third, version=3, upcasters={1: to_second, 2: to_third})


class Guests(Projection[Any, list[Any]]):
    name, version = "guests", 1

    def initial(self) -> list[Any]:
        return []

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        state.append([event.type.name, event.frame])
        return state


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.replay"
    with Recorder(path, FIRST, projection=Guests()) as recorder:
        for frame in range(0, 3000, 3):
            recorder.append(Event(First.ENTERED, Entered1(frame, Door.SOUTH), frame))
            recorder.append(Event(First.GREETED, Greeted1(frame), frame + 1))
            recorder.append(Event(First.SNEEZED, 3, frame + 2))
    return path


def test_an_old_recording_is_read_as_the_newest_events(old: Path) -> None:
    before = old.read_bytes()

    with Recording(old, THIRD) as recording:
        events = recording.get_all_events()
        assert recording.schema_version == 1
        assert len(recording) == len(events) == 3000

    assert [(event.type, event.data, event.frame) for event in events[:4]] == [
        (Third.ENTERED, Entered2(0, Door.SOUTH, "none"), 0),
        (Third.BOWED, Bowed(0, True), 1),
        (Third.SPOKE, "hello", 1),
        (Third.ENTERED, Entered2(3, Door.SOUTH, "none"), 3),
    ]
    assert old.read_bytes() == before


def test_each_version_on_the_way_reads_it_too(old: Path) -> None:
    with Recording(old, SECOND) as recording:
        events = list(recording.events(0, 3))

    assert [event.data for event in events] == [Entered2(0, Door.SOUTH, "none"), Greeted1(0), 3]


def test_types_and_frames_are_chosen_among_the_new_events(old: Path) -> None:
    with Recording(old, THIRD) as recording:
        bows = list(recording.events(300, 600, {Third.BOWED}))

    assert [event.frame for event in bows] == list(range(301, 600, 3))


def test_keyframes_of_an_older_schema_are_passed_over(old: Path) -> None:
    with Recording(old, THIRD) as recording:
        timeline = Timeline(recording, Guests())

        assert timeline.at(1) == [["ENTERED", 0], ["BOWED", 1], ["SPOKE", 1]]
        assert len(timeline.at(recording.frames - 1)) == 3000
        assert [frame for frame, _ in timeline.walk(2999, -700)] == [2999, 2299, 1599, 899, 199]


def test_the_digest_is_of_what_was_written(old: Path) -> None:
    assert Recording(old, THIRD).digest == Recording(old, FIRST).digest == Recording(old).digest


def test_without_an_upcaster_it_is_refused_in_words(old: Path) -> None:
    with pytest.raises(WrongSchema, match="no upcaster from version 1"):
        Recording(old, Schema("inn", Third, version=3, upcasters={2: to_third}))


def test_an_upcaster_that_forgets_a_field_is_named(old: Path) -> None:
    forgetful = Schema(
        "inn", Second, version=2, upcasters={1: lambda name, fields: [(name, fields)]}
    )

    with Recording(old, forgetful) as recording, pytest.raises(ValueError, match="ENTERED"):
        recording.get_all_events()


def test_a_newer_recording_opens_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "new.replay"
    with Recorder(path, THIRD) as recorder:
        recorder.append(Event(Third.ENTERED, Entered2(4, Door.NORTH, "top"), 1))
        recorder.append(Event(Third.BOWED, Bowed(4, False), 2))

    with Recording(path, SECOND) as recording:
        known, unknown = recording.get_all_events()

        assert recording.unknown_types == ("BOWED", "SPOKE")
        assert known == Event(Second.ENTERED, Entered2(4, Door.NORTH, "top"), 1)
        assert unknown.type.name == "BOWED"
        assert unknown.data == NamedFields("Bowed", {"player": 4, "deep": False})


def test_an_older_recording_cannot_be_continued_with_newer_events(old: Path) -> None:
    with pytest.raises(WrongSchema, match="version 1"):
        Recorder(old, THIRD, existing="continue")


def test_upcasters_must_lead_to_the_version() -> None:
    with pytest.raises(ValueError, match="versions 1 to 1"):
        Schema("inn", Second, version=2, upcasters={2: to_third})


def test_a_file_that_claims_an_absurd_version_is_refused_at_once(tmp_path: Path) -> None:
    written = Schema.from_catalogue("inn", -(2**62), 60, [("SNEEZED", "int")])

    with pytest.raises(ValueError, match="no upcaster from version -4611"):
        Translator(written, SECOND)


@dataclass(frozen=True, slots=True)
class Lit:
    item: int


class WithCandles(EventType):
    ENTERED = Entered2
    LIT = Lit


def test_the_life_of_a_thing_has_the_events_that_only_a_newer_program_knows(tmp_path: Path) -> None:
    path = tmp_path / "new.replay"
    with Recorder(path, Schema("inn", WithCandles, version=4)) as recorder:
        recorder.append(Event(WithCandles.ENTERED, Entered2(4, Door.NORTH, "top"), 1))
        recorder.append(Event(WithCandles.LIT, Lit(7), 2))

    with Recording(path, SECOND) as recording:
        found = blame_item(recording, 7, 2)

    assert [(link.number, link.event.type.name) for link in found.chain] == [(1, "LIT")]
