"""A presentation program opens the deck and draws every slide."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from .decked import made, reopened


@pytest.mark.debian
def test_every_slide_is_drawn(debian: Callable[[str, str], str], scratch: Path, tmp_path: Path) -> None:
    office = debian("soffice", "libreoffice-impress-nogui")
    paint = debian("pdftoppm", "poppler-utils")
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(made())
    profile = f"-env:UserInstallation=file://{scratch / 'office'}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(deck)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    subprocess.run(
        [paint, "-r", "20", "-png", str(tmp_path / "deck.pdf"), str(tmp_path / "page")], check=True, timeout=60
    )
    pictures = sorted(tmp_path.glob("page*.png"))
    assert len(pictures) == len(reopened(made()).slides)
    for picture in pictures:
        dark = np.asarray(matplotlib.image.imread(picture))[..., :3].mean(axis=2) < 0.6
        assert 0.001 < dark.mean() < 0.6, picture.name
