"""Every number of a review is a fact; the same facts give the same bytes; whatever is missing is said."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest

from helpers.catalog import catalog
from helpers.facts import KEY
from helpers.periods import Period
from helpers.report.html import render
from helpers.report.model import Card, Cards, Cell, Figure, Heading, Narrative, Note, Report, Table
from helpers.words import Words

from . import facts
from .composing import compose
from .conftest import given
from .reading import numbers

LANGUAGES = ("en", "es")
COUNTS = ("n", "numerator", "denominator")


@cache
def indexed(case: str) -> dict[str, dict[str, object]]:
    rows = given(case)[0]
    return {"|".join(str(row[name]) for name in KEY): row for row in rows.to_dict("records")}


@cache
def words_of(case: str, lang: str) -> Words:
    return Words(lang, facts.engagement(given(case)[2]).currency)


def tables(review: Report) -> list[Table]:
    found = [block for block in review.blocks if isinstance(block, Table)]
    return found + [block.data for block in review.blocks if isinstance(block, Figure)]


def cards(review: Report) -> tuple[Card, ...]:
    return next(block for block in review.blocks if isinstance(block, Cards)).cards


def unit(row: dict[str, object], field: str) -> str:
    """The unit in which a field of a fact is written."""
    if field in ("numerator", "denominator") and row["metric"] == "target_attainment":
        return catalog()[str(row["variant"]).partition("metric=")[2].split(";")[0]].unit
    return "count" if field in COUNTS else str(row["unit"])


def test_every_number_of_a_table_or_figure_is_the_fact_it_names(review: Report, which: tuple[str, str]) -> None:
    rows, words = indexed(which[0]), words_of(*which)
    cells = [cell for table in tables(review) for row in table.rows for cell in row if cell.fact]
    for cell in cells:
        row = rows[cell.fact]
        if cell.field == "interval":
            expected = words.span(float(row["low"]), float(row["high"]), str(row["unit"]))
        else:
            expected = words.number(float(row[cell.field]), unit(row, cell.field))
        assert cell.text == expected
    assert bool(cells) == (which[0] != "nothing")


def test_a_cell_with_digits_that_names_no_fact_is_a_label(review: Report) -> None:
    """Only first columns, periods and remarks carry digits without a fact."""
    for table in tables(review):
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                assert cell.fact or column.kind == "text" or not numbers(cell.text)


def test_every_card_rests_on_facts(review: Report, which: tuple[str, str]) -> None:
    rows, words = indexed(which[0]), words_of(*which)
    for card in cards(review):
        if card.fact:
            row = rows[card.fact]
            assert card.value == words.number(float(row["value"]), str(row["unit"]))
        else:
            assert (card.value, card.missing != "") == ("–", True)
        assert set(card.facts) | set(card.spark_facts) <= set(rows)


@cache
def figures(case: str, lang: str, key: str) -> frozenset[str]:
    """Every figure that a fact may put on paper: its numbers, days and months."""
    row, words = indexed(case)[key], words_of(case, lang)
    span = Period.parse(str(row["period"]))
    texts = [words.period(span), words.period(Period.month(span.first)), words.period(Period.month(span.last))]
    for field in ("value", "low", "high", "prior", "target", *COUNTS):
        value = float(row[field])
        if not math.isnan(value):
            texts += [words.number(value, unit(row, field)), words.change(value, unit(row, field))]
            texts += [words.share(value, 0)] if row["unit"] == "share" else []
    texts.append(f"{row['variant']} {row['segment']}")
    return frozenset(figure for text in texts for figure in numbers(text))


def allowed(case: str, lang: str, keys: tuple[str, ...]) -> set[str]:
    return {figure for key in keys for figure in figures(case, lang, key)}


def test_no_sentence_carries_a_number_that_its_facts_do_not(review: Report, which: tuple[str, str]) -> None:
    words = words_of(*which)
    engagement = facts.engagement(given(which[0])[2])
    settled = {str(engagement.windows.horizon_days), *numbers(words.period(facts.PERIOD)), *numbers(engagement.client)}
    settled |= set(numbers(words.period(facts.PERIOD.rolling(12)))) | set(numbers(words.date(date(2025, 3, 5))))
    for block in review.blocks:
        if isinstance(block, Narrative):
            for sentence in block.sentences:
                free = {"2", "1"} if "file" in sentence.text or "fichero" in sentence.text else set()
                free |= set(numbers(words.count(len(sentence.facts))))
                free |= {str(sum("outcome=won" in key for key in sentence.facts))}
                strange = set(numbers(sentence.text)) - allowed(*which, sentence.facts) - settled - free
                assert not strange, f"{sentence.text}: {strange}"


def test_every_card_line_carries_only_numbers_of_its_facts(review: Report, which: tuple[str, str]) -> None:
    for card in cards(review):
        keys = tuple(dict.fromkeys((*card.facts, *([card.fact] if card.fact else []))))
        lines = (card.value, card.interval, card.basis, card.prior, card.last_year, card.target, card.verdict_text)
        assert set(numbers(" ".join(lines))) <= allowed(*which, keys)


def test_figures_name_their_facts_and_tell_their_finding(review: Report, which: tuple[str, str]) -> None:
    rows = indexed(which[0])
    for block in review.blocks:
        if isinstance(block, Figure):
            assert bool(block.facts) != block.anchor.startswith("figure-story") and set(block.facts) <= set(rows)
            assert block.title in block.alt and len(block.alt) > 20
            assert block.data.rows and block.svg.startswith("<svg") and block.svg_narrow.startswith("<svg")


def test_the_first_screen_has_its_parts_in_order(review: Report) -> None:
    first = [block for block in review.blocks if block.first_screen]
    order = [block.role if isinstance(block, Narrative) else block.kind for block in first]
    parts = ["headline", "heading", "cards", "heading", "moved", "heading", "decide", "heading", "unknown"]
    assert order == parts
    assert list(review.blocks[: len(first)]) == first
    assert len(cards(review)) == 5
    narratives = {block.role: block.sentences for block in first if isinstance(block, Narrative)}
    assert len(narratives["headline"]) == 1
    assert len(narratives["unknown"]) in (1, 2), "what it cannot know, and the form that would tell most"
    assert len(narratives["decide"]) == 3 and all(sentence.page for sentence in narratives["decide"])
    assert 1 <= len(narratives["moved"]) <= 3


def test_every_section_opens_with_its_answer(review: Report) -> None:
    detail = [block for block in review.blocks if not block.first_screen]
    for block, following in pairwise(detail):
        if isinstance(block, Heading) and block.level == 2 and block.anchor not in ("glossary", "pages"):
            assert isinstance(following, Narrative | Note), block.anchor
            if isinstance(following, Narrative):
                assert following.role == "answer" and following.sentences


def test_the_same_facts_give_the_same_bytes_and_are_not_changed(reviews: object) -> None:
    assert callable(reviews)
    rows, contract, context = given("sales-led")
    kept = rows.copy(deep=True)
    again = compose(rows, contract, facts.engagement(context), period=facts.PERIOD, lang="es")
    pd.testing.assert_frame_equal(rows, kept)
    before = reviews("sales-led", "es")
    assert again.to_json() == before.to_json()
    assert render(again) == render(before)


def test_json_is_read_back_whole(review: Report) -> None:
    assert Report.from_json(review.to_json()) == review
    assert render(Report.from_json(review.to_json())) == render(review)


def text_of(review: Report) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", render(review).split("</style>")[1])).replace("\xa0", " ")


def first_screen_only() -> pd.DataFrame:
    """The cards of the digital company, and what says that the month has data."""
    rows = facts.digital_native()
    counted = rows["metric"].eq("customers") & rows["variant"].eq("") & rows["segment"].eq("all")
    return rows[rows["variant"].str.contains("card=") | (counted & rows["period"].eq("2026-10"))].copy()


def test_a_clear_fall_leads_the_headline(reviews: object) -> None:
    assert callable(reviews)
    headline = next(block for block in reviews("digital-native", "en").blocks if isinstance(block, Narrative))
    assert headline.sentences[0].text == (
        "Northwind Cloud won 14 new customers in October 2026, 82% of the target; MQL → customer went from 8.2% to "
        "6.1%, a clear change for the worse."
    )


def test_the_headline_says_it_when_nothing_moved_clearly(reviews: object) -> None:
    rows = first_screen_only()
    rows.loc[rows["variant"].str.contains("change="), "status"] = "noise"
    said = compose(rows, facts.contract(), facts.engagement("digital-native"), period=facts.PERIOD, lang="en")
    headline = next(block for block in said.blocks if isinstance(block, Narrative)).sentences[0].text
    assert headline.endswith("; none of the five shared numbers shows a clear change.")
    assert "a clear change for" not in headline


def test_a_goal_that_is_a_share_of_its_target_says_both(reviews: object) -> None:
    assert callable(reviews)
    review = reviews("on-target", "en")
    headline = next(block for block in review.blocks if isinstance(block, Narrative)).sentences[0].text
    assert headline.startswith("Northwind Cloud won 14 new customers in October 2026, 82% of the target")
    assert cards(review)[4].basis == "New customers, October 2026: 14 of 17"
    goal = next(block for block in review.blocks if isinstance(block, Figure) and block.anchor == "figure-goal")
    assert [key.split("|")[0] for key in goal.facts] == ["2026-10"]


def test_what_is_missing_names_its_form(reviews: object) -> None:
    assert callable(reviews)
    english, spanish = text_of(reviews("gaps", "en")), text_of(reviews("gaps", "es"))
    assert "fill in the form “costs”" in english and "rellenar el formulario «costes»" in spanish
    assert "Target: " not in english.split("New customers")[1][:400]
    assert {card.value for card in cards(reviews("gaps", "en")) if card.metric in ("unified_cac", "ltv_cac")} == {"–"}


def test_missing_history_is_said_and_never_sold_as_rising_conversion(reviews: object) -> None:
    rows = facts.digital_native()
    rows = rows[rows["variant"].str.contains("card=|horizon=120") | rows["metric"].eq("customers")].copy()
    rising = rows["variant"].eq("card=1;change=prior")
    rows.loc[rising, ["value", "low", "high"]] = [0.03, 0.01, 0.05]
    said = compose(rows, facts.left_truncated(), facts.engagement("digital-native"), period=facts.PERIOD, lang="en")
    narratives = {block.role: block.sentences[0].text for block in said.blocks if isinstance(block, Narrative)}
    headline = next(block for block in said.blocks if isinstance(block, Narrative)).sentences[0].text
    assert "MQL → customer" not in headline
    unknown = next(b for b in said.blocks if isinstance(b, Narrative) and b.role == "unknown").sentences[0].text
    assert "5 March 2025" in unknown and "missing history" in unknown
    warnings = [block.text for block in said.blocks if isinstance(block, Note) and block.tone == "warning"]
    assert any("do not show that conversion is rising" in text for text in warnings)
    assert narratives


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_month_without_data_still_gives_a_review(lang: str, reviews: object) -> None:
    assert callable(reviews)
    review = reviews("nothing", lang)
    assert all(card.value == "–" and card.missing for card in cards(review))
    start = {"en": "There is no data in October 2026", "es": "No hay datos en octubre de 2026"}[lang]
    assert next(block for block in review.blocks if isinstance(block, Narrative)).sentences[0].text.startswith(start)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("context", ["digital-native", "sales-led"])
def test_no_fact_at_all_still_gives_a_review(lang: str, context: str) -> None:
    rows = facts.digital_native().iloc[:0]
    review = compose(rows, given("nothing")[1], facts.engagement(context), period=facts.PERIOD, lang=lang)
    assert len(render(review)) > 5_000
    assert all(card.value == "–" for card in cards(review))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("context", ["digital-native", "sales-led"])
def test_everything_undefined_still_gives_a_review(lang: str, context: str) -> None:
    rows = facts.sales_led() if context == "sales-led" else facts.digital_native()
    blank = ["value", "low", "high", "n", "numerator", "denominator", "prior", "target"]
    rows[blank] = float("nan")
    rows[["status", "note"]] = ["undefined", "no_customers"]
    review = compose(rows, facts.contract(), facts.engagement(context), period=facts.PERIOD, lang=lang)
    assert all(card.value == "–" and card.missing for card in cards(review))
    assert "nan" not in text_of(review).lower().split()


def test_zero_customers_are_a_number_and_not_a_gap() -> None:
    rows = first_screen_only()
    goal = rows["variant"].eq("card=5")
    rows.loc[goal, ["value", "n"]] = 0.0
    review = compose(rows, facts.contract(), facts.engagement("digital-native"), period=facts.PERIOD, lang="en")
    assert cards(review)[4].value == "0"
    headline = next(block for block in review.blocks if isinstance(block, Narrative)).sentences[0].text
    assert headline.startswith("Northwind Cloud won 0 new customers in October 2026")


def test_few_deals_are_listed_by_id_and_many_are_not(reviews: object) -> None:
    assert callable(reviews)
    listed = next(b for b in reviews("sales-led", "en").blocks if isinstance(b, Table) and b.columns[0].title == "Deal")
    assert [row[0].text for row in listed.rows] == ["8841", "8850", "8702", "8790"]
    assert [row[1].text for row in listed.rows] == ["won", "won", "lost", "lost"]
    assert not any(isinstance(b, Heading) and b.anchor == "deals" for b in reviews("digital-native", "en").blocks)


def test_sales_led_leads_with_deals_and_existing_customers(reviews: object) -> None:
    assert callable(reviews)
    anchors = [b.anchor for b in reviews("sales-led", "es").blocks if isinstance(b, Heading) and not b.first_screen]
    assert anchors[:4] == ["todo", "deals", "existing", "cohorts"]
    other = [b.anchor for b in reviews("digital-native", "es").blocks if isinstance(b, Heading) and not b.first_screen]
    assert other[:5] == ["todo", "funnel", "cohorts", "closing", "economics"] and "existing" not in other


def test_months_that_still_convert_are_set_apart(reviews: object) -> None:
    assert callable(reviews)
    figure = next(b for b in reviews("digital-native", "en").blocks if isinstance(b, Figure) and "cohorts" in b.anchor)
    muted = [row[2].muted for row in figure.data.rows]
    assert muted == [False] * 20 + [True] * 4
    assert figure.svg.count("url(#cohorts-w") >= 4


def test_a_segment_value_may_hold_the_separators_of_facts() -> None:
    rows = facts.digital_native()
    rows = rows[rows["segment"].str.startswith("channel=")]
    rows["segment"] = rows["segment"].str.replace("channel=referral", "channel=a;b=c")
    review = compose(rows, facts.contract(), facts.engagement("digital-native"), period=facts.PERIOD, lang="en")
    assert isinstance(review, Report)


def test_cells_default_to_no_fact() -> None:
    assert Cell(text="x").fact == ""
