"""What tables, columns and stages are called where somebody who keeps no database has to choose one."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.sources.dialect import dialects
from helpers.sources.fields import REQUIRED
from helpers.sources.reader import header_key
from helpers.words import msg

#: Tables an export may fill, the most frequent first.
TABLES = {
    "deals": msg("Deals: one row for each deal or offer"),
    "people": msg("Leads and contacts: one row for each person"),
    "companies": msg("Companies: one row for each"),
    "deal_history": msg("History: one row for each change of stage"),
    "touches": msg("Activities: one row for each call, e-mail, visit or campaign response"),
}
#: Columns worth asking for, by table; required ones first.
COLUMNS = {
    "deals": {
        "deal_id": msg("Number or id of the deal"),
        "stage": msg("Stage the deal is in, or won and lost"),
        "created": msg("Day it was opened"),
        "closed": msg("Day it was won or lost"),
        "amount": msg("Amount"),
        "company_name": msg("Name of the company"),
        "person_email": msg("E-mail address of the contact"),
        "source": msg("Source or channel"),
        "lost_reason": msg("Why it was lost"),
        "owner": msg("Who owns it"),
        "name": msg("Name of the deal"),
    },
    "people": {
        "person_id": msg("Number or id of the person"),
        "email": msg("E-mail address"),
        "created": msg("Day the person came in"),
        "lifecycle": msg("Stage the person is in"),
        "source": msg("Source or channel"),
        "company_name": msg("Name of the company"),
        "mql_at": msg("Day marketing qualified the person"),
        "sql_at": msg("Day sales qualified the person"),
        "owner": msg("Who owns it"),
    },
    "companies": {
        "company_id": msg("Number or id of the company"),
        "name": msg("Name of the company"),
        "domain": msg("Web address"),
        "country": msg("Country"),
        "industry": msg("Sector"),
        "employees": msg("Number of employees"),
    },
    "deal_history": {
        "deal_id": msg("Number or id of the deal"),
        "stage": msg("Stage it moved to"),
        "at": msg("Day of the change"),
        "person_id": msg("Number or id of the person"),
        "deal_name": msg("Name of the deal"),
    },
    "touches": {
        "at": msg("Day of the activity"),
        "person_email": msg("E-mail address of the contact"),
        "person_id": msg("Number or id of the person"),
        "deal_id": msg("Number or id of the deal"),
        "channel": msg("Source or channel"),
        "campaign": msg("Campaign"),
        "kind": msg("Kind of activity"),
    },
}  # fmt: skip
#: What a stage of the client's own may stand for.
STAGES = {
    "person": {
        "lead": msg("Lead: known, nothing more"),
        "mql": msg("Qualified by marketing"),
        "sal": msg("Taken on by sales, not spoken to yet"),
        "sql": msg("Qualified by sales in a conversation"),
        "opportunity": msg("There is a deal"),
        "customer": msg("Customer by now"),
        "rejected": msg("Rejected by sales"),
        "recycled": msg("Given back to marketing"),
        "disqualified": msg("Will never buy"),
        "ignore": msg("Says nothing: leave it out"),
    },
    "deal": {
        "opportunity": msg("Open, before an offer"),
        "offer": msg("Offer sent"),
        "won": msg("The deal was won"),
        "lost": msg("The deal was lost"),
        "void": msg("Never was a deal: a test, a duplicate"),
        "ignore": msg("Says nothing: leave it out"),
    },
}
_OTHER = msg("Column “{field}” of the kit")


def columns(table: str, wanted: Iterable[str] = ()) -> dict[str, str]:
    """Fields of a table that are asked for, ``wanted`` first, each with the sentence that says what it holds."""
    known = COLUMNS.get(table, {})
    return {name: known.get(name, _OTHER) for name in dict.fromkeys((*wanted, *known))}


def lacking(table: str, chosen: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which a table needs one and has none.

    >>> lacking("deal_history", ["stage", "at"])
    (('deal_id', 'deal_name', 'person_id'),)
    """
    filled = set(chosen)
    return tuple(group for group in REQUIRED[table] if not filled & set(group))


def guessed(table: str, headers: Iterable[str]) -> dict[str, str]:
    """Field → header where a header is one that some system uses for it; each header at most once."""
    present = {header_key(header): header for header in reversed(list(headers))}
    found: dict[str, str] = {}
    for dialect in dialects().values():
        if dialect.table != table or dialect.form:
            continue
        for field, names in dialect.fields.items():
            header = next((present[key] for key in map(header_key, names) if key in present), "")
            if header and field not in found and header not in found.values():
                found[field] = header
    return found
