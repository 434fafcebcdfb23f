"""Amounts in the engagement's currency under its one stated rule, and the flag that says whether they count."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from helpers.engagement import Engagement
from helpers.errors import ConfigError, Question
from helpers.sources.companies import column
from helpers.sources.ledger import Ledger

_CENT = Decimal("0.01")
#: DECIMAL(18,2) ends here; nothing a company sells comes near.
_LIMIT = Decimal(10) ** 16


def currencies(frame: pd.DataFrame, engagement: Engagement) -> pd.Series:
    """ISO code of each row; the engagement's where the row says none."""
    return column(frame, "currency").str.upper().fillna(engagement.currency)


def rates(codes: pd.Series, engagement: Engagement, *, where: str) -> dict[str, Decimal]:
    """Rate of each currency in use. Raises ``ConfigError`` naming a currency without a rule."""
    known = {code: Decimal(str(rate)) for code, rate in engagement.currencies.rates.items()}
    known[engagement.currency] = Decimal(1)
    missing = sorted(set(codes.dropna().unique()) - set(known))
    if missing:
        counts = ", ".join(f"{code} ({int((codes == code).sum())} rows)" for code in missing)
        raise ConfigError(
            f"two currencies without a rule: {counts} beside {engagement.currency}",
            where=where,
            do="add to engagement.yml: currencies: {rates: {"
            f"{missing[0]}: <{engagement.currency} for one {missing[0]}>}}}}",
            asks=Question(
                setting="currencies.rates",
                column=engagement.currency,
                rows=tuple((code, str(int((codes == code).sum()))) for code in missing),
            ),
        )
    return known


def cents(value: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def in_base(amounts: pd.Series, codes: pd.Series, known: dict[str, Decimal]) -> pd.Series:
    """Amounts times the rate of their currency."""
    made = [
        cents(amount * known[code]) if isinstance(amount, Decimal) else None
        for amount, code in zip(amounts, codes, strict=True)
    ]
    return pd.Series(made, index=amounts.index, dtype=object)


def readable(frame: pd.DataFrame, name: str, ledger: Ledger) -> pd.Series:
    """Amounts as Decimals with two decimals; those beyond any ledger are counted and left out."""
    values = frame[name] if name in frame else pd.Series(None, index=frame.index, dtype=object)
    absurd = values.map(lambda value: isinstance(value, Decimal) and abs(value) >= _LIMIT).astype(bool)
    ledger.remark(frame, absurd, "absurd_amount", column=name)
    made = [
        cents(value) if isinstance(value, Decimal) and not bad else None
        for value, bad in zip(values, absurd, strict=True)
    ]
    return pd.Series(made, index=frame.index, dtype=object)


def flagged(amounts: pd.Series, engagement: Engagement) -> pd.Series:
    """Why an amount does not count in value metrics: missing, zero, negative, placeholder; else ok."""
    held = {Decimal(str(value)) for value in engagement.rules.placeholder_amounts}
    ceiling = engagement.rules.absurd_amount
    limit = None if ceiling is None else Decimal(str(ceiling))
    return pd.Series([_flag(value, held, limit) for value in amounts], index=amounts.index, dtype="str")


def _flag(value: object, held: set[Decimal], limit: Decimal | None) -> str:
    if not isinstance(value, Decimal):
        return "missing"
    if value == 0:
        return "zero"
    if value < 0:
        return "negative"
    return "placeholder" if value in held or (limit is not None and value >= limit) else "ok"
