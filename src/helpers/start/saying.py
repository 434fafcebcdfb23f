"""What the form says of a run, in the reader's language: its progress, the account of its files, what went wrong."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

from helpers.contract import Contract
from helpers.errors import AnswerError, TandemError
from helpers.periods import Period
from helpers.report.findings import finding_text, reason_text
from helpers.sources.placing import FORMS
from helpers.words import Words, msg

_IMPORTING = re.compile(r": importing$")
_REVIEWING = re.compile(
    r"(?P<read>[\d,]+) rows in (?P<files>\d+) files, (?P<used>[\d,]+) used.*; reviewing (?P<period>[\d-]+),"
)
_DONE = re.compile(r": done$")
#: Errors without a blank that people without a terminal meet first; the others are shown as the kit words them.
_KNOWN = (
    msg("the file is empty"), msg("the workbook is broken"), msg("the workbook has a password"),
    msg("the zip has a password"), msg("the zip is broken"), msg("the zip or workbook is broken"),
    msg("the zip holds no file"), msg("a zip inside a zip"), msg("no sheet holds anything"),
    msg("this is a legacy .xls workbook"), msg("this kind of workbook is not read"), msg("it is an Excel workbook"),
    msg("this is a PDF, not a table"), msg("this is a web page (HTML or XML), not a table"),
    msg("this is binary data, not a table"), msg("there is no dated row in the data"), msg("no file was recognised"),
    msg("there is something here already"), msg("the company has no name"), msg("this name cannot be kept"),
    msg("this kind of file is not read"), msg("use CSV, Excel, zip or Parquet"),
    msg("a file of this name is there already"), msg("no export to read"),
    msg("export it again"), msg("open it in Excel and save it again"), msg("save it without one"), msg("unpack it"),
    msg("export or copy it again"), msg("save it as .xlsx in Excel"), msg("save it as .xlsx"),
    msg("rename it to .xlsx"), msg("export it as CSV or .xlsx"), msg("export it again as CSV or .xlsx"),
    msg("write it"), msg("rename the file"), msg("choose it above, or another name"),
    msg("replace it, or rename the new one"), msg("close it elsewhere, check its rights"),
)  # fmt: skip


def progress(line: str, words: Words) -> str:
    """A line of ``tandem review`` in the reader's language; one it does not know stays as it is."""
    if _IMPORTING.search(line):
        return words.say("Reading the files …")
    if found := _REVIEWING.search(line):
        rows, used = (words.count(float(found[name].replace(",", ""))) for name in ("read", "used"))
        period = words.period(Period.parse(found["period"]))
        files = words.plural("{n} file", "{n} files", int(found["files"]))
        return words.say(
            "{rows} rows in {files}, {used} of them used. Making the review of {period}: about a minute …",
            rows=rows, files=files, used=used, period=period,
        )  # fmt: skip
    if _DONE.search(line):
        return words.say("The review is done.")
    return line


def complaint(error: BaseException, words: Words) -> str:
    """One line: what went wrong, where and what to do; of a defect, where it happened."""
    if isinstance(error, TandemError):
        return _told(error, words)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, {frames[-1].lineno}" if frames else "–"
    detail = " ".join(str(error).split())
    return words.say(
        "This is a defect of the kit; please report it: {kind} in {place}: {detail}",
        kind=type(error).__name__, place=place, detail=detail,
    )  # fmt: skip


def _told(error: TandemError, words: Words) -> str:
    if error.what in _KNOWN and (not error.do or error.do in _KNOWN):
        what = words.say(error.what)
        line = words.say("{where}: {what}", where=error.where, what=what) if error.where else _upper(what)
        return f"{line}. {_upper(words.say(error.do))}." if error.do else f"{line}."
    if words.lang == "en" or isinstance(error, AnswerError):
        return str(error) if error.where else _upper(str(error))
    return words.say("This could not be done. The kit says, in English: {line}", line=str(error))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- the account of the files ------------------------------------------------------------------------------------------


def account(contract: Contract, words: Words) -> list[tuple[str, ...]]:
    """Per file: its name, rows read, used and set aside, and why; forms that nobody has filled in are left out."""
    return [
        (
            file.name, words.count(file.rows_read), words.count(file.rows_used),
            words.count(file.rows_read - file.rows_used),
            "; ".join(f"{reason_text(words, entry.reason)} ({words.count(entry.rows)})" for entry in file.set_aside),
        )
        for file in contract.files
        if file.rows_read or file.table not in FORMS
    ]  # fmt: skip


def findings(contract: Contract, words: Words) -> list[str]:
    """What a reader must know of the data as a whole, warnings first."""
    ordered = sorted(contract.findings, key=lambda found: found.severity != "warning")
    return [finding_text(words, found) for found in ordered]
