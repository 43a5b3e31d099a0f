"""``replay events``: the audit trail, one event a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from replay.cli.candidates import folded
from replay.cli.event_lines import EventLines
from replay.cli.items import Items
from replay.cli.opening import WHEN_HELP, Opened, open_recording, stretch_of
from replay.cli.players import player_of
from replay.cli.telling import Teller, lines_for_people
from replay.console.program import FINE, NO
from replay.console.terminal import Gathered, complain
from replay.events import Event, EventType
from replay.games import owner_of
from replay.queries.blame import only_with, picks_of
from replay.recording import Recording
from replay.values.escaping import escaped, visible
from replay.values.identity import identity
from replay.values.path_text import quoted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = "list every event, one a line, or those that pass all filters"
EXAMPLE = "replay events match.replay --player Bo --item 12 --text stole --from 600 --to 1200"
Filter = Callable[[Event[Any]], bool]


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    add = parser.add_argument
    add("--type", action="append", metavar="NAME", help="only of this type (or this …)")
    add("--player", metavar="N|NAME", help="only what this player did; #N is always a number")
    add("--item", metavar="N|NAME", help="only about the item of this number or name")
    add(
        "--text",
        action="append",
        metavar="WORD",
        help="only with this in the line, from the type on, as shown (and this …)",
    )
    add("--from", metavar="WHEN", dest="start", help=f"the first frame: {WHEN_HELP}")
    add("--to", metavar="WHEN", dest="stop", help="the frame behind the last, said the same way")
    add("--as-written", action="store_true", help="as the file names them, not upcast")


def run(arguments: Namespace) -> int:
    """Print the events. Raises RecordingError at damage, after printing everything before it."""
    if arguments.as_written:
        opened = Opened(Recording(arguments.file), None)
    else:
        opened = open_recording(arguments.file)
    recording = opened.recording
    start, stop = stretch_of(arguments.start, arguments.stop, opened)
    teller = Teller(opened)
    line = EventLines().line if arguments.json else lines_for_people(teller)
    filters, types, values = filters_of(arguments, opened, teller)
    first, end = map(recording.count_before, (start, stop))
    numbered = recording.numbered(first, end, types, values)
    told, why = 0, "no event passes all filters" if filters else "there is no event in these frames"
    if arguments.item is not None:
        items = Items(opened, teller)
        item = items.find(arguments.item)
        if item is None:
            why, numbered = items.told(arguments.item), iter(())
        filters.append(_is_about(items, item))
    with Gathered() as output:
        for number, event in numbered:
            if not filters or all(passes(event) for passes in filters):
                output.add(line(number, event))
                told += 1
    if recording.damage is not None and stop == recording.frames:
        raise recording.damage
    if not told and (filters or arguments.start is not None or arguments.stop is not None):
        complain(why)
        return NO
    return FINE


def filters_of(
    arguments: Namespace, opened: Opened, teller: Teller
) -> tuple[list[Filter], set[EventType] | None, dict[str, object]]:
    """Return the filters that an event must pass besides that it is about an item.

    And the types and values of fields that only those have that do, so that others are not read.
    Raises ValueError for an unknown type or player.
    """
    filters: list[Filter] = []
    types, values = None, dict[str, object]()
    if arguments.type:
        catalogue = opened.recording.schema.events.__members__
        types = wanted = {one for name in arguments.type for one in _called(name, catalogue)}
        filters.append(lambda event: event.type in wanted)
    if arguments.player is not None:
        found = teller.players.find(arguments.player)
        player, owner = identity(found), picks_of(opened.game)[1]
        if owner is owner_of:
            values = only_with(opened.recording, "player", found)
        filters.append(lambda event: identity(player_of(owner(event.data))) == player)
    if arguments.text:
        words = [_as_shown(text) for text in arguments.text]

        def is_seen(event: Event[Any]) -> bool:
            seen = folded(escaped(teller.told(event)))
            return all(word.search(seen) for word in words)

        filters.append(is_seen)
    return filters, types, values


def _is_about(items: Items, item: Any) -> Filter:
    about, wanted = items.about, identity(item)
    return lambda event: identity(about(event)) == wanted


def _as_shown(word: str) -> re.Pattern[str]:
    """Return what finds a word in a line, however its letters are escaped there.

    In a value in quotes that is JSON's way, elsewhere Python's.
    """
    ways = ({escaped(letter), quoted(letter)[1:-1]} for letter in folded(word))
    return re.compile("".join(f"(?:{'|'.join(re.escape(folded(w)) for w in way)})" for way in ways))


def _called(name: str, catalogue: Mapping[str, EventType]) -> list[EventType]:
    """Return the event type of this name, else those whose names differ only in case."""
    if name in catalogue:
        return [catalogue[name]]
    found = [one for known, one in catalogue.items() if known.casefold() == name.casefold()]
    if not found:
        known = ", ".join(map(visible, catalogue))
        raise ValueError(f"there is no event type {visible(name)}; there are {known}")
    return found
