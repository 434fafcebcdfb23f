"""The commands of ``tandem workshop``: a folder alone makes a client's lessons, a word before it something else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from helpers import asked
from helpers.console import end, say
from helpers.errors import TandemError

Languages = Annotated[list[str], typer.Option("--lang", help="en or es; may be repeated")]
Folder = Annotated[Path, typer.Argument(help="folder of an engagement, or of the workshop alone")]


class _LessonsFirst(TyperGroup):
    """``tandem workshop DIR`` is ``tandem workshop lessons DIR``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the word in front of a folder."""
        known = args and (args[0] in self.commands or args[0] in ("--help", "-h"))
        return super().parse_args(ctx, args if known or not args else ["lessons", *args])


group = typer.Typer(
    cls=_LessonsFirst, no_args_is_help=True, rich_markup_mode=None,
    help="Everything around a workshop: lessons, room, materials, what was learnt.",
)  # fmt: skip


@group.command()
def lessons(
    folders: Annotated[list[Path], typer.Argument(help="one or more folders with an engagement.yml")],
    period: Annotated[str, typer.Option(help="month whose view is taken, as 2026-10")] = "",
    start: Annotated[str, typer.Option("--from", help="first month that counts")] = "",
    lang: Languages = [],  # noqa: B006
) -> None:
    """Make the lessons that a client's own data can carry, pseudonymised (the word may be left out)."""
    from helpers.workshop.client import Options, workshop

    end(*workshop(folders, options=Options(languages=_languages(lang), period=period, start=start), say=say))


@group.command()
def prepare(
    folder: Folder,
    pairs: Annotated[int, typer.Option(help="pairs to print for")] = 8,
    seed: Annotated[int, typer.Option(help="draws the twenty leads and the company of the task")] = 1,
    company: Annotated[str, typer.Option(help="kind of the company of the task")] = "digital-native",
    lang: Languages = [],  # noqa: B006
) -> None:
    """Write what a trainer opens and prints: pages, screens, materials, sheets, the company of the task."""
    from helpers.workshop.learning.unseen import Unseen
    from helpers.workshop.preparing import Options, prepare_workshop

    if not 1 <= pairs <= 50:
        raise TandemError(f"{pairs} pairs", where="--pairs", do="name 1 to 50")
    options = Options(languages=_languages(lang), pairs=pairs, seed=seed, unseen=Unseen(company, seed))
    end(prepare_workshop(folder, options=options, say=say))


@group.command()
def replay(
    folder: Folder,
    draft: Annotated[Path | None, typer.Option(help="draft of the agreement; default: the one in workshop/")] = None,
    lang: Languages = [],  # noqa: B006
) -> None:
    """Show last quarter under a draft of the agreement."""
    from helpers.workshop.preparing import replayed

    end(replayed(folder, draft=draft, languages=_languages(lang)))


@group.command()
def score(
    folder: Folder,
    held: Annotated[str, typer.Option(help="day of the workshop: documents and commitments are checked too")] = "",
    on: Annotated[str, typer.Option(help="day of that check; default: today")] = "",
    lang: Languages = [],  # noqa: B006
) -> None:
    """Make the trainer's report of what people handed in; under four people it shows totals only."""
    from helpers.workshop.learning.scored import score as run
    from helpers.workshop.preparing import LANGUAGES, look_at, place_of

    place, look, wanted = place_of(folder), look_at(folder, say), _languages(lang) or LANGUAGES
    day, met = asked.day(on), asked.day(held, where="--held") if held else None
    end(run(folder, place, on=day, held=met, languages=wanted, look=look, say=say))


@group.command()
def room(
    pairs: Annotated[int, typer.Option(help="pairs that sit at a screen")] = 6,
    port: Annotated[int, typer.Option(help="of the first page; pairs get the ones after it")] = 8800,
    here: Annotated[bool, typer.Option("--here", help="for this machine only, to try it out")] = False,
    lang: Languages = [],  # noqa: B006
) -> None:
    """Serve the lessons to the room, a copy for each pair, until Ctrl+C."""
    from helpers.workshop.room.opening import Options, open_room

    open_room(Options(pairs=pairs, port=port, languages=_languages(lang), here=here), tell=say)


def _languages(given: list[str]) -> tuple[str, ...]:
    for lang in given:
        if lang not in ("en", "es"):
            raise TandemError(f"no workshop in '{lang}'", where="--lang", do="use en or es")
    return tuple(dict.fromkeys(given))
