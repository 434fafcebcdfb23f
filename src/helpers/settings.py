"""Files of settings: YAML that people write, checked against a declaration, refused in one line.

``engagement.yml`` and the forms that are documents (``sla.yml``, ``icp_marketing.yml`` …) are read through here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers.errors import ConfigError

Share = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """A part of a file of settings: every key is known, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Settings = TypeVar("_Settings", bound=BaseModel)
#: The loader in C is ten times as quick, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Yaml(_LOADER):  # type: ignore[misc, valid-type]
    """YAML where only ``true`` and ``false`` are flags: ``on:`` is a key here, and 'No' may be a stage label."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_mapping(path: Path, *, do: str = "") -> dict[str, Any]:
    """What a YAML file says, as keys and values; an empty file says nothing.

    Raises ``ConfigError`` for a file that is no YAML or no list of keys.
    """
    try:
        written = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Yaml) or {}
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"not readable as YAML ({error})", where=str(path)) from error
    if not isinstance(written, dict):
        raise ConfigError("not a list of 'key: value' lines", where=str(path), do=do)
    return written


def validated(kind: type[_Settings], values: Mapping[str, Any], *, where: str) -> _Settings:
    """Settings of ``kind``, or ``ConfigError`` with the first complaint in plain words."""
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigError(complaint(error, kind), where=where) from error


def complaint(error: ValidationError, kind: type[BaseModel]) -> str:
    """The first complaint, with the nearest known key for an unknown one: a key that is missing may be that one."""
    problems = error.errors()
    problem = next((problem for problem in problems if problem["type"] == "extra_forbidden"), problems[0])
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(problem["loc"][-1]), _keys(kind.model_json_schema()), n=1)
        return f"unknown key '{where}'" + (f"; did you mean '{near[0]}'?" if near else "")
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "missing":
        return f"{where}: {message}"
    return f"{where}: {message} (got {problem['input']!r})" if where else message


def _keys(schema: Mapping[str, Any]) -> list[str]:
    tables = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for table in tables for key in table.get("properties", {})})
