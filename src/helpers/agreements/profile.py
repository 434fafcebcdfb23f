"""``forms/icp_marketing.yml`` and ``forms/icp_sales.yml``: whom each team holds for the ideal customer, and why."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from helpers.settings import Share, Strict

Operator = Literal["is", "in", "not_in", "at_least", "at_most", "between"]
Value = str | float | tuple[str, ...] | tuple[float, ...]


class Criterion(Strict):
    """One criterion: an attribute of the account, what it must be, how much it weighs, and on what evidence."""

    attribute: str = Field(description="'employees', 'country', 'industry', or the name of a segment")
    operator: Operator
    value: Value
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    evidence: str = ""
    owner: str = Field("", description="role, never a name")
    edited_on: date | None = None

    @model_validator(mode="after")
    def _fits(self) -> Criterion:
        complaint = _complaint(self.operator, self.value)
        if complaint:
            raise ValueError(f"{self.attribute}: '{self.operator}' {complaint}")
        return self


def _complaint(operator: str, value: Value) -> str:
    """What does not go with an operator; '' where all is well."""
    numbers = [one for one in value if isinstance(one, float)] if isinstance(value, tuple) else []
    if operator == "between":
        if not (isinstance(value, tuple) and len(value) == len(numbers) == 2):
            return "needs two numbers"
        return "runs backwards" if numbers[0] > numbers[1] else ""
    if operator in ("in", "not_in"):
        return "" if isinstance(value, tuple) and value else "needs a list"
    if operator == "is":
        return "needs one value" if isinstance(value, tuple) else ""
    return "" if isinstance(value, float) else "needs a number"


class Role(Strict):
    """Somebody who takes part in the purchase."""

    role: str
    decides: Literal["decides", "recommends", "uses", "blocks", "pays"] = "recommends"
    wants: str = ""
    fears: str = ""


class Expected(Strict):
    """An objection or a decision criterion of a stage of the buying cycle."""

    stage: str
    text: str
    theme: str = Field("", description="code of the theme list")
    answer: str = ""


class Profile(Strict):
    """One team's ideal customer. An account's score is the weight of the criteria it meets over the weight of those
    whose attribute is known; tiers follow from it, and whoever meets the anti-profile is in none."""

    edited_on: date | None = None
    review_in_days: Annotated[int, Field(ge=7, le=730)] = 90
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    anti: tuple[Criterion, ...] = Field((), description="any one of these rules an account out")
    tiers: dict[Literal["A", "B"], Share] = Field({"A": 0.75, "B": 0.5}, description="least score; the others are C")
    roles: tuple[Role, ...] = ()
    objections: tuple[Expected, ...] = ()
    decides_by: tuple[Expected, ...] = ()
