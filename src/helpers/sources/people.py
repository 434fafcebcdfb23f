"""People: one row per record, with pseudonym, company, account and channel."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import Engagement
from helpers.sources.companies import Directory, account_of, column, company_of
from helpers.sources.privacy import blotted, labels
from helpers.sources.pseudonyms import Key, pseudonyms
from helpers.sources.reader import header_key

DAY = "datetime64[us]"


def keyed(people: pd.DataFrame) -> pd.DataFrame:
    """The record id of each person; the e-mail address where a file has no ids."""
    ids = column(people, "person_id")
    return people.assign(_person=ids.where(ids.notna(), column(people, "email")) if "person_id" not in people else ids)


def channels(raw: pd.Series, mapping: dict[str, str]) -> pd.Series:
    """Channel of each source after the engagement's mapping.

    A blank source is the class 'blank'; a source that reads 'unknown' stays 'unknown'; others stay as they are.
    """
    folded = {header_key(label): channel for label, channel in mapping.items()}
    meaning = {
        label: folded.get(header_key(label), "unknown" if header_key(label) == "unknown" else blotted(label))
        for label in raw.dropna().unique()
    }
    named: pd.Series = raw.map(meaning).astype("str")
    return named.fillna(folded.get("", "blank"))


def described(people: pd.DataFrame, known: Directory, engagement: Engagement, key: Key) -> pd.DataFrame:
    """People with ``person_id`` as pseudonym, company, account and channel."""
    person = pseudonyms(people["_person"], key, prefix="p_")
    company = company_of(people, known, key)
    account = account_of(company, known, parent=engagement.new_customer.parent)
    return people.assign(
        person_id=person,
        company_id=company,
        account_id=account.where(account.notna(), "person:" + person),
        created_on=column(people, "created", DAY),
        created_at=column(people, "created@", DAY),
        source_raw=labels(column(people, "source")),
        source_group=channels(column(people, "source"), dict(engagement.channels)),
        owner=pseudonyms(owner_names(column(people, "owner")), key, prefix="o_"),
    )


def owner_names(owners: pd.Series) -> pd.Series:
    """Owners without what systems append to those who left ('Ana (Deactivated User)')."""
    cleaned: pd.Series = owners.str.replace(
        r"\s*\((?:deactivated|desactivad|inactive|inactiv)[^)]*\)\s*$", "", case=False, regex=True
    )
    return cleaned.where(cleaned != "")


def aliases(people: pd.DataFrame) -> dict[str, str]:
    """Every id or e-mail a person goes by in other files → pseudonym; ambiguous ones lead nowhere."""
    parts = [
        pd.DataFrame({"alias": column(people, name), "person": people["person_id"]})
        for name in ("_person", "contact_id", "email")
    ]
    pairs = pd.concat(parts, ignore_index=True).dropna().drop_duplicates()
    single = pairs[~pairs["alias"].duplicated(keep=False)]
    return dict(zip(single["alias"].astype(str), single["person"].astype(str), strict=True))
