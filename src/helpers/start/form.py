"""The form of ``00_start``: its frame with a panel for each step."""

from __future__ import annotations

from helpers.errors import ConfigError
from helpers.start.check import read_now, reading_panel
from helpers.start.companies import clients_folder
from helpers.start.company import company_panel
from helpers.start.files import files_panel
from helpers.start.frame import Frame
from helpers.start.ordering import month_panel, report_panel, run_now, run_panel
from helpers.start.steps import State
from helpers.words import LANGUAGES, base

_PANELS = {
    "company": company_panel, "files": files_panel, "reading": reading_panel, "month": month_panel, "run": run_panel,
    "report": report_panel,
}  # fmt: skip
_WORKS = {"reading": read_now, "run": run_now}


def start(language: str = "en", clients: str = "") -> Frame:
    """The form in ``language``, on the folder of the clients (see ``clients_folder``); show it as a cell's last line.

    Raises ``ConfigError`` for a language without words.
    """
    if language not in LANGUAGES:
        raise ConfigError(f"no words in '{language}'", where="language", do="use en or es")
    return Frame(State(lang=base(language)), clients=clients_folder(clients), panels=_PANELS, works=_WORKS)
