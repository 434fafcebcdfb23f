"""The content register, and who used which asset with whom."""

from __future__ import annotations

import re

import pandas as pd

from helpers.sources.companies import column, name_key
from helpers.sources.joining import among, looked_up
from helpers.sources.loop.known import (
    Known,
    account,
    day,
    deal,
    flag,
    label,
    numbered,
    stage,
    text,
    theme_or_none,
    word,
)
from helpers.sources.reader import header_key
from helpers.sources.wording import form_dialect


def content(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each asset. An asset without an id goes by its title, and one without a title by its id."""
    ledger = known.ledger
    ids, title = label(frame, "asset_id"), text(frame, "title", known)
    frame = frame.assign(asset_id=ids.where(ids.notna(), title), title=title.where(title.notna(), ids))
    frame = ledger.set_aside(frame, frame["asset_id"].isna(), "no_asset")
    frame = ledger.set_aside(frame, frame["asset_id"].duplicated(), "duplicate_id")
    return frame.assign(
        format=text(frame, "format", known), topic=text(frame, "topic", known), stage=stage(frame, "stage", known),
        role=text(frame, "role", known), objection=theme_or_none(frame, "objection", known),
        by_marketing=flag(frame, "by_marketing", known, form="content") | _written_by(frame, "marketing", known),
        by_sales=flag(frame, "by_sales", known, form="content") | _written_by(frame, "sales", known),
        published_on=day(frame, "published"), updated_on=day(frame, "updated"), retired_on=day(frame, "retired"),
    )  # fmt: skip


def _written_by(frame: pd.DataFrame, team: str, known: Known) -> pd.Series:
    """Whether a team is named among the authors ('marketing and sales', 'ventas', 'both')."""
    del known
    words = {header_key(raw) for raw, meant in form_dialect("decisions").values["owner_team"].items()
             if meant in (team, "both")}  # fmt: skip
    authors = column(frame, "authors")
    hit = {raw: bool(words & {*re.split(r"[^\w]+", header_key(str(raw))), header_key(str(raw))})
           for raw in authors.dropna().unique()}  # fmt: skip
    return authors.map(hit).fillna(False).astype(bool)


def content_use(frame: pd.DataFrame, register: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Uses of assets; an asset named by its title gets its id."""
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["asset_id"].isna(), "no_asset")
    frame = frame.assign(team=word(frame, "team", known, form="content_use"))
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    named = label(frame, "asset_id")
    titles = pd.DataFrame({"id": register["asset_id"], "key": name_key(register["title"])}).dropna()
    single = titles[~titles["key"].duplicated(keep=False)].set_index("key")["id"]
    by_title = looked_up(name_key(known.names.masked(named)), single)
    asset = named.where(among(named, register["asset_id"]) | by_title.isna(), by_title).astype("str")
    if len(register):
        ledger.remark(frame, ~among(asset, register["asset_id"]), "unknown_asset", field="asset_id")
    deals = deal(frame, known)
    return numbered(frame).assign(asset_id=asset, deal_id=deals, account_id=account(frame, deals, known))
