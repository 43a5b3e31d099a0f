"""Judges: everything a file can be asked, held against the truth. They say what was broken.

A judge never lets an exception pass: a RecordingError is an answer, anything else is a finding.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from strategies import SCHEMA, Ledger
from torture.matches import Truth
from torture.reports import Tally

from replay import LostFrames, Recording, RecordingError, Timeline
from replay.integrity.repair import repair
from replay.integrity.salvage import RepairReport
from replay.integrity.verify import Finding, verify
from replay.values.msgpack_codec import pack


@contextmanager
def only_recording_errors(tally: Tally, doing: str, case: str) -> Iterator[None]:
    """Count a RecordingError as an answer, and any other exception as a broken promise."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RecordingError:
        tally.count(f"{doing}: an error that says so")
    except Exception as crash:  # noqa: BLE001 - this is what the torture looks for
        last = traceback.extract_tb(crash.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        tally.wrong(f"{case}: {doing} raised {type(crash).__name__} at {place}: {crash!s:.120}")


def judge_reading(path: Path, truth: Truth, frames: Iterable[int], tally: Tally, case: str) -> None:
    """Read everything: what is given must be true, and what is missing must be said."""
    with only_recording_errors(tally, "reading", case), Recording(path, SCHEMA) as recording:
        given = _events(recording)
        known = recording.frames
        if given != truth.events[: len(given)]:
            tally.wrong(f"{case}: wrong events were given")
        if known > truth.frames:
            tally.wrong(f"{case}: {known} frames instead of {truth.frames}")
        _judge_states(recording, truth, frames, tally, case)
        if recording.damage is None and known == truth.frames:
            digest = recording.digest
            if digest != truth.digest:
                tally.wrong(f"{case}: another digest without an error")
        events = recording.get_all_events()  # raises where something is missing
        expected = truth.counts[min(known, truth.frames)]
        if len(events) != expected:
            tally.wrong(f"{case}: {len(events)} events up to frame {known}, not {expected}")
        tally.count("whole" if known == truth.frames else "a whole prefix")


def _events(recording: Recording) -> list[Any]:
    given = []
    try:
        for event in recording.events():
            given.append(event)
    except RecordingError:
        pass
    return given


def _judge_states(
    recording: Recording, truth: Truth, frames: Iterable[int], tally: Tally, case: str
) -> None:
    timeline = Timeline(recording, Ledger())
    for frame in frames:
        if not -1 <= frame < recording.frames:
            continue
        try:
            state = timeline.at(frame)
        except RecordingError:
            continue
        if frame >= truth.frames or pack(timeline.projection.dump(state)) != truth.state(frame):
            tally.wrong(f"{case}: a wrong state at frame {frame}")


def findings(path: Path, tally: Tally, case: str) -> list[Finding]:
    """What verify finds, an error at opening among it."""
    found: list[Finding] = []
    with only_recording_errors(tally, "verify", case):
        try:
            with Recording(path, SCHEMA) as recording:
                found.extend(verify(recording, Ledger()))
        except RecordingError as trouble:
            found.append(Finding(trouble.problem, trouble.offset, trouble.offset))
    return found


def judge_repair(
    path: Path,
    truth: Truth,
    frames: Iterable[int],
    most_lost: int,
    tally: Tally,
    case: str,
) -> RepairReport | None:
    """Repair it: little is lost, nothing is wrong, and what is missing is said where it is."""
    target = path.with_name("repaired.replay")
    with only_recording_errors(tally, "repair", case):
        report = repair(path, target, existing="replace")
        with Recording(target, SCHEMA) as recording:
            lost = _judge_kept(recording, truth, tally, case)
            if lost > most_lost:
                tally.wrong(f"{case}: repair lost {lost} events")
            tally.count("events lost by repair", lost)
            tally.count("repaired: nothing lost" if lost == 0 else "repaired: a block lost")
            _judge_repaired_states(recording, truth, frames, tally, case)
            for finding in verify(recording, Ledger()):
                tally.wrong(f"{case}: after repair {finding.where}: {finding.problem}")
        return report
    return None


def _judge_kept(recording: Recording, truth: Truth, tally: Tally, case: str) -> int:
    """Every event has the number and the content it had; the gaps are where others are missing."""
    contents = recording.reader.contents
    kept = set()
    for position, first in enumerate(contents.first_events):
        end = min(contents.end_of(position), contents.ended_events)
        events = list(recording.events_between(first, end))
        if events != truth.events[first:end]:
            tally.wrong(f"{case}: wrong events after repair")
        kept.update(range(first, end))
    known = truth.counts[min(recording.frames, truth.frames)]
    for number in range(known):
        if number not in kept and not any(
            gap.first_event <= number < gap.first_event + gap.events
            and gap.first_frame <= truth.events[number].frame <= gap.last_frame
            for gap in recording.gaps
        ):
            tally.wrong(f"{case}: event {number} is missing and no gap says so")
            break
    return len(truth.events) - len(kept)


def _judge_repaired_states(
    recording: Recording, truth: Truth, frames: Iterable[int], tally: Tally, case: str
) -> None:
    timeline = Timeline(recording, Ledger())
    first_lost = min((gap.first_frame for gap in recording.gaps), default=recording.frames)
    for frame in frames:
        if not -1 <= frame < recording.frames:
            continue
        try:
            state = timeline.at(frame)
        except LostFrames:
            tally.count("frames whose state is lost")
            if frame < first_lost:
                tally.wrong(f"{case}: frame {frame} before the gap is said to be lost")
            continue
        tally.count("frames whose state is known")
        if frame >= truth.frames or pack(timeline.projection.dump(state)) != truth.state(frame):
            tally.wrong(f"{case}: a wrong state at frame {frame} after repair")


def sample_frames(truth: Truth, *, many: int = 6) -> list[int]:
    """Frames worth looking at: the ends, around keyframes, some between."""
    last = truth.frames - 1
    counts = range(0, len(truth.events), 512)
    around = [truth.events[n].frame + step for n in counts for step in (-1, 0, 1)]
    even = [last * n // many for n in range(many)]
    return sorted({f for f in [-1, *around, *even, last] if -1 <= f <= last})


Judged = Callable[[Path, str], None]
