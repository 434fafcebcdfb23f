"""The kinds of companies that can be ordered: one for each context of the playbook."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from helpers.errors import ConfigError
from helpers.samples import translating
from helpers.samples.company import Company, parameters

_HERE = Path(__file__).parent
#: Kind → the parameters beside this module.
KINDS = {
    "digital-native": "saas_en",
    "mixed": "equipment_en",
    "sales-led": "industrial_es",
    "no-marketing": "consultancy_es",
}


def base(kind: str, *, lang: str = "") -> Company:
    """The parameters of a kind, in the language they were written in where no other is asked for.

    Raises ``ConfigError`` for a kind or a language that is not there.
    """
    return _told(stem(kind), lang or language(kind))


@cache
def _told(stem: str, lang: str) -> Company:
    """Read once a process: a benchmark asks hundreds of times."""
    return translating.company(stem, lang)


def stem(kind: str) -> str:
    """How the files of its parameters begin."""
    if kind not in KINDS:
        raise ConfigError(f"no company of kind '{kind}'", where="--company", do=f"use one of {', '.join(KINDS)}")
    return KINDS[kind]


@cache
def language(kind: str) -> str:
    """The language its parameters were written in."""
    return str(parameters(_HERE / f"{stem(kind)}.yml")["loop"]["language"])
