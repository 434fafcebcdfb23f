"""From findings to at most five commitments in 30, 60 and 90 days, adapted to the client's context.

What can be done is data (``plan.toml``): actions by construct and kind of finding. Findings are gone through from the
heaviest on; each construct gets at most one commitment, for its heaviest finding that something can be done about. A
commitment that needs another construct first takes that one along where it is open, and comes after it. At most two
start in the first 30 days and two in the next 30.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field, field_validator, model_validator

from helpers.assessment.findings import Finding, Kind, at_stake
from helpers.assessment.shelf import Figure, Shelf
from helpers.facts import Fact
from helpers.instrument import instrument
from helpers.pages.page import IDS, known_page
from helpers.periods import Period
from helpers.settings import Strict, validated

By = Literal[30, 60, 90]
Team = Literal["marketing", "sales", "both"]
#: How many commitments there are at most, and how many of them by each day.
MOST = 5
ROOM: dict[By, int] = {30: 2, 60: 2, 90: MOST}
#: A context without a marketing team: what marketing would owe is owed by sales.
ALONE = "no-marketing"
COLUMNS = [
    "place", "by", "finding", "action", "page", "owner_team", "owner_role", "effort", "effect", "refs",
]  # fmt: skip


class Action(Strict):
    """Something that can be done. ``title`` ``done_when`` ``why`` are msgids of the catalogue ``assessment_plan``."""

    id: str
    #: id of the construct
    of: str
    kinds: tuple[Kind, ...] = Field(min_length=1)
    title: str
    done_when: str
    why: str
    pages: tuple[str, ...] = Field(min_length=1)
    role: str
    team: Team
    effort: float = Field(gt=0, le=10, description="days of work")
    by: By = 30
    needs: tuple[str, ...] = ()
    effect: tuple[Figure, ...] = ()

    @field_validator("pages")
    @classmethod
    def _known(cls, pages: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known_page(page) for page in pages)

    def page(self, applying: Sequence[str]) -> str:
        """The first of its pages that applies, or ''."""
        return next((page for page in self.pages if page in applying), "")


class Declared(Strict):
    """``plan.toml``, whole and checked."""

    pages: dict[str, tuple[str, ...]]
    stakes: dict[str, tuple[Figure, ...]]
    roles: dict[str, dict[str, str]]
    actions: tuple[Action, ...]

    @model_validator(mode="after")
    def _whole(self) -> Declared:
        known = {construct.id for construct in instrument().constructs}
        named = {*self.stakes, *(each.of for each in self.actions)}
        named |= {need for each in self.actions for need in each.needs}
        if set(self.pages) != known or named - known:
            raise ValueError(f"constructs missing or unknown: {sorted(known ^ {*self.pages, *named})}")
        for page in (page for pages in self.pages.values() for page in pages):
            known_page(page)
        strange = next((each for each in self.actions if each.role not in self.roles), None)
        if strange is not None:
            raise ValueError(f"{strange.id}: unknown role '{strange.role}'")
        if any("default" not in says for says in self.roles.values()):
            raise ValueError("every role needs a 'default'")
        return self

    def metrics(self) -> set[str]:
        """Every metric that bounds an effect or says what something costs."""
        figures = [*self.stakes.values(), *(each.effect for each in self.actions)]
        return {figure.metric for several in figures for figure in several}


class Setting(NamedTuple):
    """What of the engagement a plan is adapted to: the context, and the pages of the playbook that apply."""

    context: str
    pages: tuple[str, ...]

    @classmethod
    def of(cls, context: str, pages: Sequence[str]) -> Setting:
        """No pages named: all apply."""
        return cls(context, tuple(pages) or IDS)


class Commitment(NamedTuple):
    """One thing both teams take on. ``effect``: key of the fact that bounds it, or ''."""

    by: By
    finding: str
    action: str
    construct: str
    page: str
    owner_team: Team
    owner_role: str
    effort: float
    effect: str
    refs: tuple[str, ...]
    opinion: bool
    rests: tuple[str, ...]


@cache
def declared() -> Declared:
    """``plan.toml`` as typed data: pages, metrics, constructs and roles exist."""
    with (Path(__file__).parent / "plan.toml").open("rb") as file:
        return checked(tomllib.load(file))


def checked(written: Mapping[str, Any]) -> Declared:
    """What a ``plan.toml`` says, or ``ConfigError`` in one line."""
    named = tuple({"id": name, **record} for name, record in written["actions"].items())
    return validated(Declared, {**written, "actions": named}, where="plan.toml")


def actions() -> dict[str, Action]:
    """Every action by id.

    >>> actions()["handoff_list"].title
    'Every Monday, the list of leads that have waited longer than agreed, each with a name and an hour'
    """
    return {each.id: each for each in declared().actions}


def role(name: str, context: str) -> str:
    """How a role is called in a context: a msgid.

    >>> role("marketing_head", "no-marketing"), role("marketing_head", "mixed")
    ('Whoever plans trade fairs and campaigns', 'Head of marketing')
    """
    says = declared().roles[name]
    return says.get(context, says["default"])


def sentences() -> set[str]:
    """Every msgid of ``plan.toml``."""
    of_actions = {text for each in declared().actions for text in (each.title, each.done_when, each.why)}
    return of_actions | {text for says in declared().roles.values() for text in says.values()}


def treating(setting: Setting) -> dict[str, str]:
    """Construct → the page that treats it in this context, '' where none does."""
    return {
        name: next((page for page in pages if page in setting.pages), "") for name, pages in declared().pages.items()
    }


def plan(found: Sequence[Finding], *, shelf: Shelf, setting: Setting) -> tuple[Commitment, ...]:
    """The commitments, by day and then by weight of their finding; nothing to do gives none."""
    open_ = _open(found, setting)
    chosen: dict[str, tuple[Finding, Action]] = {}
    for construct in open_:
        for needed in _with_needs(construct, open_):
            if len(chosen) < MOST and (needed in chosen or _fits(needed, open_, chosen)):
                chosen.setdefault(needed, open_[needed])
    return tuple(_placed(chosen, shelf, setting))


def _open(found: Sequence[Finding], setting: Setting) -> dict[str, tuple[Finding, Action]]:
    """Construct → its heaviest finding that something can be done about in this context, and what; heaviest first."""
    open_: dict[str, tuple[Finding, Action]] = {}
    for finding in found:
        if finding.acts and finding.construct not in open_:
            action = _against(finding, setting)
            if action is not None:
                open_[finding.construct] = (finding, action)
    return open_


def _against(finding: Finding, setting: Setting) -> Action | None:
    able = (each for each in declared().actions if each.of == finding.construct and finding.treat in each.kinds)
    return next((each for each in able if each.page(setting.pages)), None)


def _with_needs(construct: str, open_: Mapping[str, tuple[Finding, Action]]) -> list[str]:
    """A construct after those it needs that are open themselves."""
    return [*(need for need in open_[construct][1].needs if need in open_), construct]


def _fits(
    construct: str, open_: Mapping[str, tuple[Finding, Action]], chosen: Mapping[str, tuple[Finding, Action]]
) -> bool:
    """Whether all that it needs is chosen already: nothing is taken on whose prerequisite found no room."""
    return all(need in chosen for need in open_[construct][1].needs if need in open_)


def _placed(chosen: Mapping[str, tuple[Finding, Action]], shelf: Shelf, setting: Setting) -> Iterable[Commitment]:
    """Each as early as it can be: after what it needs, where there is room."""
    used: dict[int, int] = dict.fromkeys(ROOM, 0)
    days: dict[str, By] = {}
    for construct, (_, action) in chosen.items():
        least = max((action.by, *(days[need] for need in action.needs if need in days)))
        days[construct] = next(by for by in ROOM if by >= least and used[by] < ROOM[by])
        used[days[construct]] += 1
    for construct in sorted(chosen, key=lambda name: days[name]):
        yield _commitment(*chosen[construct], days[construct], shelf, setting)


def _commitment(finding: Finding, action: Action, by: By, shelf: Shelf, setting: Setting) -> Commitment:
    bound = at_stake(shelf, action.effect)
    team: Team = "sales" if setting.context == ALONE and action.team == "marketing" else action.team
    return Commitment(
        by, finding.finding, action.id, action.of, action.page(setting.pages), team,
        role(action.role, setting.context), action.effort, bound.key if bound else "", finding.refs, finding.opinion,
        finding.rests,
    )  # fmt: skip


def table(taken: Sequence[Commitment]) -> pd.DataFrame:
    """``assess_plan``: place from 1; ``owner_role`` is a msgid."""
    rows = [
        (place, each.by, each.finding, each.action, each.page, each.owner_team, each.owner_role, each.effort,
         each.effect, "\n".join(each.refs))
        for place, each in enumerate(taken, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def commitments(taken: Sequence[Commitment], *, period: Period) -> list[Fact]:
    """How many commitments, and by when? Count; ``numerator`` their days of work."""
    by_day = {"": list(taken), **{f"by={by}": [each for each in taken if each.by == by] for by in ROOM}}
    return [
        Fact(period=str(period), metric="commitments", variant=variant, unit="count", value=len(some),
             numerator=math.fsum(each.effort for each in some))
        for variant, some in by_day.items()
    ]  # fmt: skip
