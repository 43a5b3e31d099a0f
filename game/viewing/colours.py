"""The colours that the game gives the viewer, as text: this file needs no pygame."""

from __future__ import annotations

from replay.ui import palette

PLAYER_COLOURS = palette.PLAYERS
TAKEN = palette.GREEN
DROPPED = palette.ORANGE
DASHED = palette.TEAL
KNOCKED = palette.WHITE
QUIET = palette.MUTE
"""For events that are frequent and rarely of interest."""
