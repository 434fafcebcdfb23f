"""An engagement: one client, one folder. Everything about a client is in ``engagement.yml`` and its forms.

Precedence: defaults < context preset < engagement.yml < environment (``TANDEM_<KEY>``) < command line.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import Field, field_validator, model_validator

from helpers.contexts import checked as checked_answers
from helpers.errors import ConfigError
from helpers.model import EXITS, STAGES
from helpers.pages.page import known_page
from helpers.settings import Share, Strict, read_mapping, validated
from helpers.words import Language

Context = Literal["sales-led", "mixed", "digital-native", "no-marketing"]
#: What a source file fills. Forms are sources too.
Target = Literal[
    "companies", "people", "deals", "deal_history", "touches", "costs", "targets", "revenue", "subscriptions", "lift",
    "owners", "feedback", "winloss", "content", "content_use", "campaigns", "messages", "decisions", "meetings",
    "comments", "blind_sort", "incentives", "survey", "artefacts",
]  # fmt: skip
Team = Literal["marketing", "sales"]
Chair = Literal["marketing", "sales", "rotating"]


class Source(Strict):
    """One export. With no ``table`` and no ``columns`` the file is recognised by its headers (a dialect)."""

    file: str = ""
    url: str = ""
    name: str = ""
    sheet: str = ""
    table: Target | None = None
    dialect: str = ""
    columns: dict[str, str] = Field(default_factory=dict, description="canonical column: header in the file")
    values: dict[str, dict[str, str]] = Field(default_factory=dict, description="column: {raw value: meaning}")
    constants: dict[str, str] = Field(default_factory=dict, description="canonical column: same value in every row")
    encoding: str = ""
    delimiter: str = ""
    decimal: Literal["", ",", "."] = ""
    dates: Literal["", "day-first", "month-first", "year-first"] = ""
    time_zone: str = ""
    allow_missing: bool = Field(False, description="a mapped column that is absent is noted instead of refused")


class Lookup(Strict):
    """A reference table whose columns describe deals, people or companies (products, regions …).

    Keys of ``table`` that it lacks are counted and named in the findings; no row is lost to the join.
    """

    name: str
    file: str
    key: str = Field(description="header in this file")
    table: Literal["companies", "people", "deals"]
    on: str = Field(description="header in the files of that table")


class StageMap(Strict):
    """Raw stage labels in the client's words → standard stages, per kind of record."""

    person: dict[str, str] = Field(default_factory=dict)
    deal: dict[str, str] = Field(default_factory=dict)

    @field_validator("person", "deal")
    @classmethod
    def _known(cls, labels: dict[str, str]) -> dict[str, str]:
        allowed = (*STAGES, *EXITS, "won", "open", "void", "ignore")
        for raw, stage in labels.items():
            if stage not in allowed:
                near = difflib.get_close_matches(stage, allowed, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; use one of {', '.join(allowed)}"
                raise ValueError(f"unknown stage '{stage}' for label '{raw}'{hint}")
        return labels


class Currency(Strict):
    """One rule for all periods: fixed rates to the engagement's currency."""

    rates: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)


class NewCustomer(Strict):
    """First order, or none for ``gap_months`` before."""

    gap_months: Annotated[int, Field(ge=1)] = 24
    parent: bool = False


class Costs(Strict):
    """Shares of each cost category that win new customers; categories not named keep the taxonomy's share."""

    shares: dict[str, Share] = Field(default_factory=dict)
    lag_months: Annotated[int, Field(ge=0, le=36)] = 0
    sales_share_sensitivity: Share = 0.20


class Lifetime(Strict):
    """How lifetime value is computed. There is no default margin: without one there is no LTV."""

    gross_margin: Share | None = None
    discount_rate: Share = 0.10
    cap_months: Annotated[int, Field(ge=12, le=120)] = 60


class Windows(Strict):
    """Lengths the metrics use; presets choose them."""

    horizon_days: Annotated[int, Field(ge=7, le=1095)] = 180
    rolling_months: Annotated[int, Field(ge=3, le=36)] = 12
    usual_cycle_days: Annotated[int, Field(ge=7, le=1825)] = 90
    lookback_days: Annotated[int, Field(ge=1, le=1095)] = 180


class Rules(Strict):
    """Thresholds a reader may question; each is stated beside its number."""

    few_events: Annotated[int, Field(ge=1)] = 30
    bulk_share: Share = 0.02
    bulk_count: Annotated[int, Field(ge=2)] = 20
    placeholder_amounts: tuple[float, ...] = (1, 999999, 9999999)
    absurd_amount: float | None = Field(None, description="amounts at or above are placeholders; None: evidence only")


class Attribution(Strict):
    """How won business is credited to touches. The lookback is ``windows.lookback_days``.

    Weights are of the named touches in order; what they leave to 1 is shared by the other touches, and where a named
    touch is missing the others take its part in proportion.
    """

    half_life_days: Annotated[float, Field(gt=0, le=1095)] = Field(
        14, description="time decay: a touch this many days before another weighs half as much"
    )
    direct: tuple[str, ...] = Field(("direct",), description="channels that 'last non-direct' passes over")
    teams: dict[str, Team] = Field(
        default_factory=dict,
        description="channel: team whose work it is, where touches and cost lines do not tell (lead sources)",
    )
    position: tuple[Share, Share] = Field((0.4, 0.4), description="first, last")
    w_shaped: tuple[Share, Share, Share] = Field((0.3, 0.3, 0.3), description="first, lead, opportunity")
    full_path: tuple[Share, Share, Share, Share] = Field(
        (0.225, 0.225, 0.225, 0.225), description="first, lead, opportunity, last before signing"
    )
    enough_coverage: Share = Field(0.5, description="below this share of conversions with a touch no model is shown")
    resamples: Annotated[int, Field(ge=50, le=10_000)] = Field(400, description="draws behind each interval of credit")

    @field_validator("position", "w_shaped", "full_path")
    @classmethod
    def _at_most_one(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        if not 0 < sum(weights) <= 1 + 1e-12:
            raise ValueError("the weights of the named touches must add up to more than 0 and at most 1")
        return weights


class Rhythm(Strict):
    """When a ritual takes place: a weekday of a week of the month, or of every week; local time of the engagement."""

    weekday: Literal["mon", "tue", "wed", "thu", "fri"]
    week: Literal[-1, 0, 1, 2, 3, 4] = Field(1, description="of the month; -1: the last one, 0: every week")
    every_months: Annotated[int, Field(ge=1, le=12)] = 1
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "10:00"


class Playbook(Strict):
    """Which pages of the playbook apply, which three are active at first, who chairs and when. Presets choose them."""

    pages: tuple[str, ...] = Field((), description="ids of the pages that apply; empty: all")
    active: tuple[str, ...] = Field((), description="ids of the pages that are active at first; the others wait")
    chairs: dict[str, Chair] = Field(default_factory=dict, description="page: who chairs, where not the usual chair")
    rhythms: dict[str, Rhythm] = Field(default_factory=dict, description="page: when its ritual takes place")
    answers: dict[str, str] = Field(
        default_factory=dict, description="question: answer, of the six that chose the context; kept to be read again"
    )

    @field_validator("pages", "active")
    @classmethod
    def _known(cls, pages: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known_page(page) for page in pages)

    @field_validator("chairs", "rhythms")
    @classmethod
    def _keyed(cls, by_page: dict[str, Any]) -> dict[str, Any]:
        return {known_page(page): value for page, value in by_page.items()}

    @field_validator("answers")
    @classmethod
    def _answered(cls, answers: dict[str, str]) -> dict[str, str]:
        try:
            return checked_answers(answers)
        except ConfigError as error:
            raise ValueError(str(error)) from error

    @model_validator(mode="after")
    def _apply(self) -> Playbook:
        outside = [page for page in self.active if self.pages and page not in self.pages]
        if outside:
            raise ValueError(f"active page '{outside[0]}' is not among the pages that apply")
        return self


class Brand(Strict):
    """The client's look on reports: a logo (PNG, JPEG or SVG in the folder) and a main colour as #rrggbb."""

    logo: str = Field("", description="file in the engagement's folder")
    colour: Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")] = ""


class Engagement(Strict):
    """``engagement.yml``, whole and checked."""

    client: Annotated[str, Field(min_length=1, max_length=120)]
    context: Context = "mixed"
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    time_zone: str
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    sources: tuple[Source, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    stages: StageMap = StageMap()
    segments: dict[str, str] = Field(
        default_factory=dict,
        description="name: 'companies.country' (canonical), 'deals:product' (header) or 'products:series' (lookup)",
    )
    channels: dict[str, str] = Field(default_factory=dict, description="raw source: channel; others stay as they are")
    currencies: Currency = Currency()
    new_customer: NewCustomer = NewCustomer()
    costs: Costs = Costs()
    lifetime: Lifetime = Lifetime()
    windows: Windows = Windows()
    rules: Rules = Rules()
    attribution: Attribution = Attribution()
    exclude: tuple[str, ...] = Field((), description="record ids or e-mail domains left out as test or internal")
    grain: Literal["person", "account"] = "person"
    cards: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)] = (
        "mql_to_customer", "unified_cac", "ltv_cac", "time_to_close", "goal",
    )  # fmt: skip
    goal: str = Field("customers", description="metric id of the goal both teams share; its target is in targets")
    chair: Chair = "rotating"
    playbook: Playbook = Playbook()
    brand: Brand = Brand()

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        if name not in available_timezones():
            near = difflib.get_close_matches(name, available_timezones(), n=1)
            raise ValueError(f"unknown time zone '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The engagement's time zone."""
        return ZoneInfo(self.time_zone)


def preset(context: str) -> dict[str, Any]:
    """The settings a context chooses, from ``presets/<context>.yml``."""
    path = Path(__file__).parent / "presets" / f"{context}.yml"
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return settings


def merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Later layers win, key by key; lists are replaced whole."""
    result: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            old = result.get(key)
            result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return result


def load(folder: Path, **overrides: Any) -> Engagement:
    """The engagement in ``folder``; ``overrides`` are the command line's.

    Raises ``ConfigError`` in one line: a missing file, broken YAML, an unknown key (with the nearest known one) or a
    value out of range.
    """
    path = folder / "engagement.yml"
    if not path.is_file():
        raise ConfigError("no engagement.yml here", where=str(folder), do="make one with: tandem new DIR")
    written = read_mapping(path, do="start from: tandem new DIR")
    layers = (_known_context(written, path), written, _environment(), overrides)
    return validated(Engagement, merged(*layers), where=str(path))


def _known_context(written: Mapping[str, Any], path: Path) -> dict[str, Any]:
    context = written.get("context", "mixed")
    try:
        return preset(str(context))
    except FileNotFoundError:
        known = sorted(file.stem for file in (Path(__file__).parent / "presets").glob("*.yml"))
        raise ConfigError(f"unknown context '{context}'", where=str(path), do=f"use {', '.join(known)}") from None


def _environment() -> dict[str, Any]:
    """``TANDEM_CURRENCY=USD`` and its like; nested keys with two underscores (``TANDEM_WINDOWS__HORIZON_DAYS``)."""
    layer: dict[str, Any] = {}
    for name, text in os.environ.items():
        keys = name.removeprefix("TANDEM_").lower().split("__")
        if name.startswith("TANDEM_") and keys[0] in Engagement.model_fields:
            inner: Any = yaml.safe_load(text)
            for key in reversed(keys):
                inner = {key: inner}
            layer = merged(layer, inner)
    return layer


def json_schema() -> str:
    """The JSON Schema of ``engagement.yml``, for editors; shipped as ``engagement.schema.json``."""
    return json.dumps(Engagement.model_json_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
