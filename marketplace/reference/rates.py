"""Rough exchange rates that put prices in several currencies into one order.

For sorting and filtering only: no page shows a converted price and nothing is ever charged by it. The table
carries the day it was written; a rate that is some per cent off changes no buyer's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from marketplace.reference.tables import pick, read_table

#: What somebody who names no currency is taken to mean, by the language of the page.
CURRENCY_OF_LANGUAGE = {"vi": "VND", "en": "USD", "lo": "LAK"}


@cache
def _per_dollar() -> Mapping[str, Decimal]:
    return MappingProxyType(
        {row["currency"]: Decimal(row["per_usd"]) for row in read_table("comparison_rates")}
    )


def in_dollars(amount: Decimal, currency: str) -> Decimal:
    """About how many US dollars an amount is; rising with the amount in every currency."""
    return amount / pick(_per_dollar(), currency)
