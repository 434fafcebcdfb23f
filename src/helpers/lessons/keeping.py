"""Findings and figures of an import, kept beside it: a lesson that is opened again counts nothing twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict

from helpers.lessons.drawing import drawn
from helpers.lessons.importing import shipped
from helpers.patterns import find
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report.model import Figure
from helpers.words import Words


def findings(basis: Basis, pattern: str) -> list[Finding]:
    """What the kit finds of one pattern."""

    def count() -> str:
        return json.dumps([asdict(each) for each in find(pattern, basis)])

    return [Finding(**row) for row in json.loads(_kept(basis, f"{pattern}.json", count))]


def figure(basis: Basis, name: str, found: list[Finding], words: Words) -> Figure:
    """One drawing with its words and its table."""

    def draw() -> str:
        return drawn(name, basis, found, words).model_dump_json()

    return Figure.model_validate_json(_kept(basis, f"{name}.{words.lang}.json", draw))


def _kept(basis: Basis, name: str, make: Callable[[], str]) -> str:
    """The text of a file, made where it is not there; whole or not at all."""
    path = basis.work / "lessons" / shipped() / f"{basis.start}_{basis.period}" / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{os.getpid()}")
        draft.write_text(make(), encoding="utf-8")
        draft.replace(path)
    return path.read_text(encoding="utf-8")
