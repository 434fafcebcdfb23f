"""One company in two languages: every text is said in the other one, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.errors import ConfigError
from helpers.samples import translating
from helpers.samples.company import Channel
from helpers.samples.kinds import KINDS
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
    (lang,) = set(translating.LANGUAGES) - {stem[-2:]}
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
