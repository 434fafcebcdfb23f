"""The command ``tandem attribute``: journeys that people bring → credit under every model, in one CSV and one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from helpers.attribution.agreement import agreement
from helpers.attribution.models import MODELS, available
from helpers.attribution.models import attribute as credit
from helpers.attribution.orders import markov_order
from helpers.attribution.reading.columns import column_key
from helpers.attribution.reading.log_source import is_parquet, parquet_schema
from helpers.attribution.reading.opening import Brought, Reading, open_table
from helpers.attribution.reading.path_table import CONVERSIONS, NULLS, PATH, SEPARATOR, open_path_table
from helpers.attribution.reading.path_table import VALUE as PATH_VALUE
from helpers.attribution.reading.remarks import Remark
from helpers.attribution.reading.touch_log import CHANNEL, CONVERSION, ID, TIME, open_touch_log, tallied
from helpers.attribution.reading.touch_log import VALUE as LOG_VALUE
from helpers.attribution.tally import Tally, tally
from helpers.attribution.transitions import OrderError
from helpers.engagement import Attribution
from helpers.errors import ConfigError, MappingError, SourceError
from helpers.run.build import writing
from helpers.run.sheets import write_sheet

FILE = "attribution.csv"
COLUMNS = ["model", "channel", "conversions", "value", "removal_effect", "low", "high"]
PATH_TABLE, TOUCH_LOG = "path-table", "touch-log"
#: Models that stand side by side on the screen; the range beside them is across all.
SHOWN = ("first", "last", "linear", "markov1", "shapley")
#: Random groups of journeys behind the intervals.
GROUPS = 200
_ROWS = 25


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to read and what to credit; an empty name of a column is the default of the format."""

    format: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    separator: str = SEPARATOR
    models: tuple[str, ...] = ()
    half_life: float = 14
    direct: tuple[str, ...] = ("direct",)
    lookback: float = 0
    resamples: int = 400
    order: int = 3
    seed: int = 0
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Attributed:
    """What the command made, the table it shows (headers, rows) and lines to read from the top."""

    path: Path
    headers: list[str]
    rows: list[list[str]]
    lines: list[str]


def attribute(file: Path, *, out: Path, options: Options, say: Callable[[str], None]) -> Attributed:
    """Credit the conversions of ``file`` to channels and write ``attribution.csv`` into ``out``.

    Raises ``TandemError`` in one line where the file or an option cannot be used; nothing is written then.
    """
    settings = _settings(options)
    target = out / FILE
    if target.exists() and file.exists() and target.samefile(file):
        raise SourceError("the result would replace the file it is made from", where=str(file), do="name another --out")
    say(f"{file.name}: reading")
    counted, remarks = _tally(file, options, settings, say)
    say(f"{file.name}: {_found(counted)}")
    table, left_out = _credited(counted, options, say)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        draft = out / f".{FILE}.new"
        write_sheet(table[COLUMNS], draft)
        draft.replace(target)
    headers, rows = _shown(table)
    lines = [*_closing(counted, table, options), *left_out, *(f"{remark}." for remark in remarks)]
    return Attributed(target, headers, rows, lines)


def _settings(options: Options) -> Attribution:
    unknown = [model for model in options.models if model not in MODELS]
    if unknown:
        raise ConfigError(f"no model '{unknown[0]}'", where="--model", do=f"choose among {', '.join(MODELS)}")
    if options.resamples and not 50 <= options.resamples <= 10_000:
        raise ConfigError(
            f"{options.resamples} resamples", where="--resamples", do="give 0 (no intervals) or 50 to 10000"
        )
    if not 1 <= options.order <= 3:
        raise ConfigError(f"order {options.order}", where="--order", do="give 1, 2 or 3")
    if options.reading.decimal not in ("", ",", "."):
        raise ConfigError(f"no decimal mark '{options.reading.decimal}'", where="--decimal", do="give , or .")
    if options.reading.dates not in ("", "day-first", "month-first", "year-first"):
        do = "give day-first, month-first or year-first"
        raise ConfigError(f"no order of dates '{options.reading.dates}'", where="--dates", do=do)
    try:
        return Attribution(half_life_days=options.half_life, direct=options.direct)
    except ValidationError as error:
        do = "give days above 0 and up to 1095"
        raise ConfigError(f"a half-life of {options.half_life:g} days", where="--half-life", do=do) from error


# -- reading ---------------------------------------------------------------------------------------------------------


def _tally(
    file: Path, options: Options, settings: Attribution, say: Callable[[str], None]
) -> tuple[Tally, tuple[Remark, ...]]:
    brought, kind = _recognised(file, options)
    say(f"{file.name}: a {kind.replace('-', ' ')}")
    how: dict[str, Any] = {
        "settings": settings, "orders": _orders(options), "groups": GROUPS if options.resamples else 1,
        "seed": options.seed,
    }  # fmt: skip
    names: dict[str, Any] = _names(kind, options)
    if kind == PATH_TABLE:
        found = open_path_table(brought, separator=options.separator, reading=options.reading, **names)
        return tally(found.paths, **how), found.remarks
    with open_touch_log(brought, lookback=options.lookback, reading=options.reading, **names) as log:
        return tallied(log, **how)


def _orders(options: Options) -> tuple[int, ...]:
    asked = [int(model.removeprefix("markov")) for model in options.models if model.startswith("markov")]
    return tuple(range(1, max([options.order] if not options.models else asked or [1]) + 1))


def _names(kind: str, options: Options) -> dict[str, str]:
    """Role → header, as asked for or as is usual in this format."""
    usual = {
        PATH_TABLE: {"path": PATH, "conversions": CONVERSIONS, "value": PATH_VALUE, "nulls": NULLS},
        TOUCH_LOG: {"id": ID, "time": TIME, "channel": CHANNEL, "conversion": CONVERSION, "value": LOG_VALUE},
    }[kind]
    return {role: options.columns.get(role) or name for role, name in usual.items()}


def _recognised(file: Path, options: Options) -> tuple[Brought, str]:
    """The file, opened unless it is Parquet, and its format: as told, else by the columns that it needs."""
    names = {kind: _names(kind, options) for kind in (PATH_TABLE, TOUCH_LOG)}
    if options.format not in ("", *names):
        do = f"give {PATH_TABLE} or {TOUCH_LOG}"
        raise ConfigError(f"no format '{options.format}'", where="--format", do=do)
    known = [name for kind in names.values() for name in kind.values()]
    if is_parquet(file):
        headers = parquet_schema(file).names
        return file, options.format or _format(headers, names, file.name)
    opened = open_table(file, known=known, reading=options.reading)
    return opened, options.format or _format(opened.table.column_names, names, file.name)


def _format(headers: Sequence[str], names: dict[str, dict[str, str]], where: str) -> str:
    """The format whose columns are there; raises ``MappingError`` where none or both are."""
    there = {column_key(header) for header in headers}
    lacks = {
        kind: [name for role, name in roles.items() if role not in ("value", "nulls") and column_key(name) not in there]
        for kind, roles in names.items()
    }
    complete = [kind for kind, missing in lacks.items() if not missing]
    if len(complete) == 1:
        return complete[0]
    if complete:
        raise MappingError("it could be a path table or a touch log", where=where, do="say which with --format")
    begun = [kind for kind in names if len(lacks[kind]) < len(names[kind]) - (2 if kind == PATH_TABLE else 1)]
    if len(begun) == 1:
        return begun[0]
    missing = " and ".join(f"a {kind.replace('-', ' ')} has '" + "', '".join(lacks[kind]) + "'" for kind in names)
    listed = ", ".join(f"'{header}'" for header in headers[:8])
    raise MappingError(f"it has {listed}, but {missing}", where=where, do="name its columns, as --path or --channel")


# -- crediting -------------------------------------------------------------------------------------------------------


def _credited(counted: Tally, options: Options, say: Callable[[str], None]) -> tuple[pd.DataFrame, list[str]]:
    """The credit of each model, and why some models are left out."""
    wanted = options.models or available(counted)
    tables, left_out = [], _unavailable(counted, options)
    for model in wanted:
        say(f"crediting: {model}")
        try:
            tables.append(credit(counted, models=[model], resamples=options.resamples, seed=options.seed))
        except OrderError as error:
            if options.models:
                raise
            left_out.append(f"Left out: {model} ({error}).")
    table = pd.concat(tables, ignore_index=True)
    order = {model: place for place, model in enumerate(MODELS)}
    return table.sort_values("model", key=lambda names: names.map(order), kind="stable", ignore_index=True), left_out


def _unavailable(counted: Tally, options: Options) -> list[str]:
    missing = [] if options.models else [model for model in MODELS if model not in available(counted)]
    lines = []
    if "time_decay" in missing:
        lines.append("Left out: time_decay (no times are known; a touch log has them).")
    if stages := [model for model in missing if model in ("w_shaped", "full_path")]:
        lines.append(f"Left out: {', '.join(stages)} (they need the dates of stages: tandem review has them).")
    return lines


# -- showing ---------------------------------------------------------------------------------------------------------


def _found(counted: Tally) -> str:
    journeys, conversions = counted.journeys.sum(), counted.conversions.sum()
    rate = f" ({conversions / journeys:.2%})" if journeys else ""
    worth = f", worth {_amount(counted.value.sum())}" if counted.value.sum() else ""
    return (
        f"{_amount(journeys)} journeys over {len(counted.channels):,} channels, "
        f"{_amount(conversions)} converted{rate}{worth}"
    )


def _amount(number: float) -> str:
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}"


def _shown(table: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Credited conversions, channels × some models, and the range across all; most credit first."""
    models = [model for model in SHOWN if model in set(table["model"])] or list(dict.fromkeys(table["model"]))[:5]
    wide = table.pivot(index="channel", columns="model", values="conversions")[models]
    ranges = agreement(table).sort_values(["largest", "channel"], ascending=[False, True])
    spans = zip(ranges["channel"], ranges["smallest"], ranges["largest"], strict=True)
    rows = [
        [str(channel), *(f"{amount:,.1f}" for amount in wide.loc[channel]), f"{smallest:,.1f} – {largest:,.1f}"]
        for channel, smallest, largest in islice(spans, _ROWS)
    ]
    if len(ranges) > _ROWS:
        rows.append([f"… {len(ranges) - _ROWS:,} more", *[""] * len(models), ""])
    return ["channel", *models, f"across {table['model'].nunique()} models"], rows


def _closing(counted: Tally, table: pd.DataFrame, options: Options) -> Iterator[str]:
    yield (
        "Credit is an allocation, not a cause: it says how recorded touches share the conversions, "
        "not what would have happened without them."
    )
    if not counted.conversions.sum():
        yield "No journey converted: there is nothing to credit, so every number is 0."
        return
    if options.resamples:
        decided = agreement(table)["decided"]
        yield f"The rank of {decided.sum():,} of {len(decided):,} channels does not depend on the model or on chance."
        if len(counted.orders) > 1:
            chosen = markov_order(counted).query("chosen")["order"]
            yield from (f"Journeys held out are foreseen best by a Markov chain of order {order}." for order in chosen)
