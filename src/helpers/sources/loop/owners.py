"""Who sells or markets, by group."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, day, label, text, word
from helpers.sources.people import owner_names
from helpers.sources.pseudonyms import pseudonyms
from helpers.sources.reader import header_key

UNKNOWN = "unknown"
#: Words of a label; more of them are a text.
LONGEST = 3


def owners(frame: pd.DataFrame, known: Known, *, written: list[pd.Series]) -> pd.DataFrame:
    """Owners as people and deals key them; ``written`` are the owners as the exports write them.

    Who moved to another group stands in several rows: the one that begins last is kept.
    """
    ledger = known.ledger
    exported = _by_key(written)
    name = owner_names(column(frame, "owner"))
    name = name.map({raw: exported.get(header_key(str(raw)), raw) for raw in name.dropna().unique()}).astype("str")
    frame = frame.assign(_name=name, team=word(frame, "team", known, form="owners"))
    frame = ledger.set_aside(frame, frame["_name"].isna(), "no_owner")
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    strange = ~frame["_name"].map(lambda raw: header_key(str(raw)) in exported).astype(bool)
    ledger.remark(frame, strange, "unknown_owner", field="owner")
    frame = frame.assign(from_on=day(frame, "from"), to_on=day(frame, "to"))
    last = frame.sort_values("from_on", kind="stable", na_position="first").drop_duplicates("_name", keep="last").index
    frame = ledger.set_aside(frame, ~frame.index.to_series().isin(last), "earlier_group")
    return frame.assign(
        owner=pseudonyms(frame["_name"], known.key, prefix="o_"),
        seller_group=_groups(frame, exported, known),
    )


def _groups(frame: pd.DataFrame, exported: dict[str, str], known: Known) -> pd.Series:
    """The group as written, for a place may be called like somebody: masked where long, none where a seller's name."""
    groups = label(frame, "seller_group")
    long = groups.map(lambda name: len(str(name).split()) > LONGEST, na_action="ignore")
    groups = groups.mask(long.fillna(False).astype(bool), text(frame, "seller_group", known))
    somebody = groups.map(lambda name: header_key(str(name)) in exported, na_action="ignore")
    return groups.mask(somebody.fillna(False).astype(bool)).fillna(UNKNOWN)


def _by_key(written: list[pd.Series]) -> dict[str, str]:
    """Folded name → name as the exports write it."""
    names = [str(name) for owners in written for name in owner_names(owners).dropna().unique()]
    return {header_key(name): name for name in reversed(names)}
