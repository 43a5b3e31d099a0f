"""Generated catalogues: what is recorded is read back equal, or is refused by a sentence.

Each is recorded live and in bulk, and appended to a store in memory, which must agree on what is
refused. A seed makes the same catalogues again.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from schemas import Made, difference, make
from torture.reports import Report, Tally

from replay import Event, EventStore, Recorder, Recording, RecordingError, Schema


def schemas(folder: Path, numbers: range, seed: int) -> Report:
    """Make the catalogues with these numbers, and record and read their payloads."""
    tally = Tally("schemas")
    for number in numbers:
        made = make(Random(f"{seed}/{number}"))
        tally.count("schemas")
        for problem in problems(made, folder / "made.replay", tally):
            tally.wrong(f"schema {number} of seed {seed}: {problem}")
    return tally.report()


def problems(made: Made, path: Path, tally: Tally) -> list[str]:
    """Return what is wrong with how a catalogue and its payloads are taken."""
    try:
        schema = Schema("made", made.events)
    except (TypeError, ValueError) as refusal:
        tally.count("refused by Schema")
        return [] if _names(made, refusal) else [f"Schema says {refusal}"]
    found: list[str] = []
    outcomes = []
    for way in ("store", "live", "bulk"):
        appended: list[Event[Any]] = []
        read: list[Event[Any]] = []
        said: list[str] = []
        try:
            if way == "store":
                store = EventStore[Any]()
                said = _append(made, store, appended, found)
                read = store.get_all_events()
            else:
                with Recorder(path, schema, live=way == "live", existing="replace") as recorder:
                    said = _append(made, recorder, appended, found)
                read = _read(path, schema, appended)
        except RecordingError as trouble:
            found.append(f"{way}: {type(trouble).__name__} {trouble.problem}")
            continue
        outcomes.append(said)
        tally.count("payloads appended", len(appended))
        tally.count("payloads refused", len(made.payloads) - len(appended))
        found += [
            f"{way}: {wrong}"
            for event, other in zip(appended, read, strict=True)
            if (wrong := difference(event.data, other.data))
        ]
    if any(said != outcomes[0] for said in outcomes):
        found.append("a store and a recorder do not refuse the same")
    return found


def _append(made: Made, to: Any, appended: list[Event[Any]], found: list[str]) -> list[str]:
    """Append what is not refused; return what was said of each."""
    said = []
    for number, (type_, data) in enumerate(made.payloads):
        event = Event(type_, data, number)
        try:
            to.append(event)
        except (TypeError, ValueError) as refusal:
            said.append(str(refusal))
            if not _names(made, refusal):
                found.append(f"append says {refusal}")
        else:
            said.append("")
            appended.append(event)
    return said


def _names(made: Made, refusal: Exception) -> bool:
    """Whether it is a sentence that says which type it is about."""
    text = str(refusal)
    kinds = [type_.name for type_, _ in made.payloads]
    return any(name in text for name in (*made.names, *kinds, "an event's data"))


def _read(path: Path, schema: Schema, appended: list[Event[Any]]) -> list[Event[Any]]:
    with Recording(path) as alone:
        assert len(alone.get_all_events()) == len(appended)
    with Recording(path, schema) as recording:
        return recording.get_all_events()
