"""Cells judged: how each stands against its promise, and where it got lost. Pure arithmetic on the count ``cells``."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.handoff.counts.cells import SUMS
from helpers.handoff.terms import Limit, Terms

#: Standing of an episode against the promise. untimed: its clock cannot be read; young: the promised time has not
#: passed; untold: answered, but its day alone does not tell whether in time.
STANDINGS = ("in_time", "late", "silent", "untold", "young", "untimed")
#: Where an episode got lost, each in one place only; empty where it did not.
LEAKS = ("unanswered", "undecided", "recycled", "late")
#: Lengths of working time of a cell, perhaps missing.
LENGTHS = ("wait_minutes", "wait_days", "age_minutes", "age_days")
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]


def judged(cells: pd.DataFrame, *, terms: Terms) -> pd.DataFrame:
    """The cells with ``standing`` (``STANDINGS``), ``leak`` (``LEAKS`` or empty), ``answered`` (0/1: a human touch,
    else a decision, or a later stage) and ``got_<step>``, how many came to each step (whoever got further has passed).

    >>> cells = pd.DataFrame([{"timed": 1, "special": -1, "touched": 1, "decided": 0, "decision": "none",
    ...     "confirmed": 0, "back": 0, "n": 2, "assigned": 2, "opportunity": 0, "customer": 0, "wait_days": 3.0,
    ...     "age_days": 9.0, "wait_minutes": None, "age_minutes": None}])
    >>> from datetime import date
    >>> terms = Terms(as_of=date(2026, 10, 31), minutes=0, days=9, first=date(2026, 1, 1), answer=Limit(days=2))
    >>> judged(cells, terms=terms)[["standing", "leak"]].to_numpy().tolist()
    [['late', 'undecided']]
    """
    rows = cells.copy()
    for name in LENGTHS:
        rows[name] = pd.to_numeric(rows[name]).astype("float64")
    answered = (rows["touched"] == 1) | (rows["decided"] == 1) | (rows["confirmed"] == 1)
    rows["answered"] = answered.astype(int)
    rows["standing"] = standing(rows, terms)
    rows["leak"] = leak(rows)
    return rows.assign(**_got(rows))


def folded(rows: pd.DataFrame) -> pd.DataFrame:
    """Judged cells without their waiting times: the small table that most figures are added up from."""
    sums = ["n", *SUMS, *(name for name in rows.columns if name.startswith("got_"))]
    keys = [name for name in rows.columns if name not in (*sums, *LENGTHS)]
    return rows.groupby(keys, sort=True)[sums].sum().astype("float64").reset_index()


def standing(rows: pd.DataFrame, terms: Terms) -> npt.NDArray[np.str_]:
    """How each cell stands against its own promise."""
    due, soon = np.zeros(len(rows), bool), np.full(len(rows), math.nan)
    for place, limit in enumerate((terms.answer, *(each.limit for each in terms.exceptions)), -1):
        mine = (rows["special"] == place).to_numpy(bool)
        due[mine] = passed(rows, limit, terms)[mine]
        soon[mine] = within(rows, limit)[mine]
    timed, answered = (rows[name].to_numpy(bool) for name in ("timed", "answered"))
    return np.select(
        [~timed, ~due, ~answered, np.isnan(soon), soon == 1],
        ["untimed", "young", "silent", "untold", "in_time"],
        "late",
    )


def passed(rows: pd.DataFrame, limit: Limit, terms: Terms) -> _Flags:
    """Whether a promised time has run out; one in hours, where only days are known, when it surely has."""
    days = rows["age_days"].to_numpy()
    if limit.minutes is None:
        by_days: _Flags = days >= float(limit.days or 0)
        return by_days
    minutes = rows["age_minutes"].to_numpy()
    coarse = days > math.ceil(limit.minutes / terms.day_minutes)
    by_minutes: _Flags = np.where(np.isnan(minutes), coarse, minutes >= limit.minutes)
    return by_minutes


def within(rows: pd.DataFrame, limit: Limit) -> _Floats:
    """1 where the answer came within a promised time, 0 where later, ``nan`` where none came or it cannot be told."""
    unit, size = ("days", limit.days) if limit.minutes is None else ("minutes", limit.minutes)
    waited = rows[f"wait_{unit}"].to_numpy()
    return np.where(np.isnan(waited), math.nan, waited <= float(size or 0))


def leak(rows: pd.DataFrame) -> npt.NDArray[np.str_]:
    """The first place in which an episode got lost, so that leaks add up."""
    due = rows["standing"].isin(("in_time", "late", "silent", "untold"))
    unconfirmed = rows["confirmed"] == 0
    return np.select(
        [
            rows["standing"] == "silent",
            due & (rows["decision"] == "none") & unconfirmed,
            (rows["decision"] == "recycled") & (rows["back"] == 0) & unconfirmed,
            rows["standing"] == "late",
        ],
        list(LEAKS),
        "",
    )


def _got(rows: pd.DataFrame) -> dict[str, pd.Series]:
    n, confirmed = rows["n"], rows["confirmed"] == 1
    accepted = confirmed | (rows["decision"] == "accepted")
    decided = accepted | (rows["decided"] == 1)
    answered = decided | (rows["touched"] == 1)
    return {
        "got_assigned": n.where(answered, rows["assigned"]), "got_answered": n.where(answered, 0),
        "got_decided": n.where(decided, 0), "got_accepted": n.where(accepted, 0), "got_sql": n.where(confirmed, 0),
        "got_opportunity": rows["opportunity"], "got_customer": rows["customer"],
    }  # fmt: skip
