"""How content is used, and how often each objection was heard: counted where the touches and the deals are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.model import STAGES, rank
from helpers.periods import Period

Tables = Mapping[str, ir.Table]
#: The stage of a remark whose stage nobody noted.
ANY = "any"
_YEAR = Period.parse("2026-01/2026-12")


def heard(tables: Tables, *, window: Period) -> ir.Table:
    """In how many deals (or remarks without a deal) was each objection heard, by stage and over all?

    One row per ``theme`` and ``stage`` (``any`` where nobody noted it), and one per theme with stage ``all``.
    """
    units = _objections(tables, window)
    staged = units.group_by("theme", "stage").agg(heard=units.unit.nunique())
    whole = units.group_by("theme").agg(heard=units.unit.nunique()).mutate(stage=ibis.literal("all"))
    return ibis.union(staged, whole.select("theme", "stage", "heard")).order_by("theme", "stage")


def hearing(tables: Tables, *, window: Period) -> ir.Table:
    """In how many deals (or remarks without a deal) was any objection heard? One row, ``units``."""
    units = _objections(tables, window)
    return units.agg(units=units.unit.nunique())


def _objections(tables: Tables, window: Period) -> ir.Table:
    voices = tables["voices"]
    said = voices.filter(
        (voices.kind == "objection") & (voices.theme != "unmapped") & voices.on.between(window.first, window.last)
    )
    known = (said.stage.notnull() & said.stage.isin(STAGES)).ifelse(said.stage, ANY)
    return said.select(
        "theme",
        stage=known,
        unit=ibis.coalesce(said.deal_id, ibis.literal("said:") + said.voice_id),
    )


def last_used(tables: Tables, *, as_of: date) -> ir.Table:
    """On which day was each asset of the register last used, by a seller or in a touch? ``asset_id, on``."""
    touches = tables["touches"].filter(tables["touches"].asset_id.notnull())
    used = ibis.union(_alike(tables["content_use"], "asset_id", "on"), _alike(touches, "asset_id", "on"))
    known = used.filter(used.on <= as_of).semi_join(tables["content"], "asset_id")
    return known.group_by("asset_id").agg(on=known.on.max()).order_by("asset_id")


def used_deals(tables: Tables, *, window: Period) -> ir.Table:
    """How many deals that met content were won and lost, by the stage they stood at when they last met some?

    Deals of new business closed in the window, with at least one use of a registered asset before the closing day. One
    row per ``stage`` (standard stage), ``together`` (1 where an asset made by both teams was among them), ``outcome``,
    with ``n`` deals.
    """
    deals = tables["deals"].filter(
        (tables["deals"].kind == "new")
        & tables["deals"].outcome.isin(["won", "lost"])
        & tables["deals"].closed_on.between(window.first, window.last)
    )
    uses = met(tables, deals)
    last = uses.group_by("deal_id", "outcome").agg(on=uses.on.max(), together=uses.together.max())
    reached = tables["reached"].filter((tables["reached"].grain == "deal") & (tables["reached"].stage != "customer"))
    steps = reached.select(entity_id="entity_id", since="on", place=_place(reached.stage))
    joined = last.left_join(steps, (last.deal_id == steps.entity_id) & (last.on >= steps.since))
    begun = rank("opportunity")
    at = joined.group_by("deal_id", "outcome", "together").agg(place=joined.place.max().fill_null(begun))
    named = at.mutate(stage=at.place.cases(*((rank(stage), stage) for stage in STAGES), else_="opportunity"))
    keys = ["stage", "together", "outcome"]
    return named.group_by(keys).agg(n=named.count()).order_by(keys)


def _place(stage: ir.StringColumn) -> ir.Value:
    return stage.cases(*((name, rank(name)) for name in STAGES), else_=rank("opportunity"))


def met(tables: Tables, deals: ir.Table) -> ir.Table:
    """Deal by use of a registered asset before its closing day: ``deal_id, outcome, asset_id, on, together``."""
    register = tables["content"]
    both = (register.by_marketing & register.by_sales).ifelse(1, 0)
    assets = register.select("asset_id", together=both)
    use = tables["content_use"]
    named = use.filter(use.deal_id.notnull()).select("asset_id", "on", "deal_id")
    direct = deals.select("deal_id", "outcome", "closed_on").join(named, "deal_id")
    unnamed = use.filter(use.deal_id.isnull() & use.account_id.notnull())
    whose = ("asset_id", "on", "account_id")
    accounts = ibis.union(_alike(unnamed, *whose), _alike(_touched(tables), *whose))
    ours = deals.select("deal_id", "outcome", "closed_on", "account_id", "created_on").join(accounts, "account_id")
    within = ours.filter(ours.created_on.isnull() | (ours.on >= ours.created_on))
    columns = ("deal_id", "outcome", "closed_on", "asset_id", "on")
    every = ibis.union(_alike(direct, *columns), _alike(within, *columns))
    return every.filter(every.on < every.closed_on).join(assets, "asset_id")


def _alike(table: ir.Table, *names: str) -> ir.Table:
    """Some columns with plain types, so that tables which differ only in what may be missing can be put together."""
    return table.select(**{name: table[name].cast(table[name].type().copy(nullable=True)) for name in names})


def _touched(tables: Tables) -> ir.Table:
    """Touches with an asset, on the account of their own or of their person."""
    touches = tables["touches"].filter(tables["touches"].asset_id.notnull())
    people = tables["people"].select(who="person_id", home="account_id")
    joined = touches.left_join(people, touches.person_id == people.who)
    placed = joined.select("asset_id", "on", account_id=ibis.coalesce(joined.account_id, joined.home))
    return placed.filter(placed.account_id.notnull())


def ended(tables: Tables, *, window: Period) -> ir.Table:
    """Deals of new business won or lost in a window, by id: what is drawn from to be looked back on together."""
    deals = tables["deals"]
    closed = deals.filter(
        (deals.kind == "new") & deals.outcome.isin(["won", "lost"]) & deals.closed_on.between(window.first, window.last)
    )
    usable = (closed.amount_flag == "ok").ifelse(closed.amount_base, ibis.null())
    return closed.select("deal_id", "outcome", "closed_on", value=usable.cast("float64")).order_by("deal_id")


COUNTS: tuple[Callable[[Tables], ir.Table], ...] = (
    lambda tables: heard(tables, window=_YEAR),
    lambda tables: hearing(tables, window=_YEAR),
    lambda tables: last_used(tables, as_of=_YEAR.last),
    lambda tables: used_deals(tables, window=_YEAR),
    lambda tables: met(tables, tables["deals"]).order_by("deal_id", "asset_id", "on"),
    lambda tables: ended(tables, window=_YEAR),
)
