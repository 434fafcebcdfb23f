"""The folder of a new engagement: a commented ``engagement.yml``, a place for exports, the workbook of forms."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.agreements import load_agreements
from helpers.engagement import load
from helpers.errors import ConfigError, TandemError
from helpers.forms.lists import choices as choices_of
from helpers.forms.order import FIRST
from helpers.forms.workbook import NAMES, write
from helpers.run.build import writing

_TEMPLATES = Path(__file__).parent / "templates"
_IGNORED = "build/\nkey.local\nconnections.local.yml\n"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What distinguishes one new engagement from another."""

    client: str
    context: str = "mixed"
    lang: str = "en"
    currency: str = "EUR"
    time_zone: str = "Europe/Madrid"


def scaffold(folder: Path, *, choices: Choices) -> list[Path]:
    """Make the engagement in ``folder``; the paths made, in the order a newcomer meets them.

    Raises ``ConfigError`` for a choice that does not exist and ``TandemError`` for a folder with something in it;
    nothing is left behind then.
    """
    if choices.lang not in NAMES:
        raise ConfigError(f"no words in '{choices.lang}'", where="--lang", do="use en or es")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TandemError("there is something here already", where=str(folder), do="name a folder that does not exist")
    with writing(folder):
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        written = _write(folder / "engagement.yml", _filled("engagement", "yml", choices))
        _accepted(written, fresh=fresh)
        (folder / "exports").mkdir()
        (folder / "forms").mkdir()
        readme = _write(folder / "README.md", _filled("readme", "md", choices))
        _write(folder / ".gitignore", _IGNORED)
        forms = _forms(folder, lang=choices.lang)
    return [written, readme, folder / "exports", forms]


def _filled(name: str, suffix: str, choices: Choices) -> str:
    template = (_TEMPLATES / f"{name}.{choices.lang}.{suffix}").read_text(encoding="utf-8")
    client = json.dumps(choices.client, ensure_ascii=False) if suffix == "yml" else choices.client
    return template.format(**{**asdict(choices), "client": client})


def _accepted(written: Path, *, fresh: bool) -> None:
    """The engagement must load; a wrong choice leaves nothing behind."""
    try:
        load(written.parent)
    except ConfigError:
        written.unlink()
        if fresh:
            written.parent.rmdir()
        raise


def _forms(folder: Path, *, lang: str) -> Path:
    """The workbook with the forms of the first month."""
    engagement = load(folder)
    offered = choices_of(engagement, load_agreements(folder, engagement), {}, lang=lang)
    return write(folder / "forms" / NAMES[lang], forms=FIRST, choices=offered, lang=lang, client=engagement.client).path


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
