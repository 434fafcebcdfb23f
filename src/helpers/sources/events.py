"""Stage events: every dated entry into a stage, with what the source really knows about it."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import Rules
from helpers.model import EXITS, STAGES
from helpers.sources.companies import column
from helpers.sources.joining import among, looked_up
from helpers.sources.ledger import FILE, LINE
from helpers.sources.typed import DAY

COLUMNS = [
    "entity", "entity_id", "episode", "stage", "stage_raw", "on", "at", "precision", "provenance", "seq", "source",
    FILE, LINE,
]  # fmt: skip
#: What deal labels mean as stages of the road.
_AS_STAGE = {"won": "customer", "open": "opportunity"}


def entries(
    frame: pd.DataFrame, ids: pd.Series, on: str, *, entity: str, stage: str | pd.Series, provenance: str,
    label: str | pd.Series | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Events of one column of days; rows without a day, an id or a stage give none."""
    made = pd.DataFrame(
        {
            "entity": entity, "entity_id": ids, "stage": stage, "stage_raw": label, "on": frame[on],
            "at": frame[f"{on}@"], "provenance": provenance, "source": frame["_file"], FILE: frame[FILE],
            LINE: frame[LINE],
        },
        index=frame.index,
    )  # fmt: skip
    made["stage"] = made["stage"].replace(_AS_STAGE)
    keep = made["on"].notna() & made["entity_id"].notna() & made["stage"].isin([*STAGES, *EXITS])
    return made[keep]


def date_columns(frame: pd.DataFrame, ids: pd.Series, *, entity: str) -> list[pd.DataFrame]:
    """Events of every column that says when a stage was entered."""
    found = [name for name in frame.columns if name.startswith("entered:") and not name.endswith("@")]
    return [
        entries(frame, ids, name, entity=entity, stage=name.split(":")[1], provenance="date_column",
                label=name.split(":", 2)[2])
        for name in found
    ]  # fmt: skip


def person_events(people: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Events of people: history, stage-date columns, and the record's creation.

    Creation is the lead event of a record that no column dates. A current stage that no column dates is placed on the
    creation day as well (provenance ``created``): it says that the stage was reached, never how fast.
    """
    parts = [history, *date_columns(people, people["person_id"], entity="person")]
    dated = pd.concat(parts, ignore_index=True)
    if "created" in people:
        parts += _from_creation(people, dated)
    return _tidied(parts)


def _from_creation(people: pd.DataFrame, dated: pd.DataFrame) -> list[pd.DataFrame]:
    reached = dated[dated["stage"].isin(STAGES)]
    rank = reached["stage"].map({stage: place for place, stage in enumerate(STAGES)})
    furthest = looked_up(people["person_id"], rank.astype("float64").groupby(reached["entity_id"]).max())
    leads = set(dated.loc[dated["stage"] == "lead", "entity_id"])
    label = column(people, "_stage").replace(_AS_STAGE)
    place = label.map({stage: place for place, stage in enumerate(STAGES)}).astype("float64")
    labelled = "_stage" in people
    is_lead = furthest.notna() | label.notna() if labelled else pd.Series(True, index=people.index)
    starts = people[is_lead & ~among(people["person_id"], leads)]
    ahead = people[(place > furthest.fillna(0)) & place.notna()]
    return [
        entries(starts, starts["person_id"], "created", entity="person", stage="lead", provenance="created"),
        entries(ahead, ahead["person_id"], "created", entity="person", stage=label.loc[ahead.index],
                provenance="created", label=column(ahead, "lifecycle")),
    ]  # fmt: skip


def deal_events(deals: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Events of deals: history, stage-date columns, the last stage change, creation and closing."""
    ids = deals["deal_id"]
    parts = [history, *date_columns(deals, ids, entity="deal")]
    if "stage_changed" in deals:
        parts.append(
            entries(deals, ids, "stage_changed", entity="deal", stage=column(deals, "_stage"), provenance="last_change",
                    label=column(deals, "stage"))
        )  # fmt: skip
    if "created" in deals:
        parts.append(entries(deals, ids, "created", entity="deal", stage="opportunity", provenance="created"))
    return _tidied(parts)


def closings(deals: pd.DataFrame) -> pd.DataFrame:
    """The won or lost day of each closed deal as an event of provenance ``deal``."""
    closed = deals[deals["outcome"].isin(["won", "lost"])]
    stage = closed["outcome"].map({"won": "customer", "lost": "lost"})
    frame = closed.rename(columns={"closed_on": "close", "closed_at": "close@"})
    return entries(
        frame, closed["deal_id"], "close", entity="deal", stage=stage, provenance="deal", label=column(closed, "stage")
    )


def none() -> pd.DataFrame:
    """No events."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name in (FILE, LINE) else "str") for name in COLUMNS}).astype(
        {"on": DAY, "at": DAY}
    )


def _tidied(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return stamped(pd.concat(filled, ignore_index=True) if filled else none())


def stamped(events: pd.DataFrame) -> pd.DataFrame:
    """Events with the precision of their source: a moment, or a day."""
    events = events.copy()
    events["precision"] = events["at"].notna().map({True: "minute", False: "date"}).astype("str")
    return events


def bulk_marked(events: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Events with provenance ``bulk`` where so many records share one minute that it was loaded, not lived.

    Per file and stage: at least ``bulk_count`` records and ``bulk_share`` of those with a moment. Days without a time
    prove nothing.
    """
    seen = events[events["at"].notna() & (events["provenance"] != "history")]
    group = [seen["entity"], seen[FILE], seen["stage"]]
    total = seen["entity_id"].groupby(group).transform("nunique")
    alike = seen["entity_id"].groupby([*group, seen["at"].dt.floor("min")]).transform("nunique")
    limit = (total * rules.bulk_share).clip(lower=rules.bulk_count)
    marked = events.copy()
    marked.loc[seen.index[alike >= limit], "provenance"] = "bulk"
    return marked


def with_episodes(events: pd.DataFrame) -> pd.DataFrame:
    """Events with their episode and their order among equal stamps.

    A person who was recycled or rejected and becomes a lead or an MQL again starts a new episode.
    """
    order = {stage: place for place, stage in enumerate((*STAGES, *EXITS))}
    ranked = events.assign(_rank=events["stage"].map(order)).sort_values(
        ["entity", "entity_id", "on", "at", "_rank", "provenance"], kind="stable", na_position="first"
    )
    entity = [ranked["entity"], ranked["entity_id"]]
    back = (ranked["stage"].isin(["recycled", "rejected"]) & (ranked["entity"] == "person")).astype(int)
    turns = back.groupby(entity).cumsum()
    again = (turns > 0) & ranked["stage"].isin(["lead", "mql"])
    first = again & ~pd.DataFrame({"e": ranked["entity_id"], "t": turns, "a": again})[again].duplicated(
        ["e", "t"]
    ).reindex(ranked.index, fill_value=False)
    ranked["episode"] = first.astype(int).groupby(entity).cumsum() + 1
    same = ["entity", "entity_id", "episode", "on", "stage", "stage_raw", "provenance"]
    ranked["seq"] = ranked.groupby(same, dropna=False).cumcount() + 1
    return ranked.drop(columns="_rank").reset_index(drop=True)
