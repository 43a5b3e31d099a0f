"""The index of events: numbers that lists, lanes and jumps ask instead of the file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventType
from replay.viewer.model.axis import Axis
from replay.viewer.model.event_index import Collected, EventIndex


class Happened(EventType):
    RAIN = int
    SUN = int


EVENTS = st.lists(st.tuples(st.integers(0, 500), st.sampled_from(Happened)), max_size=80).map(
    lambda pairs: [Event(type, 0, frame) for frame, type in sorted(pairs, key=lambda p: p[0])]
)


def numbered(events: list[Event[int]], first: int = 0) -> list[tuple[int, EventType, int]]:
    return [(number, event.type, event.frame) for number, event in enumerate(events, first)]


def indexed(events: list[Event[int]]) -> EventIndex:
    index = EventIndex(numbered(events), [None, {Happened.RAIN}])
    index.read(len(events) + 1)
    return index


def frames_on(axis: Axis, frames: list[int]) -> list[int]:
    shown = [frame for frame in frames if axis.start <= frame < axis.stop]
    return sorted({axis.x_from_frame(frame) for frame in shown})


@given(events=EVENTS)
def test_a_group_holds_its_types_with_their_numbers(events: list[Event[int]]) -> None:
    rain = indexed(events).group(1)

    assert [(rain.number(place), rain.frames[place]) for place in range(len(rain))] == [
        (number, event.frame) for number, event in enumerate(events) if event.type is Happened.RAIN
    ]


@given(events=EVENTS, slices=st.lists(st.integers(0, 30), max_size=8))
def test_read_in_slices_it_holds_the_same(events: list[Event[int]], slices: list[int]) -> None:
    index = EventIndex(numbered(events), [None, {Happened.RAIN}])

    for most in slices:
        index.read(most)
    index.read(len(events) + 1)

    assert index.complete
    assert index.count == len(events)
    assert list(index.group(0).frames) == list(indexed(events).group(0).frames)
    assert list(index.group(1).frames) == list(indexed(events).group(1).frames)


@given(events=EVENTS, frame=st.integers(-1, 501))
def test_next_and_previous_are_the_nearest_other_frames(
    events: list[Event[int]], frame: int
) -> None:
    everything = indexed(events).group(0)
    frames = [event.frame for event in events]

    assert everything.after(frame) == min((f for f in frames if f > frame), default=None)
    assert everything.before(frame) == max((f for f in frames if f < frame), default=None)
    assert everything.row_at(frame) == sum(f <= frame for f in frames) - 1


@given(
    events=EVENTS,
    width=st.integers(2, 300),
    start=st.integers(0, 300),
    shown=st.integers(1, 400),
)
def test_columns_are_the_pixels_with_an_event(
    events: list[Event[int]], width: int, start: int, shown: int
) -> None:
    axis = Axis(5, width, start, start + shown)

    columns = list(indexed(events).group(0).columns(axis))

    assert columns == frames_on(axis, [event.frame for event in events])


def test_counts_are_how_many_lie_between_the_edges() -> None:
    chosen = Collected(None)
    for number, frame in enumerate([1, 1, 4, 9]):
        chosen.add(number, frame)

    assert chosen.counts([0, 2, 5, 10]) == [2, 1, 1]


@given(events=EVENTS, cut=st.integers(0, 80))
def test_extended_by_what_came_later_it_holds_what_all_at_once_would(
    events: list[Event[int]], cut: int
) -> None:
    index, whole = EventIndex(numbered(events[:cut]), [None, {Happened.RAIN}]), indexed(events)
    index.read(len(events) + 1)

    index.extend(numbered(events[cut:], cut))
    assert not index.complete
    index.read(len(events) + 1)

    assert (index.count, index.reached) == (whole.count, whole.reached)
    assert all(list(index.group(n).frames) == list(whole.group(n).frames) for n in (0, 1))
