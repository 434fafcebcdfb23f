"""Cards and forms: one side of paper each, nothing in them runs, and they say what the page and the agreement say."""

import re
from datetime import date
from pathlib import Path

import pytest

from browsing import axe, beyond_disk, opened, paper, strict
from helpers.agreements import Agreements, Sla
from helpers.pages import IDS, shipped, source
from helpers.playbook.papers import agreement, card, consent, write_papers
from helpers.playbook.sheets import read_sheets

from .tiny import client

LANGUAGES = ("en", "es")
SIGNED = Sla.model_validate({
    "valid_from": date(2026, 1, 1), "expires_on": date(2026, 12, 31), "calendar": {"country": "ES"},
    "answer_within": {"hours": 8}, "decide_within": {"days": 5}, "when_nobody_decides": "returned",
    "required": ["company", "telephone & e-mail"], "capacity": {"sellers": 6, "leads_per_seller_day": 4},
    "marketing": [{"what": "Says what the lead asked for"},
                  {"what": "Hands over no more", "metric": "handoff_acceptance", "at_least": 0.6}],
    "sales": [{"what": "Gives a reason <b>"}, {"what": "Answers in time", "metric": "sla_compliance", "at_least": 0.9}],
    "consequences": {"marketing": "Both heads read twenty leads.", "sales": "Leads go where there is time."},
    "signed": {"marketing": "Head of marketing, 2026-01-12", "sales": "Head of sales, soon"},
})  # fmt: skip


def sheets(lang="en", ids=IDS):
    return read_sheets({id: source(id, lang) for id in ids}, lang=lang)


def made(id="monthly-review", *, lang="en", who=None) -> str:
    (sheet,) = sheets(lang, (id,))
    return card(sheet.page, sheet=sheet, client=who or client(lang=lang), pages=IDS)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup.partition("<main>")[2]).split())


def test_a_card_holds_decision_agenda_advice_outputs_forms_and_chair():
    text, page = words(made()), shipped("en")["monthly-review"]
    assert "What both teams change before they meet again." in text and "60 minutes" in text
    for step in page.agenda:
        assert f"{step.minutes} {step.who} {step.asks}" in text
    for line in page.advice:
        assert line.looks in text and line.do in text
    assert "joint win, in one sentence" in text and "Decisions, Meetings, Comments" in text
    assert "marketing and sales chair in turn" in text and text.endswith("Acme Playbook")


def test_a_card_leaves_out_what_the_kit_prints_into_the_page():
    (sheet,) = sheets("en", ("sla",))
    filled = source("sla", "en").replace(
        "<!-- slot: sla-promises -->\n",
        "<!-- slot: sla-promises -->\n\n| Marketing promises | x |\n|---|---|\n| y | z |\n\n",
    )
    assert filled != source("sla", "en")
    (longer,) = read_sheets({"sla": filled}, lang="en")
    assert [card(each.page, sheet=each, client=client(), pages=IDS) for each in (sheet, longer)] == [made("sla")] * 2


def test_links_of_a_card_lead_out_of_its_folder():
    page = source("sla", "en").replace(
        "## If the number", "- [Stages](stages.md#agenda) and **bold** <i>\n\n## If the number", 1
    )
    (sheet,) = read_sheets({"sla": page}, lang="en")
    text = card(sheet.page, sheet=sheet, client=client(), pages=["sla", "stages"])
    assert '<a href="../stages.html#agenda">Stages</a> and <strong>bold</strong> &lt;i&gt;' in text
    assert '<a href="../sla.html">' in text


def test_a_page_without_shape_has_no_card(tmp_path):
    pages = {"sla": source("sla", "en"), "stages": "broken", "win-loss": source("win-loss", "en")}
    assert write_papers(read_sheets(pages, lang="en"), client=client(), out=tmp_path) is True
    assert {path.name for path in (tmp_path / "cards").iterdir()} == {"sla.html", "win-loss.html"}
    assert {path.name for path in (tmp_path / "forms").iterdir()} == {"sla.html", "consent.html"}


def test_where_win_and_loss_is_not_looked_at_nobody_is_asked_for_consent(tmp_path):
    assert write_papers(sheets(ids=("sla",)), client=client(), out=tmp_path) is False
    assert not (tmp_path / "forms" / "consent.html").exists()


# -- the agreement -----------------------------------------------------------------------------------------------------


def test_the_agreement_prints_what_both_teams_wrote_with_its_end_and_signatures():
    page = agreement(client(agreements=Agreements(sla=SIGNED)))
    text = words(page)
    for said in ("Says what the lead asked for", "Hands over no more (at least 60%)", "Answers in time (at least 90%)",
                 "Both heads read twenty leads.", "Leads go where there is time.", "8 working hours", "5 working days",
                 "goes back to marketing", "24 new leads a working day", "telephone &amp; e-mail",
                 "Ends on 31 December 2026 unless both teams renew it"):  # fmt: skip
        assert said in text, said
    assert "Gives a reason &lt;b&gt;" in page
    assert re.search(r"For marketing Role Head of marketing Date 12 January 2026 Signature", text)
    assert re.search(r"For sales Role Head of sales, soon Date Signature", text)
    assert 'class="blank"' not in page


@pytest.mark.parametrize(("lang", "asks"), [("en", "Sales answers within"), ("es", "Ventas responde en")])
def test_without_an_agreement_there_are_blanks_for_all_it_has_to_say(lang, asks):
    page = agreement(client(lang=lang))
    assert asks in page and page.count('class="blank"') == 9 and page.count('<ol class="lines">') == 4
    assert "None" not in page


def test_an_agreement_without_promises_still_has_its_terms():
    text = words(agreement(client(agreements=Agreements(sla=Sla.model_validate({"answer_within": {"days": 2}})))))
    assert "2 working days" in text and "For sales" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_consent_is_the_text_of_the_kit(lang):
    page = consent(client(lang=lang))
    title = re.search(r"<h1>(.+?)</h1>", page)[1]
    assert f"<title>{title} · Acme</title>" in page and page.count("☐") == 4


# -- on paper ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, Path]:
    """Papers of both languages, with an agreement and (``blank``) without."""
    folder = tmp_path_factory.mktemp("papers")
    for lang in LANGUAGES:
        (folder / lang).mkdir()
        write_papers(sheets(lang), client=client(lang=lang, agreements=Agreements(sla=SIGNED)), out=folder / lang)
        (folder / lang / "forms" / "blank.html").write_text(agreement(client(lang=lang)), encoding="utf-8")
    return {lang: folder / lang for lang in LANGUAGES}


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_prints_on_one_side(printed, browser, lang):
    files = sorted(printed[lang].rglob("*.html"))
    assert len(files) == len(IDS) + 3
    sides = {}
    for path in files:
        with strict(browser, path) as page:
            sides[path.name] = paper(page)
            assert page.said == [] and beyond_disk(page) == []
    assert {name: count for name, count in sides.items() if count != 1} == {}


@pytest.mark.debian
def test_a_second_side_would_be_counted(printed, browser, tmp_path):
    text = (printed["en"] / "cards" / "sla.html").read_text(encoding="utf-8")
    (tmp_path / "long.html").write_text(text.replace("</main>", "<p>more</p>" * 90 + "</main>"), encoding="utf-8")
    with opened(browser, tmp_path / "long.html") as page:
        assert paper(page) == 3


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_card_is_accessible(printed, browser, lang):
    for path in sorted(printed[lang].rglob("*.html")):
        with opened(browser, path) as page:
            assert axe(page) == [], path.name
