"""The survey and the checklist of artefacts as sheets: their questions and words are those of the instrument."""

from __future__ import annotations

from typing import Any

from helpers.instrument import instrument
from helpers.sources.survey.headers import CHOSEN
from helpers.words import msg

Pair = tuple[str, str]
_NONE: Pair = ("", "")
_DAY: Pair = ("2026-10-06", "2026-10-06")
_HELP = {
    "on": msg("Day it was answered."),
    "team": msg("Team of the person who answers."),
    "level": msg("Position of that person."),
    "tenure": msg("How long that person has been with the company."),
    "agree": msg("How far the person agrees with this sentence; not knowing is an answer too."),
    "often": msg("How often it happened in the last 60 days; not knowing is an answer too."),
    "mirror": msg("What the person thinks most of the other team would answer to this sentence."),
    "top": msg("One of the nine topics, another one in each of these three columns."),
    "open": msg("In the person's own words, without names of people."),
    "quotable": msg("Yes where both texts may be quoted without a name."),
    "name": msg("Only where answers are to be shown with names; empty otherwise."),
    "consent": msg("Yes where the person agrees that both teams see these answers with the name."),
}
ROW = msg("What one person answered to the survey of both teams.")


def survey_sheet() -> dict[str, Any]:
    """The survey as a form of the workbook: a column for each question, in the order of the instrument."""
    columns = [_column("on", ("Date", "Fecha"), "day", _HELP["on"], _DAY), *_person(), *_scaled(), *_chosen()]
    columns += [_column(name, pair, "note", _HELP["open"], _NONE) for name, pair in instrument().open.items()]
    columns += [_asked("quotable", "flag", ("Yes", "Sí")), _asked("name", "text", _NONE)]
    columns += [_asked("consent", "flag", ("No", "No"))]
    return {"sheet": ("Survey", "Encuesta"), "row": ROW, "columns": columns}


def survey_words() -> dict[str, dict[str, Pair]]:
    """What the drop-downs of both sheets offer, by list and meaning."""
    asked = instrument()
    unknown = {"unknown": asked.unknown}
    return {
        "level": asked.words["level"], "tenure": asked.words["tenure"],
        "agree": {**{str(value): pair for value, pair in enumerate(asked.agree, 1)}, **unknown},
        "often": {**{str(value): pair for value, pair in enumerate(asked.often)}, **unknown},
        "construct": {each.id: each.title for each in asked.constructs},
        "artefact": {each.id: each.say for each in asked.artefacts},
    }  # fmt: skip


def _person() -> list[dict[str, Any]]:
    examples: dict[str, Pair] = {"team": ("Sales", "Ventas"), "level": instrument().words["level"]["field"],
                                 "tenure": instrument().words["tenure"]["over3"]}  # fmt: skip
    return [_asked(name, f"list:{name}", example) for name, example in examples.items()]


def _scaled() -> list[dict[str, Any]]:
    """A column for everything that is answered on a scale."""
    english, spanish = (instrument().questions(lang) for lang in ("en", "es"))
    topics = {name: each.title for each in instrument().constructs
              for name in (*each.item_ids, each.often_id, each.mirror_id) if name}  # fmt: skip
    found = []
    for name, text in english.items():
        ending = name.rpartition("_")[2]
        scale = "often" if ending == "often" else "agree"
        example = instrument().often[2] if scale == "often" else instrument().agree[3]
        helped = _HELP["mirror"] if ending == "mirror" else _HELP[scale]
        found.append(_column(name, (text, spanish[name]), f"list:{scale}", helped, example, topic=topics[name]))
    return found


def _chosen() -> list[dict[str, Any]]:
    asked, titles = instrument().ask["top"], [each.title for each in instrument().constructs]
    return [
        _column(name, pair, "list:construct", _HELP["top"], title, topic=asked)
        for (name, pair), title in zip(CHOSEN.items(), titles, strict=False)
    ]


def _asked(name: str, kind: str, example: Pair) -> dict[str, Any]:
    return _column(name, instrument().ask[name], kind, _HELP[name], example)


def _column(name: str, header: Pair, kind: str, helped: str, example: Pair, *, topic: Pair = _NONE) -> dict[str, Any]:
    return {"field": name, "header": header, "kind": kind, "help": helped, "example": example, "topic": topic}
