"""What a bot sees in one frame: itself, what it carries, who is where. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.bots.steering import distance
from game.model.room import NESTS, SUBPIXELS, VALUES
from game.model.state import Match, Player, weight
from game.rules.collision import walking_speed
from game.rules.motion import is_dazed, is_safe, standing


@dataclass(slots=True)
class Sight:
    """The match after frame ``frame`` - 1, as seen by the bot that decides for ``frame``.

    ``x`` and ``y`` are its position, ``home`` the middle of its nest, in subpixels; ``load`` is
    the weight and ``value`` the points in its bag, ``speed`` its walking speed with that load.
    """

    state: Match
    frame: int
    player: int
    who: Player = field(init=False)
    x: int = field(init=False)
    y: int = field(init=False)
    home: tuple[int, int] = field(init=False)
    load: int = field(init=False)
    speed: int = field(init=False)
    value: int = field(init=False)

    def __post_init__(self) -> None:
        self.who = self.state.players[self.player]
        self.x, self.y = standing(self.who, self.frame - 1)
        self.home = middle(self.player)
        self.load = weight(self.state, self.who)
        self.speed = walking_speed(self.load)
        self.value = sum(VALUES[self.state.items[item].kind] for item in self.who.taken)

    @property
    def has_room(self) -> bool:
        """Whether a slot of the bag is free."""
        return None in self.who.bag

    @property
    def is_dazed(self) -> bool:
        """Whether it stands dazed and can do nothing."""
        return is_dazed(self.who, self.frame)

    @property
    def frames_left(self) -> int:
        """How many frames the match still has."""
        return self.state.length - self.frame

    def loaded(self) -> list[int]:
        """Return the other players who would lose something if somebody ran into them now."""
        return [
            other
            for other, who in enumerate(self.state.players)
            if other != self.player and who.taken and not is_safe(who, self.frame)
        ]

    def is_near_nest(self, player: int, nest: int, pixels: int) -> bool:
        """Whether a player is within so many pixels of the middle of a nest."""
        x, y = self.state.players[player].position(self.frame - 1)
        return distance(x, y, *middle(nest)) < pixels * SUBPIXELS


def middle(nest: int) -> tuple[int, int]:
    """Return the middle of a nest, in subpixels."""
    x, y = NESTS[nest]
    return x * SUBPIXELS, y * SUBPIXELS
