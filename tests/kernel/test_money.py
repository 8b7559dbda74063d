"""Amounts as people write and read them."""

from decimal import Decimal

import pytest

from marketplace.kernel.db import Amount
from marketplace.kernel.money import CURRENCIES, Money, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        ("1.234,5", "vi", "1234.5"),
        ("1.234,5", "lo", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("1,234.5", "vi", "1234.5"),
        ("1.234,5", "en", "1234.5"),
        ("1.234.567", "vi", "1234567"),
        ("1,234,567", "vi", "1234567"),
        ("98.000", "vi", "98000"),
        ("98.000", "en", "98"),
        ("98,000", "en", "98000"),
        ("2,5", "vi", "2.5"),
        ("2.5", "vi", "2.5"),
        ("2,5", "en", "2.5"),
        ("1 234,5", "vi", "1234.5"),
        ("1\u00a0234", "vi", "1234"),
        ("໑໒໓", "lo", "123"),
        ("-3", "en", "-3"),
    ],
)
def test_numbers_are_read_as_typed(text, lang, number):
    assert parse_number(text, lang) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1.2.3,4,5", "12kg", "1e5", "--1", "1.23456", "9999999999999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text, "en")


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
@pytest.mark.parametrize("number", ["0", "1", "999", "1000", "1234567", "0.5", "1234.5", "12.3456"])
def test_what_is_written_can_be_read_again(number, lang):
    assert parse_number(format_number(Decimal(number), lang), lang) == Decimal(number)


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "written"),
    [
        ("11666667", "VND", "vi", "11.666.667\u00a0₫"),
        ("71307112", "LAK", "lo", "71.307.112\u00a0₭"),
        ("3293.63", "USD", "en", "3,293.63\u00a0US$"),
        ("2.345", "USD", "en", "2.345\u00a0US$"),
        ("98000.00", "VND", "en", "98,000\u00a0₫"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(amount, currency, lang, written):
    assert Money(Decimal(amount), currency).format(lang) == written


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("1500.005", "USD", "1500.01"), ("0.5", "VND", "1"), ("2.5", "LAK", "3"), ("-2.5", "VND", "-3")],
)
def test_money_rounds_half_up(amount, currency, rounded):
    assert Money(Decimal(amount), currency).rounded().amount == Decimal(rounded)


def test_the_kip_has_two_digits_in_the_standard_and_none_on_pages():
    assert CURRENCIES["LAK"] == (2, 0)


def test_other_currencies_are_refused():
    with pytest.raises(ValueError, match="EUR"):
        Money(Decimal(1), "EUR")


def test_amounts_are_kept_exactly():
    column = Amount()
    for text in ("0.0001", "98000", "12.5", "-3.25"):
        assert column.process_result_value(column.process_bind_param(Decimal(text), None), None) == Decimal(
            text
        )


def test_amounts_with_more_than_four_decimals_are_refused():
    with pytest.raises(ValueError, match="four decimals"):
        Amount().process_bind_param(Decimal("0.00001"), None)
