"""From channel to campaign to deals, and what became of campaigns: whole, in order, safe, readable without script."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

import pandas as pd
import pytest

from helpers.contract import Contract
from helpers.report.html import render
from helpers.report.model import Explorer, Group, Note, Report

from . import attributed, facts
from .composing import compose
from .conftest import page
from .reading import Page

COLUMNS = ["channel", "campaign", "deal_id", "outcome", "closed_on", "value", "touches", "credited", "first",
           "before_opportunity"]  # fmt: skip
#: D1 was won (100) after a webinar and two calls, D2 was lost after a call, D3 was won (50) after a webinar.
ROWS = [
    ("events", "Webinar A", "D1", "won", date(2026, 10, 5), 100.0, 1, 1 / 3, True, False),
    ("Call", None, "D1", "won", date(2026, 10, 5), 100.0, 2, 2 / 3, False, True),
    ("Call", None, "D2", "lost", date(2026, 10, 9), None, 1, 1.0, True, True),
    ("events", "Webinar B", "D3", "won", date(2026, 9, 1), 50.0, 1, 1.0, True, True),
]
EVIL = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"


def made(lang: str = "en", *, internal: bool = False, names: dict[str, str] | None = None,
         **tables: pd.DataFrame) -> Report:  # fmt: skip
    return compose(facts.nothing("digital-native"), Contract(), facts.engagement("digital-native"), period=facts.PERIOD,
                   lang=lang, tables=tables, internal=internal, names=names)  # fmt: skip


def explorer(review: Report, anchor: str = "drilldown-deals") -> Explorer:
    return next(block for block in review.blocks if isinstance(block, Explorer) and block.anchor == anchor)


def drilled(rows: list[tuple[object, ...]], lang: str = "en") -> Explorer:
    return explorer(made(lang, drilldown=pd.DataFrame(rows, columns=COLUMNS)))


def leaves(groups: tuple[Group, ...]) -> list[Group]:
    return [leaf for group in groups for leaf in (leaves(group.groups) if group.groups else [group])]


def test_channels_hold_campaigns_and_campaigns_hold_deals() -> None:
    events, call = drilled(ROWS).groups  # 4/3 credited against 2/3: a lost deal gives no credit
    assert (events.title, events.figures) == ("Events", ("2 deals", "2 won", "credited: 1.3", "amount won: US$150"))
    assert (call.title, call.figures) == ("Call", ("2 deals", "1 won", "credited: 0.7", "amount won: US$100"))
    assert [(group.title, group.figures[2]) for group in events.groups] == [
        ("Webinar B", "credited: 1"), ("Webinar A", "credited: 0.3"),
    ]  # fmt: skip
    assert call.groups == () and [row[0].text for row in call.rows] == ["D2", "D1"]  # the latest first


def test_a_row_says_all_of_its_deal_and_sorts_by_what_stands_behind_the_text() -> None:
    lost, won = drilled(ROWS).groups[1].rows
    assert [item.text for item in won] == [
        "D1", "won", "5 Oct 2026", "US$100", "2", "67%", "before the opportunity",
    ]  # fmt: skip
    assert [item.order for item in won] == [None, None, float(date(2026, 10, 5).toordinal()), 100.0, 2.0, 2 / 3, None]
    assert [item.text for item in lost][3:] == ["–", "1", "100%", "first touch and before the opportunity"]
    assert lost[3].order is None


def test_spanish_rows() -> None:
    found = drilled(ROWS, "es").groups[1]
    assert found.figures[:3] == ("2 oportunidades", "1 ganada", "atribuidas: 0,7")
    assert [item.text for item in found.rows[1]][1:3] == ["ganada", "5 oct 2026"]


def test_a_page_lists_the_deals_closed_last_whole_and_counts_them_all() -> None:
    review = made(drilldown=attributed.drilldown(402))
    block = explorer(review)
    rows = [row for leaf in leaves(block.groups) for row in leaf.rows]
    deals = [row[0].text for row in rows]
    assert len(set(deals)) == 120 and all(deals.count(deal) == 3 for deal in set(deals))
    # three of six channels touch a deal: each channel touches half of 402
    assert all(group.figures[0] == "201 deals" for group in block.groups)
    assert any("the 120 deals closed last, of 402" in note.text for note in review.blocks if isinstance(note, Note))
    assert len(render(review).encode()) < 1_500_000


def test_a_deal_with_very_many_rows_is_listed_alone_rather_than_cut() -> None:
    rows = [("c", f"campaign {place}", "D1", "won", date(2026, 10, 5), 1.0, 1, 1 / 700, False, False)
            for place in range(700)]  # fmt: skip
    block = drilled([*rows, ("c", "other", "D2", "won", date(2026, 1, 5), 1.0, 1, 1.0, True, True)])
    assert {row[0].text for leaf in leaves(block.groups) for row in leaf.rows} == {"D1"}
    assert block.groups[0].figures[0] == "2 deals"


def test_companies_stand_in_the_internal_copy_alone() -> None:
    rows = pd.DataFrame(ROWS, columns=COLUMNS)
    inside, outside = (made(drilldown=rows, internal=internal, names={"D1": "Ribera"}) for internal in (True, False))
    assert [row[1].text for row in explorer(inside).groups[1].rows] == ["–", "Ribera"]
    assert "Ribera" not in outside.to_json() and len(explorer(outside).columns) == 7


def test_what_became_of_campaigns_is_listed_by_reach() -> None:
    block = explorer(made(outcomes=attributed.outcomes()), "outcomes-rows")
    campaigns, content = block.groups
    assert campaigns.open and [item.text for item in campaigns.rows[0]] == [
        "Campaign 0", "Events", "400", "120", "60", "30", "9", "US$54,000",
    ]  # fmt: skip
    reach = [row[2].order or 0.0 for row in campaigns.rows]
    assert reach == sorted(reach, reverse=True) and (content.title, len(content.rows)) == ("Content", 1)
    many = made(outcomes=attributed.outcomes(60))
    assert len(explorer(many, "outcomes-rows").groups[0].rows) == 40
    assert any(
        "Listed are the 40 that reached most people" in note.text for note in many.blocks if isinstance(note, Note)
    )


def test_without_script_every_row_is_there_to_read() -> None:
    html = render(made(drilldown=pd.DataFrame(ROWS, columns=COLUMNS), outcomes=attributed.outcomes()))
    found = Page(html)
    assert found.broken == [] and found.open == []
    assert html.count('<th scope="row">D') == 4
    assert '<p class="search" hidden>' in html and "<button" not in html
    assert [tag for tag, _ in found.tags].count("summary") == 2 + 2 + 2 + 0  # channels, webinars, kinds of outcomes


def test_one_script_runs_and_it_is_the_one_of_the_policy() -> None:
    html = page("credited", "en")
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy and "default-src 'none'" in policy[1] and f"script-src 'sha256-{digest}'" in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_a_page_without_rows_has_no_script_at_all() -> None:
    html = page("digital-native", "en")
    assert "<script" not in html and "script-src 'none'" in html


@pytest.mark.parametrize("word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(",
                                  "XMLHttpRequest", "import(", "localStorage", "cookie", "http"])  # fmt: skip
def test_the_script_neither_writes_markup_nor_speaks_to_anybody(word: str) -> None:
    html = page("credited", "en")
    assert word not in html[html.index("<script>") :]


def test_words_from_data_are_never_code() -> None:
    rows = [tuple(EVIL if isinstance(value, str) and value not in ("won", "lost") else value for value in row)
            for row in ROWS]  # fmt: skip
    tables = {
        "drilldown": pd.DataFrame(rows, columns=COLUMNS),
        "stories": attributed.story(EVIL).replace({"events": EVIL, "Call": EVIL, "Search Ads 2026-Q3": EVIL}),
        "outcomes": attributed.outcomes().replace({"Campaign 0": EVIL, "events": EVIL}),
    }
    html = render(made(**tables))
    found = Page(html)
    assert found.broken == [] and [tag for tag, _ in found.tags].count("script") == 1
    assert "<img" not in html and "&lt;img src=x" in html
    assert not any(name.startswith("on") for _, attrs in found.tags for name in attrs)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_tables_to_explore_have_headers_for_those_who_listen(lang: str) -> None:
    html = page("credited", lang)
    inside = "".join(re.findall(r'<div class="explorer.*?</div>', html, flags=re.DOTALL))
    tables = re.findall(r"<table>.*?</table>", inside, flags=re.DOTALL)
    assert tables
    for text in tables:
        assert "<caption>" in text and text.count('<th scope="col"') >= 7
        assert text.count('<th scope="row">') == text.count("<tr>") - 1
    assert f'<label>{ {"en": "Search", "es": "Buscar"}[lang] } <input type="search"' in inside
