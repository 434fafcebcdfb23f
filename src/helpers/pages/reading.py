"""From the Markdown of a page to a ``Page``: front matter, sections, agenda and advice, or one line of complaint."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import yaml

from helpers.errors import ConfigError
from helpers.pages.page import SECTIONS, Advice, Front, Page, Step
from helpers.settings import validated

#: The loader in C is ten times as quick, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z_]\w*)[ \t]*:", re.MULTILINE)
_HEADING = re.compile(r"^## (.+?)[ \t]*$", re.MULTILINE)
#: what may stand above the first section: the title once more
_TITLE = re.compile(r"^# .*$", re.MULTILINE)
_BULLET = re.compile(r"^[-*+] +(.*)$")
_ADVICE = re.compile(r"\*\*(.+?)\*\*\s*(.+)")
_RULE = re.compile(r"[|\s:-]*-[|\s:-]*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_page(text: str, *, id: str, lang: str, where: str) -> Page:
    """The page written in ``text``; ``where`` names its file in a complaint.

    Line ends of Windows and a byte order mark make no difference. Raises ``ConfigError`` in one line for front matter
    that is missing or wrong, text outside the sections, sections that are missing or out of order, an agenda that is no
    table of minutes, who, question, or advice that does not go with the thresholds.
    """
    written, body = split_front(text, where=where)
    front = validated(Front, written, where=where)
    sections = dict(_sections(body, lang=lang, where=where))
    agenda = tuple(_agenda(sections["agenda"], heading=SECTIONS["agenda"][lang], where=where))
    advice = tuple(_advice(sections["numbers"]))
    if len(advice) != len(front.thresholds):
        raise ConfigError(
            f"{len(front.thresholds)} thresholds in the front matter, {len(advice)} lines under "
            f"'{SECTIONS['numbers'][lang]}'", where=where, do="write one '- **how it looks.** what to do' for each",
        )  # fmt: skip
    return Page(id=id, lang=lang, front=front, sections=sections, agenda=agenda, advice=advice)


def split_front(text: str, *, where: str) -> tuple[dict[str, object], str]:
    """Front matter as keys and values, and the body below it, with line ends of one kind."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _FRONT.match(text)
    if not found:
        raise ConfigError("no front matter", where=where, do="begin with --- and end it with ---")
    try:
        front = yaml.load(found[1], Loader=_LOADER) or {}
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"front matter not readable as YAML ({_problem(error)})", where=where,
                          do="put text that holds a colon in quotes") from error  # fmt: skip
    if not isinstance(front, dict):
        raise ConfigError("front matter is not a list of 'key: value' lines", where=where)
    twice = [key for key, times in Counter(_KEY.findall(found[1])).items() if times > 1]
    if twice:
        raise ConfigError(f"key '{twice[0]}' stands twice in the front matter", where=where, do="keep one of them")
    return front, text[found.end() :]


def _problem(error: Exception) -> str:
    """What is wrong and in which line of the file: the first line of it opens the front matter."""
    mark = getattr(error, "problem_mark", None)
    return f"{getattr(error, 'problem', error)}{f', line {mark.line + 2}' if mark else ''}"


def _sections(body: str, *, lang: str, where: str) -> Iterator[tuple[str, str]]:
    above, *parts = _HEADING.split(body)
    headings = parts[::2]
    wanted = [headings_by[lang] for headings_by in SECTIONS.values()]
    if headings != wanted:
        raise ConfigError(_out_of_step(headings, wanted), where=where, do=f"write ## {', ## '.join(wanted)}")
    if _TITLE.sub("", _COMMENT.sub("", above)).strip():
        raise ConfigError(f"text above '## {wanted[0]}'", where=where, do="move it into a section, or it would be lost")
    for id, text in zip(SECTIONS, parts[1::2], strict=True):
        yield id, text.strip()


def _out_of_step(headings: Sequence[str], wanted: Sequence[str]) -> str:
    unknown = next((heading for heading in headings if heading not in wanted), "")
    missing = next((heading for heading in wanted if heading not in headings), "")
    if missing:
        return f"section '{missing}' is missing" + (f", '{unknown}' is none of them" if unknown else "")
    if unknown:
        return f"section '{unknown}' is not one that pages have"
    moved = next((h for h, w in zip(headings, wanted, strict=False) if h != w), headings[-1])
    return f"sections are not in their order, first at '{moved}'"


def _agenda(section: str, *, heading: str, where: str) -> Iterator[Step]:
    rows = [line.strip() for line in section.splitlines() if line.lstrip().startswith("|")]
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        header = "| minutes | who leads | question |"
        raise ConfigError(
            f"no table under '{heading}'", where=where, do=f"write {header}, |---|---|---|, then the points"
        )
    for row in rows[2:]:
        cells = [cell.strip() for cell in _COMMENT.sub("", row).strip("|").split("|")]
        if len(cells) != 3 or not cells[0].isdecimal() or not all(cells):
            raise ConfigError(f"agenda line '{row}' is not | minutes | who | question |", where=where)
        yield Step(minutes=int(cells[0]), who=cells[1], asks=cells[2])


def _advice(section: str) -> Iterator[Advice]:
    for item in _items(section):
        found = _ADVICE.fullmatch(item)
        if found:
            yield Advice(looks=found[1], do=found[2])


def _items(section: str) -> Iterator[str]:
    """The points of a list, each in one line; a paragraph below the list is none of them."""
    item: list[str] = []
    gap = False
    for line in _COMMENT.sub("", section).splitlines():
        bullet = _BULLET.match(line)
        if bullet or (gap and line[:1].strip()):
            yield " ".join(" ".join(item).split())
            item = [bullet[1]] if bullet else []
        elif item:
            item.append(line)
        gap = not line.strip()
    yield " ".join(" ".join(item).split())
