"""Every metric is a function of what it is given: no clock, no files, no drawing, nothing changed on the way."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import pkgutil
import tomllib
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from workbook import client, opened

import helpers.catalog
import helpers.metrics
from helpers.contract import Contract
from helpers.metrics.review import review_facts
from helpers.periods import Period, add_months

MODULES = {
    found.name: importlib.import_module(found.name)
    for found in pkgutil.walk_packages(helpers.metrics.__path__, "helpers.metrics.")
    if not found.ispkg
}
#: These read the canonical tables or build expressions: they are called, but not checked for what they return.
READERS = {"review", "money", "funnel"}
FORBIDDEN = {"time", "os", "pathlib", "io", "shutil", "subprocess", "random", "matplotlib", "seaborn", "logging", "sys"}


def _public(module: types.ModuleType) -> dict[str, Callable[..., Any]]:
    return {
        name: thing
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    }


def _estimators() -> Iterator[tuple[str, str]]:
    for name, module in MODULES.items():
        short = name.rpartition(".")[2]
        if ".counts." not in name and short not in READERS:
            yield from ((name, function) for function in _public(module))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_metrics_module_imports_no_clock_no_files_no_drawing(name: str) -> None:
    tree = ast.parse(Path(str(MODULES[name].__file__)).read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not imported & FORBIDDEN
    assert not called & {"now", "today", "utcnow", "read_csv", "read_parquet", "to_csv", "to_parquet", "write_text"}
    assert "open" not in {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]


@pytest.mark.parametrize("file", ["funnel.toml", "money.toml"])
def test_every_metric_of_the_catalogue_is_exactly_one_function(file: str) -> None:
    path = Path(str(helpers.catalog.__file__)).parent / file
    functions = [name for module in MODULES.values() for name in _public(module)]
    for metric in tomllib.loads(path.read_text(encoding="utf-8")):
        assert functions.count(metric) == 1, metric


def _same(one: object, two: object) -> bool:
    if isinstance(one, pd.DataFrame | pd.Series):
        return one.equals(two)
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, two, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(two, list | tuple):
        return len(one) == len(two) and all(_same(a, b) for a, b in zip(one, two, strict=True))
    if hasattr(one, "__dataclass_fields__"):
        return type(one) is type(two) and _same(vars(one), vars(two))
    return one is two or one == two or (one != one and two != two)


def _fits(value: object, hint: object) -> bool:
    origin = typing.get_origin(hint)
    if hint is Any or hint is inspect.Signature.empty:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, part) for part in typing.get_args(hint))
    if origin is typing.Annotated or isinstance(hint, typing.NewType):
        return True
    if origin is list:
        (inner,) = typing.get_args(hint)
        return isinstance(value, list) and all(_fits(item, inner) for item in value)
    kind = origin or hint
    if kind is float:
        return isinstance(value, float | int)
    return isinstance(value, kind) if isinstance(kind, type) else True


class Proxy:
    """Stands in for a public function: notes the call, whether its answer fits and whether its inputs are as before."""

    def __init__(self, function: Callable[..., Any], calls: dict[str, list[str]]) -> None:
        self.function, self.calls = function, calls
        self.hints = typing.get_type_hints(function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        before = copy.deepcopy((args, kwargs))
        answer = self.function(*args, **kwargs)
        name = f"{self.function.__module__}.{self.function.__name__}"
        faults = self.calls.setdefault(name, [])
        if not _fits(answer, self.hints.get("return", Any)):
            faults.append(f"answers {type(answer).__name__}, not {self.hints['return']}")
        if not _same(list(before[0]), list(args)) or not _same(before[1], kwargs):
            faults.append("changed what it was given")
        return answer


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return opened(tmp_path_factory.mktemp("company"), company())


def company() -> dict[str, list[dict[str, Any]]]:
    """Sixty accounts over two years, with everything a review can use."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in ("reached", "acquisitions", "deals", "subscriptions", "revenue", "costs", "targets", "segments")
    }
    for place in range(60):
        _account(rows, place)
    for step in range(24):
        month = add_months(date(2024, 11, 1), step)
        for team, share in (("marketing", 1.0), ("sales", 0.8)):
            rows["costs"].append({"row": len(rows["costs"]) + 1, "month": month, "team": team, "category": "media",
                                  "amount_base": 1000, "acquisition_share": share})  # fmt: skip
        rows["targets"].append({"period": f"{month:%Y-%m}", "metric": "customers", "segment": "all", "owner": "both",
                                "value": 2.0})  # fmt: skip
    return rows


def _account(rows: dict[str, list[dict[str, Any]]], place: int) -> None:
    account, day = f"a{place}", add_months(date(2024, 11, 1), place % 22)
    stages = ("lead", "mql", "sql", "opportunity", "customer")[: 3 + place % 3]
    for grain, entity in (("person", f"p{place}"), ("account", account)):
        rows["segments"].append({"grain": grain, "entity_id": entity, "name": "size", "value": "sm"[place % 2]})
        rows["reached"] += [
            {"grain": grain, "entity_id": entity, "account_id": account, "episode": 1, "stage": stage,
             "on": add_months(day, step // 2).replace(day=5 + step), "observed": True, "timed": True}
            for step, stage in enumerate(stages)
        ]  # fmt: skip
    if "customer" not in stages:
        return
    won = add_months(day, 2).replace(day=9)
    rows["acquisitions"].append({"account_id": account, "on": won, "kind": "first", "source_group": "x"})
    rows["deals"].append({"deal_id": f"d{place}", "account_id": account, "kind": "new", "amount_base": 900,
                          "amount_flag": "ok", "created_on": day, "closed_on": won, "outcome": "won", "timed": True,
                          "source_group": "x"})  # fmt: skip
    rows["subscriptions"].append({"subscription_id": f"s{place}", "account_id": account, "start_on": won,
                                  "end_on": add_months(won, 4) if place % 4 else None, "monthly_base": 90,
                                  "gross_margin": 0.7})  # fmt: skip
    rows["revenue"].append({"row": place + 1, "account_id": account, "on": won, "product_group": "pumps",
                            "amount_base": 900, "margin_base": 300})  # fmt: skip


def reviewed(tables: Any, **settings: Any) -> pd.DataFrame:
    engagement = client(segments={"size": "companies.size"}, windows={"horizon_days": 60}, **settings)
    return review_facts(
        tables, engagement, period=Period.parse("2026-10"), start=Period.parse("2026-08"), contract=Contract()
    )


def _watched(thing: object, proxies: dict[int, Proxy]) -> object:
    """A function's proxy, also where a tuple holds it; anything else as it is."""
    if isinstance(thing, tuple) and type(thing) is tuple:
        return tuple(proxies.get(id(part), part) for part in thing)
    return proxies.get(id(thing), thing)


@pytest.fixture(scope="module")
def calls(tables: Any) -> Iterator[dict[str, list[str]]]:
    """Every public function replaced by its proxy, wherever it was imported to, while a whole review is computed."""
    noted: dict[str, list[str]] = {}
    proxies = {
        id(function): Proxy(function, noted)
        for name, function in ((n, _public(MODULES[n])[f]) for n, f in _estimators())
        if name
    }
    kept = [(module, name, thing) for module in MODULES.values() for name, thing in list(vars(module).items())]
    for module, name, thing in kept:
        setattr(module, name, _watched(thing, proxies))
    try:
        reviewed(tables, lifetime={"gross_margin": 0.6}, grain="account")
        yield noted
    finally:
        for module, name, thing in kept:
            setattr(module, name, thing)


def test_a_review_calls_every_metric(calls: dict[str, list[str]]) -> None:
    """Whatever computes a metric of the catalogue is among the functions that were watched."""
    watched = {name.rpartition(".")[2] for name in calls}
    folder = Path(str(helpers.catalog.__file__)).parent
    declared = [tomllib.loads((folder / file).read_text(encoding="utf-8")) for file in ("funnel.toml", "money.toml")]
    assert {metric for records in declared for metric in records} - watched == set()


def test_answers_fit_their_annotation_and_inputs_stay_as_they_were(calls: dict[str, list[str]]) -> None:
    assert {name: faults for name, faults in calls.items() if faults} == {}


def test_the_same_review_twice_is_the_same(tables: Any) -> None:
    pd.testing.assert_frame_equal(reviewed(tables), reviewed(tables), check_exact=True)
