from dataclasses import dataclass
from replay import Event, EventType, Projection, Recorder, Recording, Schema, Timeline


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    item: int


@dataclass(frozen=True, slots=True)
class Dropped:
    player: int
    item: int
    x: int
    y: int


class Facts(EventType):
    ITEM_ADDED = Took
    ITEM_REMOVED = Dropped


SCHEMA = Schema(game="tiny", events=Facts, version=1, frame_rate=60)
Bag = dict[int, list[int]]


class Bags(Projection[Took | Dropped, Bag]):
    """Who carries what: the items in each player's bag."""

    name, version = "bags", 1

    def initial(self) -> Bag:
        return {}

    def apply(self, state: Bag, event: Event[Took | Dropped]) -> Bag:
        match event.data:
            case Took(player, item):
                state.setdefault(player, []).append(item)
            case Dropped(player, item):
                state[player].remove(item)
        return state

    def view(self, state: Bag) -> dict[str, Bag]:
        return {"bags": state}  # the names that find and blame go by


def main() -> None:
    with Recorder(
        "tiny.replay", SCHEMA, projection=Bags(), metadata={"seed": 7}, existing="replace"
    ) as recorder:
        recorder.append(Event(Facts.ITEM_ADDED, Took(0, 12), frame=3))
        recorder.append(Event(Facts.ITEM_REMOVED, Dropped(0, 12, 40, 60), frame=90))
        recorder.end_frame(119)

    with Recording("tiny.replay", SCHEMA) as recording:
        timeline = Timeline(recording, Bags())
        assert timeline.at(60) == {0: [12]} and timeline.at(90) == {0: []} and timeline.at(-1) == {}
        assert [(found.first, found.last) for found in timeline.find("bags.0 has 12")] == [(3, 89)]
        assert [link.event.frame for link in timeline.blame("bags.0", frame=119).chain] == [3, 90]
        assert [event.frame for event in recording.events(types={Facts.ITEM_REMOVED})] == [90]
        assert recording.metadata["seed"] == 7 and len(recording) == 2 and recording.frames == 120


if __name__ == "__main__":  # the viewer and the commands import this module
    main()
