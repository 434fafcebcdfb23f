"""Findings and reasons of the import, in sentences. Their English is kept by the import itself."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from helpers.contract import Finding
from helpers.words import Words


def finding_text(words: Words, finding: Finding) -> str:
    """The sentence of a finding with its blanks filled; the code itself where it has none."""
    sentence = _sentences("FINDINGS").get(finding.code)
    if sentence is None:
        return finding.code.replace("_", " ")
    when = words.date(date.fromisoformat(finding.date[:10])) if finding.date else ""
    counted = {name: words.count(float(value)) for name, value in (("count", finding.count), ("of", finding.of))
               if value is not None}  # fmt: skip
    return words.say(sentence, **{"count": "", "of": ""} | counted, date=when, detail=finding.detail)


def reason_text(words: Words, code: str) -> str:
    """Why rows were set aside."""
    sentence = _sentences("REASONS").get(code)
    return words.say(sentence) if sentence else code.replace("_", " ")


def _sentences(name: str) -> dict[str, str]:
    found: dict[str, str] = getattr(import_module("helpers.sources.findings"), name, {})
    return found
