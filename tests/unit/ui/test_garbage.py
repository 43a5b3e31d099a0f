"""What a program has loaded is not visited by later collections, and garbage is still freed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from replay.ui.garbage import collect_between_screens


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_there_is_left_out_of_collections() -> None:
    collect_between_screens()

    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 1_000


def test_garbage_of_one_screen_is_freed_before_the_next() -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    collect_between_screens()
    del knot
    assert gone() is not None

    collect_between_screens()

    assert gone() is None
