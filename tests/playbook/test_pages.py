"""Every page of the playbook keeps its promises: form, links, length, slots; both languages and the metrics in step."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from helpers.assets import asset
from helpers.catalog import catalog
from helpers.engagement import Engagement, preset
from helpers.forms.declared import declared
from helpers.forms.lists import RITUALS
from helpers.forms.order import DOCUMENTS, form_title
from helpers.pages import IDS, SECTIONS, Front, source, title
from helpers.pages.reading import split_front
from helpers.playbook import printed

from .texts import LANGS, ROOT, each, page, prose, slots, written

CONTEXTS = ("sales-led", "mixed", "digital-native", "no-marketing")
WORDS = range(400, 701)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
ITEM = re.compile(r"^(?:[-*+]|\d+\.) ", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
STAGES = ("lead", "mql", "sql", "opportunity", "offer", "customer")
#: a word or two within a line, on any page
INLINE = {"client", "chair", "turns", "answer-within", "decide-within", *(f"stage.{stage}" for stage in STAGES)}
#: blocks on lines of their own: where each must stand
BLOCKS = {
    "decisions-open": {("monthly-review", "inputs")},
    "hypotheses-open": {("joint-planning", "inputs")},
    "targets-table": {("joint-planning", "inputs")},
    "stages-table": {("stages", "inputs")},
    "sla-promises": {("sla", "outputs")},
    "ideal-customer-table": {("ideal-customer", "inputs")},
    "buyer-roles": {("buying-cycle", "inputs"), ("ideal-customer", "inputs")},
    "messages-table": {("messages", "inputs")},
    "objections-list": {("objections", "inputs")},
    "campaigns-running": {("campaigns", "inputs")},
    "content-table": {("content", "inputs")},
    "incentives-table": {("incentives", "inputs")},
    "loss-reasons": {("win-loss", "inputs")},
    "catalogue": {("shared-metrics", "related")},
    "rhythms-table": {("your-context", "inputs"), ("first-90-days", "inputs")},
    "active-pages": {("first-90-days", "outputs")},
    "context-why": {("your-context", "outputs")},
    "here": {(id, "purpose") for id in IDS},
}
#: variants that count the bad part of a metric: there more is worse, whatever the metric's direction
BAD_PART = {("handoff_acceptance", "class=undecided"), ("shared_pay", "roles=unshared")}
#: thresholds on the better side: what goes well is to be used, or a figure is too good to be taken at its word
GOOD_NEWS = {
    ("stages", "lead_to_mql"): "more leads called worth pursuing may mean that less is asked of them",
    ("ideal-customer", "receptive_sector"): "a part of the market that buys more belongs into the profile",
    ("feedback-to-marketing", "receptive_sector"): "a part of the market that buys more is worth a campaign",
    ("insight-to-sales", "topic_response"): "a topic that customers respond to is for sales to use",
    ("content", "content_won"): "deals won with content made together ask for more of it",
}


def links(id: str, lang: str) -> list[tuple[str, str]]:
    """Text and target of each link."""
    return [(shown, target) for _, shown, target in LINK.findall(written(id, lang))]


def linked(id: str, lang: str) -> set[str]:
    """Other pages that a page links to."""
    return {target.partition(".md")[0] for _, target in links(id, lang)} & set(IDS) - {id}


# -- form --------------------------------------------------------------------------------------------------------------


@each
def test_the_page_is_read_and_its_front_matter_is_complete(id: str, lang: str) -> None:
    front, _ = split_front(source(id, lang), where=id)
    assert list(front) == list(Front.model_fields)
    assert page(id, lang).sections.keys() == SECTIONS.keys()
    assert all(page(id, lang).sections.values()), "an empty section"


def test_there_are_these_pages_and_no_others() -> None:
    for lang in LANGS:
        found = list(asset("playbook", lang).iterdir())
        assert {path.stem for path in found if path.is_file()} == set(IDS)
        assert [path.name for path in found if path.is_dir()] == ["workshop"], "the guides of the workshop are no pages"


@each
def test_the_agenda_fills_its_minutes_and_asks(id: str, lang: str) -> None:
    found = page(id, lang)
    assert sum(step.minutes for step in found.agenda) == found.front.minutes
    assert all(step.minutes > 0 for step in found.agenda)
    assert [step.asks for step in found.agenda if not step.asks.endswith("?")] == []


@each
def test_the_purpose_names_one_decision_in_bold(id: str, lang: str) -> None:
    assert len(BOLD.findall(page(id, lang).sections["purpose"])) == 1


@each
def test_length(id: str, lang: str) -> None:
    _, body = split_front(written(id, lang), where=id)
    words = [word for word in prose(body).split() if re.search(r"\w", word)]
    assert len(words) in WORDS


@each
def test_forms_exist_and_are_named_by_their_sheet(id: str, lang: str) -> None:
    found = page(id, lang)
    assert set(found.front.forms) <= {*declared(), *DOCUMENTS}
    titles = {form_title(form, lang=lang): form for form in (*declared(), *DOCUMENTS)}
    named = [titles[name] for name in BOLD.findall(found.sections["forms"]) if name in titles]
    assert sorted(named) == sorted(found.front.forms)
    assert [
        name for name in re.findall(r"^- \*\*(.+?)\*\*", found.sections["forms"], re.MULTILINE) if name not in titles
    ] == []


@each
def test_the_notebook_exists(id: str, lang: str) -> None:
    notebook = page(id, lang).front.notebook
    assert not notebook or asset("notebooks", f"{notebook}.ipynb").is_file()


# -- links -------------------------------------------------------------------------------------------------------------


@each
def test_links_lead_to_pages_by_their_titles(id: str, lang: str) -> None:
    titles = {title(other, lang) for other in IDS}
    for shown, target in links(id, lang):
        name, _, anchor = target.partition("#")
        other = name.removesuffix(".md") or id
        assert other in IDS, f"[{shown}]({target}) leads nowhere, or out of the playbook"
        assert not anchor or anchor in anchors(other), f"[{shown}]({target}): no such place on the page"
        assert anchor or shown == title(other, lang), f"[{shown}]({target}) is called '{title(other, lang)}'"
        assert name.endswith(".md") or not name
    # a title in brackets without a target is a link that somebody forgot
    assert [shown for shown in re.findall(r"\[([^\]]+)\](?!\()", prose(written(id, lang))) if shown in titles] == []


def anchors(id: str) -> set[str]:
    """Places of a page that a link may name: its sections, and the metrics where the catalogue stands."""
    metrics = {f"metric-{metric}" for metric in catalog()} if id == "shared-metrics" else set()
    return {*SECTIONS, *metrics}


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_stands_alone(lang: str) -> None:
    assert {id: linked(id, lang) for id in IDS if len(linked(id, lang)) < 2} == {}
    assert set(IDS) - set().union(*(linked(id, lang) for id in IDS)) == set()


def test_the_list_of_pages_names_each_in_both_languages() -> None:
    rows = re.findall(
        r'^\| <a id="([\w-]+)"></a>`([\w-]+)` \|(.*)\|$', (ROOT / "playbook/README.md").read_text("utf-8"), re.M
    )
    assert [id for id, _, _ in rows] == [shown for _, shown, _ in rows] == list(IDS)
    for id, _, cells in rows:
        assert [(shown, target) for _, shown, target in LINK.findall(cells)] == [
            (title(id, lang), f"{lang}/{id}.md") for lang in LANGS
        ]


def test_every_meeting_that_a_form_offers_has_a_page_and_every_ritual_is_offered() -> None:
    assert set(RITUALS) <= set(IDS)
    assert {id for id in IDS if page(id, "en").front.kind == "ritual"} - set(RITUALS) == set()


# -- slots -------------------------------------------------------------------------------------------------------------


@each
def test_slots_are_known_closed_and_not_nested(id: str, lang: str) -> None:
    markdown = written(id, lang)
    names = re.findall(r"<!-- slot: (.*?) -->", markdown)
    assert set(names) - INLINE - set(BLOCKS) == set()
    assert len(names) == markdown.count("<!-- /slot -->") == len(slots(id, lang))
    assert [name for name, default in slots(id, lang) if "<!--" in default] == []
    assert [
        mark
        for mark in re.findall(r"<!--.*?-->", markdown)
        if not re.fullmatch(r"<!-- (?:slot: [\w.-]+|/slot) -->", mark)
    ] == []


def test_slots_are_those_that_the_kit_fills() -> None:
    assert set(BLOCKS) == {*printed.BLOCKS, "here"}
    assert set(printed.INLINE) == INLINE


@each
def test_inline_slots_have_a_default_that_reads_well(id: str, lang: str) -> None:
    for name, default in slots(id, lang):
        if name in INLINE:
            assert default.strip() == default
            assert default
            assert "\n" not in default


@each
def test_blocks_stand_in_their_section_on_lines_of_their_own(id: str, lang: str) -> None:
    found = Counter(
        (name, section)
        for section, body in page(id, lang).sections.items()
        for name in re.findall(r"^<!-- slot: ([\w-]+) -->(?:<!-- /slot -->)?$", body, re.MULTILINE)
    )
    assert found == Counter((name, section) for name, places in BLOCKS.items() for at, section in places if at == id)


@each
def test_who_meets_when_here_is_the_last_thing_of_the_purpose(id: str, lang: str) -> None:
    assert page(id, lang).sections["purpose"].endswith("\n\n<!-- slot: here --><!-- /slot -->")


@pytest.mark.parametrize("lang", LANGS)
def test_the_catalogue_is_the_end_of_its_page_where_nobody_scrolls_past_it(lang: str) -> None:
    last = page("shared-metrics", lang).sections["related"]
    assert last.endswith("<!-- /slot -->")
    assert re.findall(r"<!-- slot: ([\w.-]+) -->", last)[-1] == "catalogue"


# -- two languages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", IDS)
def test_both_languages_promise_the_same(id: str) -> None:
    texts = {"title", "who", "when", "sign"}
    english, spanish = (page(id, lang).front.model_dump(exclude=texts) for lang in LANGS)
    assert english == spanish
    assert [step.minutes for step in page(id, "en").agenda] == [step.minutes for step in page(id, "es").agenda]
    assert len(page(id, "en").advice) == len(page(id, "es").advice)


@pytest.mark.parametrize("id", IDS)
def test_both_languages_have_the_same_points_tables_links_and_slots(id: str) -> None:
    for section in SECTIONS:
        english, spanish = (shape(page(id, lang).sections[section]) for lang in LANGS)
        assert english == spanish, section


def shape(section: str) -> dict[str, object]:
    """What must be the same in both languages: how many points, rows, paragraphs; which links and slots."""
    return {
        "points": len(ITEM.findall(section)),
        "rows": sum(line.startswith("|") for line in section.splitlines()),
        "bold": len(BOLD.findall(section)),
        "paragraphs": len([part for part in re.split(r"\n\s*\n", section) if part.strip()]),
        "links": sorted(target for _, _, target in LINK.findall(section)),
        "slots": sorted(re.findall(r"<!-- slot: ([\w.-]+) -->", section)),
    }


@pytest.mark.parametrize("lang", LANGS)
def test_titles_differ(lang: str) -> None:
    assert len({title(id, lang) for id in IDS}) == len(IDS)


# -- contexts ----------------------------------------------------------------------------------------------------------


def made(context: str) -> Engagement:
    return Engagement.model_validate(
        {**preset(context), "client": "Acme", "currency": "EUR", "time_zone": "Europe/Madrid", "context": context}
    )


@pytest.mark.parametrize("id", IDS)
def test_pages_ship_with_the_status_of_the_mixed_context(id: str) -> None:
    active = id in made("mixed").playbook.active
    assert page(id, "en").front.status == ("active" if active else "waiting")


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_begins_with_three_pages_that_apply(context: str) -> None:
    playbook = made(context).playbook
    apply = set(playbook.pages or IDS)
    assert len(set(playbook.active)) == len(playbook.active) == 3
    assert {*playbook.active, *playbook.chairs, *playbook.rhythms} <= apply
    assert "monthly-review" in playbook.active
    assert len(playbook.pages) == len(set(playbook.pages))


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_meeting_of_a_context_has_a_day(context: str) -> None:
    playbook = made(context).playbook
    rituals = {id for id in playbook.pages or IDS if page(id, "en").front.kind == "ritual"}
    assert rituals - set(playbook.rhythms) == set()


@pytest.mark.parametrize("context", CONTEXTS)
def test_what_a_context_leads_with_has_a_page_that_applies(context: str) -> None:
    engagement = made(context)
    metrics = {engagement.goal if card == "goal" else card for card in engagement.cards}
    assert {catalog()[metric].page for metric in metrics} - set(engagement.playbook.pages or IDS) == set()


# -- metrics -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_metric_is_among_those_of_its_page(lang: str) -> None:
    assert [id for id, metric in catalog().items() if id not in page(metric.page, lang).front.metrics] == []


@each
def test_rituals_and_agreements_name_a_metric_once(id: str, lang: str) -> None:
    front = page(id, lang).front
    assert front.metrics or front.kind not in ("ritual", "agreement")
    assert len(front.metrics) == len(set(front.metrics))


@pytest.mark.parametrize("id", IDS)
def test_thresholds_lie_on_the_worse_side(id: str) -> None:
    for threshold in page(id, "en").front.thresholds:
        worse = {"up": "below", "down": "above", "none": threshold.side}[catalog()[threshold.metric].direction]
        if (threshold.metric, threshold.variant) in BAD_PART:
            worse = "above"
        assert threshold.side == worse or (id, threshold.metric) in GOOD_NEWS, threshold


def test_good_news_is_named_where_it_is_read() -> None:
    for id, metric in GOOD_NEWS:
        assert metric in {each.metric for each in page(id, "en").front.thresholds}, (id, metric)


@pytest.mark.parametrize("id", IDS)
def test_no_threshold_stands_twice(id: str) -> None:
    thresholds = page(id, "en").front.thresholds
    assert len(set(thresholds)) == len(thresholds)
