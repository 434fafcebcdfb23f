"""What is printed for a workshop: one PDF for each thing that the guides name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.lessons.lesson import plans
from helpers.patterns.basis import Basis
from helpers.words import Words
from helpers.workshop.learning.questions import questions
from helpers.workshop.materials import room, sheets, sorting
from helpers.workshop.materials.blocks import Document
from helpers.workshop.materials.typesetting import typeset
from helpers.workshop.sorting import drawn, outcomes

#: Every material; the file of one is named like it.
MATERIALS = (
    "name-tents", "role-cards", "ground-rules", "sorting-sheets", "sorting-key", "prediction-sheets", "answer-cards",
    "question-sheets", "sla-draft", "plan-90", "commitment-cards", "objection-map", "win-loss-sheet", "transfer-sheet",
)  # fmt: skip
PAIRS = 8


def write_materials(
    out: Path, *, lang: str, company: Basis, pairs: int = PAIRS, lessons: Sequence[str] = (), seed: int = 1
) -> list[Path]:
    """Everything to print in a language, into ``out``; the paths in the order of ``MATERIALS``.

    ``company`` lends the leads of the blind sort (as its page shows them for the same ``seed``); ``lessons`` are those
    that get a prediction sheet, all of them by default. The same arguments write the same bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    words, paths = Words(lang), []
    for made in documents(words, company=company, pairs=pairs, lessons=lessons, seed=seed):
        path = out / f"{made.id}.pdf"
        path.write_bytes(typeset(made, words=words))
        paths.append(path)
    return paths


def documents(
    words: Words, *, company: Basis, pairs: int = PAIRS, lessons: Sequence[str] = (), seed: int = 1
) -> Iterator[Document]:
    """The materials as blocks, in the order of ``MATERIALS``."""
    cards = drawn(company, seed=seed)
    known = plans()
    yield room.name_tents(words, pairs=pairs)
    yield room.role_cards(words)
    yield room.ground_rules(words)
    yield sorting.sorting_sheets(cards, words)
    yield sorting.sorting_key(cards, outcomes(company, cards), words, reasons=company.agreements.reasons)
    yield sheets.prediction_sheets(words, lessons=[known[id] for id in lessons or known])
    yield room.answer_cards(words)
    yield sheets.question_sheets(words, asked=questions())
    yield sheets.sla_draft(words)
    yield sheets.plan_90(words)
    yield room.commitment_cards(words, pairs=pairs)
    yield sheets.objection_map(words)
    yield sheets.win_loss_sheet(words)
    yield sheets.transfer_sheet(words)
