"""The front matter of a client's page: written back key by key, in the order and with the lines of the shipped one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import yaml

from helpers.pages.page import Page
from helpers.playbook import pages
from helpers.playbook.client import Client
from helpers.playbook.printed.rhythms import chaired, in_words

FENCE = "---\n"
_KEY = re.compile(r"([A-Za-z_][\w-]*):")


def fronted(markdown: str, *, page: Page, client: Client, reviewed_on: date) -> str:
    """The page with the client's own front matter: whether it is active, when it takes place and who chairs."""
    lines, body = parted(markdown)
    return FENCE + "".join(replaced(lines, _own(page, client, reviewed_on)).values()) + FENCE + body


def _own(page: Page, client: Client, reviewed_on: date) -> dict[str, str]:
    status = "active" if pages.active(client.engagement, page.id) else "waiting"
    own = {"status": status, "last_reviewed_on": reviewed_on.isoformat()}
    when = in_words(client, page.id)
    if when:
        told = f"{when}; {chaired(client, page.id)}"
        own["when"] = told[:1].upper() + told[1:]
    return own


def parted(markdown: str) -> tuple[dict[str, str], str]:
    """Front matter as key → its lines, and the body below it; no keys where there is no front matter.

    Lines that belong to no key (comments above the first) stand under ''.
    """
    found = re.match(r"---\n(.*?\n)?---(?:\n|\Z)", markdown, re.DOTALL)
    if not found:
        return {}, markdown
    keyed: dict[str, str] = {}
    name = ""
    for line in (found[1] or "").splitlines(keepends=True):
        key = _KEY.match(line)
        name = key[1] if key else name
        keyed[name] = keyed.get(name, "") + line
    return keyed, markdown[found.end() :]


def replaced(keyed: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The same lines with other values for some keys, in their old order; new keys come last."""
    return {**keyed, **{key: f"{key}: {_scalar(value)}\n" for key, value in values.items()}}


def _scalar(text: str) -> str:
    """A value on one line; quoted only where YAML would read something else."""
    try:
        bare = str(yaml.safe_load(text)) == text and ": " not in text and " #" not in text
    except yaml.YAMLError:
        bare = False
    return text if bare else yaml.safe_dump(text, allow_unicode=True, default_style='"', width=100_000).strip()
