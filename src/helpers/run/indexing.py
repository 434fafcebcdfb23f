"""Lists of what was made: each client's reviews and assessments, and a consultant's clients."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.engagement import Engagement, load
from helpers.errors import ConfigError, PeriodError, TandemError
from helpers.look import PLAIN, Look, look_of
from helpers.periods import Period
from helpers.report.formats import FORMATS
from helpers.report.index import Around, ClientEntry, Entry, index_page, portfolio_page
from helpers.run.build import written
from helpers.words import Words, msg, tag

NAMES = {"html": "HTML", "pdf": "PDF", "pptx": "PowerPoint", "xlsx": "Excel"}
CONTEXTS = {
    "sales-led": msg("Sales leads"), "mixed": msg("Both teams share the customer"),
    "digital-native": msg("Customers come through digital channels"), "no-marketing": msg("No separate marketing team"),
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """One report as it lies in a build."""

    as_of: str
    kind_rank: int
    folder: Path
    lang: str
    record: dict[str, Any]

    @property
    def kind(self) -> str:
        """``review`` or ``assessment``."""
        return str(self.record["kind"])

    @property
    def page(self) -> Path:
        """The page people open."""
        return self.folder / f"report.{self.lang}.html"


def built(folder: Path) -> list[Built]:
    """Every report of a client's builds that people can open; those of another shape are left out.

    The oldest first by their last day, an assessment after the review of its month.
    """
    return sorted(_built(folder), key=lambda each: (each.as_of, each.kind_rank, each.folder.name, each.lang))


def _built(folder: Path) -> Iterator[Built]:
    for path in sorted((folder / "build").glob("*/report.*.json")):
        if not _named(path.parent.name) or not path.with_suffix(".html").is_file():
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            known = {"kind": "review", **{name: record[name] for name in ("client", "title", "period_text", "as_of")}}
            known |= {"kind": record.get("kind", "review"), "as_of_text": record["as_of_text"]}
            known["headline"] = _headline(record["blocks"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        rank = int(known["kind"] != "review")
        yield Built(str(known["as_of"]), rank, path.parent, path.suffixes[0].removeprefix("."), known)


def _named(name: str) -> bool:
    """Whether a folder of ``build/`` is a review or an assessment, and no draft."""
    try:
        return name.startswith("assessment-") or Period.parse(name).length == 1
    except PeriodError:
        return False


def _headline(blocks: Sequence[dict[str, Any]]) -> str:
    said = next((block for block in blocks if block["kind"] == "narrative" and block["role"] == "headline"), None)
    return " ".join(sentence["text"] for sentence in said["sentences"]) if said else ""


def in_language(found: Sequence[Built], lang: str) -> list[Built]:
    """One report of each build: the one in this language, else the first there is; the order stays."""
    chosen: dict[Path, Built] = {}
    for each in found:
        if each.folder not in chosen or each.lang == lang:
            chosen[each.folder] = each
    return sorted(chosen.values(), key=found.index)


def around(found: Sequence[Built], build: Path, lang: str) -> Around:
    """What leads from the report of a build to the one before and after of its kind, and to the list of all."""
    row = in_language(found, lang)
    own = next((each for each in row if each.folder.name == build.name), None)
    if own is None:
        return Around()
    kin = [each for each in row if each.kind == own.kind]
    place = kin.index(own)
    before = kin[place - 1] if place else None
    after = kin[place + 1] if place + 1 < len(kin) else None
    return Around(_leads(before), _leads(after), f"../index.{lang}.html")


def neighbours(found: Sequence[Built], build: Path) -> list[Path]:
    """The builds of the same kind before and after one."""
    kind = next((each.kind for each in found if each.folder.name == build.name), "")
    row = list(dict.fromkeys(each.folder for each in found if each.kind == kind))
    place = next((place for place, each in enumerate(row) if each.name == build.name), -1)
    return [row[near] for near in (place - 1, place + 1) if 0 <= near < len(row)] if place >= 0 else []


def _leads(to: Built | None) -> tuple[str, str]:
    return (f"../{to.folder.name}/{to.page.name}", str(to.record["period_text"])) if to else ("", "")


def index(folder: Path) -> list[Path]:
    """Write ``build/index.<lang>.html`` for each language a client has reports in; what was written."""
    found = built(folder)
    look = look_at(folder)
    made = []
    for lang in sorted({each.lang for each in found}):
        entries = [_entry(each, lang=lang, root=folder / "build") for each in reversed(in_language(found, lang))]
        up = folder.resolve().parent / f"index.{lang}.html"
        above = f"../../{up.name}" if up.is_file() else ""
        page = index_page(found[-1].record["client"], entries, lang=lang, look=look, portfolio=above)
        made += written(folder / "build" / f"index.{lang}.html", page)
    return made


def look_at(folder: Path) -> Look:
    """The client's look; what leads from page to page is made even where the logo is lost."""
    try:
        return look_of(folder, load(folder).brand)[0]
    except TandemError:
        return PLAIN


def _entry(each: Built, *, lang: str, root: Path) -> Entry:
    files = [each.page.with_suffix(f".{name}") for name in FORMATS]
    there = tuple(
        (NAMES[path.suffix.removeprefix(".")], path.relative_to(root).as_posix()) for path in files if path.is_file()
    )
    record = each.record
    return Entry(
        title=record["title"], period_text=record["period_text"], as_of_text=record["as_of_text"],
        headline=record["headline"], files=there, lang="" if each.lang == lang else tag(each.lang),
    )  # fmt: skip


def portfolio(root: Path, *, languages: Sequence[str]) -> list[Path]:
    """Write ``index.<lang>.html`` beside the clients that ``root`` holds, and each client's own list; what was written.

    Raises ``ConfigError`` where no folder inside is an engagement. A client whose settings cannot be read stands
    under the name of its folder.
    """
    clients = sorted(path.parent for path in root.glob("*/engagement.yml"))
    if not clients:
        raise ConfigError("no client's folder in here", where=str(root), do="name the folder that holds the clients")
    made = []
    for lang in languages:
        page = portfolio_page([_client(folder, root, lang) for folder in clients], lang=lang)
        made += written(root / f"index.{lang}.html", page)
    for folder in clients:
        if _settings(folder):
            index(folder)
    return made


def _client(folder: Path, root: Path, lang: str) -> ClientEntry:
    settings = _settings(folder)
    name, context = (settings.client, settings.context) if settings else (folder.name, "")
    found = built(folder)
    row = in_language(found, lang)
    kinds = [[each for each in row if each.kind == kind][-1:] for kind in ("assessment", "review")]
    newest = [_entry(each, lang=lang, root=root) for last in kinds for each in last]
    tongues = sorted({each.lang for each in found}, key=lambda each: each != lang)
    href = f"{folder.name}/build/index.{tongues[0]}.html" if tongues else ""
    said = Words(lang).say(CONTEXTS[context]) if context else ""
    return ClientEntry(client=name, context=said, href=href, newest=tuple(newest))


def _settings(folder: Path) -> Engagement | None:
    try:
        return load(folder)
    except TandemError:
        return None
