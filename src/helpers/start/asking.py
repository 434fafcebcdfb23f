"""What an import asks, as something to choose: a title, three rows of the data, and fields with their options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from helpers.errors import ConfigError, Question
from helpers.sources.numbers import readings
from helpers.sources.stamp import read_stamp
from helpers.start import meanings
from helpers.words import Words, msg

#: An option of tables: the file is kept, and never read.
LEAVE_OUT = "leave-out"
_MARKS = {",": msg("Comma ,"), ";": msg("Semicolon ;"), "\t": msg("Tab"), "|": msg("Bar |"), ".": msg("Point .")}
_ORDERS = {"day-first": msg("Day first"), "month-first": msg("Month first")}


@dataclass(frozen=True)
class Field:
    """One thing to choose. ``options`` are (label, value); without any, a number is to be written (``kind``).

    ``kind`` is ``choice`` (few options, all shown), ``list`` (many, folded away), ``tick`` (yes or no) or ``number``.
    """

    name: str
    label: str
    kind: str = "choice"
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Ask:
    """A question as it is shown: rows of the data under headers (``marked`` is the column it is about), then fields."""

    title: str
    help: str
    fields: tuple[Field, ...]
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    marked: str = ""


def ask(question: Question, words: Words) -> Ask:
    """The question in the reader's language.

    Raises ``ConfigError`` for a setting nobody has words for: a defect of the kit.
    """
    if question.setting not in _ASKED:
        raise ConfigError(f"no words for a question about '{question.setting}'", where=question.file)
    return _ASKED[question.setting](question, words)


def _file(question: Question) -> str:
    name = question.file.rpartition("/")[2]
    return f"{name} [{question.part}]" if question.part else name


# -- one setting each --------------------------------------------------------------------------------------------------


def _dates(question: Question, words: Words) -> Ask:
    options = [(_dated(question, order, words), order) for order in question.options]
    return Ask(
        words.say(
            "{file}: which comes first in the dates of “{column}”?", file=_file(question), column=question.column
        ),
        words.say("Every date of the column can be read both ways, and so can the rest of the file."),
        (Field("dates", words.say("Order of day and month"), options=tuple(options)),),
        question.headers, question.rows, question.column,
    )  # fmt: skip


def _dated(question: Question, order: str, words: Words) -> str:
    """``Day first: 01/02/2026 is 1 February 2026``."""
    said = words.say(_ORDERS[order])
    for text in _cells(question):
        stamp = read_stamp(text.strip())
        if stamp and order in stamp.days:
            day = words.date(stamp.days[order])
            return words.say("{order}: {text} is {day}", order=said, text=text.strip(), day=day)
    return said


def _decimal(question: Question, words: Words) -> Ask:
    options = [(_numbered(question, mark, words), mark) for mark in question.options]
    return Ask(
        words.say("{file}: which mark stands before the decimals in “{column}”?", file=_file(question),
                  column=question.column),
        words.say("Every number of the column can be read both ways, and so can the rest of the file."),
        (Field("decimal", words.say("Decimal mark"), options=tuple(options)),),
        question.headers, question.rows, question.column,
    )  # fmt: skip


def _numbered(question: Question, mark: str, words: Words) -> str:
    """``Comma ,: 1.204 is one thousand …`` as the reader writes it."""
    said = words.say(_MARKS[mark])
    for text in _cells(question):
        if mark in readings(text):
            number = _plain(float(readings(text)[mark]), words)
            return words.say("{mark}: {text} is {number}", mark=said, text=text.strip(), number=number)
    return said


def _plain(number: float, words: Words) -> str:
    """A number with all its decimals, as the language writes it."""
    whole = words.count(int(number))
    part = f"{number:.6f}".rstrip("0").partition(".")[2]
    return f"{whole}{',' if words.lang == 'es' else '.'}{part}" if part else whole


def _cells(question: Question) -> list[str]:
    """The values of the column in question."""
    if question.column not in question.headers:
        return [row[0] for row in question.rows if row]
    place = question.headers.index(question.column)
    return [row[place] for row in question.rows]


def _delimiter(question: Question, words: Words) -> Ask:
    options = tuple((words.say(_MARKS.get(mark, mark)), mark) for mark in question.options)
    return Ask(
        words.say("{file}: what stands between the cells?", file=_file(question)),
        words.say("These are the first lines of the file; each of the marks parts them equally well."),
        (Field("delimiter", words.say("Mark between cells"), options=options),), rows=question.rows,
    )  # fmt: skip


def _sheet(question: Question, words: Words) -> Ask:
    fields = tuple(
        Field(name, f"{name}: {', '.join(row[:6])}" if row else name, kind="tick", needed=False)
        for name, row in zip(question.options, question.rows, strict=True)
    )
    return Ask(
        words.say("{file}: which sheets are to be read?", file=_file(question)),
        words.say("Several sheets hold data. Beside each stand its first columns."), fields,
    )  # fmt: skip


def _stages(question: Question, words: Words) -> Ask:
    known = meanings.STAGES[question.setting.partition(".")[2]]
    options = tuple((words.say(text), stage) for stage, text in known.items())
    fields = tuple(
        Field(label, _counted(label, int(rows), words), kind="list", options=options) for label, rows in question.rows
    )
    return Ask(
        words.say("{file}: what do these words of “{column}” mean?", file=_file(question), column=question.column),
        words.say("Each company has words of its own for the stages. The answer holds for every file."), fields,
    )  # fmt: skip


def _counted(label: str, rows: int, words: Words) -> str:
    return words.plural("“{label}” ({n} row)", "“{label}” ({n} rows)", rows, label=label)


def _table(question: Question, words: Words) -> Ask:
    options = [(words.say(text), table) for table, text in meanings.TABLES.items()]
    options.append((words.say("None of these: keep the file, but do not read it"), LEAVE_OUT))
    return Ask(
        words.say("What is in {file}?", file=_file(question)),
        words.say("Its columns are not those of a system that is recognised. These are its first rows."),
        (Field("table", words.say("One row is"), options=tuple(options)),), question.headers, question.rows,
    )  # fmt: skip


def _columns(question: Question, words: Words) -> Ask:
    mapped = dict(question.mapped)
    present = set(question.headers)
    start = {**meanings.guessed(question.table, question.headers), **mapped}
    start = {name: header for name, header in start.items() if header in present}
    nothing = (words.say("not in this file"), "")
    options = (nothing, *((header, header) for header in question.headers))
    fields = tuple(
        Field(name, words.say(text, field=name), "list", options, start.get(name, ""), needed=False)
        for name, text in meanings.columns(question.table, (*question.options, *mapped)).items()
    )  # fmt: skip
    title = words.say("{file}: which column holds what?", file=_file(question))
    if question.column:
        title = words.say("{file}: the column “{column}” is gone. Which one holds what?", file=_file(question),
                          column=question.column)  # fmt: skip
    return Ask(title, words.say("What the file does not have stays empty."), fields, question.headers, question.rows)


def _rates(question: Question, words: Words) -> Ask:
    fields = tuple(
        Field(code, words.say("How many {currency} is one {code}?", currency=question.column, code=code), "number")
        for code, _ in question.rows
    )
    return Ask(
        words.say("Some amounts are in other currencies."),
        words.say(
            "One rate is used for all periods, so that a change of the rate never looks like a change of business."
        ),
        fields,
    )


def _gone(question: Question, words: Words) -> Ask:
    options = (
        (words.say("Forget what was answered for it"), "forget"),
        (words.say("I have put it back"), "back"),
    )
    return Ask(
        words.say("{file} is no longer among the exports.", file=_file(question)),
        words.say(
            "Questions about this file were answered before. If another one has taken its place, they come again."
        ),
        (Field("gone", words.say("What about it?"), options=options),),
    )


_ASKED: dict[str, Callable[[Question, Words], Ask]] = {
    "dates": _dates, "decimal": _decimal, "delimiter": _delimiter, "sheet": _sheet, "stages.person": _stages,
    "stages.deal": _stages, "table": _table, "columns": _columns, "currencies.rates": _rates, "gone": _gone,
}  # fmt: skip
