"""A product's page: for everybody once it is public, for its people and officers before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.catalog.pages import fill_shelf
from marketplace.catalog.queries import count_public, list_related
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from tests.make import (
    PRODUCT,
    make_booth,
    make_organization,
    make_person,
    make_product,
    make_staff,
    make_waiting,
    owner_of,
)

FULL = {
    "name": {"vi": "Cà phê nhân", "lo": "ເມັດກາເຟດິບ"},
    "description": {"vi": "Phơi **giàn**.\n\n<script>alert(1)</script>\n\n- sàng 18"},
    "photos": [
        {"key": "a" * 32, "width": 1280, "height": 960, "alt": {"en": "Sacks on a pallet"}},
        {"key": "b" * 32, "width": 1280, "height": 960, "alt": {}},
    ],
    "price_tiers": [{"from": "600", "price": "97000"}],
    "moq": "60",
    "order_multiple": "60",
    "harvest_months": ["1", "11", "12"],
    "monthly_capacity": "18000",
    "lead_time_days": "14",
    "packaging": {"vi": "Bao 60 kg"},
    "certificates": [
        {
            "scheme": "vietgap",
            "issuer": "VinaCert",
            "number": "VG-77",
            "expires_on": "2026-06-30",
            "file_id": None,
        }
    ],
    "delivery_area": {"en": "All of Laos"},
    "incoterms": ["DAP"],
    "gates": ["bo-y"],
    "sku": "CF-18",
    "gtin": "4006381333931",
}


@pytest.fixture
def product(app):
    with clock.frozen(datetime(2026, 5, 1, tzinfo=UTC)):
        return make_product(**FULL)


def address(product, lang: str = "en") -> str:
    return f"/{lang}/products/{product.id}-ca-phe-nhan"


def test_a_buyer_reads_everything_on_one_page(client, product):
    page = client.get(address(product), expect=200).text
    for words in (
        "Cà phê nhân",
        "in Vietnamese",
        "98,000",
        "97,000",
        "60 kg",
        "18,000 kg",
        "14 days",
        "Bao 60 kg",
        "VietGAP",
        "VinaCert",
        "VG-77",
        "All of Laos",
        "DAP",
        "0901.11",
        "CF-18",
        "4006381333931",
        "Sacks on a pallet",
        "Identity checked on",
        "<strong>giàn</strong>",
    ):
        assert words in page
    assert '<span lang="lo">ເມັດກາເຟດິບ</span>' in page
    assert "<script>alert" not in page
    assert f"/en/messages/new/product/{product.id}" in page
    assert page.count('fetchpriority="high"') == 1
    assert page.count('class="in"') == 3


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_the_name_stands_in_the_readers_language(client, product, lang):
    page = client.get(address(product, lang), expect=200).text
    heading = page[page.index("<h1>") : page.index("</h1>")]
    assert ("ເມັດກາເຟດິບ" in heading) == (lang == "lo")
    assert ("Cà phê nhân" in heading) == (lang != "lo")


def test_a_certificate_that_ran_out_is_marked(client, product):
    with clock.frozen(datetime(2026, 7, 2, tzinfo=UTC)):
        assert "Expired" in client.get(address(product)).text


def test_without_a_price_it_is_on_request(client):
    product = make_product(price=None, is_available=False)
    page = client.get(f"/en/products/{product.id}-robusta-green-coffee", expect=200).text
    assert "Price on request" in page
    assert "Not available now" in page


def test_another_slug_leads_to_the_right_one(client, product):
    answer = client.get(f"/lo/products/{product.id}-old-name", expect=301)
    assert answer.location == address(product, "lo")


def test_what_is_not_public_does_not_exist(client):
    draft = make_product(is_public=False)
    client.get(f"/en/products/{draft.id}-robusta-green-coffee", expect=404)
    client.get("/en/products/999-x", expect=404)
    client.get("/en/products/999", expect=404)


def test_a_hidden_booth_hides_its_products_at_once_and_later_shows_them(client, product):
    officer = make_staff()
    moderation.suspend(product.booth, by=officer, reason="other")
    client.get(address(product), expect=404)
    moderation.reinstate(product.booth, by=officer)
    client.get(address(product), expect=200)
    moderation.suspend(product, by=officer, reason="other")
    client.get(address(product), expect=404)


def test_a_visitor_who_has_it_needs_no_second_copy_until_something_changes(client, product):
    tag = client.get(address(product), expect=200).headers["ETag"]
    client.get(address(product), headers={"If-None-Match": tag}, expect=304)
    moderation.change_instantly(product, {"is_available": False}, by=owner_of(product.booth.organization))
    client.get(address(product), headers={"If-None-Match": tag}, expect=200)


def test_the_preview_shows_the_draft_to_its_people_and_officers_only(app, product):
    owner = owner_of(product.booth.organization)
    make_waiting(product, by=owner, name={"en": "Proposed name"})
    preview = f"/en/products/{product.id}/preview"
    for person in (owner, make_staff()):
        page = app.test_client().sign_in(person).get(preview, expect=200).text
        assert "Proposed name" in page
        assert "Preview" in page
    for person in (make_person(), owner_of(make_organization()), make_staff("editor")):
        app.test_client().sign_in(person).get(preview, expect=404)
    app.test_client().get(preview, expect=404)
    assert "Proposed name" not in app.test_client().get(address(product), expect=200).text


def test_a_draft_with_next_to_nothing_can_be_looked_at(client):
    booth = make_booth()
    nothing = dict.fromkeys(PRODUCT, "") | {"name": {}, "description": {}, "price": None}
    product = make_product(booth, is_public=False, **nothing)
    client.sign_in(owner_of(booth.organization)).get(f"/en/products/{product.id}/preview", expect=200)


def test_related_products_are_public_and_never_the_same(app, product):
    alike = make_product()
    make_product(is_public=False)
    of_the_booth = make_product(product.booth, category="honey")
    make_product(category="honey")
    db.session.flush()
    assert list_related(product) == [alike, of_the_booth]


def test_a_booths_shelf_holds_what_it_shows(app, product):
    make_product(product.booth)
    moderation.withdraw(make_product(product.booth), by=owner_of(product.booth.organization))
    with app.test_request_context("/en/"):
        cards, pages = fill_shelf(product.booth, 1)
    assert len(cards) == 2
    assert pages == 1
    assert count_public([product.booth.id, 0]) == {product.booth.id: 2}


def test_the_page_asks_the_database_as_often_with_many_products_as_with_one(client, product, count_queries):
    def count() -> int:
        db.session.commit()  # what the test wrote is not counted
        client.get(address(product), expect=200)
        with count_queries() as queries:
            client.get(address(product), expect=200)
        return len(queries)

    alone = count()
    for _turn in range(8):
        make_product(product.booth)
    assert alone == count() <= 6
