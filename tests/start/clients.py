"""A small company for the tests of the form: deals as Salesforce exports them, no day of a month above twelve."""

from __future__ import annotations

from pathlib import Path

from helpers.scaffold import Choices, scaffold

HEAD = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Created Date,Close Date,Lead Source"
_SOURCES = ("Web", "Trade Show", "Referral", "Partner")


def deals(months: int = 20) -> str:
    """Five deals a month from January 2025 on, closed the month after; every second one is won, none says which of
    day and month comes first."""
    lines = [HEAD]
    for number in range(months * 5):
        month, place = divmod(number, 5)
        opened, closed = _slashed(month, 2 * place + 1), _slashed(month + 1, 2 * place + 3)
        stage = "Closed Won" if number % 2 else "Closed Lost"
        lines.append(
            f"O{number:04d},Order {number},Company {number % 31},{stage},{(number % 9 + 1) * 1000},{opened},{closed},"
            f"{_SOURCES[number % 4]}"
        )
    return "\n".join(lines) + "\n"


def _slashed(month: int, day: int) -> str:
    return f"{day:02d}/{month % 12 + 1:02d}/{2025 + month // 12}"


def company(root: Path, *, lang: str = "en", **exports: str) -> Path:
    """A new engagement with exports: ``deals="…"`` becomes ``exports/deals.csv``."""
    scaffold(root, choices=Choices(client="Acme", lang=lang))
    for name, text in exports.items():
        (root / "exports" / f"{name}.csv").write_text(text, encoding="utf-8")
    return root
