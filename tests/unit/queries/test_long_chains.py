"""What blames a thing or a value in a long match keeps little of it."""

from __future__ import annotations

import tracemalloc

from small_files import Large, happened

from replay import Timeline
from replay.queries.blame import MAX_CHAIN, blame_item, blame_path


def test_blame_keeps_no_more_events_than_it_tells_of() -> None:
    store = happened(30_000, of=3)
    tracemalloc.start()

    thing = blame_item(store, 1, 29_999, about=lambda data: data)
    path = blame_path(Timeline(store, Large()), ["even"], 29_999, about=lambda data: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [link.number for link in thing.chain] == list(range(29_998 - 3 * 99, 29_999, 3))
    assert [link.number for link in path.chain] == list(range(29_900, 30_000))
    assert len(path.chain) == MAX_CHAIN
    assert peak < 64 * 1024 * 1024
