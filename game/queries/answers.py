"""The reports on a match: each is a projection and a function that makes a table of its state."""

from __future__ import annotations

from collections.abc import Iterator

from game.model.events import FRAME_RATE
from game.model.words import direction
from game.queries.carrying import Carried, CarryingTime
from game.queries.changed_hands import ChangesOfHands, Hands
from game.queries.heat import Cells, Heat, HeatMap, grid
from game.queries.inventories import Bags, Inventories
from game.queries.most_collected import TOP, Collected, MostCollected
from game.queries.positions import Courses, Positions
from game.queries.score_over_time import Graph, ScoreOverTime
from replay.games import NameOf, Report

Rows = Iterator[tuple[object, ...]]
PARTS = 8
"""How many times the points are listed, at equal intervals over the match."""
MOST_HANDS = 5
COLD, MOST_TOLD = ".", 9


def carried(bags: Bags, name: NameOf, frame: int) -> Rows:
    """Who has which items."""
    for player in sorted({bearer for bearer in bags.bearer.values() if bearer is not None}):
        yield name(player), ", ".join(bags.of(player))


def standing(courses: Courses, name: NameOf, frame: int) -> Rows:
    """Who is where, in pixels, and which way it goes."""
    for player, course in sorted(courses.items()):
        yield name(player), *course.at(frame), direction(course.vx, course.vy) or "stands still"


def scoring(graph: Graph, name: NameOf, frame: int) -> Rows:
    """Each player's points after each part of the match."""
    moments = [frame * part // PARTS for part in range(1, PARTS + 1)]
    course = graph.of_players()
    for player in range(graph.players):
        points = [
            next((then[player] for since, then in reversed(course) if since <= moment), 0)
            for moment in moments
        ]
        yield name(player), *points


def collected(counts: Collected, name: NameOf, frame: int) -> Rows:
    """Each player's most collected kinds."""
    for player, kinds in sorted(counts.by.items()):
        most = (f"{times} {kind}" for kind, times in kinds.most_common(TOP))
        yield name(player), sum(kinds.values()), ", ".join(most)


def carrying(times: Carried, name: NameOf, frame: int) -> Rows:
    """How much each player carried for how long, and which item longest."""
    so_far = times.so_far(frame)
    for player in sorted({player for player, _ in so_far}):
        own = {item: frames for (bearer, item), frames in so_far.items() if bearer == player}
        longest = max(sorted(own), key=own.__getitem__)
        thing = f"{times.kind[longest].value} #{longest}"
        yield name(player), len(own), seconds(sum(own.values())), thing, seconds(own[longest])


def changing_hands(hands: Hands, name: NameOf, frame: int) -> Rows:
    """What changed hands most often."""
    yield from hands.most()[:MOST_HANDS]


def warmth(heat: Heat, name: NameOf, frame: int) -> Rows:
    """Two maps of the room: a character for each cell, a table row for each row of cells."""
    yield from zip(drawn(heat.picked_up), drawn(heat.dropped), strict=True)


def drawn(cells: Cells) -> list[str]:
    """Return a grid as lines of text: counts up to 9, or a dot for 0."""
    return [
        " ".join(str(min(times, MOST_TOLD)) if times else COLD for times in row)
        for row in grid(cells)
    ]


def seconds(frames: int) -> str:
    """Return the duration of so many frames as text: "3.5 s"."""
    return f"{frames / FRAME_RATE:.1f} s"


QUESTIONS = (
    Report("Who carries what", Inventories(), ("who", "items"), carried),
    Report("Who stands where", Positions(), ("who", "x#", "y#", "way"), standing),
    Report(
        "Points by eighths of the match",
        ScoreOverTime(),
        ("who", *(f"{part}#" for part in range(1, PARTS + 1))),
        scoring,
    ),
    Report("Most collected by each", MostCollected(), ("who", "items#", "most"), collected),
    Report(
        "How long in whose bag",
        CarryingTime(),
        ("who", "items#", "together#", "longest", "for#"),
        carrying,
    ),
    Report("Changed hands most", ChangesOfHands(), ("item", "times#"), changing_hands),
    Report(
        "Where, on a map of the room (9: nine times or more)",
        HeatMap(),
        ("picked up", "dropped"),
        warmth,
    ),
)
"""All reports, in the order in which they are printed."""
