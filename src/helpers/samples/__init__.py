"""Sample engagements, drawn from parameters in the open: the same seed gives the same bytes everywhere.

A company is one YAML file beside this module. ``simulate`` plays what happened, whatever the CRM; a dialect
(``salesforce``, ``hubspot``) writes it down in the words of its program; ``manifest`` says what is true in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from helpers.errors import ConfigError
from helpers.samples import writing
from helpers.samples.company import Company, read
from helpers.samples.simulate import simulate
from helpers.samples.world import World

_HERE = Path(__file__).parent
_NAMES = ("industrial_es", "saas_en")
#: What both teams have agreed in writing.
_AGREED = ("sla", "icp_marketing", "icp_sales", "themes")

#: The companies that can be ordered, by name; read when first asked for.
SAMPLES: dict[str, Company]


@cache
def _samples() -> dict[str, Company]:
    return {name: read(_HERE / f"{name}.yml") for name in _NAMES}


def __getattr__(name: str) -> Any:
    if name == "SAMPLES":
        return _samples()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def generate(name: str, folder: Path, *, seed: int | None = None) -> list[Path]:
    """Write a whole sample engagement into ``folder`` (made if need be) and return its files in sorted order.

    ``seed`` replaces the company's own; the same seed gives the same bytes. Raises ``ConfigError`` for an unknown name.
    """
    company, world = play(name, seed=seed)
    return write(name, folder, company=company, world=world, seed=company.seed if seed is None else seed)


def write(name: str, folder: Path, *, company: Company, world: World, seed: int) -> list[Path]:
    """Write what happened in the company's dialect, with its ``engagement.yml``, agreements and data dictionary."""
    sheets = writing.sheets(world, company, dialect=company.dialect, seed=seed)
    made = writing.save(sheets, folder, dialect=company.dialect, lang=company.loop.language)
    agreed = tuple((f"forms/{document}.yml", f"{name}.{document}.yml") for document in _AGREED)
    own = (("engagement.yml", f"{name}.engagement.yml"), ("README.md", f"{name}.readme.md"))
    for written, shipped in (*own, *agreed):
        (folder / written).write_bytes((_HERE / shipped).read_bytes().replace(b"\r\n", b"\n"))
        made.append(folder / written)
    return sorted(made)


def play(name: str, *, seed: int | None = None) -> tuple[Company, World]:
    """The company and what happened to it."""
    known = _samples()
    if name not in known:
        raise ConfigError(f"no sample company '{name}'", do=f"use one of {', '.join(known)}")
    company = known[name]
    return company, simulate(company, seed=company.seed if seed is None else seed)
