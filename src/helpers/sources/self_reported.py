"""What people say brought them ("How did you hear about us?"): one touch of its own kind for each answer."""

from __future__ import annotations

import re

import pandas as pd

from helpers.engagement import Engagement
from helpers.sources.companies import column
from helpers.sources.joining import among
from helpers.sources.ledger import FILE, LINE, Ledger
from helpers.sources.people import channels
from helpers.sources.reader import header_key
from helpers.sources.touches import SALES_WORDS

KIND = "self_reported"
#: Channel of answers in somebody's own words. An answer is printed where the engagement names its channel, or where
#: enough people gave it that it is a choice of a list; anything else may name its writer.
OTHER = "other"
ENOUGH = 4
_NO_ANSWER = {"", "na", "n a", "none", "null", "nan", "not set", "no value", "ninguno", "ninguna", "sin respuesta"}


def with_answers(touches: pd.DataFrame, people: pd.DataFrame, engagement: Engagement, ledger: Ledger) -> pd.DataFrame:
    """The touches and, for each person with an answer, one more on the day the person's record began.

    Its channel is the answer's under the engagement's ``channels``. It is a touch of marketing, unless most touches of
    that channel are of sales, or no other touch has it and it is called like one of their actions. A person without a
    day of creation gives none. Nothing is booked: no file has such a row.
    """
    answers = _answers(column(people, KIND))
    said = people[answers.notna() & people["created_on"].notna()]
    answers = answers.loc[said.index]
    if not len(said):
        return touches
    channel = _channels(answers, dict(engagement.channels), ledger)
    made = pd.DataFrame(
        {
            # by its row and not by its person: ids break ties, and no tie may hang on the key of the pseudonyms
            "touch_id": f"{KIND}:" + said["_file"] + ":" + said[LINE].astype("str"), "person_id": said["person_id"],
            "company_id": said["company_id"], "account_id": said["account_id"], "on": said["created_on"],
            "at": said["created_at"], "channel": channel, "campaign": None, "asset_id": None, "kind": KIND,
            "direction": _directions(channel, touches),
        }
    ).astype({"campaign": "str", "asset_id": "str"})  # fmt: skip
    made = made[~among(made["touch_id"], touches["touch_id"])]
    ledger.find("self_reported_touches", table="touches", count=len(made), of=len(people))
    filed = touches.drop(columns=[FILE, LINE])
    return pd.concat([part for part in (filed, made) if len(part)], ignore_index=True)


def _answers(raw: pd.Series) -> pd.Series:
    """Answers as given; missing where a cell says nothing."""
    empty = {text for text in raw.dropna().unique() if _bare(str(text)) in _NO_ANSWER}
    return raw.where(~raw.isin(empty))


def _bare(text: str) -> str:
    """An answer without its punctuation ('--None--', 'N/A')."""
    return " ".join(re.sub(r"[^\w]|_", " ", header_key(text)).split())


def _channels(answers: pd.Series, mapping: dict[str, str], ledger: Ledger) -> pd.Series:
    """Channel of each answer; those without one in the engagement are counted and, where many gave them, named."""
    folded = answers.map({raw: header_key(raw) for raw in answers.unique()})
    known = {header_key(label) for label in mapping} | {header_key(channel) for channel in mapping.values()}
    strange = ~among(folded, known)
    times = folded.map(folded.value_counts())
    named = channels(answers.groupby(folded).transform("first"), mapping)
    listed = folded[strange & (times >= ENOUGH)].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    shown = dict(zip(folded, named, strict=True))
    detail = ", ".join(f"{shown[str(key)]}: {rows}" for key, rows in listed.head(5).items())
    ledger.find("self_reported_unmapped", table="touches", count=int(strange.sum()), of=len(answers), detail=detail)
    return named.mask(strange & (times < ENOUGH), OTHER)


def _directions(channel: pd.Series, touches: pd.DataFrame) -> pd.Series:
    """Sales where most touches of the channel are, or where no other touch has it and its name is a sales action's."""
    sales = (touches["direction"] == "sales").groupby(touches["channel"]).mean()
    share = {str(name): float(part) for name, part in sales.items()}
    team = {
        name: "sales" if share.get(name, float(header_key(name) in SALES_WORDS)) > 0.5 else "marketing"
        for name in channel.unique()
    }
    return channel.map(team)
