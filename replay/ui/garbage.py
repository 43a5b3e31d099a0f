"""Garbage collection between screens, so that no full collection makes a picture late."""

from __future__ import annotations

import gc


def collect_between_screens() -> None:
    """Collect garbage, and leave the objects that remain out of collections until the next call.

    A full collection visits every object of a program: with a viewer's some 30,000, or the events
    of a match, it takes 15 to 20 ms, longer than a picture is shown. For programs only: a library
    leaves the choice to the program that uses it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
