"""Stage labels in the client's words → standard stages; an unknown label stops and shows the lines to paste."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import Engagement
from helpers.errors import MappingError, Question
from helpers.sources.dialect import labels_for
from helpers.sources.placing import Placed
from helpers.sources.reader import header_key

#: field that carries a stage label → whose stages it speaks of
LABELLED = {"people": ("lifecycle", "person"), "deals": ("stage", "deal"), "deal_history": ("stage", "deal")}


def known_labels(placed: Placed, engagement: Engagement, kind: str) -> dict[str, str]:
    """Folded label → stage: the engagement's own words win over the dialect's, those over other dialects'."""
    own = engagement.stages.person if kind == "person" else engagement.stages.deal
    return {**labels_for(kind, placed.dialect), **{header_key(raw): stage for raw, stage in own.items()}}


def label_field(placed: Placed) -> str:
    """The mapped field that carries this file's stage labels, or ''."""
    field = LABELLED.get(placed.table, ("", ""))[0]
    if placed.table == "people" and field not in placed.columns and "status" in placed.columns:
        return "status"
    return field if field in placed.columns else ""


def label_stages(placed: Placed, engagement: Engagement) -> None:
    """Fill ``placed.stages`` for every label of this file.

    Raises ``MappingError`` listing the labels without a meaning, their rows, and the YAML to paste.
    """
    if placed.table not in LABELLED:
        return
    kind = LABELLED[placed.table][1]
    if placed.table == "deal_history" and "person_id" in placed.columns:
        kind = "person"
    known = known_labels(placed, engagement, kind)
    field = label_field(placed)
    if field:
        _from_values(placed, field, kind, known)
    _from_headers(placed, known)


def _from_values(placed: Placed, field: str, kind: str, known: dict[str, str]) -> None:
    cells = placed.raw.frame[placed.columns[field]].dropna().astype("str").str.strip()
    meanings = {header_key(raw): meaning for raw, meaning in placed.values(field).items()}
    cells = cells.map({raw: meanings.get(header_key(raw), raw) for raw in cells.unique()}).astype("str")
    rows = cells.value_counts(sort=False)
    placed.stages.update({str(raw): known[header_key(str(raw))] for raw in rows.index if header_key(str(raw)) in known})
    unknown = rows[[str(raw) not in placed.stages for raw in rows.index]]
    if len(unknown):
        raise MappingError(
            _complaint(unknown, placed.columns[field]), where=placed.raw.name, do=_paste(unknown, kind),
            asks=Question(
                setting=f"stages.{kind}", column=placed.columns[field],
                rows=tuple((raw, str(count)) for raw, count in _by_rows(unknown)),
            ),
        )  # fmt: skip


def _complaint(unknown: pd.Series, header: str) -> str:
    listed = ", ".join(f"'{raw}' ({rows} rows)" for raw, rows in _by_rows(unknown))
    return f"column '{header}' has stages without a meaning: {listed}"


def _paste(unknown: pd.Series, kind: str) -> str:
    lines = "; ".join(f'"{raw}": ignore' for raw, _ in _by_rows(unknown))
    return f"add to engagement.yml, with the stage each one means (or ignore): stages: {{{kind}: {{{lines}}}}}".replace(
        "; ", ", "
    )


def _by_rows(unknown: pd.Series) -> list[tuple[str, int]]:
    return sorted(((str(raw), int(rows)) for raw, rows in unknown.items()), key=lambda pair: (-pair[1], pair[0]))


def _from_headers(placed: Placed, known: dict[str, str]) -> None:
    """Columns of stage dates whose label is unknown or ignored stay with the unmapped ones."""
    kept: dict[str, str] = {}
    for header, label in placed.stage_columns.items():
        stage = known.get(header_key(label))
        if stage is not None and stage != "ignore":
            placed.stages[label] = stage
            kept[header] = label
    placed.stage_columns = kept


def stage_of(labels: pd.Series, placed: Placed) -> pd.Series:
    """Standard stage of each label; missing where blank or ignored."""
    meaning = {raw: stage for raw, stage in placed.stages.items() if stage != "ignore"}
    return labels.map(meaning).astype("str")
