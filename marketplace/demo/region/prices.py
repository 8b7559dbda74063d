"""Trade prices: a good's range in US dollars, brought into a booth's currency and rounded as traders do."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

#: Units of the currency for one US dollar. Fixed for the demonstration: prices must not move by themselves.
PER_DOLLAR = {"USD": Decimal(1), "VND": Decimal(26000), "LAK": Decimal(21600), "THB": Decimal(33)}

_SMALLEST_STEP = {"USD": Decimal("0.01"), "VND": Decimal(500), "LAK": Decimal(500), "THB": Decimal("0.5")}


def trade_price(dollars: Decimal, currency: str) -> Decimal:
    """A dollar price in `currency`, three significant digits, never finer than people quote it."""
    amount = dollars * PER_DOLLAR[currency]
    step = max(Decimal(1).scaleb(amount.adjusted() - 2), _SMALLEST_STEP[currency])
    rounded = max((amount / step).quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)) * step
    return Decimal(format(rounded, "f"))  # plain digits: 121000, not 1.21E+5


def dollars(price: Decimal, currency: str) -> Decimal:
    """The way back, for comparing prices in different currencies."""
    return price / PER_DOLLAR[currency]


def between(rng: random.Random, low: Decimal, high: Decimal) -> Decimal:
    """A price somewhere within a range, the middle more often than the ends."""
    return low + (high - low) * Decimal(str(round((rng.random() + rng.random()) / 2, 3)))


def by_quantity(price: Decimal, moq: Decimal, currency: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """Two steps down for larger quantities: four and eight per cent less."""
    rate = PER_DOLLAR[currency]
    steps = ((moq * 10, Decimal("0.96")), (moq * 40, Decimal("0.92")))
    tiers = tuple((quantity, trade_price(price * share / rate, currency)) for quantity, share in steps)
    return tiers if price > tiers[0][1] > tiers[1][1] else ()
