"""Which code comes nearest to a text that fits none: a line to paste into the list, never applied by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from helpers.agreements.codes import UNMAPPED, Codes
from helpers.feedback.counts.heard import NOTE
from helpers.model.loop import VOICES

#: Below this likeness, or this far ahead of the second code, nothing is suggested.
LIKE, AHEAD = 0.20, 0.03
#: Texts looked at, the most frequent first, and texts of a code that are learned from.
MOST, LEARNED = 200, 60
COLUMNS = ["text", "n", "code", "label_en", "label_es", "confidence", "margin", "line", "first"]


class Nearest(NamedTuple):
    """The nearest code, how alike it is (cosine, 0 to 1), and how far ahead of the second one."""

    code: str
    like: float
    ahead: float

    @property
    def enough(self) -> bool:
        """Whether it may be suggested at all."""
        return self.like >= LIKE and self.ahead >= AHEAD


def suggestions(texts: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """Which code of the list comes nearest to each text that fits none?

    ``texts`` is the count of that name. One row per unmapped text, the most frequent first (of closing notes only those
    with a suggestion), where the list has codes of its kind: ``text`` (as written and masked; empty where it may not be
    printed), ``n`` remarks, ``code`` and its labels (empty where nothing is near enough), ``confidence`` (likeness of
    letters and words, 0 to 1, no probability), ``margin`` to the second code, the ``line`` to paste into
    ``forms/themes.yml``, and ``first``, one remark that carries it.
    """
    kinds = {entry.kind for entry in codes.codes.values()} | {"other"}
    unmapped = texts[(texts["theme"] == UNMAPPED) & texts["kind"].isin(kinds)]
    if not len(unmapped) or not codes.codes:
        return pd.DataFrame(columns=COLUMNS)
    top = unmapped.sort_values(["n", "first"], ascending=[False, True]).head(MOST)
    said = [_text(label, words) for label, words in zip(top["theme_raw"], top["words"], strict=True)]
    found = nearest(said, codes, kinds=top["kind"].tolist(), known=_known(texts))
    rows = [
        _row(text if quotable else "", int(n), near, codes, first)
        for text, quotable, n, near, first, origin in zip(
            said, top["quotable"], top["n"], found, top["first"], top["origin"], strict=True
        )
        # most closing notes are about nothing a code stands for
        if near.enough or origin != NOTE
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def nearest(
    texts: Sequence[str], codes: Codes, *, kinds: Sequence[str] = (), known: Sequence[tuple[str, str]] = ()
) -> list[Nearest]:
    """The nearest code of each text: TF-IDF over runs of letters and whole words, accents aside; cosine.

    ``kinds`` says of each text what it is about: a text about an objection is compared with objections only, where the
    list has any. ``known`` are pairs of code and text that somebody has put to it. Deterministic.
    """
    # Here and not above: it takes a second to load, and most reviews have every text mapped.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    pairs = [*_phrases(codes), *((code, text) for code, text in known if code in codes.codes and text)]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), strip_accents="unicode", sublinear_tf=True)
    words = TfidfVectorizer(
        strip_accents="unicode", ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"
    )
    union = make_union(letters, words)
    learned = union.fit_transform([text for _, text in pairs])
    # each half has length one, so the sum of both is twice a cosine
    like = np.asarray((union.transform(list(texts)) @ learned.T).todense()) / 2
    owners = np.array([code for code, _ in pairs])
    asked = list(kinds) or [""] * len(texts)
    return [_best(row, owners, codes, kind=kind) for row, kind in zip(like, asked, strict=True)]


def _best(row: NDArray[np.float64], owners: NDArray[np.str_], codes: Codes, *, kind: str) -> Nearest:
    of_kind = {code for code, entry in codes.codes.items() if entry.kind == kind}
    allowed = of_kind if kind in VOICES and of_kind else set(codes.codes)
    best = {code: float(row[owners == code].max(initial=0.0)) for code in codes.codes if code in allowed}
    order = sorted(best, key=lambda code: (-best[code], code))
    second = best[order[1]] if len(order) > 1 else 0.0
    return Nearest(order[0], best[order[0]], best[order[0]] - second)


def _phrases(codes: Codes) -> list[tuple[str, str]]:
    return [
        (code, text)
        for code, entry in codes.codes.items()
        for text in dict.fromkeys((code.replace("_", " "), entry.en, entry.es, *entry.phrases))
    ]


def _known(texts: pd.DataFrame) -> list[tuple[str, str]]:
    """Texts that somebody has put to a code, the most frequent ones of each; what was learned is another matter."""
    mapped = texts[(texts["theme"] != UNMAPPED) & (texts["origin"] != "winloss")]
    rows = mapped.sort_values(["theme", "n", "first"], ascending=[True, False, True])
    top = rows.groupby("theme", sort=True).head(LEARNED)
    return [(str(code), _text(label, words))
            for code, label, words in zip(top["theme"], top["theme_raw"], top["words"], strict=True)]  # fmt: skip


def _text(label: object, words: object) -> str:
    return " ".join(part.strip() for part in (label, words) if isinstance(part, str) and part.strip())


def _row(text: str, n: int, near: Nearest, codes: Codes, first: object) -> tuple[object, ...]:
    if not near.enough:
        return (text, n, "", "", "", round(near.like, 2), round(near.ahead, 2), "", first)
    names = (codes.label(near.code, lang=lang) for lang in ("en", "es"))
    line = _line(near.code, text) if text else ""
    return (text, n, near.code, *names, round(near.like, 2), round(near.ahead, 2), line, first)


def _line(code: str, text: str) -> str:
    """The line to paste under ``codes:``.

    >>> _line("price", "nos sale por un pico")
    'price: {phrases: [nos sale por un pico]}'
    """
    return yaml.safe_dump(
        {code: {"phrases": [text]}}, default_flow_style=True, allow_unicode=True, width=10_000
    ).strip()[1:-1]
