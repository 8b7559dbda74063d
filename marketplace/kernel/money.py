"""Money is a Decimal and a currency, never a float.

The digits differ by purpose: ISO 4217 gives the kip two minor digits, nobody shows them. Babel rounds
half-even while formatting, so amounts are quantised half-up first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import format_currency, format_decimal

from marketplace.kernel.translated import LOCALES

#: Currencies a listing may be priced in → (ISO 4217 minor digits, digits shown).
CURRENCIES = {"VND": (0, 0), "LAK": (2, 0), "USD": (2, 2), "THB": (2, 2), "CNY": (2, 2)}

MAX_AMOUNT = Decimal("999999999999")
MAX_DECIMALS = 4

#: An approximation says no more than it knows.
_TELLING_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str

    def __post_init__(self):
        if self.currency not in CURRENCIES:
            raise ValueError(f"not a currency we trade in: {self.currency}")

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def rounded(self) -> Money:
        """Half-up to the digits people see. Do this once, at the end of a calculation."""
        step = Decimal(1).scaleb(-CURRENCIES[self.currency][1])
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)

    def roughly(self) -> Money:
        """With the three digits that tell something, for what is only about right."""
        if not self.amount:
            return self
        decimals = CURRENCIES[self.currency][1]
        exponent = max(self.amount.adjusted() - _TELLING_DIGITS + 1, -decimals)
        rough = self.amount.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)
        return Money(rough.quantize(Decimal(1).scaleb(-decimals)), self.currency)

    def format(self, lang: str) -> str:
        """``Money(Decimal(86000), "VND").format("vi")`` → ``"86.000 ₫"``. Unit prices keep extra decimals."""
        return _format_amount(self.amount, self.currency, lang)


#: How many amounts and numbers a process remembers as written: Babel reads its pattern anew for each.
WRITTEN = 8_192


@lru_cache(maxsize=WRITTEN)
def _format_amount(amount: Decimal, currency: str, lang: str) -> str:
    digits = max(CURRENCIES[currency][1], _decimals(amount))
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "\xa0¤"
    return format_currency(amount, currency, pattern, locale=LOCALES[lang], currency_digits=False)


def _decimals(amount: Decimal) -> int:
    return min(MAX_DECIMALS, max(0, -amount.normalize().as_tuple().exponent))


@lru_cache(maxsize=WRITTEN)
def format_number(number: Decimal | int, lang: str) -> str:
    """A quantity as the reader writes it: ``1.234,5`` in Vietnamese and Lao, ``1,234.5`` in English."""
    return format_decimal(number, "#,##0.####", locale=LOCALES[lang])


_GROUPED = {".": re.compile(r"\d{1,3}(\.\d{3})+"), ",": re.compile(r"\d{1,3}(,\d{3})+")}
_LAO_DIGITS = str.maketrans("໐໑໒໓໔໕໖໗໘໙", "0123456789")


def parse_number(text: str, lang: str) -> Decimal:
    """Read a number as people type it: ``1.234,5``, ``1,234.5``, ``1 234.5``, Lao digits.

    Where a single mark could be either thing, groups of three mean thousands in a language that writes
    thousands with that mark. Raises ``ValueError`` when it is no number or out of bounds.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f_']", "", text.translate(_LAO_DIGITS))
    thousands = "," if lang == "en" else "."
    decimal = "." if thousands == "," else ","
    if "." in cleaned and "," in cleaned:
        decimal = max(".", ",", key=cleaned.rfind)
        thousands = "," if decimal == "." else "."
    elif cleaned.count(decimal) > 1 or (
        decimal not in cleaned and thousands in cleaned and not _GROUPED[thousands].fullmatch(cleaned)
    ):
        thousands, decimal = decimal, thousands
    cleaned = cleaned.replace(thousands, "").replace(decimal, ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", cleaned):
        raise ValueError(text)
    try:
        number = Decimal(cleaned)
    except InvalidOperation as error:  # pragma: no cover - the pattern above lets only numbers through
        raise ValueError(text) from error
    if abs(number) > MAX_AMOUNT or _exponent(number) > MAX_DECIMALS:
        raise ValueError(text)
    return number


def _exponent(number: Decimal) -> int:
    return max(0, -number.as_tuple().exponent)
