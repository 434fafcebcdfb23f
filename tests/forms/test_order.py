"""Which form is asked for next, by context and by what is there; documents come as examples that do not count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.agreements import Agreements, Profile, Sla, load_agreements
from helpers.contract import Contract, FileAccount
from helpers.forms.declared import declared
from helpers.forms.documents import PARTS, template, write_document
from helpers.forms.order import ASSESSED, DOCUMENTS, FIRST, INSTEAD, ORDERS, TELLS, filled, form_title, next_form
from helpers.settings import read_mapping, validated

from .conftest import ENGAGEMENT

#: A comment to read; other lines that begin with # are choices not taken.
PROSE = re.compile(r"# \S")
KINDS = {"sla": Sla, "icp_marketing": Profile, "icp_sales": Profile}
CONTEXT = pytest.mark.parametrize("context", ORDERS)


def contract(*tables: str, empty: tuple[str, ...] = ()) -> Contract:
    """A contract of files with rows, and of some without."""
    files = [FileAccount(name=f"{name}.csv", table=name, rows_read=2, rows_used=2) for name in tables]
    return Contract(files=[*files, *(FileAccount(name=f"{name}.csv", table=name) for name in empty)])


@CONTEXT
def test_every_order_begins_alike_and_names_no_form_twice(context):
    order = ORDERS[context]
    assert order[:2] == FIRST and len(set(order)) == len(order)
    assert set(order) <= set(declared()) | set(DOCUMENTS)
    left = set(declared()) - set(order) - set(ASSESSED)
    assert not set(order) & set(ASSESSED), "an assessment asks for its forms itself"
    assert left <= ({"owners", "blind_sort", "incentives"} if context == "no-marketing" else set())
    assert set(TELLS) == set(declared()) | set(DOCUMENTS)


@pytest.mark.parametrize(
    ("context", "following"),
    [("mixed", "sla"), ("digital-native", "subscriptions"), ("sales-led", "revenue"), ("no-marketing", "revenue")],
)
def test_after_costs_and_decisions_the_context_decides(context, following):
    client = ENGAGEMENT.model_copy(update={"context": context})
    assert next_form(contract("people", "costs", "decisions"), client, Agreements()) == following


def test_a_form_without_a_row_is_not_filled():
    assert next_form(contract(empty=("costs",)), ENGAGEMENT, Agreements()) == "costs"


def test_what_a_form_needs_comes_first():
    """Without people no agreement on the hand-off; no blind sort before both ideal customers; no use before content."""
    order = [name for name in ORDERS["mixed"] if name not in ("sla", "owners", "content", "icp")]
    others = [name for name in order if name not in ("content_use", "blind_sort")]
    leave = ("content", "icp")
    assert next_form(contract("costs", "decisions"), ENGAGEMENT, Agreements()) == "feedback"
    assert next_form(contract(*others), ENGAGEMENT, Agreements(), leave=leave) == ""
    assert next_form(contract(*others, "content"), ENGAGEMENT, Agreements(), leave=leave) == "content_use"


def test_documents_count_once_they_are_there():
    profile = Profile.model_validate({"criteria": [{"attribute": "country", "operator": "is", "value": "ES"}]})
    one = Agreements(sla=Sla(), icp_marketing=profile)
    assert filled(Contract(), one) == {"sla"}
    assert filled(Contract(), one.model_copy(update={"icp_sales": profile})) == {"sla", "icp"}


@CONTEXT
def test_asking_and_filling_ends(context):
    client, there = ENGAGEMENT.model_copy(update={"context": context}), ["people"]
    profile = Profile.model_validate({"criteria": [{"attribute": "country", "operator": "is", "value": "ES"}]})
    agreed, asked = Agreements(), []
    while name := next_form(contract(*there), client, agreed):
        asked.append(name)
        there.append(name)
        if name in DOCUMENTS:
            update = {"sla": Sla()} if name == "sla" else {"icp_marketing": profile, "icp_sales": profile}
            agreed = agreed.model_copy(update=update)
    # Of two forms that say the same by another way only the first is asked for.
    first = next(name for name in ORDERS[context] if name in INSTEAD)
    assert asked == [name for name in ORDERS[context] if name != INSTEAD[first]]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("part", KINDS)
def test_examples_of_documents_are_valid_and_say_the_same_in_both_languages(tmp_path, part, lang):
    path = tmp_path / f"{part}.yml"
    path.write_text(template(part, lang=lang), encoding="utf-8")
    validated(KINDS[part], read_mapping(path), where=part)
    other = tmp_path / "other.yml"
    other.write_text(template(part, lang="en"), encoding="utf-8")
    assert list(read_mapping(path)) == list(read_mapping(other))
    assert path.read_text(encoding="utf-8").count("\n#") >= 5, "it is commented"
    lines = path.read_text(encoding="utf-8").splitlines()
    switched = [line if PROSE.match(line) else line.removeprefix("#") for line in lines]
    path.write_text("\n".join(switched), encoding="utf-8")
    validated(KINDS[part], read_mapping(path), where="choices not taken, taken")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_example_is_laid_out_once_and_never_counts(tmp_path: Path, name):
    forms = tmp_path / "forms"
    assert [path.name for path in write_document(forms, name, lang="es")] == [f"{p}.ejemplo.yml" for p in PARTS[name]]
    assert write_document(forms, name, lang="en") == []
    assert load_agreements(tmp_path, ENGAGEMENT).model_dump(include={"sla", "icp_marketing", "icp_sales"}) == {
        "sla": None, "icp_marketing": None, "icp_sales": None,
    }  # fmt: skip
    assert form_title(name, lang="es") != form_title(name, lang="en")
