"""How many bytes an event takes in a closed file."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.result import Bar, Line, at_most, at_most_times
from benchmarks.workbench import Workbench, size_of

TOPIC = "size"


def lines(bench: Workbench) -> Iterator[Line]:
    count = bench.compared
    sizes = {peer.name: size_of(bench.kept(peer, count)) / count for peer in bench.writers}
    bare = bench.recorded(count, False).bytes_an_event
    parquet = sizes.get("Parquet")
    below = Bar("below Parquet", "?", None)
    if parquet is not None:
        below = Bar("below Parquet", f"{bare / parquet:.2f} ×", bare < parquet)
    bars = (
        at_most(bare, 2.4, "B"),
        at_most_times(bare, sizes.get("mcap tuned"), 0.35, "mcap tuned"),
        below,
    )
    yield Line(TOPIC, "without keyframes", count, "B/event", bare, sizes, bars)
    for size in bench.growth:
        whole = bench.recorded(size, True).bytes_an_event
        limit = (at_most(whole, 3.3, "B"),) if size == bench.largest else ()
        yield Line(TOPIC, "with keyframes of the whole world", size, "B/event", whole, bars=limit)
