"""Touches: what either team did with a person or account."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import Engagement
from helpers.sources.companies import Directory, account_of, column, company_of
from helpers.sources.joining import among, looked_up
from helpers.sources.ledger import Ledger
from helpers.sources.people import channels
from helpers.sources.privacy import labels
from helpers.sources.pseudonyms import Key, pseudonyms
from helpers.sources.reader import header_key

SALES_WORDS = {
    "call", "llamada", "meeting", "reunion", "visit", "visita", "demo", "task", "tarea", "note", "quote", "oferta",
    "conversation", "conversacion",
}  # fmt: skip
_DIRECTIONS = {"marketing": "marketing", "mkt": "marketing", "sales": "sales", "ventas": "sales", "comercial": "sales"}


def touches(
    frame: pd.DataFrame, people: pd.DataFrame, deals: pd.DataFrame, aliases: dict[str, str], known: Directory,
    engagement: Engagement, key: Key, ledger: Ledger,
) -> pd.DataFrame:  # fmt: skip
    """Touches with person, account, channel and whose work it was."""
    frame = ledger.set_aside(frame, frame["at"].isna(), "no_date")
    exported = column(frame, "touch_id")
    frame = frame.assign(touch_id=exported.where(exported.notna(), frame["_file"] + ":" + frame["_line"].astype("str")))
    frame = ledger.set_aside(frame, frame["touch_id"].duplicated(), "duplicate_id")
    person = _person(frame, aliases, key)
    ledger.find(
        "touches_without_person", table="touches", count=int((~among(person, people["person_id"])).sum()), of=len(frame)
    )
    by_person, by_deal = people.set_index("person_id"), deals.set_index("deal_id")
    deal = column(frame, "deal_id")
    company = company_of(frame, known, key)
    for ids, owner in ((person, by_person), (deal, by_deal)):
        company = company.where(company.notna(), looked_up(ids, owner["company_id"]))
    account = account_of(company, known, parent=engagement.new_customer.parent)
    for ids, owner in ((person, by_person), (deal, by_deal)):
        account = account.where(account.notna(), looked_up(ids, owner["account_id"]))
    return frame.assign(
        person_id=person, company_id=company, account_id=account, on=frame["at"], at=frame["at@"],
        channel=channels(column(frame, "channel"), dict(engagement.channels)),
        campaign=labels(column(frame, "campaign")), asset_id=labels(column(frame, "asset")),
        kind=labels(column(frame, "kind")), direction=_directions(frame, ledger),
    )  # fmt: skip


def _person(frame: pd.DataFrame, aliases: dict[str, str], key: Key) -> pd.Series:
    """Pseudonym of each touch's person, by lead, contact or e-mail; an unknown person keeps one of its own."""
    found = pd.Series(pd.NA, index=frame.index, dtype="object")
    unknown = found.copy()
    for name in ("person_id", "contact_id", "person_email"):
        ids = column(frame, name)
        found = found.where(found.notna(), ids.map(aliases))
        unknown = unknown.where(unknown.notna(), pseudonyms(ids, key, prefix="p_"))
    return found.where(found.notna(), unknown).astype("str")


def _directions(frame: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Marketing or sales: as the file says, else by the kind of touch; what that decides is counted."""
    said = column(frame, "direction").map(lambda text: _DIRECTIONS.get(header_key(text)), na_action="ignore")
    kind = column(frame, "kind").map(lambda text: bool(set(header_key(text).split()) & SALES_WORDS), na_action="ignore")
    ledger.remark(frame, said.isna(), "direction_by_kind", column="direction")
    return said.where(said.notna(), kind.map({True: "sales", False: "marketing"})).fillna("marketing").astype("str")
