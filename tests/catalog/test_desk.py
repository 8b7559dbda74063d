"""The desk over HTTP: a form that loses nothing, and doors that are closed to other booths."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from marketplace.booths.models import Membership
from marketplace.booths.states import MemberRole
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.files import StoredFile
from marketplace.kernel.images import Image
from marketplace.moderation import actions as moderation
from marketplace.moderation import usual_prices
from marketplace.moderation.queries import get_draft
from tests.catalog.pictures import bomb, phone_photo, photo
from tests.make import (
    PRODUCT,
    approve,
    make_booth,
    make_organization,
    make_person,
    make_product,
    make_staff,
    make_waiting,
    owner_of,
)

#: What a browser sends of the empty form, and the least a product needs.
TYPED = {
    "name-vi": "Cà phê nhân",
    "name-en": "",
    "name-lo": "",
    "category": "green-coffee",
    "currency": "VND",
    "unit": "KGM",
    "is_available": "y",
    "origin_country": "VN",
    "version": "0",
}


@pytest.fixture
def desk(client, owner):
    """The owner's browser."""
    return client.sign_in(owner)


def only_product() -> Product:
    return db.session.query(Product).one()


def draft_of(product: Product) -> dict:
    return get_draft(product).content


def edit_url(product: Product) -> str:
    return f"/en/desk/products/{product.id}"


def version_on(page: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', page).group(1)


# --- writing ------------------------------------------------------------------------------------------


def test_a_first_product_is_written_and_sent(desk):
    desk.get("/en/desk/products/new", expect=200)
    desk.post("/en/desk/products/new", data=TYPED | {"action": "send"}, expect=302)
    product = only_product()
    assert product.open_revision.state == "submitted"
    assert not product.is_public
    desk.get("/en/desk/products/?state=waiting", expect=200)


def test_everything_typed_arrives_in_the_draft(desk):
    everything = TYPED | {
        "name-lo": "ເມັດກາເຟ",
        "description-en": "Screen **18**.",
        "hs": "0901.11",
        "price": "98,000.5",
        "moq": "60",
        "order_multiple": "60",
        "price_tiers-0-quantity": "600",
        "price_tiers-0-price": "97,000",
        "price_tiers-7-quantity": "1,200",
        "price_tiers-7-price": "96,000",
        "origin_province": "VN-75",
        "harvest_months": ["1", "11", "12"],
        "monthly_capacity": "18000",
        "lead_time_days": "14",
        "packaging-vi": "Bao 60 kg",
        "shelf_life-en": "12 months",
        "certificates-0-scheme": "vietgap",
        "certificates-0-issuer": "VinaCert",
        "certificates-0-number": "VG-1",
        "certificates-0-expires_on": "2030-01-31",
        "delivery_area-en": "Laos",
        "incoterms": ["DAP", "FCA"],
        "gates": ["bo-y"],
        "sku": "CF-18",
        "gtin": "4 006381 333931",
    }
    desk.post("/en/desk/products/new", data=everything, expect=302)
    content = draft_of(only_product())
    assert content["name"] == {"vi": "Cà phê nhân", "lo": "ເມັດກາເຟ"}
    assert (content["hs"], content["gtin"], content["sku"]) == ("090111", "4006381333931", "CF-18")
    assert (content["price"], content["moq"], content["lead_time_days"]) == ("98000.5", "60", "14")
    assert content["price_tiers"] == [{"from": "600", "price": "97000"}, {"from": "1200", "price": "96000"}]
    assert content["harvest_months"] == ["1", "11", "12"]
    assert content["certificates"] == [
        {
            "scheme": "vietgap",
            "issuer": "VinaCert",
            "number": "VG-1",
            "expires_on": "2030-01-31",
            "file_id": None,
        }
    ]
    assert (content["incoterms"], content["gates"]) == (["DAP", "FCA"], ["bo-y"])


def test_a_complete_product_goes_public_with_every_column(desk, owner):
    everything = TYPED | {"lead_time_days": "14", "monthly_capacity": "5", "action": "send"}
    desk.post("/en/desk/products/new", data=everything, expect=302)
    revision = only_product().open_revision
    moderation.approve(revision, by=make_staff(), seen_version=revision.version)
    db.session.commit()  # as the officer's request would
    assert only_product().lead_time_days == 14


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"price": "a lot"}, "is not a number"),
        ({"hs": "09"}, "4, 6, 8 or 10 digits"),
        ({"hs": "0999"}, "no such HS heading"),
        ({"gtin": "4006381333930"}, "check its digits"),
        ({"lead_time_days": "1.5"}, "whole number"),
        ({"price_tiers-0-quantity": "10"}, "quantity and price"),
        ({"certificates-0-number": "VG-1"}, "which certificate"),
        ({"name-vi": "x" * 151}, "at most 150"),
    ],
)
def test_a_form_with_an_error_loses_nothing_and_writes_nothing(desk, wrong, sentence):
    page = desk.post(
        "/en/desk/products/new", data=TYPED | {"packaging-en": "Jute sacks"} | wrong, expect=422
    ).text
    assert sentence in page
    assert "error-summary" in page
    assert 'value="Jute sacks"' in page
    for typed in wrong.values():
        assert f'value="{typed}"' in page
    assert db.session.query(Product).count() == 0


def test_what_is_missing_is_listed_with_links_and_the_draft_is_kept(desk):
    answer = desk.post("/en/desk/products/new", data=TYPED | {"category": "", "action": "send"}, expect=302)
    page = desk.get(answer.location, expect=200).text
    assert 'href="#category"' in page
    assert "Choose a category." in page
    assert "Draft: Draft" not in page
    assert only_product().open_revision.state == "draft"


def test_an_edit_of_a_live_product_waits_and_the_page_says_so(desk, booth):
    product = make_product(booth)
    page = desk.get(edit_url(product), expect=200).text
    assert "everything else waits for approval" in page
    typed = TYPED | {"name-vi": "Cà phê khác", "price": "98000", "hs": "090111"}
    desk.post(edit_url(product), data=typed | {"version": version_on(page)}, expect=302)
    assert product.name["vi"] == PRODUCT["name"]["vi"]
    assert draft_of(product)["name"] == {"vi": "Cà phê khác"}
    assert "Draft: Draft" not in desk.get("/en/desk/products/").text
    public = desk.get(f"/vi/products/{product.id}-robusta-green-coffee", expect=200).text
    assert "Cà phê khác" not in public


def test_an_unusual_price_is_told_when_it_is_saved_and_holds_up_nothing(desk, booth):
    for _number in range(usual_prices.NEEDS):
        make_product(booth)
    for action, state in (("save", "draft"), ("send", "submitted")):
        typed = TYPED | {"price": "980000", "action": action}
        answer = desk.post("/en/desk/products/new", data=typed, expect=302)
        product = db.session.query(Product).order_by(Product.id.desc()).first()
        assert product.open_revision.state == state
        page = desk.get(answer.location).text
        assert "980,000\xa0₫ / kg. By 5 published prices," in page
        assert "from 32,700\xa0₫ to 294,000\xa0₫" in page
        assert f'<a href="{edit_url(product)}#price">Check the price</a>' in page
    typed = TYPED | {"price": "120000", "action": "save"}
    answer = desk.post("/en/desk/products/new", data=typed, expect=302)
    assert "looks unusual" not in desk.get(answer.location).text


def test_availability_shows_at_once(desk, booth):
    product = make_product(booth, description={}, name=PRODUCT["name"])
    typed = AS_MADE | seen_on(desk.get(edit_url(product)).text)
    del typed["is_available"]
    desk.post(edit_url(product), data=typed, expect=302)
    assert not product.is_available
    assert product.open_revision is None


def test_sold_out_is_one_press_and_only_of_what_is_public_it_says_that_the_public_sees_it(desk, booth, owner):
    product = make_product(booth)
    desk.post(f"{edit_url(product)}/availability", data={"available": ""}, expect=302)
    assert not product.is_available
    assert "The public sees it at once." in desk.get(edit_url(product)).text
    assert "Sold out</span>" in desk.get("/en/desk/products/").text
    moderation.withdraw(product, by=owner)
    desk.post(f"{edit_url(product)}/availability", data={"available": "yes"}, expect=302)
    assert product.is_available
    page = desk.get(edit_url(product)).text
    assert "Saved." in page and "The public sees it at once." not in page


def test_two_people_at_once_keep_both_texts(app, desk, booth):
    product = make_product(booth, is_public=False)
    db.session.commit()  # both open the page of the same moment
    seen = version_on(desk.get(edit_url(product)).text)
    desk.post(edit_url(product), data=TYPED | {"name-en": "Theirs", "version": seen}, expect=302)
    page = desk.post(edit_url(product), data=TYPED | {"name-en": "Mine", "version": seen}, expect=409).text
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert draft_of(product)["name"]["en"] == "Theirs"
    desk.post(edit_url(product), data=TYPED | {"name-en": "Mine", "version": version_on(page)}, expect=302)
    assert draft_of(product)["name"]["en"] == "Mine"


def test_an_old_page_puts_nothing_back_that_a_colleague_moved_at_once(desk, booth, owner):
    product = make_product(booth, description={}, name=PRODUCT["name"])
    typed = AS_MADE | seen_on(desk.get(edit_url(product)).text)
    desk.post(f"{edit_url(product)}/availability", data={"available": ""}, expect=302)
    moderation.change_instantly(product, {"price": "101000"}, by=owner)
    desk.post(edit_url(product), data=typed | {"packaging-en": "Jute sacks"}, expect=302)
    assert draft_of(product)["packaging"]["en"] == "Jute sacks"
    approve(product, by=owner)
    assert not product.is_available and product.price == 101000

    typed = AS_MADE | seen_on(desk.get(edit_url(product)).text) | {"packaging-en": "Jute sacks"}
    desk.post(edit_url(product), data=typed | {"price": "102000"}, expect=302)
    assert product.is_available and product.price == 102000, "what the person changed counts"


def test_what_was_approved_meanwhile_stays_where_an_old_page_leaves_it_alone(desk, booth, owner):
    product = make_product(booth, description={}, name=PRODUCT["name"])
    typed = AS_MADE | seen_on(desk.get(edit_url(product)).text)
    moderation.save(product, {"sku": "CF-1"}, by=owner)
    approve(product, by=owner)
    desk.post(edit_url(product), data=typed | {"packaging-en": "Jute sacks"}, expect=302)
    assert (draft_of(product)["sku"], draft_of(product)["packaging"]["en"]) == ("CF-1", "Jute sacks")


def test_two_prices_that_both_show_at_once_stand_side_by_side(desk, booth, owner):
    product = make_product(booth, description={}, name=PRODUCT["name"])
    typed = AS_MADE | seen_on(desk.get(edit_url(product)).text)
    moderation.change_instantly(product, {"price": "101000"}, by=owner)
    page = desk.post(edit_url(product), data=typed | {"price": "103000"}, expect=409).text
    assert product.price == 101000
    assert "101,000" in page and 'value="103000"' in page
    desk.post(edit_url(product), data=typed | {"price": "103000"} | seen_on(page), expect=302)
    assert product.price == 103000


#: What a browser sends of the form of a public product as it is made here.
AS_MADE = TYPED | {
    "name-vi": PRODUCT["name"]["vi"],
    "name-en": PRODUCT["name"]["en"],
    "price": "98000",
    "hs": "090111",
    "origin_province": "VN-75",
}


def seen_on(page: str) -> dict[str, str]:
    """What the form remembers of the moment in which it was opened."""
    return {
        name: re.search(f'name="{name}"[^>]*value="(\\d+)"', page).group(1)
        for name in ("version", "seen_act")
    }


def test_what_is_with_the_staff_is_taken_back_before_it_is_edited(desk, booth, owner):
    product = make_product(booth)
    make_waiting(product, by=owner, sku="A")
    page = desk.get(edit_url(product), expect=200).text
    assert 'name="name-vi"' not in page
    desk.post(edit_url(product), data=TYPED, expect=409)
    desk.post(f"{edit_url(product)}/take_back", expect=302)
    assert 'name="name-vi"' in desk.get(edit_url(product), expect=200).text


def test_what_the_officer_asks_for_stands_beside_the_field(desk, booth, owner):
    product = make_product(booth)
    revision = make_waiting(product, by=owner, sku="A")
    reasons = [{"code": "bad_photo", "field": "photos", "note": "The sack hides the label."}]
    moderation.request_changes(revision, by=make_staff(), seen_version=revision.version, reasons=reasons)
    page = desk.get(edit_url(product), expect=200).text
    assert "#field-photos" in page
    beside = page[page.index('id="field-photos"') :][:900]
    assert "The sack hides the label." in beside


# --- photos -------------------------------------------------------------------------------------------


def with_photos(*files: tuple[io.BytesIO, str], **more) -> dict:
    return {"data": TYPED | {"photos": list(files)} | more, "content_type": "multipart/form-data"}


def test_photos_are_cleaned_ordered_described_and_removed(app, desk, booth):
    sent = with_photos((phone_photo(), "a.jpg"), (photo(shade=30), "b.jpg"), photo_alt_new=["Sacks", "Field"])
    desk.post("/en/desk/products/new", **sent, expect=302)
    product = only_product()
    first, second = draft_of(product)["photos"]
    assert (first["alt"], second["alt"]) == ({"en": "Sacks"}, {"en": "Field"})
    assert {image.owner_id for image in db.session.query(Image)} == {booth.id}
    assert all(
        b"secret" not in path.read_bytes().lower() for path in Path(app.config["MEDIA_DIR"]).rglob("*.*")
    )

    ordered = TYPED | {
        "version": version_on(desk.get(edit_url(product)).text),
        f"photo_position-{first['key']}": "2",
        f"photo_position-{second['key']}": "1",
        f"photo_alt-{first['key']}": "Bao cà phê",
    }
    desk.post(edit_url(product).replace("/en/", "/vi/"), data=ordered, expect=302)
    photos = draft_of(product)["photos"]
    assert [one["key"] for one in photos] == [second["key"], first["key"]]
    assert photos[1]["alt"] == {"en": "Sacks", "vi": "Bao cà phê"}

    removed = TYPED | {
        "version": version_on(desk.get(edit_url(product)).text),
        f"photo_remove-{second['key']}": "1",
    }
    desk.post(edit_url(product), data=removed, expect=302)
    assert [one["key"] for one in draft_of(product)["photos"]] == [first["key"]]


def test_a_broken_photo_is_named_and_the_others_need_not_be_sent_again(app, desk):
    sent = with_photos(
        (photo(shade=30), "good.jpg"),
        (bomb(), "bomb.png"),
        (io.BytesIO(b"%PDF-1.4"), "invoice.jpg"),
        (photo(shade=60), "fine.jpg"),
    )
    page = desk.post("/en/desk/products/new", **sent, expect=422).text
    assert "bomb.png" in page
    assert "invoice.jpg" in page
    notes = re.findall(r'name="photo_kept" value="([^"]+)"', page)
    keys = re.findall(r'name="photo_position-([0-9a-f]+)"', page)
    assert len(notes) == len(keys) == 2
    assert db.session.query(Image).count() == 0
    again = TYPED | {"photo_kept": notes, f"photo_remove-{keys[0]}": "1", f"photo_alt-{keys[1]}": "Sacks"}
    desk.post("/en/desk/products/new", data=again, expect=302)
    (kept,) = draft_of(only_product())["photos"]
    assert (kept["key"], kept["alt"]) == (keys[1], {"en": "Sacks"})
    assert db.session.query(Image).one().key == kept["key"]


def test_photos_survive_an_error_somewhere_else(desk):
    sent = with_photos((photo(), "good.jpg"), price="a lot")
    page = desk.post("/en/desk/products/new", **sent, expect=422).text
    assert page.count('name="photo_kept"') == 1


def test_a_note_of_another_booth_or_a_forged_one_brings_no_photo(app, desk):
    page = desk.post("/en/desk/products/new", **with_photos((photo(), "a.jpg"), price="x"), expect=422).text
    (note,) = re.findall(r'name="photo_kept" value="([^"]+)"', page)
    other = app.test_client().sign_in(owner_of(make_booth().organization))
    other.post("/en/desk/products/new", data=TYPED | {"photo_kept": [note, note + "x"]}, expect=302)
    assert draft_of(only_product())["photos"] == []


def test_an_eleventh_photo_is_too_many(desk):
    files = [(photo(shade=shade), f"{shade}.jpg") for shade in range(11)]
    page = desk.post("/en/desk/products/new", **with_photos(*files), expect=422).text
    assert "At most 10 photos" in page


# --- certificates -------------------------------------------------------------------------------------


def sent_certificate(**more) -> dict:
    file = (io.BytesIO(b"%PDF-1.7 certificate"), "vietgap.pdf")
    row = {"certificates-0-scheme": "vietgap", "certificates-0-file": file}
    return {"data": TYPED | row | more, "content_type": "multipart/form-data"}


def test_a_certificates_file_is_for_its_own_people_and_officers(app, desk, client):
    desk.post("/en/desk/products/new", **sent_certificate(), expect=302)
    stored = db.session.query(StoredFile).filter_by(owner_kind="certificate").one()
    address = f"/en/products/certificates/{stored.id}"
    answer = desk.get(address, expect=200)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    app.test_client().sign_in(make_staff()).get(address, expect=200)
    app.test_client().sign_in(owner_of(make_booth().organization)).get(address, expect=404)
    app.test_client().get(address, expect=404)


def test_a_certificate_keeps_its_file_and_cannot_borrow_another_booths(desk):
    desk.post("/en/desk/products/new", **sent_certificate(), expect=302)
    product = only_product()
    (row,) = draft_of(product)["certificates"]
    page = desk.get(edit_url(product)).text
    kept = TYPED | {
        "version": version_on(page),
        "certificates-0-scheme": "vietgap",
        "certificates-0-number": "7",
        "certificates-0-file_id": str(row["file_id"]),
    }
    desk.post(edit_url(product), data=kept, expect=302)
    assert draft_of(product)["certificates"][0] == row | {"number": "7"}
    borrowed = kept | {
        "version": version_on(desk.get(edit_url(product)).text),
        "certificates-0-file_id": str(row["file_id"] - 1),
    }
    desk.post(edit_url(product), data=borrowed, expect=302)
    assert draft_of(product)["certificates"][0]["file_id"] is None


def test_a_certificate_that_is_no_document_is_refused_by_its_name(desk):
    file = (io.BytesIO(b"MZ"), "virus.exe")
    page = desk.post("/en/desk/products/new", **sent_certificate(**{"certificates-0-file": file}), expect=422)
    assert "virus.exe" in page.text


# --- the other buttons --------------------------------------------------------------------------------


def test_taking_down_asks_once_without_scripts(desk, booth):
    product = make_product(booth)
    page = desk.post(f"{edit_url(product)}/withdraw", expect=200).text
    assert "Take this product down?" in page
    assert product.is_public
    desk.post(f"{edit_url(product)}/withdraw", data={"confirmed": "yes"}, expect=302)
    assert not product.is_public
    desk.post(f"{edit_url(product)}/show_again", expect=302)
    assert product.is_public


def test_a_copy_and_a_deletion(desk, booth):
    product = make_product(booth)
    answer = desk.post(f"{edit_url(product)}/duplicate", expect=302)
    copy = db.session.get(Product, product.id + 1)
    assert answer.location.endswith(f"/{copy.id}")
    desk.post(f"/en/desk/products/{copy.id}/delete", expect=200)
    desk.post(f"/en/desk/products/{copy.id}/delete", data={"confirmed": "yes"}, expect=302)
    desk.post(f"{edit_url(product)}/delete", data={"confirmed": "yes"}, expect=409)
    assert only_product() == product


def test_discarding_a_draft_leaves_the_public_version(desk, booth, owner):
    product = make_product(booth)
    desk.post(edit_url(product), data=TYPED | {"name-vi": "Khác"}, expect=302)
    desk.post(f"{edit_url(product)}/discard", data={"confirmed": "yes"}, expect=302)
    assert product.open_revision is None
    assert product.is_public


# --- nobody else --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/duplicate", "/delete", "/withdraw", "/take_back", "/discard"])
def test_another_booths_product_does_not_exist(app, client, booth, path):
    product = make_product(booth)
    stranger = client.sign_in(owner_of(make_booth().organization))
    if not path:
        stranger.get(edit_url(product), expect=404)
    stranger.post(edit_url(product) + path, data=TYPED | {"confirmed": "yes"}, expect=404)
    assert product.is_public
    assert product.open_revision is None


def test_people_without_a_booth_are_led_away(app, client):
    client.get("/en/desk/products/", expect=302)
    client.sign_in(make_person()).get("/en/desk/products/", expect=302)
    buyer = owner_of(make_organization("TH"))
    buyers_booth = buyer.memberships[0].organization.booth
    expected = 200 if buyers_booth else 404
    client.sign_in(buyer).get("/en/desk/products/", expect=expected)


def test_unknown_tabs_and_far_pages(desk):
    desk.get("/en/desk/products/?state=none", expect=404)
    desk.get("/en/desk/products/?page=99", expect=200)


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_the_list_asks_the_database_as_often_for_many_as_for_few(desk, booth, count_queries, lang):
    make_product(booth)
    desk.get(f"/{lang}/desk/products/")
    with count_queries() as few:
        desk.get(f"/{lang}/desk/products/", expect=200)
    for _turn in range(6):
        make_product(booth)
    db.session.commit()  # what the test wrote is not counted
    with count_queries() as many:
        desk.get(f"/{lang}/desk/products/", expect=200)
    assert len(many) == len(few) <= 12


def test_the_editor_stays_within_its_queries(desk, booth, count_queries):
    product = make_product(booth, is_public=False)
    desk.get(edit_url(product))
    with count_queries() as queries:
        desk.get(edit_url(product), expect=200)
    assert len(queries) <= 12, queries.statements


def test_a_person_of_two_organizations_opens_the_products_of_both(client):
    product, other = make_product(), make_product(make_booth())
    owner = owner_of(product.booth.organization)
    db.session.add(
        Membership(organization=other.booth.organization, person=owner, role=MemberRole.CLERK.value)
    )
    client.sign_in(owner)
    for one in (product, other):
        client.get(f"/en/desk/products/{one.id}", expect=200)
