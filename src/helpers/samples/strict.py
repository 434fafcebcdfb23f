"""What every table of parameters shares: no unknown key, no change afterwards."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Strict(BaseModel):
    """A table of parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)
