"""A page of the playbook: its front matter, typed, and its body in sections that are the same on every page."""

from __future__ import annotations

import difflib
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, field_validator

from helpers.catalog import catalog
from helpers.settings import Strict

#: Every page there is, in the order a table of contents lists them. Metrics and reports link to these ids.
IDS = (
    "your-context", "first-90-days", "monthly-review", "joint-planning", "handoff-standup", "sla", "stages",
    "ideal-customer", "buying-cycle", "messages", "objections", "content", "campaigns", "feedback-to-marketing",
    "insight-to-sales", "win-loss", "shared-metrics", "attribution", "forecast", "incentives", "data-habits",
    "onboarding", "when-a-ritual-dies",
)  # fmt: skip
#: Sections in their order: id, which is the anchor in either language, and heading by language.
SECTIONS: dict[str, dict[str, str]] = {
    "purpose": {"en": "Purpose", "es": "Propósito"},
    "inputs": {"en": "Inputs", "es": "Qué hace falta"},
    "agenda": {"en": "Agenda", "es": "Orden del día"},
    "outputs": {"en": "Outputs", "es": "Qué sale de aquí"},
    "numbers": {"en": "If the number looks like this", "es": "Si la cifra se ve así"},
    "roles": {"en": "Roles", "es": "Papeles"},
    "wrong": {"en": "What goes wrong", "es": "Qué suele fallar"},
    "forms": {"en": "Forms", "es": "Formularios"},
    "related": {"en": "Related", "es": "Relacionado"},
}
#: Two documents that are forms too: what both teams sign, and each team's ideal customer.
DOCUMENT_FORMS = ("sla", "icp")

Kind = Literal["ritual", "agreement", "document", "practice", "start"]
Owner = Literal["marketing", "sales", "both", "finance", "data"]
Status = Literal["active", "waiting"]


class Threshold(Strict):
    """When a number calls for the page: it lies above or below what the client itself gives to compare with.

    ``target``: what both teams promised; ``prior``: the window before, and the change is clear where the review knows;
    ``noise``: the figure itself is a claim that the review calls clear. No benchmark of other companies is ever meant.
    """

    metric: str
    side: Literal["above", "below"] = Field(alias="is")
    than: Literal["target", "prior", "noise"]
    variant: str = Field("", description="variant of the fact, where it is not the plain one")
    segment: Literal["all", "any"] = Field("all", description="the whole, or any part of it")

    @field_validator("metric")
    @classmethod
    def _known(cls, metric: str) -> str:
        return known_metric(metric)


class Front(Strict):
    """Front matter. ``status`` and the last two belong to the client once the page is theirs."""

    title: Annotated[str, Field(min_length=3, max_length=60)]
    kind: Kind
    owner: Owner
    who: Annotated[str, Field(min_length=3)]
    when: Annotated[str, Field(min_length=3)]
    minutes: Annotated[int, Field(ge=10, le=240)]
    metrics: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    notebook: str = ""
    forms: tuple[str, ...] = ()
    sign: Annotated[str, Field(min_length=10)] = Field(description="what calls for the page while it waits")
    status: Status
    last_reviewed_on: date
    review_in: Annotated[int, Field(ge=14, le=400)] = Field(description="days")

    @field_validator("metrics")
    @classmethod
    def _known(cls, metrics: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known_metric(metric) for metric in metrics)

    @property
    def due_on(self) -> date:
        """Day on which somebody should look at the page again."""
        return self.last_reviewed_on + timedelta(days=self.review_in)


class Advice(Strict):
    """One line of 'If the number looks like this': how it looks, and what to do then."""

    looks: str
    do: str


class Step(Strict):
    """One line of the agenda: minutes, who leads, what they ask or do."""

    minutes: int
    who: str
    asks: str


class Page(Strict):
    """One page in one language. ``sections`` holds the Markdown of each section by id."""

    id: str
    lang: str
    front: Front
    sections: dict[str, str]
    agenda: tuple[Step, ...]
    advice: tuple[Advice, ...] = Field(description="as many as the front matter has thresholds, in their order")


def known_metric(metric: str) -> str:
    """The id, or ``ValueError`` with the nearest one there is."""
    if metric not in catalog():
        near = difflib.get_close_matches(metric, catalog(), n=1)
        raise ValueError(f"unknown metric '{metric}'" + (f"; did you mean '{near[0]}'?" if near else ""))
    return metric


def known_page(page: str) -> str:
    """The id, or ``ValueError`` with the nearest one there is."""
    if page not in IDS:
        near = difflib.get_close_matches(page, IDS, n=1)
        raise ValueError(f"unknown page '{page}'" + (f"; did you mean '{near[0]}'?" if near else ""))
    return page
