"""What the machine notices: each hint has its yes and its no."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.images import Image
from marketplace.moderation import actions, hints, usual_prices
from tests import make


@pytest.fixture
def proposed(app):
    """``proposed(**content)``: a draft of a new product and its revision."""
    booth = make.make_booth()

    def propose(**content):
        product = make.make_product(booth, is_public=False, **content)
        db.session.flush()
        return product.open_revision, product

    return propose


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Bán ngà voi nguyên chiếc"),
        ("vi", "ban nga voi nguyen chiec"),
        ("vi", "NGÀ VOI"),
        ("en", "Carved ivory, old"),
        ("lo", "ຂາຍງາຊ້າງແທ້"),
    ],
)
def test_forbidden_goods_are_found_in_every_spelling(proposed, lang, text):
    (hint,) = hints.restricted_goods(*proposed(description={lang: text}))
    assert hint.field == "description" and hint.tone == "bad"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Sung muối, trái sung tươi"),
        ("vi", "Công ty cổ phần Cà phê"),
        ("en", "Reivory is a place, spiritsville too"),
        ("lo", "ກາເຟດີ"),
    ],
)
def test_words_that_only_look_alike_are_left_alone(proposed, lang, text):
    assert hints.restricted_goods(*proposed(description={lang: text})) == []


def test_a_licence_is_a_softer_hint(proposed):
    (hint,) = hints.restricted_goods(*proposed(name={"vi": "Rượu cần"}, description={}))
    assert hint.tone == "warn" and "105/2017" in hint.text


def test_rules_have_their_days():
    vapes = next(goods for goods in hints.all_restricted_goods() if goods.code == "e-cigarettes")
    assert not vapes.is_in_force(date(2024, 12, 31)) and vapes.is_in_force(date(2025, 1, 1))


@pytest.mark.parametrize(
    "text", ["Gọi 0912 345 678", "zalo: Hoa", "www.example.com", "hoa@example.com", "+856 20 555 12345"]
)
def test_contact_details_in_texts_are_found(proposed, text):
    (hint,) = hints.contact_in_text(*proposed(description={"vi": text}))
    assert hint.field == "description"


@pytest.mark.parametrize("text", ["Sàng 18, 60 kg một bao", "Năm 1995–2026, giá 98.000 đồng"])
def test_quantities_are_no_contact_details(proposed, text):
    assert hints.contact_in_text(*proposed(description={"vi": text})) == []


def test_missing_languages_are_named(proposed):
    found = hints.missing_language(
        *proposed(name={"vi": "Cà phê"}, description={"vi": "a", "en": "b", "lo": "c"})
    )
    assert [(hint.field, hint.tone) for hint in found] == [("name", "info"), ("name", "info")]


def test_the_first_listing_of_an_organization(proposed):
    revision, product = proposed()
    assert hints.first_of_organization(revision, product)
    make.make_product(product.booth)
    assert not hints.first_of_organization(revision, product)


def test_expired_certificates(proposed):
    yesterday, tomorrow = ((clock.today() + timedelta(days=days)).isoformat() for days in (-1, 1))
    rows = [
        {"scheme": "vietgap", "issuer": "DARD", "number": number, "expires_on": day}
        for number, day in (("OLD", yesterday), ("NEW", tomorrow), ("EVER", ""))
    ]
    (hint,) = hints.expired_certificate(*proposed(certificates=rows))
    assert "OLD" in hint.text


def test_an_hs_code_outside_its_category(proposed):
    assert hints.hs_outside_category(*proposed(hs="100630"))
    assert not hints.hs_outside_category(*proposed(hs="090111"))
    assert not hints.hs_outside_category(*proposed(hs=""))


@pytest.mark.parametrize(
    ("price", "is_odd"), [("98000", False), ("980000", True), ("9800", True), (None, False)]
)
def test_a_price_far_from_its_like(proposed, price, is_odd):
    revision, product = proposed(price=price)
    assert not hints.price_outlier(revision, product), "too few to compare with"
    for _number in range(usual_prices.NEEDS):
        make.make_product(product.booth)
    assert bool(hints.price_outlier(revision, product)) == is_odd


def test_other_currencies_and_units_are_converted_and_packages_compared_with_their_like(proposed):
    revision, product = proposed(price="4", currency="USD", unit="TNE")
    for _number in range(usual_prices.NEEDS):
        make.make_product(product.booth)
    (hint,) = hints.price_outlier(revision, product)
    assert "far below" in hint.text and "at the rates of" in hint.text
    revision.content |= {"price": "4000"}
    assert not hints.price_outlier(revision, product), "98,000 dong a kilogram, about"
    revision.content |= {"price": "4", "unit": "XBX"}
    assert not hints.price_outlier(revision, product)


def test_a_photo_that_another_booth_uses_too(proposed):
    images = [
        Image(key=key, width=640, height=480, sha256=digest, owner_id=owner)
        for key, digest, owner in (("mine", "1", 1), ("same", "2", 1), ("theirs", "2", 2), ("again", "1", 1))
    ]
    db.session.add_all(images)
    photos = [image.as_photo() for image in images[:2]]
    (hint,) = hints.foreign_photo(*proposed(photos=photos))
    assert "2" in hint.text and hint.field == "photos"
    assert not hints.foreign_photo(*proposed(photos=photos[:1]))


def test_an_edit_is_judged_by_what_it_changes(app):
    product = make.make_product(price="98000")
    for _number in range(usual_prices.NEEDS):
        make.make_product(product.booth, price="9000")
    revision = actions.save_draft(product, {"moq": "5"}, by=make.owner_of(product.booth.organization))
    assert not hints.price_outlier(revision, product)
    assert not hints.first_of_organization(revision, product)


def test_what_may_be_forbidden_comes_first(proposed):
    revision, product = proposed(description={"en": "Ivory. Call 0912 345 678."})
    assert hints.look_at(revision, product, hints.OF_LISTINGS)[0].tone == "bad"


def test_an_officer_is_told_what_older_papers_call_the_ward(app):
    organization = make.make_organization()
    revision = organization.open_revision or organization.latest_revision
    revision.content = revision.content | {"province": "VN-52", "ward": "VN-21583"}
    (hint,) = hints.former_address(revision, organization)
    assert "Phường Đống Đa, Thành phố Quy Nhơn, Bình Định" in hint.text
    revision.content = revision.content | {"province": "LA-CH", "ward": "LA-1604"}
    assert hints.former_address(revision, organization) == []


def test_a_price_that_moves_is_told_in_money_and_percent(app):
    product = make.make_product(price="112000")
    owner = make.owner_of(product.booth.organization)
    revision = make.make_waiting(product, by=owner, price="132000")
    with app.test_request_context("/vi/"):
        (hint,) = hints.price_moves(revision, product)
    assert hint.text == "Giá đổi từ 112.000\xa0₫ thành 132.000\xa0₫ (+18 %)."
    revision.content = revision.content | {"currency": "USD"}
    assert hints.price_moves(revision, product) == []
