"""The JSON Schemas of the written agreements, for editors; shipped beside their declarations by ``make docs``."""

from __future__ import annotations

import json

from pydantic import BaseModel

from helpers.agreements.codes import Codes
from helpers.agreements.profile import Profile
from helpers.agreements.sla import Sla


def json_schemas() -> dict[str, str]:
    """File name → schema of ``sla.yml``, ``icp_<team>.yml``, and ``themes.yml`` and ``reasons.yml``."""
    kinds: dict[str, type[BaseModel]] = {"sla": Sla, "icp": Profile, "codes": Codes}
    return {
        f"{name}.schema.json": json.dumps(kind.model_json_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        for name, kind in kinds.items()
    }
