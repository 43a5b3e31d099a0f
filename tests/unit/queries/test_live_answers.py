"""Answers that are kept up to date, and never by folding again what was folded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, puts, record

from replay import Corrupt, Event, EventStore, LiveProjection, Projection, Recording, fold, fold_all


def stored(events: list[Event[Any]]) -> EventStore[Any]:
    store = EventStore[Any]()
    for event in events:
        store.append(event)
    return store


class Counting(Ledger):
    """A ledger that knows how many events it folded."""

    folded = 0

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        self.folded += 1
        return super().apply(state, event)


def test_only_what_came_since_is_folded() -> None:
    store, asked = stored(puts(100)), Counting()
    live = LiveProjection(store, asked)

    for event in puts(150)[100:]:
        store.append(event)
        live.state()
        live.state()

    assert asked.folded == 150
    assert live.state() == fold(store, Ledger())


def test_nothing_at_all_is_an_answer() -> None:
    assert LiveProjection(EventStore[Any](), Ledger()).state() == Ledger().initial()


def test_the_view_of_an_answer_is_the_callers_too() -> None:
    live = LiveProjection(stored(puts(50)), Ledger())
    before: Any = live.view()

    before[1].clear()

    assert live.view() == Ledger().view(fold(puts(50), Ledger()))


def test_what_damage_broke_off_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(3000))
    whole = path.read_bytes()
    offset = Recording(path).reader.contents.offsets[1]
    damaged = bytearray(whole)
    damaged[offset + 300] ^= 4
    path.write_bytes(damaged)
    with Recording(path, SCHEMA) as recording:
        live = LiveProjection(recording, Ledger())

        for _ in range(2):
            with pytest.raises(Corrupt):
                live.state()


def test_another_match_in_the_files_place_is_answered_anew(tmp_path: Path) -> None:
    path, other = record(tmp_path / "a.replay", puts(300)), puts(300, seed=8)
    with Recording(path, SCHEMA) as recording:
        live = LiveProjection(recording, Ledger())
        live.state()
        record(path, other, existing="replace")

        assert recording.refresh()
        assert live.state() == fold(other, Ledger())


def test_one_pass_reads_the_events_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store, times = stored(puts(100)), []
    events = store.events
    monkeypatch.setattr(store, "events", lambda: times.append(1) or events())

    states = fold_all(store, Ledger(), Counting(), Ledger())

    assert len(times) == 1
    assert states == (fold(puts(100), Ledger()),) * 3


def test_no_questions_have_no_answers() -> None:
    assert fold_all(stored(puts(10))) == ()


def test_a_projection_that_cannot_be_merged_says_so() -> None:
    class Plain(Projection[Any, int]):
        name = "plain"

    with pytest.raises(NotImplementedError, match="Plain needs a merge"):
        Plain().merge(1, 2)
