"""A bank's ledger on the engine that records games. Nothing in the engine knows of either.

Bookkeepers have always sourced their events: an entry is never rubbed out, a mistake is put right
by another entry, and a balance is no fact but a sum. Here:

- *Facts* are what happened: an account opened, money deposited, withdrawn, transferred, refused.
- *Orders* are what people want. They are recorded as well: the auditor asks who tried.
- A *balance* is a projection of the facts, so it is known for every day there ever was.
- A *frame* is a day. A frame is the smallest time one can travel to, and people ask "what did she
  have on Tuesday?". Many events may happen in one day, in their order. (With the number of the
  entry as the frame one could ask for the balance between two entries of a day, and would have
  to look up which entry was the last on Tuesday.) A quiet day is a frame without events.

Money is counted in whole cents, as fractions that computers round do not add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from replay import (
    Decision,
    Event,
    EventType,
    Projection,
    Recorder,
    Recording,
    Rules,
    Scenario,
    Schema,
    Timeline,
    resimulate,
)


@dataclass(frozen=True, slots=True)
class Opened:
    account: str


@dataclass(frozen=True, slots=True)
class Deposited:
    account: str
    cents: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    account: str
    cents: int


@dataclass(frozen=True, slots=True)
class Transfer:
    account: str
    to: str
    cents: int


@dataclass(frozen=True, slots=True)
class Refused:
    account: str
    cents: int
    reason: str


class Facts(EventType):
    OPENED = Opened
    DEPOSITED = Deposited
    WITHDRAWAL_ORDERED = Withdrawal
    WITHDRAWN = Withdrawal
    TRANSFER_ORDERED = Transfer
    TRANSFERRED = Transfer
    REFUSED = Refused


Balances = dict[str, int]


def enter(balances: Balances, fact: EventType, data: object) -> None:
    """Let an entry change the balances. Orders and refusals move no money."""
    match fact, data:
        case Facts.OPENED, Opened(account):
            balances[account] = 0
        case Facts.DEPOSITED, Deposited(account, cents):
            balances[account] += cents
        case Facts.WITHDRAWN, Withdrawal(account, cents):
            balances[account] -= cents
        case Facts.TRANSFERRED, Transfer(account, to, cents):
            balances[account] -= cents
            balances[to] += cents


class Books(Projection[object, Balances]):
    """How many cents are in each account."""

    name, version = "books", 1

    def initial(self) -> Balances:
        return {}

    def apply(self, state: Balances, event: Event[object]) -> Balances:
        enter(state, event.type, event.data)
        return state


def decide(state: Balances, orders: Sequence[Decision], frame: int, seed: int) -> list[Decision]:
    """Say what comes of a day's orders: nobody takes out more than is there.

    Each order is judged by what the ones before it left. Judging both of two withdrawals by the
    balance in the morning is how banks lose money.
    """
    balances = dict(state)  # the state is for looking only
    decided = list(orders)
    for type, data in orders:
        match type, data:
            case Facts.WITHDRAWAL_ORDERED, Withdrawal(account, cents):
                fact: Decision = (Facts.WITHDRAWN, data)
            case Facts.TRANSFER_ORDERED, Transfer(account, _, cents):
                fact = (Facts.TRANSFERRED, data)
            case _:  # opening an account and bringing money are facts at once: nothing to judge
                enter(balances, type, data)
                continue
        if balances[account] < cents:
            fact = (Facts.REFUSED, Refused(account, cents, "no overdraft"))
        enter(balances, *fact)
        decided.append(fact)
    return decided


SCHEMA = Schema(game="ledger", events=Facts, version=1, frame_rate=1)
ORDERS = {Facts.OPENED, Facts.DEPOSITED, Facts.WITHDRAWAL_ORDERED, Facts.TRANSFER_ORDERED}
RULES = Rules(version=1, input_types=ORDERS, decide=decide)

# The rule, told as three stories: given what happened, when this is ordered, then that comes of it.
desk = Scenario(RULES, Books()).given(
    (Facts.OPENED, Opened("ada")), (Facts.DEPOSITED, Deposited("ada", 100_00))
)
order = Withdrawal("ada", 60_00)
desk.when((Facts.WITHDRAWAL_ORDERED, order)).then((Facts.WITHDRAWN, order))
desk.when((Facts.WITHDRAWAL_ORDERED, order), (Facts.WITHDRAWAL_ORDERED, order)).then(
    (Facts.WITHDRAWN, order), (Facts.REFUSED, Refused("ada", 60_00, "no overdraft"))
)
desk.given((Facts.WITHDRAWN, order)).when((Facts.WITHDRAWAL_ORDERED, order)).then(
    (Facts.REFUSED, Refused("ada", 60_00, "no overdraft"))
)

# A week at the desk. The books are kept as a match would be: orders in, facts out, day by day.
WEEK: list[list[Decision]] = [
    [(Facts.OPENED, Opened("ada")), (Facts.DEPOSITED, Deposited("ada", 120_00))],
    [(Facts.OPENED, Opened("bo")), (Facts.TRANSFER_ORDERED, Transfer("ada", "bo", 45_50))],
    [],
    [(Facts.WITHDRAWAL_ORDERED, Withdrawal("bo", 50_00))],
    [(Facts.WITHDRAWAL_ORDERED, Withdrawal("bo", 20_00))],
]
books = Books()
balances = books.initial()
with Recorder("ledger.replay", SCHEMA, projection=books, rules_version=RULES.version) as recorder:
    for day, orders in enumerate(WEEK):
        for type, data in RULES.decide(balances, orders, day, 0):
            entry = Event(type, data, frame=day)
            recorder.append(entry)
            balances = books.apply(balances, entry)
        recorder.end_frame(day)


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


with Recording("ledger.replay", SCHEMA) as ledger:
    # The balance at any past moment: there is no table of balances, and nobody had to foresee it.
    history = Timeline(ledger, books)
    told = []
    for day in range(ledger.frames):
        told.append(", ".join(f"{who} {euros(cents)}" for who, cents in history.at(day).items()))
        print(f"evening of day {day}: {told[-1]}")
    assert told[0] == "ada 120.00"
    assert told[1] == told[2] == told[3] == "ada 74.50, bo 45.50"
    assert told[4] == "ada 74.50, bo 25.50"

    # The audit trail: everything that ever concerned an account, the refused order too.
    trail = []
    for entry in ledger.events():
        if "bo" in (entry.data.account, getattr(entry.data, "to", None)):
            trail.append(f"day {entry.frame} {entry.type.name.lower()}")
    print("bo:", "; ".join(trail))
    assert trail == [
        "day 1 opened",
        "day 1 transfer_ordered",
        "day 1 transferred",
        "day 3 withdrawal_ordered",
        "day 3 refused",
        "day 4 withdrawal_ordered",
        "day 4 withdrawn",
    ]

    # The auditor decides every order again. An entry that was doctored would be named here.
    assert resimulate(ledger, books, RULES, seed=0) is None
    print("every entry follows from the orders by the rules")
