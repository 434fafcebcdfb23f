"""A company small enough to read: what several tests of the playbook start from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from helpers.agreements import Agreements
from helpers.engagement import Engagement, merged, preset
from helpers.pages import Page, read_page
from helpers.playbook.client import Client
from helpers.playbook.slots import filled
from helpers.words import Words

ON = date(2026, 11, 22)

SHIPPED = """---
title: Agreement
kind: {kind}
owner: both
who: Both heads
when: Twice a year
minutes: 60
metrics: []
forms: [{forms}]
sign: Nobody knows how long a lead may wait.
status: waiting
last_reviewed_on: 2026-01-01
review_in: 90
---

## Purpose

One decision.

## Inputs

Nothing.

## Agenda

| minutes | who leads | question |
|---|---|---|
| 60 | Chair | What now? |

## Outputs

A decision.

## If the number looks like this

Nothing.

## Roles

Two.

## What goes wrong

Nothing.

## Forms

None.

## Related

None.
"""


def page(id: str = "sla", *, kind: str = "agreement", forms: str = "") -> Page:
    """A page as it ships, with nothing in it."""
    return read_page(SHIPPED.format(kind=kind, forms=forms), id=id, lang="en", where=f"playbook/en/{id}.md")


def client(
    *, lang: str = "en", context: str = "mixed", agreements: Agreements | None = None,
    rows: dict[str, list[dict[str, Any]]] | None = None, on: date = ON, **settings: Any,
) -> Client:  # fmt: skip
    """A client without a folder: what its engagement and forms say is given."""
    written = {"client": "Acme", "context": context, "currency": "EUR", "time_zone": "Europe/Madrid", **settings}
    found = {name: tuple(each) for name, each in (rows or {}).items()}
    return Client(folder=Path("acme"), engagement=Engagement(**merged(preset(context), written)),
                  agreements=agreements or Agreements(), words=Words(lang, "EUR"), on=on, rows=found)  # fmt: skip


def decision(number: int, **fields: Any) -> dict[str, Any]:
    """A row of the form on decisions."""
    row = {"decision_id": f"D{number}", "on": date(2026, 9, 1), "kind": "decision", "words": f"Thing {number}",
           "metric": None, "segment": None, "expected": None, "test": None, "owner_team": "sales", "owner_role": None,
           "due_on": None, "closed_on": None, "verdict": None}  # fmt: skip
    return {**row, **fields}


def engagement(folder: Path, *, forms: dict[str, str] | None = None, **settings: str) -> Path:
    """A folder with an engagement.yml, one key a line, and forms as they are written."""
    lines = {"client": "Acme", "currency": "EUR", "time_zone": "Europe/Madrid", **settings}
    (folder / "forms").mkdir(parents=True, exist_ok=True)
    (folder / "engagement.yml").write_text(
        "".join(f"{key}: {value}\n" for key, value in lines.items()), encoding="utf-8"
    )
    for name, text in (forms or {}).items():
        (folder / "forms" / name).write_text(text, encoding="utf-8")
    return folder


def slot(name: str, who: Client, default: str = "", *, of: Page | None = None) -> str:
    """What a slot with this default becomes."""
    return filled(f"<!-- slot: {name} -->{default}<!-- /slot -->", page=of or page(), client=who)


def said(text: str) -> str:
    """What stands between the marks of a block."""
    return re.sub(r"<!-- /?slot.*?-->", "", text).strip().replace("\xa0", " ")
