"""All figures of a workshop together, and as rows: what the trainer's report shows and nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.samples.plants.plant import Truth
from helpers.workshop.learning.given import Given
from helpers.workshop.learning.living import Living
from helpers.workshop.learning.matched import Shift, Total, shifts, total
from helpers.workshop.learning.questions import questions
from helpers.workshop.learning.sureness import Said, Sureness, sureness
from helpers.workshop.learning.task import Score, marked, scored

#: Under so many people a figure by question would tell who answered what.
FEWEST = 4


@dataclass(frozen=True)
class Learnt:
    """What is shown of a workshop; ``shifts`` and ``sure`` are left out where fewer than four people can be matched."""

    total: Total
    shifts: tuple[Shift, ...]
    task: Score | None
    sure: Sureness | None
    living: Living | None
    left_out: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Whether only totals may be shown."""
        return self.total.people < FEWEST


def learnt(given: Given, truths: Sequence[Truth], living: Living | None) -> Learnt:
    """Every figure that may be shown, from what was handed in and what is true of the unseen company."""
    whole = total(given.answers, questions())
    few = whole.people < FEWEST
    if few:
        whole = Total(whole.people, whole.unmatched, whole.before, whole.after, whole.value, math.nan, math.nan)
    task = scored(given.claims, truths, sheets=len(given.tried)) if given.tried and truths else None
    said = list(_said(given, truths))
    return Learnt(
        whole,
        () if few else tuple(shifts(given.answers, questions())),
        task,
        sureness(said) if len({each.code for each in said}) >= FEWEST else None,
        living,
        given.left_out,
    )


def _said(given: Given, truths: Sequence[Truth]) -> list[Said]:
    """How sure people were after the workshop: of the questions, and of what they found."""
    right = {question.id: question.right for question in questions()}
    said = [Said(each.code, each.sure, each.option == right[each.question])
            for each in given.answers if each.when == "after" and each.sure is not None]  # fmt: skip
    return said + [Said(row.claim.code, row.claim.sure, row.right) for row in marked(given.claims, truths)
                   if row.claim.sure is not None and row.right is not None]  # fmt: skip


def rows(found: Learnt) -> pd.DataFrame:
    """Every figure of the report: ``figure of value low high n``."""
    whole = found.total
    made: list[tuple[str, str, float, float, float, float]] = [
        ("people", "matched", whole.people, math.nan, math.nan, whole.people),
        ("people", "unmatched", whole.unmatched, math.nan, math.nan, whole.unmatched),
        ("right_a_person", "before", whole.before, math.nan, math.nan, whole.people),
        ("right_a_person", "after", whole.after, math.nan, math.nan, whole.people),
        ("right_a_person", "change", whole.value, whole.low, whole.high, whole.people),
    ]
    for each in found.shifts:
        made += [
            ("right", f"{each.question};before", each.before, math.nan, math.nan, each.n),
            ("right", f"{each.question};after", each.after, math.nan, math.nan, each.n),
            ("change_of_share", each.question, each.value, each.low, each.high, each.n),
        ]
        for option, (before, after) in each.wrong.items():
            made += [("chosen", f"{each.question};{option};before", before, math.nan, math.nan, each.n),
                     ("chosen", f"{each.question};{option};after", after, math.nan, math.nan, each.n)]  # fmt: skip
    made += _of_task(found.task) + _of_sureness(found.sure) + _of_living(found.living)
    return pd.DataFrame(made, columns=["figure", "of", "value", "low", "high", "n"])


_Rows = list[tuple[str, str, float, float, float, float]]


def _of_task(task: Score | None) -> _Rows:
    if task is None:
        return []
    return [
        ("task", "sheets", task.sheets, math.nan, math.nan, task.sheets),
        ("task", "precision", task.precision, task.precision_low, task.precision_high, task.claimed),
        ("task", "recall", task.recall, task.recall_low, task.recall_high, task.planted),
        ("task", "right_thing_wrong_place", task.half, math.nan, math.nan, task.claimed),
        ("task", "decoys", task.decoys, math.nan, math.nan, task.claimed),
    ]


def _of_sureness(sure: Sureness | None) -> _Rows:
    if sure is None:
        return []
    made: _Rows = [
        ("sure", "mean", sure.sure, math.nan, math.nan, sure.n),
        ("sure", "right", sure.right, math.nan, math.nan, sure.n),
        ("sure", "too_sure", sure.over, sure.low, sure.high, sure.people),
        ("sure", "brier", sure.brier, math.nan, math.nan, sure.n),
    ]  # fmt: skip
    return made + [("sure", f"{step.low_sure}-{step.high_sure}", step.right, step.low, step.high, step.n)
                   for step in sure.steps]  # fmt: skip


def _of_living(living: Living | None) -> _Rows:
    if living is None:
        return []
    states = [state for _, state in living.promises]
    made: _Rows = [("living", "documents", living.alive, math.nan, math.nan, len(living.papers))]
    return made + [("commitments", state, states.count(state), math.nan, math.nan, len(states))
                   for state in ("kept", "late", "open", "overdue", "expired", "dropped")]  # fmt: skip
