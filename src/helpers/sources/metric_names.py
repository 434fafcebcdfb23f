"""What people call a metric → its id."""

from __future__ import annotations

from functools import cache

from helpers.catalog import catalog
from helpers.sources.reader import header_key
from helpers.words import LANGUAGES, catalogue


def metric_named(text: str) -> str | None:
    """The catalogue id behind an id or a label in any language of a report; None where no metric is called so.

    >>> metric_named("Win rate"), metric_named("clientes nuevos"), metric_named("goodwill")
    ('win_rate', 'customers', None)
    >>> metric_named("Tasa de éxito"), metric_named("Tasa de cierre")
    ('win_rate', 'win_rate')
    """
    return _names().get(header_key(text).replace("_", " "))


@cache
def _names() -> dict[str, str]:
    names = {}
    for record in catalog().values():
        labels = [str(catalogue(lang).get(record.label, "")) for lang in LANGUAGES]
        for name in (record.label, *labels, record.id):
            names[header_key(name).replace("_", " ")] = record.id
    return names
