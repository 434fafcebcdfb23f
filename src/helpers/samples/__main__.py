"""Write the committed samples and their manifests again: ``python -m helpers.samples [DATA]``."""

from __future__ import annotations

import sys
from pathlib import Path

from helpers.samples import SAMPLES, generate
from helpers.samples.manifest import truth, write_manifest


def refresh(data: Path) -> list[Path]:
    """Samples into ``data/samples``, manifests into ``data/manifests``; returns what was written."""
    made: list[Path] = []
    for name in SAMPLES:
        made += generate(name, data / "samples" / name)
        made.append(write_manifest(data / "manifests" / f"{name}.yml", truth(name)))
    return made


if __name__ == "__main__":
    for path in refresh(Path(sys.argv[1] if len(sys.argv) > 1 else "data")):
        sys.stdout.write(f"{path}\n")
