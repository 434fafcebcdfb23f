"""The command ``tandem``: each command says what it does, names what it made, and fails in one clear line."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from helpers import __version__, asked
from helpers.console import complain, end, say, show
from helpers.errors import TandemError
from helpers.workshop import commands as workshop

app = typer.Typer(
    help="One set of numbers for marketing and sales, from the CRM's exports to the review both teams read.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip

Folder = Annotated[Path, typer.Argument(help="folder of the engagement, the one that holds engagement.yml")]


@app.command()
def review(
    folders: Annotated[list[Path], typer.Argument(help="one or more folders with an engagement.yml")],
    period: Annotated[str, typer.Option(help="month under review, as 2026-10; default: the last full one")] = "",
    start: Annotated[str, typer.Option("--from", help="first month shown; default: 24 months back")] = "",
    lang: Annotated[list[str], typer.Option(help="language: en, es or es_419; may be repeated")] = [],  # noqa: B006
    internal: Annotated[bool, typer.Option("--internal", help="also an edition with company names")] = False,
    format: Annotated[list[str], typer.Option(help="pdf, pptx, xlsx or all, beside the page; may be repeated")] = [],  # noqa: B006
) -> None:
    """Make the review that both teams read before they meet."""
    from helpers.run.review import Options
    from helpers.run.review import review as run

    options = Options(
        period=period, start=start, languages=asked.languages(lang), internal=internal, formats=asked.formats(format)
    )
    end(*run(folders, options=options, say=say))


@app.command()
def assess(
    folders: Annotated[list[Path], typer.Argument(help="one or more folders with an engagement.yml")],
    on: Annotated[str, typer.Option(help="day assessed, as 2026-10-09; default: the last day of answers")] = "",
    period: Annotated[str, typer.Option(help="month whose figures count; default: the last full one by that day")] = "",
    start: Annotated[str, typer.Option("--from", help="first month shown; default: 24 months back")] = "",
    lang: Annotated[list[str], typer.Option(help="language: en, es or es_419; may be repeated")] = [],  # noqa: B006
    format: Annotated[list[str], typer.Option(help="html, pdf, pptx, xlsx; default: all; may be repeated")] = [],  # noqa: B006
    conversation: Annotated[
        bool, typer.Option("--conversation", help="also the talk with names, of those who agreed to it")
    ] = False,
) -> None:
    """Assess how both teams work together: what they say, what is written, what the data show, what to do first."""
    from helpers.run.assess import Options
    from helpers.run.assess import assess as run

    options = Options(
        on=asked.day(on) if on else None, period=period, start=start, languages=asked.languages(lang),
        formats=asked.formats(format or ["all"]), conversation=conversation,
    )  # fmt: skip
    end(*run(folders, options=options, say=say))


@app.command()
def portfolio(
    folder: Annotated[Path, typer.Argument(help="folder that holds the folders of clients")],
    lang: Annotated[list[str], typer.Option(help="language of the list; may be repeated [en]")] = [],  # noqa: B006
) -> None:
    """List every client with its newest review and assessment, and for each client all of them."""
    from helpers.run.indexing import portfolio as run

    end(run(folder, languages=asked.languages(lang) or ("en",)))


@app.command()
def check(folder: Folder) -> None:
    """Import only: account for every row, say what was inferred, and show what to add to engagement.yml."""
    from helpers.run.check import check as run

    say(f"{folder.name}: importing")
    report = run(folder)
    show(("file", "is", "read", "used", "set aside", "because"), report.account)
    for line in report.lines:
        say(line)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="folder to make")],
    client: Annotated[str, typer.Option(help="the client's name; default: the folder's")] = "",
    context: Annotated[str, typer.Option(help="sales-led, mixed, digital-native or no-marketing [mixed]")] = "",
    answers: Annotated[
        list[str], typer.Option(help="answer to one of six questions that choose the context, as price_owner=sales")
    ] = [],  # noqa: B006
    lang: Annotated[str, typer.Option(help="of the files and the first report: en, es or es_419")] = "en",
    currency: Annotated[str, typer.Option(help="ISO code")] = "EUR",
    time_zone: Annotated[str, typer.Option(help="of the client, as Europe/Madrid")] = "Europe/Madrid",
) -> None:
    """Start an engagement: a commented engagement.yml, a folder for exports, and the workbook of forms."""
    from helpers.scaffold import Choices, scaffold

    choices = Choices(
        client=client or folder.resolve().name, context=context, answers=asked.answers(answers), lang=lang,
        currency=currency, time_zone=time_zone,
    )  # fmt: skip
    for path in scaffold(folder, choices=choices):
        say(f"made {path}")
    say(f"Next: put an export of the CRM into {folder / 'exports'}, then: tandem review {folder}")


@app.command()
def forms(
    folder: Folder,
    add: Annotated[list[str], typer.Option(help="form to add now: targets, feedback …; may be repeated")] = [],  # noqa: B006
) -> None:
    """Make the workbook of forms, or add the sheet that would tell most next; say which cells could not be used."""
    from helpers.run.forms import forms as run

    run(folder, say=say, add=tuple(add))


@app.command()
def survey(
    folder: Folder,
    lang: Annotated[list[str], typer.Option(help="language of the form: en or es; may be repeated")] = [],  # noqa: B006
) -> None:
    """Make the survey of both teams, one page that works without a network; say how many have answered."""
    from helpers.run.survey import survey as run

    run(folder, say=say, languages=asked.languages(lang))


@app.command()
def playbook(
    folders: Annotated[list[Path], typer.Argument(help="one or more folders with an engagement.yml")],
    due: Annotated[bool, typer.Option("--due", help="only list what somebody should look at again")] = False,
    lang: Annotated[list[str], typer.Option(help="language of the pages: en or es; may be repeated")] = [],  # noqa: B006
    on: Annotated[str, typer.Option(help="day it is made for, as 2026-11-22; default: today")] = "",
) -> None:
    """Make the client's own playbook, as pages to edit and as a site that opens from disk; edits are kept."""
    from helpers.run.playbook import Options, due_lines
    from helpers.run.playbook import playbook as run

    day = asked.day(on)
    if due:
        for folder in folders:
            for line in due_lines(folder, on=day):
                say(line)
        return
    end(*run(folders, options=Options(on=day, languages=asked.languages(lang)), say=say))


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(help="folder to make")],
    name: Annotated[str, typer.Option(help="saas_en or industrial_es, as they are committed [saas_en]")] = "",
    company: Annotated[
        str, typer.Option(help="a company to order: digital-native, sales-led, mixed or no-marketing")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="another company of the same kind")] = None,
    plant: Annotated[list[str], typer.Option(help="what is true in it, as bulk-dates; may be repeated")] = [],  # noqa: B006
    dialect: Annotated[str, typer.Option(help="whose exports: salesforce or hubspot; default: the kind's own")] = "",
    lang: Annotated[str, typer.Option(help="of its people, files and forms: en or es; default: the kind's own")] = "",
    key: Annotated[Path | None, typer.Option(help="folder of the answers; default: DIR.key, beside it")] = None,
    force: Annotated[bool, typer.Option("--force", help="write into a folder that is not empty")] = False,
) -> None:
    """Make a whole sample company, or one to order: exports, forms and engagement.yml from parameters in the open."""
    from helpers.run.sample import Options
    from helpers.run.sample import sample as run

    options = Options(
        name=name, company=company, seed=seed, plants=tuple(plant), dialect=dialect, lang=lang, key=key, force=force
    )
    run(folder, options=options, say=say)


@app.command()
def attribute(
    file: Annotated[Path, typer.Argument(help="a path table or a touch log: CSV, Excel or Parquet")],
    out: Annotated[Path, typer.Option(help="folder for attribution.csv; default: the current one")] = Path(),
    format: Annotated[str, typer.Option(help="path-table or touch-log; default: told by the columns")] = "",
    model: Annotated[list[str], typer.Option(help="first, markov1 …; may be repeated; default: all there are")] = [],  # noqa: B006
    path: Annotated[str, typer.Option(help="column of a path table [path]")] = "",
    conversions: Annotated[str, typer.Option(help="column of a path table [total_conversions]")] = "",
    nulls: Annotated[str, typer.Option(help="column of a path table [total_null]")] = "",
    separator: Annotated[str, typer.Option(help="what stands between the channels of a path")] = ">",
    id: Annotated[str, typer.Option(help="column of a touch log [id]")] = "",
    time: Annotated[str, typer.Option(help="column of a touch log [time]")] = "",
    channel: Annotated[str, typer.Option(help="column of a touch log [channel]")] = "",
    conversion: Annotated[str, typer.Option(help="column of a touch log: 1 or 0 [conversion]")] = "",
    value: Annotated[str, typer.Option(help="column of either [total_conversion_value, value]")] = "",
    lookback: Annotated[float, typer.Option(help="days before its end that a journey reaches back; 0: all")] = 0,
    half_life: Annotated[float, typer.Option(help="days after which time_decay halves a touch")] = 14,
    direct: Annotated[list[str], typer.Option(help="channel that last_non_direct passes over")] = ["direct"],  # noqa: B006
    order: Annotated[int, typer.Option(help="highest order of the Markov chains: 1, 2 or 3")] = 3,
    resamples: Annotated[int, typer.Option(help="draws behind the intervals low and high; 0: none")] = 400,
    decimal: Annotated[str, typer.Option(help="decimal mark, where the file does not decide: , or .")] = "",
    dates: Annotated[str, typer.Option(help="day-first or month-first, where the file does not decide")] = "",
    delimiter: Annotated[str, typer.Option(help="what stands between cells, where the file does not decide")] = "",
    encoding: Annotated[str, typer.Option(help="of a CSV, where the file does not decide")] = "",
    sheet: Annotated[str, typer.Option(help="of a workbook with several")] = "",
) -> None:
    """Credit conversions to channels under every model, from journeys as you have them."""
    from helpers.attribution.reading.opening import Reading
    from helpers.run.attribute import Options
    from helpers.run.attribute import attribute as run

    roles = {"path": path, "conversions": conversions, "nulls": nulls, "value": value}
    roles |= {"id": id, "time": time, "channel": channel, "conversion": conversion}
    reading = Reading(decimal=decimal, dates=dates, delimiter=delimiter, encoding=encoding, sheet=sheet)
    options = Options(
        format=format, columns=roles, separator=separator, models=tuple(model), half_life=half_life,
        direct=tuple(direct), lookback=lookback, resamples=resamples, order=order, reading=reading,
    )  # fmt: skip
    made = run(file, out=out, options=options, say=say)
    show(made.headers, made.rows, numbers=True)
    for line in made.lines:
        say(line)
    say(f"made {made.path}")


@app.command()
def resolve(folder: Folder, pseudonym: Annotated[str, typer.Argument(help="a pseudonym from a report")]) -> None:
    """Find the record behind a pseudonym, on this machine only."""
    from helpers.run.check import resolve as run

    say(run(folder, pseudonym))


app.add_typer(workshop.group, name="workshop")


def _version(wanted: bool) -> None:
    if wanted:
        say(f"tandem-kit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="show the traceback of an unexpected error")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="and leave")] = False,
) -> None:
    """Options before the command."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command; exits 1 with one line where something is wrong, 2 where the command line is."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        app(arguments)
    except TandemError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        last = traceback.extract_tb(error.__traceback__)[-1]
        complain(
            f"unexpected {type(error).__name__} in {Path(last.filename).name}, line {last.lineno}: "
            f"{' '.join(str(error).split())}; a defect of the kit: run 'tandem --debug …' and report what it says"
        )
        sys.exit(1)
