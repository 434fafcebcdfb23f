"""Which code comes nearest to a text that fits none: a line to paste into the list, never applied by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from helpers.agreements.codes import UNMAPPED, Codes
from helpers.feedback.counts.heard import NOTE
from helpers.model.loop import VOICES

#: Below this likeness, or this far ahead of the second code, nothing is suggested.
LIKE, AHEAD = 0.11, 0.02
#: Weight of runs of letters, and of whole words, in a likeness.
PARTS = (0.7, 0.3)
#: Texts looked at, the most frequent first, and texts of a code that are learned from.
MOST, LEARNED = 200, 60
COLUMNS = ["text", "n", "code", "label_en", "label_es", "confidence", "margin", "line", "first"]


#: Words that say nothing of what a text is about.
FUNCTION = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be but by for from has have he her his i in is it its no not of on or our she so that the
        their them they this to was we were will with would you your al con de del el ella en era es esta este esto fue
        ha han hay la las le les lo los me mi muy nos o para pero por que se si sin son su sus un una unos y ya""",
    )
)


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

    A code stands where its labels, phrases and ``known`` texts (pairs of code and text that somebody has put to it) lie
    on average, so that one word in common with one phrase does not decide. ``kinds`` says of each text what it is
    about: a text about an objection is compared with objections only, where the list has any. Deterministic.
    """
    # Here and not above: it takes a second to load, and most reviews have every text mapped.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    pairs = [*_phrases(codes), *((code, text) for code, text in known if code in codes.codes and text)]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), preprocessor=_content, sublinear_tf=True)
    words = TfidfVectorizer(preprocessor=_content, token_pattern=r"\w+", sublinear_tf=True)
    union = make_union(letters, words)
    names = [name for name, _ in union.transformer_list]
    union.set_params(transformer_weights={name: part**0.5 for name, part in zip(names, PARTS, strict=True)})
    # fitted on the texts too: what the list does not know weighs against a likeness instead of being passed over
    union.fit([*(text for _, text in pairs), *texts])
    centres = _centres(union.transform([text for _, text in pairs]), [code for code, _ in pairs], codes)
    like = np.asarray(union.transform(list(texts)) @ centres.T)
    asked = list(kinds) or [""] * len(texts)
    return [_best(row, codes, kind=kind) for row, kind in zip(like, asked, strict=True)]


def _centres(vectors: Any, owners: Sequence[str], codes: Codes) -> NDArray[np.float64]:
    """Where each code lies: the sum of its texts, brought to length one."""
    place = {code: number for number, code in enumerate(codes.codes)}
    sums = np.zeros((len(place), vectors.shape[1]))
    for number, code in enumerate(owners):
        row = vectors[number]
        sums[place[code], row.indices] += row.data
    centres: NDArray[np.float64] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return centres


def _content(text: str) -> str:
    """A text without accents, signs and the words that every text has; whole where it has no others."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    found = re.findall(r"[a-z0-9]+", plain)
    return " ".join([word for word in found if word not in FUNCTION] or found)


def _best(row: NDArray[np.float64], codes: Codes, *, kind: str) -> Nearest:
    of_kind = {code for code, entry in codes.codes.items() if entry.kind == kind}
    allowed = of_kind if kind in VOICES and of_kind else set(codes.codes)
    best = {code: float(like) for code, like in zip(codes.codes, row, strict=True) if code in allowed}
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
