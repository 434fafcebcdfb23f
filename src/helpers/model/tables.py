"""The canonical tables, declared once."""

from __future__ import annotations

from helpers.model.column import Column, Table
from helpers.model.loop import LOOP_TABLES
from helpers.model.survey import SURVEY_TABLES

#: The road to a customer, in order. ``offer`` is a stage of deals between opportunity and customer (sales-led).
STAGES = ("lead", "mql", "sal", "sql", "opportunity", "offer", "customer")
#: Ways off the road.
EXITS = ("rejected", "recycled", "disqualified", "lost")


def rank(stage: str) -> int:
    """Place of a stage on the road, from 0; ``KeyError``-like ``ValueError`` for an exit."""
    return STAGES.index(stage)


PRECISIONS = ("minute", "date")
PROVENANCES = ("history", "date_column", "last_change", "created", "deal", "bulk")
GRAINS = ("person", "account", "deal")

_ON = Column("on", "date", "local calendar day of the engagement's time zone; engines truncate only this")
_AT = Column("at", "instant", "UTC moment; missing where the source gives a date only", nullable=True)
_ACCOUNT = Column(
    "account_id", "text", "company (its parent under a parent rule), else 'person:<id>' or 'deal:<id>' where unknown"
)
_COMPANY = Column("company_id", "text", "record id as exported", nullable=True)

_COMPANIES = Table(
    "companies", "one row per company record", ("company_id",),
    (
        Column("company_id", "text", "record id as exported"), _ACCOUNT,
        Column("name", "text", "never leaves internal editions", nullable=True),
        Column("domain", "text", "lower case, no www", nullable=True),
        Column("country", "text", "as exported", nullable=True),
        Column("industry", "text", "as exported", nullable=True),
        Column("employees", "number", "head count", nullable=True),
    ),
)  # fmt: skip

_PEOPLE = Table(
    "people", "one row per person record (lead or contact)", ("person_id",),
    (
        Column("person_id", "text", "keyed hash of the record id"), _COMPANY, _ACCOUNT,
        Column("created_on", "date", "local day the record began", nullable=True),
        Column("created_at", "instant", "UTC moment of the same", nullable=True),
        Column("source_raw", "text", "first source as exported", nullable=True),
        Column("source_group", "text", "channel after the engagement's mapping; 'unknown' is a class"),
        Column("owner", "text", "keyed hash of the owner", nullable=True),
    ),
)  # fmt: skip

_DEALS = Table(
    "deals", "one row per deal", ("deal_id",),
    (
        Column("deal_id", "text", "record id as exported"), _COMPANY, _ACCOUNT,
        Column("person_id", "text", "keyed hash of the primary contact", nullable=True),
        Column("pipeline", "text", "as exported", nullable=True),
        Column("kind", "text", "what is sold to whom", choices=("new", "expansion", "renewal")),
        Column("stage_raw", "text", "stage as exported", nullable=True),
        Column("amount", "money", "in the deal's currency", nullable=True),
        Column("currency", "text", "ISO code", nullable=True),
        Column("amount_base", "money", "in the engagement's currency by its one stated rule", nullable=True),
        Column(
            "amount_flag", "text", "ok counts in value metrics; the others count in numbers only",
            choices=("ok", "missing", "zero", "negative", "placeholder"),
        ),
        Column("created_on", "date", "local day", nullable=True),
        Column("created_at", "instant", "UTC moment", nullable=True),
        Column("expected_close_on", "date", "local day, as last seen", nullable=True),
        Column("closed_on", "date", "local day it was won or lost", nullable=True),
        Column("closed_at", "instant", "UTC moment", nullable=True),
        Column("outcome", "text", "as the export stood", choices=("open", "won", "lost", "void")),
        Column("timed", "flag", "created and closed days may give a duration (observed, in order, not bulk-loaded)"),
        Column("lost_reason_raw", "text", "as exported; masked unless several deals share it", nullable=True),
        Column("reason_theme", "text", "what decided it (lost or won reason): code of the theme list, or 'unmapped'",
               nullable=True),
        Column("discount", "number", "0–1 of the list price, where the export says", nullable=True),
        Column("source_group", "text", "channel of the deal, else of its person; 'unknown' is a class"),
        Column("owner", "text", "keyed hash of the owner", nullable=True),
    ),
)  # fmt: skip

_DEAL_PEOPLE = Table(
    "deal_people", "who stands behind a deal", ("deal_id", "person_id"),
    (
        Column("deal_id", "text", "record id as exported"),
        Column("person_id", "text", "keyed hash"),
        Column("is_primary", "flag", "first contact named"),
    ),
)  # fmt: skip

_STAGE_EVENTS = Table(
    "stage_events", "every dated entry into a stage, as evidence: nothing is inferred here",
    ("entity", "entity_id", "episode", "on", "stage", "stage_raw", "provenance", "seq"),
    (
        Column("entity", "text", "whose stage", choices=("person", "deal")),
        Column("entity_id", "text", "person_id or deal_id"),
        Column("episode", "integer", "1 for the first pass; a new one begins when a recycled person comes back"),
        Column("stage", "text", "standard stage or exit", choices=STAGES + EXITS),
        Column("stage_raw", "text", "label as exported", nullable=True),
        _ON, _AT,
        Column("precision", "text", "what the source really knows", choices=PRECISIONS),
        Column("provenance", "text", "best first: history, date_column, last_change; bulk = loaded, not lived",
               choices=PROVENANCES),
        Column("seq", "integer", "order among equal stamps, from 1"),
        Column("source", "text", "file it came from"),
    ),
)  # fmt: skip

_REACHED = Table(
    "reached",
    "first day each entity reached each stage or a later one: the table conversions are counted from",
    ("grain", "entity_id", "episode", "stage"),
    (
        Column("grain", "text", "the grain of the count", choices=GRAINS),
        Column("entity_id", "text", "person_id, account_id or deal_id"),
        Column("account_id", "text", "account of the entity"),
        Column("episode", "integer", "1 for the first pass; accounts and deals have one"),
        Column("stage", "text", "standard stage", choices=STAGES),
        _ON, _AT,
        Column("observed", "flag", "false where the stage was skipped and a later one stands in"),
        Column("timed", "flag", "may give a duration: observed, not bulk-loaded, not out of order"),
    ),
)  # fmt: skip

_ACQUISITIONS = Table(
    "acquisitions", "each time an account became a customer under the new-customer rule", ("account_id", "on"),
    (
        _ACCOUNT, _ON, _AT,
        Column("deal_id", "text", "the deal that did it, if one is known", nullable=True),
        Column("kind", "text", "first order ever seen, or back after the gap", choices=("first", "returned")),
        Column("amount_base", "money", "of that first deal or order", nullable=True),
        Column("source_group", "text", "channel"),
    ),
)  # fmt: skip

_TOUCHES = Table(
    "touches", "what either team did with a person or account", ("touch_id",),
    (
        Column("touch_id", "text", "as exported, else file and row; 'self_reported:<file>:<row>' for an answer"),
        Column("person_id", "text", "keyed hash", nullable=True), _COMPANY,
        Column("account_id", "text", "account, where one is known", nullable=True),
        _ON, _AT,
        Column("channel", "text", "after the engagement's mapping"),
        Column("campaign", "text", "as exported, addresses and telephone numbers blotted out", nullable=True),
        Column("asset_id", "text", "the content, as exported, blotted out alike", nullable=True),
        Column(
            "kind", "text", "as exported: e-mail, call, visit, fair, form …; 'self_reported' is what a person said "
            "brought them, on the day its record began", nullable=True,
        ),
        Column("direction", "text", "whose work it was", choices=("marketing", "sales")),
    ),
)  # fmt: skip

_COSTS = Table(
    "costs", "acquisition cost lines", ("row",),
    (
        Column("row", "integer", "line of the form, from 1"),
        Column("month", "date", "first day of the month"),
        Column("team", "text", "who spent it", choices=("marketing", "sales", "shared")),
        Column("category", "text", "of the cost taxonomy"),
        Column(
            "channel", "text", "after the engagement's mapping; only where the cost belongs to one", nullable=True
        ),
        Column("amount_base", "money", "negative for credits"),
        Column("acquisition_share", "number", "0–1: part that wins new customers"),
    ),
)  # fmt: skip

_TARGETS = Table(
    "targets", "what both teams promised; of several for one figure the one set last counts",
    ("period", "metric", "segment", "set_on"),
    (
        Column("period", "text", "2026-10 or a range"),
        Column("metric", "text", "catalogue id"),
        Column("segment", "text", "all or name=value"),
        Column("owner", "text", "who owns it", choices=("marketing", "sales", "both")),
        Column("value", "number", "in the metric's unit"),
        Column("set_on", "date", "when it was agreed", nullable=True),
    ),
)  # fmt: skip

_REVENUE = Table(
    "revenue", "invoiced revenue or orders", ("row",),
    (
        Column("row", "integer", "line of the form, from 1"),
        _COMPANY, _ACCOUNT, _ON,
        Column("order_id", "text", "as exported", nullable=True),
        Column("product_group", "text", "as exported; cross-sell is the first order of another group", nullable=True),
        Column("amount_base", "money", "negative for credit notes"),
        Column("margin_base", "money", "gross margin", nullable=True),
    ),
)  # fmt: skip

_SUBSCRIPTIONS = Table(
    "subscriptions", "recurring contracts", ("subscription_id",),
    (
        Column("subscription_id", "text", "as exported"),
        _COMPANY, _ACCOUNT,
        Column("start_on", "date", "first day"),
        Column("end_on", "date", "last day; missing while active", nullable=True),
        Column("monthly_base", "money", "recurring revenue a month"),
        Column("gross_margin", "number", "0–1", nullable=True),
    ),
)  # fmt: skip

_LIFT = Table(
    "lift", "what experiments measured: shown beside the credit, never mixed into it", ("row",),
    (
        Column("row", "integer", "line of the form, from 1"),
        Column("channel", "text", "after the engagement's mapping"),
        Column("from_on", "date", "first day of the experiment"),
        Column("to_on", "date", "its last day"),
        Column("conversions", "number", "incremental conversions measured; negative where the channel cost some"),
        Column("low", "number", "lower end of its interval, as reported", nullable=True),
        Column("high", "number", "upper end of its interval, as reported", nullable=True),
        Column("method", "text", "how it was measured (holdout, regions …), as written", nullable=True),
    ),
)  # fmt: skip

_SEGMENTS = Table(
    "segments",
    "one value per entity and segment name ('unknown' where missing), so that a join never fans out",
    ("grain", "entity_id", "name"),
    (
        Column("grain", "text", "as in reached", choices=GRAINS),
        Column("entity_id", "text", "person_id, account_id or deal_id"),
        Column("name", "text", "segment name, as in engagement.yml"),
        Column("value", "text", "its value"),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _COMPANIES, _PEOPLE, _DEALS, _DEAL_PEOPLE, _STAGE_EVENTS, _REACHED, _ACQUISITIONS, _TOUCHES,
        _COSTS, _TARGETS, _REVENUE, _SUBSCRIPTIONS, _LIFT, _SEGMENTS, *LOOP_TABLES,
        *SURVEY_TABLES,
    )
}  # fmt: skip
