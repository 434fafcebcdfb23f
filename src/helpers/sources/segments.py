"""Segments: one value per entity and name at every grain, so that a join never fans out."""

from __future__ import annotations

import difflib

import pandas as pd

from helpers.engagement import Engagement, Lookup
from helpers.errors import ConfigError
from helpers.sources.companies import column
from helpers.sources.forms import total
from helpers.sources.joining import looked_up
from helpers.sources.ledger import Ledger
from helpers.sources.privacy import unmailed
from helpers.sources.reader import header_key

UNKNOWN = "unknown"
#: Fields that hold names: nothing of them may be quoted or become a segment, but for owners under their pseudonym.
_NAMES = (
    "owner",
    "name",
    "company_name",
    "email",
    "person_email",
    "deal_name",
    "first_name",
    "last_name",
    "close_notes",
)
_IDS = {"companies": "company_id", "people": "person_id", "deals": "deal_id"}


def segments(
    engagement: Engagement, entities: dict[str, pd.DataFrame], lookups: dict[str, pd.DataFrame], ledger: Ledger
) -> pd.DataFrame:
    """Rows grain, entity_id, name, value. ``entities`` holds companies, people and deals as built."""
    _report_losses(engagement, entities, lookups, ledger)
    parts = []
    for name, spec in engagement.segments.items():
        table, values = _values(spec, engagement, entities, lookups, ledger)
        parts.append(_at_every_grain(table, values, entities).assign(name=name))
    columns = ["grain", "entity_id", "name", "value"]
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    return pd.concat(parts, ignore_index=True)[columns]


def _values(
    spec: str,
    engagement: Engagement,
    entities: dict[str, pd.DataFrame],
    lookups: dict[str, pd.DataFrame],
    ledger: Ledger,
) -> tuple[str, pd.Series]:
    """The table a segment describes and its value per row of that table."""
    left, colon, header = spec.partition(":")
    known = {lookup.name: lookup for lookup in engagement.lookups}
    if colon and left in known:
        lookup = known[left]
        book = lookups[left]
        if header not in book.columns:
            raise ConfigError(f"lookup '{left}' has no column '{header}'", where="engagement.yml, segments",
                              do=f"it has {', '.join(map(str, book.columns))}")  # fmt: skip
        return lookup.table, looked_up(column(entities[lookup.table], f"raw:{lookup.on}"), book[header])
    if colon and left in _IDS:
        field = _field(header, left, ledger)
        return left, _present(entities[left], _nameless(field, spec) if field else f"raw:{header}", spec)
    table, dot, name = spec.partition(".")
    if dot and table in _IDS:
        return table, _present(entities[table], _nameless(name, spec), spec)
    raise ConfigError(f"segment '{spec}' is neither 'companies.country', 'deals:header' nor 'lookup:header'",
                      where="engagement.yml, segments")  # fmt: skip


def _nameless(name: str, spec: str) -> str:
    """The column itself. Raises ``ConfigError`` where it would print the name of a company or a person."""
    if name in _NAMES and name != "owner":
        raise ConfigError(f"segment '{spec}' would print the names of companies or people",
                          where="engagement.yml, segments", do="name a column that puts them into groups")  # fmt: skip
    return name


def _present(frame: pd.DataFrame, name: str, spec: str) -> pd.Series:
    if name not in frame and len(frame):
        near = difflib.get_close_matches(name, [str(label) for label in frame.columns], n=1)
        hint = f"did you mean '{near[0].removeprefix('raw:')}'?" if near else "check the name"
        raise ConfigError(f"segment '{spec}' names a column the import does not have", where="engagement.yml", do=hint)
    return column(frame, name)


def _at_every_grain(table: str, values: pd.Series, entities: dict[str, pd.DataFrame]) -> pd.DataFrame:
    people, deals = entities["people"], entities["deals"]
    own = entities[table].assign(_value=unmailed(values.astype("str").str.strip()))
    if table == "companies":
        by_company = own.set_index("company_id")["_value"]
        person, deal = looked_up(people["company_id"], by_company), looked_up(deals["company_id"], by_company)
        account = _first(_begun(people, person), _begun(deals, deal), own[["account_id", "_value"]])
    elif table == "people":
        person = own["_value"]
        deal = looked_up(deals["person_id"], own.set_index("person_id")["_value"])
        account = _first(_begun(people, person), _begun(deals, deal))
    else:
        person = pd.Series(pd.NA, index=people.index, dtype="object")
        deal = own["_value"]
        account = _first(_begun(deals, deal))
    accounts = pd.Series(sorted({*people["account_id"], *deals["account_id"], *entities["companies"]["account_id"]}))
    return pd.concat(
        [
            _rows("person", people["person_id"], person),
            _rows("deal", deals["deal_id"], deal),
            _rows("account", accounts, looked_up(accounts, account)),
        ],
        ignore_index=True,
    )


def _begun(frame: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    begun = frame["created_on"] if "created_on" in frame else column(frame, "created", "datetime64[us]")
    rows = pd.DataFrame({"account_id": frame["account_id"], "_value": values, "on": begun})
    return rows.sort_values(["account_id", "on", "_value"], kind="stable")


def _first(*parts: pd.DataFrame) -> pd.Series:
    """Value per account: the last part first (its company), else its earliest entity."""
    rows = pd.concat([part[["account_id", "_value"]] for part in reversed(parts)], ignore_index=True).dropna()
    return rows.drop_duplicates("account_id").set_index("account_id")["_value"]


def _rows(grain: str, ids: pd.Series, values: pd.Series) -> pd.DataFrame:
    made = values.astype("object")
    return pd.DataFrame({"grain": grain, "entity_id": ids, "value": made.where(made.notna(), UNKNOWN).astype("str")})


def _report_losses(
    engagement: Engagement, entities: dict[str, pd.DataFrame], lookups: dict[str, pd.DataFrame], ledger: Ledger
) -> None:
    """Keys a lookup lacks: rows, the won money concerned, and the nearest key."""
    for lookup in engagement.lookups:
        frame = entities[lookup.table]
        keys = column(frame, f"raw:{lookup.on}")
        lost = keys.notna() & ~keys.isin(lookups[lookup.name].index)
        if lost.any():
            detail = "; ".join(
                _loss(key, frame[keys == key], lookup, lookups, engagement.currency)
                if not _field(lookup.on, lookup.table, ledger)
                else f"{lookup.name}: {int((keys == key).sum())}"
                for key in keys[lost].value_counts().index[:5]
            )
            ledger.find(
                "lookup_loss", table=lookup.table, count=int(lost.sum()), of=len(frame), detail=detail, warning=True
            )


def _loss(key: str, rows: pd.DataFrame, lookup: Lookup, lookups: dict[str, pd.DataFrame], currency: str) -> str:
    known = {header_key(str(name)): str(name) for name in lookups[lookup.name].index}
    near = difflib.get_close_matches(header_key(key), known, n=1)
    hint = f" → '{known[near[0]]}'?" if near else ""
    money = ""
    if lookup.table == "deals":
        money = f", {total(rows.loc[rows['outcome'] == 'won', 'amount_base'])} {currency}"
    return f"{lookup.name}: {key} ({len(rows)}{money}){hint}"


def _field(header: str, table: str, ledger: Ledger) -> str:
    """The named field that a header of a table's files is mapped to, or ''."""
    mapped = (account.mapped for account in ledger.accounts if account.table == table)
    fields = (name for columns in mapped for name, used in columns.items() if header_key(used) == header_key(header))
    return next((name for name in fields if name in _NAMES), "")
