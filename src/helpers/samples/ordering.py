"""Companies to order: any kind, any seed, what is planted in it, the CRM it exports from, the language of its people.

``order`` plays a company, ``write_order`` writes what people get who look into it, ``write_key`` what is true in it:
manifest and answer key, which belong beside the folder and never inside. The same order gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from helpers import __version__
from helpers.errors import ConfigError, SourceError
from helpers.samples import answer_key, data_dictionary, engagement_file, kinds, translating, writing
from helpers.samples.company import Company
from helpers.samples.exports import Dialect
from helpers.samples.manifest import manifest, write_manifest
from helpers.samples.plants import planted, truths
from helpers.samples.plants.plant import Truth
from helpers.samples.simulate import simulate
from helpers.samples.world import World

MANIFEST = "manifest.yml"


@dataclass(frozen=True)
class Order:
    """What was asked for, whole: written down again it gives the same bytes."""

    kind: str
    seed: int
    plants: tuple[str, ...]
    dialect: Dialect
    lang: str
    #: how many times as large as the kind usually is
    size: float = 1.0


@dataclass(frozen=True)
class Ordered:
    """A company that was ordered, and what happened to it."""

    order: Order
    company: Company
    world: World

    def truths(self) -> list[Truth]:
        """What is true of every plant: what was planted, and the decoys beside it."""
        return truths(self.company, self.world)


def order(
    kind: str,
    *,
    seed: int | None = None,
    plant: Iterable[str] = (),
    dialect: str = "",
    lang: str = "",
    size: float = 1.0,
) -> Ordered:
    """Play a company of a kind; seed, dialect and language are the kind's own where none is named.

    Raises ``ConfigError`` for a kind, plant, dialect or language that is not there, for plants that cannot be told in
    the company or not together, for a seed below 0 and a size outside 0.02 to 4.

    >>> order("sales-led", size=0.1).order.dialect
    'hubspot'
    """
    base = kinds.base(kind, lang=_language(lang))
    chosen = base.seed if seed is None else seed
    if chosen < 0:
        raise ConfigError(f"a seed is no number below 0, as {chosen}", where="--seed", do="name a whole number from 0")
    company = planted(_sized(base, size), seed=chosen, plant=plant)
    asked = Order(kind, chosen, company.planted, _dialect(dialect or base.dialect), base.loop.language, size)
    return Ordered(asked, company, simulate(company, seed=chosen))


def _language(lang: str) -> str:
    if lang and lang not in translating.LANGUAGES:
        raise ConfigError(f"no company is told in '{lang}'", where="--lang", do="use en or es")
    return lang


def _dialect(name: str) -> Dialect:
    if name not in writing.DIALECTS:
        known = " or ".join(writing.DIALECTS)
        raise ConfigError(f"no exports are written as '{name}' does", where="--dialect", do=f"use {known}")
    return "salesforce" if name == "salesforce" else "hubspot"


def _sized(base: Company, size: float) -> Company:
    """So many times as many people, old customers and faults; everything else as it is."""
    if not 0.02 <= size <= 4:
        raise ConfigError(f"a size of {size:g} is outside 0.02 to 4", do="use 1 for the usual one")
    if size == 1:
        return base
    faults = {name: round(size * value) for name, value in base.dirt.model_dump().items() if isinstance(value, int)}
    known = {
        name: rules.model_copy(update={"known": round(size * rules.known)})
        for name, rules in (("contracts", base.contracts), ("orders", base.orders)) if rules is not None
    }  # fmt: skip
    volume = base.volume.model_copy(update={"start": size * base.volume.start})
    return base.model_copy(update={"volume": volume, "dirt": base.dirt.model_copy(update=faults), **known})


def write_order(made: Ordered, folder: Path) -> list[Path]:
    """Write the engagement into ``folder`` (made if need be); its files in sorted order, the answers not among them."""
    asked, company = made.order, made.company
    sheets = writing.sheets(made.world, company, dialect=asked.dialect, seed=asked.seed)
    paths = writing.save(sheets, folder, dialect=asked.dialect, lang=asked.lang)
    texts = {
        "engagement.yml": engagement_file.text(
            company, kind=asked.kind, dialect=asked.dialect, files=[sheet.path for sheet in sheets]
        ),
        "README.md": data_dictionary.text(sheets, company, kind=asked.kind, dialect=asked.dialect),
        **{f"forms/{name}.yml": _agreement(asked, company, name) for name in translating.DOCUMENTS},
    }
    for name, content in texts.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return sorted([*paths, *(folder / name for name in texts)])


def _agreement(asked: Order, company: Company, name: str) -> str:
    """What both teams have in writing, under a line that says what it is."""
    found = translating.document(kinds.stem(asked.kind), name, asked.lang)
    return data_dictionary.heading(name, company) + yaml.safe_dump(
        found, sort_keys=False, allow_unicode=True, width=116
    )


def strangers(made: Ordered, folder: Path) -> list[Path]:
    """Exports and forms that lie in a folder and that the company would not write over: they would be read with it."""
    sheets = writing.sheets(made.world, made.company, dialect=made.order.dialect, seed=made.order.seed)
    own = {folder / sheet.path for sheet in sheets} | {folder / f"forms/{name}.yml" for name in translating.DOCUMENTS}
    there = (path for part in ("exports", "forms") for path in (folder / part).glob("*") if path.is_file())
    return sorted(set(there) - own)


def key_of(folder: Path) -> Path:
    """Where the answers of a company lie: beside its folder.

    >>> key_of(Path("companies/spring")).as_posix()
    'companies/spring.key'
    """
    return folder.with_name(f"{folder.name}.key")


def write_key(made: Ordered, key: Path) -> list[Path]:
    """Write the manifest and the answer key, in English and Spanish, into ``key`` (made if need be)."""
    found = told(made)
    paths = [write_manifest(key / MANIFEST, found, made_by="tandem sample")]
    for lang in translating.LANGUAGES:
        path = key / f"answers.{lang}.md"
        path.write_text(answer_key.text(made.company, made.truths(), found["order"], lang=lang), "utf-8", newline="\n")
        paths.append(path)
    return paths


def told(made: Ordered) -> dict[str, Any]:
    """The manifest of an order: what was asked for, what is true of every plant, and every true parameter."""
    asked = made.order
    ordered = {**asdict(replace(asked, plants=())), "plants": list(asked.plants), "version": __version__}
    ordered["dialect"] = str(asked.dialect)
    parameters = manifest(kinds.stem(asked.kind), made.company, made.world, seed=asked.seed)
    found = [
        asdict(truth) | {"effect": None if truth.effect is None else float(truth.effect)} for truth in made.truths()
    ]
    return {"order": ordered, "truths": found, **parameters}


def read_truths(path: Path) -> list[Truth]:
    """What is true of every plant, from a manifest or the folder that holds it.

    Raises ``SourceError`` for a file that is not there or is no manifest of an order.
    """
    file = path / MANIFEST if path.is_dir() else path
    if not file.is_file():
        raise SourceError("there is no manifest here", where=os.fspath(path), do="name the folder that ends in .key")
    try:
        return [Truth(**truth) for truth in yaml.safe_load(file.read_text(encoding="utf-8"))["truths"]]
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError):
        raise SourceError(
            "this is no manifest of a company to order", where=os.fspath(file), do="make one: tandem sample --company"
        ) from None
