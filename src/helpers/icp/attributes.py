"""What may describe an ideal customer: attributes known before the outcome, and how their values are compared."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from babel import Locale

from helpers.agreements import Profile
from helpers.agreements.profile import Criterion
from helpers.engagement import Engagement
from helpers.icp.counts.accounts import EMPLOYEES, OF_COMPANIES

#: Sizes of companies that a model compares (the classes of the European Commission, the largest one split).
SIZES = (10, 50, 250, 1000)
#: Words of a field that is filled in only once there is an outcome, English and Spanish, folded.
_AFTER = (
    "customer since", "client since", "cliente desde", "fecha de alta", "became customer", "is customer",
    "es cliente", "amount", "importe", "revenue", "ingresos", "facturacion", "margin", "margen", "ltv", "mrr", "arr",
    "deal", "deals", "negocio", "negocios", "oportunidad", "opportunity", "stage", "etapa", "fase", "lifecycle",
    "ciclo de vida", "lifetime", "churn", "baja", "cancelled", "orders", "pedidos", "won", "lost", "ganado",
    "perdido", "closed", "cierre", "renewal", "renovacion", "subscription", "suscripcion", "discount", "descuento",
)  # fmt: skip
#: What a company is said to turn over a year is its size, not what it bought.
_BEFORE = ("annual revenue", "company revenue", "ingresos anuales", "facturacion anual")
_COUNTRIES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "inglaterra": "GB", "gran bretana": "GB", "usa": "US",
    "eeuu": "US", "ee uu": "US", "estados unidos de america": "US", "united states of america": "US",
    "holland": "NL", "holanda": "NL", "czech republic": "CZ", "republica checa": "CZ",
}  # fmt: skip


def folded(text: str) -> str:
    """A text without case, accents and punctuation.

    >>> folded("  Máquinas-Herramienta "), folded("ALIMENTACIÓN")
    ('maquinas herramienta', 'alimentacion')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


def country(text: str) -> str:
    """The ISO code of a country written as a code or by its name in English or Spanish; else the folded text.

    >>> country("España"), country("Spain"), country("es"), country("Atlantis")
    ('ES', 'ES', 'ES', 'atlantis')
    """
    return _territories().get(folded(text), folded(text))


@cache
def _territories() -> dict[str, str]:
    found = dict(_COUNTRIES)
    for language in ("es", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found |= {folded(str(name)): str(code), code.casefold(): str(code)}
    return found


def compared(attribute: str, text: str) -> str:
    """A text value in the form in which two of them are compared."""
    return country(text) if attribute == "country" else folded(text)


def refused(attribute: str, engagement: Engagement) -> bool:
    """Whether an attribute is known only after the outcome, and so cannot say whom to look for.

    Judged by what a segment is drawn from (anything of a deal, looked up or not) and by the words of its name and of
    its field. What a company turns over a year is allowed: it is a size.

    >>> drawn = {"kind": "deals:Product", "size": "companies:Size"}
    >>> one = Engagement(client="x", currency="EUR", time_zone="UTC", segments=drawn)
    >>> refused("kind", one), refused("size", one), refused("Customer since", one), refused("annual revenue", one)
    (True, False, True, False)
    """
    spec = engagement.segments.get(attribute, "")
    of_deals = {"deals", *(lookup.name for lookup in engagement.lookups if lookup.table == "deals")}
    if re.split(r"[:.]", spec, maxsplit=1)[0] in of_deals:
        return True
    if attribute in (EMPLOYEES, *OF_COMPANIES):
        return False
    field = re.split(r"[:.]", spec, maxsplit=1)[-1]
    return any(_after(name) for name in (attribute, field))


def _after(name: str) -> bool:
    words = f" {folded(name.replace('_', ' '))} "
    if any(f" {allowed} " in words for allowed in _BEFORE):
        return False
    return any(f" {word} " in words for word in _AFTER)


def asked(profiles: Iterable[Profile]) -> list[str]:
    """The attributes that these profiles name, in order of their names."""
    return sorted({criterion.attribute for profile in profiles for criterion in (*profile.criteria, *profile.anti)})


def offered(engagement: Engagement) -> list[str]:
    """The attributes of accounts that the data could have: those of company records, and every segment."""
    return sorted({EMPLOYEES, *OF_COMPANIES, *engagement.segments})


def cuts(profiles: Iterable[Profile]) -> tuple[int, ...]:
    """The head counts at which the answer to a criterion on ``employees`` changes."""
    criteria = [one for profile in profiles for one in (*profile.criteria, *profile.anti)]
    return tuple(sorted({cut for one in criteria if one.attribute == EMPLOYEES for cut in _cuts(one)}))


def _cuts(criterion: Criterion) -> list[int]:
    """
    >>> _cuts(Criterion(attribute="employees", operator="between", value=(50, 200)))
    [50, 201]
    """
    numbers = _numbers(criterion.value)
    if not numbers:
        return []
    if criterion.operator == "at_least":
        return [math.ceil(numbers[0])]
    if criterion.operator == "at_most":
        return [math.floor(numbers[0]) + 1]
    if criterion.operator == "between":
        return [math.ceil(min(numbers)), math.floor(max(numbers)) + 1]
    return [edge for number in numbers for edge in (math.floor(number), math.floor(number) + 1)]


def _numbers(value: object) -> list[float]:
    each = value if isinstance(value, tuple) else (value,)
    return [found for one in each if (found := as_number(one)) is not None]


def as_number(value: object) -> float | None:
    """A number, or a text that is one; None otherwise.

    >>> as_number("250"), as_number("50–249"), as_number(3.0)
    (250.0, None, 3.0)
    """
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def head_count(band: int, edges: Sequence[int]) -> int:
    """A head count of the band: its lowest, so that every criterion gives the answer it gives for the whole band.

    >>> [head_count(band, (50, 201)) for band in (0, 1, 2)]
    [0, 50, 201]
    """
    return edges[band - 1] if band else 0


def size(band: int, edges: Sequence[int] = SIZES) -> str:
    """The name of a band of head counts.

    >>> [size(band) for band in range(5)]
    ['1–9', '10–49', '50–249', '250–999', '1000+']
    """
    if band == len(edges):
        return f"{edges[-1]}+"
    return f"{edges[band - 1] if band else 1}–{edges[band] - 1}"


def named(rows: Mapping[str, object], attributes: Sequence[str]) -> dict[str, object]:
    """A row's values under the names of the attributes."""
    return {name: rows[f"a{place}"] for place, name in enumerate(attributes)}
