"""How a form, its columns and the words of its lists are called in either language: what its dialect puts first.

In ``dialects/form_<name>.toml`` the first of each list is English, the second Spanish, and of the words that mean one
value likewise. Whoever writes a form by these can be sure that it is read.
"""

from __future__ import annotations

from helpers.sources.dialect import Dialect, dialects
from helpers.sources.fields import FIELDS
from helpers.words import base

_PLACE = {"en": 0, "es": 1}


def form_name(form: str, *, lang: str) -> str:
    """The name of a form's file or sheet.

    >>> form_name("content_use", lang="es"), form_name("content_use", lang="en")
    ('uso de contenidos', 'content_use')
    """
    return _nth(form_dialect(form).form, lang)


def headers(form: str, *, lang: str) -> dict[str, str]:
    """Field → header, in the order in which the form's columns stand.

    >>> headers("comments", lang="es")
    {'period': 'mes', 'team': 'equipo', 'kind': 'tipo', 'words': 'valoración'}
    """
    known = form_dialect(form).fields
    return {field: _nth(known[field], lang) for field in FIELDS[form] if field in known}


def choices(form: str, field: str, *, lang: str) -> dict[str, str]:
    """Value → the word for it, for a column that draws from a list; empty for any other column.

    >>> choices("blind_sort", "label", lang="es")
    {'accept': 'aceptar', 'reject': 'rechazar', 'A': 'A', 'B': 'B', 'C': 'C'}
    """
    words: dict[str, list[str]] = {}
    for word, value in form_dialect(form).values.get(field, {}).items():
        words.setdefault(value, []).append(word)
    return {value: _nth(tuple(listed), lang) for value, listed in words.items() if value}


def form_dialect(form: str) -> Dialect:
    """The dialect of a form; ``KeyError`` where there is none."""
    return dialects()[f"form_{form}"]


def _nth(listed: tuple[str, ...], lang: str) -> str:
    return listed[min(_PLACE[base(lang)], len(listed) - 1)]
