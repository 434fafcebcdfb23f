"""The row account of an import as facts."""

from __future__ import annotations

import pandas as pd

from helpers import facts
from helpers.contract import Contract, FileAccount
from helpers.facts import Fact


def health_facts(contract: Contract, *, period: str) -> pd.DataFrame:
    """How many rows of each file were read, used and set aside, and what the import found.

    One row per file (``segment`` is ``file=<name>``) and, for rows set aside, one more per reason
    (``variant`` is ``reason=<code>``); one per finding code (``variant`` is ``code=<code>``). Unit: rows; findings are
    counts, 1 where a finding counts nothing.
    """
    rows = [fact for name, account in _named(contract.files) for fact in _file(name, account, period)]
    found: dict[str, float] = {}
    for finding in contract.findings:
        found[finding.code] = found.get(finding.code, 0) + (1 if finding.count is None else finding.count)
    rows += [
        Fact(period=period, metric="data_finding", variant=facts.pairs({"code": code}), value=float(count),
             unit="count", n=float(count))
        for code, count in sorted(found.items())
    ]  # fmt: skip
    return facts.frame(rows)


def _named(files: list[FileAccount]) -> list[tuple[str, FileAccount]]:
    """Files under names that are unique and hold neither ';' nor '='."""
    names: dict[str, int] = {}
    named = []
    for account in files:
        name = account.name.replace(";", ",").replace("=", "-")
        names[name] = names.get(name, 0) + 1
        named.append((name if names[name] == 1 else f"{name} ({names[name]})", account))
    return named


def _file(name: str, account: FileAccount, period: str) -> list[Fact]:
    segment = facts.pairs({"file": name})
    aside: dict[str, int] = {}
    for entry in account.set_aside:
        aside[entry.reason] = aside.get(entry.reason, 0) + entry.rows
    total = sum(aside.values())

    def fact(metric: str, rows: int, variant: str = "") -> Fact:
        return Fact(period=period, metric=metric, variant=variant, segment=segment, value=float(rows), unit="rows",
                    n=float(account.rows_read))  # fmt: skip

    return [
        fact("rows_read", account.rows_read),
        fact("rows_used", account.rows_used),
        fact("rows_set_aside", total),
        *(fact("rows_set_aside", rows, facts.pairs({"reason": code})) for code, rows in sorted(aside.items())),
    ]
