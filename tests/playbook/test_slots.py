"""Slots are filled with the client's words, as text and never as markup; unknown ones are refused."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.playbook.tiny import ON, client, decision, page, said, slot

from helpers.agreements import Agreements, Sla
from helpers.errors import ConfigError
from helpers.pages import shipped
from helpers.playbook.pages import without_strangers
from helpers.playbook.plain import plain, table
from helpers.playbook.printed import BLOCKS, INLINE
from helpers.playbook.prose import blocks, html
from helpers.playbook.schedule import chair, next_days
from helpers.playbook.slots import SLOT, filled

# -- text is data ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["<script>x()</script>", "a | b", "[x](javascript:y)", "`code`", "**bold**", "# head", "- item", "1. item", "> q",
     "<!-- slot: here -->", "<!-- /slot -->", "&lt;b&gt;", "~~gone~~", "__init__", "a_b_c", "![x](y)", "| a | b |",
     "\\*", "+ plus", "---", "===", "line\nnew", "5) five", "https://x.example <b>", "2026. Year"],
)  # fmt: skip
def test_text_of_forms_is_shown_as_it_was_written(text: str):
    for shown in (blocks(plain(text)), blocks(f"- {plain(text)}"), blocks(table(["a"], [[plain(text)]]))):
        assert re.sub(r"<(?!/?(?:p|ul|li|table|thead|tbody|tr|th|td)>)[^>]*>", "MARKUP", str(shown)) == str(shown)
        assert " ".join(text.split()) in shown.unescape()


@given(st.text(max_size=40))
def test_no_text_becomes_markup_or_leaves_its_line(text: str):
    made = plain(text)
    assert "\n" not in made and not SLOT.search(made)
    assert not re.search(r"<[a-z/!]", str(html(made)))
    assert str(html(f"a {made} b")).count("<") == 0


def test_a_slot_in_a_form_is_not_filled():
    rows = {"decisions": [decision(1, words="<!-- slot: client -->x<!-- /slot -->")]}
    text = slot("decisions-open", client(rows=rows))
    assert "&lt;!-- slot: client --&gt;x" in text
    assert len(SLOT.findall(text)) == 1


# -- defaults and marks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BLOCKS.keys() - {"rhythms-table", "active-pages", "catalogue"}))
def test_a_block_of_which_nothing_is_known_keeps_its_default(name: str):
    assert slot(name, client(), "*Soon.*") == f"<!-- slot: {name} -->\n\n*Soon.*\n\n<!-- /slot -->"


@pytest.mark.parametrize("name", sorted(INLINE.keys() - {"client"}))
def test_a_word_of_which_nothing_is_known_keeps_its_default_and_loses_its_marks(name: str):
    assert slot(name, client(), "soon") == "soon"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("context", ["sales-led", "mixed", "digital-native", "no-marketing"])
def test_every_slot_of_every_page_is_known(lang: str, context: str):
    from helpers.pages import source

    who = client(lang=lang, context=context)
    for id, each in shipped(lang).items():
        filled(source(id, lang), page=each, client=who)


def test_an_unknown_slot_is_refused_with_the_nearest():
    with pytest.raises(
        ConfigError, match=r"playbook/en/sla.md: unknown slot 'sla-promise'; did you mean 'sla-promises'"
    ):
        slot("sla-promise", client())


def test_words_within_a_line_begin_as_their_place_asks():
    who = client(chair="sales", stages={"person": {"Lead calificado": "mql", "SQLs": "sql"}})
    assert slot("client", who) == "Acme"
    text = "| 5 | <!-- slot: chair -->x<!-- /slot --> | and <!-- slot: chair -->x<!-- /slot -->"
    assert filled(text, page=page("monthly-review"), client=who) == "| 5 | Sales | and sales"
    text = "an <!-- slot: stage.mql -->MQL<!-- /slot --> and <!-- slot: stage.sql -->SQL<!-- /slot -->"
    assert filled(text, page=page(), client=who) == "an lead calificado and SQLs"


def test_who_always_chairs_takes_no_turns():
    assert slot("turns", client(lang="es", chair="sales"), "x", of=page("monthly-review")) == "Siempre ventas"
    assert slot("turns", client(), "both in turn", of=page("monthly-review")) == "both in turn"


def test_the_chair_of_a_page_without_a_rhythm_is_as_the_page_says():
    assert (
        slot("chair", client(chair="sales"), "Whoever keeps the CRM", of=page("data-habits")) == "Whoever keeps the CRM"
    )


# -- when and who ------------------------------------------------------------------------------------------------------

RHYTHM = {"weekday": "wed", "week": 2, "at": "09:00"}


def days(rhythm: dict[str, object], *, count: int = 2, on: date = ON, sla: Sla | None = None) -> list[date]:
    who = client(playbook={"rhythms": {"content": {"every_months": 1, **rhythm}}})
    return next_days("content", who.engagement, Agreements(sla=sla), on=on, count=count)


def test_days_of_a_rhythm():
    assert days(RHYTHM) == [date(2026, 12, 9), date(2027, 1, 13)]
    assert days(RHYTHM, on=date(2026, 12, 9), count=1) == [date(2026, 12, 9)]
    assert days({"weekday": "thu", "week": -1}) == [date(2026, 11, 26), date(2026, 12, 31)]
    assert days({"weekday": "mon", "week": 0}) == [date(2026, 11, 23), date(2026, 11, 30)]
    # every three months of a year that begins in January; what comes last looks ahead: December, March …
    assert days({**RHYTHM, "every_months": 3}) == [date(2027, 1, 13), date(2027, 4, 14)]
    assert days({"weekday": "thu", "week": -1, "every_months": 3}) == [date(2026, 12, 31), date(2027, 3, 25)]


def test_a_holiday_moves_the_day_and_a_weekly_one_falls_out():
    sla = Sla(calendar={"country": "ES", "closed": ["2026-12-09/2026-12-10"]})
    assert days(RHYTHM, count=1, sla=sla) == [date(2026, 12, 11)]
    # 8 December is a holiday in Spain.
    assert days({"weekday": "tue", "week": 0}, count=3, sla=sla)[1:] == [date(2026, 12, 1), date(2026, 12, 15)]


def test_a_calendar_closed_for_good_has_no_next_day():
    assert days({"weekday": "mon", "week": 0}, sla=Sla(calendar={"closed": ["2026-01-01/2099-12-31"]})) == []
    who = client(agreements=Agreements(sla=Sla(calendar={"closed": ["2026-01-01/2099-12-31"]})))
    assert "next on" not in slot("here", who, of=page("monthly-review", kind="ritual"))


def test_a_meeting_on_a_day_outside_the_calendars_week_is_held():
    assert days({"weekday": "mon", "week": 0}, count=1, sla=Sla(calendar={"week": ["tue", "fri"]})) == [
        date(2026, 11, 23)
    ]


def test_taking_turns_goes_by_the_month_before():
    # The fiscal year begins in January: its first month is marketing's, so October's review (in November) is sales'.
    engagement = client().engagement
    assert [chair("monthly-review", engagement, day=date(2026, month, 10)) for month in (2, 11, 12)] == [
        "marketing", "sales", "marketing",
    ]  # fmt: skip
    assert chair("forecast", engagement, day=ON) == "sales"


def meeting(planned: date, held: date | None) -> dict[str, object]:
    return {"ritual": "monthly-review", "planned_on": planned, "held_on": held, "marketing": True, "sales": True}


def test_here_says_who_chairs_when_and_what_was_held():
    rows = {"meetings": [meeting(date(2026, 9, 9), None), meeting(date(2026, 10, 14), date(2026, 10, 14))],
            "decisions": [decision(1)], "comments": []}  # fmt: skip
    who = client(lang="es", context="sales-led", rows=rows)
    text = said(slot("here", who, of=page("monthly-review", kind="ritual", forms="decisions, meetings, comments")))
    assert text == (
        "Preside ventas. Se celebra el segundo miércoles de cada mes a las 9:00; "
        "la próxima, el 9 de diciembre de 2026. De las 2 previstas en los últimos doce meses "
        "se ha celebrado 1, el 14 de octubre de 2026.\n\n"
        "En sus hojas hay: «Decisiones» (1 fila; la última, del 1 de septiembre de 2026). "
        "Sin rellenar todavía: «Valoraciones»."
    )


def test_here_says_that_a_page_waits_or_rests():
    who = client(context="sales-led")
    assert said(slot("here", who, of=page("joint-planning", kind="ritual"))) == (
        "It still waits. Once it is called for, it takes place on the last Thursday of each month at 9:00; "
        "sales chairs."
    )
    old = {**meeting(date(2026, 3, 26), date(2026, 3, 26)), "ritual": "joint-planning"}
    rested = client(context="sales-led", rows={"meetings": [old]})
    assert said(slot("here", rested, of=page("joint-planning", kind="ritual"))).startswith(
        "It rests: the last one was held on 26 March 2026. Once it is taken up again, it takes place on the last"
    )


def test_here_says_whose_turn_is_next():
    text = said(slot("here", client(), of=page("monthly-review", kind="ritual")))
    assert text.startswith("Marketing and sales take turns in the chair. Marketing has the chair next time. It takes")


# -- links -------------------------------------------------------------------------------------------------------------


def test_links_lead_only_to_pages_the_client_has():
    text = "See [the SLA](sla.md#agenda) and [stages](stages.md).\n\n"
    text += "[SLA](sla.md) · [Stages](stages.md) · [Plan](joint-planning.md)"
    engagement = client(context="no-marketing").engagement
    assert without_strangers(text, engagement=engagement, lang="en") == (
        "See the SLA and [stages](stages.md).\n\n[Stages](stages.md) · [Plan](joint-planning.md)"
    )
