"""What goods usually cost, by the public listings that can be compared with them.

The officer and whoever writes a price are told when it lies far outside; a slip of three zeros, or the wrong
currency, is seen so. It is a help to the eye and stops nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from flask_babel import gettext as _

from marketplace.kernel.days import format_day
from marketplace.kernel.db import db
from marketplace.kernel.money import Money
from marketplace.reference.rates import present_rates
from marketplace.reference.units import convert, list_convertible

#: A price this many times above or below the middle of its like is worth a look.
FACTOR = 3
#: Fewer prices than this make no middle.
NEEDS = 5
LOOKS_AT = 300

#: What makes a price comparable; it is another one when any of it changes.
COUNTED_IN = ("price", "currency", "unit", "category")


@dataclass(frozen=True, slots=True)
class UsualPrices:
    """The middle of ``count`` prices of the same category, for the same unit, and what lies near it."""

    middle: Money
    count: int
    #: Of which day the rates are by which prices in other currencies were converted; None where none was.
    converted_on: date | None = None

    @property
    def lowest(self) -> Money:
        """Below this a price is worth a look."""
        return Money(self.middle.amount / FACTOR, self.middle.currency)

    @property
    def highest(self) -> Money:
        """Above this a price is worth a look."""
        return Money(self.middle.amount * FACTOR, self.middle.currency)

    def hold(self, price: Decimal) -> bool:
        """Is it a usual price?"""
        return self.lowest.amount <= price <= self.highest.amount

    def said_with_rates(self, sentence: str, lang: str) -> str:
        """A sentence about these prices, followed by the rates that made them comparable where any did."""
        if self.converted_on is None:
            return sentence
        day = format_day(self.converted_on, lang)
        how = _("Other currencies are converted at the rates of %(day)s.", day=day)
        return present_rates().said_with_their_age(f"{sentence} {how}")


def find_usual_prices(thing, unit: str, currency: str, category: str) -> UsualPrices | None:
    """What public listings of a category cost for this unit in this currency; None where they are too few.

    A price for a tonne says what a kilogram costs; a price for a box is comparable with other boxes only.
    """
    kind, rates = type(thing), present_rates()
    like_it = (
        kind.public()
        .with_only_columns(kind.price, kind.currency, kind.unit)
        .where(
            kind.category == category,
            kind.unit.in_(list_convertible(unit)),
            kind.price.is_not(None),
            kind.id != thing.id,
        )
        .order_by(kind.published_at.desc())
        .limit(LOOKS_AT)
    )
    listed = db.session.execute(like_it).all()
    prices = [
        price.amount * convert(Decimal(1), unit, other_unit)
        for amount, other_currency, other_unit in listed
        if (price := rates.converted(Money(amount, other_currency), currency))
    ]
    if len(prices) < NEEDS:
        return None
    is_converted = any(other_currency != currency for _amount, other_currency, _unit in listed)
    return UsualPrices(Money(median(prices), currency), len(prices), rates.on if is_converted else None)


def find_usual_prices_missed(thing, content: dict, base: dict | None) -> UsualPrices | None:
    """The usual prices, where the proposed one is none of them; a price that ``base`` had is not judged."""
    base = base or {}
    counted = {name: content.get(name) for name in COUNTED_IN}
    is_kept = all(base.get(name) == value for name, value in counted.items())
    if is_kept or not all(counted.values()) or thing.content_problems(content).keys() & counted.keys():
        return None
    usual = find_usual_prices(thing, content["unit"], content["currency"], content["category"])
    return None if usual is None or usual.hold(Decimal(content["price"])) else usual
