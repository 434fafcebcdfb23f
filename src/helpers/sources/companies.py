"""Which company a row belongs to: by id, else by name, else by the domain of an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.sources.pseudonyms import Key, pseudonym
from helpers.sources.reader import header_key

#: Domains that say nothing about the employer.
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.es", "outlook.com", "outlook.es", "live.com", "msn.com",
    "yahoo.com", "yahoo.es", "yahoo.com.br", "yahoo.com.mx", "ymail.com", "icloud.com", "me.com", "aol.com", "gmx.com",
    "gmx.de", "gmx.net", "web.de", "mail.com", "protonmail.com", "proton.me", "telefonica.net", "terra.es",
    "uol.com.br", "bol.com.br", "hotmail.com.mx", "qq.com", "163.com",
})  # fmt: skip


@dataclass(frozen=True)
class Directory:
    """What the files say about companies: parents by id, and ids by name or domain where only one fits."""

    parents: dict[str, str]
    by_name: dict[str, str]
    by_domain: dict[str, str]


def domain_of(text: pd.Series) -> pd.Series:
    """Domains from web addresses: lower case, no scheme, no www, no path."""
    bare = text.str.lower().str.replace(r"^[a-z]+://", "", regex=True).str.replace(r"^www\.", "", regex=True)
    cleaned: pd.Series = bare.str.replace(r"[/?#:].*$", "", regex=True).str.strip()
    return cleaned.where(cleaned.str.contains(".", regex=False, na=False))


def mail_domain(email: pd.Series) -> pd.Series:
    """Domain of an e-mail address, missing where there is none."""
    domains: pd.Series = email.str.extract(r"@([^@\s>]+)\s*>?$", expand=False)
    return domains


def first_id(ids: pd.Series) -> pd.Series:
    """The first of several ids in a cell ('12;15')."""
    first: pd.Series = ids.str.extract(r"^[\s;]*([^;]*[^;\s])", expand=False)
    return first


def name_key(names: pd.Series) -> pd.Series:
    """Names as they are compared."""
    return names.map({raw: header_key(raw) for raw in names.dropna().unique()}).astype("str")


def hashed_names(names: pd.Series, key: Key) -> pd.Series:
    """Ids for companies known by name only: a keyed hash, so that no name travels as an id."""
    folded = name_key(names)
    made = {raw: pseudonym(raw, key, prefix="c_") for raw in folded.dropna().unique()}
    return folded.map(made).astype("str")


def column(frame: pd.DataFrame, name: str, dtype: Any = "str") -> pd.Series:
    """A column, or one of the same length that is missing throughout."""
    if name in frame:
        return frame[name]
    missing: pd.Series = pd.Series(None, index=frame.index, dtype="object").astype(dtype)
    return missing


def identified(companies: pd.DataFrame, key: Key) -> pd.DataFrame:
    """Companies with an id each: the record's, else one made of the name."""
    ids = column(companies, "company_id")
    names = column(companies, "name")
    return companies.assign(
        company_id=ids.where(ids.notna(), hashed_names(names, key)),
        domain=domain_of(column(companies, "domain")),
        name=names,
    )


def directory(companies: pd.DataFrame, others: list[pd.DataFrame]) -> Directory:
    """Names and domains that lead to exactly one company, from its own table and from rows that name both."""
    pairs = [(companies["company_id"], companies["name"])]
    pairs += [
        (first_id(frame["company_id"]), frame["company_name"])
        for frame in others
        if "company_id" in frame and "company_name" in frame
    ]
    named = pd.concat([pd.DataFrame({"id": ids, "key": name_key(names)}) for ids, names in pairs], ignore_index=True)
    domains = pd.DataFrame({"id": companies["company_id"], "key": companies["domain"]})
    domains = domains[~domains["key"].isin(FREE_MAIL)]
    by_name = _unique(named)
    return Directory(_parents(companies, by_name), by_name, _unique(domains))


def _unique(pairs: pd.DataFrame) -> dict[str, str]:
    known = pairs.dropna().drop_duplicates()
    single = known[~known["key"].duplicated(keep=False)]
    return dict(zip(single["key"].astype(str), single["id"].astype(str), strict=True))


def _parents(companies: pd.DataFrame, by_name: dict[str, str]) -> dict[str, str]:
    """Company → root of its group; a ring of parents ends where it began."""
    parent = column(companies, "parent_id")
    ids = set(companies["company_id"].astype(str))
    named = name_key(parent).map(by_name)
    direct = parent.where(parent.isin(ids), named)
    up = {
        str(child): str(above)
        for child, above in zip(companies["company_id"], direct, strict=True)
        if isinstance(above, str) and above != child
    }
    return {child: _root(child, up) for child in up}


def _root(child: str, up: dict[str, str]) -> str:
    seen = {child}
    while child in up and up[child] not in seen:
        child = up[child]
        seen.add(child)
    return child


def company_of(frame: pd.DataFrame, known: Directory, key: Key) -> pd.Series:
    """Company id of each row: the exported id, the company of that name, or of that e-mail domain."""
    ids = first_id(column(frame, "company_id"))
    names = column(frame, "company_name")
    ids = ids.where(ids.notna(), name_key(names).map(known.by_name).astype("str"))
    email = column(frame, "email" if "email" in frame else "person_email")
    ids = ids.where(ids.notna(), mail_domain(email).map(known.by_domain).astype("str"))
    return ids.where(ids.notna(), hashed_names(names, key))


def account_of(company_ids: pd.Series, known: Directory, *, parent: bool) -> pd.Series:
    """Account of a company: itself, or the root of its group under the parent rule."""
    if not parent:
        return company_ids
    return company_ids.map(lambda value: known.parents.get(value, value), na_action="ignore").astype("str")
