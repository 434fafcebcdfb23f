"""What happened, as records: the truth that a dialect later writes in its own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass
class Account:
    """A company outside, customer or not."""

    id: int
    name: str
    domain: str
    industry: str
    country: str
    employees: int
    size: str
    parent: int | None = None
    known: bool = False


@dataclass
class Person:
    """A lead or contact, and the moments it moved on. Local times; None where it did not."""

    id: int
    account: int
    first: str
    last: str
    email: str
    title: str
    owner: int
    channel: str
    source: str
    country: str
    created: datetime
    mql: datetime | None = None
    recycled: datetime | None = None
    sql: datetime | None = None
    deal_at: datetime | None = None
    deal: int | None = None
    dropped: bool = False
    first_mql: datetime | None = None
    said: str = ""
    #: working minutes until each pass is answered, where that is drawn before what becomes of it
    waits: list[int] = field(default_factory=list)


@dataclass
class Handoff:
    """One pass of a person from marketing to sales. Local times; None where it did not happen."""

    person: int
    requested: datetime
    assigned: datetime | None
    answered: datetime | None
    #: somebody wrote the first answer down
    recorded: bool
    kind: str
    decision: str = "none"
    decided: datetime | None = None
    reason: str = ""
    #: an automatic e-mail that no person sent
    automatic: datetime | None = None


@dataclass
class Step:
    """A deal enters a stage."""

    stage: str
    at: datetime
    amount: int
    expected: date


@dataclass
class Deal:
    """An opportunity with its history. ``outcome`` is open, won or lost."""

    id: int
    account: int | None
    people: list[int]
    kind: str
    label: str
    channel: str
    source: str
    owner: int
    product: str
    steps: list[Step]
    outcome: str = "open"
    lost_reason: str = ""
    amount: int = 0
    close: date | None = None
    #: themes it heard besides the reason it was lost for
    heard: list[str] = field(default_factory=list)
    win_reason: str = ""
    notes: str = ""
    discount: int = 0

    @property
    def created(self) -> datetime:
        """When it was opened."""
        return self.steps[0].at

    @property
    def ended(self) -> datetime:
        """When its last known stage began."""
        return self.steps[-1].at


@dataclass
class Touch:
    """What either team did with a person or account."""

    id: int
    person: int | None
    account: int | None
    at: datetime
    kind: str
    channel: str
    campaign: str
    side: str
    owner: int
    asset: str = ""
    answer: str = ""
    #: a contact of the account who never was a lead
    contact: int | None = None


@dataclass
class Lift:
    """What an experiment measured: customers added, with their interval."""

    channel: str
    start: date
    end: date
    conversions: int
    low: int
    high: int
    method: str


@dataclass
class Contract:
    """A recurring contract."""

    id: int
    account: int
    start: date
    end: date | None
    monthly: int
    expansion: bool = False


@dataclass
class Order:
    """An invoiced order."""

    id: int
    account: int
    on: date
    group: str
    amount: int
    margin: int


@dataclass
class Cost:
    """A line of the costs form."""

    month: date
    team: str
    category: str
    channel: str
    amount: int


@dataclass
class Target:
    """A line of the targets form."""

    period: str
    metric: str
    owner: str
    value: int
    set_on: date
    segment: str = "all"


@dataclass
class World:
    """Everything that happened at one company."""

    accounts: list[Account] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    #: passes of each person, in order of time
    handoffs: dict[int, list[Handoff]] = field(default_factory=dict)
    lifts: list[Lift] = field(default_factory=list)
    #: forms of both teams: name of the form → rows by field
    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: contacts of accounts who never were leads, so far
    colleagues: int = 0
    #: what happened by month, counted before the dirt
    tally: dict[str, dict[str, int]] = field(default_factory=dict)
    planted: dict[str, list[int]] = field(default_factory=dict)
