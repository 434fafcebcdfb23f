"""The words of the lessons: both languages alike, each choice with a reason, plain, spelt, every blank known."""

from __future__ import annotations

import os
import re
import string
import subprocess
from collections.abc import Callable, Iterator
from itertools import combinations, product

import pytest

from helpers.lessons.lesson import Choice, Plan, Text, companies, plans, text
from helpers.patterns import PATTERNS
from helpers.samples.kinds import KINDS, base
from helpers.samples.plants import fits, plants
from plain_words import found as jargon
from playbook.test_spelling import DICTIONARIES, WORD
from playbook.test_vocabulary import unpaired, variants

LANGS = ("en", "es")
LESSONS = [
    "bulk-dates", "growth", "simpson", "won-only-cycle", "cac-without-sales", "best-channel", "influence",
    "unanswered", "slow-answers", "unworked-tier", "forecast-regions", "asset-stage", "leaders-field", "noise",
]  # fmt: skip
each = pytest.mark.parametrize(("id", "lang"), list(product(LESSONS, LANGS)))
#: What every lesson may name, and what the finding of each pattern shows besides.
ALWAYS = {
    "client", "month", "place", "places", "value", "low", "high", "interval", "effect", "effect_interval", "n",
}  # fmt: skip
SHOWN = {
    "bulk-dates": {"with_bulk", "without_bulk", "usual"},
    "growth": {"flow_before", "flow_after", "cohort_before", "cohort_after", "entries_before", "entries_after"},
    "simpson": {"before", "after", "mix", "within", "values", "rising"},
    "slow-answers": {"fast", "late", "fast_n", "late_n", "others", "others_fast", "others_late"},
    "unanswered": {"share", "others"},
    "best-channel": {"leads", "share_of_leads", "rate", "others", "customers"},
    "cac-without-sales": {"whole", "without_sales", "customers", "spend", "spend_sales"},
    "won-only-cycle": {"won_only", "median", "won", "open"},
    "influence": {"won", "lost", "won_n", "lost_n"},
    "unworked-tier": {"worked", "others", "accounts"},
    "forecast-regions": {"actual", "forecast", "total"},
    "asset-stage": {"raw", "won_with", "won_without", "with_n", "without_n"},
    "leaders-field": {"leaders", "field"},
}
#: Words of these texts that the dictionaries lack.
OURS = {"en": {"MQLs"}, "es": {"lead", "leads", "Leads", "MQL"}}
#: A slip of the tongue in a text must not hide behind a blank: what stands for it when a text is read as prose.
BLANK = re.compile(r"\{\w+\}")


def parts(words: Text) -> Iterator[tuple[str, str]]:
    """Every text of a lesson with the name of its field."""
    for name in ("title", "objective", "question", "predict", "ask", "reveal", "our_company", "if_late", "notes"):
        yield name, getattr(words, name)
    yield from ((f"look {place}", one) for place, one in enumerate(words.look))
    for option in words.options:
        yield from ((f"{option.id} {name}", getattr(option, name)) for name in ("says", "because", "misconception"))


def belief(option: Choice) -> str:
    """The name of a misconception: what stands between the quotation marks it begins with.

    >>> belief(Choice(id="a", says="", misconception="“Many leads make many customers.” Look at the figure."))
    'Many leads make many customers'
    """
    found = re.match(r"[“«]([^”»]+?)\.?[”»]\.?\s+(?=\S)", option.misconception)
    return found[1] if found else ""


def blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def prose(words: str) -> str:
    return BLANK.sub("12", words)


def test_there_are_fourteen_lessons_in_their_order():
    assert list(plans()) == LESSONS


@pytest.mark.parametrize("plan", plans().values(), ids=LESSONS)
def test_a_lesson_is_a_check_at_least_every_twenty_minutes(plan: Plan):
    assert plan.minutes == plan.teaching + plan.exercises
    assert 15 <= plan.minutes <= 20
    assert plan.exercises > plan.teaching, "pairs work longer than anybody talks"


def test_the_minutes_add_up_to_what_a_workshop_has():
    first, second = LESSONS[:7], LESSONS[7:]
    half_day = ["bulk-dates", "growth", "leaders-field"]
    assert sum(plans()[id].minutes for id in half_day) <= 45 + 40, "reading the funnel, and the gap between the teams"
    for day in (first, second):
        assert 110 <= sum(plans()[id].minutes for id in day) <= 180, "with breaks and forms a day"


@pytest.mark.parametrize("plan", plans().values(), ids=LESSONS)
def test_a_lesson_looks_for_what_is_planted_in_its_company(plan: Plan):
    assert set(plan.patterns) <= set(PATTERNS)
    planted = set(companies()[plan.company].plant)
    assert bool(planted & set(plan.patterns)) == (plan.id != "noise")


def test_the_half_day_tells_one_story():
    told = {plans()[id].company for id in ("bulk-dates", "growth", "unanswered", "leaders-field")}
    assert told == {"first"}
    assert {plan.company for plan in plans().values()} == set(companies()), "no company without a lesson"


@pytest.mark.parametrize("name", companies())
def test_a_company_can_be_ordered(name: str):
    ordered = companies()[name]
    assert ordered.kind in KINDS
    assert set(ordered.plant) <= set(PATTERNS)
    known = {id: plants()[id] for id in ordered.plant}
    assert [id for id, plant in known.items() if not fits(plant, base(ordered.kind))] == []
    assert [(one, two) for one, two in combinations(known, 2)
            if two in known[one].never_with or one in known[two].never_with] == []  # fmt: skip


@each
def test_a_lesson_has_every_part(id: str, lang: str):
    words, plan = text(id, lang), plans()[id]
    assert [name for name, said in parts(words) if not said.strip() and not name.endswith("because")] == []
    assert len(words.look) == len(plan.figures)
    assert len(words.options) == 4
    assert words.question.rstrip().endswith("?")


@each
def test_the_two_options_that_can_be_right_say_why(id: str, lang: str):
    plan = plans()[id]
    reasons = {option.id for option in text(id, lang).options if option.because}
    assert reasons == {plan.right, plan.otherwise}
    assert plan.right != plan.otherwise


@each
def test_every_option_names_one_belief_and_sends_back_to_a_figure(id: str, lang: str):
    """A belief in quotation marks, then what to look at: who took the option can see that it is not so."""
    options = text(id, lang).options
    assert [option.id for option in options if not belief(option)] == []
    assert [belief(option) for option in options if not 12 <= len(belief(option)) <= 90] == []
    looks = r"[Ll]ook|figure" if lang == "en" else r"[Mm]ira|figura|[Pp]ensar"
    assert [option.id for option in options if not re.search(looks, re.split("[”»]", option.misconception)[1])] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_belief_is_diagnosed_once(lang: str):
    beliefs = [belief(option).casefold() for id in LESSONS for option in text(id, lang).options]
    assert len(beliefs) == len(set(beliefs))


@pytest.mark.parametrize("id", LESSONS)
def test_both_languages_are_alike(id: str):
    english, spanish = text(id, "en"), text(id, "es")
    assert [option.id for option in english.options] == [option.id for option in spanish.options]
    for (name, said), (also, dicho) in zip(parts(english), parts(spanish), strict=True):
        assert name == also
        assert blanks(said) == blanks(dicho), f"{name}: blanks"
        if len(said) > 60:
            assert 0.7 <= len(dicho) / len(said) <= 1.5, f"{name}: length"


@each
def test_every_blank_is_filled_by_what_is_found(id: str, lang: str):
    known = ALWAYS.union(*(SHOWN[pattern] for pattern in plans()[id].patterns))
    assert {name: blanks(said) - known for name, said in parts(text(id, lang)) if blanks(said) - known} == {}
    assert blanks(text(id, lang).reveal), "what is revealed has its figures"


@each
def test_nothing_before_the_choice_gives_the_answer_away(id: str, lang: str):
    """Effects, and how sure anybody is of them, come with the answer."""
    words = text(id, lang)
    before = [words.title, words.objective, words.question, words.predict, *words.look, words.ask]
    assert [said for said in before if blanks(said) & {"effect", "effect_interval", "interval", "value"}] == []


@each
def test_what_is_revealed_says_what_it_cannot_tell(id: str, lang: str):
    assert re.search(r"cannot tell" if lang == "en" else r"no puede decir", text(id, lang).reveal)


@each
def test_texts_are_short_enough_to_be_read_in_a_room(id: str, lang: str):
    words = text(id, lang)
    assert len(words.title) <= 60
    assert [option.id for option in words.options if len(option.says) > 170] == []
    assert [name for name, said in parts(words) if len(said.split()) > 110] == []


@each
def test_texts_have_no_word_of_statistics_or_software(id: str, lang: str):
    found = {name: jargon(prose(said).lower(), lang) for name, said in parts(text(id, lang))}
    assert {name: words for name, words in found.items() if words} == {}


@each
def test_texts_keep_to_the_vocabulary(id: str, lang: str):
    found = {name: variants(prose(said), lang) for name, said in parts(text(id, lang))}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("id", LESSONS)
def test_what_spanish_opens_it_closes(id: str):
    assert {name: found for name, said in parts(text(id, "es")) if (found := unpaired(said))} == {}


@pytest.fixture(scope="module")
def misspelt(debian: Callable[[str, str], str]) -> Callable[[str, str], set[str]]:
    """``misspelt(text, lang)``: words that the dictionary does not have, as they are written."""
    command = debian("hunspell", "hunspell")

    def check(said: str, lang: str) -> set[str]:
        name, package = DICTIONARIES[lang]
        debian(f"/usr/share/hunspell/{name}.dic", package)
        bare = re.sub(r"(?<=\w)['’](?:s|t|re|ve|ll|d)\b", "", prose(said))
        ran = subprocess.run(
            [command, "-d", name, "-i", "utf-8", "-l"], input="\n".join(sorted(set(WORD.findall(bare)))),
            capture_output=True, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True,
        )  # fmt: skip
        return set(ran.stdout.split())

    return check


@pytest.mark.debian
@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_in_the_dictionary_or_known_here(lang: str, misspelt: Callable[[str, str], set[str]]):
    said = {id: "\n".join(words for _, words in parts(text(id, lang))) for id in LESSONS}
    wrong = misspelt("\n".join(said.values()), lang)
    assert {word: [id for id in LESSONS if word in said[id]] for word in wrong - OURS[lang]} == {}
    assert OURS[lang] <= wrong, "the dictionary has these, or no text does"
