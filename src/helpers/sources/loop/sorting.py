"""The blind sort: the same leads or accounts sorted by both teams."""

from __future__ import annotations

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.loop.known import Known, companies_meant, day, text, word
from helpers.sources.salesforce import long_ids


def blind_sort(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One label for each item and rater. Who sorted becomes a number within the team and session, never a name.

    An item is a lead by record id or e-mail address, else an account by the id or name of its company.
    """
    ledger = known.ledger
    frame = frame.assign(
        session=_session(frame, known), team=word(frame, "team", known, form="blind_sort"), on=day(frame, "on"),
        label=word(frame, "label", known, form="blind_sort"), of=word(frame, "of", known, form="blind_sort"),
    )  # fmt: skip
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    frame = ledger.set_aside(frame, frame["label"].isna(), "no_label")
    lead, account = _lead(frame, known), known.account(companies_meant(column(frame, "item"), known))
    lead, account = lead.where(frame["of"] != "account"), account.where(frame["of"] != "lead")
    frame = frame.assign(
        item=lead.where(lead.notna(), account).astype("str"), of=lead.notna().map({True: "lead", False: "account"})
    )
    frame = ledger.set_aside(frame, frame["item"].isna(), "unknown_record")
    frame = frame.assign(rater=_raters(frame))
    return ledger.set_aside(frame, frame.duplicated(["session", "item", "team", "rater"]), "sorted_twice")


def _session(frame: pd.DataFrame, known: Known) -> pd.Series:
    """Name of the session, else its day."""
    named = text(frame, "session", known)
    return named.where(named.notna(), day(frame, "on").dt.strftime("%Y-%m-%d")).fillna("1").astype("str")


def _lead(frame: pd.DataFrame, known: Known) -> pd.Series:
    """Person behind each item: by record id, address, or the pseudonym under which a workshop sorted it."""
    raw = column(frame, "item")
    found = raw.where(raw.isin(known.people["person_id"])).astype("object")
    for meant in (raw, raw.str.replace(r"^(\d+)\.0$", r"\1", regex=True), long_ids(raw), raw.str.lower()):
        found = found.where(found.notna(), meant.map(known.aliases))
    return found.astype("str")


def _raters(frame: pd.DataFrame) -> pd.Series:
    """Number of each rater within team and session, in the order of the form; without names a team is one rater."""
    who = column(frame, "rater").fillna("").str.casefold()
    numbers = who.groupby([frame["session"], frame["team"]]).transform(lambda names: pd.factorize(names)[0] + 1)
    return numbers.astype("int64")
