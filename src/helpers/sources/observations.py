"""What the tables say about themselves together: every finding, from evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.contract import FileAccount
from helpers.engagement import Engagement
from helpers.model import STAGES, rank
from helpers.sources.companies import column
from helpers.sources.joining import among
from helpers.sources.ledger import Ledger
from helpers.sources.truncation import first_stretch, last_stretch

Tables = Mapping[str, pd.DataFrame]
#: Below this share of lost among closed deals, the lost ones are missing rather than few.
LOST_SHARE = 0.02
#: Amounts beyond this multiple of the median are named.
ABSURD = 1000


def observe(tables: Tables, engagement: Engagement, ledger: Ledger, *, as_of: date | None, key_kept: bool) -> None:
    """Write every finding about the tables into the ledger, in the order in which a reader should meet them."""
    _beginnings(tables, ledger)
    _endings(tables, ledger)
    _outcomes(tables["deals"], ledger)
    _order(tables, ledger)
    _dates(tables, ledger)
    _links(tables, ledger)
    _money(tables["deals"], engagement, ledger)
    _rows(ledger)
    _absent(tables, ledger)
    if as_of is not None:
        late = (tables["stage_events"]["on"] > pd.Timestamp(as_of)).sum()
        ledger.find("after_as_of", table="stage_events", count=int(late), date=as_of.isoformat())
    if not key_kept:
        ledger.find("temporary_key", table="people")


def _beginnings(tables: Tables, ledger: Ledger) -> None:
    people, deals = tables["people"], tables["deals"]
    reached = tables["reached"]
    for table, grain, start in (
        ("people", "person", "mql"),
        ("people", "person", "lead"),
        ("deals", "deal", "opportunity"),
    ):
        rows = reached[(reached["grain"] == grain) & (reached["episode"] == 1)]
        entered = rows[(rows["stage"] == start) & rows["observed"]].set_index("entity_id")["on"]
        won = rows[(rows["stage"] == "customer") & rows["observed"]].set_index("entity_id")["on"]
        found = first_stretch(entered, won.reindex(entered.index))
        if found is not None:
            ledger.find("no_wins_before", table=table, count=found.entries, date=found.day.isoformat(), warning=True,
                        detail=f"about {found.expected:.0f} expected")  # fmt: skip
            break
    first_lead = tables["stage_events"].loc[tables["stage_events"]["entity"] == "person", "on"].min()
    if len(people) and pd.notna(first_lead):
        earlier = int((deals["created_on"] < first_lead - pd.Timedelta(days=30)).sum())
        if earlier >= max(3, 0.02 * len(deals)):
            ledger.find("truncated_leads", table="people", count=earlier, of=len(deals), warning=True,
                        date=first_lead.date().isoformat())  # fmt: skip


def _endings(tables: Tables, ledger: Ledger) -> None:
    """Leads or deals that end long before the wins do."""
    events, deals = tables["stage_events"], tables["deals"]
    won = deals.loc[deals["outcome"] == "won", "closed_on"]
    if not len(deals):
        won = events.loc[(events["entity"] == "person") & (events["stage"] == "customer"), "on"]
    early = events["stage"].isin(["lead", "mql"]) & (events["entity"] == "person")
    for code, table, entered in (
        ("no_entries_after", "people", events.loc[early, "on"]), ("no_deals_after", "deals", deals["created_on"]),
    ):  # fmt: skip
        found = last_stretch(entered, won)
        if found is not None:
            ledger.find(code, table=table, count=found.wins, date=found.day.isoformat(), warning=True)


def _outcomes(deals: pd.DataFrame, ledger: Ledger) -> None:
    closed = deals["outcome"].isin(["won", "lost"])
    lost = int((deals["outcome"] == "lost").sum())
    if closed.sum() >= 10 and lost < LOST_SHARE * closed.sum():
        ledger.find("no_lost_deals", table="deals", count=lost, of=int(closed.sum()), warning=True, always=True)
    undated = closed & deals["closed_on"].isna()
    ledger.find("closed_without_date", table="deals", count=int(undated.sum()), of=int(closed.sum()), warning=True)
    backwards = deals["closed_on"] < deals["created_on"]
    ledger.find("closed_before_created", table="deals", count=int(backwards.sum()), of=len(deals))
    ledger.find("deals_without_created", table="deals", count=int(deals["created_on"].isna().sum()), of=len(deals))


def _order(tables: Tables, ledger: Ledger) -> None:
    reached = tables["reached"]
    person = reached[(reached["grain"] == "person") & reached["observed"]]
    keys = [person["entity_id"], person["episode"]]
    place = person["stage"].map({stage: number for number, stage in enumerate(STAGES)})
    early = person["on"].where(place < rank("opportunity")).groupby(keys).min().rename("first")
    wins = person[person["stage"] == "customer"].set_index(["entity_id", "episode"])["on"]
    before = wins < early.reindex(wins.index)
    ledger.find("win_before_contact", table="people", count=int(before.sum()), of=len(wins), warning=True)
    ordered = person.assign(_place=place).sort_values(["entity_id", "episode", "_place"], kind="stable")
    falls = ordered.groupby(["entity_id", "episode"])["on"].diff() < pd.Timedelta(0)
    mixed = ordered.loc[falls, "entity_id"].nunique()
    ledger.find("out_of_order", table="people", count=int(mixed), of=int(person["entity_id"].nunique()))


def _dates(tables: Tables, ledger: Ledger) -> None:
    events = tables["stage_events"]
    bulk = events[events["provenance"] == "bulk"]
    detail = ", ".join(f"{stage} {rows}" for stage, rows in sorted(bulk["stage"].value_counts().items()))
    ledger.find("bulk_dates", table="stage_events", count=len(bulk), of=len(events), detail=detail, warning=True)
    for code, remark in (("future_dates", "future_date"), ("early_dates", "early_date"), ("bad_dates", "bad_date")):
        found = [
            (account.name, entry) for account in ledger.accounts for entry in account.remarks if entry.code == remark
        ]
        listed = ", ".join(f"{name}: {entry.column}" for name, entry in found[:5])
        ledger.find(code, count=sum(entry.rows for _, entry in found), detail=listed, warning=code == "bad_dates")
    dated = events.groupby("source")["at"].count()
    ledger.find("date_only", table="stage_events", count=int((dated == 0).sum()), of=len(dated),
                detail=", ".join(str(name) for name in dated.index[dated == 0]))  # fmt: skip
    again, closed = _reopened(events)
    ledger.find("reopened_deals", table="stage_events", count=again, of=closed)


def _reopened(events: pd.DataFrame) -> tuple[int, int]:
    """Deals that history shows in another stage after a closing."""
    past = events[(events["entity"] == "deal") & (events["provenance"] == "history")]
    closing = past["stage"].isin(["customer", "lost"])
    first = past[closing].groupby("entity_id")["on"].min()
    last_open = past[~closing].groupby("entity_id")["on"].max()
    again = last_open.reindex(first.index) > first
    return int(again.sum()), len(first)


def _links(tables: Tables, ledger: Ledger) -> None:
    people, deals, links = tables["people"], tables["deals"], tables["deal_people"]
    if len(tables["companies"]) or deals["company_id"].notna().any():
        ledger.find("deals_without_company", table="deals", count=int(deals["company_id"].isna().sum()), of=len(deals))
    if len(people) and len(deals):
        alone = int((~among(deals["deal_id"], links["deal_id"])).sum())
        ledger.find("deals_without_person", table="deals", count=alone, of=len(deals))
    lift = tables["lift"]
    strange = lift.loc[~among(lift["channel"], tables["touches"]["channel"]), "channel"]
    ledger.find("lift_unknown_channels", table="lift", count=len(strange), of=len(lift),
                detail=", ".join(sorted(set(strange))))  # fmt: skip
    placed = int(people["company_id"].notna().sum())
    if placed:
        ledger.find("lead_to_account", table="people", count=placed, of=len(people))
    email = column(people, "email")
    ledger.find(
        "duplicate_emails",
        table="people",
        count=int((email.duplicated(keep=False) & email.notna()).sum()),
        of=len(people),
    )
    blank = int(people["source_raw"].isna().sum())
    ledger.find("blank_source", table="people", count=blank, of=len(people))


def _money(deals: pd.DataFrame, engagement: Engagement, ledger: Ledger) -> None:
    other = deals[(deals["currency"] != engagement.currency) & deals["amount_base"].notna()]
    rates = ", ".join(
        f"{code} {engagement.currencies.rates[str(code)]:g}" for code in sorted(other["currency"].unique())
    )
    ledger.find("currencies_converted", table="deals", count=len(other), of=len(deals), detail=rates)
    won = deals["outcome"] == "won"
    for flag in ("missing", "zero"):
        ledger.find(
            f"amounts_{flag}", table="deals", count=int((won & (deals["amount_flag"] == flag)).sum()), of=int(won.sum())
        )
    for flag in ("negative", "placeholder"):
        ledger.find(f"amounts_{flag}", table="deals", count=int((deals["amount_flag"] == flag).sum()), of=len(deals))
    good = deals.loc[deals["amount_flag"] == "ok", "amount_base"]
    if len(good) >= 20:
        usual = sorted(good)[len(good) // 2]
        absurd = good[good.map(lambda amount: amount > usual * ABSURD)]
        largest = f"{max(absurd, default=Decimal(0))} {engagement.currency}"
        ledger.find("amounts_absurd", table="deals", count=len(absurd), of=len(good), detail=largest, warning=True)


def _rows(ledger: Ledger) -> None:
    repeats = [(account.name, entry.rows) for account in ledger.accounts for entry in account.set_aside
               if entry.reason == "duplicate_id"]  # fmt: skip
    ledger.find("duplicate_records", count=sum(rows for _, rows in repeats), detail=_named(repeats))
    lost = [(account.name, account.rows_read) for account in ledger.accounts if _unplaced(account)]
    ledger.find("unplaced_files", count=len(lost), detail=", ".join(name for name, _ in lost), warning=True)


def _unplaced(account: FileAccount) -> bool:
    return any(entry.reason == "unplaced" for entry in account.set_aside)


def _named(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name}: {rows}" for name, rows in list(counts)[:5])


def _absent(tables: Tables, ledger: Ledger) -> None:
    for code, names in (
        ("no_people", ("people",)), ("no_deals", ("deals",)), ("no_costs", ("costs",)),
        ("no_revenue", ("revenue", "subscriptions")), ("no_targets", ("targets",)),
    ):  # fmt: skip
        if not any(len(tables[name]) for name in names):
            ledger.find(code, table=names[0])


def unknown_contacts(deals: pd.DataFrame, aliases: Mapping[str, str], ledger: Ledger) -> None:
    """Contacts that deals name and the people files lack."""
    ids = column(deals, "person_id").dropna().str.split(r"[;,]", regex=True).explode().str.strip()
    if len(aliases) and len(ids):
        ledger.find("unknown_contacts", table="deals", count=int((~among(ids, aliases)).sum()), of=len(ids))
