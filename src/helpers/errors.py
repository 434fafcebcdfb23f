"""Named errors: each says in one line what was wrong, where, and what to do.

A command catches ``TandemError`` and prints it as one line; anything else is a defect of the kit.
"""

from __future__ import annotations


class TandemError(Exception):
    """Base of every error a user can mend.

    >>> str(ConfigError("unknown key 'curency'", where="engagement.yml", do="did you mean 'currency'?"))
    "engagement.yml: unknown key 'curency'; did you mean 'currency'?"
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
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


class WriteError(TandemError):
    """The disk refused: full, a size limit, or a file that is open elsewhere."""
