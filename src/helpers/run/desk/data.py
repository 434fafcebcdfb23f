"""Calls of ``01_data_check``: the account of every row, and what the data can support."""

from __future__ import annotations

import pandas as pd

from helpers.run.workspace import Workspace
from helpers.sources.health import health_facts


def rows_by_file(review: Workspace) -> pd.DataFrame:
    """How many rows each file had, how many are used, how many were set aside and why."""
    rows = [
        {
            "file": file.name, "table": file.table, "read": file.rows_read, "used": file.rows_used,
            "set aside": file.rows_read - file.rows_used,
            "because": ", ".join(f"{entry.reason} {entry.rows}" for entry in file.set_aside) or "–",
        }
        for file in review.contract.files
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["file", "table", "read", "used", "set aside", "because"])


def inferred(review: Workspace) -> pd.DataFrame:
    """What was decided from evidence, and how sure it is."""
    rows = [
        {"file": file.name, "what": guess.what, "column": guess.column, "value": guess.value,
         "certainty": guess.certainty, "evidence": guess.evidence}
        for file in review.contract.files for guess in file.inferences
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["file", "what", "column", "value", "certainty", "evidence"])


def remarks(review: Workspace) -> pd.DataFrame:
    """Rows that are kept and count, though something about them is odd."""
    rows = [
        {"file": file.name, "remark": remark.code, "column": remark.column, "rows": remark.rows,
         "lines": ", ".join(map(str, remark.lines[:3]))}
        for file in review.contract.files for remark in file.remarks
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["file", "remark", "column", "rows", "lines"])


def findings(review: Workspace) -> pd.DataFrame:
    """What the tables as a whole can and cannot support."""
    rows = [
        {"finding": found.code, "severity": found.severity, "table": found.table,
         "count": "" if found.count is None else str(found.count), "of": "" if found.of is None else str(found.of),
         "date": found.date, "detail": found.detail}
        for found in review.contract.findings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["finding", "severity", "table", "count", "of", "date", "detail"])


def check_data(review: Workspace) -> pd.DataFrame:
    """The facts of the data check, kept as this notebook's part."""
    return review.keep("01_data_check", health_facts(review.contract, period=str(review.period)))
