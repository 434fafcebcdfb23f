"""Stage history: rows that say when a deal (or a person) entered a stage."""

from __future__ import annotations

import pandas as pd

from helpers.sources import events as stage_events
from helpers.sources.companies import column, name_key
from helpers.sources.joining import among, looked_up
from helpers.sources.ledger import Ledger


def events(
    frame: pd.DataFrame, deals: pd.DataFrame, people: pd.DataFrame, aliases: dict[str, str], ledger: Ledger
) -> pd.DataFrame:
    """Stage changes as events. Rows that change something else (amount, date) are set aside as 'no_stage_change'."""
    if not len(frame):
        return stage_events.none()
    ids = _deal_ids(frame, deals)
    person = column(frame, "person_id").map(aliases).astype("str")
    frame = frame.assign(_entity=ids.where(ids.notna(), person), _kind=ids.notna().map({True: "deal", False: "person"}))
    frame = ledger.set_aside(frame, frame["_entity"].isna(), "no_id")
    frame = ledger.set_aside(frame, frame["at"].isna(), "no_date")
    frame = ledger.set_aside(frame, _unchanged(frame), "no_stage_change")
    frame = ledger.set_aside(frame, column(frame, "_stage").isna(), "ignored_stage")
    known = among(frame["_entity"], [*deals["deal_id"], *people["person_id"]])
    frame = ledger.set_aside(frame, ~known, "unknown_record")
    ledger.use(frame)
    parts = [
        stage_events.entries(rows, rows["_entity"], "at", entity=str(kind), stage=rows["_stage"], provenance="history",
                             label=rows["stage"])
        for kind, rows in frame.groupby("_kind")
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else stage_events.none()


def _deal_ids(frame: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Deal of each row: its id, else its name where one deal alone bears it."""
    names = pd.DataFrame({"id": deals["deal_id"], "key": name_key(column(deals, "name"))}).dropna()
    single = names[~names["key"].duplicated(keep=False)].set_index("key")["id"]
    ids = column(frame, "deal_id")
    return ids.where(ids.notna(), looked_up(name_key(column(frame, "deal_name")), single))


def _unchanged(frame: pd.DataFrame) -> pd.Series:
    """Rows whose stage is the one the record was in already."""
    same = column(frame, "from_stage").notna() & (column(frame, "from_stage") == frame["stage"])
    ordered = frame.assign(_place=range(len(frame))).sort_values(["_kind", "_entity", "at", "at@"], kind="stable")
    before = ordered.groupby(["_kind", "_entity"])["stage"].shift()
    repeated = (before == ordered["stage"]).reindex(frame.index)
    return same | repeated


def closes(events: pd.DataFrame) -> pd.DataFrame:
    """deal_id, stage, on, at: the last time history or a stage-date column saw a deal won or lost."""
    seen = events[
        (events["entity"] == "deal") & events["stage"].isin(["customer", "lost"])
        & events["provenance"].isin(["history", "date_column", "last_change"])
    ]  # fmt: skip
    last = seen.sort_values(["entity_id", "stage", "on", "at"], kind="stable").drop_duplicates(
        ["entity_id", "stage"], keep="last"
    )
    return last.rename(columns={"entity_id": "deal_id"})[["deal_id", "stage", "on", "at"]]


def bulk_deals(events: pd.DataFrame) -> set[str]:
    """Deals whose creation or closing was loaded in bulk."""
    loaded = events[
        (events["entity"] == "deal") & (events["provenance"] == "bulk")
        & events["stage"].isin(["opportunity", "customer", "lost"])
    ]  # fmt: skip
    return set(loaded["entity_id"])
