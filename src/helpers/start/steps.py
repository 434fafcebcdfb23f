"""The way from a new engagement to its report as six steps: a state and what happened give the next state.

Nothing here draws, reads or writes; ``form`` shows a state and says what happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import singledispatch
from pathlib import Path

from helpers.contract import Contract
from helpers.errors import Question
from helpers.periods import Period

#: In the order in which people meet them.
STEPS = ("company", "files", "reading", "month", "run", "report")


@dataclass(frozen=True)
class Reading:
    """What an import found: the account of every row, the months with data, the one a review would choose."""

    contract: Contract
    months: tuple[Period, ...]
    default: Period


@dataclass(frozen=True)
class State:
    """Where somebody is. Of ``asks`` and ``reading`` at most one is there; ``error`` is a line to show, or ''."""

    lang: str = "en"
    step: str = "company"
    folder: Path | None = None
    asks: Question | None = None
    reading: Reading | None = None
    period: str = ""
    languages: tuple[str, ...] = ()
    made: tuple[Path, ...] = field(default=())
    error: str = ""

    @property
    def working(self) -> bool:
        """Whether this step has work to do before anybody can answer: files to read, a review to make."""
        waiting = self.step == "reading" and self.asks is None and self.reading is None
        return not self.error and (waiting or self.step == "run")


# -- what can happen ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoken:
    """Somebody chose the language of the form."""

    lang: str


@dataclass(frozen=True)
class Chosen:
    """An engagement was chosen or made."""

    folder: Path


@dataclass(frozen=True)
class Put:
    """The exports are in their folder and may be read."""


@dataclass(frozen=True)
class Asked:
    """The import stopped with a question."""

    question: Question


@dataclass(frozen=True)
class Read:
    """The import went through."""

    reading: Reading


@dataclass(frozen=True)
class Agreed:
    """Somebody looked at what was read and goes on."""


@dataclass(frozen=True)
class Ordered:
    """A month and the languages of its report were chosen."""

    period: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """The review is there."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Failed:
    """Something went wrong that one line explains."""

    line: str


@dataclass(frozen=True)
class Returned:
    """Somebody goes back to an earlier step."""

    step: str


Event = Spoken | Chosen | Put | Asked | Read | Agreed | Ordered | Made | Failed | Returned


# -- what follows ------------------------------------------------------------------------------------------------------


@singledispatch
def _after(event: Event, state: State) -> State:
    raise TypeError(f"nothing follows from {type(event).__name__} at '{state.step}'")


def after(state: State, event: Event) -> State:
    """The state that follows; what an event leaves as it was stays.

    Raises ``ValueError`` for an event that cannot happen at this step.

    >>> after(State(), Chosen(Path("clients/acme"))).step
    'files'
    """
    return _after(event, state)


@_after.register
def _(event: Spoken, state: State) -> State:
    return replace(state, lang=event.lang)


@_after.register
def _(event: Chosen, state: State) -> State:
    """Another engagement begins anew: nothing of the one before may stand beside it."""
    _only(state, event, "company")
    return State(lang=state.lang, step="files", folder=event.folder)


@_after.register
def _(event: Put, state: State) -> State:
    _only(state, event, "files", "reading")
    return replace(state, step="reading", asks=None, reading=None, error="")


@_after.register
def _(event: Asked, state: State) -> State:
    _only(state, event, "reading")
    return replace(state, asks=event.question, reading=None, error="")


@_after.register
def _(event: Read, state: State) -> State:
    _only(state, event, "reading")
    return replace(state, asks=None, reading=event.reading, error="")


@_after.register
def _(event: Agreed, state: State) -> State:
    _only(state, event, "reading")
    if state.reading is None:
        raise ValueError("nothing has been read yet")
    return replace(state, step="month", error="")


@_after.register
def _(event: Ordered, state: State) -> State:
    _only(state, event, "month")
    if not event.languages:
        raise ValueError("a report has at least one language")
    return replace(state, step="run", period=event.period, languages=event.languages, made=(), error="")


@_after.register
def _(event: Made, state: State) -> State:
    _only(state, event, "run")
    return replace(state, step="report", made=event.paths, error="")


@_after.register
def _(event: Failed, state: State) -> State:
    """A review that failed goes back to its order, so that it can be given again; elsewhere people stay."""
    return replace(state, step="month" if state.step == "run" else state.step, error=event.line)


@_after.register
def _(event: Returned, state: State) -> State:
    if event.step not in before(state):
        raise ValueError(f"'{event.step}' does not lie behind '{state.step}'")
    return replace(state, step=event.step, error="")


def before(state: State) -> tuple[str, ...]:
    """The steps that lie behind and can be gone back to: nobody returns to a run, which would begin again."""
    passed = STEPS[: STEPS.index(state.step)]
    return () if state.step == "run" else tuple(step for step in passed if step != "run")


def _only(state: State, event: Event, *steps: str) -> None:
    if state.step not in steps:
        raise ValueError(f"{type(event).__name__} cannot happen at '{state.step}'")
