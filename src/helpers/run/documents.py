"""Write the files that are generated from declarations: what ``make docs`` commits."""

from __future__ import annotations

import sys
from pathlib import Path

from helpers.agreements.schemas import json_schemas
from helpers.engagement import json_schema
from helpers.model.dictionary import markdown


def main(schema: str, dictionary: str) -> None:
    """The JSON Schemas of ``engagement.yml`` and of the written agreements, and the data dictionary of the tables."""
    folder = Path(schema).parent / "agreements"
    agreements = [(str(folder / name), text) for name, text in json_schemas().items()]
    for path, text in ((schema, json_schema()), *agreements, (dictionary, markdown())):
        Path(path).write_text(text, encoding="utf-8", newline="\n")
        print(f"made {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
