"""Reviews of the two companies in both languages, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from helpers.contract import Contract
from helpers.report.html import render
from helpers.report.model import Report

from . import attributed, facts
from .composing import compose

CASES = ("digital-native", "sales-led", "gaps", "nothing", "on-target", "credited", "unrecorded")


def given(case: str) -> tuple[pd.DataFrame, Contract, str]:
    """Facts, contract and context of a case."""
    if case == "sales-led":
        return facts.sales_led(), facts.contract(), "sales-led"
    if case == "gaps":
        rows = facts.digital_native(costs=False, margin=False, targets=False)
        return rows, facts.left_truncated(), "digital-native"
    if case == "nothing":
        return facts.nothing("digital-native"), Contract(), "digital-native"
    if case == "on-target":
        return facts.attained(), facts.contract(), "digital-native"
    if case == "credited":
        return attributed.whole(), facts.contract(), "digital-native"
    if case == "unrecorded":
        return attributed.whole(dict.fromkeys(attributed.COVERED, 0.2)), facts.contract(), "digital-native"
    return facts.digital_native(), facts.contract(), "digital-native"


def tables(case: str) -> dict[str, pd.DataFrame]:
    """The rows beside the facts of a case."""
    return attributed.tables() if case in ("credited", "unrecorded") else {}


@cache
def report(case: str, lang: str) -> Report:
    rows, contract, context = given(case)
    return compose(rows, contract, facts.engagement(context), period=facts.PERIOD, lang=lang, tables=tables(case))


@cache
def page(case: str, lang: str) -> str:
    return render(report(case, lang))


@pytest.fixture(params=[(case, lang) for case in CASES for lang in ("en", "es")], ids="-".join)
def which(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Every case in every language."""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def review(which: tuple[str, str]) -> Report:
    return report(*which)


@pytest.fixture
def html(which: tuple[str, str]) -> str:
    return page(*which)


@pytest.fixture
def reviews() -> Callable[[str, str], Report]:
    return report
