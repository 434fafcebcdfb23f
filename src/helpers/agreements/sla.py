"""``forms/sla.yml``: what marketing and sales promise each other about a hand-off."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from helpers.agreements.hours import closed_days, known_country, known_region, spans
from helpers.catalog import catalog
from helpers.settings import Strict

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]


class Calendar(Strict):
    """When sales is at work. Empty ``time_zone`` is the engagement's."""

    time_zone: str = ""
    country: str = Field("", description="ISO code of the country whose public holidays count; empty: none")
    region: str = Field("", description="subdivision with holidays of its own, as the holidays library names it")
    week: Annotated[tuple[Day, ...], Field(min_length=1)] = ("mon", "tue", "wed", "thu", "fri")
    hours: Annotated[tuple[Hours, ...], Field(min_length=1)] = Field(
        ("09:00-18:00",), description="working hours, local time, in order"
    )
    closed: tuple[str, ...] = Field((), description="days or ranges (2026-08-10/2026-08-21) when nobody answers")

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        if name and name not in available_timezones():
            near = difflib.get_close_matches(name, available_timezones(), n=1)
            raise ValueError(f"unknown time zone '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        return name

    @field_validator("hours")
    @classmethod
    def _in_order(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        spans(hours)
        return hours

    @field_validator("closed")
    @classmethod
    def _forwards(cls, closed: tuple[str, ...]) -> tuple[str, ...]:
        closed_days(closed)
        return closed

    @model_validator(mode="after")
    def _holidays(self) -> Calendar:
        known_region(known_country(self.country), self.region)
        return self


class Within(Strict):
    """A length of working time: hours, or whole working days; one of the two."""

    hours: Annotated[float, Field(gt=0, le=400)] | None = None
    days: Annotated[int, Field(ge=1, le=90)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Within:
        if (self.hours is None) == (self.days is None):
            raise ValueError("give hours or days, one of the two")
        return self


class Promise(Strict):
    """One thing a team promises: a sentence, and the figure it is held against where there is one."""

    what: str
    metric: str = Field("", description="catalogue id the promise is measured by")
    at_least: float | None = None
    at_most: float | None = None

    @field_validator("metric")
    @classmethod
    def _known(cls, metric: str) -> str:
        if metric and metric not in catalog():
            near = difflib.get_close_matches(metric, catalog(), n=1)
            raise ValueError(f"unknown metric '{metric}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        return metric

    @model_validator(mode="after")
    def _held(self) -> Promise:
        for name, bound in (("at_least", self.at_least), ("at_most", self.at_most)):
            if bound is not None and not self.metric:
                raise ValueError(f"'{name}' needs the metric it is held against")
        return self


class Sooner(Strict):
    """Leads with a promise of their own: a segment or a channel."""

    segment: Annotated[str, Field(pattern=r"^[^=\s][^=]*=\s*\S.*$")] = Field(
        description="name=value of a segment, or channel=<name>"
    )
    answer_within: Within


class Capacity(Strict):
    """What sales can take on."""

    sellers: Annotated[int, Field(ge=1)] | None = None
    leads_per_seller_day: Annotated[float, Field(gt=0)] | None = None


class Sla(Strict):
    """The agreement, whole. Without one there is no promise to hold anybody to: only waiting times are shown."""

    valid_from: date | None = None
    expires_on: date | None = Field(None, description="it ends on this day unless both teams renew it")
    calendar: Calendar = Calendar()
    clock: Literal["request", "assigned"] = Field("request", description="where the clock starts")
    restart_on_reassignment: bool = False
    answer_within: Within | None = None
    decide_within: Within | None = None
    exceptions: tuple[Sooner, ...] = ()
    when_nobody_decides: Literal["accepted", "returned", "nothing"] = "nothing"
    automatic: tuple[str, ...] = Field(
        (), description="kinds of touch that no person made, besides those the kit knows (automated e-mail …)"
    )
    attempts: tuple[str, ...] = Field((), description="kinds of touch that are attempts, not conversations")
    required: tuple[str, ...] = Field((), description="what must be filled in before a lead is handed over")
    marketing: tuple[Promise, ...] = ()
    sales: tuple[Promise, ...] = ()
    capacity: Capacity = Capacity()
    consequences: dict[Literal["marketing", "sales"], str] = Field(default_factory=dict)
    signed: dict[Literal["marketing", "sales"], str] = Field(default_factory=dict, description="role and day, no names")

    @model_validator(mode="after")
    def _lasts(self) -> Sla:
        if self.valid_from and self.expires_on and self.expires_on < self.valid_from:
            raise ValueError("expires_on lies before valid_from")
        return self
