"""What the templates of the PDF read: the report's blocks as plain data, its words, its colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from helpers.look import Look
from helpers.report.dressing import dressed
from helpers.report.model import Block, Figure, Heading, Page, Pages, Report
from helpers.report.pdf.characters import printable
from helpers.words import Words

#: ISO codes for Typst, which takes countries only; the overlay for Latin America writes numbers as in Mexico.
_LANGUAGES = {"en": ("en", None), "es": ("es", None), "es_419": ("es", "MX")}
_DRAWINGS = {"svg", "spark"}
#: Fields that no reader of paper sees.
_UNSEEN = {"facts", "fact", "field", "chart", "svg_narrow", "spark_facts", "first_screen"}


def laid_out(report: Report, *, look: Look) -> dict[str, Any]:
    """The report as the templates read it: every value a string, a number or a list of such."""
    language, country = _LANGUAGES[report.lang]
    return {
        "lang": language,
        "region": country,
        "title": printable(report.title),
        "client": printable(report.client),
        "period": printable(report.period_text),
        "internal": report.internal,
        "words": _words(report),
        "look": {"ink": look.ink, "actual": look.actual, "band": look.band, "prior": look.prior},
        "logo": {"jpeg": "jpg"}.get(look.logo_kind, look.logo_kind) if look.logo else "",
        "first": _levelled([block for block in report.blocks if block.first_screen], look, under=1),
        "detail": _levelled([block for block in report.blocks if not block.first_screen], look, under=0),
        "numbers": [_seen(block.data, look) | {"title": printable(block.title)} for block in _figures(report)],
        "listed": sorted({printable(page.id) for page in _pages(report)}),
    }


def _words(report: Report) -> dict[str, str]:
    """What the PDF says of its own; ``{n}`` and ``{all}`` are filled where pages are counted."""
    say = Words(report.lang).say
    return {
        "as_of": say("Data up to {date}", date=printable(report.as_of_text)),
        "internal": say("For the two teams only"),
        "made": say("made with Tándem {version}", version=printable(report.version)),
        "playbook": say("Playbook"),
        "others": say("Numbers call for these as well:"),
        "contents": say("Contents"),
        "page": say("Page {n} of {all}", n="{n}", all="{all}"),
        "numbers": say("The numbers behind the figures"),
        "numbers_text": say("In the order of the figures: what each of them draws."),
        "day": say("By {n} days", n="{n}"),
        "owner": say("Whose it is"),
        "effect": say("Expected effect"),
        "done": say("Done when"),
        "lasts": say("{n} minutes", n="{n}"),
    }


def _figures(report: Report) -> Iterator[Figure]:
    return (block for block in report.blocks if isinstance(block, Figure))


def _pages(report: Report) -> Iterator[Page]:
    return (page for block in report.blocks if isinstance(block, Pages) for page in block.pages)


def _levelled(blocks: Iterable[Block], look: Look, *, under: int) -> list[dict[str, Any]]:
    """Blocks with the level of their headings in the outline: no level is ever skipped.

    ``under`` is the level of what they stand under; ``inner`` is the level of the names inside a block.
    """
    laid, above = [], under
    for block in blocks:
        if isinstance(block, Heading):
            above = min(block.level - 1 + under, above + 1)
            laid.append(_seen(block, look) | {"level": above})
        else:
            laid.append(_seen(block, look) | {"inner": above + 1})
    return laid


def _seen(part: Any, look: Look) -> dict[str, Any]:
    """A part of the report without what paper cannot show, its drawings in the client's colours."""
    plain: dict[str, Any] = _kept(part.model_dump(mode="json"), look)
    return plain


def _kept(value: Any, look: Look) -> Any:
    if isinstance(value, dict):
        return {
            name: dressed(inner, look) if name in _DRAWINGS else _kept(inner, look)
            for name, inner in value.items()
            if name not in _UNSEEN
        }
    if isinstance(value, list):
        return [_kept(each, look) for each in value]
    return printable(value) if isinstance(value, str) else value
