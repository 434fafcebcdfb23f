"""What one team tells the other this week: a few lines, chosen from facts, never surer than they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.facts import Fact, unpair
from helpers.feedback.counts.heard import UNMAPPED
from helpers.feedback.counts.touched import LEVELS
from helpers.periods import Period

#: How many topics, and how many objections, a week's text has.
LINES = 3
COLUMNS = ["item", "kind", "what", "why", "text", "day", "fact"]


class Line(NamedTuple):
    """One line: what ``kind`` it is, ``what`` it names, ``why`` it was chosen (a code), words of a form, its fact.

    ``why`` is ``clear`` (beyond noise), ``noise`` (most used or heard, nothing stands out), ``rising``, ``falling``,
    ``steady``, ``won``, ``heard``, ``answers``, ``message``, ``content``, ``waiting``, ``answered`` or ``nothing``.
    """

    kind: str
    what: str
    why: str
    text: str = ""
    day: date | None = None
    fact: str = ""


def for_sales(facts: Sequence[Fact], forms: Mapping[str, pd.DataFrame], *, period: Period) -> pd.DataFrame:
    """What marketing tells sales: three things customers respond to, one asset to send, one answer to an objection.

    ``forms`` holds ``messages`` and ``content``. What is clear comes first; where nothing is, what was used most,
    marked so. One row per line, in order.
    """
    active = _active(forms["content"], as_of=period.as_of)
    heard = _latest(facts, "objection_share", period=period)
    asset = _asset(facts, active, heard)
    others = active[active["asset_id"] != asset.what]
    return _table([*_responding(facts), asset, _answer(forms["messages"], others, heard)])


def for_marketing(facts: Sequence[Fact], feedback: pd.DataFrame, *, period: Period) -> pd.DataFrame:
    """What sales tells marketing: three objections heard, one argument that works, one sector, one open question."""
    lines = [*_objections(facts, period=period), _argument(facts, period=period), _sector(facts),
             _question(facts, feedback, period=period)]  # fmt: skip
    return _table(lines)


def key(fact: Fact) -> str:
    """The key of a fact as one text."""
    return "|".join((fact.period, fact.metric, fact.variant, fact.segment, fact.clock))


def _table(lines: Iterable[Line]) -> pd.DataFrame:
    rows = [(number, *line) for number, line in enumerate(lines, 1)]
    table = pd.DataFrame(rows, columns=COLUMNS[:1] + list(Line._fields))
    return table.astype({"day": "object"})


def _name(fact: Fact) -> str:
    return next(iter(unpair(fact.segment).values()), "")


def _level(fact: Fact) -> str:
    return next(iter(unpair(fact.segment)), "")


def _clear(facts: Sequence[Fact], metric: str) -> list[Fact]:
    """Differences clearly for the better, the largest first."""
    found = [
        fact for fact in facts
        if fact.metric == metric and fact.variant == "against=rest" and fact.status == "clear" and fact.value > 0
    ]  # fmt: skip
    return sorted(found, key=lambda fact: (-fact.value, fact.segment))


def _shares(facts: Sequence[Fact], metric: str, *, variant: str = "") -> list[Fact]:
    """Shares of a metric's parts, the most frequent first; what fits no code is no part."""
    found = [
        fact for fact in facts
        if fact.metric == metric and fact.variant == variant and fact.segment != "all" and fact.numerator > 0
        and _name(fact) != UNMAPPED
    ]  # fmt: skip
    return sorted(found, key=lambda fact: (-fact.numerator, fact.segment))


def _latest(facts: Sequence[Fact], metric: str, *, period: Period, variant: str = "") -> list[Fact]:
    """The shares of the last three months, else of the last twelve."""
    found = _shares(facts, metric, variant=variant)
    for length in (3, 12):
        mine = [fact for fact in found if fact.period == str(period.rolling(length))]
        if mine:
            return mine
    return []


def _responding(facts: Sequence[Fact]) -> Iterator[Line]:
    """Topics first, then parts of the market, formats and campaigns; what reached the very same people only once."""
    clear = {level: [fact for fact in _clear(facts, "topic_response") if _level(fact) == level] for level in LEVELS}
    ranked = [*clear["topic"], *_clear(facts, "receptive_sector")[:1], *clear["format"], *clear["campaign"]]
    chosen = {(fact.metric, fact.n, fact.value): fact for fact in reversed(ranked)}
    if chosen:
        for fact in [each for each in ranked if each in chosen.values()][:LINES]:
            market = fact.metric == "receptive_sector"
            kind, what = ("segment", fact.segment) if market else (_level(fact), _name(fact))
            yield Line(kind, what, "clear", fact=key(fact))
        return
    for level in ("topic", "format", "campaign"):
        mine = _most_used(facts, level)
        if mine:
            yield from (Line(level, _name(fact), "noise", fact=key(fact)) for fact in mine[:LINES])
            return
    yield Line("topic", "", "nothing")


def _most_used(facts: Sequence[Fact], level: str) -> list[Fact]:
    """What reached most, of one kind; what goes with moving on clearly less is not passed on."""
    worse = {
        fact.segment for fact in facts if fact.metric == "topic_response" and fact.status == "clear" and fact.value < 0
    }
    found = [
        fact for fact in facts
        if fact.metric == "topic_response" and not fact.variant and fact.denominator > 0 and _level(fact) == level
        and fact.segment not in worse
    ]  # fmt: skip
    return sorted(found, key=lambda fact: (-fact.denominator, fact.segment))


def _active(content: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Assets in use on a day."""
    ahead = content["published_on"].map(lambda day: isinstance(day, date) and day > as_of).astype("bool")
    left = content["retired_on"].map(lambda day: isinstance(day, date) and day <= as_of).astype("bool")
    return content[~ahead & ~left].sort_values("asset_id")


def _asset(facts: Sequence[Fact], active: pd.DataFrame, heard: Sequence[Fact]) -> Line:
    """The asset that clearly responds; else one that answers what is heard most; else the one used most."""
    titles = dict(zip(active["asset_id"], active["title"], strict=True))
    for fact in _clear(facts, "topic_response"):
        if _level(fact) == "asset" and _name(fact) in titles:
            return Line("asset", _name(fact), "clear", str(titles[_name(fact)]), fact=key(fact))
    for fact in heard:
        answering = active[active["objection"] == _name(fact)]
        if len(answering):
            row = answering.iloc[0]
            return Line("asset", str(row["asset_id"]), "answers", str(row["title"]), fact=key(fact))
    for fact in _most_used(facts, "asset"):
        if _name(fact) in titles:
            return Line("asset", _name(fact), "noise", str(titles[_name(fact)]), fact=key(fact))
    return Line("asset", "", "nothing")


def _answer(messages: pd.DataFrame, active: pd.DataFrame, heard: Sequence[Fact]) -> Line:
    """What to say to one of the objections heard most: in words where both teams have some, else by an asset."""
    top = heard[:LINES]
    for fact in top:
        said = messages[(messages["objection"] == _name(fact)) & messages["answer"].notna()].sort_values("message_id")
        if len(said):
            return Line("answer", _name(fact), "message", str(said.iloc[0]["answer"]), fact=key(fact))
    for fact in top:
        answering = active[active["objection"] == _name(fact)]
        if len(answering):
            return Line("answer", _name(fact), "content", str(answering.iloc[0]["title"]), fact=key(fact))
    return Line("answer", _name(top[0]), "nothing", fact=key(top[0])) if top else Line("answer", "", "nothing")


def _objections(facts: Sequence[Fact], *, period: Period) -> Iterator[Line]:
    top = _latest(facts, "objection_share", period=period)[:LINES]
    changes = {
        (fact.period, fact.segment): fact
        for fact in facts
        if fact.metric == "objection_share" and fact.variant == "change=prior" and fact.status == "clear"
    }
    for fact in top:
        change = changes.get((fact.period, fact.segment))
        why = "steady" if change is None else "rising" if change.value > 0 else "falling"
        yield Line("objection", _name(fact), why, fact=key(fact))
    if not top:
        yield Line("objection", "", "nothing")


def _argument(facts: Sequence[Fact], *, period: Period) -> Line:
    for variant, why in (("outcome=won", "won"), ("", "heard")):
        found = [
            fact for fact in _shares(facts, "argument_share", variant=variant) if fact.period == str(period.rolling(12))
        ]
        if found:
            return Line("argument", _name(found[0]), why, fact=key(found[0]))
    return Line("argument", "", "nothing")


def _sector(facts: Sequence[Fact]) -> Line:
    for fact in _clear(facts, "receptive_sector"):
        return Line("sector", fact.segment, "clear", fact=key(fact))
    for fact in _shares(facts, "receptive_sector", variant="heard=yes"):
        return Line("sector", fact.segment, "heard", fact=key(fact))
    return Line("sector", "", "nothing")


def _question(facts: Sequence[Fact], feedback: pd.DataFrame, *, period: Period) -> Line:
    """What sales told longest ago, in the rolling year, that nobody has answered."""
    year = period.rolling(12)
    behind = [
        fact for fact in facts
        if fact.metric == "feedback_answered" and fact.segment == "from=sales" and fact.period == str(year)
    ]  # fmt: skip
    fact = key(behind[0]) if behind else ""
    told = feedback[(feedback["from_team"] == "sales") & feedback["on"].map(year.holds).astype("bool")]
    if not len(told):
        return Line("question", "", "nothing")
    done = told["answered_on"].map(lambda day: isinstance(day, date) and day <= year.as_of).astype("bool")
    waiting = told[~done]
    if not len(waiting):
        return Line("question", "", "answered", fact=fact)
    row = waiting.sort_values(["on", "row"]).iloc[0]
    words = row["words"] if row["quotable"] and isinstance(row["words"], str) else ""
    return Line("question", str(row["theme"]), "waiting", words, row["on"], fact)
