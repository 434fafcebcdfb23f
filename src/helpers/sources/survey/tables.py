"""Responses, whichever way they came → respondents, their answers, what they wrote."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from helpers.instrument import instrument
from helpers.sources.cleaning import without_slips
from helpers.sources.companies import column
from helpers.sources.ledger import Ledger
from helpers.sources.loop.known import Known
from helpers.sources.masking import Names
from helpers.sources.survey.artefacts import artefacts
from helpers.sources.survey.headers import items
from helpers.sources.survey.sheets import SAID, counted_from_one, names_given, responses, unknown

#: Days without an answer after which the next one begins another wave.
GAP = 45
#: Respondents of whom an export knows no name.
_NOBODY = {"anonymous", "anonimo", "anónimo"}


def survey_tables(
    frames: dict[str, pd.DataFrame], saved: pd.DataFrame, known: Known, *, last: pd.Timestamp
) -> dict[str, pd.DataFrame]:
    """The tables of an assessment; ``saved`` are the response files of the offline form, ``last`` the last likely day.

    ``survey`` is no table of the model: the rows that were used, for the account of the files.
    """
    sheets = responses(counted_from_one(frames["survey"], known), known)
    saved = without_slips(saved, last, known.ledger)
    saved = known.ledger.set_aside(saved, saved["on"].isna(), "no_date")
    people = _kept(pd.concat([part for part in (sheets, saved) if len(part)] or [sheets]), known.ledger)
    return {
        "survey": people, "respondents": _respondents(people), "answers": _answers(people),
        "remarks": _remarks(people, _masking(frames["survey"], saved, known)),
        "artefacts": artefacts(frames["artefacts"], known),
    }  # fmt: skip


def _kept(rows: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Responses that say something, each once, by day and then in the order of the files; numbered, with waves."""
    rows = rows.reset_index(drop=True)
    wrote = rows[["open_change", "open_keep"]].notna().any(axis=1) | (rows["top"] != "")
    rows = ledger.set_aside(rows, ~(rows[list(items())].notna().any(axis=1) | wrote), "no_answers")
    same = [name for name in (*SAID, *items()) if name not in ("quotable", "consent", "name")]
    rows = ledger.set_aside(rows, rows.astype({"on@": "object"}).duplicated(same), "repeated_response")
    rows = rows.sort_values("on", kind="stable").reset_index(drop=True)
    wave = (rows["on"].diff() > pd.Timedelta(days=GAP)).cumsum() + 1
    return rows.assign(respondent=pd.Series(range(1, len(rows) + 1), dtype="int64"), wave=wave.astype("int64"))


def _respondents(people: pd.DataFrame) -> pd.DataFrame:
    given = people[list(items())].notna().sum(axis=1).astype("int64")
    return people[["respondent", "wave", "on", "team", "level", "tenure"]].assign(
        answered=given, whole=given == len(items()), name=people["name"].where(people["consent"]).astype("str")
    )


def _answers(people: pd.DataFrame) -> pd.DataFrame:
    """Answers on scales, and one row for each choice of what to mend first."""
    scored = people.melt("respondent", list(items()), var_name="item", value_name="text").dropna(subset="text")
    scored = scored.assign(
        unknown=unknown(scored["text"]), value=pd.to_numeric(scored["text"], errors="coerce").astype("float64")
    )
    chosen = people[["respondent"]].assign(item=people["top"].str.split("\n")).explode("item")
    chosen = chosen[chosen["item"].notna() & (chosen["item"] != "")]
    chosen = chosen.assign(item="top_" + chosen["item"].astype("str"), value=1.0, unknown=False)
    return pd.concat([part[["respondent", "item", "value", "unknown"]] for part in (scored, chosen)], ignore_index=True)


def _remarks(people: pd.DataFrame, names: Names) -> pd.DataFrame:
    asked = list(instrument().open)
    said = people.melt(["respondent", "quotable"], asked, var_name="question", value_name="words")
    said = said.dropna(subset="words").reset_index(drop=True)
    return said.assign(words=names.masked(said["words"].astype("str").str.strip()))


def _masking(sheets: pd.DataFrame, saved: pd.DataFrame, known: Known) -> Names:
    """The names of the exports, and those of all who answered, whether they may be shown or not."""
    given = [names_given(sheets), saved["name"].astype("str"), column(sheets, "who")]
    folk = [name.where(~name.str.strip().str.casefold().isin(_NOBODY)).astype("str") for name in given]
    nothing = pd.Series(dtype="str")
    people = [*known.names.people, *((name, nothing.reindex(name.index)) for name in folk)]
    return replace(known.names, people=people, owners=[*known.names.owners, column(sheets, "mail")])
