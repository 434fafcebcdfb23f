"""Rows of sheets and exports → responses: one row, one person; words and numbers as canonical answers."""

from __future__ import annotations

from functools import cache

import pandas as pd

from helpers.contract import Inference
from helpers.sources.companies import column
from helpers.sources.ledger import FILE, LINE
from helpers.sources.loop.known import Known, flag, word
from helpers.sources.privacy import labels
from helpers.sources.survey.headers import CHOSEN, items, mended, question_key
from helpers.sources.survey.scales import UNKNOWN, answer
from helpers.sources.wording import form_dialect

#: Choices of what to mend first that count.
MOST = 3
#: What a response is, beside its answers: texts, and whether they may be shown.
SAID = ("on", "on@", "team", "level", "tenure", "top", "open_change", "open_keep", "quotable", "consent", "name")


def responses(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each response that names a day and a team; cells that are no answer are remarked and missing.

    Items hold the digits of an answer, ``unknown`` or nothing; ``top`` the ids of what to mend first.
    """
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = frame.assign(team=word(frame, "team", known, form="survey"))
    frame = ledger.set_aside(frame, frame["team"].isna(), "no_team")
    scored = {name: _answers(frame, name, known) for name in items()}
    made = pd.DataFrame({FILE: frame[FILE], LINE: frame[LINE], **_said(frame, known), **scored}, index=frame.index)
    return made[[FILE, LINE, *SAID, *items()]]


def _said(frame: pd.DataFrame, known: Known) -> dict[str, pd.Series]:
    """What a response holds beside its answers."""
    return {
        "on": frame["on"], "on@": column(frame, "on@", "datetime64[us]"), "team": frame["team"],
        "top": _top(frame, known), "name": names_given(frame),
        **{name: word(frame, name, known, form="survey") for name in ("level", "tenure")},
        **{name: column(frame, name) for name in ("open_change", "open_keep")},
        **{name: flag(frame, name, known, form="survey") for name in ("quotable", "consent")},
    }  # fmt: skip


def names_given(frame: pd.DataFrame) -> pd.Series:
    """The names that respondents wrote, without addresses and telephone numbers; nothing where nothing is left."""
    named = labels(column(frame, "name")).str.strip(" …,;")
    return named.where(named != "")


@cache
def scale_words(item: str) -> dict[str, str]:
    """Word of an item's scale, as words are compared → its value."""
    return {question_key(written): value for written, value in form_dialect("survey").values[item].items()}


def _answers(frame: pd.DataFrame, item: str, known: Known) -> pd.Series:
    raw = column(frame, item)
    read = {text: answer(str(text), scale_words(item), item=item) for text in raw.dropna().unique()}
    meant = raw.map(read).astype("object")
    known.ledger.remark(frame, raw.notna() & meant.isna(), "off_scale", field=item)
    return meant.where(meant.notna() & (meant != ""), None)


def counted_from_one(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Numbers for how often count from 0; where a file holds a 5 and no 0 they count from 1, which is inferred."""
    often = [name for name in items() if name.endswith("_often") and name in frame]
    if not often or not len(frame):
        return frame
    cells = frame[often].apply(lambda texts: texts.str.replace(r"[.,]0+$", "", regex=True))
    files = frame[FILE]
    five, none = (cells == "5").any(axis=1).groupby(files).any(), ~(cells == "0").any(axis=1).groupby(files).any()
    shifted = files.map(five & none)
    for _, rows in frame[shifted].groupby(FILE):
        known.ledger.infer(rows, Inference(
            what="often", value="1–5", evidence="some of these numbers are 5 and none is 0", certainty="likely",
        ))  # fmt: skip
    lower = {str(number): str(number - 1) for number in range(1, 6)}
    return frame.assign(**{name: cells[name].where(~shifted, cells[name].replace(lower)) for name in often})


def _top(frame: pd.DataFrame, known: Known) -> pd.Series:
    """What to mend first as ids. Of more than three none counts: a form lists ticks in its own order."""
    chosen = [word(frame, name, known, form="survey") for name in CHOSEN]
    listed = column(frame, "top").map(mended, na_action="ignore")
    strange = listed.map(lambda names: "" in names, na_action="ignore")
    known.ledger.remark(frame, strange == True, "unknown_word", field="top")  # noqa: E712
    rows = zip(*chosen, listed, strict=True)
    named = [[name for part in row for name in _each(part)] for row in rows]
    found = pd.Series([list(dict.fromkeys(names)) for names in named], index=frame.index, dtype="object")
    many = found.map(len) > MOST
    known.ledger.remark(frame, many, "too_many_choices", field="top")
    return found.mask(many, "").map("\n".join).astype("str")


def _each(part: object) -> list[str]:
    return [name for name in part if name] if isinstance(part, list) else [part] if isinstance(part, str) else []


def unknown(values: pd.Series) -> pd.Series:
    """Whether an answer is that one does not know."""
    return values == UNKNOWN
