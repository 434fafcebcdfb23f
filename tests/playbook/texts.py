"""What readers of the playbook read, as prose: pages, templates and translated sentences, without marks and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from helpers.assets import asset
from helpers.pages import IDS, Page, read_page, source
from helpers.pages.reading import split_front
from helpers.words import LOCALES

LANGS = ("en", "es")
ROOT = Path(__file__).parents[2]
#: every page in every language, by name: a page that is missing fails alone
each = pytest.mark.parametrize(("id", "lang"), [(id, lang) for id in IDS for lang in LANGS])
#: domains of sentences that playbook, site and start say; the others belong to the report and its parts
DOMAINS = ("playbook", "site", "start", "contexts", "pages", "client", "questions", "calendar")
#: what a reader sees of the front matter
SEEN = ("title", "who", "when", "sign")
TEMPLATES = ("*.md", "*.html", "*.txt", "*.yml")

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]+>", re.DOTALL)
_BLANK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}\n]*\}|%\(\w+\)[sd]", re.DOTALL)
_FILE = re.compile(r"\S*(?:://|@)\S*|\b[\w*/-]+\.(?:yml|md|html|ics|csv|xlsx?|local)\b|(?<!\w)\.xlsx?\b")
_CATALOGUE = re.compile(r"(?<=<!-- slot: catalogue -->).*?(?=<!-- /slot -->)", re.DOTALL)
_SLOT = re.compile(r"<!-- slot: ([\w.-]+) -->(.*?)<!-- /slot -->", re.DOTALL)


class Text(NamedTuple):
    """A text and where it stands."""

    where: str
    lang: str
    prose: str


@cache
def page(id: str, lang: str) -> Page:
    """The page as it ships, without the catalogue of metrics."""
    return read_page(written(id, lang), id=id, lang=lang, where=f"playbook/{lang}/{id}.md")


def slots(id: str, lang: str) -> list[tuple[str, str]]:
    """Name and default of each slot, in the order of the page."""
    return _SLOT.findall(source(id, lang))


def written(id: str, lang: str) -> str:
    """The page as somebody wrote it: without the catalogue of metrics, which is generated into it."""
    return _CATALOGUE.sub("", source(id, lang))


def prose(markdown: str) -> str:
    """Text as it is read: no comments, code, names of files, blanks of templates, tags, targets of links, emphasis."""
    bare = _COMMENT.sub("", _CODE.sub(" ", markdown))
    bare = _FILE.sub(" ", _BLANK.sub(" ", _TAG.sub(" ", _LINK.sub(r"\1", bare))))
    return re.sub(r"[*_#|]+", " ", bare)


def whole(id: str, lang: str) -> str:
    """The prose of a page with what its front matter shows."""
    front, body = split_front(written(id, lang), where=f"{lang}/{id}.md")
    return "\n\n".join([*(str(front.get(key, "")) for key in SEEN), prose(body)])


def pages(lang: str) -> list[Text]:
    """Every page there is; that none is missing is asked elsewhere."""
    found = sorted(asset("playbook", lang).glob("*.md"))
    return [Text(f"playbook/{lang}/{path.name}", lang, whole(path.stem, lang)) for path in found]


def templates(lang: str) -> list[Text]:
    """Forms and other files that ship beside the pages, whose folder or name says the language."""
    root = asset("playbook") / "templates"
    paths = [path for pattern in TEMPLATES for path in sorted(root.rglob(pattern))]
    mine = [path for path in paths if lang in (path.parent.name, *path.name.split("."), *path.stem.split("_"))]
    return [Text(str(path.relative_to(root.parent)), lang, prose(path.read_text(encoding="utf-8"))) for path in mine]


def readme(lang: str) -> Text:
    """What stands about the playbook in a language: the list of pages names each in both, in its last two columns."""
    text = (asset("playbook") / "README.md").read_text(encoding="utf-8")
    english, _, spanish = text.partition("\n## En español\n")
    rows = [row.strip("| ").split(" | ") for row in english.splitlines() if row.startswith("| ")]
    if lang == "en":
        spanish = "\n".join(line for line in english.splitlines() if not line.startswith("| "))
    cells = [cell for row in rows for cell in (row[-1:] if lang == "es" else row[:-1])]
    return Text("playbook/README.md", lang, prose("\n".join([*cells, spanish])))


def sentences(lang: str, *, only: tuple[str, ...] = ()) -> list[Text]:
    """Sentences that code says, in domains that begin like ``only``: msgids in English, translations in Spanish."""
    return list(_sentences(lang, only))


def _sentences(lang: str, only: tuple[str, ...]) -> Iterator[Text]:
    for path in sorted((LOCALES / "es" / "LC_MESSAGES").glob("*.po")):
        if only and not path.stem.startswith(only):
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale="es"):
                if not message.id:
                    continue
                said = message.id if lang == "en" else message.string
                for text in said if isinstance(said, tuple | list) else (said,):
                    if text:
                        yield Text(f"{path.name}: {text[:60]}", lang, prose(text))


def shipped(lang: str) -> list[Text]:
    """All that the playbook says in a language."""
    return [*pages(lang), *templates(lang), readme(lang), *sentences(lang, only=DOMAINS)]
