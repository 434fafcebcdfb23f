"""One company, told in either language: ``<stem>.<lang>.words.yml`` says the texts of its parameters in the other one.

A company's parameters (``<stem>.yml``, ``.loop.yml``, ``.survey.yml``) and what its teams have in writing
(``.sla.yml``, ``.icp_marketing.yml``, ``.icp_sales.yml``, ``.themes.yml``) are written in the language that
``.loop.yml`` names. The file of words is one flat table, text → the same in the other language::

    Organic Search: Búsqueda orgánica
    A colleague: Por un conocido
    LinkedIn: LinkedIn                # stays as it is, and says so

- It holds every *text* once: whatever people would read in an export, a form or an agreement, keys included (names of
  channels, industries, seller groups, reasons). What parameters call each other by (codes, ids like ``A01``, metrics,
  kinds of action, stages of forms, days, the client's name) is no text and stays; ``CODES`` lists it, next to all that
  the model declares as a ``Literal``.
- Stages of deals are texts as well (``Discovery: Descubrimiento``), but for ``visit``, ``offer`` and ``negotiation``,
  which every dialect has words for. An offer is out from the last stage but one on.
- Texts are whole: ``too small for us`` is one, and so is each label of a theme. Only three are put together from
  others: a campaign ``name|type`` from its name and its type, a segment ``channel=events`` from its value,
  ``Head of sales, 2026-01-08`` from what stands before the day.
- Two texts that are keys of one table must stay two (``Too small`` and ``too small for us``), as they are two draws.
- What the kit recognises must stay recognisable: reasons, themes and notes find the same codes in both languages;
  a text that fits no code on purpose fits none there either.

The order of keys is kept, so the same seed draws the same company: all figures are equal in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from helpers.agreements.codes import Codes
from helpers.agreements.profile import Profile
from helpers.agreements.sla import Sla
from helpers.errors import ConfigError
from helpers.samples.company import Company, parameters

LANGUAGES = ("en", "es")
#: What both teams have in writing: the ending of its file → its model.
DOCUMENTS: dict[str, type[BaseModel]] = {
    "sla": Sla, "icp_marketing": Profile, "icp_sales": Profile, "themes": Codes,
}  # fmt: skip
#: Fields that hold no text, as Model.field; ``{}`` stands for the keys of a table.
CODES = frozenset({
    "Company.client", "Company.domain", "Company.currency", "Company.time_zone", "Company.planted",
    "Channel.opens", "Touching.channels{}", "Touching.at_first{}", "Touching.in_deals{}", "Touching.at_last{}",
    "CostLine.team", "CostLine.category", "Goal.metric", "Goal.owner",
    "Handing.opens", "Handing.closes", "Handing.answers{}",
    "Gap.theme", "Gap.frequent", "Gap.rare", "Contradicted.message", "Contradicted.ordinary",
    "Dying.ritual", "Dying.scattered", "Dying.quiet",
    "Theme.code", "Asset.stage", "Asset.objection", "Message.id", "Message.stage", "Message.theme",
    "Message.objection", "Ritual.ritual", "Belief.metric", "Loop.price", "Loop.objections{}", "Loop.arguments{}",
    "Survey.constructs{}", "Survey.written{}", "Planted.contradictions", "Planted.contradictions{}",
    "Planted.decoys{}", "Planted.gaps", "Planted.productive", "Planted.unseen", "Planted.mirror{}",
    "Calendar.time_zone", "Calendar.country", "Calendar.region", "Calendar.hours", "Calendar.closed",
    "Promise.metric", "Criterion.attribute", "Expected.stage", "Expected.theme",
    "Codes.codes{}", "Code.en", "Code.es",
})  # fmt: skip
#: Stages of deals that dialects have words for, and ids of things that are numbered.
_CALLED = re.compile(r"visit|offer|negotiation|[A-Z]\d+|")
_DATED = re.compile(r"(?P<text>.+), (?P<day>\d{4}-\d\d-\d\d)")
#: What is said of somebody who answered a campaign, where the parameters leave it open.
_ANSWERED = {"en": "Responded", "es": "Ha respondido"}
_HERE = Path(__file__).parent
Say = Callable[[str, str], str]


@cache
def company(stem: str, lang: str, *, folder: Path = _HERE) -> Company:
    """The company of a stem in a language.

    Raises ``ConfigError`` for a text without its word, and for two keys of a table that would become one.
    """
    raw = parameters(folder / f"{stem}.yml")
    own = raw["loop"]["language"]
    if lang != own:
        raw = translated(Company, raw, _sayer(words(stem, lang, folder=folder), stem, lang))
        raw["loop"]["language"] = lang
    for channel in raw["channels"].values():
        channel.setdefault("answer", _ANSWERED[lang])
    return Company.model_validate(raw)


def document(stem: str, name: str, lang: str, *, folder: Path = _HERE) -> dict[str, Any]:
    """What both teams have in writing, by its name in ``DOCUMENTS``, in a language."""
    raw: dict[str, Any] = _read(folder / f"{stem}.{name}.yml")
    if lang == parameters(folder / f"{stem}.yml")["loop"]["language"]:
        return raw
    found = translated(DOCUMENTS[name], raw, _sayer(words(stem, lang, folder=folder), stem, lang))
    return dict(found)


def words(stem: str, lang: str, *, folder: Path = _HERE) -> dict[str, str]:
    """Text → the same in ``lang``; ``ConfigError`` where there is no such file or something in it is no text."""
    path = folder / f"{stem}.{lang}.words.yml"
    if not path.is_file():
        raise ConfigError(f"no words in '{lang}' for {stem}", where="--lang", do=f"write them into {path.name}")
    found: dict[str, str] = _read(path)
    for text, word in found.items():
        if not isinstance(text, str) or not isinstance(word, str):
            raise ConfigError(f"{text!r}: {word!r} is no pair of texts", where=path.name, do="put it in quotes")
    return found


def texts(stem: str, *, folder: Path = _HERE) -> list[str]:
    """Every text that a file of words must say, in the order in which the parameters name it."""
    seen: dict[str, None] = {}

    def note(text: str, _field: str) -> str:
        seen.setdefault(text)
        return text

    translated(Company, parameters(folder / f"{stem}.yml"), note)
    for name, model in DOCUMENTS.items():
        translated(model, _read(folder / f"{stem}.{name}.yml"), note)
    return list(seen)


def translated(declared: Any, value: Any, say: Say, field: str = "") -> Any:
    """A value as it was loaded, with every text of it said anew; ``declared`` is the type of its field."""
    kind, inside = get_origin(declared), get_args(declared)
    if kind is Annotated:
        return translated(inside[0], value, say, field)
    if kind in (Union, UnionType):
        return translated(_meant(inside, value), value, say, field)
    if isinstance(declared, type) and issubclass(declared, BaseModel) and isinstance(value, Mapping):
        return _model(declared, value, say)
    if isinstance(value, Mapping):
        return _table(inside, value, say, field)
    if isinstance(value, list):
        types = inside if Ellipsis not in inside and len(inside) == len(value) else (inside[:1] or (Any,)) * len(value)
        return [translated(each, item, say, field) for each, item in zip(types, value, strict=True)]
    return _text(declared, value, say, field)


def _model(declared: type[BaseModel], value: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Names of fields stay; a field that the model does not know is left for its validation."""
    known = declared.model_fields
    return {
        name: translated(known[name].annotation, each, say, f"{declared.__name__}.{name}") if name in known else each
        for name, each in value.items()
    }


def _table(inside: tuple[Any, ...], value: Mapping[Any, Any], say: Say, field: str) -> dict[Any, Any]:
    """Keys and values; as many keys as before."""
    key_type, item_type = inside or (Any, Any)
    keys = [_text(key_type, key, say, field + "{}") for key in value]
    twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
    if twice is not None:
        raise ConfigError(f"two texts are both '{twice}'", where=field, do="say them apart in the file of words")
    return {
        key: translated(item_type, item, say, field) for key, item in zip(keys, value.values(), strict=True)
    }  # fmt: skip


def _meant(options: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that a loaded value is of."""
    for option in options:
        kind = get_origin(option) or option
        models = isinstance(kind, type) and issubclass(kind, BaseModel)
        if isinstance(value, Mapping) and (models or kind is dict):
            return option
        if isinstance(value, list) and kind in (tuple, list):
            return option
    return str if str in options or not isinstance(value, str) else options[0]


def _text(declared: Any, value: Any, say: Say, field: str) -> Any:
    """A text said anew; anything else as it is."""
    if not isinstance(value, str) or get_origin(declared) is Literal or field in CODES or _CALLED.fullmatch(value):
        return value
    if field == "Channel.campaign":
        return "|".join(say(part, field) for part in value.split("|"))
    if field in ("Belief.segment", "Sooner.segment"):
        name, equals, chosen = value.partition("=")
        return name + equals + say(chosen, field)
    dated = _DATED.fullmatch(value) if field == "Sla.signed" else None
    return f"{say(dated['text'], field)}, {dated['day']}" if dated else say(value, field)


def _sayer(known: Mapping[str, str], stem: str, lang: str) -> Say:
    def say(text: str, field: str) -> str:
        if text not in known:
            raise ConfigError(
                f"no word for '{text}'", where=f"{stem}.{lang}.words.yml", do=f"say it there; it stands in {field}"
            )
        return known[text]

    return say


@cache
def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
