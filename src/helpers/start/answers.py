"""What people answer is written into engagement.yml, where its comments and its order stay as they are."""

from __future__ import annotations

import fnmatch
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from helpers.engagement import load
from helpers.errors import ConfigError, Question
from helpers.run.build import writing

_EVERY = {"exports": "exports/*", "forms": "forms/*"}


def answer_file(folder: Path, question: Question, setting: str, value: str) -> None:
    """Keep one setting of the question's file: ``dates``, ``decimal``, ``delimiter`` …

    The file gets an entry of its own before the pattern that names it among others, which then leaves it alone.
    """
    _change(
        folder, lambda settings: _entry(settings, question.file, part=question.part).update({setting: _text(value)})
    )


def answer_sheets(folder: Path, question: Question, sheets: Sequence[str]) -> None:
    """Keep which sheets of a workbook are read: an entry each."""
    if not sheets:
        raise ConfigError("no sheet was chosen", where=question.file, do="choose at least one")

    def change(settings: CommentedMap) -> None:
        first, *rest = sheets
        entry = _entry(settings, question.file)
        entry["sheet"] = _text(first)
        place = settings["sources"].index(entry) + 1
        for offset, sheet in enumerate(rest):
            settings["sources"].insert(place + offset, CommentedMap({**entry, "sheet": _text(sheet)}))

    _change(folder, change)


def answer_columns(folder: Path, question: Question, table: str, columns: Mapping[str, str]) -> None:
    """Keep which table a file fills and which header holds which field; fields without a header are left out."""

    def change(settings: CommentedMap) -> None:
        entry = _entry(settings, question.file, part=question.part)
        entry["table"] = table
        entry["columns"] = CommentedMap({name: _text(header) for name, header in columns.items() if header})

    _change(folder, change)


def answer_stages(folder: Path, question: Question, meanings: Mapping[str, str]) -> None:
    """Keep what labels of the client's own stages mean, for every file."""
    kind = question.setting.partition(".")[2]

    def change(settings: CommentedMap) -> None:
        labels = _mapping(_mapping(settings, "stages"), kind)
        labels.update({_text(label): meaning for label, meaning in meanings.items()})

    _change(folder, change)


def answer_rates(folder: Path, rates: Mapping[str, float]) -> None:
    """Keep how much one unit of other currencies is worth."""

    def change(settings: CommentedMap) -> None:
        _mapping(_mapping(settings, "currencies"), "rates").update(rates)

    _change(folder, change)


def forget(folder: Path, file: str) -> None:
    """Take out the entries of a file that is gone; patterns stay."""

    def change(settings: CommentedMap) -> None:
        for entry in [entry for entry in settings.get("sources") or () if _path(entry) == file]:
            settings["sources"].remove(entry)

    _change(folder, change)


# -- the file ----------------------------------------------------------------------------------------------------------


def _change(folder: Path, change: Callable[[CommentedMap], object]) -> None:
    """Change the settings, whole or not at all: what would not load is taken back.

    Raises ``ConfigError`` for settings that cannot be read or would not load.
    """
    path = folder / "engagement.yml"
    before = path.read_text(encoding="utf-8-sig")
    try:
        settings = _yaml().load(before) or CommentedMap()
    except YAMLError as error:
        raise ConfigError(f"not readable as YAML ({error})", where=str(path)) from error
    change(settings)
    text = io.StringIO()
    _yaml().dump(settings, text)
    _write(path, text.getvalue())
    try:
        load(folder)
    except ConfigError:
        _write(path, before)
        raise


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    with writing(path):
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000  # long lines stay as people wrote them
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _text(value: str) -> DoubleQuotedScalarString:
    """Quoted, so that no reader of YAML takes it for a number, a flag or a time."""
    quoted: DoubleQuotedScalarString = DoubleQuotedScalarString(value)
    return quoted


def _mapping(settings: CommentedMap, key: str) -> CommentedMap:
    if not isinstance(settings.get(key), dict):
        settings[key] = CommentedMap()
    inner: CommentedMap = settings[key]
    return inner


def _entry(settings: CommentedMap, file: str, *, part: str = "") -> CommentedMap:
    """The entry of a file under ``sources``: its own, else a new one before the pattern that names it."""
    sources = _sources(settings)
    own = [entry for entry in sources if _path(entry) == file and entry.get("sheet", "") in ("", part)]
    if own:
        found: CommentedMap = own[0]
        return found
    pattern = next((entry for entry in sources if fnmatch.fnmatchcase(file, _path(entry))), None)
    fresh = CommentedMap({"file": file, **({key: pattern[key] for key in pattern if key != "file"} if pattern else {})})
    sources.insert(sources.index(pattern) if pattern is not None else len(sources), fresh)
    return fresh


def _sources(settings: CommentedMap) -> Any:
    """The list of sources; settings without one read every export and every form, and now say so."""
    if not settings.get("sources"):
        settings["sources"] = CommentedSeq(CommentedMap({"file": pattern}) for pattern in _EVERY.values())
    return settings["sources"]


def _path(entry: Mapping[str, Any]) -> str:
    return str(entry.get("file", "")).replace("\\", "/").removeprefix("./")
