"""The page as text: what it asks in which order, in which words, and that text of the client is never markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from tests.plain_words import found

from helpers.instrument import instrument
from helpers.look import Look
from helpers.survey.page import page
from helpers.survey.questions import parts
from helpers.words import Words

each_language = pytest.mark.parametrize("lang", ["en", "es"])


@each_language
def test_every_question_is_asked_once_in_the_words_of_the_instrument(lang):
    made = page(lang, client="Acme")
    asked = instrument()
    names = re.findall(r'data-question="(\w+)"', made)
    assert names[:3] == ["team", "level", "tenure"]
    assert sorted(names[3:]) == sorted(asked.questions(lang))
    for name, text in asked.questions(lang).items():
        if not name.endswith("_mirror"):
            assert text in made


@each_language
def test_each_scale_goes_from_least_to_most_and_ends_with_not_knowing(lang):
    for part in parts(instrument(), Words(lang)):
        for question in part.questions:
            often = question.id.endswith("_often")
            steps = ["0", "1", "2", "3", "4"] if often else ["1", "2", "3", "4", "5"]
            assert [option.value for option in question.options] == [*steps, "unknown"]
            assert question.options[-1].text == {"en": "I don't know", "es": "No lo sé"}[lang]


@each_language
def test_it_speaks_plain_words(lang):
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", page(lang, client="Acme"), flags=re.DOTALL)
    assert found(re.sub(r"<[^>]+>", " ", text).lower(), lang) == ["script"] * ("browser runs no scripts" in text)


def test_style_and_script_are_known_by_their_digests_and_nothing_else_may_run():
    made = page("es", client="Acme")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made).group(1).replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for part in ("script", "style"):
        inline = re.search(rf"<{part}>(.*?)</{part}>", made, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy
    assert re.findall(r"https?://", made) == []
    assert re.findall(r"\sstyle=|\son\w+=", made) == []


def test_a_client_is_text_wherever_it_stands():
    made = page("en", client='</script><script>alert("x")</script>')
    assert "<script>alert" not in made
    assert made.count("&lt;/script&gt;&lt;script&gt;alert") == 2


def test_sentences_of_the_script_are_data():
    made = page("es", client="Acme")
    known = json.loads(
        re.search(r'<script type="application/json" id="known">(.*?)</script>', made, re.DOTALL).group(1)
    )
    assert (known["lang"], known["version"], known["most"]) == ("es", 1, 3)
    used = set(re.findall(r'say\("(\w+)"', made))
    assert used == set(known["say"])


def test_a_brand_gives_its_colours_and_its_logo():
    made = page("en", client="Acme", look=Look(actual="#004d40", logo=b"\x89PNG", logo_kind="png"))
    assert "--actual:#004d40" in made
    assert 'src="data:image/png;base64,iVBORw==" alt="Acme"' in made
    assert "<img" not in page("en", client="Acme")


def test_equal_arguments_give_equal_pages():
    assert page("es", client="Acme") == page("es", client="Acme")
