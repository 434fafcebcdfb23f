"""Write the files that are generated from declarations: what ``make docs`` commits."""

from __future__ import annotations

import sys
from pathlib import Path

from helpers.engagement import json_schema
from helpers.model.dictionary import markdown


def main(schema: str, dictionary: str) -> None:
    """The JSON Schema of ``engagement.yml`` and the data dictionary of the canonical tables."""
    for path, text in ((schema, json_schema()), (dictionary, markdown())):
        Path(path).write_text(text, encoding="utf-8", newline="\n")
        print(f"made {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
