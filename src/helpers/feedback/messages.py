"""Promises that objections contradict: is a message followed by the very objection it promises away?"""

from __future__ import annotations

import pandas as pd

from helpers.facts import Fact
from helpers.feedback.figures import gap, where
from helpers.feedback.strata import Stratum
from helpers.feedback.trends import Compared, compared, judged
from helpers.periods import Period

#: Months of decided deals that are compared: two years, for few deals meet any one message in one.
MONTHS = 24


def message_contradicted(
    messages: pd.DataFrame, totals: pd.DataFrame, objected: pd.DataFrame, met: pd.DataFrame, *, period: Period
) -> list[Fact]:
    """How much more often do deals that met a message object to its own promise than those that did not?

    ``messages`` is the form, the others the counts ``decided``, ``objected`` and ``met`` over the last ``MONTHS``. One
    fact per message with a promise theme: the difference in the share of decided deals of new business in which an
    objection of that theme was heard, half-year by half-year, since campaigns run for a while and people learn to
    write objections down; ``prior`` is the share among the others. ``clear`` only with Holm over all messages. An
    association: a message may be sent where its objection is expected.
    """
    window = period.rolling(MONTHS)
    if not len(messages):
        return [gap("message_contradicted", "no_messages", period=window, unit="share")]
    known = messages[messages["promise_theme"].notna() & (messages["promise_theme"] != "unmapped")]
    return judged([
        _one(str(row.message_id), str(row.promise_theme), totals, objected, met, window=window)
        for row in known.sort_values("message_id").itertuples()
    ])  # fmt: skip


def _one(
    message: str, theme: str, totals: pd.DataFrame, objected: pd.DataFrame, met: pd.DataFrame, *, window: Period
) -> Compared:
    mine = met[met["message_id"] == message].set_index("half")
    heard = objected[objected["theme"] == theme].set_index("half")["heard"]
    strata = []
    for half, deals in zip(totals["half"], totals["deals"], strict=True):
        events, cases = (float(mine[name].get(half, 0)) for name in ("heard", "deals"))
        strata.append(Stratum(events, cases, float(heard.get(half, 0)) - events, float(deals) - cases))
    return compared("message_contradicted", strata, variant="", segment=where(message=message), period=window)
