"""One company in two languages: every text is said in the other one, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.agreements.codes import Codes, read_codes
from helpers.errors import ConfigError
from helpers.samples import translating
from helpers.samples.company import Channel, Company, parameters
from helpers.samples.kinds import KINDS, language
from helpers.samples.teams import Belief, Theme

WORDS = {"Trade fair": "Feria", "Fair": "Feria", "Price": "Precio", "too dear": "muy caro", "events": "ferias"}


def say(text: str, field: str) -> str:
    return WORDS[text]


def test_texts_are_said_anew_and_codes_stay() -> None:
    raw: dict[str, Any] = {"code": "price", "labels": ["Price", "too dear"], "heard": 0.05, "said": ["too dear"]}
    assert translating.translated(Theme, raw, say) == {
        "code": "price", "labels": ["Precio", "muy caro"], "heard": 0.05, "said": ["muy caro"]
    }  # fmt: skip


def test_a_campaign_and_a_segment_are_said_part_by_part() -> None:
    assert translating.translated(Channel, {"campaign": "Trade fair|Fair", "side": "marketing"}, say) == {
        "campaign": "Feria|Feria", "side": "marketing"
    }  # fmt: skip
    raw = {"segment": "channel=events", "metric": "sqls", "words": "Price"}
    assert translating.translated(Belief, raw, say) == {
        "segment": "channel=ferias", "metric": "sqls", "words": "Precio"
    }  # fmt: skip


def test_keys_of_a_table_are_texts_and_keep_their_order() -> None:
    raw = {"sources": {"Trade fair": 3, "Price": 1}}
    assert list(translating.translated(Channel, raw, say)["sources"].items()) == [("Feria", 3), ("Precio", 1)]


def test_two_keys_must_stay_two() -> None:
    with pytest.raises(ConfigError, match=r"Channel.sources: two texts are both 'Feria'"):
        translating.translated(Channel, {"sources": {"Trade fair": 3, "Fair": 1}}, say)


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_said_in_the_other_language_and_nothing_else(kind: str) -> None:
    stem = KINDS[kind]
    (lang,) = set(translating.LANGUAGES) - {language(kind)}
    texts, known = translating.texts(stem), translating.words(stem, lang)
    assert sorted(set(texts) - set(known)) == []
    assert sorted(set(known) - set(texts)) == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The parameters of a sample with their words, somewhere else."""
    here = Path(translating.__file__).parent
    for path in here.glob("saas_en.*yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_a_text_without_a_word_is_named(copied: Path) -> None:
    path = copied / "saas_en.es.words.yml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    del known["Organic Search"]
    path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"saas_en.es.words.yml: no word for 'Organic Search'.*Channel.sources"):
        translating.company("saas_en", "es", folder=copied)


def test_a_word_that_is_none_is_named(copied: Path) -> None:
    (copied / "saas_en.es.words.yml").write_text("Organic Search: 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="'Organic Search': 3 is no pair of texts"):
        translating.company("saas_en", "es", folder=copied)


def test_a_language_without_words_is_named(copied: Path) -> None:
    (copied / "saas_en.es.words.yml").unlink()
    with pytest.raises(ConfigError, match="no words in 'es' for saas_en"):
        translating.company("saas_en", "es", folder=copied)


#: What customers say and why people turn leads down, and the list of codes in which the kit looks for it.
HEARD = {
    "Theme.labels": "themes", "Theme.said": "themes", "Loop.won_reasons{}": "themes", "Loop.plain_notes": "themes",
    "Loop.insights": "themes", "Loop.sectors": "themes", "Loop.winloss": "themes", "Loop.competitors{}": "themes",
    "Deals.lost_reasons{}": "themes", "Handing.rejected{}": "reasons", "Handing.recycled{}": "reasons",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_means_the_same_in_both_languages(kind: str, tmp_path: Path) -> None:
    stem, own = KINDS[kind], language(kind)
    (other,) = set(translating.LANGUAGES) - {own}
    found: dict[str, str] = {}

    def note(text: str, field: str) -> str:
        if field in HEARD:
            found[text] = HEARD[field]
        return text

    translating.translated(Company, parameters(Path(translating.__file__).with_name(f"{stem}.yml")), note)
    lists = {
        lang: {name: _codes(name, stem, lang, tmp_path) for name in ("themes", "reasons")} for lang in (own, other)
    }
    words = translating.words(stem, other)
    apart = [
        text for text, name in found.items() if lists[own][name].code(text) != lists[other][name].code(words[text])
    ]  # fmt: skip
    assert len(found) > 50
    assert apart == []


def _codes(name: str, stem: str, lang: str, folder: Path) -> Codes:
    """The shipped list with the company's own themes in a language."""
    path = folder / f"{name}.{lang}.yml"
    if name == "themes":
        path.write_text(yaml.safe_dump(translating.document(stem, name, lang), allow_unicode=True), encoding="utf-8")
    return read_codes(name, path)
