"""Findings and reasons of the import, in sentences. Their English is kept by the import itself."""

from __future__ import annotations

from datetime import date

from helpers.contract import Finding
from helpers.sources.findings import FINDINGS, REASONS
from helpers.words import Words


def finding_text(words: Words, finding: Finding) -> str:
    """The sentence of a finding with its blanks filled; the code itself where it has none."""
    sentence = FINDINGS.get(finding.code)
    if sentence is None:
        return finding.code.replace("_", " ")
    counts = {"count": finding.count, "of": finding.of}
    blanks = {name: "" if value is None else words.count(float(value)) for name, value in counts.items()}
    return words.say(sentence, **blanks, date=_day(words, finding.date), detail=finding.detail)


def reason_text(words: Words, code: str) -> str:
    """Why rows were set aside."""
    sentence = REASONS.get(code)
    return words.say(sentence) if sentence else code.replace("_", " ")


def _day(words: Words, text: str) -> str:
    """A day written out; another text (a month, a range) as it came."""
    try:
        return words.date(date.fromisoformat(text[:10]))
    except ValueError:
        return text
