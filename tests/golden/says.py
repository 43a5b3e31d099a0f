"""What a reader must say of a golden recording, and what it means when it says something else.

Used by the command that writes it down (make.py) and by the tests that hold every later reader
to it.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Any

from strategies import SCHEMA as VAULT
from strategies import Ledger

from game.model.events import SCHEMA, MatchEnded
from game.model.fold import MatchState
from game.model.nests import nest_scores
from game.model.room import SUBPIXELS
from game.model.state import Match
from replay import Projection, Recording, Schema, Timeline
from replay.cli.telling import record
from replay.values.jsonable import jsonable
from replay.values.msgpack_codec import pack

TESTS = Path(__file__).parent
RECORDINGS = TESTS.parents[1] / "recordings" / "golden"
MAKE = "python tests/golden/make.py"
RECORD = (
    "packrat --headless --bots 3 --seed 7 --seconds 20 "
    "--record recordings/golden/packrat-v{}.replay"
)
MOMENTS = 0, 100, 300, 500, 700, 900, 1100, 1200
FIRST_EVENTS = 16
Said = dict[str, Any]


def goldens() -> list[Path]:
    """Return every golden recording: Packrat's, one for each version, and the file format's."""
    return [*sorted(RECORDINGS.glob("*.replay")), *sorted(TESTS.glob("*.replay"))]


def said_of(path: Path) -> Said:
    """Return what today's reader says of a golden recording."""
    return _packrat(path) if path.parent == RECORDINGS else _vault(path)


def must_say(path: Path) -> Said:
    """Return what was written down for it; nothing if nothing was."""
    beside = path.with_suffix(".json")
    if not beside.exists():
        return {}
    told: Said = json.loads(beside.read_text(encoding="utf-8"))
    return told


def _packrat(path: Path) -> Said:
    with Recording(path, SCHEMA) as recording:
        events = recording.get_all_events()
        timeline = Timeline(recording, MatchState())
        told = _file(recording) | {
            "rules_version": recording.rules_version,
            "names": [player["name"] for player in recording.metadata["players"]],
            "counts": _counts(events),
            "scores": [event.data.scores for event in events if type(event.data) is MatchEnded][-1],
            "at": {frame: _moment(timeline.at(frame), frame) for frame in MOMENTS},
        }
        if recording.schema_version == SCHEMA.version:
            told["catalogue"] = dict(SCHEMA.catalogue)
            told["match_state"] = MatchState.version
            told["states"] = states(recording, MatchState(), MOMENTS)
    return as_json(told)


def _moment(state: Match, frame: int) -> Said:
    """Who carries what, has how many points, and stands where, in pixels."""
    view: Any = MatchState().view(state)
    return {
        "bags": [player["bag"] for player in view["players"]],
        "scores": nest_scores(state),
        "places": [[place // SUBPIXELS for place in who.position(frame)] for who in state.players],
    }


def _vault(path: Path) -> Said:
    with Recording(path, VAULT) as recording:
        events = recording.get_all_events()
        last = recording.frames - 1
        lines = [record(number, event) for number, event in enumerate(events)]
        told = _file(recording) | {
            "closed": recording.closed,
            "metadata": dict(recording.metadata),
            "counts": _counts(events),
            "states": states(recording, Ledger(), (0, last // 3, last // 2, last)),
            "all_events": _digest(as_json(lines)),
            "first_events": lines[:FIRST_EVENTS],
        }
    return as_json(told)


def _file(recording: Recording) -> Said:
    return {
        "format_version": recording.format_version,
        "schema_version": recording.schema_version,
        "events": len(recording),
        "frames": recording.frames,
        "complete": recording.complete,
        "digest": recording.digest,
    }


def _counts(events: list[Any]) -> dict[str, int]:
    return dict(sorted(Counter(event.type.name for event in events).items()))


def states(
    recording: Recording, projection: Projection[Any, Any], frames: tuple[int, ...]
) -> dict[str, str]:
    """Return a digest of the dumped state at each of the frames, folded from the first event."""
    told, state, done = {}, projection.initial(), 0
    for frame in frames:
        count = recording.count_before(frame + 1)
        for event in recording.events_between(done, count):
            state = projection.apply(state, event)
        told[str(frame)], done = _digest(projection.dump(state)), count
    return told


def _digest(value: Any) -> str:
    return blake2b(pack(value), digest_size=16).hexdigest()


def as_json(value: Any) -> Any:
    """Return a value as it comes back from a JSON file."""
    return json.loads(json.dumps(jsonable(value)))


def payload_changed(known: Said, schema: Schema) -> str | None:
    """Say what to do if a payload differs from what this version's golden was written with."""
    now = as_json(dict(schema.catalogue))
    if schema.version != known["schema_version"] or now == known["catalogue"]:
        return None
    names = {*now, *known["catalogue"]}
    changed = sorted(name for name in names if now.get(name) != known["catalogue"].get(name))
    return (
        f"the payload of {', '.join(changed)} changed, and old recordings still say version "
        f"{schema.version}: raise SCHEMA.version to {schema.version + 1}, say in "
        "game/model/upcasters.py what older events become, and keep the new version's first match "
        "by\n"
        f"  {RECORD.format(schema.version + 1)}\n  {MAKE}"
    )


def fold_changed(known: Said, recording: Recording, fold: Projection[Any, Any]) -> str | None:
    """Say what to do if the same events lead to other dumped states than they did."""
    if fold.version != known["match_state"]:
        return f"the fold's version is new: write down what its states are by\n  {MAKE}"
    then = known["states"]
    now = states(recording, fold, tuple(map(int, then)))
    if now == then:
        return None
    frame = next(frame for frame in now if now[frame] != then[frame])
    return (
        f"the same events lead to another state, or another dump of it, at frame {frame}: "
        f"keyframes in recordings would no longer fit. Raise MatchState.version, then\n  {MAKE}"
    )


def reading_changed(known: Said, now: Said) -> str | None:
    """Say what today's reader says otherwise."""
    if known == now:
        return None
    parts = sorted(part for part in {*known, *now} if known.get(part) != now.get(part))
    return (
        f"a reader no longer says the same of it ({', '.join(parts)}). Recordings out there "
        f"would be read differently, too; if just that is wanted:\n  {MAKE}"
    )
