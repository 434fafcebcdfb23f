"""What people call a metric → its id."""

from __future__ import annotations

from functools import cache

from helpers.catalog import catalog
from helpers.sources.reader import header_key
from helpers.words import catalogue


def metric_named(text: str) -> str | None:
    """The catalogue id behind an id or a label in either language; None where no metric is called so.

    >>> metric_named("Win rate"), metric_named("clientes nuevos"), metric_named("goodwill")
    ('win_rate', 'customers', None)
    """
    return _names().get(header_key(text).replace("_", " "))


@cache
def _names() -> dict[str, str]:
    spanish, names = catalogue("es"), {}
    for record in catalog().values():
        for name in (record.label, str(spanish.get(record.label, "")), record.id):
            names[header_key(name).replace("_", " ")] = record.id
    return names
