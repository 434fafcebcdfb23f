"""Sample engagements, drawn from parameters in the open: the same seed gives the same bytes everywhere.

A company is one YAML file beside this module. ``simulate`` plays what happened, whatever the CRM; a dialect
(``salesforce``, ``hubspot_es``) writes it down in its own words; ``manifest`` says what is true in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.errors import ConfigError
from helpers.samples import files, hubspot_es, salesforce
from helpers.samples.company import Company, read
from helpers.samples.manifest import manifest
from helpers.samples.simulate import simulate
from helpers.samples.world import World

_HERE = Path(__file__).parent
_NAMES = ("industrial_es", "saas_en")
_DIALECTS = {"hubspot_es": hubspot_es, "salesforce": salesforce}

#: The companies that can be ordered, by name.
SAMPLES: dict[str, Company] = {name: read(_HERE / f"{name}.yml") for name in _NAMES}


def generate(name: str, folder: Path, *, seed: int | None = None) -> list[Path]:
    """Write a whole sample engagement into ``folder`` (made if need be) and return its files in sorted order.

    ``seed`` replaces the company's own; the same seed gives the same bytes. Raises ``ConfigError`` for an unknown name.
    """
    company, world = play(name, seed=seed)
    return write(name, folder, company=company, world=world, seed=company.seed if seed is None else seed)


def write(name: str, folder: Path, *, company: Company, world: World, seed: int) -> list[Path]:
    """Write what happened in the company's dialect, with its ``engagement.yml`` and data dictionary."""
    dialect = _DIALECTS[company.dialect]
    sheets = dialect.sheets(world, company, seed=seed)
    made = [files.write(sheet, folder, style=dialect.STYLE) for sheet in sheets]
    for written, shipped in (("engagement.yml", f"{name}.engagement.yml"), ("README.md", f"{name}.readme.md")):
        (folder / written).write_bytes((_HERE / shipped).read_bytes().replace(b"\r\n", b"\n"))
        made.append(folder / written)
    return sorted(made)


def truth(name: str, *, seed: int | None = None) -> dict[str, Any]:
    """What is true in a sample: its manifest."""
    company, world = play(name, seed=seed)
    return manifest(name, company, world, seed=company.seed if seed is None else seed)


def play(name: str, *, seed: int | None = None) -> tuple[Company, World]:
    """The company and what happened to it."""
    if name not in SAMPLES:
        raise ConfigError(f"no sample company '{name}'", do=f"use one of {', '.join(SAMPLES)}")
    company = SAMPLES[name]
    return company, simulate(company, seed=company.seed if seed is None else seed)
