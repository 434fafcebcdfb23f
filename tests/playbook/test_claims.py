"""No figure of somebody else's: a company is compared with itself, and numbers without a source do not ship.

Two nets, declared in ``claims.toml``: `claims` finds any share, multiple, amount of money or 'so many of so many', for
texts that have none of their own; `refused` finds figures that circulate without a method that could be traced.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .texts import LANGS, ROOT, each, prose, readme, sentences, templates, whole

#: claim → its source, should a page ever need one
ALLOWED: dict[str, str] = {}

_DECLARED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))
_PERCENT = "(?: ?%| per ?cent| por ciento| por 100)"
#: how far from a figure the word may stand that makes it the one that circulates
_NEAR = 120


@cache
def patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    """What counts as a claim in a language."""
    number, whom = (_DECLARED[name][lang].replace("\\\n", "") for name in ("numbers", "whom"))
    written = (*_DECLARED["claims"]["both"], *_DECLARED["claims"][lang])
    return tuple(re.compile(text.replace("NUM", number).replace("WHOM", whom), re.IGNORECASE) for text in written)


def claims(text: str, lang: str) -> list[str]:
    """Figures and appeals in ``text`` that ask for a source."""
    found = [match[0] for pattern in patterns(lang) for match in pattern.finditer(single(text))]
    return [claim for claim in found if claim not in ALLOWED]


def refused(text: str) -> list[str]:
    """Figures of the refuse list in ``text``, in either language."""
    plain, found = single(text), []
    for rule in _DECLARED["refused"]:
        for match in re.finditer(rule["figure"].replace("PCT", _PERCENT), plain, re.IGNORECASE):
            around = plain[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            found += [match[0]] * bool(re.search(rule["near"], around, re.IGNORECASE))
    return found


def single(text: str) -> str:
    """Text with single blanks, no-break spaces among them."""
    return re.sub(r"\s+", " ", text)


@each
def test_pages_state_no_figure_of_others(id: str, lang: str) -> None:
    assert claims(whole(id, lang), lang) == []


@pytest.mark.parametrize("lang", LANGS)
def test_neither_do_templates_nor_the_list_of_pages(lang: str) -> None:
    texts = [*templates(lang), readme(lang)]
    assert {text.where: claims(text.prose, lang) for text in texts if claims(text.prose, lang)} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_of_the_report_carry_no_figure_that_circulates(lang: str) -> None:
    texts = sentences(lang)
    assert len(texts) > 1000
    assert [(text.where, refused(text.prose)) for text in texts if refused(text.prose)] == []


@pytest.mark.parametrize("path", ["README.md", "playbook/README.md", *(f"docs/{name}" for name in (
    "architecture.md", "references.md", "known-truth.md", "known-truth-loop.md", "adr/README.md"))])  # fmt: skip
def test_neither_does_what_developers_read(path: str) -> None:
    assert refused(prose((ROOT / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Aligned teams see 208% more revenue.", "en"),
        ("They earn 209 % more.", "en"),
        ("Two hundred and eight per cent more revenue.", "en"),
        ("79% of leads never convert.", "en"),
        ("Seventy-nine percent of leads never convert.", "en"),
        ("60–70% of content goes unused.", "en"),
        ("Four out of five leads are lost.", "en"),
        ("One in three companies has an agreement.", "en"),
        ("8 of 10 firms fail at it.", "en"),
        ("Half of all companies fail at it.", "en"),
        ("Answer within five minutes: you are 21 times more likely to talk to them.", "en"),
        ("It is seven times as likely.", "en"),
        ("A hundred times more calls.", "en"),
        ("They grow 3x as fast.", "en"),
        ("They grow 2.5× as fast.", "en"),
        ("A tenfold return.", "en"),
        ("It costs $1 trillion a year.", "en"),
        ("It costs €40,000 a year.", "en"),
        ("It costs 40,000 euros a year.", "en"),
        ("Studies show that this works.", "en"),
        ("El 79 % de los leads no convierte.", "es"),
        ("El 79\xa0% de los leads no convierte.", "es"),
        ("Setenta y nueve por ciento de los leads.", "es"),
        ("El 57 por 100 de la compra.", "es"),
        ("Entre el 60 y el 70 por ciento de los contenidos.", "es"),
        ("Cuatro de cada cinco leads se pierden.", "es"),
        ("4 de cada 5 leads se pierden.", "es"),
        ("La mitad de las empresas no lo consigue.", "es"),
        ("Es siete veces más probable.", "es"),
        ("Se vende el doble de rápido.", "es"),
        ("Cuesta un billón de dólares.", "es"),
        ("Cuesta 40.000 € al año.", "es"),
        ("Cuesta 1.500,50 euros.", "es"),
        ("Está demostrado que funciona.", "es"),
        ("Según un estudio, funciona.", "es"),
    ],
)
def test_a_claim_would_be_seen(text: str, lang: str) -> None:
    assert claims(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("At most two new decisions. It was moved twice; half of the hour is for deciding.", "en"),
        ("A comment of 280 characters, in 60 minutes.", "en"),
        ("Answer within one working day. Take half of them off the list. One of the two teams is missing.", "en"),
        ("Ask three times before giving up; two in a row is enough.", "en"),
        ("Como mucho dos decisiones. Se aplaza dos veces. La mitad de la hora es para decidir.", "es"),
        ("Una de las dos partes falta. Cada tres meses se revisa; el doble del plazo habitual.", "es"),
    ],
)  # fmt: skip
def test_what_a_page_must_be_able_to_say_is_no_claim(text: str, lang: str) -> None:
    assert claims(text, lang) == []


@pytest.mark.parametrize(
    "text",
    [
        "208% more revenue", "209 % más ingresos", "two hundred and nine per cent more",
        "doscientos ocho por ciento más", "36% better retention and 38% higher win rates",
        "una tasa de éxito un 38 % mayor", "67% better at closing deals", "son un 67 % mejores al cerrar",
        "79% of marketing leads never convert", "el 79 por ciento de los leads", "60–70% of content goes unused",
        "60 to 70 per cent of content", "entre el 60 y el 70 % de los contenidos", "57% of the buying journey",
        "el 57 % del recorrido de compra", "$1 trillion is lost", "un billón de dólares",
        "1.000.000.000.000 de euros", "10% of revenue is lost", "el 10 % de los ingresos",
    ],
)  # fmt: skip
def test_a_figure_of_the_refuse_list_would_be_seen(text: str) -> None:
    assert refused(f"Everybody says so: {text}.")


@pytest.mark.parametrize(
    "text", ["Power was 67% at n = 20.", "coverage of 79 % of the intervals", "57% of rows set aside"]
)
def test_a_measured_value_is_no_refused_figure(text: str) -> None:
    assert refused(text) == []
