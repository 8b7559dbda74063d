"""Rough exchange rates that put prices in several currencies into one order.

For sorting, filtering and a rough idea beside a price: nothing is ever charged by them. Each rate has the day
it was valid from and its source; staff enter new ones, and the page says of which day those in use are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.money import Money
from marketplace.reference.memory import Kept
from marketplace.reference.models import Rate
from marketplace.reference.tables import pick, read_table

#: What somebody who names no currency is taken to mean, by the language of the page.
CURRENCY_OF_LANGUAGE = {"vi": "VND", "en": "USD", "lo": "LAK"}

#: The currency all rates are told in.
DOLLAR = "USD"

#: What whoever trades from the region prices in; everybody else counts in dollars.
_CURRENCY_OF_COUNTRY = {"VN": "VND", "LA": "LAK"}


def usual_currency(country: str) -> str:
    """The currency a form begins with for somebody of this country, whatever the language of the page."""
    return _CURRENCY_OF_COUNTRY.get(country, DOLLAR)


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of each currency one US dollar is; ``on`` is the day of the oldest rate among them."""

    per_dollar: Mapping[str, Decimal]
    on: date | None

    def in_dollars(self, amount: Decimal, currency: str) -> Decimal:
        """About how many US dollars an amount is; rising with the amount in every currency."""
        return amount / pick(self.per_dollar, currency)

    def converted(self, price: Money, currency: str) -> Money | None:
        """A price in another currency, to all its digits; as it is in its own, None without a rate."""
        if price.currency == currency:
            return price
        if not {price.currency, currency} <= self.per_dollar.keys():
            return None
        return Money(self.in_dollars(price.amount, price.currency) * self.per_dollar[currency], currency)

    def about(self, price: Money, currency: str) -> Money | None:
        """About what a price is in another currency; None in its own, or without a rate."""
        other = None if price.currency == currency else self.converted(price, currency)
        return other and other.roughly()

    @property
    def are_old(self) -> bool:
        """Has the oldest of them been in force for longer than this house takes a rate for a present one?"""
        return self.on is not None and clock.today() - self.on > current_app.config["RATES_OLD_AFTER"]

    def said_with_their_age(self, sentence: str) -> str:
        """A sentence that tells what is converted by these, followed by their being old where they are."""
        if not self.are_old:
            return sentence
        age = _("These rates are old, so a converted price is only a rough idea.")
        return f"{sentence} {age}"


def list_rates(limit: int = 60) -> list[Rate]:
    """Every rate there has been, the newest days first."""
    newest = select(Rate).order_by(Rate.valid_on.desc(), Rate.currency).limit(limit)
    return list(db.session.scalars(newest))


def newest_rates() -> dict[str, Rate]:
    """Currency → its rate of today, or of the last day that has one."""
    rising = select(Rate).where(Rate.valid_on <= clock.today()).order_by(Rate.valid_on)
    return {rate.currency: rate for rate in db.session.scalars(rising)}


def shipped_rates() -> list[Rate]:
    """The rates that came with the house, as rows that are not kept yet."""
    return [
        Rate(
            currency=row["currency"],
            per_usd=Decimal(row["per_usd"]),
            valid_on=date.fromisoformat(row["valid_on"]),
            source=row["source"],
        )
        for row in read_table("comparison_rates")
    ]


def _read_rates() -> Rates:
    # Where nobody has loaded the tables since an upgrade, the index must not lose all that has a price.
    newest = {rate.currency: rate for rate in shipped_rates()} | newest_rates()
    per_dollar = {currency: rate.per_usd for currency, rate in newest.items()}
    oldest = min((rate.valid_on for rate in newest.values()), default=None)
    return Rates({DOLLAR: Decimal(1), **per_dollar}, oldest)


#: The rates in force.
present_rates = Kept(_read_rates)


def in_dollars(amount: Decimal, currency: str) -> Decimal:
    """About how many US dollars an amount is, by the rates in force."""
    return present_rates().in_dollars(amount, currency)
