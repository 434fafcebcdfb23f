"""A rehearsal on paper: minutes add up, what guides name exists, every question has an answer, in both languages."""

from __future__ import annotations

import re

import pytest

from helpers.errors import ConfigError
from helpers.lessons.lesson import companies, plans
from helpers.pages import IDS
from helpers.workshop.guide import BREAKS, GUIDES, PAGES, SCREENS, Guide, Step, clock, guide, named, read_guide
from helpers.workshop.materials import MATERIALS
from playbook.test_vocabulary import jargon, variants
from playbook.texts import prose

LANGS = ("en", "es")
EVERY = [(id, lang) for id in (*GUIDES, *PAGES) for lang in LANGS]
#: The second half of the half day is the longest; at 2:30 everybody stands up.
#: Minutes a room can listen and work without a pause, and without somebody checking that all follow.
LONGEST_SITTING, LONGEST_UNCHECKED = 130, 20
#: The check of a lesson is its own choice, which the page asks.
OF_LESSON = {"en": "The choice of the lesson, with cards", "es": "La elección de la lección, con tarjetas"}
#: What the sections call an id that is no lesson, no material and no screen.
OTHERS = {"before"}


def steps(id: str, lang: str) -> list[Step]:
    return [step for day in guide(id, lang).days for step in day]


def asked(lang: str) -> set[str]:
    """Every question of the tables."""
    return {step.check for id in GUIDES for step in steps(id, lang) if step.check}


def answers(lang: str) -> dict[str, str]:
    """The first cell of each row of the page of answers, with the others."""
    rows = [line.strip("| ").split(" | ") for line in guide("answers", lang).text.splitlines() if line.startswith("| ")]
    return {row[0]: " ".join(row[1:]) for row in rows}


# -- minutes -----------------------------------------------------------------------------------------------------------


def test_half_a_day_is_four_hours_and_follows_its_skeleton() -> None:
    (day,) = guide("half-day", "en").days
    assert sum(step.minutes for step in day) == 240
    assert (day[0].start, day[-1].start + day[-1].minutes) == (0, 240)
    starts = {step.start: step for step in day}
    assert "MQL" in starts[5].what and "sorting-page" in starts[20].uses and "growth" in starts[55].uses
    assert starts[100].rest and "leaders-field" in starts[110].uses
    assert "sla-draft" in starts[150].uses and "replay-page" in starts[200].uses
    assert "commitment-cards" in starts[225].uses


def test_two_days_begin_at_nine_and_end_at_five_with_an_hour_for_lunch() -> None:
    for lang in LANGS:
        for day in guide("two-days", lang).days:
            assert (clock(day[0].start), clock(day[-1].start + day[-1].minutes)) == ("9:00", "17:00")
            rests = [step.minutes for step in day if step.rest]
            assert sorted(rests) == [15, 15, 60]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", GUIDES)
def test_nobody_sits_too_long_and_somebody_asks_every_twenty_minutes(id: str, lang: str) -> None:
    for day in guide(id, lang).days:
        sitting = 0
        for step in day:
            sitting = 0 if step.rest else sitting + step.minutes
            assert sitting <= LONGEST_SITTING, clock(step.start)
            assert step.rest or (step.check and step.minutes <= LONGEST_UNCHECKED), clock(step.start)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", GUIDES)
def test_a_lesson_has_the_minutes_it_needs(id: str, lang: str) -> None:
    for step in steps(id, lang):
        for plan in [plans()[name] for name in step.uses if name in plans()]:
            assert plan.minutes <= step.minutes <= plan.minutes + 3, plan.id
            told = [int(n) for n in re.findall(r"\d+", step.who)]
            assert sum(told) == step.minutes and told[0] == plan.teaching, plan.id


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", GUIDES)
def test_what_can_be_cut_makes_up_for_half_an_hour(id: str, lang: str) -> None:
    """A cut that says its minutes never takes more than the step has."""
    for day in guide(id, lang).days:
        saved = 0
        for step in day:
            minutes = [int(n) for n in re.findall(r"\((\d+) min\)", step.cut)]
            assert all(n <= step.minutes for n in minutes), clock(step.start)
            saved += sum(minutes)
            assert step.cut or step.rest or "–" not in step.cut
        assert saved >= 30


# -- what they name ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("id", "lang"), EVERY)
def test_everything_a_guide_names_exists(id: str, lang: str) -> None:
    ids = {name for name in named(guide(id, lang)) if id != "glossary"}
    assert ids - set(plans()) - set(MATERIALS) - set(SCREENS) - OTHERS == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_material_screen_and_lesson_is_used_and_listed(lang: str) -> None:
    used = {name for id in GUIDES for name in named(guide(id, lang))}
    listed = named(guide("before", lang))
    assert set(MATERIALS) - used == set() == set(MATERIALS) - listed
    assert set(SCREENS) - used == set() == set(SCREENS) - listed
    assert set(plans()) - used == set()


def test_the_half_day_is_one_story() -> None:
    lessons = [name for step in steps("half-day", "en") for name in step.uses if name in plans()]
    assert {plans()[name].company for name in lessons} == {"first"}
    assert len(lessons) == len(set(lessons)) == 4


@pytest.mark.parametrize(("id", "lang"), EVERY)
def test_links_lead_to_pages_that_are_there(id: str, lang: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", guide(id, lang).text):
        assert target.removesuffix(".md") in (*GUIDES, *PAGES), target


@pytest.mark.parametrize("lang", LANGS)
def test_every_question_has_its_answer(lang: str) -> None:
    known = answers(lang)
    assert asked(lang) - set(known) == set()
    assert all(len(known[question]) > 8 for question in asked(lang))


@pytest.mark.parametrize("lang", LANGS)
def test_no_answer_outlives_its_question(lang: str) -> None:
    heads = {"question", "lesson", "pregunta", "lección", "---"}
    left = {row for row in answers(lang) if not row.startswith("`") and row.strip("-| ")} - asked(lang) - heads
    assert left == set()


@pytest.mark.parametrize("lang", LANGS)
def test_the_answers_are_those_of_the_companies_that_are_ordered(lang: str) -> None:
    """What the page says to be planted is planted, and of the lesson on chance nothing is."""
    rows = {row.strip("`"): said for row, said in answers(lang).items() if row.startswith("`")}
    assert set(rows) == set(plans())
    for plan in plans().values():
        planted = set(plan.patterns) & set(companies()[plan.company].plant)
        nothing = {"en": "Nothing is planted", "es": "No hay nada plantado"}[lang] in rows[plan.id]
        assert nothing == (not planted), plan.id


@pytest.mark.parametrize("lang", LANGS)
def test_a_lesson_is_asked_by_its_own_choice_and_others_by_a_question(lang: str) -> None:
    for step in (step for id in GUIDES for step in steps(id, lang)):
        lesson = set(step.uses) & set(plans())
        assert (step.check == OF_LESSON[lang]) == bool(lesson), clock(step.start)


# -- what is said ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("id", GUIDES)
def test_every_block_opens_with_a_sentence_and_ends_with_a_check(id: str, lang: str) -> None:
    opens, checks = {"en": ('**Open with:** "', "**Check"), "es": ("**Para empezar:** «", "**Pregunta")}[lang]
    made = guide(id, lang)
    for day, said in zip(made.days, made.blocks, strict=True):
        for step in day:
            if not step.rest:
                assert said[step.start].startswith(opens), clock(step.start)
                assert checks in said[step.start] or "question-sheets" in step.uses, clock(step.start)


@pytest.mark.parametrize("id", GUIDES)
def test_both_languages_hold_the_same_day(id: str) -> None:
    one, two = guide(id, "en"), guide(id, "es")
    assert one.front.minutes == two.front.minutes
    for ours, theirs in zip(one.days, two.days, strict=True):
        shape = [
            [(s.start, s.minutes, s.uses, s.rest, bool(s.check), bool(s.cut)) for s in day] for day in (ours, theirs)
        ]
        assert shape[0] == shape[1]
        cuts = [[re.findall(r"\d+ min", s.cut) for s in day] for day in (ours, theirs)]
        assert cuts[0] == cuts[1]


@pytest.mark.parametrize("id", PAGES)
def test_both_languages_have_the_same_parts(id: str) -> None:
    shapes = []
    for lang in LANGS:
        lines = guide(id, lang).text.splitlines()
        rows = [line.count("|") for line in lines if line.startswith("|")]
        points = [line[:2] for line in lines if re.match(r"[-\d]\S* ", line)]
        shapes.append((sum(line.startswith("## ") for line in lines), rows, len(points)))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("id", "lang"), EVERY)
def test_words_are_those_of_the_house(id: str, lang: str) -> None:
    text = prose(guide(id, lang).text)
    assert variants(text, lang) == []
    assert jargon(text, lang) == []
    if lang == "es":
        for block in re.split(r"\n\s*\n", text):
            assert all(block.count(a) == block.count(b) for a, b in ("¿?", "¡!", "«»")), block[:80]


def test_the_folder_of_the_workshop_is_no_page_of_a_clients_playbook() -> None:
    assert not set(IDS) & {*GUIDES, *PAGES}


# -- what is refused ---------------------------------------------------------------------------------------------------

GOOD = """---
title: A guide
minutes: [30]
who: Everybody
---

## The day

| start | minutes | what | who speaks | check | uses | if late |
|---|---|---|---|---|---|---|
| 9:00 | 20 | Talk | Leader | Why? | `growth` | Skip it (5 min) |
| 9:20 | 10 | Break | – | – | – | – |

### 9:00 · Talk

**Open with:** "Hello."
"""


def read(text: str) -> Guide:
    return read_guide(text, id="half-day", lang="en", where="a.md")


def test_a_guide_is_read() -> None:
    (day,) = read(GOOD).days
    assert [(step.start, step.minutes, step.uses, step.cut, step.rest) for step in day] == [
        (540, 20, ("growth",), "Skip it (5 min)", False),
        (560, 10, (), "", True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| 9:20 | 10 |", "| 9:25 | 10 |", "9:25 does not follow 9:00; write 9:20"),
        ("minutes: [30]", "minutes: [40]", "the steps take 30 minutes, the front matter says 40"),
        ("minutes: [30]", "minutes: [30, 30]", "2 days in the front matter, 1 tables"),
        ("### 9:00", "### 9:05", "nothing is written for 9:00; write ### 9:00"),
        ("| 9:00 | 20 |", "| nine | 20 |", "'nine' and '20' are no start and no minutes"),
        ("| Leader | Why? |", "| Leader |", "row 1: 6 cells instead of 7"),
        ("who: Everybody\n", "", "who"),
    ],
)
def test_what_does_not_add_up_is_said_in_one_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        read(GOOD.replace(old, new))
    assert "a.md" in str(caught.value) and "\n" not in str(caught.value)


def test_an_unknown_guide_is_told_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="no guide 'full-day'; use one of half-day, two-days"):
        guide("full-day", "en")


def test_readers_of_latin_america_get_the_spanish_guide() -> None:
    assert guide("before", "es_419").lang == "es"


def test_breaks_are_known_in_both_languages() -> None:
    assert {lang: len(words) for lang, words in BREAKS.items()} == {"en": 2, "es": 2}
