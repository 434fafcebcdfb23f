"""Promises that objections contradict: is a message followed by the very objection it promises away?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.facts import Fact
from helpers.feedback.counts.heard import UNMAPPED
from helpers.feedback.figures import gap, where
from helpers.feedback.strata import Stratum
from helpers.feedback.trends import compared, judged
from helpers.periods import Period

#: Months of decided deals that are compared: two years, for few deals meet any one message in one.
MONTHS = 24


#: Messages that are followed at most; each is a flag of the count.
MOST = 12


def followed(messages: pd.DataFrame) -> list[tuple[str, str]]:
    """The messages that can be followed: pairs of id and the theme of the promise; empty without one."""
    rows = messages.sort_values("message_id").head(MOST)
    themes = [theme if isinstance(theme, str) and theme != UNMAPPED else "" for theme in rows["promise_theme"]]
    return list(zip(rows["message_id"].astype("str"), themes, strict=True))


def message_contradicted(messages: Sequence[tuple[str, str]], met: pd.DataFrame, *, period: Period) -> list[Fact]:
    """How much more often do deals that met a message object to its own promise than those that did not?

    ``messages`` are those ``followed``, ``met`` the count of that name over the last ``MONTHS``. One fact per message
    with a promise theme: the difference in the share of decided deals of new business in which an objection of that
    theme was heard. Like is compared with like: deals that ended the same way in the same half-year, since a lost deal
    is asked for its objections and campaigns reach more of those that take long or buy, and that met the same other
    messages on that theme, since campaigns reach the same companies. So a deal that the message itself lost is compared
    with other lost ones. ``prior`` is the share among the others; ``clear`` only with Holm over all messages. An
    association: a message may be sent where its objection is expected.
    """
    window = period.rolling(MONTHS)
    if not len(messages):
        return [gap("message_contradicted", "no_messages", period=window, unit="share")]
    return judged([
        compared("message_contradicted", _strata(met, messages, place), variant="", segment=where(message=name),
                 period=window)
        for place, (name, theme) in enumerate(messages) if theme
    ])  # fmt: skip


def _strata(met: pd.DataFrame, messages: Sequence[tuple[str, str]], place: int) -> list[Stratum]:
    theme = messages[place][1]
    others = [f"met_{other}" for other, pair in enumerate(messages) if other != place and pair[1] == theme]
    rows = met.assign(heard=met["deals"].where(met[f"heard_{place}"] == 1, 0))
    mine = rows[f"met_{place}"] == 1
    keys = ["half", "outcome", *others]
    sums = [rows[side].groupby(keys)[["heard", "deals"]].sum() for side in (mine, ~mine)]
    both = sums[0].join(sums[1], how="outer", rsuffix="_rest").fillna(0).sort_index()
    return [Stratum(*row) for row in both.to_numpy("float64").tolist()]
