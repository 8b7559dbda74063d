"""What an offer needs before staff look at it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.offers.rules import offer_problems
from tests import make

COMPLETE = make.OFFER | {"side": "sell"}


def day(distance: int) -> str:
    return (clock.today() + timedelta(days=distance)).isoformat()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"side": "buy", "price": "98000", "currency": "VND"},
        {"incoterm": "DAP", "place": "bo-y"},
        {"incoterm": "FCA", "place": "LA-CH"},
        {"incoterm": "EXW", "place_note": "Our mill in Pakse"},
        {"incoterm": "FOB", "place_note": "Da Nang"},
        {"window_from": day(0), "window_until": day(0)},
        {"window_from": day(-40), "window_until": day(20)},
        {"valid_days": "90"},
        {"hs": "090111"},
    ],
)
def test_a_complete_offer_has_no_problem(app, changes):
    assert offer_problems(COMPLETE | changes) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"side": "lend"}, "side"),
        ({"name": {}}, "name"),
        ({"category": ""}, "category"),
        ({"category": "coffee-tea-spices"}, "category"),
        ({"category": "no-such-goods"}, "category"),
        ({"hs": "999999"}, "hs"),
        ({"quantity": None}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"unit": ""}, "unit"),
        ({"price": "0", "currency": "VND"}, "price"),
        ({"price": "5", "currency": "GBP"}, "currency"),
        ({"place": "atlantis"}, "place"),
        ({"incoterm": "DAF", "place": "bo-y"}, "incoterm"),
        ({"incoterm": "DAP"}, "place"),
        ({"incoterm": "FOB", "place": "bo-y"}, "place_note"),
        ({"window_from": day(9), "window_until": day(3)}, "window_until"),
        ({"window_until": day(-1)}, "window_until"),
        ({"valid_days": "0"}, "valid_days"),
        ({"valid_days": "91"}, "valid_days"),
        ({"valid_days": None}, "valid_days"),
        ({"languages": []}, "languages"),
        ({"languages": ["fr"]}, "languages"),
        ({"photos": [{}] * 11}, "photos"),
    ],
)
def test_every_gap_is_named_on_its_field(app, changes, field):
    assert set(offer_problems(COMPLETE | changes)) == {field}


def test_an_empty_draft_names_everything_at_once(app):
    assert set(offer_problems({})) == {
        "side",
        "name",
        "category",
        "quantity",
        "unit",
        "valid_days",
        "languages",
    }
