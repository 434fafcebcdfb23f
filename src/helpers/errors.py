"""Named errors: each says in one line what was wrong, where, and what to do.

A command catches ``TandemError`` and prints it as one line; anything else is a defect of the kit.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a person can answer so that an import goes on: the setting that holds the answer, and what it is about.

    ``setting`` is one of ``dates decimal delimiter sheet table columns stages.person stages.deal currencies.rates``;
    ``options`` are the values it may take, or the fields of which ``columns`` lacks one. ``rows`` are rows of the data
    under ``headers`` (of stages and rates: each label or code with the number of its rows), ``lines`` where they stand;
    ``file`` is relative to the engagement, ``part`` a sheet or a member of a zip; ``mapped`` is the column map so far.
    """

    setting: str
    column: str = ""
    options: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    part: str = ""
    table: str = ""
    mapped: tuple[tuple[str, str], ...] = ()


class TandemError(Exception):
    """Base of every error a user can mend; ``asks`` where one answer would settle it.

    >>> str(ConfigError("unknown key 'curency'", where="engagement.yml", do="did you mean 'currency'?"))
    "engagement.yml: unknown key 'curency'; did you mean 'currency'?"
    """

    def __init__(self, what: str, *, where: str = "", do: str = "", asks: Question | None = None) -> None:
        self.what, self.where, self.do, self.asks = what, where, do, asks
        line = f"{where}: {what}" if where else what
        super().__init__(" ".join(f"{line}; {do}".split()) if do else " ".join(line.split()))


class ConfigError(TandemError):
    """engagement.yml or a form says something the kit cannot use."""


class PeriodError(TandemError):
    """A period that cannot be read, or that has no data."""


class SourceError(TandemError):
    """A file or table that cannot be read as what it was declared to be."""


class AmbiguityError(SourceError):
    """Evidence in the data does not decide; the message shows three rows and names the setting."""


class MappingError(SourceError):
    """A mapped column is missing or appears more than once, or a stage has no meaning yet."""


class GateError(TandemError):
    """Canonical tables break their own contract: a defect of the import, never of the client."""


class NotebookError(TandemError):
    """A notebook failed: names the notebook and the cell."""


class AnswerError(TandemError):
    """An answer in a form that cannot be kept; its line is in the language of the form."""


class WriteError(TandemError):
    """The disk refused: full, a size limit, or a file that is open elsewhere."""


class RenderError(TandemError):
    """A report that cannot be made in a format: names what the typesetter refused."""
