"""Catching stars: a whole pygame game that is recorded, checked and shown by the viewer.

Hold the left or right arrow key; where there is no display a bot plays. Four steps to copy:

1. Say what can happen (`Facts`). What follows from it, such as where a star is, is not stored.
2. Judge in `decide`: what happens in this frame, given what the player wants? It looks at no
   clock and holds no dice, so that the same wishes lead to the same match again.
3. Let it happen in `apply`, and nowhere else. The live game changes by the very function that
   replays use, so that a replay cannot drift from the match.
4. Offer a `Game`. The viewer finds it by an entry point in the pyproject.toml of your game:

       [project.entry-points."replay.games"]
       stars = "tiny_game:GAME"

   Once that is installed, `replay view stars.replay` shows every frame with your own `draw`.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from random import Random
from typing import Any

import pygame

from replay import Decision, Event, EventType, Projection, Recorder, Rules, Schema
from replay.games import Game

WIDE, HIGH, GROUND, REACH, SPEED, FALL = 480, 360, 330, 36, 5, 3  # pixels, and pixels a frame


class Facts(EventType):
    STEERED = int  # -1 left, 1 right, 0 nowhere
    APPEARED = int  # where a star begins to fall; its name is the frame in which it does
    CAUGHT = int  # which star
    MISSED = int


@dataclass
class Night:
    basket: int = WIDE // 2  # where it was in frame `since`, from where it goes on
    way: int = 0
    since: int = 0
    stars: dict[int, int] = field(default_factory=dict)  # where each one falls
    score: int = 0

    def basket_at(self, frame: int) -> int:
        return min(WIDE, max(0, self.basket + self.way * SPEED * (frame - self.since)))


class Sky(Projection[int, Night]):
    name, version = "sky", 1

    def initial(self) -> Night:
        return Night()

    def apply(self, night: Night, event: Event[int]) -> Night:
        if event.type is Facts.STEERED:
            night.basket, night.way = night.basket_at(event.frame), event.data
            night.since = event.frame
        elif event.type is Facts.APPEARED:
            night.stars[event.frame] = event.data
        else:
            del night.stars[event.data]
            night.score += event.type is Facts.CAUGHT
        return night

    def dump(self, night: Night) -> object:
        return astuple(night)

    def load(self, saved: Any) -> Night:
        return Night(*saved)


def decide(night: Night, wishes: Sequence[Decision], frame: int, seed: int) -> list[Decision]:
    happens = list(wishes)  # a wish is an event, too: the first of its frame
    if frame % 40 == 0:
        happens.append((Facts.APPEARED, Random(f"{seed} {frame}").randrange(WIDE)))
    for star, x in night.stars.items():
        if (frame - star) * FALL >= GROUND:
            is_caught = abs(x - night.basket_at(frame)) <= REACH
            happens.append((Facts.CAUGHT if is_caught else Facts.MISSED, star))
    return happens


def draw(surface: pygame.Surface, night: Night, frame: int) -> None:
    surface.fill("#14121c")
    for star, x in night.stars.items():
        pygame.draw.circle(surface, "#f5d05c", (x, (frame - star) * FALL), 6)
    pygame.draw.rect(surface, "#e0913e", (night.basket_at(frame) - REACH, GROUND, 2 * REACH, 12))


SKY, SCHEMA = Sky(), Schema("stars", Facts)
RULES = Rules(version=1, input_types={Facts.STEERED}, decide=decide)
GAME = Game(SCHEMA, SKY, RULES, draw, size=(WIDE, HIGH))


def bot(night: Night, frame: int) -> int:
    way = next(iter(night.stars.values()), WIDE // 2) - night.basket_at(frame)
    return (way > SPEED) - (way < -SPEED)


def main(seed: int = 7, frames: int = 20 * 60) -> None:
    pygame.display.init()
    window, clock, night = pygame.display.set_mode((WIDE, HIGH)), pygame.time.Clock(), Night()
    alone = pygame.display.get_driver() == "dummy"  # no display: as fast as it can, by the bot
    with Recorder(
        "stars.replay", SCHEMA, projection=SKY, metadata={"seed": seed},
        rules_version=RULES.version, existing="replace",
    ) as recorder:  # fmt: skip
        for frame in range(frames):
            if pygame.event.get(pygame.QUIT):
                raise SystemExit  # what was played is kept, and marked incomplete
            keys = pygame.key.get_pressed()
            way = bot(night, frame) if alone else keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]
            wishes = [(Facts.STEERED, way)] if way != night.way else []
            for type, data in decide(night, wishes, frame, seed):
                event = Event(type, data, frame)
                recorder.append(event)
                night = SKY.apply(night, event)
            recorder.end_frame(frame)
            draw(window, night, frame)
            pygame.display.flip()
            clock.tick(0 if alone else 60)
    print(f"caught {night.score} of {frames // 40} stars; now: replay view stars.replay")


if __name__ == "__main__":
    main()
