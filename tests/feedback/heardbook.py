"""Small canonical rows of what customers say: name what matters, the rest are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpers.agreements import Agreements, Codes
from helpers.agreements.codes import Code
from helpers.periods import Period

PERIOD = Period.parse("2026-10")
YEAR, QUARTER = PERIOD.rolling(12), PERIOD.rolling(3)
CODES = Codes(
    codes={
        "price": Code(en="Price", es="Precio", phrases=("too expensive", "demasiado caro")),
        "delivery": Code(en="Delivery time", es="Plazo de entrega", phrases=("takes too long", "tarda mucho")),
        "support": Code(en="Support", es="Soporte", phrases=("nobody answers the phone", "no contestan al teléfono")),
        "ease": Code(en="Easy to use", es="Fácil de usar", kind="argument", phrases=("easy to use", "fácil de usar")),
    }
)
AGREED = Agreements(themes=CODES)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def deal(name: str, outcome: str, closed: date | None, **more: Any) -> dict[str, Any]:
    """A deal of new business."""
    row = {
        "deal_id": name, "account_id": f"a_{name}", "kind": "new", "amount_flag": "ok", "currency": "EUR",
        "amount": 1000, "amount_base": 1000, "created_on": date(2024, 1, 1), "closed_on": closed, "outcome": outcome,
        "timed": True, "source_group": "web",
    }  # fmt: skip
    return row | more


def voice(name: str, on: date, theme: str, **more: Any) -> dict[str, Any]:
    """A remark: an objection without a deal unless said otherwise."""
    row = {"voice_id": name, "origin": "feedback", "on": on, "kind": "objection", "theme": theme, "quotable": False}
    return row | more


def told(row: int, on: date, team: str, answered: date | None = None, **more: Any) -> dict[str, Any]:
    """A row of the feedback form."""
    kept = {"row": row, "on": on, "from_team": team, "kind": "objection", "theme": "price", "quotable": False}
    return kept | {"answered_on": answered} | more


def touch(name: str, on: date, **more: Any) -> dict[str, Any]:
    """A touch of marketing."""
    return {"touch_id": name, "on": on, "channel": "e-mail", "kind": "e-mail", "direction": "marketing"} | more


def reached(who: str, stage: str, on: date, **more: Any) -> dict[str, Any]:
    """A person's entry into a stage."""
    row = {"grain": "person", "entity_id": who, "account_id": f"a_{who}", "episode": 1, "stage": stage, "on": on}
    return row | {"observed": True, "timed": True} | more


def message(name: str, **more: Any) -> dict[str, Any]:
    """A row of the messages form."""
    return {"message_id": name, "promise": f"promise of {name}"} | more


def campaign(name: str, **more: Any) -> dict[str, Any]:
    """A campaign."""
    return {"campaign": name, "from_on": date(2025, 1, 1)} | more


def asset(name: str, **more: Any) -> dict[str, Any]:
    """A row of the register of content."""
    return {"asset_id": name, "title": f"Title of {name}", "by_marketing": True, "by_sales": False} | more


def person(name: str, **more: Any) -> dict[str, Any]:
    """A person with an account of its own."""
    return {"person_id": name, "account_id": f"a_{name}", "source_group": "web"} | more


def company(seed: int = 0) -> Rows:
    """Two years of a company with a bit of everything; drawn by rule, so that its facts are known to be rich."""
    deals, voices, touches, people, stages, segments = [], [], [], [], [], []
    sectors, themes = ("metal", "food", "wood"), ("price", "delivery", "support", "unmapped")
    for i in range(480):
        closed = date(2024, 11 + i % 2, 1 + i % 28) if i < 40 else date(2025 + i % 2, 1 + i % 10, 1 + i % 28)
        won = i % 3 == 0 or (i % 9 == 1)
        sector = sectors[(i + seed) % 3]
        theme = themes[(i // 2) % 4] if i % 5 else "price"
        name = f"d{i:03}"
        deals.append(deal(name, "won" if won else "lost", closed, reason_theme=None if i % 4 == 0 else theme,
                          discount=0.1 if i % 7 == 0 else 0.0))  # fmt: skip
        segments.append({"grain": "deal", "entity_id": name, "name": "industry", "value": sector})
        said = {
            "deal_id": name,
            "account_id": f"a_{name}",
            "outcome": "won" if won else "lost",
            "origin": "deal_reason",
        }
        if won:
            voices.append(voice(f"r{i}", closed, "ease" if i % 4 else "unmapped", kind="argument", **said))
        else:
            voices.append(voice(f"r{i}", closed, theme, theme_raw=f"text {theme}", **said))
    for i in range(60):
        on = date(2026, 1 + i % 10, 3 + i % 20)
        voices.append(voice(f"f{i}", on, themes[i % 3], quotable=i % 2 == 0, words=f"They said so in case {i}.",
                            deal_id=f"d{i:03}"))  # fmt: skip
    voices += [voice(f"s{i}", date(2026, 5, 1 + i), "unmapped", kind="sector", segment="Food") for i in range(5)]
    voices += [voice(f"c{i}", date(2026, 5, 1 + i), "unmapped", kind="competitor", theme_raw="Rival", quotable=True)
               for i in range(3)]  # fmt: skip
    voices.append(voice("u1", date(2026, 6, 1), "unmapped", theme_raw="demasiado cara la oferta", quotable=True))
    for i in range(400):
        who, began = f"p{i:03}", date(2026, 1 + i % 5, 1 + i % 27)
        people.append(person(who))
        good = i % 2 == 0
        stages.append(reached(who, "lead", began))
        moved = (i % 10 < 6) if good else (i % 10 < 2)
        if moved:
            stages.append(reached(who, "sql", date(2026, 1 + i % 5 + 2, 1 + i % 27)))
        touches.append(touch(f"t{i}", date(2026, 1 + i % 5, 2 + i % 26), person_id=who, account_id=f"a_{who}",
                             asset_id="guide" if good else "video", campaign="spring" if i % 3 else None))  # fmt: skip
    for i in range(0, 480, 3):
        touches.append(touch(f"m{i}", date(2024, 10, 5), account_id=f"a_d{i:03}", campaign="cheap"))
    return {
        "deals": deals, "voices": voices, "touches": touches, "people": people, "reached": stages, "segments": segments,
        "feedback": [
            told(1, date(2026, 3, 2), "sales", date(2026, 3, 12), words="A case on delivery is missing", quotable=True),
            told(2, date(2026, 4, 2), "sales", words="A price list in Spanish?", quotable=True),
            told(3, date(2026, 5, 2), "marketing", date(2026, 5, 4)),
        ],
        "messages": [
            message("low price", stage="opportunity", promise_theme="price", proof="A table", objection="price",
                    answer="Show what a standstill costs.", updated_on=date(2026, 1, 1)),
            message("fast", stage="mql", promise_theme="delivery", objection="delivery"),
        ],
        "campaigns": [campaign("cheap", message_id="low price"), campaign("spring", message_id="fast")],
        "content": [
            asset("guide", topic="energy", format="guide", stage="lead", objection="support"),
            asset("video", topic="safety", format="video", stage="lead"),
        ],
    }  # fmt: skip
