"""Accounts and what is known of them: one row an account, one column an attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

#: Values of a segment that say nothing.
UNSAID = ("unknown", "blank", "")
#: Attributes that company records carry; every other one is a segment.
OF_COMPANIES = ("country", "industry")
EMPLOYEES = "employees"


def accounts(tables: Mapping[str, ir.Table], *, attributes: Sequence[str], cuts: Sequence[int] = ()) -> ir.Table:
    """Every account any table names, with what is known of it.

    One row per ``account_id``, with ``domain`` (of its company) and a column per attribute, ``a0`` for the first:
    ``employees`` is the number of ``cuts`` that its head count reaches (``band``), the others are text; missing where
    nothing is known. The company whose id is the account's own speaks first, then its other companies, then the
    account's segment of that name.
    """
    everyone = _everyone(tables)
    known = everyone.left_join(_companies(tables["companies"], cuts), "account_id").drop("account_id_right")
    said = _segments(tables["segments"], [name for name in attributes if name != EMPLOYEES])
    both = known.left_join(said, "account_id").drop("account_id_right")
    columns = {f"a{place}": _attribute(both, name, attributes) for place, name in enumerate(attributes)}
    return both.select("account_id", "domain", **columns)


def _everyone(tables: Mapping[str, ir.Table]) -> ir.Table:
    ids = [tables[name].select("account_id") for name in ("companies", "people", "deals")]
    return ibis.union(*ids, distinct=True)


def _companies(companies: ir.Table, cuts: Sequence[int]) -> ir.Table:
    """One row per account; its own record first."""
    own = companies.company_id == companies.account_id
    rows = companies.group_by("account_id").agg(
        domain=ibis.coalesce(companies.domain.max(where=own), companies.domain.min()),
        country=ibis.coalesce(companies.country.max(where=own), companies.country.min()),
        industry=ibis.coalesce(companies.industry.max(where=own), companies.industry.min()),
        employees=ibis.coalesce(companies.employees.max(where=own), companies.employees.max()),
    )
    return rows.select("account_id", "domain", "country", "industry", band=_band(rows.employees, cuts))


def _band(employees: ir.FloatingValue, cuts: Sequence[int]) -> ir.IntegerValue:
    """How many of the cuts a head count reaches; missing where it is."""
    reached = employees.isnull().ifelse(ibis.null("int64"), ibis.literal(0, "int64"))
    for cut in cuts:
        reached = reached + (employees >= cut).ifelse(1, 0)
    return reached.cast("int64")


def _segments(segments: ir.Table, names: Sequence[str]) -> ir.Table:
    """The account's value of each segment, ``s0`` for the first; missing where it says nothing."""
    own = segments.filter((segments.grain == "account") & segments.value.notin(UNSAID))
    values = {f"s{place}": own.value.max(where=own.name == name) for place, name in enumerate(names)}
    return own.group_by("entity_id").agg(**(values or {"s0": own.value.max()})).rename(account_id="entity_id")


def _attribute(both: ir.Table, name: str, attributes: Sequence[str]) -> ir.Value:
    if name == EMPLOYEES:
        return both.band
    place = [other for other in attributes if other != EMPLOYEES].index(name)
    said = both[f"s{place}"]
    return ibis.coalesce(both[name].nullif(""), said) if name in OF_COMPANIES else said


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: accounts(tables, attributes=("employees", "country", "size"), cuts=(10, 50)).order_by("account_id"),
    lambda tables: accounts(tables, attributes=("employees",), cuts=(10,)).order_by("account_id"),
)
