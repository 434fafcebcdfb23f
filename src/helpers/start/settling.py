"""An answer is checked, kept in engagement.yml, and may lead to a further question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from helpers.errors import AnswerError, Question
from helpers.start import answers, meanings
from helpers.start.asking import LEAVE_OUT, ask
from helpers.start.companies import left_out
from helpers.words import Words


def settle(folder: Path, question: Question, given: Mapping[str, str], words: Words) -> Question | None:
    """Keep an answer (field → value) in engagement.yml; the question that follows from it, if one does.

    Raises ``AnswerError`` where something needed is not answered, or the answer would make no settings.
    """
    kind = question.setting
    missing = [field for field in ask(question, words).fields if field.needed and not given.get(field.name)]
    if missing:
        raise AnswerError(words.say("not answered yet: {field}", field=missing[0].label))
    if kind == "table":
        return _tabled(folder, question, given["table"])
    if kind == "columns":
        _mapped(folder, question, given, words)
    elif kind == "sheet":
        if not any(given.values()):
            raise AnswerError(words.say("no sheet is chosen"))
        answers.answer_sheets(folder, question, [name for name in question.options if given.get(name)])
    elif kind.startswith("stages."):
        answers.answer_stages(folder, question, given)
    elif kind == "currencies.rates":
        answers.answer_rates(folder, {code: _rate(code, text, words) for code, text in given.items()})
    elif kind == "gone":
        if given["gone"] == "forget":
            answers.forget(folder, question.file)
    else:
        answers.answer_file(folder, question, kind, given[kind])
    return None


def _tabled(folder: Path, question: Question, table: str) -> Question | None:
    if table == LEAVE_OUT:
        left_out(folder, question.file)
        return None
    return replace(question, setting="columns", table=table)


def _mapped(folder: Path, question: Question, given: Mapping[str, str], words: Words) -> None:
    chosen = {name: header for name, header in given.items() if header}
    missing = meanings.lacking(question.table, chosen)
    if missing:
        known = meanings.columns(question.table, missing[0])
        needed = words.say(known[missing[0][0]], field=missing[0][0])
        raise AnswerError(words.say("the file needs a column for: {field}", field=needed))
    answers.answer_columns(folder, question, question.table, chosen)


def _rate(code: str, text: str, words: Words) -> float:
    try:
        rate = float(text.strip().replace(",", "."))
    except ValueError:
        rate = 0.0
    if not 0 < rate < 1e9:
        raise AnswerError(words.say("the rate of {code} is no number above 0", code=code))
    return rate
