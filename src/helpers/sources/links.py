"""Who stands behind a deal: contacts the deal names, and people whose record names the deal."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.joining import among

_COLUMNS = ["deal_id", "person_id", "is_primary"]


def deal_people(deals: pd.DataFrame, people: pd.DataFrame, aliases: dict[str, str]) -> pd.DataFrame:
    """deal_id, person_id, is_primary: one row per deal and person; the first contact named is the primary one.

    Ids that lead to nobody in the people files are left out (they are counted in the findings).
    """
    named = [_named(deals, name, aliases) for name in ("person_id", "person_email") if name in deals]
    back = pd.DataFrame({"deal_id": column(people, "deal_id"), "person_id": people["person_id"]}).dropna()
    named.append(back[among(back["deal_id"], deals["deal_id"])].astype("str"))
    pairs = pd.concat(named, ignore_index=True).drop_duplicates()
    primary = ~pairs["deal_id"].duplicated()
    return pairs.assign(is_primary=primary)[_COLUMNS]


def _named(deals: pd.DataFrame, name: str, aliases: dict[str, str]) -> pd.DataFrame:
    cells = deals[["deal_id", name]].dropna()
    listed = cells.assign(**{name: cells[name].str.split(r"[;,]", regex=True)}).explode(name)
    person = listed[name].str.strip().map(aliases)
    return pd.DataFrame({"deal_id": listed["deal_id"], "person_id": person}).dropna().astype("str")
