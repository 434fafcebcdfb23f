"""Deals: outcome, kind, money and days of each record."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import Engagement
from helpers.sources.companies import Directory, column, company_of
from helpers.sources.joining import among, looked_up
from helpers.sources.ledger import Ledger
from helpers.sources.money import currencies, flagged, in_base, rates, readable
from helpers.sources.people import channels, owner_names
from helpers.sources.pseudonyms import Key, pseudonyms
from helpers.sources.reader import header_key
from helpers.sources.typed import DAY

_OUTCOMES = {
    "won": "won", "ganado": "won", "ganada": "won", "closed won": "won", "win": "won", "customer": "won",
    "lost": "lost", "perdido": "lost", "perdida": "lost", "closed lost": "lost",
    "open": "open", "abierto": "open", "abierta": "open", "en curso": "open",
    "void": "void", "anulado": "void", "anulada": "void", "cancelled": "void", "canceled": "void",
}  # fmt: skip
_KINDS = {
    "new": "new", "nuevo": "new", "nueva": "new", "new business": "new", "expansion": "expansion",
    "ampliacion": "expansion", "upsell": "expansion", "cross-sell": "expansion", "existing": "expansion",
    "renewal": "renewal", "renovacion": "renewal",
}  # fmt: skip
#: Days a Close Date may lie from the day the stage was entered before the two are said to differ.
CLOSE_SLACK = 7


def outcomes(deals: pd.DataFrame) -> pd.Series:
    """Won, lost, open or void: what a column says outright, then the flags, the stage, the dates."""
    said = column(deals, "outcome").map(lambda raw: _OUTCOMES.get(header_key(raw)), na_action="ignore")
    stage = column(deals, "_stage").map({"won": "won", "customer": "won", "lost": "lost", "void": "void"})
    won, lost, closed = (column(deals, name, "boolean").fillna(False) for name in ("is_won", "is_lost", "is_closed"))
    found = said.astype("object")
    found = found.where(found.notna() | ~won, "won")
    found = found.where(found.notna() | ~lost, "lost")
    found = found.where(found.notna() | stage.isna(), stage)
    found = found.where(found.notna() | ~closed, "lost")
    if "_stage" not in deals:
        found = found.where(found.notna() | column(deals, "won_at", DAY).isna(), "won")
        found = found.where(found.notna() | column(deals, "lost_at", DAY).isna(), "lost")
    return found.fillna("open").astype("str")


def kinds(deals: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """New, expansion or renewal; 'new' where the file does not say, counted where its word is unknown."""
    raw = column(deals, "kind")
    found = raw.map(lambda text: _KINDS.get(header_key(text)), na_action="ignore")
    unknown = raw.notna() & found.isna()
    if ledger.remark(deals, unknown, "unknown_kind", column="kind"):
        words = ", ".join(sorted(set(raw[unknown]))[:5])
        ledger.find("unknown_kinds", table="deals", count=int(unknown.sum()), of=len(deals), detail=words, warning=True)
    return found.fillna("new").astype("str")


def described(deals: pd.DataFrame, known: Directory, engagement: Engagement, key: Key, ledger: Ledger) -> pd.DataFrame:
    """Deals with outcome, kind, money, company and owner; days and account follow from events and people."""
    codes = currencies(deals, engagement)
    amounts = readable(deals, "amount", ledger)
    used = rates(codes[amounts.notna()], engagement, where="deals")
    raw_source = column(deals, "source")
    result = deals.assign(
        company_id=company_of(deals, known, key),
        outcome=outcomes(deals),
        kind=kinds(deals, ledger),
        stage_raw=column(deals, "stage"),
        lost_reason_raw=column(deals, "lost_reason"),
        amount=amounts,
        currency=codes,
        amount_base=in_base(amounts, codes, used),
        amount_flag=flagged(amounts, engagement),
        _source=raw_source,
        source_group=channels(raw_source, dict(engagement.channels)),
        owner=pseudonyms(owner_names(column(deals, "owner")), key, prefix="o_"),
    )
    for flag in ("missing", "zero", "negative", "placeholder") if "amount" in deals else ():
        ledger.remark(result, result["amount_flag"] == flag, f"amount_{flag}", column="amount")
    return result


def dated(deals: pd.DataFrame, closes: pd.DataFrame, last: pd.Timestamp, ledger: Ledger) -> pd.DataFrame:
    """Deals with created, expected and closed days.

    ``closes`` has deal_id, stage (customer or lost), on, at: when history or a stage-date column saw the closing.
    For lost deals it wins over the Close Date, which is often the old expected date; for won deals the Close Date stays
    and a difference of more than a week is counted.
    """
    result = deals.copy()
    for name in ("created", "closed", "won_at", "lost_at", "expected_close"):
        for suffix in ("", "@"):
            if name + suffix not in result:
                result[name + suffix] = pd.Series(pd.NaT, index=result.index, dtype=DAY)
    seen = {stage: closes[closes["stage"] == stage].set_index("deal_id") for stage in ("customer", "lost")}
    won, lost = result["outcome"] == "won", result["outcome"] == "lost"
    _compare_closes(result, seen["customer"], won, ledger)
    day = pd.Series(pd.NaT, index=result.index, dtype=DAY)
    moment = day.copy()
    for mask, order in (
        (won, ("won_at", "closed", seen["customer"])),
        (lost, ("lost_at", seen["lost"], "closed")),
    ):
        for origin in order:
            on, at = _days(result, origin)
            empty = mask & day.isna() & on.notna()
            day, moment = day.where(~empty, on), moment.where(~empty, at)
    slip = day > last
    ledger.remark(result, slip, "future_date", column="closed")
    result["closed_on"], result["closed_at"] = day.mask(slip), moment.mask(slip)
    expected = result["expected_close"].where(result["expected_close"].notna(), result["closed"])
    result["expected_close_on"] = expected
    return result.assign(created_on=result["created"], created_at=result["created@"])


def _days(deals: pd.DataFrame, origin: str | pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    if isinstance(origin, str):
        return deals[origin], deals[f"{origin}@"]
    return looked_up(deals["deal_id"], origin["on"]), looked_up(deals["deal_id"], origin["at"])


def _compare_closes(deals: pd.DataFrame, seen: pd.DataFrame, won: pd.Series, ledger: Ledger) -> None:
    entered = looked_up(deals["deal_id"], seen["on"])
    apart = won & ((entered - deals["closed"]).abs() > pd.Timedelta(days=CLOSE_SLACK))
    both = int((won & entered.notna() & deals["closed"].notna()).sum())
    ledger.find("close_dates_differ", table="deals", count=int(apart.sum()), of=both)


def timed(deals: pd.DataFrame, bulk: set[str], ledger: Ledger) -> pd.DataFrame:
    """Whether created and closed days may give a duration: known, in order, not loaded in bulk.

    An open deal needs its created day only: it is followed until the end of what is known.
    """
    closed = deals["outcome"].isin(["won", "lost"])
    backwards = deals["closed_on"] < deals["created_on"]
    ledger.remark(deals, backwards, "closed_before_created", column="closed")
    ledger.remark(deals, closed & deals["closed_on"].isna(), "closed_without_date", column="closed")
    known = deals["created_on"].notna() & (~closed | deals["closed_on"].notna())
    return deals.assign(timed=known & ~backwards.fillna(False) & ~among(deals["deal_id"], bulk))


def accounted(deals: pd.DataFrame, people: pd.DataFrame, links: pd.DataFrame, accounts: pd.Series) -> pd.DataFrame:
    """Deals with their primary person, account and channel: the deal's own, else its person's."""
    primary = links[links["is_primary"]].drop_duplicates("deal_id").set_index("deal_id")["person_id"]
    person = looked_up(deals["deal_id"], primary).astype("str")
    by_person = people.set_index("person_id")
    company = deals["company_id"].where(deals["company_id"].notna(), looked_up(person, by_person["company_id"]))
    account = accounts.where(accounts.notna(), looked_up(person, by_person["account_id"]))
    group = deals["source_group"]
    if len(people):
        inherited = looked_up(person, by_person["source_group"])
        group = group.where(deals["_source"].notna() | inherited.isna(), inherited)
    return deals.assign(
        person_id=person,
        company_id=company,
        account_id=account.where(account.notna(), "deal:" + deals["deal_id"]),
        source_group=group,
    )
