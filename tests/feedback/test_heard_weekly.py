"""The texts of the week never say more than the facts do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.feedback.weekly import COLUMNS, for_marketing, for_sales, key

from .heardbook import PERIOD, QUARTER, YEAR, asset, message, told

FORMS = {
    "messages": ["message_id", "objection", "answer"],
    "content": ["asset_id", "title", "objection", "published_on", "retired_on"],
    "feedback": ["row", "on", "from_team", "theme", "words", "quotable", "answered_on"],
}


def forms(**rows: Sequence[Mapping[str, object]]) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(list(rows.get(name, ())), columns=columns) for name, columns in FORMS.items()}


def share(metric: str, segment: str, k: float, n: float, *, variant: str = "", period: object = YEAR) -> Fact:
    return Fact(period=str(period), metric=metric, segment=segment, variant=variant, unit="share", value=k / n, n=n,
                numerator=k, denominator=n)  # fmt: skip


def gap(metric: str, segment: str, value: float, status: str, *, how: str = "against=rest", n: float = 50) -> Fact:
    return Fact(period=str(YEAR), metric=metric, segment=segment, variant=how, unit="share", value=value, status=status,
                prior=0.2, n=n)  # fmt: skip


def heard(name: str, k: float, *, period: object = QUARTER) -> Fact:
    return share("objection_share", pairs({"theme": name}), k, 40, period=period)


def lines(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(table["kind"], table["what"], table["why"], strict=True))


RESPONSE = [
    share("topic_response", "topic=energy", 30, 50), gap("topic_response", "topic=energy", 0.3, "clear"),
    share("topic_response", "topic=safety", 20, 80), gap("topic_response", "topic=safety", 0.1, "noise"),
    share("topic_response", "topic=price", 9, 90), gap("topic_response", "topic=price", -0.2, "clear"),
    share("topic_response", "format=guide", 30, 50), gap("topic_response", "format=guide", 0.3, "clear"),
    share("topic_response", "format=video", 44, 70), gap("topic_response", "format=video", 0.25, "clear", n=70),
    gap("receptive_sector", "industry=food", 0.2, "clear"), gap("receptive_sector", "industry=wood", 0.15, "clear"),
]  # fmt: skip


def test_what_is_clear_comes_first_and_the_same_people_once() -> None:
    table = for_sales(RESPONSE, forms(), period=PERIOD)
    assert list(table.columns) == COLUMNS and table["item"].tolist() == list(range(1, len(table) + 1))
    assert lines(table)[:3] == [
        ("topic", "energy", "clear"), ("segment", "industry=food", "clear"), ("format", "video", "clear"),
    ]  # fmt: skip
    assert table["fact"][0] == key(RESPONSE[1])


def test_where_nothing_is_clear_the_most_used_are_named_as_such_and_none_that_is_worse() -> None:
    unclear = [fact for fact in RESPONSE if fact.status != "clear" or fact.value < 0]
    kept = [fact for fact in unclear if "energy" not in fact.segment and "food" not in fact.segment]
    assert lines(for_sales(kept, forms(), period=PERIOD))[0] == ("topic", "safety", "noise")
    assert "price" not in for_sales(kept, forms(), period=PERIOD)["what"].tolist()


def test_without_anything_each_line_says_nothing() -> None:
    assert {why for _, _, why in lines(for_sales([], forms(), period=PERIOD))} == {"nothing"}
    assert {why for _, _, why in lines(for_marketing([], forms()["feedback"], period=PERIOD))} == {"nothing"}


def test_an_asset_in_use_that_answers_what_is_heard() -> None:
    content = [asset("a1", objection="delivery"), asset("a0", objection="price", retired_on=date(2026, 9, 1)),
               asset("a2", objection="price", published_on=date(2027, 1, 1))]  # fmt: skip
    table = for_sales([heard("price", 20), heard("delivery", 10)], forms(content=content), period=PERIOD)
    chosen = table[table["kind"] == "asset"].iloc[0]
    assert (chosen["what"], chosen["why"], chosen["text"]) == ("a1", "answers", "Title of a1")  # price has none in use


def test_an_answer_in_words_comes_before_an_asset_and_never_twice() -> None:
    top = [heard("price", 20), heard("delivery", 10)]
    written = [message("m", objection="delivery", answer="Three weeks, in writing.")]
    content = [asset("a1", objection="price")]
    table = for_sales(top, forms(content=content, messages=written), period=PERIOD)
    assert lines(table)[-2:] == [("asset", "a1", "answers"), ("answer", "delivery", "message")]
    assert table["text"].tolist()[-1] == "Three weeks, in writing."
    alone = for_sales(top, forms(content=content), period=PERIOD)
    assert lines(alone)[-1] == ("answer", "price", "nothing")  # the one asset is sent already


def test_the_latest_objections_with_what_changed() -> None:
    facts = [heard("price", 20), heard("delivery", 10), heard("support", 5), heard("budget", 4), heard("unmapped", 30),
             heard("old", 40, period=YEAR)]  # fmt: skip
    change = Fact(period=str(QUARTER), metric="objection_share", segment="theme=delivery", variant="change=prior",
                  unit="share", value=-0.3, status="clear")  # fmt: skip
    table = for_marketing([*facts, change], forms()["feedback"], period=PERIOD)
    assert lines(table)[:3] == [
        ("objection", "price", "steady"), ("objection", "delivery", "falling"), ("objection", "support", "steady"),
    ]  # fmt: skip


def test_an_argument_of_won_deals_and_a_sector_that_is_clear_or_named() -> None:
    facts = [share("argument_share", "theme=ease", 20, 40, variant="outcome=won"),
             share("argument_share", "theme=speed", 30, 90),
             share("receptive_sector", "sector=Wine", 3, 5, variant="heard=yes")]  # fmt: skip
    rows = lines(for_marketing(facts, forms()["feedback"], period=PERIOD))
    assert ("argument", "ease", "won") in rows and ("sector", "sector=Wine", "heard") in rows
    rows = lines(for_marketing([*facts, gap("receptive_sector", "industry=food", 0.2, "clear")], forms()["feedback"],
                               period=PERIOD))  # fmt: skip
    assert ("sector", "industry=food", "clear") in rows


def test_the_oldest_question_of_the_year_without_an_answer_and_only_quotable_words() -> None:
    answered = share("feedback_answered", "from=sales", 1, 4)
    feedback = [
        told(1, date(2025, 1, 1), "sales", words="two years ago", quotable=True),
        told(2, date(2026, 2, 1), "sales", date(2026, 2, 3), words="answered", quotable=True),
        told(3, date(2026, 3, 1), "marketing", words="of marketing", quotable=True),
        told(4, date(2026, 4, 1), "sales", date(2026, 11, 3), words="A price list in Spanish?", quotable=True),
        told(5, date(2026, 5, 1), "sales", words="later", quotable=True),
    ]
    row = for_marketing([answered], forms(feedback=feedback)["feedback"], period=PERIOD).iloc[-1]
    assert (row["kind"], row["why"], row["text"], row["day"]) == (
        "question", "waiting", "A price list in Spanish?", date(2026, 4, 1),
    )  # fmt: skip
    assert row["fact"] == key(answered)
    feedback[3]["quotable"] = False
    row = for_marketing([answered], forms(feedback=feedback)["feedback"], period=PERIOD).iloc[-1]
    assert (row["what"], row["text"]) == ("price", "")
    row = for_marketing([answered], forms(feedback=feedback[1:2])["feedback"], period=PERIOD).iloc[-1]
    assert row["why"] == "answered" and math.isnan(gap("m", "all", math.nan, "noise").value)
