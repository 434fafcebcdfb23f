"""From an engagement's folder to canonical tables and their contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import BaseModel

from helpers.agreements import Agreements, load_agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.errors import WriteError
from helpers.model import TABLES, write_table
from helpers.sources import (
    acquisitions,
    companies,
    deals,
    events,
    forms,
    handoffs,
    history,
    people,
    reasons,
    segments,
    self_reported,
    touches,
)
from helpers.sources.cleaning import horizon, with_ids, without_excluded, without_repeats, without_slips
from helpers.sources.companies import Directory
from helpers.sources.gathering import Gathered, gather
from helpers.sources.ledger import Ledger
from helpers.sources.links import deal_people
from helpers.sources.loop.known import Known
from helpers.sources.loop.tables import loop_tables, names_in, owners_in
from helpers.sources.masking import Names
from helpers.sources.observations import observe, unknown_contacts
from helpers.sources.placing import FORMS, LOOP_FORMS, SURVEY_FORMS
from helpers.sources.privacy import cleared
from helpers.sources.pseudonyms import Key, open_key
from helpers.sources.reached import reached
from helpers.sources.survey.tables import survey_tables

#: An assessment is answered after the last export, sometimes long after: only days beyond this are slips.
ASSESSED_LATER = pd.Timedelta(days=3660)


@dataclass(frozen=True)
class Setting:
    """What every step may know: the engagement, its key, the last plausible day, the ledger."""

    engagement: Engagement
    agreements: Agreements
    key: Key
    last: pd.Timestamp
    ledger: Ledger


def import_engagement(folder: Path, engagement: Engagement, work: Path, *, as_of: date | None = None) -> Contract:
    """Read every source of an engagement and write its canonical tables.

    Writes ``work/tables/<table>.parquet`` for every table of the model, ``work/contract.json`` and
    ``work/engagement.json``. ``as_of`` is the last local day a reader will count; later events stay in the tables and
    are counted in the findings.

    Raises
    ------
    SourceError, MappingError, AmbiguityError
        A file that cannot be read as what it is declared to be, in one line that says what to set.
    ConfigError
        A currency without a rule, a segment that names no column.
    WriteError
        The disk refused.
    """
    return _imported(folder, engagement, work, gathered=gather(folder, engagement), as_of=as_of)


def import_forms(folder: Path, engagement: Engagement, work: Path) -> Contract:
    """The same for the forms alone, where there is no export yet or none that can be read; errors likewise."""
    alone = engagement.model_copy(update={"lookups": (), "segments": {}})
    return _imported(folder, alone, work, gathered=gather(folder, alone, forms_only=True))


def _imported(
    folder: Path, engagement: Engagement, work: Path, *, gathered: Gathered, as_of: date | None = None
) -> Contract:
    agreements = load_agreements(folder, engagement)
    ledger = gathered.ledger
    key = open_key(folder)
    # What both teams plan or answer says nothing of the day up to which the exports know.
    recorded = [frame for name, frame in gathered.frames.items() if name not in (*LOOP_FORMS, *SURVEY_FORMS)]
    last = horizon(recorded, pd.Timestamp(as_of) if as_of else None)
    setting = Setting(engagement, agreements, key, last, ledger)
    tables = build(gathered, setting)
    observe(tables, engagement, ledger, as_of=as_of, key_kept=key.kept)
    unread = agreements.unread
    ledger.find("playbook_unread", count=len(unread), detail=", ".join(unread), warning=True)
    contract = cleared(Contract(files=ledger.accounts, findings=ledger.findings))
    _write(tables, (contract, engagement, agreements), work)
    return contract


def build(gathered: Gathered, setting: Setting) -> dict[str, pd.DataFrame]:
    """Every canonical table as a working frame."""
    engagement, ledger = setting.engagement, setting.ledger
    frames = {name: _cleaned(name, frame, setting) for name, frame in gathered.frames.items()}
    records = _dated(_recorded(frames, setting), frames, setting)
    known = records.known(setting, names_in(gathered.frames))
    records = replace(records, deals=reasons.decided(records.deals, known.themes, known.names, ledger))
    known = replace(known, deals=records.deals)
    tables = {
        **_road(frames, records, setting), **loop_tables(frames, known, written=owners_in(gathered.frames)),
        **survey_tables(frames, gathered.saved, known, last=setting.last + ASSESSED_LATER),
    }  # fmt: skip
    tables["segments"] = segments.segments(engagement, tables, gathered.lookups, ledger)
    for name in ("companies", "people", "deals", "touches", *FORMS):
        ledger.use(tables[name])
    # Booked by now: an answer is no row of a file, its person is.
    tables["touches"] = self_reported.with_answers(tables["touches"], records.people, engagement, ledger)
    tables["handoffs"] = handoffs.handoffs(
        records.log, tables["reached"], records.people, tables["touches"], tables["owners"],
        agreements=setting.agreements, engagement=engagement, names=known.names, ledger=ledger,
    )  # fmt: skip
    return tables


@dataclass(frozen=True)
class _Records:
    """What the exports say of companies, people and deals, and how other files refer to them."""

    companies: pd.DataFrame
    people: pd.DataFrame
    deals: pd.DataFrame
    directory: Directory
    aliases: dict[str, str]
    links: pd.DataFrame
    log: pd.DataFrame

    def known(self, setting: Setting, names: Names) -> Known:
        """The same, as forms refer to it."""
        return Known(
            setting.engagement, setting.key, setting.ledger, setting.agreements.themes, names, self.directory,
            self.companies, self.people, self.deals, self.aliases,
        )  # fmt: skip


def _recorded(frames: dict[str, pd.DataFrame], setting: Setting) -> _Records:
    """Companies, people and deals, one row per record, each in its company."""
    engagement, key, ledger = setting.engagement, setting.key, setting.ledger
    firms = companies.identified(frames["companies"], key)
    firms = without_repeats(with_ids(firms, "company_id", ledger), "company_id", ledger)
    folk = people.keyed(frames["people"])
    folk = without_repeats(with_ids(folk, "_person", ledger), "_person", ledger)
    sales = without_repeats(with_ids(_with(frames["deals"], "deal_id"), "deal_id", ledger), "deal_id", ledger)
    known = companies.directory(firms, [folk, sales])
    firms = firms.assign(
        account_id=companies.account_of(firms["company_id"], known, parent=engagement.new_customer.parent)
    )
    folk = people.described(folk, known, engagement, key)
    alias = people.aliases(folk)
    sales = deals.described(sales, known, engagement, key, ledger)
    return _Records(firms, folk, sales, known, alias, deal_people(sales, folk, alias), events.none())


def _dated(records: _Records, frames: dict[str, pd.DataFrame], setting: Setting) -> _Records:
    """The same with the log of stages, and deals with their days and accounts."""
    ledger, folk, sales, alias = setting.ledger, records.people, records.deals, records.aliases
    past = history.events(frames["deal_history"], sales, folk, alias, ledger)
    unknown_contacts(sales, alias, ledger)
    log = events.deal_events(sales, past[past["entity"] == "deal"])
    log = events.bulk_marked(
        pd.concat([log, events.person_events(folk, past[past["entity"] == "person"])], ignore_index=True),
        setting.engagement.rules,
    )
    sales = deals.dated(sales, history.closes(log), setting.last, ledger)
    sales = deals.timed(sales, history.bulk_deals(log), ledger)
    parent = setting.engagement.new_customer.parent
    owners = companies.account_of(sales["company_id"], records.directory, parent=parent)
    sales = deals.accounted(sales, folk, records.links, owners)
    log = events.with_episodes(pd.concat([log, events.closings(sales)], ignore_index=True).pipe(events.stamped))
    return replace(records, deals=sales, log=log)


def _road(frames: dict[str, pd.DataFrame], records: _Records, setting: Setting) -> dict[str, pd.DataFrame]:
    """The tables of the road to a customer, of its cost and of what customers bring."""
    engagement, key, ledger = setting.engagement, setting.key, setting.ledger
    folk, sales, known = records.people, records.deals, records.directory
    income = forms.revenue(frames["revenue"], known, engagement, key, ledger)
    contracts = forms.subscriptions(frames["subscriptions"], known, engagement, key, ledger)
    return {
        "companies": records.companies, "people": folk, "deals": sales, "deal_people": records.links,
        "stage_events": records.log, "reached": reached(records.log, folk, sales, records.links),
        "acquisitions": acquisitions.acquisitions(
            sales, income, contracts, acquisitions.account_channels(folk, sales), engagement.new_customer
        ),
        "touches": touches.touches(
            frames["touches"], folk, sales, records.aliases, known, engagement, key, ledger
        ),
        "costs": forms.costs(frames["costs"], engagement, ledger),
        "targets": forms.targets(frames["targets"], ledger),
        "revenue": income, "subscriptions": contracts, "lift": forms.lift(frames["lift"], engagement, ledger),
    }  # fmt: skip


def _with(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame if name in frame else frame.assign(**{name: companies.column(frame, name)})


def _cleaned(name: str, frame: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    if name in LOOP_FORMS:
        return without_slips(frame, setting.last, setting.ledger)
    if name in SURVEY_FORMS:
        return without_slips(frame, setting.last + ASSESSED_LATER, setting.ledger)
    if name in FORMS:
        return frame
    kept = without_excluded(frame, setting.engagement.exclude, setting.ledger)
    return without_slips(kept, setting.last, setting.ledger)


def _write(tables: dict[str, pd.DataFrame], said: tuple[BaseModel, ...], work: Path) -> None:
    try:
        (work / "tables").mkdir(parents=True, exist_ok=True)
        for name, table in TABLES.items():
            write_table(_days(tables.get(name, pd.DataFrame()), name), table, work / "tables")
        for settings in said:
            path = work / f"{type(settings).__name__.lower()}.json"
            path.write_text(settings.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(
            f"could not write ({error.strerror})", where=str(work), do="free some space, then run again"
        ) from error


def _days(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Only the declared columns; days as dates."""
    rows = pd.DataFrame(index=frame.index)
    for declared in TABLES[name].columns:
        if declared.name in frame:
            values = frame[declared.name]
            rows[declared.name] = (
                values.astype("datetime64[s]").dt.date.where(values.notna(), None)
                if (declared.kind == "date" and str(values.dtype).startswith("datetime64"))
                else values
            )
    return rows
