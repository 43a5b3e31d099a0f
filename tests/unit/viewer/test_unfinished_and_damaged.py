"""A match that was cut off, or is being written, and has damage in its middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from replay import Event, Recorder, Recording
from replay.playback.commands import SeekTo
from replay.viewer.model.problem import Problem
from replay.viewer.panels.header import Header
from replay.viewer.viewer import Viewer

FRAMES = 600


@pytest.fixture
def live(
    new_recorder: Callable[[], Recorder], blinks: Callable[[int], list[Event[Any]]]
) -> Iterator[Recorder]:
    recorder = new_recorder()
    for event in blinks(FRAMES):
        recorder.append(event)
        recorder.end_frame(event.frame)
    yield recorder
    recorder.close()


def damage(path: Path) -> bytes:
    """Return a live match's bytes, four in the middle of which are others."""
    with Recording(path) as recording:
        contents = recording.reader.contents
        at = contents.offsets[0] + contents.sizes[0] // 2
    content = path.read_bytes()
    return content[:at] + bytes(byte ^ 9 for byte in content[at : at + 4]) + content[at + 4 :]


def told(viewer: Viewer) -> list[str]:
    return [words for words, _ in Header()._words(viewer.scene)]


def test_what_is_behind_the_damage_of_a_cut_off_match_is_shown(
    live: Recorder, tmp_path: Path, watch: Any
) -> None:
    path = tmp_path / "cut.replay"
    path.write_bytes(damage(live.path))

    viewer = watch(path=path)

    session = viewer.session
    (lost,) = session.lost
    assert session.last == FRAMES - 2
    assert session.total == FRAMES // 2 - lost.events
    assert lost.first > 200
    assert lost.events <= 2
    assert "not closed: cut off" in told(viewer)
    assert any(words.startswith("lost ") and "frame" in words for words in told(viewer))
    assert any("replay repair saves the rest" in words for words in told(viewer))
    shown = pygame.Surface((1280, 720))
    for frame in (lost.first - 1, lost.first, lost.last, session.last):
        viewer.do(SeekTo(frame))
        viewer.paint(shown)
        assert isinstance(session.state(frame), Problem) is (frame >= lost.first)
    rows = session.rows(session.listed(quiet=True), session.total - 3, session.total)
    assert [row.frame for row in rows] == [FRAMES - 6, FRAMES - 4, FRAMES - 2]


def test_a_live_match_goes_on_behind_damage(live: Recorder, watch: Any) -> None:
    live.path.write_bytes(damage(live.path))
    viewer = watch(path=live.path)
    assert "being written" in told(viewer)
    before = viewer.session.total

    live.append(Event(live.schema.kinds[1].type, FRAMES, FRAMES))
    live.end_frame(FRAMES)
    for _ in range(100):
        viewer.advance(50)

    assert viewer.session.last == FRAMES
    assert viewer.session.total == before + 1
    assert len(viewer.session.lost) == 1
