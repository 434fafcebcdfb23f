"""What sales decided about each hand-off: the first of taking it on, turning it down, sending it back."""

from __future__ import annotations

import pandas as pd

from helpers.model import EXITS
from helpers.sources.companies import column
from helpers.sources.first_touches import before
from helpers.sources.joining import looked_up

_PASS = ["person_id", "episode"]
_TAKEN = ("sal", "sql", "opportunity", "customer")
_DECISION = {
    **dict.fromkeys(_TAKEN, "accepted"), "rejected": "rejected", "disqualified": "rejected", "lost": "rejected",
    "recycled": "recycled",
}  # fmt: skip
#: They say that a stage was reached, never when.
_UNDATED = ("created", "bulk")


def decided(asked: pd.DataFrame, reached: pd.DataFrame, log: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """``asked`` with ``decision, decided_on, decided_at``.

    The first dated step at or after the request decides. Where there is none, a step that lies before the request or
    whose day is only the record's, and then the record's present label, still say what was decided, but not when.
    """
    steps = pd.concat([_taken(reached, log), _left(log)], ignore_index=True)
    steps = asked[[*_PASS, "requested_on", "requested_at"]].merge(steps, on=_PASS)
    early = before(steps["on"], steps["at"], steps["requested_on"], steps["requested_at"])
    dated = steps["dated"].astype(bool) & ~early
    first = steps[dated].sort_values([*_PASS, "on", "at", "order"], kind="stable", na_position="first")
    first = first.drop_duplicates(_PASS).rename(columns={"on": "decided_on", "at": "decided_at"})
    made = asked.merge(first[[*_PASS, "decision", "decided_on", "decided_at"]], on=_PASS, how="left")
    vague = steps[~dated & steps["own"].astype(bool)].sort_values([*_PASS, "order"], kind="stable")
    vague = vague.drop_duplicates(_PASS)
    made = made.merge(vague[[*_PASS, "decision"]].rename(columns={"decision": "_vague"}), on=_PASS, how="left")
    decision = made["decision"].where(made["decision"].notna(), made["_vague"])
    decision = decision.where(decision.notna(), _labelled(made, people))
    return made.drop(columns="_vague").assign(decision=decision.fillna("none").astype("str"))


def _taken(reached: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Stages past MQL that were seen; whether their day is one, and whether the person's own record says so.

    A deal of the company from before the request decided nothing about this person.
    """
    rows = reached[(reached["grain"] == "person") & reached["observed"].astype(bool) & reached["stage"].isin(_TAKEN)]
    said = log[(log["entity"] == "person") & log["stage"].isin(_TAKEN)]
    key = ["entity_id", "episode", "stage", "on"]
    loaded = said["provenance"].isin(_UNDATED).groupby([said[name] for name in key]).all()
    found = loaded.reindex(pd.MultiIndex.from_frame(rows[key]))
    loaded_only = pd.Series(found.fillna(False).to_numpy(dtype=bool), index=rows.index)
    return _steps(rows, dated=~loaded_only, own=pd.Series(found.notna().to_numpy(), index=rows.index))


def _left(log: pd.DataFrame) -> pd.DataFrame:
    """Exits of people; one that was loaded in bulk has no day."""
    rows = log[(log["entity"] == "person") & log["stage"].isin(EXITS)]
    loaded = rows["provenance"].isin(_UNDATED)
    return _steps(rows, dated=~loaded, own=loaded)


def _steps(rows: pd.DataFrame, *, dated: pd.Series, own: pd.Series) -> pd.DataFrame:
    order = {stage: place for place, stage in enumerate((*_TAKEN, *EXITS))}
    return pd.DataFrame(
        {
            "person_id": rows["entity_id"], "episode": rows["episode"], "on": rows["on"], "at": rows["at"],
            "decision": rows["stage"].map(_DECISION), "order": rows["stage"].map(order), "dated": dated, "own": own,
        }
    )  # fmt: skip


def _labelled(made: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Exits that only the record's present label tells, for its last pass."""
    label = looked_up(made["person_id"], column(people.set_index("person_id"), "_stage"))
    return label.where(label.isin(EXITS)).map(_DECISION).where(made["is_last"])
