"""``tandem sample``: one of the two committed companies, or a company to order with its answers beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import TandemError
from helpers.run.build import writing
from helpers.samples import generate
from helpers.samples.ordering import key_of, order, strangers, write_key, write_order

Say = Callable[[str], None]
_USUAL = "saas_en"


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was asked for; ``''`` and ``None`` stand for what nobody named."""

    name: str = ""
    company: str = ""
    seed: int | None = None
    plants: tuple[str, ...] = ()
    dialect: str = ""
    lang: str = ""
    key: Path | None = None
    force: bool = False


def sample(folder: Path, *, options: Options, say: Say) -> None:
    """Make the company in ``folder``.

    Raises ``TandemError`` for a folder with something in it, ``ConfigError`` for what does not exist or go together.
    """
    _one_of_both(options)
    _free(folder, options)
    if options.company:
        _ordered(folder, options, say)
        return
    name = options.name or _USUAL
    say(f"{name}: generating")
    with writing(folder):
        generate(name, folder, seed=options.seed)
    say(f"made {folder}; next: tandem review {folder}")


def _one_of_both(options: Options) -> None:
    """A company by its name is as it is; only an order has plants, a dialect, a language and a key."""
    if options.company and options.name:
        raise TandemError("it is one or the other", where="--name, --company", do="leave one out")
    asked = {"--plant": options.plants, "--dialect": options.dialect, "--lang": options.lang, "--key": options.key}
    named = [option for option, value in asked.items() if value]
    if named and not options.company:
        raise TandemError("only a company to order has it", where=named[0], do="add --company digital-native")
    if options.seed is not None and options.seed < 0:
        raise TandemError(f"a seed is no number below 0, as {options.seed}", where="--seed", do="name another number")


def _free(folder: Path, options: Options) -> None:
    """Nothing is written over, and no answer lies where those who learn would open it."""
    key = _key(folder, options)
    if options.company and key.is_relative_to(folder.resolve()):
        raise TandemError("the answers would lie inside the folder", where=str(key), do="name a place beside it")
    for place in (folder, *((key,) if options.company else ())):
        if place.exists() and not place.is_dir():
            raise TandemError("this is a file", where=str(place), do="name a folder")
        if not options.force and place.exists() and any(place.iterdir()):
            raise TandemError("the folder is not empty", where=str(place), do="name a new one, or add --force")


def _key(folder: Path, options: Options) -> Path:
    return options.key.resolve() if options.key else key_of(folder.resolve())


def _ordered(folder: Path, options: Options, say: Say) -> None:
    say(f"{options.company}: generating")
    made = order(
        options.company, seed=options.seed, plant=options.plants, dialect=options.dialect, lang=options.lang
    )  # fmt: skip
    left = strangers(made, folder)
    if left:
        raise TandemError("this file of another company would be read with it", where=str(left[0]),
                          do="name a new folder")  # fmt: skip
    key = options.key or key_of(folder if folder.name else folder.resolve())
    with writing(folder):
        write_order(made, folder)
        write_key(made, key)
    say(f"made {folder}; next: tandem review {folder}")
    say(f"what is true in it: {key}; keep it away from those who are to find out")
