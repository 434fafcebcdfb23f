"""What a form of the loop may refer to, and its cells read against that: words of lists, stages, deals, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.agreements import Codes
from helpers.agreements.codes import UNMAPPED
from helpers.engagement import Engagement
from helpers.model import STAGES
from helpers.sources.companies import Directory, account_of, column, hashed_names, name_key
from helpers.sources.dialect import labels_for
from helpers.sources.joining import among, looked_up
from helpers.sources.ledger import Ledger
from helpers.sources.masking import Names, bare_name
from helpers.sources.privacy import labels
from helpers.sources.pseudonyms import Key
from helpers.sources.reader import header_key
from helpers.sources.salesforce import long_ids
from helpers.sources.wording import form_dialect


@dataclass(frozen=True)
class Known:
    """The engagement's records, names and lists; ``people`` and ``deals`` carry their accounts already."""

    engagement: Engagement
    key: Key
    ledger: Ledger
    themes: Codes
    names: Names
    directory: Directory
    companies: pd.DataFrame
    people: pd.DataFrame
    deals: pd.DataFrame
    aliases: Mapping[str, str]

    @cached_property
    def bare_names(self) -> dict[str, str]:
        """Company by its name without legal form and punctuation, where one company alone bears it."""
        pairs = [(frame["company_id"], column(frame, name)) for frame, name in (
            (self.companies, "name"), (self.people, "company_name"), (self.deals, "company_name"))]  # fmt: skip
        named = pd.concat([pd.DataFrame({"id": ids, "name": names}) for ids, names in pairs], ignore_index=True)
        named = named.dropna().drop_duplicates()
        named = named.assign(bare=[bare_name(str(name)) for name in named["name"]])[["id", "bare"]].drop_duplicates()
        single = named[~named["bare"].duplicated(keep=False)]
        return dict(zip(single["bare"].astype(str), single["id"].astype(str), strict=True))

    def account(self, company_ids: pd.Series) -> pd.Series:
        """Account of each company."""
        return account_of(company_ids, self.directory, parent=self.engagement.new_customer.parent)


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows counted from 1 in the order of the forms."""
    return frame.assign(row=pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="int64"))


def word(frame: pd.DataFrame, field: str, known: Known, *, form: str) -> pd.Series:
    """The value that a word of a list stands for; missing where blank, and where the list does not know it."""
    raw = column(frame, field)
    values = form_dialect(form).values[field]
    meanings = {header_key(value): value for value in values.values()}
    meanings |= {header_key(written): value for written, value in values.items()}
    meant = raw.map({text: meanings.get(header_key(str(text))) for text in raw.dropna().unique()}).astype("object")
    known.ledger.remark(frame, raw.notna() & meant.isna() & (raw != ""), "unknown_word", field=field)
    return meant.where(meant.notna() & (meant != ""), None).astype("str")


def flag(frame: pd.DataFrame, field: str, known: Known, *, form: str) -> pd.Series:
    """Yes or no; blank is no, and a number of people is yes."""
    raw = column(frame, field)
    counted = raw.mask(raw.str.fullmatch(r"0*[1-9]\d*").fillna(False).astype(bool), "yes")
    return word(frame.assign(**{field: counted}), field, known, form=form) == "yes"


def text(frame: pd.DataFrame, field: str, known: Known) -> pd.Series:
    """Free text, masked."""
    return known.names.masked(column(frame, field))


def label(frame: pd.DataFrame, field: str) -> pd.Series:
    """What touches name alike (an asset, a campaign): kept as they keep it, so that the two still meet."""
    return labels(column(frame, field))


def day(frame: pd.DataFrame, field: str) -> pd.Series:
    """A column of days, or one of the same length without any."""
    return column(frame, field, "datetime64[us]")


def theme(texts: pd.Series, known: Known) -> pd.Series:
    """Code of the theme list for each text, ``unmapped`` where none fits; missing where there is no text."""
    return texts.map({raw: known.themes.code(str(raw)) for raw in texts.dropna().unique()}).astype("str")


def theme_or_none(frame: pd.DataFrame, field: str, known: Known) -> pd.Series:
    """The same for a column that means one code of the list or none: a text outside it is remarked and left out."""
    codes = theme(column(frame, field), known)
    known.ledger.remark(frame, codes == UNMAPPED, "unmapped_theme", field=field)
    return codes.where(codes != UNMAPPED)


def stage(frame: pd.DataFrame, field: str, known: Known) -> pd.Series:
    """Standard stage in the client's words, in those of the CRM's or in the kit's own."""
    raw = column(frame, field)
    meanings = stage_words(known.engagement)
    meant = raw.map({label_: meanings.get(header_key(str(label_))) for label_ in raw.dropna().unique()}).astype("str")
    known.ledger.remark(frame, raw.notna() & meant.isna(), "unknown_stage", field=field)
    return meant.where(meant.isin(STAGES))


def stage_words(engagement: Engagement) -> dict[str, str]:
    """Folded label → stage: the standard names, what each system calls them, the engagement's own words."""
    words = {**labels_for("deal", None), **labels_for("person", None), **_STAGES}
    for own in (engagement.stages.deal, engagement.stages.person):
        words |= {header_key(raw): meaning for raw, meaning in own.items()}
    return {raw: "customer" if meaning == "won" else meaning for raw, meaning in words.items()}


_STAGES = {
    **{stage_: stage_ for stage_ in STAGES}, "quote": "offer", "order": "customer", "pedido": "customer",
    "visit": "lead", "visita": "lead", "presupuesto": "offer", "lead cualificado por marketing": "mql",
    "lead aceptado por ventas": "sal", "lead cualificado por ventas": "sql", "accepted by sales": "sal",
    "qualified by marketing": "mql", "qualified by sales": "sql",
}  # fmt: skip


def deal(frame: pd.DataFrame, known: Known) -> pd.Series:
    """Deal of each row by its id, as exported or without its checksum, or by its name where one deal alone bears it."""
    raw = column(frame, "deal_id")
    if not raw.notna().any():
        return raw
    ids = known.deals["deal_id"]
    names = pd.DataFrame({"id": ids, "key": name_key(column(known.deals, "name"))}).dropna()
    single = names[~names["key"].duplicated(keep=False)].set_index("key")["id"]
    named = looked_up(name_key(raw), single)
    found = raw.where(among(raw, ids)).astype("object")
    for other in (long_ids(raw), named):
        found = found.where(found.notna() | ~among(other, ids), other)
    known.ledger.remark(frame, raw.notna() & found.isna(), "unknown_deal", field="deal_id")
    return found.astype("str")


def account(frame: pd.DataFrame, deals: pd.Series, known: Known) -> pd.Series:
    """Account of each row: of the company it names, else of its deal."""
    company = company_named(frame, known)
    owner = known.deals.set_index("deal_id")["account_id"]
    mine = known.account(company)
    return mine.where(mine.notna(), looked_up(deals, owner)).astype("str")


def company_named(frame: pd.DataFrame, known: Known) -> pd.Series:
    """Company of each row by id or by name; one that no export knows is remarked and left out."""
    company = pd.Series(None, index=frame.index, dtype="object")
    for field in ("company_id", "company_name"):
        raw = column(frame, field)
        found = companies_meant(raw, known)
        known.ledger.remark(frame, raw.notna() & found.isna(), "unknown_company", field=field)
        company = company.where(company.notna(), found)
    return company.astype("str")


def companies_meant(raw: pd.Series, known: Known) -> pd.Series:
    """Company id for each text that is one, as exported or without its checksum, or the name of one."""
    if not raw.notna().any():
        return raw
    ids = {*known.companies["company_id"].dropna(), *known.people["company_id"].dropna()}
    ids |= {*known.deals["company_id"].dropna()}
    found = pd.Series(None, index=raw.index, dtype="object")
    named = name_key(raw).map(known.directory.by_name).astype("str")
    bare = raw.map({text_: known.bare_names.get(bare_name(str(text_))) for text_ in raw.dropna().unique()}).astype(
        "str"
    )
    for meant in (raw, long_ids(raw), named, hashed_names(raw, known.key), bare):
        found = found.where(found.notna() | ~among(meant, ids), meant)
    return found.astype("str")
