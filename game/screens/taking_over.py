"""Taking over a recorded match: whether it can be continued, and as which player."""

from __future__ import annotations

from game.model.events import FRAME_RATE, SCHEMA, Mind
from game.options import Options
from game.rules.decide import RULES
from game.screens.play import PlayScreen
from game.screens.rewind_source import Past
from replay.games import CannotPlayOn

WATCHED = "You can watch it, but not resume it."


def taking_over(past: Past, player: int) -> PlayScreen:
    """Return the screen on which a recorded match is continued.

    The person plays as ``player``, or as the match's first person if it has one. Raises
    CannotPlayOn if the match cannot be continued.
    """
    state = past.state
    if state.ended is not None:
        raise CannotPlayOn("The match is over here: go back a little.")
    if not state.players:
        raise CannotPlayOn("Nobody plays yet.")
    recording = past.recording
    if recording.schema_version != SCHEMA.version:
        written = f"Its events are of version {recording.schema_version}"
        raise CannotPlayOn(f"{written}, and these are of version {SCHEMA.version}. {WATCHED}")
    if any(gap.first_frame <= past.frame for gap in recording.gaps):
        raise CannotPlayOn(f"Events from before this moment are lost. {WATCHED}")
    metadata, rules = recording.metadata, recording.rules_version
    if not isinstance(metadata.get("seed"), int):
        raise CannotPlayOn("The recording does not contain its random seed.")
    if rules is not None and rules != RULES.version:
        played = f"It was played by rules {rules}"
        raise CannotPlayOn(f"{played}, and these are rules {RULES.version}. {WATCHED}")
    people = [n for n, who in enumerate(state.players) if who.mind is Mind.HUMAN]
    you = people[0] if people else player
    options = Options(len(state.players) - 1, past.seed, state.length // FRAME_RATE)
    return PlayScreen(options, past, you, "the viewer")
