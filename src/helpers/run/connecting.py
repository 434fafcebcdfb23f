"""After a build: what leads to it is brought up to date. The build stands whatever comes here."""

from __future__ import annotations

from pathlib import Path

from helpers.run.indexing import index, portfolio
from helpers.run.linking import join, point
from helpers.run.pipeline import Say


def connected(folder: Path, build: Path, *, say: Say) -> None:
    """Lead to a build: its neighbours, the lists, the fixed name, and the client's playbook where it has one."""
    try:
        join(folder, build)
        point(folder)
        listed = index(folder)
        above = folder.resolve().parent
        tongues = [page.suffixes[0].removeprefix(".") for page in listed if (above / page.name).is_file()]
        if tongues:
            portfolio(above, languages=tongues)
        if (folder / "playbook").is_dir():
            # Here and not above: only engagements with a playbook pay for what makes pages out of Markdown.
            from helpers.run.playbook import refresh

            refresh(folder, say)
    except Exception as error:
        said = " ".join(str(error).split()) or type(error).__name__
        say(f"{folder.name}: the report is made; what leads to it could not be brought up to date: {said}")
