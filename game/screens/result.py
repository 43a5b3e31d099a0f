"""The result of a match: who won, what everybody did, the points over time, what to do next.

Everything shown about the match is folded from the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from game.model.events import FRAME_RATE, SCHEMA, Mind
from game.model.nests import nest_scores
from game.model.room import HEIGHT, WIDTH
from game.options import Options
from game.queries.match_stats import Account, Tally, lead_frames, ranking
from game.screens.match_settings import LARGEST_ROLL, minutes
from game.screens.menu import Button, Menu
from game.screens.podium import draw_podium
from game.screens.result_table import Line, draw_table
from game.screens.score_graph import draw_graph
from game.screens.screen import Going, ToMatch, ToResult, ToTitle, ToViewer
from replay import Recording, fold
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.key_labels import label_of
from replay.ui.shapes import panel
from replay.viewer.panels.header import branch_words

BAR = Rect(12, 584, WIDTH - 24, 84)
KEYS = (
    ((pygame.K_ESCAPE,), "title"),
    ((pygame.K_LEFT, pygame.K_RIGHT), "choose"),
    ((pygame.K_RETURN,), "do it"),
)
"""The keys at the foot of the screen, and what they do."""


class Choice(Enum):
    """What one can do now."""

    WATCH = auto()
    REMATCH = auto()
    SAME_SEED = auto()
    TITLE = auto()


class ResultScreen:
    """The result of the match recorded at ``path``; ``roll`` returns a seed for the rematch.

    Raises OSError or RecordingError if the recording cannot be read.
    """

    def __init__(self, path: Path, options: Options, roll: Callable[[int], int]) -> None:
        self.going: Going | None = None
        self._path = path
        self._options = options
        self._roll = roll
        with Recording(path, SCHEMA) as recording:
            self._account = fold(recording, Tally())
            self._frames, self._events = recording.frames, len(recording)
            self._parent = recording.lineage[-1] if recording.lineage else None
        self._bytes = path.stat().st_size
        self._menu = Menu(_buttons(options))
        self._picture: Surface | None = None

    def handle(self, event: Event) -> None:
        """Handle the buttons."""
        match self._menu.handle(event):
            case Choice.WATCH:
                self.going = ToViewer(self._path, ToResult(self._path, self._options))
            case Choice.REMATCH:
                self.going = ToMatch(replace(self._options, seed=self._roll(LARGEST_ROLL)))
            case Choice.SAME_SEED:
                self.going = ToMatch(self._options)
            case Choice.TITLE:
                self.going = ToTitle(self._options)
            case None:
                pass

    def advance(self, elapsed_ms: float) -> None:
        """Nothing moves here."""

    def draw(self, surface: Surface) -> None:
        """Draw the result, from a cached picture, and the buttons over it."""
        if self._picture is None:
            self._picture = Surface((WIDTH, HEIGHT))
            self._draw_findings(self._picture)
        surface.blit(self._picture, (0, 0))
        self._menu.draw(surface)

    def _draw_findings(self, surface: Surface) -> None:
        account = self._account
        scores = nest_scores(account.match)
        ranks = ranking(scores)
        names = [who.name for who in account.match.players]
        surface.fill(theme.INK)
        self._draw_head(surface)
        says = _decided(account)
        draw_podium(surface, headline(names, scores), says, ranks, names, scores)
        draw_graph(surface, account.points, self._frames, names)
        draw_table(surface, _lines(account, self._frames), _person(account))
        panel(surface, BAR, theme.NIGHT)
        text.write(surface, "The recording lies here", (848, BAR.y + 24), 14, theme.SOFT)
        where = _shortened_left(str(self._path), 404)
        text.write(surface, where, (848, BAR.y + 44), 14, theme.WHITE)
        size = f"{-(-self._bytes // 1024)} KB, {self._events} events"
        text.write(surface, size, (848, BAR.y + 64), 14, theme.SOFT)

    def _draw_head(self, surface: Surface) -> None:
        left = text.write(surface, "Result", (24, 25), 20, theme.WHITE, bold=True).right + 20
        if self._parent is not None:
            branch = branch_words(self._parent, FRAME_RATE)
            text.write(surface, branch, (left, 26), 14, theme.TEAL)
        length = minutes(self._frames // FRAME_RATE)
        says = f"{self._path.name}   seed {self._options.seed}   {length}"
        text.write(surface, says, (WIDTH - 24, 26), 14, theme.SOFT, align="right")
        x = 24
        for keys, does in KEYS:
            for key in keys:
                x = draw_key(surface, label_of(key), (x, HEIGHT - 26)) + 6
            x = text.write(surface, does, (x + 2, HEIGHT - 26), 14, theme.SOFT).right + 24

    def close(self) -> None:
        """Nothing is held open."""


def headline(names: list[str], scores: list[int]) -> str:
    """Say who won, and by how much."""
    best = max(scores, default=0)
    first = [number for number, score in enumerate(scores) if score == best]
    if len(first) != 1:
        return f"A draw at {best}"
    second = max((score for score in scores if score != best), default=0)
    return f"{names[first[0]]} wins by {best - second}"


def _decided(account: Account) -> str:
    """Say when the points changed for the last time."""
    if not account.points:
        return "nobody brought anything home"
    frame = account.points[-1][0]
    return f"last points at {minutes(frame // FRAME_RATE)}, frame {frame}"


def _person(account: Account) -> int | None:
    people = [n for n, who in enumerate(account.match.players) if who.mind is Mind.HUMAN]
    return people[0] if people else None


def _lines(account: Account, frames: int) -> list[Line]:
    players = account.match.players
    scores = nest_scores(account.match)
    lead = lead_frames(account, len(players), frames)
    lines = []
    for rank, player in ranking(scores):
        mind, actions = players[player].mind, account.actions[player]
        counts = (scores[player], actions.carried, actions.stolen, actions.knocks, actions.knocked)
        figures = (*map(str, counts), f"{lead[player] // FRAME_RATE} s")
        says = "you" if mind is Mind.HUMAN else mind.value
        lines.append(Line(rank, player, players[player].name, says, figures))
    return lines


def _buttons(options: Options) -> list[Button[Choice]]:
    return [
        Button(Rect(24, 596, 212, 60), "Watch it", Choice.WATCH, "from the start"),
        Button(Rect(248, 596, 166, 60), "Rematch", Choice.REMATCH, "a new seed", "R"),
        Button(
            Rect(426, 596, 236, 60),
            "Same seed",
            Choice.SAME_SEED,
            f"{options.seed} once more",
            "S",
        ),
        Button(Rect(674, 596, 146, 60), "Title", Choice.TITLE, "", pygame.K_ESCAPE),
    ]


def _shortened_left(words: str, room: int) -> str:
    """Return the words, cut at the left if too wide, as the end of a path matters most."""
    if text.width(words, 14) <= room:
        return words
    while words and text.width("…" + words, 14) > room:
        words = words[1:]
    return "…" + words
