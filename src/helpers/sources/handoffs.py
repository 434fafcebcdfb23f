"""Hand-offs: each pass of a person from marketing to sales, from the request to the answer and the decision.

Requests are first entries into MQL that were observed. Readings of the business clock stand beside every moment: a
waiting time is a subtraction.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.agreements import Agreements
from helpers.agreements.calendar import open_clock
from helpers.agreements.codes import UNMAPPED
from helpers.engagement import Engagement
from helpers.sources.companies import column
from helpers.sources.decided import decided
from helpers.sources.first_touches import before, first_touches
from helpers.sources.joining import looked_up
from helpers.sources.ledger import Ledger
from helpers.sources.masking import Names
from helpers.sources.reasons import listed
from helpers.sources.typed import DAY

PASS = ["person_id", "episode"]
#: What hand-offs need to know: frames of an import are wide.
_EVENT = ["entity", "entity_id", "episode", "stage", "on", "at", "provenance"]
_STEP = ["grain", "entity_id", "account_id", "episode", "stage", "on", "at", "observed", "timed"]
_PERSON = ["person_id", "owner", "reject_reason", "assigned", "assigned@", "_stage"]


def handoffs(
    log: pd.DataFrame, reached: pd.DataFrame, people: pd.DataFrame, touches: pd.DataFrame, owners: pd.DataFrame,
    *, agreements: Agreements, engagement: Engagement, names: Names, ledger: Ledger,
) -> pd.DataFrame:  # fmt: skip
    """Rows of the canonical table ``handoffs``; what limits them goes into the ledger.

    Where a person was taken on without ever being an MQL there is no request to wait for: counted, not a row.
    """
    log = log.loc[log["entity"] == "person", _EVENT]
    reached = reached.loc[reached["grain"] == "person", _STEP]
    people = people[[name for name in _PERSON if name in people]]
    asked = requests(log, reached)
    _skipped(reached, ledger)
    asked = decided(asked, reached, log, people)
    asked = first_touches(asked, touches, sla=agreements.clock, ledger=ledger)
    asked = _assigned(asked, people)
    asked = _grouped(asked, people, owners)
    asked = _reasoned(asked, people, agreements, names)
    asked = _read(_started(asked, agreements), agreements, engagement)
    _observed(asked, ledger)
    return asked


def read_again(
    asked: pd.DataFrame, touches: pd.DataFrame, *, agreements: Agreements, engagement: Engagement
) -> pd.DataFrame:  # fmt: skip
    """Hand-offs that an import has made as they would have been timed under other agreements.

    ``asked`` and ``touches`` are rows of the canonical tables. The first touch that counts, where the clock starts and
    all its readings are made anew; requests and decisions stay. Under the agreements of the import nothing changes.
    """
    days = [name for name in asked if str(name).endswith(("_on", "_at"))]
    moved = asked.astype(dict.fromkeys(days, DAY)).sort_values(PASS, kind="stable", ignore_index=True)
    following = {f"next_{what}": moved.groupby("person_id")[f"requested_{what}"].shift(-1) for what in ("on", "at")}
    bare = moved.assign(**following).drop(columns=["touched_on", "touched_at", "touch_kind"])
    met = first_touches(bare, touches.astype({"on": DAY, "at": DAY}), sla=agreements.clock, ledger=Ledger())
    return _read(_started(met, agreements), agreements, engagement)[list(asked.columns)]


def requests(log: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """First observed entry into MQL of each pass, when the pass began, and when the next one asked."""
    mql = reached[(reached["grain"] == "person") & (reached["stage"] == "mql") & reached["observed"].astype(bool)]
    asked = mql.rename(columns={"entity_id": "person_id", "on": "requested_on", "at": "requested_at"})
    asked = asked[[*PASS, "account_id", "requested_on", "requested_at", "timed"]].sort_values(PASS, kind="stable")
    asked = asked.reset_index(drop=True)
    begun = log[log["entity"] == "person"].groupby(["entity_id", "episode"])["on"].min()
    places = pd.MultiIndex.from_frame(asked[PASS])
    return asked.assign(
        begun_on=pd.Series(begun.reindex(places).array, index=asked.index).astype(DAY),
        next_on=asked.groupby("person_id")["requested_on"].shift(-1).astype(DAY),
        next_at=asked.groupby("person_id")["requested_at"].shift(-1).astype(DAY),
        is_last=~asked["person_id"].duplicated(keep="last"),
    )


def _skipped(reached: pd.DataFrame, ledger: Ledger) -> None:
    """Passes whose SQL was seen and whose MQL was not."""
    rows = reached[(reached["grain"] == "person") & reached["observed"].astype(bool)]
    seen = {
        stage: pd.MultiIndex.from_frame(rows.loc[rows["stage"] == stage, ["entity_id", "episode"]])
        for stage in ("mql", "sql")
    }
    ledger.find(
        "handoffs_skipped_mql", table="handoffs", count=len(seen["sql"].difference(seen["mql"])), of=len(seen["sql"])
    )


def _assigned(asked: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """The day a seller was named, in the pass it lies in: after the pass began, before the next one asks."""
    person = people.set_index("person_id")
    on = looked_up(asked["person_id"], column(person, "assigned", DAY)).astype(DAY)
    at = looked_up(asked["person_id"], column(person, "assigned@", DAY)).astype(DAY)
    early = (asked["episode"] > 1) & (on < asked["begun_on"])
    mine = on.notna() & ~early & (asked["next_on"].isna() | before(on, at, asked["next_on"], asked["next_at"]))
    return asked.assign(assigned_on=on.where(mine), assigned_at=at.where(mine))


def _started(asked: pd.DataFrame, agreements: Agreements) -> pd.DataFrame:
    """Where the clock of each pass starts: the request, or the day a seller was named where the SLA says so.

    A naming after the first touch or the decision started no clock: somebody was at it already.
    """
    asked = asked.assign(start_on=asked["requested_on"], start_at=asked["requested_at"])
    sla = agreements.clock
    if sla.clock == "request" and not sla.restart_on_reassignment:
        return asked
    on, at = asked["assigned_on"], asked["assigned_at"]
    counts = on.notna() & ~before(on, at, asked["requested_on"], asked["requested_at"])
    for what in ("touched", "decided"):
        counts &= ~before(asked[f"{what}_on"], asked[f"{what}_at"], on, at)
    return asked.assign(start_on=asked["start_on"].mask(counts, on), start_at=asked["start_at"].mask(counts, at))


def _grouped(asked: pd.DataFrame, people: pd.DataFrame, owners: pd.DataFrame) -> pd.DataFrame:
    """The owner of the record, and the seller group the form ``owners`` gave it on the day of the request."""
    owner = looked_up(asked["person_id"], people.set_index("person_id")["owner"])
    sellers = owners[column(owners, "team") == "sales"].drop_duplicates("owner").set_index("owner")
    group = looked_up(owner, column(sellers, "seller_group"))
    first = looked_up(owner, column(sellers, "from_on", DAY)).astype(DAY)
    last = looked_up(owner, column(sellers, "to_on", DAY)).astype(DAY)
    outside = (asked["requested_on"] < first) | (asked["requested_on"] > last)
    return asked.assign(owner=owner, seller_group=group.mask(outside).fillna("unknown").astype("str"))


def _reasoned(asked: pd.DataFrame, people: pd.DataFrame, agreements: Agreements, names: Names) -> pd.DataFrame:
    """Why a lead was not taken on: a record has one reason, which is of its last such pass.

    The code is that of the text as written; the text is masked unless so many records share it that it is a choice.
    """
    said = column(people, "reject_reason")
    codes = {text: agreements.reasons.code(str(text)) for text in said.dropna().unique()}
    often = listed(said)
    known = pd.DataFrame(
        {"raw": said.where(often, names.masked(said.where(~often))), "code": said.map(codes).astype("str")}
    ).set_axis(people["person_id"])
    away = asked["decision"].isin(["rejected", "recycled"])
    last = away & ~asked[away].duplicated("person_id", keep="last").reindex(asked.index, fill_value=False)
    found = {name: looked_up(asked["person_id"], known[name]).where(last) for name in ("raw", "code")}
    return asked.assign(reason_raw=found["raw"], reason=found["code"])


def _read(asked: pd.DataFrame, agreements: Agreements, engagement: Engagement) -> pd.DataFrame:
    """Readings of the business clock at the start, the first touch and the decision."""
    days = [asked[f"{what}_on"].dropna() for what in ("start", "touched", "decided")]
    known = pd.concat(days)
    if not len(known):
        return asked.assign(**{f"{what}_{unit}": pd.Series(dtype="Int64") for what in ("start", "touched", "decided")
                               for unit in ("minutes", "days")})  # fmt: skip
    first, last = _day(known.min()), _day(known.max())
    clock = open_clock(agreements.clock.calendar, zone=engagement.zone, first=first, last=last)
    return asked.assign(
        **{f"{what}_minutes": clock.minutes(asked[f"{what}_at"]) for what in ("start", "touched", "decided")},
        **{f"{what}_days": clock.days(asked[f"{what}_on"]) for what in ("start", "touched", "decided")},
    )


def _day(stamp: pd.Timestamp) -> date:
    return stamp.date()


def _observed(asked: pd.DataFrame, ledger: Ledger) -> None:
    """What limits the hand-offs."""
    total, made = len(asked), asked["decision"] != "none"
    why = asked["reason_raw"].notna()
    ledger.find("handoffs_untouched", table="handoffs", count=int(asked["touched_on"].isna().sum()), of=total)
    ledger.find("handoffs_date_only", table="handoffs", count=int(asked["start_at"].isna().sum()), of=total)
    ledger.find("handoffs_untimed", table="handoffs", count=int((~asked["timed"].astype(bool)).sum()), of=total)
    ledger.find(
        "handoffs_undated_decision", table="handoffs", count=int((made & asked["decided_on"].isna()).sum()),
        of=int(made.sum()),
    )  # fmt: skip
    ledger.find(
        "handoffs_reason_unmapped", table="handoffs", count=int((asked["reason"] == UNMAPPED).sum()), of=int(why.sum())
    )
