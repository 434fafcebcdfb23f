"""Latin America's Spanish: what differs lies over Spain's, in its own words, with its own decimal point."""

from __future__ import annotations

import math
import string
from datetime import date

import pytest
from babel.messages.pofile import read_po

import overlay
from helpers.agreements.codes import Code, Codes
from helpers.forms.order import form_title
from helpers.instrument import instrument
from helpers.pages import title
from helpers.periods import Period
from helpers.sources.metric_names import metric_named
from helpers.sources.wording import headers
from helpers.words import LOCALES, Words, base, catalogue, tag

OWN = sorted((LOCALES / "es_419" / "LC_MESSAGES").glob("*.po"))


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_no_word_of_spain_is_left_in_any_sentence():
    """What to do where this fails: ``python tests/overlay.py``, then read what it wrote."""
    left = {
        msgid: found
        for msgid, text in catalogue("es_419").items()
        if (found := [word for form in forms(text) for word in overlay.spanish_only(form)])
    }
    assert left == {}


def test_the_overlay_holds_only_what_differs_and_nothing_that_spain_does_not_say():
    spain = catalogue("es")
    for path in OWN:
        with path.open("rb") as file:
            for message in read_po(file, locale="es_419", abort_invalid=True):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key:
                    assert key in spain, f"{path.name}: {key}: Spain has no such sentence any more"
                    assert message.string != spain[key], f"{path.name}: {key}: the same as in Spain"
                    assert message.string == catalogue("es_419")[key], f"{path.name}: {key}: not what is said"


def test_a_sentence_of_the_overlay_lies_in_the_domain_of_its_sentence_of_spain():
    domains = {path.name: set(sentences) for path, sentences in overlay.of_spain().items()}
    for path in OWN:
        with path.open("rb") as file:
            own = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="es_419") if m.id}
        assert own and own <= domains[path.name]


def test_every_other_sentence_is_spains_and_blanks_are_kept():
    spain, own = catalogue("es"), catalogue("es_419")
    assert set(own) == set(spain)
    assert 300 < sum(own[key] != spain[key] for key in spain) < len(spain) / 2
    for key, text in own.items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms(text)]
        assert blanks == [
            {name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms(spain[key])
        ], key


@pytest.mark.parametrize(
    ("msgid", "said"),
    [
        ("Win rate", "Tasa de cierre"),
        ("What this report cannot know", "Lo que este reporte no puede saber"),
        ("the offers made {when}", "las cotizaciones presentadas {when}"),
        ("Costs are missing: fill in the form “costs”.", "Faltan los costos: hay que rellenar el formulario «costes»."),
        ("Agree on the target of the next quarter, and write it down.",
         "Acordar la meta del próximo trimestre y dejarla por escrito."),
        ("What moved", "Qué se ha movido"),
    ],
)  # fmt: skip
def test_sentences(msgid, said):
    assert Words("es_419").say(msgid) == said if "{" not in said else catalogue("es_419")[msgid] == said


@pytest.mark.parametrize(
    ("spain", "america"),
    [
        ("De lead a cualificado por marketing", "De prospecto a calificado por marketing"),
        ("el traspaso y los traspasos del mes", "la entrega y las entregas del mes"),
        ("Un pedido, dos pedidos; nadie lo sabe", "Una orden de compra, dos órdenes de compra; nadie lo sabe"),
        ("Frente al objetivo, con un objetivo de {target}", "Frente a la meta, con una meta de {target}"),
        ("No es una previsión del informe", "No es un pronóstico del reporte"),
        ("los comerciales y el coste: 0,7 o 70 %", "los vendedores y el costo: 0.7 o 70%"),
        ("{leads} leads del formulario «costes»", "{leads} prospectos del formulario «costes»"),
        ("la tasa de bajas es baja", "la tasa de cancelación es baja"),
        ("Nada que cambiar", "Nada que cambiar"),
    ],
)
def test_drafts_follow_the_gender_of_the_new_word(spain, america):
    assert overlay.draft(spain) == america
    assert overlay.spanish_only(america) == []


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.0823, "share", "8.2%"),
        (-0.021, "share", "−2.1%"),
        (12345.6, "money", "USD 12,346"),
        (12.5, "money", "USD 12.50"),
        (-40.0, "money", "−USD 40"),
        (83.54, "days", "83.5 días"),
        (5204.0, "count", "5,204"),
        (3.24, "ratio", "3.2×"),
        (4900.0, "money_per_day", "USD 4,900 al día"),
        (1.0, "flag", "sí"),
        (math.nan, "money", "–"),
    ],
)
def test_numbers_with_the_decimal_point(value, unit, said):
    assert plain(Words("es_419", "USD").number(value, unit)) == said


def test_intervals_lists_days_and_charts():
    words = Words("es_419", "MXN")
    assert plain(words.interval(0.061, 0.09, "share")) == "entre 6.1% y 9.0%"
    assert words.listing(["marketing", "ingeniería"]) == "marketing e ingeniería"
    assert words.period(Period.parse("2026-03")) == "marzo de 2026"
    assert words.date(date(2026, 10, 31)) == "31 de octubre de 2026"
    assert plain(words.money_short(1_234_567)) == "MXN 1.2 M"
    assert words.country("MX") == "México"


def test_what_is_only_there_in_spanish_falls_back_to_it():
    assert (base("es_419"), tag("es_419"), tag("en")) == ("es", "es-419", "en")
    assert title("sla", "es_419") == title("sla", "es") != title("sla", "en")
    assert headers("comments", lang="es_419") == headers("comments", lang="es")
    assert form_title("decisions", lang="es_419") == form_title("decisions", lang="es")
    assert Codes(codes={"price": Code(en="Price", es="Precio")}).label("price", lang="es_419") == "Precio"
    assert instrument().questions("es_419") == instrument().questions("es")


def test_a_metric_is_known_by_its_name_on_either_side():
    assert metric_named("Tasa de éxito") == metric_named("tasa de cierre") == "win_rate"
    assert metric_named("Prospectos") == metric_named("Leads") == "leads"
