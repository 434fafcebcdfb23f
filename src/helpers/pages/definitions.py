"""What every number of the report means, in Markdown: the catalogue that the page on shared metrics holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.catalog import Metric, catalog
from helpers.errors import ConfigError
from helpers.pages import IDS, title
from helpers.words import Words, msg

#: The page whose numbers come first: it is the one that holds the catalogue.
FIRST = "shared-metrics"
#: Where the catalogue stands in the page, between the marks of its slot.
_PLACE = re.compile(r"(<!-- slot: catalogue -->).*?(<!-- /slot -->)", re.DOTALL)
#: Who answers for a number.
OWNERS = {
    "marketing": msg("Marketing"),
    "sales": msg("Sales"),
    "both": msg("Both teams"),
    "finance": msg("Finance"),
    "data": msg("Whoever keeps the CRM"),
}


def definitions(lang: str) -> str:
    """Every metric of the catalogue in Markdown, in groups by the page that says what to do with it.

    Groups stand in the order of the table of contents, after that of the shared metrics themselves. A metric is a
    heading of the third level with the anchor ``metric-<id>``, which reports and pages of rituals link to.
    """
    words = Words(lang)
    pages = (FIRST, *(id for id in IDS if id != FIRST))
    return "\n\n".join(part for page in pages for part in _group(page, words))


def with_definitions(page: str, lang: str, *, where: str) -> str:
    """The page on shared metrics with today's catalogue in its place; ``ConfigError`` where it has no such place."""
    made, places = _PLACE.subn(lambda place: f"{place[1]}\n\n{definitions(lang)}\n\n{place[2]}", page)
    if places != 1:
        raise ConfigError("the catalogue has no place of its own", where=where,
                          do="write <!-- slot: catalogue --><!-- /slot --> once")  # fmt: skip
    return made


def _group(page: str, words: Words) -> Iterator[str]:
    """The page's title as a link, then its metrics; nothing where it has none."""
    found = [record for record in catalog().values() if record.page == page]
    if found:
        group = words.say("Numbers of the page")
        yield f"**{group} [{title(page, words.lang)}]({page}.md)**"
        yield from (_entry(record, words) for record in found)


def _entry(record: Metric, words: Words) -> str:
    """One metric: what it is called, what it means and asks, and a line for each thing to know about it."""
    label, plain = words.say(record.label), words.say(record.plain)
    meaning = "" if plain.casefold() == label.casefold() else f"{_capital(_text(plain))}. "
    lines = "\n".join(f"- **{name}:** {text}" for name, text in _lines(record, words))
    heading = f'### <a id="metric-{record.id}"></a>{_text(label)}'
    return f"{heading}\n\n{meaning}{_text(words.say(record.question))}\n\n{lines}"


def _lines(record: Metric, words: Words) -> Iterator[tuple[str, str]]:
    parts = [part for part in (record.numerator, record.denominator) if part]
    yield words.say("How it is counted"), f"{_text(words.say(record.formula))}."
    if " / ".join(parts) != record.formula:
        yield words.say("From what"), f"{_text(' / '.join(words.say(part) for part in parts))}."
    if record.pitfall:
        yield words.say("How it misleads"), _text(words.say(record.pitfall))
    yield words.say("Who answers for it"), f"{words.say(OWNERS[record.owner])}."
    yield words.say("What to do"), f"[{title(record.page, words.lang)}]({record.page}.md)."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(text: str) -> str:
    """The same words, none of whose characters is taken for a mark of Markdown."""
    return re.sub(r"([\\*_`<\[])", r"\\\1", text)
