"""The notebook of each lesson, made from its plan and its words: ``python -m helpers.lessons.notebook [FOLDER]``.

Committed are the texts that a run gives (the question with its figures, the key at the end); what a person presses and
writes is made by a kernel and never committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.assets import asset
from helpers.lessons.blanks import filled
from helpers.lessons.key import key
from helpers.lessons.lesson import Plan, Text, plans, text
from helpers.lessons.opening import Lesson, open_lesson
from helpers.lessons.plan_words import FILES, minutes, stem
from helpers.run.notebooks import save
from helpers.words import Words, base

LANGUAGES = ("en", "es")
NOTHING: Mapping[str, str] = {}
_CONTROL = ("nbval-ignore-output",)
_IMPORTS = (
    "from helpers.lessons.desk import choose, look, predict, reveal\n"
    "from helpers.lessons.key import key\n"
    "from helpers.lessons.opening import open_lesson"
)


def notebook(plan: Plan, lang: str, *, given: Mapping[str, str] = NOTHING) -> NotebookNode:
    """The notebook of a lesson in a language, without outputs; ``given`` are parameters other than the usual ones."""
    words, told = Words(lang), text(plan.id, base(lang))
    cells = [
        _text(_title(plan, told, words)),
        _code(_parameters(words, given), tags=["parameters"]),
        _code(_IMPORTS),
        _code(_opening(plan, lang)),
        *_section(words.say("Before you look"), "predict(lesson)"),
        *_section(words.say("The figures"), *(f"look(lesson, {n})" for n in range(1, len(plan.figures) + 1))),
        *_section(words.say("What do you conclude?"), "choose(lesson)"),
        *_section(words.say("What the kit found"), "reveal(lesson)"),
        _text(_after(told, words)),
        _code("key(lesson)", folded=True),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book: NotebookNode = new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]
    return book


def _text(source: str) -> NotebookNode:
    cell: NotebookNode = new_markdown_cell(source)  # type: ignore[no-untyped-call]
    return cell


def _code(source: str, *, tags: Sequence[str] = (), folded: bool = False) -> NotebookNode:
    """A cell whose code is folded away; ``folded`` its output too."""
    hidden = {"source_hidden": True, **({"outputs_hidden": True} if folded else {})}
    metadata = {"jupyter": hidden, **({"tags": list(tags)} if tags else {})}
    cell: NotebookNode = new_code_cell(source, metadata=metadata)  # type: ignore[no-untyped-call]
    return cell


def with_outputs(book: NotebookNode, lesson: Lesson) -> NotebookNode:
    """The same with the texts that a run on this lesson shows."""
    shown = {"lesson": _shown(lesson), "key(lesson)": _shown(key(lesson))}
    count = 0
    for cell in book.cells:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            last = cell.source.splitlines()[-1]
            if last in shown:
                made = new_output("execute_result", shown[last], execution_count=count)  # type: ignore[no-untyped-call]
                cell.outputs = [made]
    return book


def _shown(thing: object) -> dict[str, str]:
    made = {"text/plain": repr(thing)}
    if isinstance(thing, Lesson):
        made["text/markdown"] = thing._repr_markdown_()
    return made


def _title(plan: Plan, told: Text, words: Words) -> str:
    say = words.say
    objective, time, file = say("Objective"), say("Time"), say("File")
    how = say(
        "Menu **Run → Run All Cells**, then read on from here. There is no code to write. By keyboard: Tab moves on, "
        "the space bar chooses and presses, the arrow keys pick from a list."
    )
    return "\n\n".join([
        f"# {filled(told.title, {})}",
        f"**{objective}**: {filled(told.objective, {})}",
        f"**{time}**: {minutes(plan, words)} · **{file}**: {say(FILES[plan.file])}",
        how,
    ])  # fmt: skip


def _parameters(words: Words, given: Mapping[str, str]) -> str:
    say = words.say
    rows = (
        ("engagement", "str", "", say("a sample, or the folder of a client; empty is the company of the lesson")),
        ("seed", "int", 0, say("another number tells the same in another company")),
        ("period", "str", "", say("month whose view is taken, as 2026-09; empty is the last full month")),
        ("start", "str", "", say("first month shown; empty is 24 months back")),
        ("work", "str", "", say("set by tandem workshop; empty when run by hand")),
    )
    return "\n".join(
        f"{name}: {kind} = {_literal(given.get(name, value))}  # {help}" for name, kind, value, help in rows
    )


def _literal(value: str | int) -> str:
    """A value as Python writes it, with double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _opening(plan: Plan, lang: str) -> str:
    return (
        "lesson = open_lesson(\n"
        f'    "{plan.id}", lang="{lang}", engagement=engagement, seed=seed, work=work, period=period, start=start\n'
        ")\nlesson"
    )


def _section(title: str, *calls: str) -> list[NotebookNode]:
    return [_text(f"## {title}"), *(_code(call, tags=_CONTROL) for call in calls)]


def _after(told: Text, words: Words) -> str:
    say = words.say
    ours, leads, late = say("In our company"), say("For whoever leads"), say("When time is short")
    return "\n\n".join([
        f"## {ours}", filled(told.our_company, {}),
        f"## {leads}", f"**{late}**: {filled(told.if_late, {})}", say("The answer in short is folded below."),
    ])  # fmt: skip


def write(folder: Path) -> list[Path]:
    """Every lesson in every language with its outputs: ``<folder>/<lang>/<nn>_<id>.ipynb``; what was written."""
    made = []
    for lang in LANGUAGES:
        (folder / lang).mkdir(parents=True, exist_ok=True)
        for plan in plans().values():
            path = folder / lang / f"{stem(plan)}.ipynb"
            save(with_outputs(notebook(plan, lang), open_lesson(plan.id, lang=lang)), path)
            made.append(path)
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else asset("notebooks") / "workshop"
    for path in write(target):
        sys.stdout.write(f"{path}\n")
