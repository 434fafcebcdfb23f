"""A figure as markup: its title, the drawing with its alt text, and the table behind it."""

from __future__ import annotations

from html import escape

from helpers.report.model import Figure, Table
from helpers.words import Words


def plate(figure: Figure, words: Words) -> str:
    """The figure for a page or a notebook. Text from data is escaped; only the drawing is markup."""
    behind = words.say("The table behind this figure")
    return (
        f'<figure id="{escape(figure.anchor)}">'
        f"<figcaption><strong>{escape(figure.title)}</strong><span>{escape(figure.subtitle)}</span></figcaption>"
        f'<div class="drawing" role="img" aria-label="{escape(figure.alt)}">{figure.svg}{figure.svg_narrow}</div>'
        f"<details><summary>{escape(behind)}</summary>{_grid(figure.data)}</details></figure>"
    )


def _grid(data: Table) -> str:
    heads = "".join(f'<th scope="col" class="{column.kind}">{escape(column.title)}</th>' for column in data.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="{column.kind}">{escape(cell.text)}</td>'
            for cell, column in zip(row, data.columns, strict=True)
        )
        + "</tr>"
        for row in data.rows
    )
    caption = escape(data.caption)
    return (
        f'<div class="rows" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
