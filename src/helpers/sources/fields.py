"""What each kind of source can say: the canonical fields of a column map, their kind and which are required."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from helpers.sources.survey.headers import fields as survey_fields

FieldKind = Literal["text", "id", "email", "date", "money", "number", "flag"]


@dataclass(frozen=True)
class Field:
    """One canonical field a header may be mapped to."""

    name: str
    kind: FieldKind


#: Stages whose entry dates may stand in a column of a people export, with the field that carries them.
PERSON_STAGE_DATES = {
    "lead_at": "lead", "mql_at": "mql", "sal_at": "sal", "sql_at": "sql", "opportunity_at": "opportunity",
    "customer_at": "customer", "rejected_at": "rejected", "recycled_at": "recycled",
    "disqualified_at": "disqualified",
}  # fmt: skip

_DECLARED: dict[str, str] = {
    "people": "person_id:id contact_id:id company_id:id company_name:text email:email created:date source:text "
    "self_reported:text owner:text lifecycle:text status:text deal_id:id first_name:text last_name:text "
    "assigned:date reject_reason:text " + " ".join(f"{name}:date" for name in PERSON_STAGE_DATES),
    "companies": "company_id:id name:text domain:text country:text industry:text employees:number parent_id:id",
    "deals": "deal_id:id company_id:id company_name:text person_id:id person_email:email name:text pipeline:text "
    "kind:text stage:text amount:money currency:text created:date offer_at:date won_at:date lost_at:date "
    "stage_changed:date expected_close:date closed:date is_won:flag is_lost:flag is_closed:flag outcome:text "
    "lost_reason:text won_reason:text close_notes:text discount:number source:text owner:text",
    "deal_history": "deal_id:id deal_name:text person_id:id stage:text from_stage:text at:date amount:money",
    "touches": "touch_id:id person_id:id contact_id:id person_email:email company_id:id deal_id:id at:date "
    "channel:text campaign:text asset:text kind:text direction:text",
    "costs": "month:date team:text category:text channel:text amount:money currency:text acquisition_share:number",
    "targets": "period:text metric:text segment:text owner:text value:number set_on:date",
    "revenue": "company_id:id company_name:text date:date order_id:id product_group:text amount:money margin:money "
    "currency:text",
    "subscriptions": "subscription_id:id company_id:id company_name:text start:date end:date monthly:money "
    "gross_margin:number currency:text",
    "lift": "channel:text from:date to:date conversions:number low:number high:number method:text",
    "owners": "owner:text team:text seller_group:text from:date to:date",
    "feedback": "on:date from_team:text kind:text deal_id:id company_id:id company_name:text stage:text segment:text "
    "theme:text words:text answered:date answer:text quotable:text",
    "winloss": "on:date deal_id:id outcome:text theme:text learned:text change:text consent:text quotable:text",
    "content": "asset_id:id title:text format:text topic:text stage:text role:text objection:text authors:text "
    "by_marketing:text by_sales:text published:date updated:date retired:date",
    "content_use": "on:date asset_id:id deal_id:id company_id:id company_name:text team:text",
    "campaigns": "campaign:text channel:text segment:text message_id:id promise:text from:date to:date for_sales:text",
    "messages": "message_id:id segment:text stage:text promise:text promise_theme:text proof:text objection:text "
    "answer:text updated:date",
    "decisions": "decision_id:id on:date kind:text words:text metric:text segment:text expected:text test:text "
    "owner_team:text owner_role:text due:date closed:date verdict:text",
    "meetings": "ritual:text planned:date held:date marketing:text sales:text chair:text",
    "comments": "period:text team:text kind:text words:text",
    "blind_sort": "session:text on:date item:text of:text team:text rater:text label:text",
    "incentives": "team:text role:text metric:text share:number shared:text from:date to:date",
    "survey": " ".join(f"{name}:{kind}" for name, kind in survey_fields().items()),
    "artefacts": "on:date artefact:text exists:text used:date marketing:text sales:text",
}

#: target → field name → field.
FIELDS: dict[str, dict[str, Field]] = {
    target: {name: Field(name, kind) for name, _, kind in (item.partition(":") for item in text.split())}  # type: ignore[arg-type]
    for target, text in _DECLARED.items()
}

#: target → groups; at least one field of every group must be mapped or constant.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "people": (("person_id", "email"),),
    "companies": (("company_id", "name"),),
    "deals": (("deal_id",),),
    "deal_history": (("deal_id", "deal_name", "person_id"), ("stage",), ("at",)),
    "touches": (("at",), ("person_id", "contact_id", "person_email", "company_id", "deal_id")),
    "costs": (("month",), ("amount",)),
    "targets": (("period",), ("metric",), ("value",)),
    "revenue": (("date",), ("amount",), ("company_id", "company_name")),
    "subscriptions": (("start",), ("monthly",), ("company_id", "company_name")),
    "lift": (("channel",), ("from",), ("to",), ("conversions",)),
    "owners": (("owner",), ("team",)),
    "feedback": (("on",), ("from_team",), ("theme", "words")),
    "winloss": (("on",), ("outcome",), ("theme", "learned")),
    "content": (("asset_id", "title"),),
    "content_use": (("on",), ("asset_id",)),
    "campaigns": (("campaign",), ("from",)),
    "messages": (("promise",),),
    "decisions": (("on",), ("words",)),
    "meetings": (("ritual",), ("planned",)),
    "comments": (("period",), ("team",), ("words",)),
    "blind_sort": (("item",), ("team",), ("label",)),
    "incentives": (("team",), ("metric",), ("share",)),
    "survey": (("on",), ("team",)),
    "artefacts": (("on",), ("artefact",)),
}
