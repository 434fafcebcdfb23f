"""How both teams of a sample company work together, as parameters: hand-offs, forms, the stories planted in them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from helpers.samples.strict import Positive, Share, Strict


class Group(Strict):
    """Sellers of one office or region, by number; ``wait`` is the median of working minutes to a first answer."""

    owners: tuple[int, ...]
    wait: Positive
    spread: Positive = 1.0


class Handing(Strict):
    """How a lead passes from marketing to sales. Waiting times are working minutes, log-normal around their median."""

    opens: str = Field(pattern=r"^\d\d:\d\d$")
    closes: str = Field(pattern=r"^\d\d:\d\d$")
    closed: tuple[date, ...] = Field((), description="public holidays, and days when the house is shut")
    groups: dict[str, Group]
    assigned: Positive = Field(description="until a seller is named")
    reassigned: Share = Field(description="share named again, one to three working days later")
    unanswered: Share = Field(description="share of all leads handed over that nobody answers")
    answers: dict[str, Positive] = Field(description="kinds of first answers: weight")
    records: Share = Field(description="share of first answers that are written down")
    silent_records: Share = Field(description="the same of owners who hardly write anything down")
    turned_records: Share = Field(description="the same of leads turned down or given back: the CRM asks for an entry")
    decides: Share = Field(description="of those answered who were neither taken on nor given back: share turned down")
    decided: Positive = Field(description="from the first answer until a lead is turned down")
    automatic: Share = Field(description="share of leads of marketing that get an automatic e-mail first")
    rejected: dict[str, Positive] = Field(description="why, in the words of those who sell: weight")
    recycled: dict[str, Positive] = Field(description="why a lead was given back: weight")


class Unanswered(Strict):
    """Story: leads of one value of a segment get no answer. Decoys: a group that is slow, and all other values."""

    segment: Literal["seller_group", "industry", "size", "channel"]
    value: str
    share: Share
    slow: str = Field("", description="seller group that is slow but answers")
    slower: Positive = 3.0
    costs: bool = Field(False, description="leads without an answer are lost, so fewer of the value become SQLs")


class Ignored(Strict):
    """Story: a channel whose leads are good where answered, and are answered much less and later."""

    channel: str
    share: Share
    slower: Positive = 2.0
    good: str = Field(description="decoy: a good channel that is answered like any other")
    bad: str = Field("", description="decoy: a bad channel that is answered little as well")
    bad_share: Share = 0.2


class Speed(Strict):
    """Waiting times are drawn before what becomes of a lead. Story: in one value of a segment those answered late
    become SQLs less often; elsewhere, and where there is no value, it makes no difference."""

    segment: Literal["seller_group", "industry", "size", "channel"] = "industry"
    value: str = ""
    lost: Share = Field(0.0, description="share of the usual SQLs that a late answer costs there")
    limit: int = Field(1440, gt=0, description="working minutes after which an answer is late")
    slow: str = Field("", description="decoy: a value whose leads wait longer, where it makes no difference")
    slower: Positive = 1.0


class Newsletter(Strict):
    """A campaign that goes to accounts with a deal under way; ``won`` ``lost`` are the shares of deals it meets."""

    campaign: str = Field(description="name before the quarter")
    kind: str = Field(description="kind of campaign, as exports call it")
    channel: str
    answer: str
    won: Share
    lost: Share


class Regions(Strict):
    """Two regions, and how a forecast of new customers splits between them."""

    of: dict[str, str] = Field(description="country: region")
    planned: dict[str, Share] = Field(description="region: share of the new customers that is forecast for it")


class Gap(Strict):
    """Story: an objection that many deals hear and nothing answers any more."""

    theme: str
    heard: Share = Field(description="share of lost deals that hear it; of won ones half as many")
    retired: date = Field(description="day the last asset that answered it was taken out of use")
    frequent: tuple[str, ...] = Field(description="decoys: heard as often, and answered")
    rare: tuple[str, ...] = Field((), description="decoys: unanswered as well, and seldom heard")


class Contradicted(Strict):
    """Story: deals that met a message of low price hear that the price is too high, and go down with it."""

    message: str
    heard: Share = Field(description="share of the deals that met it which hear the objection")
    lost: Share = Field(description="share of the lost ones among them whose reason is the price")
    discounted: Share = Field(description="share of the won ones among them won at a discount")
    ordinary: tuple[str, ...] = Field((), description="decoys: messages on price that nobody contradicts")


class Dying(Strict):
    """Story: a ritual that was held, and then no more."""

    ritual: str
    stops: date = Field(description="no meeting planned from this day on was held")
    scattered: str = Field(description="decoy: a ritual with misses now and then")
    scattered_misses: Share = 0.2
    quiet: str = Field(description="decoy: a ritual that is missed in August and at Christmas")


class Unworked(Strict):
    """Story: accounts that both teams put into a tier are known, and nobody works them."""

    tier: Literal["A", "B"]
    worked: Share = Field(0.0, description="share of them that is worked like any other account")


class Late(Strict):
    """Story: an asset that deals are shown once they have reached a stage, which is why they are won more often."""

    asset: str
    stage: str = Field(description="stage of deals from which on it is shown")
    shown: Share = Field(description="share of the deals that reach the stage")


class Stories(Strict):
    """What is planted, each with its decoys; a story that is not here did not happen."""

    unanswered: Unanswered | None = None
    ignored: Ignored | None = None
    gap: Gap | None = None
    contradicted: Contradicted | None = None
    dying: Dying | None = None
    speed: Speed | None = None
    newsletter: Newsletter | None = None
    regions: Regions | None = None
    unworked: Unworked | None = None
    late: Late | None = None


class Theme(Strict):
    """Something customers say: how it is written in forms, what they say, how often deals hear it."""

    code: str = Field("", description="code of the list of themes; empty where no code fits on purpose")
    labels: tuple[str, ...] = Field(description="as people write it, the usual one first")
    said: tuple[str, ...] = Field(description="closing notes")
    heard: Share = Field(description="share of lost deals that hear it besides their reason; of won ones half as many")


class Asset(Strict):
    """A row of the content register; ``id`` is what touches and uses call it."""

    id: str
    title: str
    format: str
    topic: str = ""
    stage: str
    role: str
    objection: str = ""
    authors: Literal["marketing", "sales", "both"] = "marketing"
    published: date
    retired: date | None = None
    used: float = Field(1.0, ge=0, description="weight among uses")


class Message(Strict):
    """A row of the messages form."""

    id: str
    stage: str
    promise: str
    theme: str = ""
    proof: str = ""
    objection: str = ""
    answer: str = ""
    updated: date
    channels: tuple[str, ...] = Field((), description="channels whose campaigns carry it")


class Ritual(Strict):
    """Meetings of one kind: ``every`` so many weeks (0: monthly, -1: quarterly) on a weekday (0 is Monday)."""

    ritual: str
    every: int
    weekday: int
    held: Share = 0.95
    both: Share = 0.92


class Belief(Strict):
    """A decision or hypothesis that the form draws from."""

    kind: Literal["decision", "hypothesis"]
    words: str
    metric: str = ""
    segment: str = ""
    expected: Literal["", "up", "down"] = ""
    test: str = ""
    team: Literal["marketing", "sales", "both"]
    role: str


class Sorted(Strict):
    """A blind sort: how many of the leads both teams label alike."""

    day: date
    leads: int
    alike: int


class Pay(Strict):
    """What a role is paid for: ``share`` of its variable pay hangs on it."""

    team: Literal["marketing", "sales"]
    role: str
    metric: str = Field(description="in the words of the company")
    share: Share
    shared: bool = False
    first: date
    last: date | None = None


class Loop(Strict):
    """What both teams write down for each other in two years."""

    language: Literal["en", "es"]
    price: str = Field(description="theme that stands for the price")
    objections: dict[str, Theme]
    arguments: dict[str, Theme]
    competitors: dict[str, float]
    won_reasons: dict[str, float]
    notes: Share = Field(description="share of closed deals with a note even where no objection was heard")
    plain_notes: tuple[str, ...]
    contacts: Share = Field(description="share of notes that name a person, an address or a telephone number")
    discounted: Share = Field(description="share of won deals at a discount")
    discounts: tuple[int, ...]
    feedback: tuple[int, int] = Field(description="rows a month, from and to")
    unlinked: Share = Field(description="share of remarks that name no deal")
    quotable: Share
    answered: Share
    replies: tuple[str, ...]
    insights: tuple[str, ...] = Field(description="what marketing tells sales")
    sectors: dict[str, tuple[str, ...]] = Field(description="sector: remarks on it")
    winloss: tuple[tuple[str, str], ...] = Field(description="what was learned, what changes")
    assets: tuple[Asset, ...]
    uses: tuple[int, int] = Field(description="rows of content use a month, from and to")
    messages: tuple[Message, ...]
    for_sales: dict[str, str] = Field(description="channel: what sales must know of its campaigns")
    audiences: dict[str, str] = Field(description="channel: whom its campaigns address")
    rituals: tuple[Ritual, ...]
    beliefs: tuple[Belief, ...]
    comments: dict[Literal["marketing", "sales"], tuple[str, ...]]
    blank: Share = Field(description="share of months in which a head of team leaves no comment")
    wins: tuple[str, ...]
    sorts: tuple[Sorted, ...]
    pay: tuple[Pay, ...]
