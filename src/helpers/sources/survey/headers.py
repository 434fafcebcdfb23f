"""How columns of the survey and the words of its scales are called: taken from the instrument, in both languages.

A header is the whole question, its id, or the cell of a grid as forms on the web write it (``Lead text [statement]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from helpers.instrument import Construct, instrument
from helpers.sources.reader import header_key

#: What stands for "I don't know" beside the instrument's own words.
_UNKNOWN = (
    "don't know", "dont know", "do not know", "i do not know", "i dont know", "not sure", "unsure", "can't say",
    "cannot say", "dk", "no sé", "ns", "n/s", "ns/nc", "ns / nc", "nsnc", "no sabe", "no sabe / no contesta",
    "no sabría decir", "lo desconozco", "desconozco", "unknown", "?",
)  # fmt: skip
_YES = ("Yes", "Sí", "y", "s", "true", "verdadero", "x", "✓", "1", "i agree", "agree", "acepto", "de acuerdo")
_NO = ("No", "no", "n", "false", "falso", "0", "-", "i do not agree", "no acepto")
#: Words for the team, the position and the time in the company beside those of the instrument.
_ALSO: dict[str, dict[str, str]] = {
    "team": {"mkt": "marketing", "mktg": "marketing", "mercadotecnia": "marketing", "marketing team": "marketing",
             "equipo de marketing": "marketing", "comercial": "sales", "equipo comercial": "sales",
             "sales team": "sales", "equipo de ventas": "sales"},
    "level": {"manager": "management", "head": "management", "director": "management", "directora": "management",
              "gerencia": "management", "team leader": "lead", "jefatura": "lead", "jefatura de equipo": "lead",
              "mando intermedio": "lead", "staff": "field", "individual contributor": "field", "sin equipo": "field"},
    "tenure": {"<1": "under1", "< 1": "under1", "under a year": "under1", "0-1": "under1", "1-3": "one_to_three",
               "1 to 3 years": "one_to_three", "1-3 years": "one_to_three", "1-3 años": "one_to_three",
               "de 1 a 3 años": "one_to_three", ">3": "over3", "> 3": "over3", "3+": "over3",
               "more than 3 years": "over3", "más de 3 años": "over3"},
}  # fmt: skip
_ON = (
    "Date", "Fecha", "on", "Timestamp", "Marca temporal", "Completion time", "Hora de finalización", "Submitted at",
    "Enviado el", "Day", "Día", "Start time", "Hora de inicio",
)  # fmt: skip
#: One cell for each of the three choices, for sheets where a cell offers one word.
CHOSEN: dict[str, tuple[str, str]] = {
    "top_1": ("First to mend", "Arreglar en primer lugar"), "top_2": ("Second to mend", "Arreglar en segundo lugar"),
    "top_3": ("Third to mend", "Arreglar en tercer lugar"),
}  # fmt: skip
#: What the form's own export says of a respondent: read only to take names out of what people wrote, and never kept.
_WHO = ("Name", "Nombre", "respondent", "encuestado")
_MAIL = (
    "Email", "Correo electrónico", "Email address", "Dirección de correo electrónico", "E-mail", "Username",
    "Nombre de usuario", "Correo",
)  # fmt: skip
_EDGES: Final = " .:;!?¿¡*\"'“”«»"
_NUMBERED: Final = re.compile(r"^\d{1,2}\s*[.)]\s+")
_CELL: Final = re.compile(r"^(?P<lead>.*?)\s*\[(?P<cell>.+)\]$", re.DOTALL)


@cache
def fields() -> dict[str, str]:
    """Field of the survey → kind, in the order of the sheet.

    >>> names = list(fields())
    >>> len(names), names[:5], fields()["on"]
    (55, ['on', 'team', 'level', 'tenure', 'goals_1'], 'date')
    """
    asked = ("team", "level", "tenure", *items(), *CHOSEN, "top", *instrument().open, "quotable", "name", "consent")
    return {"on": "date", **dict.fromkeys((*asked, "who"), "text"), "mail": "email"}


@cache
def items() -> tuple[str, ...]:
    """Ids of everything answered on a scale."""
    return tuple(instrument().questions("en"))


def record() -> dict[str, Any]:
    """The survey as a dialect: what its columns are called, and which word means what."""
    return {"source": "form", "table": "survey", "form": ["survey", "encuesta"], "fields": _named(), "values": _words()}


def artefact_words() -> dict[str, str]:
    """What an artefact is called, or its id → its id."""
    made = instrument().artefacts
    return {written: each.id for each in made for written in (*each.say, each.id)}


def _named() -> dict[str, tuple[str, ...]]:
    asks, texts = instrument().ask, {lang: instrument().questions(lang) for lang in ("en", "es")}
    named: dict[str, tuple[str, ...]] = {"on": _ON, "who": _WHO, "mail": _MAIL}
    named |= {name: (texts["en"][name], texts["es"][name], name) for name in items()}
    named |= {name: (*pair, name) for name, pair in (CHOSEN | instrument().open).items()}
    named |= {name: (*asks[name], name) for name in ("team", "level", "tenure", "top", "quotable", "name", "consent")}
    named["team"] = (*named["team"], "equipo")
    named["name"] = asks["name"]  # 'name' alone is what an export says of who answered
    return {name: named[name] for name in fields()}


@cache
def _words() -> dict[str, dict[str, str]]:
    """Field → word → meaning; of each meaning English and Spanish first."""
    asked = instrument()
    agree = _scale(asked.agree, first=1)
    often = _scale(asked.often, first=0)
    words = {name: often if name.endswith("_often") else agree for name in items()}
    for name, meanings in asked.words.items():
        pairs = {written: meaning for meaning, pair in meanings.items() for written in _two(pair)}
        words[name] = {**pairs, **{meaning: meaning for meaning in meanings}, **_ALSO[name]}
    titles = {written: each.id for each in asked.constructs for written in (*_two(each.title), each.id)}
    words |= dict.fromkeys(CHOSEN, titles)
    for name in ("quotable", "consent"):
        words[name] = {**dict.fromkeys((*_YES, *asked.ask[name]), "yes"), **dict.fromkeys(_NO, "no")}
    return words


def _two(pair: tuple[str, str]) -> tuple[str, str]:
    """Both words, apart even where both languages share one."""
    return (pair[0], pair[1] if pair[1] != pair[0] else pair[1].lower())


def _scale(pairs: Iterable[tuple[str, str]], *, first: int) -> dict[str, str]:
    meant = {written: str(value) for value, pair in enumerate(pairs, first) for written in _two(pair)}
    return {**meant, **dict.fromkeys((*instrument().unknown, *_UNKNOWN), "unknown")}


def columns(headers: Iterable[str]) -> dict[str, str]:
    """Field → header of a file: whole questions, ids, cells of grids; numbers before a question do not matter.

    Where a column is headed by the id ``consent``, one headed ``name`` is the name that was given for that; everywhere
    else it is what the export says of who answered.

    >>> grid = "What would the other team answer? [No qualified contact waits longer for an answer than was agreed.]"
    >>> columns(["Marca temporal", "1. Which team do you work in?", "handoff_3", grid])
    {'on': 'Marca temporal', 'team': '1. Which team do you work in?', 'handoff_3': 'handoff_3', 'handoff_mirror': \
'What would the other team answer? [No qualified contact waits longer for an answer than was agreed.]'}
    """
    present: dict[str, str] = {}
    for header in headers:
        for key in _keys(header):
            present.setdefault(key, header)
    found = {
        field: next((present[key] for key in map(question_key, names) if key in present), "")
        for field, names in _named().items()
    }
    if found["who"] and not found["name"] and question_key(found["consent"]) == "consent":
        found["name"], found["who"] = found["who"], ""
    return {field: header for field, header in found.items() if header}


def _keys(header: str) -> tuple[str, ...]:
    """As what a header may be looked up: itself, and the statement of a grid."""
    grid = _CELL.match(header.strip())
    if grid is None:
        return (question_key(header),)
    statement = question_key(grid["cell"])
    mirrored = any(question_key(lead) in question_key(grid["lead"]) for lead in instrument().mirror_lead)
    return (question_key(header), _mirrors().get(statement, statement) if mirrored else statement)


@cache
def _mirrors() -> Mapping[str, str]:
    """Statement → the whole question that asks what the other team would answer to it."""
    asked = [each for each in instrument().constructs if each.mirror]
    return {
        question_key(texts[each.mirrored]): question_key(texts[each.mirror_id])
        for texts in (instrument().questions("en"), instrument().questions("es"))
        for each in asked
    }


def question_key(text: str) -> str:
    """How questions and words of scales are compared: no accents, case, numbering, quotes or closing marks.

    >>> question_key("12) ¿En qué  equipo trabaja?"), question_key("I don’t know.")
    ('en que equipo trabaja', "i don't know")
    """
    plain = _NUMBERED.sub("", header_key(text.replace("’", "'")))
    return plain.strip(_EDGES) or plain


def mended(text: str) -> list[str]:
    """The constructs that a list of choices names, each once; a choice that names none is ''.

    >>> mended("El traspaso; Data both can see;"), mended("handoff, something")
    (['handoff', 'data'], ['handoff', ''])
    """
    known = {question_key(written): each.id for each in instrument().constructs for written in _choices(each)}
    parts = [part for part in re.split(r"[;,|\n]", text) if part.strip()]
    return list(dict.fromkeys(known.get(question_key(part), "") for part in parts))


def _choices(construct: Construct) -> tuple[str, str, str]:
    return (*construct.title, construct.id)
