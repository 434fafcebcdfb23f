"""A new engagement loads, reads its own empty forms, and is refused where something is already."""

import re

import pytest
import yaml

from helpers.engagement import load, preset
from helpers.errors import ConfigError, TandemError
from helpers.scaffold import Choices, scaffold
from helpers.sources import gathering
from helpers.sources.placing import form_of

#: A comment to read; other lines that begin with # are settings switched off.
PROSE = re.compile(r"# \S")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("context", ["sales-led", "mixed", "digital-native", "no-marketing"])
def test_each_context_and_language_makes_an_engagement_that_loads(tmp_path, lang, context):
    choices = Choices(client='Aceros "Ñ": S.L.', context=context, lang=lang, currency="MXN", time_zone="America/Bogota")
    made = scaffold(tmp_path / "client", choices=choices)
    engagement = load(tmp_path / "client")
    assert all(path.exists() for path in made)
    assert (engagement.client, engagement.context, engagement.languages) == ('Aceros "Ñ": S.L.', context, (lang,))
    assert (engagement.currency, engagement.time_zone) == ("MXN", "America/Bogota")
    assert list(engagement.cards) == preset(context)["cards"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_header_of_an_empty_form_is_understood(tmp_path, lang):
    scaffold(tmp_path / "c", choices=Choices(client="c", lang=lang))
    engagement = load(tmp_path / "c").model_copy(update={"sources": ()})
    placed = {form.raw.name: form for form in gathering.placed_files(tmp_path / "c", engagement)}
    assert sorted(form_of(name) for name in placed) == ["costs", "decisions"]
    for name, form in placed.items():
        assert form.table == form_of(name)
        assert len(form.raw.frame) == 0
        assert set(form.columns.values()) == set(form.raw.frame.columns)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_commented_examples_are_settings_that_load(tmp_path, lang):
    scaffold(tmp_path / "c", choices=Choices(client="c", lang=lang))
    path = tmp_path / "c" / "engagement.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    examples = [line if PROSE.match(line) else line.removeprefix("#") for line in lines]
    assert sum(a != b for a, b in zip(lines, examples, strict=True)) >= 9
    path.write_text("\n".join(examples), encoding="utf-8")
    engagement = load(tmp_path / "c")
    assert len(engagement.sources) == 3 and engagement.stages.deal and engagement.segments
    assert engagement.lifetime.gross_margin and engagement.currencies.rates == {"USD": 0.92}


def test_people_and_builds_stay_out_of_git(tmp_path):
    scaffold(tmp_path / "c", choices=Choices(client="c"))
    assert {"build/", "key.local"} <= set((tmp_path / "c" / ".gitignore").read_text().split())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TandemError, match="there is something here already"):
        scaffold(tmp_path, choices=Choices(client="c"))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "wrong", [{"lang": "fr"}, {"currency": "euro"}, {"time_zone": "Europe/Madrit"}, {"context": "b2c"}]
)
def test_a_wrong_choice_leaves_nothing_behind(tmp_path, wrong):
    with pytest.raises(ConfigError):
        scaffold(tmp_path / "c", choices=Choices(**{"client": "c", **wrong}))
    assert not (tmp_path / "c").exists()


def test_both_languages_offer_the_same_settings(tmp_path):
    keys = []
    for lang in ("en", "es"):
        scaffold(tmp_path / lang, choices=Choices(client="c", lang=lang))
        text = (tmp_path / lang / "engagement.yml").read_text(encoding="utf-8")
        shown = [line.removeprefix("#") for line in text.splitlines() if not PROSE.match(line)]
        keys.append(list(yaml.safe_load("\n".join(shown))))
    assert keys[0] == keys[1]
