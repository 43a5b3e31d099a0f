"""The colours that the game gives the viewer, by their codes: this file needs no pygame."""

from __future__ import annotations

PLAYER_COLOURS = (
    "#e0605e",
    "#5a8fe6",
    "#63c07f",
    "#f2e25c",
    "#9a78dd",
    "#ee9a4d",
    "#4fb8b3",
    "#e387b8",
)
"""By player; the same as in the viewer's palette."""

TAKEN = "#63c07f"
DROPPED = "#ee9a4d"
DASHED = "#4fb8b3"
KNOCKED = "#fbf7ec"
QUIET = "#7d82a8"
"""For what happens often and is seldom looked for."""
