"""What a reader of journeys has to say about the rows it read: counted, never silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Remark:
    """One thing to know about ``rows`` rows; ``text`` is a sentence with ``{rows}`` (and ``{value}``) as its blanks.

    Remarks of batches add: the same sentence, more rows.

    >>> str(Remark("{rows} rows without a path", 1200))
    '1,200 rows without a path'
    """

    text: str
    rows: float = 0
    value: float = 0

    def __str__(self) -> str:
        return self.text.format(rows=f"{self.rows:,.12g}", value=f"{self.value:,.12g}")


def added(remarks: list[Remark]) -> tuple[Remark, ...]:
    """One remark a sentence, rows added up, in the order in which the sentences first came."""
    sums: dict[str, tuple[float, float]] = {}
    for remark in remarks:
        rows, value = sums.get(remark.text, (0, 0))
        sums[remark.text] = (rows + remark.rows, value + remark.value)
    return tuple(Remark(text, rows, value) for text, (rows, value) in sums.items())
