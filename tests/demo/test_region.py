"""The demonstration region holds together: codes exist, words are there, prices are sane, runs are alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest

from marketplace.booths.rules import booth_problems, identity_problems, is_vietnamese_tax_code
from marketplace.booths.states import DocumentKind
from marketplace.catalog.rules import product_problems
from marketplace.catalog.states import Scheme
from marketplace.demo import pictures
from marketplace.demo.region import load_region
from marketplace.demo.region.catalogue import Good
from marketplace.demo.region.loading import _table
from marketplace.demo.region.prices import by_quantity, dollars, trade_price
from marketplace.kernel import clock
from marketplace.moderation.states import Reason
from marketplace.offers.rules import offer_problems
from marketplace.reference.categories import written_categories
from marketplace.reference.places import all_provinces
from marketplace.reference.queries import has_code
from marketplace.reference.trade_terms import all_gates, all_incoterms
from marketplace.reference.units import all_units, convert

REGION = load_region()
GOODS = {row["code"]: Good.from_row(row) for row in _table("goods")}
HOME = {"VN-75", "VN-52", "LA-CH", "LA-AT", "LA-XE", "LA-SL"}


def id_of(product):
    return f"{product.booth}/{product.good}"


# --- size and mixture ----------------------------------------------------------------------------


def test_the_region_is_as_large_as_promised():
    assert len(REGION.booths) == 42
    assert 380 <= len(REGION.products) <= 420
    assert 75 <= len(REGION.offers) <= 90
    assert (len(REGION.staff), len(REGION.buyers), len(REGION.conversations)) == (3, 5, 12)


def test_every_booth_shows_something_and_stands_in_one_of_the_six_provinces():
    shown = Counter(product.booth for product in REGION.products)

    assert {booth.organization.province for booth in REGION.booths} == HOME
    assert all(5 <= shown[booth.slug] <= 15 for booth in REGION.booths)


def test_one_name_in_five_is_only_vietnamese_and_one_in_ten_only_lao():
    mixture = Counter(tuple(product.name) for product in REGION.products)
    share = {languages: 100 * count / len(REGION.products) for languages, count in mixture.items()}

    assert 15 <= share["vi",] <= 25
    assert 6 <= share["lo",] <= 14
    assert 3 <= share["en",] <= 8


def test_every_review_state_occurs_and_exactly_one_product_is_refused():
    states = Counter(product.review.state for product in REGION.products)

    assert set(states) == {"draft", "submitted", "changes_requested", "refused", "approved"}
    assert states["refused"] == 1
    assert states["approved"] > 340
    assert {booth.review.state for booth in REGION.booths} == {
        "draft",
        "submitted",
        "changes_requested",
        "approved",
    }


def test_answers_of_staff_carry_a_known_reason_and_a_note():
    answered = [thing.review for thing in (*REGION.booths, *REGION.products) if thing.review.reason]

    assert len(answered) == 8
    assert all(review.reason in set(Reason) and review.note and review.fields for review in answered)


def test_most_conversations_have_an_answer_and_begin_with_the_buyer():
    answered = [talk for talk in REGION.conversations if any(line.side == "seller" for line in talk.lines)]

    assert 6 <= len(answered) <= 10
    assert all(talk.lines[0].side == "buyer" for talk in REGION.conversations)


def test_nobody_shares_an_address_to_sign_in_with():
    people = [staff.person for staff in REGION.staff] + [buyer.owner for buyer in REGION.buyers]
    for booth in REGION.booths:
        people += [booth.organization.owner, *(colleague.person for colleague in booth.colleagues)]

    assert len({person.email for person in people}) == len(people)
    assert all(person.email.endswith("@example.com") for person in people)


# --- codes ---------------------------------------------------------------------------------------


def test_every_code_of_a_product_exists():
    for product in REGION.products:
        codes_exist = (
            written_categories()[product.category].is_leaf,
            len(product.hs) == 6,
            product.unit in all_units(),
            product.origin_province in all_provinces(),
            set(product.incoterms) <= set(all_incoterms()),
            set(product.gates) <= set(all_gates()),
            {certificate.scheme for certificate in product.certificates} <= set(Scheme),
            {picture.kind for picture in product.pictures} <= set(pictures.kinds()),
            bool(product.name),
        )
        assert all(codes_exist), (id_of(product), codes_exist)


@pytest.mark.parametrize("booth", REGION.booths, ids=lambda booth: booth.slug)
def test_every_code_of_a_booth_exists(booth):
    assert all(written_categories()[code].is_leaf for code in (*booth.sells, *booth.buys))
    assert booth.banner_theme in pictures.themes()
    assert booth.emblem in pictures.emblems()
    assert set(booth.name) == set(booth.story) == set(booth.tagline) == {"vi", "en", "lo"}
    assert REGION.notice["lo"] in booth.story["lo"]


# --- words ---------------------------------------------------------------------------------------

#: The same Lao word in its old or broken spellings.
_OLD_LAO = re.compile("ຫ[ນມລ](?=[ະາຳິີຶືຸູ່-໌]|$)|\u0ecd\u0eb2|[\u200b\u200c\ufeff]|ເເ")


def test_lao_is_spelt_as_the_house_spells_it():
    texts = [product.name.get("lo", "") + product.description.get("lo", "") for product in REGION.products]
    texts += [booth.name["lo"] + booth.story["lo"] for booth in REGION.booths]

    assert not [text for text in texts if _OLD_LAO.search(text)]


def test_no_language_leaks_into_another():
    for product in REGION.products:
        assert not re.search("[\u0e80-\u0eff]", product.name.get("vi", "") + product.name.get("en", ""))
        assert re.search("[\u0e80-\u0eff]", product.name.get("lo", "ກ"))


# --- prices --------------------------------------------------------------------------------------


def test_a_price_lies_within_the_range_of_its_good():
    for product in REGION.products:
        good, prices = GOODS[product.good], [price for _, price in product.price_tiers]
        if product.price is None:
            assert not prices, id_of(product)
            continue
        worth = dollars(product.price, product.currency)
        assert good.usd_low * Decimal("0.9") <= worth <= good.usd_high * Decimal("1.1"), id_of(product)
        assert [product.price, *prices] == sorted([product.price, *prices], reverse=True), id_of(product)


def test_offers_in_tonnes_cost_what_a_thousand_kilograms_cost():
    for offer in REGION.offers:
        if offer.price is not None:
            good = GOODS[offer.good]
            worth = dollars(offer.price, offer.currency) / convert(Decimal(1), offer.unit, good.unit)
            assert good.usd_low * Decimal("0.9") <= worth <= good.usd_high * Decimal("1.1"), offer


def test_about_one_price_in_seven_is_on_request():
    on_request = sum(product.price is None for product in REGION.products)

    assert 0.08 <= on_request / len(REGION.products) <= 0.22


@pytest.mark.parametrize(
    ("worth", "currency", "price"),
    [
        ("4.513", "VND", "117000"),
        ("0.031", "VND", "1000"),
        ("1849.6", "USD", "1850"),
        ("4.513", "LAK", "97500"),
    ],
)
def test_prices_are_quoted_in_round_numbers(worth, currency, price):
    assert trade_price(Decimal(worth), currency) == Decimal(price)


def test_prices_that_rounding_makes_equal_have_no_steps():
    assert by_quantity(Decimal("0.05"), Decimal(10), "USD") == ()


# --- the house's own rules -----------------------------------------------------------------------


def test_tax_codes_prove_themselves():
    codes = [booth.organization.tax_code for booth in REGION.booths if booth.organization.country == "VN"]

    assert all(is_vietnamese_tax_code(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_the_rules_of_every_room_find_nothing_missing(app):
    today = clock.today()
    papers = [{"kind": kind} for kind in DocumentKind]
    problems = []
    with app.test_request_context():
        for organization in (*(booth.organization for booth in REGION.booths), *REGION.buyers):
            problems += [identity_problems(organization.content() | {"documents": papers})]
        problems += [booth_problems(booth.content()) for booth in REGION.booths]
        problems += [product_problems(product.content(today)) for product in REGION.products]
        problems += [offer_problems(offer.content(today)) for offer in REGION.offers]
        unknown = {product.hs for product in REGION.products if not has_code("hs", product.hs)}

    assert [problem for problem in problems if problem] == []
    assert unknown == set()


# --- sameness ------------------------------------------------------------------------------------


def test_another_process_composes_the_same_region():
    code = "from marketplace.demo.region import load_region; import hashlib; print(hashlib.sha256(repr(load_region()).encode()).hexdigest())"  # noqa: E501
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1
