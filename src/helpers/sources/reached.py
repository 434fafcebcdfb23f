"""The table conversions are counted from: first day each entity reached each stage, or a later one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.model import STAGES, rank
from helpers.sources.joining import among, looked_up
from helpers.sources.typed import DAY

_PLACE = {stage: place for place, stage in enumerate(STAGES)}
#: Evidence, best first; creation and bulk say that a stage was reached, not when.
_TRUST = {"history": 0, "date_column": 1, "deal": 1, "last_change": 2, "created": 3, "bulk": 4}
_COLUMNS = ["entity_id", "episode", "place", "on", "at", "timed"]


def reached(events: pd.DataFrame, people: pd.DataFrame, deals: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``reached`` for people (by episode), accounts and deals; people and accounts go by new business.

    A stage that was seen keeps its own day; one that was skipped takes the day of the earliest later stage and is not
    observed. Stages in an order that time contradicts are kept and untimed.
    """
    stages = events[events["stage"].isin(STAGES)]
    deal = _best(stages[stages["entity"] == "deal"])
    person = _best(stages[stages["entity"] == "person"])
    living = deals[deals["outcome"] != "void"]
    won = living.loc[living["outcome"] == "won", "deal_id"]
    deal = deal[among(deal["entity_id"], living["deal_id"])]
    deal = deal[(deal["place"] != rank("customer")) | among(deal["entity_id"], won)]
    new = living[living["kind"] == "new"]
    road = _deal_stages(deal, new)
    people_rows = _people(person, road, new, people, links)
    account_rows = _accounts(people_rows, road, people, new)
    accounts = {
        "person": people.set_index("person_id")["account_id"], "deal": deals.set_index("deal_id")["account_id"],
    }  # fmt: skip
    made = [
        _filled(people_rows, 0).assign(grain="person"),
        _filled(account_rows, 0).assign(grain="account"),
        _filled(deal[deal["place"] >= rank("opportunity")], rank("opportunity")).assign(grain="deal", episode=1),
    ]
    table = pd.concat(made, ignore_index=True)
    table["account_id"] = table["entity_id"]
    for grain, owner in accounts.items():
        mine = table["grain"] == grain
        table.loc[mine, "account_id"] = looked_up(table.loc[mine, "entity_id"], owner)
    table["stage"] = table["place"].map(dict(enumerate(STAGES)))
    return table.drop(columns="place")


def _best(stages: pd.DataFrame) -> pd.DataFrame:
    """One row per entity, episode and stage: the best evidence there is, the first day of it."""
    trust = stages["provenance"].map(_TRUST)
    # A deal begins when its record does and is won on its closed day, whatever history adds.
    own = (stages["entity"] == "deal") & stages["provenance"].isin(["created", "deal"])
    ranked = stages.assign(place=stages["stage"].map(_PLACE), trust=trust.mask(own, -1))
    ranked = ranked.sort_values(["entity_id", "episode", "place", "trust", "on", "at"], kind="stable")
    first = ranked.drop_duplicates(["entity_id", "episode", "place"])
    # A record's creation is the lead's (or the deal's) own beginning; for any later stage it is no date at all.
    begins = first["stage"].isin(["lead", "opportunity"])
    timed = (first["trust"] < _TRUST["created"]) | ((first["provenance"] == "created") & begins)
    return first.assign(timed=timed)[_COLUMNS].reset_index(drop=True)


def _deal_stages(deal: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Opportunity, offer and customer of new-business deals, with account and the deal's first day."""
    road = deal[among(deal["entity_id"], new["deal_id"]) & (deal["place"] >= rank("opportunity"))]
    road = road.rename(columns={"entity_id": "deal_id"})
    facts = new.set_index("deal_id")
    anchor = facts["created_on"].where(facts["created_on"].notna(), facts["closed_on"])
    return road.assign(
        account_id=looked_up(road["deal_id"], facts["account_id"]),
        company_id=looked_up(road["deal_id"], facts["company_id"]),
        anchor=looked_up(road["deal_id"], anchor),
    )  # fmt: skip


def _people(
    person: pd.DataFrame, road: pd.DataFrame, new: pd.DataFrame, people: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    """Stages of people: their own up to SQL; from the opportunity on, those of their deals where deals exist."""
    if not len(new):
        return person
    own = person[person["place"] < rank("opportunity")]
    linked = pd.concat([_explicit(road, links), _by_company(road, people, links)], ignore_index=True)
    starts = own.groupby(["entity_id", "episode"])["on"].min().rename("start").reset_index()
    return pd.concat([own, _into_episodes(linked, starts)], ignore_index=True)[_COLUMNS]


def _explicit(road: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    return road.merge(links[["deal_id", "person_id"]], on="deal_id").assign(explicit=True)


def _by_company(road: pd.DataFrame, people: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Deals that name nobody speak for everyone at their company."""
    silent = road[~among(road["deal_id"], links["deal_id"]) & road["company_id"].notna()]
    staff = people.loc[people["company_id"].notna(), ["company_id", "person_id"]]
    return silent.merge(staff, on="company_id").assign(explicit=False)


def _into_episodes(linked: pd.DataFrame, starts: pd.DataFrame) -> pd.DataFrame:
    """Deal stages by person and episode: the last episode that had begun when the deal did.

    A deal that only shares the company must not begin before the person did. A deal that names the person counts even
    then, unless a later one does.
    """
    first = looked_up(linked["person_id"], starts.groupby("entity_id")["start"].min())
    after = first.isna() | (linked["anchor"] >= first)
    kept = linked[after | linked["explicit"]].assign(after=after)
    later = kept.groupby("person_id")["after"].transform("any")
    kept = kept[kept["after"] | ~later].copy()
    kept["entity_id"] = kept["person_id"]
    kept["episode"] = _episode(kept, starts)
    ordered = kept.sort_values(["entity_id", "episode", "place", "on", "at"], kind="stable")
    return ordered.drop_duplicates(["entity_id", "episode", "place"])[_COLUMNS]


def _episode(kept: pd.DataFrame, starts: pd.DataFrame) -> pd.Series:
    several = starts[starts["episode"] > 1]
    episode = pd.Series(1, index=kept.index, dtype="int64")
    for number, group in several.groupby("episode"):
        begun = looked_up(kept["entity_id"], group.set_index("entity_id")["start"])
        episode = episode.mask(kept["anchor"] >= begun, int(str(number)))
    return episode


def _accounts(person: pd.DataFrame, road: pd.DataFrame, people: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Earliest of each stage over an account's people (until SQL, or all where no deals exist) and its deals."""
    own = person[person["place"] < rank("opportunity")] if len(new) else person
    owner = people.set_index("person_id")["account_id"]
    rows = pd.concat(
        [own.assign(entity_id=looked_up(own["entity_id"], owner)), road.assign(entity_id=road["account_id"])],
        ignore_index=True,
    )
    rows = rows.assign(episode=1).sort_values(["entity_id", "place", "on", "at"], kind="stable")
    return rows.drop_duplicates(["entity_id", "place"])[_COLUMNS].reset_index(drop=True)


def _filled(seen: pd.DataFrame, lowest: int) -> pd.DataFrame:
    """Every stage from ``lowest`` to the furthest one reached; skipped stages take the earliest later day."""
    if not len(seen):
        return seen.assign(observed=pd.Series(dtype=bool))
    keys = seen[["entity_id", "episode"]].drop_duplicates().reset_index(drop=True)
    code = seen.merge(keys.assign(row=keys.index), on=["entity_id", "episode"])
    shape = (len(keys), len(STAGES))
    day = np.full(shape, np.datetime64("NaT"), dtype=DAY)
    moment, timed = day.copy(), np.zeros(shape, dtype=bool)
    spot = (code["row"].to_numpy(), code["place"].to_numpy())
    day[spot], moment[spot], timed[spot] = code["on"].to_numpy(), code["at"].to_numpy(), code["timed"].to_numpy()
    observed = ~np.isnat(day)
    timed &= ~_disordered(day)
    _borrow(day, observed)
    rows, places = np.nonzero(~np.isnat(day))
    keep = places >= lowest
    rows, places = rows[keep], places[keep]
    return keys.iloc[rows].reset_index(drop=True).assign(
        place=places, on=day[rows, places], at=moment[rows, places], observed=observed[rows, places],
        timed=timed[rows, places] & observed[rows, places],
    )  # fmt: skip


def _borrow(day: np.ndarray, observed: np.ndarray) -> None:
    """Give skipped stages the day of the earliest later stage; no moment, for it is not theirs."""
    far = np.datetime64("9999-12-31", "us")
    later = np.minimum.accumulate(np.where(np.isnat(day), far, day)[:, ::-1], axis=1)[:, ::-1]
    fill = ~observed & (later < far)
    day[fill] = later[fill]


def _disordered(day: np.ndarray) -> np.ndarray:
    """Stages dated after a later stage, and those later stages."""
    far, near = np.datetime64("9999-12-31", "us"), np.datetime64("0001-01-01", "us")
    missing = np.isnat(day)
    later = np.minimum.accumulate(np.where(missing, far, day)[:, ::-1], axis=1)[:, ::-1]
    earlier = np.maximum.accumulate(np.where(missing, near, day), axis=1)
    known = ~missing
    mixed: np.ndarray = known & ((np.where(missing, near, day) > later) | (np.where(missing, far, day) < earlier))
    return mixed
