"""The catalogue of the playbook is that of the code: each number once, in the readers' words, where it belongs."""

from __future__ import annotations

import re

import pytest

from helpers.catalog import catalog
from helpers.errors import ConfigError
from helpers.pages import read_page, source, title
from helpers.pages.definitions import definitions, with_definitions
from helpers.run.documents import catalogues

LANGUAGES = ("en", "es")
PAGE = "before\n\n<!-- slot: catalogue --><!-- /slot -->\n\n## After <!-- slot: chair -->us<!-- /slot -->\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shipped_page_holds_todays_catalogue(lang: str) -> None:
    page = source("shared-metrics", lang)
    assert with_definitions(page, lang, where="here") == page, "run 'make docs' and commit what it wrote"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_metric_has_one_anchor_and_no_other_is_there(lang: str) -> None:
    anchors = re.findall(r'^### <a id="metric-([\w]+)"></a>\S', definitions(lang), re.MULTILINE)
    assert sorted(anchors) == sorted(catalog())


def test_an_entry_says_what_it_means_how_it_misleads_and_where_to_go() -> None:
    english = definitions("en").split("### ")
    (entry,) = [each for each in english if each.startswith('<a id="metric-coverage"></a>Coverage\n')]
    record = catalog()["coverage"]
    for text in (record.question, record.formula, record.numerator, record.denominator, record.pitfall):
        assert text in entry
    assert "- **Who answers for it:** Sales." in entry
    assert f"- **What to do:** [{title('forecast', 'en')}](forecast.md)." in entry


def test_spanish_says_it_in_spanish() -> None:
    spanish = definitions("es")
    assert '### <a id="metric-customers"></a>Clientes nuevos\n\n¿Cuántas empresas se han hecho clientes?\n' in spanish
    assert "- **Quién responde de ella:** Ambos equipos." in spanish
    assert "Who answers" not in spanish


def test_shared_metrics_come_first_and_a_page_without_numbers_has_no_group() -> None:
    groups = re.findall(r"^\*\*Numbers of the page \[.+?\]\(([\w-]+)\.md\)\*\*$", definitions("en"), re.MULTILINE)
    assert groups[0] == "shared-metrics"
    assert set(groups) == {record.page for record in catalog().values()}
    assert len(groups) == len(set(groups))


def test_marks_of_markdown_in_a_formula_are_shown_as_they_are() -> None:
    assert not re.search(r"(?<!\\)[*_`]\w", re.sub(r"\*\*|metric-\w+|\]\([^)]*\)", "", definitions("en")))


def test_only_the_slot_is_written_again() -> None:
    made = with_definitions(PAGE, "en", where="here")
    assert made.startswith("before\n\n<!-- slot: catalogue -->\n\n**Numbers of the page")
    assert made.endswith("\n\n<!-- /slot -->\n\n## After <!-- slot: chair -->us<!-- /slot -->\n")
    old = PAGE.replace("--><!--", "-->of yesterday<!--", 1)
    assert with_definitions(made, "en", where="here") == made == with_definitions(old, "en", where="here")


@pytest.mark.parametrize("page", ["no place at all", PAGE + PAGE])
def test_a_page_without_one_place_for_it_is_refused(page: str) -> None:
    with pytest.raises(ConfigError, match="place of its own"):
        with_definitions(page, "en", where="here")


def test_both_languages_are_written_beside_each_other(tmp_path) -> None:
    for lang in LANGUAGES:
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "shared-metrics.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    written = dict(catalogues(tmp_path))
    assert [path.split("/")[-2] for path in sorted(written)] == ["en", "es"]
    assert all(len(text) > 10_000 for text in written.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_still_a_page_with_it(lang: str) -> None:
    page = read_page(source("shared-metrics", lang), id="shared-metrics", lang=lang, where="here")
    assert "metric-unified_cac" in page.sections["related"]
