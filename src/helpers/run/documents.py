"""Write the files that are generated from declarations: what ``make docs`` commits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from helpers.agreements.schemas import json_schemas
from helpers.engagement import json_schema
from helpers.model.dictionary import markdown
from helpers.pages.definitions import FIRST, with_definitions


def main(schema: str, dictionary: str, playbook: str) -> None:
    """JSON Schemas of ``engagement.yml`` and the agreements, the data dictionary, the catalogue of the playbook."""
    folder = Path(schema).parent / "agreements"
    agreements = [(str(folder / name), text) for name, text in json_schemas().items()]
    for path, text in ((schema, json_schema()), *agreements, (dictionary, markdown()), *catalogues(Path(playbook))):
        Path(path).write_text(text, encoding="utf-8", newline="\n")
        print(f"made {path}")


def catalogues(playbook: Path) -> Iterator[tuple[str, str]]:
    """The page on shared metrics in each language, with the catalogue in it; the rest of it stays as it was written."""
    for path in sorted(playbook.glob(f"*/{FIRST}.md")):
        page = path.read_text(encoding="utf-8")
        yield str(path), with_definitions(page, path.parent.name, where=str(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
