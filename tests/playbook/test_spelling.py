"""Both languages are spelt as a dictionary spells them; words it lacks are on a short list of the project's own."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from .texts import LANGS, Text, shipped

pytestmark = pytest.mark.debian
#: language → dictionary and the Debian package that brings it
DICTIONARIES = {"en": ("en_GB", "hunspell-en-gb"), "es": ("es_ES", "hunspell-es")}
#: identifiers, a command with its first word, what stands in the front matter of a page
NO_WORD = re.compile(r"\S*_\S*|\btandem [a-z]+|\bstatus: \w+|\bwaiting\b")
WORD = re.compile(r"[^\W\d_]+")

Misspelt = Callable[[str, str], set[str]]


@pytest.fixture(scope="module")
def misspelt(debian: Callable[[str, str], str]) -> Misspelt:
    """``misspelt(text, lang)``: words that the dictionary does not have, as they are written."""
    command = debian("hunspell", "hunspell")

    def check(text: str, lang: str) -> set[str]:
        name, package = DICTIONARIES[lang]
        debian(f"/usr/share/hunspell/{name}.dic", package)
        # A word a line: what a hyphen or an apostrophe joins is looked up part by part.
        words = "\n".join(sorted(set(WORD.findall(text))))
        ran = subprocess.run(
            [command, "-d", name, "-i", "utf-8", "-l"], input=words, capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True,
        )  # fmt: skip
        return set(ran.stdout.split())

    return check


@cache
def ours(lang: str) -> tuple[str, ...]:
    """The project's own list: a word a line, in order."""
    path = Path(__file__).with_name(f"words.{lang}.txt")
    return tuple(path.read_text(encoding="utf-8").splitlines())


def text_of(lang: str) -> str:
    return "\n".join(readable(text) for text in shipped(lang))


def readable(text: Text) -> str:
    """Text with one kind of apostrophe and without what is no word; letters after one ('s, n't) go with their word."""
    return re.sub(r"(?<=\w)['’](?:s|t|re|ve|ll|d)\b", "", NO_WORD.sub(" ", text.prose))


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_in_the_dictionary_or_on_the_list(lang: str, misspelt: Misspelt) -> None:
    known = {word.casefold() for word in ours(lang)}
    wrong = {word for word in misspelt(text_of(lang), lang) if word.casefold() not in known}
    where = {
        word: [text.where for text in shipped(lang) if re.search(rf"\b{word}\b", text.prose)][:3] for word in wrong
    }
    assert where == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_is_short_sorted_and_in_use(lang: str, misspelt: Misspelt) -> None:
    words = ours(lang)
    assert list(words) == sorted(set(words), key=str.casefold)
    assert len(words) <= 60
    assert set(words) - misspelt("\n".join(words), lang) == set(), "the dictionary has these"
    used = {word.casefold() for word in WORD.findall(text_of(lang))}
    assert [word for word in words if word.casefold() not in used] == [], "no text has these"


@pytest.mark.parametrize(
    ("text", "lang", "wrong"),
    [
        ("The colour of the desicion", "en", {"desicion"}),
        ("They organise the behavior", "en", {"behavior"}),
        ("La reunion de los dos equipos", "es", {"reunion"}),
        ("Una decision y un acuerdo", "es", {"decision"}),
        ("El reunión de ventas", "es", set()),
    ],
)
def test_a_slip_would_be_seen(text: str, lang: str, wrong: set[str], misspelt: Misspelt) -> None:
    assert misspelt(text, lang) == wrong
