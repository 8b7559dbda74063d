"""What members do with products: yes for their own people, no at the wrong time, nothing for anybody else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.catalog import actions
from marketplace.catalog.jobs import keep_findable
from marketplace.catalog.models import Product
from marketplace.catalog.queries import list_own_products
from marketplace.catalog.rules import is_gtin, product_problems
from marketplace.catalog.states import Tab
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from marketplace.kernel.history import list_history
from marketplace.moderation import actions as moderation
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import get_draft
from tests.make import (
    PRODUCT,
    approve,
    make_booth,
    make_person,
    make_product,
    make_staff,
    make_waiting,
    owner_of,
)


def test_a_product_begins_as_a_draft_that_nobody_outside_sees(booth, owner):
    product = actions.create_product(booth, PRODUCT | {"sku": "CF-1"}, by=owner)
    assert not product.is_public
    assert not product.name
    assert get_draft(product).content["name"] == PRODUCT["name"]
    assert db.session.scalars(Product.public()).all() == []
    assert [row.verb for row in list_history(product)] == ["create"]


def test_a_stranger_begins_nothing(booth):
    with pytest.raises(NotAllowed):
        actions.create_product(booth, PRODUCT, by=make_person())
    with pytest.raises(NotAllowed):
        actions.create_product(booth, PRODUCT, by=make_staff())


def test_an_edit_leaves_the_live_row_until_it_is_approved(booth, owner):
    product = make_product(booth)
    revision = actions.save_product(product, {"name": {"lo": "ກາເຟ"}}, by=owner, seen_version=0)
    assert dict(product.name) == PRODUCT["name"]
    approve(product, by=owner)
    assert dict(product.name) == {"lo": "ກາເຟ"}
    assert revision.state == "approved"


def test_another_booth_saves_nothing(booth):
    product = make_product(booth)
    with pytest.raises(NotAllowed):
        actions.save_product(product, {"is_available": False}, by=owner_of(make_booth().organization))


@pytest.mark.parametrize(
    ("change", "is_at_once"),
    [
        ({"is_available": False}, True),
        ({"price": "107800"}, True),
        ({"price": "107801"}, False),
        ({"price": "88200"}, True),
        ({"price": None}, False),
        ({"price": "98001", "currency": "LAK"}, False),
        ({"price": "98001", "unit": "TNE"}, False),
        ({"packaging": {"en": "Jute sacks"}}, False),
    ],
)
def test_only_availability_and_small_moves_of_the_price_show_at_once(booth, owner, change, is_at_once):
    product = make_product(booth)
    revision = actions.save_product(product, product.content_of() | change, by=owner, seen_version=0)
    assert (revision is None) == is_at_once
    assert (product.content_of() == product.content_of() | change) == is_at_once


def test_many_small_moves_do_not_add_up(booth, owner):
    product = make_product(booth)
    assert actions.save_product(product, {"price": "107000"}, by=owner) is None
    assert actions.save_product(product, {"price": "110000"}, by=owner) is not None
    assert product.price == Decimal(107000)
    approve(product, by=owner)
    assert actions.save_product(product, {"price": "120000"}, by=owner) is None


def test_an_instant_change_survives_the_approval_of_an_older_edit(booth, owner):
    product = make_product(booth)
    actions.save_product(product, {"packaging": {"en": "Jute sacks"}}, by=owner)
    version = product.open_revision.version
    moderation.submit(product.open_revision, by=owner)
    moderation.change_instantly(product, {"is_available": False}, by=owner)
    db.session.flush()
    moderation.approve(product.latest_revision, by=make_staff(), seen_version=version + 1)
    assert not product.is_available
    assert product.packaging["en"] == "Jute sacks"


def test_a_stale_save_changes_nothing(booth, owner):
    product = make_product(booth, is_public=False)
    db.session.flush()
    seen = product.open_revision.version
    actions.save_product(product, {"sku": "A"}, by=owner, seen_version=seen)
    db.session.flush()
    with pytest.raises(Stale) as caught:
        actions.save_product(product, {"sku": "B"}, by=owner, seen_version=seen)
    assert caught.value.details["theirs"]["sku"] == "A"
    assert caught.value.details["yours"]["sku"] == "B"
    assert product.open_revision.content["sku"] == "A"


def test_a_save_upon_a_draft_that_was_answered_meanwhile_is_stale(booth, owner):
    product = make_product(booth, is_public=False)
    db.session.flush()
    seen = product.open_revision.version
    approve(product, by=owner)
    with pytest.raises(Stale):
        actions.save_product(product, {"sku": "B"}, by=owner, seen_version=seen)


def test_what_is_with_the_staff_must_be_taken_back_first(booth, owner):
    product = make_product(booth)
    revision = make_waiting(product, by=owner, sku="A")
    with pytest.raises(WrongState):
        actions.save_product(product, {"sku": "B"}, by=owner)
    moderation.take_back(revision, by=owner)
    actions.save_product(product, {"sku": "B"}, by=owner)
    assert revision.content["sku"] == "B"


def test_sending_needs_a_complete_product(booth, owner):
    product = actions.create_product(booth, {"name": {"lo": "ກາເຟ"}}, by=owner)
    with pytest.raises(Invalid) as caught:
        moderation.send_for_approval(product, by=owner)
    assert set(caught.value.details["problems"]) == {"category", "origin_country"}
    assert product.open_revision.state == "draft"


def test_two_products_of_a_booth_do_not_share_a_sku_but_two_booths_may(booth, owner):
    actions.create_product(booth, PRODUCT | {"sku": "CF-1"}, by=owner)
    with pytest.raises(Invalid) as caught:
        actions.create_product(booth, PRODUCT | {"sku": "CF-1"}, by=owner)
    assert set(caught.value.details["problems"]) == {"sku"}
    other = make_booth()
    actions.create_product(other, PRODUCT | {"sku": "CF-1"}, by=owner_of(other.organization))


def test_a_heading_that_does_not_exist_is_not_kept(booth, owner):
    with pytest.raises(Invalid) as caught:
        actions.create_product(booth, PRODUCT | {"hs": "0999"}, by=owner)
    assert set(caught.value.details["problems"]) == {"hs"}


def test_a_copy_is_another_article(booth, owner):
    product = make_product(booth, sku="CF-1", gtin="4006381333931")
    copy = actions.duplicate_product(product, by=owner)
    content = get_draft(copy).content
    assert content["name"] == PRODUCT["name"]
    assert content["sku"] == content["gtin"] == ""
    assert not copy.is_public
    with pytest.raises(NotAllowed):
        actions.duplicate_product(product, by=make_person())


def test_taking_down_and_showing_again_needs_no_new_review(booth, owner):
    product = make_product(booth)
    moderation.withdraw(product, by=owner)
    assert not product.is_public
    moderation.show_again(product, by=owner)
    assert product.is_public


def test_a_draft_that_nobody_saw_can_be_deleted_and_its_key_is_not_used_again(booth, owner):
    product = actions.create_product(booth, PRODUCT, by=owner)
    with pytest.raises(NotAllowed):
        actions.delete_draft(product, by=make_person())
    deleted = product.id
    actions.delete_draft(product, by=owner)
    db.session.flush()
    assert db.session.get(Product, deleted) is None
    assert db.session.query(Revision).filter_by(subject_kind="product").count() == 0
    assert actions.create_product(booth, PRODUCT, by=owner).id > deleted


def test_what_staff_have_seen_is_not_deleted(booth, owner):
    waiting = make_product(booth, is_public=False)
    moderation.submit(waiting.open_revision, by=owner)
    db.session.flush()
    for product in (waiting, make_product(booth)):
        with pytest.raises(WrongState):
            actions.delete_draft(product, by=owner)


def test_after_a_refusal_editing_goes_on_from_what_was_refused(booth, owner):
    product = make_product(booth, is_public=False)
    moderation.submit(product.open_revision, by=owner)
    db.session.flush()
    revision = product.open_revision
    reasons = [{"code": "bad_photo", "field": "photos", "note": ""}]
    moderation.refuse(revision, by=make_staff(), seen_version=revision.version, reasons=reasons)
    assert get_draft(product).content["name"] == PRODUCT["name"]
    assert get_draft(product).version == 0


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        (Tab.ALL, 6),
        (Tab.PUBLISHED, 2),
        (Tab.WAITING, 1),
        (Tab.CHANGES_REQUESTED, 1),
        (Tab.DRAFT, 1),
        (Tab.REFUSED, 1),
        (Tab.TAKEN_DOWN, 1),
    ],
)
def test_every_tab_shows_what_it_counts(booth, owner, tab, expected):
    officer = make_staff()
    make_product(booth)
    make_waiting(make_product(booth), by=owner, sku="A")
    moderation.withdraw(make_product(booth), by=owner)
    make_product(booth, is_public=False)
    for answer in (moderation.request_changes, moderation.refuse):
        product = make_product(booth, is_public=False)
        moderation.submit(product.open_revision, by=owner)
        db.session.flush()
        revision = product.open_revision
        reasons = [{"code": "other", "field": "", "note": "x"}]
        answer(revision, by=officer, seen_version=revision.version, reasons=reasons)
    db.session.flush()
    found = list_own_products(booth, tab)
    assert len(found.lines) == found.counts[tab] == expected


@pytest.mark.parametrize("text", ["ca phe", "Robusta", "cf-7", "CÀ PHÊ nhân"])
def test_the_desk_finds_by_name_and_sku_without_accents(booth, owner, text):
    actions.create_product(booth, PRODUCT | {"sku": "CF-7"}, by=owner)
    actions.create_product(booth, PRODUCT | {"name": {"en": "Honey"}}, by=owner)
    assert [line.product.sku for line in list_own_products(booth, text=text).lines] == ["CF-7"]


GOODS = {
    "beans": {"vi": "Cà phê nhân Robusta", "lo": "ເມັດກາເຟໂຣບັສຕ້າ"},
    "joined": {"en": "Caphe phin giftset"},
    "coconut": {"vi": "Dừa xiêm tươi"},
    "pineapple": {"vi": "Dứa mật"},
    "melon": {"vi": "Dua hau khong hat"},
    "water": {"lo": "ນ້ຳດື່ມ"},
    "rice": {"lo": "ເຂົ້າໜຽວ"},
    "pepper": {"vi": "Tiêu đen Chư Sê", "en": "Black pepper"},
}


def test_the_desk_reads_what_is_typed_as_the_search_does(booth, owner):
    for sku, name in GOODS.items():
        actions.create_product(booth, PRODUCT | {"sku": sku, "name": name}, by=owner)
    make_product(make_booth(), name={"vi": "Thảo quả"})

    def found(text: str) -> set[str]:
        return {line.product.sku for line in list_own_products(booth, text=text).lines}

    for typed in ("caphe nhan", "caphenhan", "ca phe nhan", "cà phê nhân", "ກາເຟໂຣບັສຕາ", "busta"):
        assert found(typed) == {"beans"}, typed
    for typed in ("caphe", "ca phe"):
        assert found(typed) == {"beans", "joined"}, typed
    assert found("phin gift set") == {"joined"}
    assert found("dừa") == {"coconut", "melon"}, "who writes no diacritics may mean any of them"
    assert found("dứa mật") == {"pineapple"}
    assert found("dua") == {"coconut", "pineapple", "melon"}
    assert found("mậ") == {"pineapple"}, "a word broken off before its tone is placed"
    for typed in ("ນ້ຳດື່ມ", "ນໍ້າດື່ມ", "ນ້ໍາດື່ມ", "ນຳດືມ", "ນໍາດືມ"):
        assert found(typed) == {"water"}, typed
    assert found("ເຂົາໜຽວ") == found("ເຂົ້າຫນຽວ") == {"rice"}
    assert found("coffee") == {"beans"}, "goods are found by what else they are called"
    assert found("coconuts") == {"coconut"} and found("hồ tiêu") == found("ພິກໄທ") == {"pepper"}
    assert found("thảo quả") == found("!?") == found("%") == set()


def test_words_read_by_former_rules_are_read_anew(booth, owner):
    product = make_product(booth, sku="CF-7")
    kept = product.found_by
    actions.save_product(product, product.content_of() | {"name": {"en": "Peaberry"}}, by=owner)
    proposed = product.found_by
    product.found_by = "ca phe"
    db.session.commit()
    keep_findable()
    assert db.session.get(Product, product.id).found_by == proposed != kept
    assert actions.keep_findable_anew(10) == 0


@pytest.mark.parametrize("code", ["96385074", "036000291452", "4006381333931", "10012345678902"])
def test_a_gtin_of_each_length_with_its_check_digit(code):
    assert is_gtin(code)


@pytest.mark.parametrize("code", ["4006381333930", "400638133393", "12345", "٤٠٠٦٣٨١٣٣٣٩٣١", ""])
def test_a_wrong_gtin(code):
    assert not is_gtin(code)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": {}}, "name"),
        ({"category": "coffee-tea-spices"}, "category"),
        ({"unit": "XX"}, "unit"),
        ({"price": "0"}, "price"),
        ({"currency": "XAU"}, "currency"),
        ({"moq": "0"}, "moq"),
        ({"order_multiple": "0"}, "order_multiple"),
        ({"origin_country": ""}, "origin_country"),
        ({"origin_province": "LA-CH"}, "origin_province"),
        ({"gtin": "123"}, "gtin"),
        ({"harvest_months": ["13"]}, "harvest_months"),
        ({"price_tiers": [{"from": "10", "price": "5"}, {"from": "10", "price": "4"}]}, "price_tiers"),
        ({"price_tiers": [{"from": "0", "price": "5"}]}, "price_tiers"),
        ({"certificates": [{"scheme": "none"}]}, "certificates"),
        ({"photos": [{"key": str(number)} for number in range(11)]}, "photos"),
    ],
)
def test_what_keeps_a_product_from_being_sent(app, change, field):
    assert set(product_problems(PRODUCT | change)) == {field}
    assert product_problems(PRODUCT) == {}


def test_certificates_that_ran_out_are_no_tags(booth):
    from marketplace.catalog.cards import certificate_tags

    row = {"issuer": "", "number": "", "file_id": None}
    today = clock.today().isoformat()
    certificates = [
        row | {"scheme": "vietgap", "expires_on": today},
        row | {"scheme": "organic", "expires_on": "2020-01-01"},
        row | {"scheme": "haccp", "expires_on": ""},
    ]
    assert certificate_tags(make_product(booth, certificates=certificates)) == ["VietGAP", "HACCP"]
