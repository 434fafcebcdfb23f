"""The folder of a new engagement: a commented ``engagement.yml``, a place for exports, empty forms."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.engagement import load
from helpers.errors import ConfigError, TandemError
from helpers.run.build import writing

_TEMPLATES = Path(__file__).parent / "templates"
_IGNORED = "build/\nkey.local\nconnections.local.yml\n"
#: language → delimiter its Excel expects → form and its headers.
_DELIMITERS = {"en": ",", "es": ";"}
_FORMS = {
    "en": {
        "costs": ["month", "team", "category", "channel", "amount", "currency"],
        "targets": ["period", "metric", "segment", "owner", "value", "set_on"],
        "revenue": ["company_id", "company_name", "date", "order_id", "product_group", "amount", "margin", "currency"],
        "subscriptions": [
            "subscription_id", "company_id", "company_name", "start", "end", "monthly", "gross_margin", "currency",
        ],
        "lift": ["channel", "from", "to", "conversions", "low", "high", "method"],
    },
    "es": {
        "costes": ["mes", "equipo", "categoría", "canal", "importe", "moneda"],
        "objetivos": ["periodo", "métrica", "segmento", "responsable", "valor", "acordado el"],
        "ingresos": [
            "id de empresa", "empresa", "fecha", "id de pedido", "grupo de producto", "importe", "margen", "moneda",
        ],
        "suscripciones": [
            "id de suscripción", "id de empresa", "empresa", "inicio", "fin", "importe mensual",
            "margen bruto", "moneda",
        ],
        "experimentos": ["canal", "desde", "hasta", "conversiones", "límite inferior", "límite superior", "método"],
    },
}  # fmt: skip


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
    if choices.lang not in _FORMS:
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
        forms = [_form(folder / "forms", name, choices.lang) for name in _FORMS[choices.lang]]
    return [written, readme, folder / "exports", *forms]


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


def _form(folder: Path, name: str, lang: str) -> Path:
    # The mark at the beginning tells Excel that the accents are UTF-8.
    header = _DELIMITERS[lang].join(_FORMS[lang][name])
    return _write(folder / f"{name}.csv", "\ufeff" + header + "\n")


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
