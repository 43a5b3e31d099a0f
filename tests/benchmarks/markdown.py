"""The table for a page: what was measured, out of its JSON, as two tables of Markdown.

One has everything beside its peers, the other each bar and what it came to, missed ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.result import figure
from benchmarks.table import COLUMNS

Document = Mapping[str, Any]


def page(document: Document) -> str:
    """Return both tables, and where and when they were measured."""
    parts = (_said(document), "", *_beside(document), "", *_bars(document))
    return "\n".join(parts)


def _said(document: Document) -> str:
    versions = document["versions"]
    peers = ", ".join(f"{name} {version}" for name, version in versions.items() if name != "replay")
    return (
        f"Measured on {document['date']} with `{document['command']}`: {document['machine']}, "
        f"load {document['load']}, Python {document['python']}, {peers}."
    )


def _beside(document: Document) -> Iterator[str]:
    """Lines that at least two peers have a figure in, or plain Python."""
    lines = [line for line in document["lines"] if line["peers"]]
    names = [name for name in COLUMNS if any(name in line["peers"] for line in lines)]
    yield from _row("", "events", "replay", *names)
    yield from _row("---", *("--:" for _ in range(len(names) + 2)))
    for line in lines:
        peers = (line["peers"].get(name) for name in names)
        yield from _row(
            f"{line['topic']}: {line['what']}, {line['unit']}",
            f"{line['events']:,}",
            f"**{figure(line['ours'])}**",
            *("" if value is None else figure(value) for value in peers),
        )


def _bars(document: Document) -> Iterator[str]:
    yield from _row("bar", "events", "measured", "came to", "met")
    yield from _row("---", "--:", "--:", "--:", "---")
    for line in document["lines"]:
        for bar in line["bars"]:
            measured = "" if line["ours"] is None else f"{figure(line['ours'])} {line['unit']}"
            met = {True: "yes", False: "**no**", None: "not measured"}[bar["met"]]
            what = f"{line['topic']}: {line['what']}: {bar['text']}"
            yield from _row(what, f"{line['events']:,}", measured, bar["value"], met)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"
