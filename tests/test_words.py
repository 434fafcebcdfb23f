"""Both languages are whole, and numbers are written as their readers write them."""

from __future__ import annotations

import math
import string
import tomllib
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from helpers.assessment.plan import sentences
from helpers.catalog import catalog
from helpers.contexts import questions
from helpers.forms.declared import declared
from helpers.periods import Period
from helpers.words import LOCALES, Untranslated, Words, catalogue

SOURCE = LOCALES.parent
KEYWORDS = {"say": None, "plural": (1, 2), "msg": None}
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.name != "en")
FIELDS = ("label", "plain", "question", "formula", "grain", "numerator", "denominator", "pitfall")
#: fields that no renderer says, kept for developers
UNSAID = {"grain"}


def said(paths: list[Path]) -> set[str]:
    """Every msgid that code or templates say."""
    found: set[str] = set()
    for path in paths:
        if path.suffix == ".j2":
            with path.open("rb") as file:
                messages = [message for _, _, message, _ in babel_extract(file, ["say"], [], {})]
        else:
            messages = [message for _, message, _, _ in extract_from_file("python", path, keywords=KEYWORDS)]
        found |= {message if isinstance(message, str) else message[0] for message in messages}
    return found


def in_report() -> set[str]:
    paths = [SOURCE / "words.py", *(SOURCE / "report").rglob("*.py"), *(SOURCE / "report").rglob("*.j2")]
    return said(paths)


def in_sources() -> set[str]:
    return said(sorted((SOURCE / "sources").rglob("*.py")))


def in_forms() -> set[str]:
    helped = {text for form in declared().values() for text in (form.row, *(column.help for column in form.columns))}
    return said(sorted((SOURCE / "forms").glob("*.py"))) | helped


def in_icp() -> set[str]:
    return said(sorted((SOURCE / "icp").rglob("*.py")))


def in_contexts() -> set[str]:
    """What the six questions say, and the words of a new engagement.yml."""
    asked = {text for question in questions().values() for text in (question.asks, question.help)}
    answers = {text for question in questions().values() for one in question.option for text in (one.says, one.fact)}
    return said([SOURCE / "contexts.py", SOURCE / "scaffold" / "__init__.py"]) | asked | answers


def in_pages() -> set[str]:
    return said(sorted((SOURCE / "pages").glob("*.py")))


def in_playbook() -> set[str]:
    folder = SOURCE / "playbook"
    return said(sorted([*folder.rglob("*.py"), *folder.rglob("*.j2")]))


def in_start() -> set[str]:
    return said(sorted((SOURCE / "start").glob("*.py")))


def in_orders() -> set[str]:
    """What a company to order says of itself, with the columns of its exports."""
    programs = tomllib.loads((SOURCE / "samples" / "exports.toml").read_text(encoding="utf-8"))
    tables = [table for program in programs.values() for table in program.values()]
    told = {text for table in tables for text in (table["row"], *(column["help"] for column in table["columns"]))}
    return said(sorted((SOURCE / "samples").glob("*.py"))) | told


def in_survey() -> set[str]:
    folder = SOURCE / "survey"
    return said(sorted([*folder.rglob("*.py"), *folder.rglob("*.j2")]))


def in_room() -> set[str]:
    folder = SOURCE / "workshop" / "room"
    return said(sorted([*folder.rglob("*.py"), *folder.rglob("*.j2")]))


def in_workshop() -> set[str]:
    """The screens and materials of the workshop; its room and what is learnt there have domains of their own."""
    folder = SOURCE / "workshop"
    return said(sorted([*folder.glob("*.py"), *(folder / "materials").glob("*.py"), *folder.glob("templates/*.j2")]))


def in_lessons() -> set[str]:
    """What notebooks and pages of the lessons say around the texts of each; figures have a domain of their own."""
    folder = SOURCE / "lessons"
    return said(sorted([*folder.glob("*.py"), *folder.rglob("*.j2")]))


def in_lesson_figures() -> set[str]:
    return said(sorted((SOURCE / "lessons" / "figures").glob("*.py")))


def in_learning() -> set[str]:
    folder = SOURCE / "workshop" / "learning"
    return said(sorted([*folder.rglob("*.py"), *folder.rglob("*.j2")]))


def in_catalog() -> set[str]:
    texts = {getattr(record, field) for record in catalog().values() for field in FIELDS if field not in UNSAID}
    return texts - {""}


def in_assessment() -> set[str]:
    """What the document of an assessment says, with the words of the plan and the reasons."""
    return in_report() | in_assessment_plan()


def entries(lang: str, stems: tuple[str, ...]) -> set[str]:
    """The msgids of the domains whose name begins with one of ``stems``."""
    found: set[str] = set()
    for path in sorted((LOCALES / lang / "LC_MESSAGES").glob("*.po")):
        if path.stem.startswith(stems):
            with path.open("rb") as file:
                po = read_po(file, locale=lang, abort_invalid=True)
            found |= {message.id if isinstance(message.id, str) else message.id[0] for message in po if message.id}
    return found


def in_assessment_plan() -> set[str]:
    """What can be done about a finding, and who does it."""
    return sentences()


DOMAINS = {
    "report": (in_report, ("report",)),
    "contract": (in_sources, ("contract",)),
    "catalog": (in_catalog, ("catalog",)),
    "attribution": (in_report, ("attribution",)),
    "handoff": (in_report, ("handoff",)),
    "agenda": (in_report, ("agenda",)),
    "forms": (in_forms, ("forms",)),
    "icp": (in_icp, ("icp",)),
    "contexts": (in_contexts, ("contexts",)),
    "start": (in_start, ("start",)),
    "pages": (in_pages, ("pages",)),
    "playbook": (in_playbook, ("playbook", "site")),
    "heard": (in_report, ("heard",)),
    "pdf": (in_report, ("pdf",)),
    "slides": (in_report, ("slides",)),
    "kept": (in_report, ("kept",)),
    "assessment": (in_assessment, ("assessment",)),
    "assessment_plan": (in_assessment_plan, ("assessment_plan",)),
    "assessment_reasons": (in_report, ("assessment_reasons",)),
    "workbook": (in_report, ("workbook",)),
    "survey": (in_survey, ("survey",)),
    "room": (in_room, ("room",)),
    "lessons": (in_lessons, ("lessons",)),
    "lesson_figures": (in_lesson_figures, ("lesson_figures",)),
    "learnt": (in_learning, ("learnt",)),
    "workshop": (in_workshop, ("workshop",)),
    "orders": (in_orders, ("orders",)),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sentence_is_translated(lang: str, domain: str) -> None:
    needed = DOMAINS[domain][0]()
    assert needed, "nothing to translate was found: the extraction is broken"
    assert sorted(needed - set(catalogue(lang))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_translation_outlives_its_sentence(lang: str, domain: str) -> None:
    collect, stems = DOMAINS[domain]
    unused = entries(lang, stems) - collect() - in_report() - in_catalog()
    assert sorted(unused) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_sentence_has_one_translation_in_all_domains(lang: str) -> None:
    seen: dict[str, object] = {}
    for path in sorted((LOCALES / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key:
                    assert seen.setdefault(key, message.string) == message.string, f"{path.name}: {key}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_keep_the_blanks_of_their_sentence(lang: str) -> None:
    for path in sorted((LOCALES / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if ids[0] and not path.stem.startswith("catalog"):
                    for text in texts:
                        assert blanks(text) == blanks(ids[-1]), f"{path.name}: {ids[0]}"


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_an_untranslated_sentence_falls_back_to_english_and_is_an_error_in_tests() -> None:
    with pytest.warns(Untranslated, match="no translation of 'Nobody has said this"):
        assert Words("es").say("Nobody has said this {n} times.", n=3) == "Nobody has said this 3 times."
    assert Words("en").say("Nobody has said this.") == "Nobody has said this."


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("value", "unit", "english", "spanish"),
    [
        (0.0823, "share", "8.2%", "8,2 %"),
        (1.0, "share", "100.0%", "100,0 %"),
        (-0.021, "share", "−2.1%", "−2,1 %"),
        (12345.6, "money", "€12,346", "12.346 €"),
        (12.5, "money", "€12.50", "12,50 €"),
        (40.0, "money", "€40", "40 €"),
        (0.0, "money", "€0", "0 €"),
        (74.0, "days", "74 days", "74 días"),
        (1.0, "days", "1 day", "1 día"),
        (83.54, "days", "83.5 days", "83,5 días"),
        (151.4, "days", "151 days", "151 días"),
        (11.26, "months", "11.3 months", "11,3 meses"),
        (2.5, "years", "2.5 years", "2,5 años"),
        (5204.0, "count", "5,204", "5.204"),
        (3.24, "ratio", "3.2×", "3,2×"),
        (4900.0, "money_per_day", "€4,900 a day", "4.900 € al día"),
        (1.0, "flag", "yes", "sí"),
        (math.nan, "share", "–", "–"),
        (math.nan, "days", "–", "–"),
    ],
)
def test_numbers(value: float, unit: str, english: str, spanish: str) -> None:
    assert plain(Words("en").number(value, unit)) == english
    assert plain(Words("es").number(value, unit)) == spanish


def test_intervals_are_said_in_plain_words() -> None:
    english, spanish = Words("en"), Words("es")
    assert english.interval(0.061, 0.09, "share") == "between 6.1% and 9.0%"
    assert plain(spanish.interval(0.061, 0.09, "share")) == "entre 6,1 % y 9,0 %"
    assert english.interval(60, 84, "days") == "between 60 and 84 days"
    assert spanish.interval(1, 84, "days") == "entre 1 y 84 días"
    assert english.interval(9100, math.nan, "money") == "at least €9,100"
    assert spanish.interval(math.nan, 0.2, "share").startswith("como máximo")
    assert english.interval(0.0611, 0.0613, "share") == "about 6.1%"
    assert english.interval(math.nan, math.nan, "share") == ""
    assert english.change_interval(-0.038, 0.004, "share") == "between −3.8 points and +0.4 points"
    assert english.span(60, 84, "days") == "60 – 84 days"


def test_differences_carry_their_sign_and_nothing_has_none() -> None:
    words = Words("en")
    assert words.change(-0.021, "share") == "−2.1 points"
    assert words.change(0.01, "share") == "+1 point"
    assert words.change(-0.0001, "share") == "0 points"
    assert words.change(480.0, "money") == "+€480"
    assert words.change(-2, "count") == "−2"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["marketing", "ingeniería"], "marketing e ingeniería"),
        (["padres", "hijos"], "padres e hijos"),
        (["agua", "hielo"], "agua y hielo"),
        (["leads", "clientes", "importes"], "leads, clientes e importes"),
        (["importes", "leads"], "importes y leads"),
        (["uno"], "uno"),
        ([], ""),
    ],
)
def test_spanish_and_becomes_e_before_the_sound_i(items: list[str], expected: str) -> None:
    assert Words("es").listing(items) == expected


def test_periods_and_days() -> None:
    month, year = Period.parse("2026-03"), Period.parse("2025-11/2026-10")
    assert (Words("en").period(month), Words("es").period(month)) == ("March 2026", "marzo de 2026")
    assert Words("en").period(year) == "November 2025 – October 2026"
    assert Words("es").period(year) == "noviembre de 2025 – octubre de 2026"
    assert Words("en").date(date(2026, 10, 31)) == "31 October 2026"
    assert Words("es").date(date(2026, 10, 31)) == "31 de octubre de 2026"


def test_plurals_follow_the_number_that_is_shown() -> None:
    assert Words("en").plural("{n} day", "{n} days", 0) == "0 days"
    assert Words("en").plural("{n} day", "{n} days", 1.04) == "1 day"
    assert Words("es").plural("{n} day", "{n} days", 2) == "2 días"
