"""Given, when, then: tests of rules, written as events.

Knows rules and a projection. Frames are counted on from the last event given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from replay.events import Event
from replay.values.msgpack_codec import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from replay.projections import Projection
    from replay.rules import Decision, Rules


@dataclass(frozen=True, slots=True)
class Scenario:
    """A test of rules: ``Scenario(rules, projection).given(…).when(…).then(…)``.

    ``given`` are facts that happened, as (type, data) decisions of frame 0, or events. ``when``
    are the inputs of the next frame. ``then`` are the facts that must come of it, after those
    inputs themselves::

        ada = Scenario(RULES, Books()).given(
            (Facts.OPENED, Opened("ada")), (Facts.DEPOSITED, Deposited("ada", 100))
        )
        ada.when((Facts.WITHDRAWAL_ORDERED, Withdrawal("ada", 60))).then(
            (Facts.WITHDRAWN, Withdrawal("ada", 60))
        )

    No state is set up by hand: it is folded from the facts, as it is in a match, so a test cannot
    begin with what never happens. A scenario is a value: each step returns a new one, and many
    tests can go on from the same beginning. ``seed`` is what ``decide`` is given.
    """

    rules: Rules
    projection: Projection[Any, Any]
    seed: int = 0
    facts: tuple[Event[Any], ...] = ()
    inputs: tuple[Decision, ...] = ()
    frame: int = 0

    def given(self, *facts: Decision | Event[Any]) -> Scenario:
        """Add facts that happened, after those given before."""
        events = [fact if isinstance(fact, Event) else Event(*fact, frame=0) for fact in facts]
        happened = (*self.facts, *events)
        frame = max((event.frame + 1 for event in happened), default=self.frame)
        return Scenario(self.rules, self.projection, self.seed, happened, self.inputs, frame)

    def when(self, *inputs: Decision, frame: int | None = None) -> Scenario:
        """Let these inputs come, in ``frame`` or in the frame after the last fact."""
        at = self.frame if frame is None else frame
        return Scenario(self.rules, self.projection, self.seed, self.facts, inputs, at)

    def decided(self) -> list[Decision]:
        """Return what the rules decide, without the inputs that come back first.

        Raises AssertionError if ``decide`` breaks its promises: to leave the state as it is, and
        to return the inputs first.
        """
        state = self.projection.initial()
        for event in self.facts:
            state = self.projection.apply(state, event)
        before = pack(self.projection.dump(state))  # a dump may hold parts of the state itself
        decisions = self.rules.decide(state, self.inputs, self.frame, self.seed)
        if pack(self.projection.dump(state)) != before:
            raise AssertionError("decide changed the state it was given")
        if decisions[: len(self.inputs)] != list(self.inputs):
            raise AssertionError("inputs must come back first in what decide returns")
        return decisions[len(self.inputs) :]

    def then(self, *expected: Decision) -> None:
        """Raise AssertionError, which shows both, unless exactly these facts result, in order."""
        got = self.decided()
        if got != list(expected):
            raise AssertionError(f"expected\n{_listed(expected)}\nbut it came to\n{_listed(got)}")

    def then_nothing(self) -> None:
        """Raise AssertionError if any fact results."""
        self.then()


def _listed(decisions: Sequence[Decision] | Iterable[Decision]) -> str:
    return "\n".join(f"  {type.name} {data}" for type, data in decisions) or "  nothing"
