"""Rates of exchange: dated, entered by staff, and every priced document follows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import Money
from marketplace.reference.actions import enter_rates, load_reference
from marketplace.reference.models import Rate
from marketplace.reference.rates import Rates, in_dollars, newest_rates, present_rates
from marketplace.search.jobs import catch_up
from marketplace.search.models import LookAgainGroup
from tests.make import make_booth, make_product, make_staff

PAGE = "/en/backoffice/reference/rates"
RATES = {"VND": "26,000", "LAK": "21,500", "THB": "32", "CNY": "7.1", "source": "BIDV"}


def test_the_house_comes_with_dated_rates(app):
    assert present_rates().on == date(2025, 11, 1)
    assert in_dollars(Decimal(26300), "VND") == 1
    assert in_dollars(Decimal(7), "USD") == 7


@pytest.mark.parametrize(
    ("price", "currency", "about"),
    [
        (Money(Decimal(95000), "VND"), "USD", "3.61 USD"),
        (Money(Decimal("6.20"), "USD"), "VND", "163000 VND"),
        (Money(Decimal(1), "VND"), "USD", "0.00 USD"),
        (Money(Decimal(7030), "USD"), "LAK", "152000000 LAK"),
    ],
)
def test_an_approximation_says_no_more_than_it_knows(app, price, currency, about):
    assert str(present_rates().about(price, currency)) == about


def test_there_is_no_approximation_in_the_same_currency_or_without_a_rate():
    rates = Rates({"USD": Decimal(1)}, None)
    assert rates.about(Money(Decimal(1), "USD"), "USD") is None
    assert rates.about(Money(Decimal(1), "VND"), "USD") is None


def test_staff_are_asked_for_new_rates_when_those_in_force_are_old(app):
    officer = app.test_client().sign_in(make_staff())
    with clock.frozen(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        home = officer.get("/en/backoffice").text
        assert "The exchange rates are old" in home and f'<a href="{PAGE}">' in home
        assert "The exchange rates are old" in officer.get(PAGE).text
        officer.post(PAGE, data=RATES, expect=302)
        assert "The exchange rates are old" not in officer.get("/en/backoffice").text


def test_staff_enter_the_rates_of_the_day_and_earlier_ones_stay(app):
    officer = app.test_client().sign_in(make_staff())
    officer.post(PAGE, data=RATES, expect=302)
    officer.post(PAGE, data=RATES | {"VND": "26,100"}, expect=302)
    assert newest_rates()["VND"].per_usd == 26100
    assert newest_rates()["VND"].valid_on == clock.today()
    assert len(db.session.scalars(select(Rate).where(Rate.currency == "VND")).all()) == 2
    text = officer.get(PAGE, expect=200).text
    assert "26,100" in text and "26,300" in text and "BIDV" in text


def test_a_rate_that_leaps_is_asked_about(app):
    officer = app.test_client().sign_in(make_staff())
    text = officer.post(PAGE, data=RATES | {"VND": "2,600"}, expect=422).text
    assert "more than a fifth" in text
    assert present_rates().per_dollar["VND"] == 26300
    with pytest.raises(Invalid):
        enter_rates({"VND": Decimal(2600)}, "BIDV", by=make_staff())
    officer.post(PAGE, data=RATES | {"VND": "2,600", "is_sure": "1"}, expect=302)


def test_other_rates_put_prices_into_another_order(app, client, work):
    booth = make_booth()
    make_product(booth, name={"en": "In dong"}, price="100000", currency="VND")
    make_product(booth, name={"en": "In dollars"}, price="4.00", currency="USD")
    make_product(booth, name={"en": "On request"}, price=None)
    work(catch_up)

    def cheapest():
        text = client.get("/en/search?kind=product&sort=price_asc").text
        return min(("In dong", "In dollars"), key=text.index)

    assert cheapest() == "In dong"
    enter_rates({"VND": Decimal(20000)}, "BIDV", by=make_staff(), is_sure=True)
    assert db.session.scalars(select(LookAgainGroup.kind)).all() == ["priced_listings"]
    work(catch_up)
    assert cheapest() == "In dollars"


def test_a_house_that_has_not_loaded_its_rates_uses_those_it_came_with(app):
    db.session.execute(delete(Rate))
    present_rates.forget()
    assert in_dollars(Decimal(26300), "VND") == 1
    assert load_reference().rates == 4


def test_loading_again_leaves_what_staff_have_entered(app):
    enter_rates({"VND": Decimal(26000)}, "BIDV", by=make_staff())
    assert load_reference().rates == 0
    assert newest_rates()["VND"].source == "BIDV"
