"""Who is credited: coverage first, no winner that depends on the rule, money that adds up, and what is missing said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd
import pytest

from helpers.periods import Period
from helpers.report import charts, lanes
from helpers.report.model import Block, Cell, Explorer, Figure, Heading, Narrative, Note, Report, Table
from helpers.report.naming import RULES, rule
from helpers.words import Words

from . import attributed, facts
from .composing import compose
from .conftest import given, tables
from .reading import numbers

LANGUAGES = ("en", "es")
METRICS = (
    "touch_coverage", "self_reported", "credited", "credited_revenue", "credit_spread", "channel_spend",
    "credited_cost", "credited_return", "sourced_revenue", "influenced", "experiment_lift",
)  # fmt: skip
PARTS = ("attribution-origin", "attribution-rules", "attribution-money", "attribution-said", "stories", "drilldown",
         "outcomes")  # fmt: skip


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests read words and tables: what is drawn is looked at elsewhere."""
    for module in (charts, lanes):
        monkeypatch.setattr(module, "drawn", lambda *_, **__: "<svg></svg>")


@cache
def report(case: str, lang: str) -> Report:
    """A case of ``conftest``, undrawn."""
    rows, contract, context = given(case)
    engagement = facts.engagement(context)
    return compose(rows, contract, engagement, period=facts.PERIOD, lang=lang, tables=tables(case))


def made(rows: pd.DataFrame, lang: str = "en", *, context: str = "digital-native", **rest: pd.DataFrame) -> Report:
    return compose(rows, facts.contract(), facts.engagement(context), period=facts.PERIOD, lang=lang, tables=rest)


def section(review: Report) -> list[Block]:
    """The blocks of the section."""
    blocks = [block for block in review.blocks if not block.first_screen]
    heads = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    for start, end in zip(heads, [*heads[1:], len(blocks)], strict=True):
        head = blocks[start]
        if isinstance(head, Heading) and head.anchor == "attribution":
            return blocks[start:end]
    return []


def parts(review: Report) -> list[str]:
    return [block.anchor for block in section(review)[1:] if isinstance(block, Heading)]


def answer(review: Report) -> str:
    block = section(review)[1]
    assert isinstance(block, Narrative)
    return " ".join(sentence.text for sentence in block.sentences)


def figure(review: Report, anchor: str) -> Figure:
    return next(block for block in review.blocks if isinstance(block, Figure) and block.anchor == anchor)


def notes(review: Report) -> list[str]:
    return [block.text for block in section(review) if isinstance(block, Note)]


def column(rows: Sequence[Sequence[Cell]], place: int) -> dict[str, str]:
    return {row[0].text: row[place].text for row in rows}


@cache
def money(lang: str) -> Table:
    blocks = section(report("credited", lang))
    start = next(place for place, block in enumerate(blocks)
                 if isinstance(block, Heading) and block.anchor == "attribution-money")  # fmt: skip
    return next(block for block in blocks[start:] if isinstance(block, Table))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_coverage_opens_the_section_and_its_parts_follow_in_order(lang: str) -> None:
    review = report("credited", lang)
    assert parts(review) == list(PARTS)
    opening = answer(review)
    assert numbers(opening)[:2] == ["147", "168"]  # 0.875 × 168
    first = next(block for block in section(review) if isinstance(block, Figure))
    assert first.anchor == "figure-touched" and [row[0].text for row in first.data.rows][-1] in (
        "New customers", "Clientes nuevos")  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_coverage_is_low_it_stops_at_origin_and_says_what_to_record(lang: str) -> None:
    review = report("unrecorded", lang)
    assert parts(review) == ["attribution-origin", "attribution-said"]
    opening = section(review)[1]
    assert isinstance(opening, Narrative)
    assert [sentence.page for sentence in opening.sentences if sentence.page] == ["data-habits"]
    last = section(review)[-1]
    assert isinstance(last, Note) and last.tone == "missing"
    assert {"en": "Record each call", "es": "registrar cada llamada"}[lang] in last.text
    assert not any(isinstance(block, Explorer) for block in review.blocks)


def test_low_coverage_is_something_to_decide_and_good_coverage_is_not() -> None:
    said = {
        case: " ".join(
            sentence.text
            for block in report(case, "en").blocks
            if isinstance(block, Narrative) and block.role == "decide"
            for sentence in block.sentences
        )
        for case in ("credited", "unrecorded")
    }
    low = attributed.whole(dict.fromkeys(attributed.COVERED, 0.2))
    quiet = low[low["metric"].ne("no_decision") & ~low["variant"].str.contains("change=")]
    decided = next(block for block in made(quiet).blocks if isinstance(block, Narrative) and block.role == "decide")
    asked = [sentence for sentence in decided.sentences if sentence.page == "data-habits"]
    assert "on record for only 20% of new customers" in asked[0].text
    assert "on record" not in said["credited"]


@pytest.mark.parametrize("which", ["first", "last"])
def test_origin_adds_up_to_the_total_with_what_has_no_touch(which: str) -> None:
    data = figure(report("credited", "en"), f"figure-origin-{which}").data
    counts = {name: float(text) for name, text in column(data.rows, 1).items()}
    whole = counts.pop("All")
    assert "No recorded touch" in counts and sum(counts.values()) == whole
    assert whole == attributed.TOTALS["customers" if which == "first" else "opportunities"]


def test_origin_names_the_three_channels_met_most_often() -> None:
    # first: 0.42, 0.31, 0.22 and 0.05 of 147 → 62, 46, 32, 7
    assert figure(report("credited", "en"), "figure-origin-first").title == (
        "Where new customers began, most often: Events (62), Paid search (46) and Referral (32)"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_winner_is_named_that_depends_on_the_rule(lang: str) -> None:
    message = figure(report("credited", lang), "figure-rules").title
    assert not any(name in message for name in ("Events", "Call", "Paid search", "Referral"))
    assert message in answer(report("credited", lang))


def test_a_place_that_every_rule_gives_is_named_with_its_range() -> None:
    first = figure(made(attributed.whole(decided=("events",))), "figure-rules").title
    # events: 0.25 × 147 = 36.75 (last) to 0.42 × 147 = 61.74 (first)
    assert first == "Events comes first under every rule (36.8 to 61.7 customers); other places depend on it"
    every = figure(made(attributed.whole(decided=("events", "Call", "paid_search", "referral"))), "figure-rules")
    assert every.title == "Every rule puts the channels in the same order"
    only_last = figure(made(attributed.whole(decided=("Call", "referral"))), "figure-rules")
    assert only_last.title.startswith("Call comes first")  # the first of those decided has place 1


def test_a_decided_place_that_is_not_the_first_names_no_winner() -> None:
    rows = attributed.whole(decided=("events",))
    settled = rows["metric"].eq("credit_spread") & rows["status"].eq("clear")
    rows.loc[settled, ["numerator", "denominator"]] = 3.0
    assert figure(made(rows), "figure-rules").title.startswith("Which channel comes first depends on the rule")


def test_every_rule_has_its_column_and_its_name_in_both_languages() -> None:
    for lang in LANGUAGES:
        heads = [column.title for column in figure(report("credited", lang), "figure-rules").data.columns]
        assert heads[6:] == [rule(Words(lang), model) for model in RULES if model in attributed.SHARES]
    names = [rule(Words(lang), model) for model in RULES for lang in LANGUAGES]
    assert len(set(names)) == 2 * len(RULES) and not any("_" in name for name in names)


def test_money_shows_spend_without_credit_and_credit_without_spend() -> None:
    rows = money("en").rows
    assert column(rows, 7) == {
        "Events": "1.9×", "Paid search": "1.7×", "Display": "no credit", "Call": "no spend", "Referral": "no spend",
        "No channel on record": "–", "All": "2.7×",
    }  # fmt: skip
    # events: 322,000 over 0.34 × 147 = 49.98 customers; all: 732,000 over 168
    assert column(rows, 4)["Events"] == "US$6,443" and column(rows, 4)["All"] == "US$4,357"
    assert "Rule: equal parts" in money("en").caption and "a partes iguales" in money("es").caption


def test_the_cost_of_customers_adds_up_to_the_unified_cac_only_where_it_does() -> None:
    assert any("add up to the unified CAC: US$4,357" in text for text in notes(report("credited", "en")))
    rows = attributed.whole()
    cac = rows["metric"].eq("unified_cac") & rows["variant"].eq("") & rows["period"].eq(attributed.YEAR)
    rows.loc[cac, "value"] = 5000.0
    assert not any("unified CAC" in text for text in notes(made(rows)))


def test_marketing_is_named_beside_its_share_among_lost_deals() -> None:
    assert figure(report("credited", "en"), "figure-influenced").title == (
        "Marketing had a part in 81.0% of deals won and 76.0% of deals lost: no clear difference"
    )
    rows = attributed.whole()
    lost = rows["metric"].eq("influenced") & rows["variant"].str.contains("outcome=lost")
    rows.loc[lost, ["value", "low", "high"]] = [0.5, 0.44, 0.56]
    apart = figure(made(rows), "figure-influenced").title
    assert apart == "Marketing had a part in 81.0% of deals won and 50.0% of deals lost"
    assert "figure-influenced" not in [
        block.anchor for block in made(rows[~rows["variant"].str.contains("outcome=(?:lost|open)")]).blocks
        if isinstance(block, Figure)
    ]  # fmt: skip


def test_the_three_definitions_stand_side_by_side() -> None:
    data = figure(report("credited", "en"), "figure-sourced")
    assert data.title == "Originated by marketing: US$900,000 to US$1,400,000, depending on the definition"
    assert [len(row) for row in data.data.rows] == [5, 5, 5]
    assert {row[4].text for row in data.data.rows} == {"US$2,000,000"}


def test_an_experiment_stands_beside_the_credit_with_its_days() -> None:
    found = next(block for block in section(report("credited", "en"))
                 if isinstance(block, Table) and "experiments" in block.caption)  # fmt: skip
    assert [cell.text for cell in found.rows[0]] == ["Paid search", "29.4", "1 Jan 2026 – 31 Mar 2026", "12", "2 – 22"]


@pytest.mark.parametrize(("lang", "said"), [("en", "only an experiment can"), ("es", "lo muestra un experimento")])
def test_that_credit_is_no_proof_is_said_once(lang: str, said: str) -> None:
    assert report("credited", lang).to_json().count(said) == 1


@pytest.mark.parametrize("missing", METRICS)
def test_any_metric_may_be_missing(missing: str) -> None:
    rows = attributed.whole()
    review = made(rows[rows["metric"].ne(missing)], "es", **attributed.tables())
    assert section(review) and {"stories", "drilldown", "outcomes"} <= set(parts(review))


@pytest.mark.parametrize("only", METRICS)
def test_any_metric_may_stand_alone(only: str) -> None:
    rows = attributed.whole()
    assert made(rows[rows["metric"].eq(only)], "es").blocks


@pytest.mark.parametrize("missing", PARTS[-3:])
def test_a_missing_or_empty_or_broken_table_is_a_part_left_out(missing: str) -> None:
    rows, others = attributed.whole(), attributed.tables()
    whole = others.pop(missing)
    left = [name for name in PARTS if name != missing]
    assert parts(made(rows, **others)) == left
    assert parts(made(rows, **others, **{missing: whole.iloc[:0]})) == left
    assert parts(made(rows, **others, **{missing: whole.iloc[:, 1:]})) == left


def test_without_facts_and_rows_there_is_no_section_and_rows_alone_make_one() -> None:
    assert section(report("digital-native", "en")) == []
    assert parts(made(facts.digital_native(), **attributed.tables())) == list(PARTS[-3:])


def test_undefined_facts_of_attribution_are_explained_and_not_drawn() -> None:
    rows = attributed.whole()
    own = rows["metric"].isin(METRICS)
    rows.loc[own, ["value", "low", "high", "numerator", "denominator"]] = float("nan")
    rows.loc[own, ["status", "note"]] = ["undefined", "no_touches"]
    review = made(rows)
    assert "None of them has a recorded touch." in answer(review)
    assert not [block for block in section(review) if isinstance(block, Figure)]


def test_the_section_follows_what_its_readers_ask_first() -> None:
    for context, before in (("digital-native", "economics"), ("sales-led", "closing")):
        review = made(attributed.whole(), context=context)
        anchors = [block.anchor for block in review.blocks if isinstance(block, Heading) and block.level == 2]
        assert anchors[anchors.index("attribution") - 1] == before


def test_only_the_rolling_year_is_shown() -> None:
    rows = attributed.whole()
    later = rows["metric"].isin(METRICS)
    rows.loc[later, "period"] = str(Period.parse("2026-09").rolling(12))
    assert section(made(rows)) == []
