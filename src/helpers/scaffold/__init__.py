"""The folder of a new engagement: a commented ``engagement.yml``, a place for exports, the workbook of forms."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from helpers.agreements import load_agreements
from helpers.contexts import Choice, because_sentences, choose, context_name
from helpers.engagement import load
from helpers.errors import ConfigError, TandemError
from helpers.forms.lists import choices as choices_of
from helpers.forms.order import FIRST
from helpers.forms.workbook import NAMES, write
from helpers.run.build import writing
from helpers.words import LANGUAGES, Words, base, msg

_TEMPLATES = Path(__file__).parent / "templates"
_BY_HAND = msg("The context above was chosen by hand; the answers speak for “{context}”.")
_IGNORED = "build/\nkey.local\nconnections.local.yml\n"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What distinguishes one new engagement from another.

    ``context`` wins over what the ``answers`` to the six questions choose; ``languages`` are those of the report, where
    they are not ``lang``, that of the files.
    """

    client: str
    context: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    languages: tuple[str, ...] = ()
    currency: str = "EUR"
    time_zone: str = "Europe/Madrid"


def scaffold(folder: Path, *, choices: Choices) -> list[Path]:
    """Make the engagement in ``folder``; the paths made, in the order a newcomer meets them.

    Raises ``ConfigError`` for a choice that does not exist and ``TandemError`` for a folder with something in it;
    nothing is left behind then.
    """
    if choices.lang not in LANGUAGES:
        raise ConfigError(f"no words in '{choices.lang}'", where="--lang", do="use en, es or es_419")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TandemError("there is something here already", where=str(folder), do="name a folder that does not exist")
    settings = _filled("engagement", "yml", choices)
    with writing(folder):
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        written = _write(folder / "engagement.yml", settings)
        _accepted(written, fresh=fresh)
        (folder / "exports").mkdir()
        (folder / "forms").mkdir()
        readme = _write(folder / "README.md", _filled("readme", "md", choices))
        _write(folder / ".gitignore", _IGNORED)
        forms = _forms(folder, lang=base(choices.lang))
    return [written, readme, folder / "exports", forms]


def _filled(name: str, suffix: str, choices: Choices) -> str:
    template = (_TEMPLATES / f"{name}.{base(choices.lang)}.{suffix}").read_text(encoding="utf-8")
    if suffix != "yml":
        return template.format(**asdict(choices))
    choice = choose(choices.answers)
    return template.format(
        client=json.dumps(choices.client, ensure_ascii=False), context=choices.context or choice.context,
        languages=f"[{', '.join(choices.languages or (choices.lang,))}]", currency=choices.currency,
        time_zone=choices.time_zone, playbook=_answered(choice, choices),
    )  # fmt: skip


def _answered(choice: Choice, choices: Choices) -> str:
    """The answers as settings under the reasons they give, or how they would be written."""
    if not choice.answers:
        return "#playbook: {answers: {price_owner: sales, marketing_size: few}}"
    words = Words(choices.lang)
    sentences = because_sentences(choice, words)
    if choices.context not in ("", choice.context):
        chosen = context_name(choice.context, words)
        sentences.append(words.say(_BY_HAND, context=chosen))
    prose = [f"# {line}" for sentence in sentences for line in textwrap.wrap(sentence, 116)]
    answers = [f"    {name}: {answer}" for name, answer in choice.answers.items()]
    return "\n".join([*prose, "playbook:", "  answers:", *answers])


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
