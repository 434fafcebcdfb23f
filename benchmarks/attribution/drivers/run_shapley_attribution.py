"""shapley-attribution: its exact Shapley model over channel sets; it has no Markov model.

It takes one list of channels per journey and no counts: paths are split, and unique paths repeated, as part of its
work; of the journeys without conversion it needs none, so that unique paths are repeated for conversions only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
import pandas as pd
from shapley_attribution import SimplifiedShapleyAttribution


def work(data: pd.DataFrame, shape: str) -> Callable[[], dict[str, Any]]:
    def timed() -> dict[str, Any]:
        table = measure.paths_of(data) if shape == "log" else data
        won = table[table["total_conversions"] > 0]
        journeys = won["path"].repeat(won["total_conversions"]).str.split(">", regex=False).tolist()
        model = SimplifiedShapleyAttribution(normalize=False)
        model.fit([[channel.strip() for channel in journey] for journey in journeys])
        return {"credit": {str(channel): float(share) for channel, share in model.get_attribution().items()}}

    return timed


if __name__ == "__main__":
    measure.run(work)
