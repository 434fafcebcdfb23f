"""What was read, what was set aside and why, and what the data cannot support."""

from __future__ import annotations

from helpers.contract import Finding
from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.findings import finding_text, reason_text
from helpers.report.model import Block, Cell, Note, Table
from helpers.report.sections.plate import answer, table, title


def health(case: Case) -> list[Block]:
    """The row account of every file, then each finding in a sentence."""
    blocks: list[Block] = [title(case.say("Data health"), anchor="health"), _answer(case)]
    blocks += [_note(case, finding) for finding in _sorted(case)]
    account = _account(case)
    if account.rows:
        blocks.append(account)
    aside = _aside(case)
    return [*blocks, aside] if aside.rows else blocks


def _sorted(case: Case) -> list[Finding]:
    return sorted(case.contract.findings, key=lambda finding: finding.severity != "warning")


def _note(case: Case, finding: Finding) -> Note:
    tone = "warning" if finding.severity == "warning" else "plain"
    return Note(tone=tone, text=finding_text(case.words, finding))


def _answer(case: Case) -> Block:
    files = {row.where["file"]: row for row in _rows(case, "rows_read")}
    aside = [row for row in _rows(case, "rows_set_aside") if not row.variant and row.value]
    if not files:
        return answer(case.answer(case.say("No file was read for this period.")))
    if not aside:
        text = case.words.plural("{n} file was read; no row was set aside.",
                                 "{n} files were read; no row was set aside.", len(files))  # fmt: skip
        return answer(case.answer(text))
    worst = max(aside, key=lambda row: (row.value, row.key))
    text = case.words.plural(
        "{n} file was read. Every row is used or set aside with a reason; most were set aside in {file} ({rows} of "
        "{read}).",
        "{n} files were read. Every row is used or set aside with a reason; most were set aside in {file} ({rows} of "
        "{read}).",
        len(files), file=worst.where["file"], rows=case.number(worst), read=case.number(files.get(worst.where["file"])),
    )  # fmt: skip
    return answer(case.answer(text, worst, files.get(worst.where["file"])))


def _rows(case: Case, metric: str) -> list[Row]:
    return [
        row for row in case.book.rows(metric, segment=None) if "file" in row.where and row.period == str(case.period)
    ]


def _account(case: Case) -> Table:
    used = {row.where["file"]: row for row in _rows(case, "rows_used")}
    aside = {row.where["file"]: row for row in _rows(case, "rows_set_aside") if not row.variant}
    rows = [
        (Cell(text=row.where["file"]), case.cell(row), case.cell(used.get(row.where["file"])),
         case.cell(aside.get(row.where["file"])))
        for row in _rows(case, "rows_read")
    ]  # fmt: skip
    heads = [case.say("File"), case.say("Rows read"), case.say("Rows used"), case.say("Rows set aside")]
    return table(case.say("Row account"), heads, rows)


def _aside(case: Case) -> Table:
    rows = [
        (Cell(text=row.where["file"]), Cell(text=reason_text(case.words, row.how["reason"])), case.cell(row))
        for row in _rows(case, "rows_set_aside")
        if "reason" in row.how and row.value
    ]
    heads = [case.say("File"), case.say("Reason"), case.say("Rows")]
    return table(case.say("Rows set aside, by reason"), heads, rows, texts=(1,))
