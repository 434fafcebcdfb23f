"""What a command line asks for: options of several commands, checked; ``TandemError`` in one line for what is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.errors import TandemError
from helpers.words import LANGUAGES


def languages(given: Sequence[str]) -> tuple[str, ...]:
    """The languages of ``--lang``, each once.

    >>> languages(["es", "en", "es"])
    ('es', 'en')
    """
    for lang in given:
        if lang not in LANGUAGES:
            raise TandemError(f"no words in '{lang}'", where="--lang", do="use en, es or es_419")
    return tuple(dict.fromkeys(given))


def formats(given: Sequence[str]) -> tuple[str, ...]:
    """The formats of ``--format``, each once; ``all`` is every one there is."""
    from helpers.report.formats import FORMATS

    for name in given:
        if name not in (*FORMATS, "all"):
            raise TandemError(f"no format '{name}'", where="--format", do=f"use {', '.join(FORMATS)} or all")
    return FORMATS if "all" in given else tuple(dict.fromkeys(given))


def answers(given: Sequence[str]) -> dict[str, str]:
    """The answers of ``--answers``, by question.

    >>> answers(["price_owner=sales"])
    {'price_owner': 'sales'}
    """
    pairs = [text.partition("=") for text in given]
    for name, equals, answer in pairs:
        if not (name and equals and answer):
            raise TandemError(
                f"'{name}' is no answer", where="--answers", do="write question=answer: price_owner=sales"
            )
    return {name.strip(): answer.strip() for name, _, answer in pairs}


def day(given: str, *, where: str = "--on") -> date:
    """The day asked for; for '' today, which is asked for here and nowhere below.

    >>> day("2026-11-22")
    datetime.date(2026, 11, 22)
    """
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError:
        raise TandemError(f"'{given}' is no day", where=where, do="write it as 2026-11-22") from None
