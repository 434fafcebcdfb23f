"""The kinds of companies that can be ordered: one for each context of the playbook."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from helpers.errors import ConfigError
from helpers.samples.company import Company, read

_HERE = Path(__file__).parent
#: Kind → the parameters beside this module.
KINDS = {"digital-native": "saas_en", "sales-led": "industrial_es"}


def base(kind: str) -> Company:
    """The parameters of a kind; ``ConfigError`` for one that is not there."""
    if kind not in KINDS:
        raise ConfigError(f"no company of kind '{kind}'", where="--company", do=f"use one of {', '.join(KINDS)}")
    return _read(KINDS[kind])


@cache
def _read(stem: str) -> Company:
    return read(_HERE / f"{stem}.yml")
