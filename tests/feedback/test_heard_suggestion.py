"""Suggestions for texts no code fits: often right, never made where nothing is near, and always the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.agreements.codes import UNMAPPED, Codes, read_codes
from helpers.feedback.suggestion import AHEAD, COLUMNS, LIKE, nearest, suggestions

from .heardbook import CODES

#: Written by hand, as sellers write: inflected, misspelt, put together. No phrase of the list stands in them.
SENTENCES = {
    "It is priced far above the others": "price",
    "The pricetag scared them": "price",
    "Budgeting for this year was closed": "budget",
    "They postpone the investment": "timing",
    "Integrating it with their warehouse software is hard": "integration",
    "Connecting it to the shop failed": "integration",
    "Migrating ten years of records frightens them": "migration",
    "Our deliveries would come after the season": "delivery_time",
    "Unsafe place for our data, they feared": "security",
    "Securing the data worries their board": "security",
    "Untrusted newcomer, they said": "trust",
    "Implementing this would take their whole team": "implementation",
    "No referenceable customers in food": "references",
    "Their incumbents matched the offer": "current_supplier",
    "Contractually they wanted a way out": "contract",
    "Nos dicen que es carísimo": "price",
    "Encarecido respecto al año pasado": "price",
    "Se quedaron sin presupuestar la línea": "budget",
    "Aplazamos la inversión hasta otoño": "timing",
    "Proyecto reprogramado y retrasándose": "timing",
    "Le preocupa integrarlo todo con la línea": "integration",
    "Migrando los pedidos viejos se perdería algo": "migration",
    "Entregas fuera de campaña": "delivery_time",
    "La entregan después de Navidad": "delivery_time",
    "Les preocupa proteger los datos": "security",
    "Homologarnos tarda un año": "certification",
    "Desconfiaban de una firma nueva": "trust",
    "Complicadísimo para los operarios": "ease",
    "Prefieren al proveedor con el que trabajan": "current_supplier",
    "El servicio de técnicos no llega a la isla": "support",
}
RANDOM = (
    "zxqv wuu grblt", "The weather at the fair was lovely", "Lunch with Ana on Tuesday", "qwerty asdf 12345",
    "Llovió toda la semana", "El perro del vecino ladra", "Happy birthday", "xk xk xk", "Feliz Navidad a todos",
    "Buy milk and bread",
)  # fmt: skip
FLOOR = 0.8


@pytest.fixture(scope="module")
def shipped() -> Codes:
    return read_codes("themes", Path("no such file"))


def test_hand_written_sentences_find_their_code(shipped: Codes) -> None:
    """Top-1 accuracy on the thirty sentences, and that what is not suggested is mostly what would have been wrong."""
    assert len(SENTENCES) == 30
    assert {text: shipped.code(text) for text in SENTENCES if shipped.code(text) != UNMAPPED} == {}
    found = dict(zip(SENTENCES, nearest(list(SENTENCES), shipped, kinds=["objection"] * 30), strict=True))
    right = {text for text, code in SENTENCES.items() if found[text].code == code}
    wrong = {text: (SENTENCES[text], *found[text]) for text in SENTENCES if text not in right}
    assert len(right) / 30 >= FLOOR, wrong
    offered = [text for text in SENTENCES if found[text].enough]
    assert len(offered) >= 20
    assert sum(text in right for text in offered) / len(offered) >= 0.9, wrong


def test_random_text_gets_no_suggestion(shipped: Codes) -> None:
    found = nearest(list(RANDOM), shipped)
    assert [(text, near) for text, near in zip(RANDOM, found, strict=True) if near.enough] == []


def rows(*cells: tuple[object, ...]) -> pd.DataFrame:
    names = ["theme", "kind", "origin", "theme_raw", "words", "quotable", "n", "first"]
    return pd.DataFrame(list(cells), columns=names)


def test_a_text_near_a_code_comes_with_the_line_to_paste() -> None:
    table = suggestions(
        rows(("unmapped", "objection", "feedback", "precios altos", None, True, 3, "feedback:2")), CODES
    )
    assert list(table.columns) == COLUMNS
    row = table.iloc[0]
    assert (row["code"], row["label_es"], row["n"], row["first"]) == ("price", "Precio", 3, "feedback:2")
    assert row["line"] == "price: {phrases: [precios altos]}"
    assert LIKE <= row["confidence"] <= 1 and row["margin"] >= AHEAD


def test_what_may_not_be_printed_is_named_by_its_row_only() -> None:
    table = suggestions(
        rows(("unmapped", "objection", "feedback", None, "precios altos, dijo", False, 1, "feedback:7")), CODES
    )
    row = table.iloc[0]
    assert (row["text"], row["line"], row["code"], row["first"]) == ("", "", "price", "feedback:7")
    assert "dijo" not in table.to_csv()


def test_what_somebody_put_to_a_code_is_learned_from() -> None:
    text = ("unmapped", "objection", "feedback", "nos sale por un pico enorme", None, True, 1, "feedback:1")
    alone = suggestions(rows(text), CODES)
    taught = suggestions(rows(text, ("price", "objection", "feedback", "sale por un pico", None, True, 1, "b")), CODES)
    assert alone.iloc[0]["code"] == ""
    assert taught.iloc[0]["code"] == "price"


def test_what_was_learned_in_a_review_says_nothing_about_its_theme() -> None:
    text = ("unmapped", "objection", "feedback", "llegamos tarde al concurso", None, True, 1, "feedback:1")
    learned = ("price", "objection", "winloss", None, "llegamos tarde al concurso", True, 1, "winloss:1")
    assert suggestions(rows(text, learned), CODES).iloc[0]["code"] == ""


def test_a_kind_is_compared_with_its_own_codes_only() -> None:
    found = nearest(["easy to use"] * 2, CODES, kinds=["objection", "argument"])
    assert found[1].code == "ease" and found[0].code != "ease"
    # a sector's name fits no theme and needs none; most closing notes are about nothing
    sector = ("unmapped", "sector", "feedback", "too expensive", None, True, 1, "a")
    note = ("unmapped", "other", "deal_note", None, "signed on Monday", False, 9, "b")
    table = suggestions(rows(sector, note), CODES)
    assert len(table) == 0


def test_nothing_unmapped_or_no_codes_gives_no_rows() -> None:
    mapped = rows(("price", "objection", "feedback", "caro", None, True, 1, "a"))
    assert list(suggestions(mapped, CODES).columns) == COLUMNS and not len(suggestions(mapped, CODES))
    unmapped = rows(("unmapped", "objection", "feedback", "caro", None, True, 1, "a"))
    assert not len(suggestions(unmapped, Codes()))


def test_the_same_texts_get_the_same_suggestions_in_the_same_order() -> None:
    texts = rows(
        *(("unmapped", "objection", "feedback", text, None, True, i % 3, f"f{i}") for i, text in enumerate(SENTENCES))
    )
    pd.testing.assert_frame_equal(suggestions(texts, CODES), suggestions(texts.sample(frac=1, random_state=1), CODES))
