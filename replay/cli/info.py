"""``replay info``: what a file says of itself, without reading its events."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from itertools import accumulate
from typing import Any

from replay.cli.opening import Opened, is_damaged_at_its_end, not_closed, open_recording
from replay.cli.output import print_json, print_pairs
from replay.console.program import FINE, NO
from replay.console.terminal import complain
from replay.errors import Corrupt
from replay.recording import Recording
from replay.values.escaping import visible
from replay.values.jsonable import jsonable
from replay.values.value_text import value_text

HELP = "show what a recording is: game, length, events, players, digest"
EXAMPLE = "replay info match.replay"

SOURCES = {
    "claimed": "as its index claims; `replay verify` computes it",
    "computed": "computed from its events",
}
"""Where a digest comes from, for people."""
DIGESTED_EVENTS, DIGESTED_BYTES = 100_000, 4 * 1024 * 1024
"""The most events, and bytes of plain data in them, that are read for the digest of a file that was
not closed: half a second's work."""


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""


def run(arguments: Namespace) -> int:
    """Print the facts; 1 if the file is known to be damaged."""
    opened = open_recording(arguments.file)
    facts = gather(opened)
    if arguments.json:
        print_json(facts)
    else:
        print_pairs(in_words(opened, facts))
    if opened.recording.damage is not None:
        complain(opened.recording.damage)
        return NO
    return FINE


def gather(opened: Opened) -> dict[str, Any]:
    """Return everything the command says, by name."""
    recording, contents = opened.recording, opened.recording.reader.contents
    metadata = dict(recording.metadata)
    players = metadata.pop("players", None)
    frames = recording.frames - recording.first_frame
    at_hand = _is_at_hand(recording)
    return {
        "path": str(recording.path),
        "game": recording.schema.game,
        "schema_version": recording.schema_version,
        "rules_version": recording.rules_version,
        "format_version": recording.format_version,
        "first_frame": recording.first_frame,
        "frames": recording.frames,
        "begins_from": None
        if recording.start is None
        else {"projection": recording.start.name, "version": recording.start.version},
        "frame_rate": recording.schema.frame_rate,
        "duration_s": round(frames / recording.schema.frame_rate, 3),
        "events": contents.ended_events - contents.lost_events,
        "keys": [
            {"key": key, "values": _values(recording.key_counts(key))}
            for key in recording.reader.header.keys
        ],
        "complete": recording.complete,
        "closed": recording.closed,
        "being_written": recording.is_being_written,
        "damage": None if recording.damage is None else _damage(recording.damage),
        "started": recording.started.isoformat(),
        "seed": metadata.pop("seed", None),
        "players": players,
        "metadata": metadata,
        "lineage": list(recording.lineage),
        "digest": recording.digest if at_hand else None,
        "digest_source": digest_source(recording) if at_hand else None,
        "gaps": [jsonable(gap) for gap in recording.gaps],
        "minor_damage": [_damage(damage) for damage in recording.minor_damage],
        "unknown_records": [other.kind for other in recording.unknown],
        "size_bytes": recording.path.stat().st_size,
    }


def _values(counts: Counter[Any] | None) -> list[dict[str, Any]] | None:
    """Return how many events have each value of a key; None where the index does not say."""
    if counts is None:
        return None
    return [{"value": value, "events": count} for value, count in counts.most_common()]


def _damage(damage: Corrupt) -> dict[str, Any]:
    return {"byte": damage.offset, "problem": damage.problem}


def digest_source(recording: Recording) -> str | None:
    """Return whether the digest is from the file's index, or was computed."""
    if recording.damage is not None:
        return None
    return "computed" if recording.reader.contents.leaves is None else "claimed"


def in_words(opened: Opened, facts: dict[str, Any]) -> list[tuple[str, object]]:
    """Return the same for people."""
    recording = opened.recording
    events, size = facts["events"], facts["size_bytes"]
    each = f", {size / events:.1f} bytes an event" if events else ""
    state = "complete" if recording.complete else "incomplete"
    if recording.damage is not None:
        state = f"damaged: nothing is read from byte {recording.damage.offset} on"
    elif is_damaged_at_its_end(recording):
        state = "damaged at its end"
    elif not recording.closed:
        state = not_closed(recording.is_being_written).removeprefix("was ")
    elif recording.gaps:
        joint = ", but" if recording.complete else " and"
        state += f"{joint} {_counted(sum(gap.events for gap in recording.gaps))} lost"
    length = recording.frames - recording.first_frame
    return [
        ("file", facts["path"]),
        ("game", f"{visible(facts['game'])}, events version {facts['schema_version']}"),
        ("recorded", facts["started"]),
        *([("begins", _told_start(opened))] if recording.first_frame else []),
        ("length", f"{opened.timecode(length)}, {length} frames"),
        ("events", events),
        ("keys", ", ".join(map(_told_key, facts["keys"])) or None),
        ("state", state),
        ("seed", None if facts["seed"] is None else value_text(facts["seed"])),
        ("players", _names(facts["players"])),
        ("size", f"{size} bytes{each}"),
        ("digest", _told_digest(facts) or _why_none(recording)),
        *(("forked from", _told_parent(parent)) for parent in facts["lineage"][-1:]),
        ("unknown", ", ".join(map(visible, facts["unknown_records"])) or None),
        *(
            ("lost", f"frames {gap.first_frame} to {gap.last_frame}, {gap.events} events")
            for gap in recording.gaps
        ),
        *((visible(str(name)), value_text(value)) for name, value in facts["metadata"].items()),
    ]


def _told_key(key: dict[str, Any]) -> str:
    """Say how many values a key has, if the index does."""
    values = key["values"]
    many = "not counted" if values is None else f"{len(values)} value{'s' * (len(values) != 1)}"
    return f"{visible(key['key'])} ({many})"


def _told_start(opened: Opened) -> str:
    """Say where a clip begins, and from which state."""
    recording = opened.recording
    where = f"at frame {recording.first_frame} ({opened.timecode(recording.first_frame)})"
    start = recording.start
    if start is None:
        return where
    return f"{where}, from the state of {visible(start.name)!r}, version {start.version}"


def _counted(events: int) -> str:
    return "1 event is" if events == 1 else f"{events} events are"


def _is_at_hand(recording: Recording) -> bool:
    """Whether the digest is in the file, or computing it takes little reading."""
    if recording.closed or recording.damage is not None:
        return recording.damage is None
    reader = recording.reader
    if reader.contents.ended_events > DIGESTED_EVENTS:
        return False
    unpacked = (reader.block(position).plain for position in range(len(reader.contents.offsets)))
    return all(total <= DIGESTED_BYTES for total in accumulate(unpacked))


def _told_parent(parent: Any) -> str:
    if not isinstance(parent, dict):
        return str(parent)
    return f"{visible(str(parent.get('name')))}, after frame {parent.get('frame')}"


def _told_digest(facts: dict[str, Any]) -> str | None:
    digest, source = facts["digest"], facts["digest_source"]
    return None if digest is None else f"{digest}, {SOURCES[source]}"


def _why_none(recording: Recording) -> str | None:
    if recording.damage is not None:
        return None
    return "not in the file, for it was not closed; `replay verify` computes it"


def _names(players: Any) -> str | None:
    if not isinstance(players, list):
        return None if players is None else value_text(players)
    return ", ".join(
        " ".join(map(value_text, player.values()))
        if isinstance(player, dict)
        else value_text(player)
        for player in players
    )
