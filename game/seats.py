"""Who sits in the seats of a match: the person first, then bots, alternating between minds."""

from __future__ import annotations

from game.model.events import Mind

BOT_MINDS = (Mind.HOARDER, Mind.THIEF)


def bot_minds(bots: int) -> list[Mind]:
    """Return the minds of so many bots."""
    return [BOT_MINDS[number % len(BOT_MINDS)] for number in range(bots)]


def seats(bots: int) -> list[Mind]:
    """Return the minds of all seats when a person plays against so many bots."""
    return [Mind.HUMAN, *bot_minds(bots)]
