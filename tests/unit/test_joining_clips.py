"""What cannot be joined is refused in words; what can is the match again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from clips import part
from strategies import SCHEMA, Ledger, Put, puts, record

from replay import (
    Corrupt,
    Event,
    Recording,
    cat,
    clip,
)
from replay.file.header import FORMAT_VERSION, encode_copy, encode_header
from replay.file.records import encode

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return record(tmp_path / "source.replay", puts(2000), quiet=20, metadata={"seed": 7})


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
