"""From the Markdown of a page to a ``Page``: front matter, sections, agenda and advice, or one line of complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from helpers.errors import ConfigError
from helpers.pages.page import SECTIONS, Advice, Front, Page, Step
from helpers.settings import validated

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
_ITEM = re.compile(r"^- \*\*(.+?)\*\*\s*(.+?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_page(text: str, *, id: str, lang: str, where: str) -> Page:
    """The page written in ``text``; ``where`` names its file in a complaint.

    Raises ``ConfigError`` in one line for front matter that is missing or wrong, sections that are missing or out of
    order, an agenda that is no table of minutes, who, question, or advice that does not go with the thresholds.
    """
    front, body = split_front(text, where=where)
    sections = dict(_sections(body, lang=lang, where=where))
    page = Page(
        id=id, lang=lang, front=validated(Front, front, where=where), sections=sections,
        agenda=tuple(_agenda(sections["agenda"], where=where)), advice=tuple(_advice(sections["numbers"])),
    )  # fmt: skip
    if len(page.advice) != len(page.front.thresholds):
        raise ConfigError(
            f"{len(page.front.thresholds)} thresholds in the front matter, {len(page.advice)} lines under "
            f"'{SECTIONS['numbers'][lang]}'", where=where, do="write one '- **how it looks.** what to do' for each",
        )  # fmt: skip
    return page


def split_front(text: str, *, where: str) -> tuple[dict[str, object], str]:
    """Front matter as keys and values, and the body below it."""
    found = _FRONT.match(text)
    if not found:
        raise ConfigError("no front matter", where=where, do="begin with --- and end it with ---")
    try:
        front = yaml.safe_load(found[1]) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"front matter not readable as YAML ({error})", where=where) from error
    if not isinstance(front, dict):
        raise ConfigError("front matter is not a list of 'key: value' lines", where=where)
    return front, text[found.end() :]


def _sections(body: str, *, lang: str, where: str) -> Iterator[tuple[str, str]]:
    parts = _HEADING.split(body)[1:]
    headings = parts[::2]
    wanted = [headings_by[lang] for headings_by in SECTIONS.values()]
    if headings != wanted:
        wrong = next((h for h, w in zip(headings, wanted, strict=False) if h != w), headings[-1] if headings else "")
        raise ConfigError(f"sections are not as on every page, first at '{wrong}'", where=where,
                          do=f"write ## {', ## '.join(wanted)}")  # fmt: skip
    for id, text in zip(SECTIONS, parts[1::2], strict=True):
        yield id, text.strip()


def _agenda(section: str, *, where: str) -> Iterator[Step]:
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    for row in rows:
        cells = [cell.strip() for cell in _COMMENT.sub("", row).strip("|").split("|")]
        if len(cells) != 3 or not cells[0].isdigit():
            raise ConfigError(f"agenda line '{row}' is not | minutes | who | question |", where=where)
        yield Step(minutes=int(cells[0]), who=cells[1], asks=cells[2])


def _advice(section: str) -> Iterator[Advice]:
    for looks, do in _ITEM.findall(section):
        yield Advice(looks=_line(looks), do=_line(do))


def _line(text: str) -> str:
    return " ".join(_COMMENT.sub("", text).split())
