"""What a sample company is: every parameter that its exports are drawn from, read from one YAML file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field

from helpers.samples.asked import Survey
from helpers.samples.strict import Positive, Share
from helpers.samples.strict import Strict as _Strict
from helpers.samples.teams import Handing, Loop, Stories


class Delay(_Strict):
    """Gamma-distributed waiting time in days."""

    mean: Positive
    shape: Positive


class Volume(_Strict):
    """New people a month: a start, a monthly growth, and a factor per calendar month."""

    start: Positive
    growth: float
    season: Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]
    rises: date | None = Field(None, description="month from which on ``rise`` comes on top of ``growth``")
    rise: float = 0.0


class Channel(_Strict):
    """Where people come from, and what becomes of them."""

    share: Share
    sources: dict[str, float] = Field(description="source as exported: weight")
    side: Literal["marketing", "sales"] = "marketing"
    campaign: str = Field("", description="name and type as 'name|type'; none where empty")
    opens: str = Field("", description="action of sales that a person of this channel begins with")
    logged: Share = Field(0.0, description="share of those beginnings that somebody writes down")
    listed: bool = Field(False, description="its people come on a list that is loaded whole, tracked or not")
    again: float = Field(0.0, ge=0, description="weight among the campaigns that people answer later")
    answer: str = Field("Responded", description="status of who answered the campaign")
    assets: dict[str, float] = Field(default_factory=dict, description="content of the campaign: weight")
    said: dict[str, float] = Field(default_factory=dict, description="what its people say brought them: weight")
    lead_to_mql: Share
    mql_to_sql: Share
    sql_to_deal: Share
    deal_to_won: Share


class Shift(_Strict):
    """From a month on, a channel brings ``volume`` times as many people as before: the story of the company."""

    channel: str
    start: date
    volume: Positive


class Turn(_Strict):
    """From a month on, MQLs of every channel become SQLs ``lift`` times as often."""

    start: date
    lift: Positive


class Size(_Strict):
    """A size class; ``win`` and ``ticket`` multiply the chance to win and the amount."""

    share: Share
    employees: tuple[int, int]
    win: Positive = 1.0
    ticket: Positive = 1.0


class Accounts(_Strict):
    """Companies behind the people."""

    new_share: Annotated[Share, Field(description="chance that a person belongs to a company not seen before")]
    parent_share: Share
    industries: dict[str, float]
    countries: dict[str, float]
    sizes: dict[str, Size]
    suffixes: tuple[str, ...]


class Journey(_Strict):
    """Waiting times of a person, and the share of dropped MQLs that come back."""

    lead_to_mql: Delay
    mql_to_sql: Delay
    sql_to_deal: Delay
    recycled_share: Share
    back_after: Delay
    titles: tuple[str, ...]


class Touching(_Strict):
    """Who does what with people and deals, and who writes it down. Kinds of action are keys, weights their values."""

    channels: dict[str, str] = Field(description="kind of action of sales: channel both teams talk about")
    silent: int = Field(description="owners who hardly write anything down")
    silent_records: Share
    records: Share = Field(description="share of people and of deals whose actions the other owners write down")
    tracked: Share = Field(description="share of people of whom marketing's systems keep anything at all")
    answers: Positive = Field(description="mean later answers of an MQL; others give a third of that")
    actions: Positive = Field(description="mean actions from the MQL on; one more for an SQL")
    meetings: Positive = Field(description="mean actions a deal stage")
    colleagues: float = Field(0.0, ge=0, description="mean further people of the account who take part in a new deal")
    at_first: dict[str, float]
    in_deals: dict[str, float]
    at_last: dict[str, float]
    asked: Share = Field(description="share of people who say how they heard of the company")
    heard: dict[str, str] = Field(description="answer: channel, where the answer is no source as exported")
    lookback: int = Field(description="days before a win that belong to its journey, as in engagement.yml")


class Experiment(_Strict):
    """A holdout of a channel: the customers it added are measured with noise."""

    channel: str
    start: date
    end: date
    adds: Share = Field(description="true part of the channel's customers who would not have come without it")
    noise: Positive = Field(description="standard error, as a part of what was added")
    method: str


class Deals(_Strict):
    """Deals: stages in order, how far lost ones got, and the competing times to won and lost."""

    stages: tuple[str, ...] = Field(description="in order; an offer is out from the last but one on")
    pipeline: str = Field("", description="what the pipeline is called; as the CRM calls it where empty")
    reach: tuple[Share, ...] = Field(description="of deals not won, the share that got at least to each stage")
    won: Delay
    lost: Delay
    stalled: Share = Field(description="share that is never decided")
    expected_days: int
    amount: Positive
    spread: Positive
    bounds: tuple[int, int]
    rounding: int
    lost_reasons: dict[str, float]
    products: dict[str, float] = Field(default_factory=dict)
    repeat_monthly: Share = Field(description="chance a month that a customer opens another deal")
    repeat_won: Share
    repeat_ticket: Positive = 1.0


class Contracts(_Strict):
    """Recurring contracts: sBG churn a month, price, margin."""

    alpha: Positive
    beta: Positive
    monthly: Positive
    spread: Positive
    gross_margin: Share
    known: int = Field(description="contracts signed before the CRM began")
    known_since: date
    renewal_months: int
    renewal_from: float = Field(description="monthly price from which a renewal is negotiated as a deal")


class Orders(_Strict):
    """Invoiced orders: machines through deals, parts and service in between."""

    known: int = Field(description="customers before the window")
    known_since: date
    known_gap: Delay
    margin: dict[str, Share]
    parts: str
    service: str
    parts_monthly: Positive
    parts_amount: Positive
    dormant: Share = Field(description="share of customers from before the CRM that buy no parts nor service")
    spread: Positive


class CostLine(_Strict):
    """One line a month; ``growth`` is monthly, ``months`` limits it to calendar months (fairs)."""

    team: str
    category: str
    channel: str = ""
    amount: Positive
    growth: float = 0.0
    jitter: Share = 0.03
    months: tuple[int, ...] = ()
    per_win: bool = Field(False, description="amount is per deal won in the month (commissions)")
    shift: bool = Field(False, description="multiplied like its channel from the shift on")


class Goal(_Strict):
    """A monthly target: value of the first calendar year and its yearly growth."""

    metric: str
    owner: str
    value: Positive
    growth: float
    season: Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]
    rounding: int = 1


class Dirt(_Strict):
    """How many of each ordinary fault the exports carry; the manifest repeats them."""

    duplicate_people: int
    blank_sources: int
    trailing_spaces: int
    mixed_case_countries: int
    free_mail: int
    test_people: int
    skipped_mql: int
    skipped_deal_stage: int
    out_of_order: int
    bulk_stage_dates: int
    bulk_at: datetime
    bulk_peak: float = Field(0.0, ge=0, description="instead: as many as so many usual months bring")
    future_dates: int
    zero_amounts: int
    placeholder_amounts: int
    deals_without_company: int
    mislabelled_renewals: int
    stale_lost_close: int = Field(description="lost deals whose close date is still the expected one")
    costs_totals_rows: int


class Company(_Strict):
    """One sample company."""

    client: str
    domain: str
    seed: int
    dialect: Literal["salesforce", "hubspot"]
    currency: str
    time_zone: str
    first: date = Field(description="first day of the CRM")
    window: date = Field(description="first day of the 24 months under review")
    last: date = Field(description="last day in the exports")
    promised: date = Field(description="last day with a target")
    owners: int
    quiet_months: dict[int, Share] = Field(
        default_factory=dict, description="calendar month: share of events that wait for the next one"
    )
    volume: Volume
    channels: dict[str, Channel]
    shift: Shift | None = None
    turn: Turn | None = None
    accounts: Accounts
    journey: Journey
    deals: Deals
    touches: Touching
    handing: Handing
    stories: Stories = Stories()
    loop: Loop
    survey: Survey
    experiments: tuple[Experiment, ...] = ()
    contracts: Contracts | None = None
    orders: Orders | None = None
    costs: tuple[CostLine, ...]
    goals: tuple[Goal, ...]
    dirt: Dirt
    planted: tuple[str, ...] = Field((), description="truths planted in a company to order")


def read(path: Path) -> Company:
    """The company described in a YAML file.

    Beside it, ``<name>.loop.yml`` and ``<name>.survey.yml`` say what its teams tell each other and answer.
    """
    return Company.model_validate(parameters(path))


def parameters(path: Path) -> dict[str, Any]:
    """All of them as they stand in the files, unchecked."""
    beside = {part: _yaml(path.with_name(f"{path.stem}.{part}.yml")) for part in ("loop", "survey")}
    return {**_yaml(path), **beside}


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
