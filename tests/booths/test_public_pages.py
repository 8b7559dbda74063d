"""The directory and the booth as strangers see them."""

from __future__ import annotations

import pytest

from marketplace.booths import shelves
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from tests.make import BOOTH, make_booth, make_offer, make_organization, make_person, make_product, make_staff


def paksong():
    """A Lao booth that wrote in Lao only."""
    return make_booth(
        make_organization("LA", owner=make_person("Khamla")),
        name={"lo": "ກາເຟປາກຊ່ອງ"},
        tagline={},
        story={"lo": "ພວກເຮົາປູກກາເຟ"},
        sells=["roasted-coffee"],
    )


def test_a_booth_says_who_stands_behind_it_and_nothing_of_persons(client, app):
    booth = make_booth()
    page = client.get(f"/en/booths/{booth.slug}", expect=200).text
    for shown in (
        "Hợp tác xã Cà phê Cầu Đất",
        "0100109106",
        "470801000001",
        "Cooperative",
        "Phường Trấn Biên",
    ):
        assert shown in page
    assert "Dong Nai" in page or "Đồng Nai" in page
    for private in ("Nguyễn Thị Hoa", "Giám đốc", "htx@example.com"):
        assert private not in page


def test_a_lao_seller_is_named_in_latin_letters(client, app):
    page = client.get(f"/vi/booths/{paksong().slug}", expect=200).text
    assert "Paksong Coffee Cooperative" in page
    assert "0123/IC" in page


def test_of_a_household_neither_home_nor_citizens_number_is_shown(client, app):
    household = make_organization(kind="household", tax_code="075190001234", registration_number="47A8012345")
    page = client.get(f"/en/booths/{make_booth(household).slug}", expect=200).text
    assert "075190001234" not in page
    assert "12 Đường 30 Tháng 4" not in page
    assert "47A8012345" in page


def test_a_text_in_another_language_says_so(client, app):
    booth = paksong()
    page = client.get(f"/en/booths/{booth.slug}", expect=200).text
    assert '<span lang="lo">ກາເຟປາກຊ່ອງ</span>' in page
    assert 'lang="lo">' in page
    assert 'lang="lo"><p>' not in client.get(f"/lo/booths/{booth.slug}", expect=200).text


def test_members_markdown_is_harmless(client, app):
    booth = make_booth(story={"en": "**Good** <script>alert(1)</script> [x](javascript:alert(1))"})
    page = client.get(f"/en/booths/{booth.slug}", expect=200).text
    assert "<strong>Good</strong>" in page
    assert "<script>alert" not in page
    assert "javascript:" not in page


def test_contacts_lead_into_the_messengers(client, app):
    page = client.get(f"/en/booths/{make_booth().slug}", expect=200).text
    assert 'href="https://zalo.me/84901234567"' in page
    assert 'href="tel:+84901234567"' in page


def test_what_is_not_public_is_not_there(client, app):
    draft = make_booth(make_organization(owner=make_person()), is_public=False)
    suspended = make_booth(make_organization(owner=make_person()))
    moderation.suspend(suspended, by=make_staff(), reason="other")
    for booth in (draft, suspended):
        client.get(f"/en/booths/{booth.slug}", expect=404)
    client.get("/en/booths/no-such-booth", expect=404)
    assert "No booth yet" in client.get("/en/booths/", expect=200).text


def test_reinstating_shows_exactly_what_was_public(client, app):
    booth, officer = make_booth(), make_staff()
    before = client.get(f"/en/booths/{booth.slug}", expect=200).text
    moderation.suspend(booth, by=officer, reason="other")
    client.get(f"/en/booths/{booth.slug}", expect=404)
    moderation.reinstate(booth, by=officer)
    assert client.get(f"/en/booths/{booth.slug}", expect=200).text == before


def test_an_unchanged_page_is_not_sent_twice(client, app):
    booth = make_booth()
    page = f"/en/booths/{booth.slug}"
    tag = client.get(page, expect=200).headers["ETag"]
    client.get(page, headers={"If-None-Match": tag}, expect=304)
    moderation.suspend(booth, by=make_staff(), reason="other")
    client.get(page, headers={"If-None-Match": tag}, expect=404)


def test_a_new_identity_renews_the_public_pages(client, app):
    from tests.make import approve, owner_of

    booth = make_booth()
    page = f"/en/booths/{booth.slug}"
    tag = client.get(page, expect=200).headers["ETag"]
    owner = owner_of(booth.organization)
    moderation.save_draft(booth.organization, {"address": "99 Đường Mới"}, by=owner)
    approve(booth.organization, by=owner)
    assert "99 Đường Mới" in client.get(page, headers={"If-None-Match": tag}, expect=200).text


def test_the_directory_narrows_and_counts(client, app):
    make_booth()
    paksong()
    page = client.get("/en/booths/", expect=200).text
    assert "2 booths" in page
    assert "ກາເຟປາກຊ່ອງ" in page
    lao = client.get("/en/booths/?country=LA", expect=200).text
    assert "One booth" in lao
    assert "Cau Dat Coffee" not in lao
    assert "province=LA-CH" in lao
    for address, expected in (
        ("?province=VN-75", "Cau Dat Coffee"),
        ("?kind=cooperative&country=LA", "ກາເຟປາກຊ່ອງ"),
        ("?category=roasted-coffee", "ກາເຟປາກຊ່ອງ"),
        ("?kind=farm", "No booth fits"),
        ("?country=%27", "No booth fits"),
    ):
        assert expected in client.get(f"/en/booths/{address}", expect=200).text, address


def test_a_branch_finds_the_booths_of_its_leaves_once(client, app):
    make_booth(sells=["green-coffee", "roasted-coffee"], buys=["green-coffee"])
    assert "One booth" in client.get("/en/booths/?category=coffee-tea-spices", expect=200).text


def test_a_booth_leaves_the_category_it_gave_up(client, app):
    from tests.make import approve, owner_of

    booth = make_booth()
    owner = owner_of(booth.organization)
    moderation.save_draft(booth, BOOTH | {"sells": ["roasted-coffee"]}, by=owner)
    approve(booth, by=owner)
    assert "No booth fits" in client.get("/en/booths/?category=green-coffee", expect=200).text
    assert "One booth" in client.get("/en/booths/?category=roasted-coffee", expect=200).text


def test_pages_end(client, app):
    make_booth()
    client.get("/en/booths/?page=2", expect=404)
    client.get("/en/booths/?page=0", expect=200)
    client.get("/en/booths/?page=x", expect=200)


@pytest.mark.parametrize("address", ["/en/booths/", "/en/booths/?category=coffee-tea-spices&country=VN"])
def test_the_directory_costs_the_same_with_more_booths(client, app, count_queries, address):
    make_booth()
    client.get(address, expect=200)  # categories are read into memory once
    with count_queries() as few:
        client.get(address, expect=200)
    for number in range(5):
        make_booth(make_organization(owner=make_person(f"Owner {number}")))
    db.session.commit()
    client.get(address, expect=200)
    with count_queries() as many:
        client.get(address, expect=200)
    assert len(many) == len(few) <= 6, many.statements


def test_a_booth_costs_little_beside_its_shelves(client, app, count_queries, monkeypatch):
    monkeypatch.setattr(shelves, "_shelves", {})
    page = f"/en/booths/{make_booth().slug}"
    client.get(page, expect=200)
    with count_queries() as queries:
        client.get(page, expect=200)
    assert len(queries) <= 2, queries.statements


def test_a_booth_with_products_and_offers_stays_within_the_budget(client, app, count_queries):
    booth = make_booth()
    page = f"/en/booths/{booth.slug}"
    for _number in range(3):
        make_product(booth)
        make_offer(booth)
    text = client.get(page, expect=200).text
    assert "Robusta green coffee" in text
    assert 'id="offers"' in text
    with count_queries() as queries:
        client.get(page, expect=200)
    assert len(queries) <= 6, queries.statements


def test_a_shelf_is_shown_page_by_page(client, app, monkeypatch):
    asked = []

    def load(booth, page):
        asked.append((booth.id, page))
        return [{"page": page}], 3

    shelf = shelves.Shelf("things", "Things of the booth", "components/icon.html", load, lambda ids: {})
    monkeypatch.setattr(shelves, "_shelves", {"things": shelf})
    booth = make_booth()
    page = client.get(f"/en/booths/{booth.slug}?things=2", expect=200).text
    assert asked == [(booth.id, 2)]
    assert "Things of the booth" in page
    assert "things=3" in page
