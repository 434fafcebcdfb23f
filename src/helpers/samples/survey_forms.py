"""The answers to the survey as the programs that collect them export them, and the checklist of what is in writing.

Quillora asked by Google Forms, in English; Ondarrel by Microsoft Forms, in Spanish.
"""

from __future__ import annotations

from datetime import date

from helpers.instrument import instrument
from helpers.samples.asked import Survey
from helpers.samples.draws import Draws
from helpers.samples.files import Sheet
from helpers.samples.survey import TEAMS, Answers, answers
from helpers.sources.wording import choices, headers

#: Where the checklist and the answers lie, by language.
CHECKLIST = {"en": "forms/artefacts.csv", "es": "forms/documentos_comunes.csv"}
ANSWERS = {"en": "forms/survey.csv", "es": "forms/encuesta.csv"}


def sheets(survey: Survey, *, lang: str, seed: int) -> list[Sheet]:
    """The export of the survey and the checklist."""
    people = answers(survey, seed=seed)
    return [_google(people, seed=seed) if lang == "en" else _microsoft(people, seed=seed), _checklist(survey, lang)]


def _google(people: list[Answers], *, seed: int) -> Sheet:
    """``Timestamp`` first, one column a question, several choices joined by a comma."""
    draws = Draws(seed, "survey times")
    rows = [(f"{_stamp(person.on, draws, '%Y/%m/%d')}", *_cells(person, "en", join=", ")) for person in people]
    return Sheet(ANSWERS["en"], ("Timestamp", *titles("en")), list(rows))


def _microsoft(people: list[Answers], *, seed: int) -> Sheet:
    """A number, two moments, an address that stays ``anonymous``, then the questions; choices end in a semicolon."""
    draws = Draws(seed, "survey times")
    rows = []
    for number, person in enumerate(people, start=1):
        begun = _stamp(person.on, draws, "%d/%m/%Y")
        cells = _cells(person, "es", join=";", end=";")
        rows.append((str(number), begun, begun, "anonymous", "", *cells))
    first = ("Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre")
    return Sheet(ANSWERS["es"], (*first, *titles("es")), list(rows))


def _stamp(day: date, draws: Draws, how: str) -> str:
    return f"{day.strftime(how)} {draws.whole(9, 17):02d}:{draws.whole(0, 59):02d}:{draws.whole(0, 59):02d}"


def titles(lang: str) -> tuple[str, ...]:
    """The questions as column names, in the order of the form."""
    asked, place = instrument(), 0 if lang == "en" else 1
    profile = (asked.ask[name][place] for name in ("team", "level", "tenure"))
    texts = (asked.open[name][place] for name in ("open_change", "open_keep"))
    return (*profile, *asked.questions(lang).values(), asked.ask["top"][place], *texts, asked.ask["quotable"][place])


def _cells(person: Answers, lang: str, *, join: str, end: str = "") -> tuple[str, ...]:
    asked, place = instrument(), 0 if lang == "en" else 1
    profile = [asked.words[name][getattr(person, name)][place] for name in ("team", "level", "tenure")]
    values = [_word(person, name, place) for name in asked.questions(lang)]
    chosen = [asked.of(name).name(lang) for name in person.top]
    top = join.join(chosen) + (end if chosen else "")
    texts = [person.texts.get(name, "") for name in ("open_change", "open_keep")]
    yes = ("Yes", "Sí")[place] if person.quotable else ""
    return (*profile, *values, top, *texts, yes)


def _word(person: Answers, name: str, place: int) -> str:
    if name not in person.values:
        return ""
    value = person.values[name]
    if value is None:
        return instrument().unknown[place]
    scale = instrument().often if name.endswith("_often") else instrument().agree
    return scale[value - (0 if name.endswith("_often") else 1)][place]


def _checklist(survey: Survey, lang: str) -> Sheet:
    """What exists in writing, as looked at on each day; what did not exist then stands there as no."""
    heads, place = headers("artefacts", lang=lang), 0 if lang == "en" else 1
    flags = choices("artefacts", "exists", lang=lang) | {"no": "no"}
    rows = []
    for on in survey.looked_at:
        for artefact in instrument().artefacts:
            there = survey.written.get(artefact.id)
            used = min(there.used, on) if there and there.used else None
            edited = {team: flags["yes" if there and team in there.edited else "no"] for team in TEAMS}
            cells = {
                "on": _day(on, lang), "artefact": artefact.say[place], "exists": flags["yes" if there else "no"],
                "used": _day(used, lang), **edited,
            }  # fmt: skip
            rows.append(tuple(cells[field] for field in heads))
    return Sheet(CHECKLIST[lang], tuple(heads.values()), list(rows))


def _day(day: date | None, lang: str) -> str:
    return "" if day is None else f"{day}" if lang == "en" else f"{day:%d/%m/%Y}"
