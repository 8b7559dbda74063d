"""The home page: what is new, from many booths, and the numbers of the region."""

from __future__ import annotations

from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.pages import queries
from tests.make import make_booth, make_offer, make_organization, make_product, make_staff


def test_no_booth_fills_the_shelf_of_new_products(app, monkeypatch):
    quiet, busy = make_booth(), make_booth(make_organization("LA"))
    oldest = make_product(quiet)
    for _turn in range(4):
        make_product(busy)
    monkeypatch.setattr(queries, "DEPTHS", (3, 100))  # the first look sees nothing but the busy booth
    shelf = queries.list_newest_products()
    assert [product.booth_id for product in shelf] == [busy.id, busy.id, quiet.id]
    assert shelf[-1] is oldest


def test_the_numbers_count_what_strangers_can_see(app, client):
    booth = make_booth()
    make_product(booth), make_product(booth, category="rice"), make_product(booth, is_public=False)
    make_offer(booth, side="buy")
    hidden = make_booth(make_organization("LA"))
    make_product(hidden)
    moderation.suspend(hidden, by=make_staff(), reason="other")
    db.session.flush()
    numbers = queries.count_region()
    assert (numbers.booths, numbers.products, numbers.sell_offers, numbers.buy_offers) == (1, 2, 0, 1)
    assert numbers.products_by_branch == {"coffee-tea-spices": 1, "grains-nuts": 1}
    page = client.get("/en/", expect=200).text
    assert "Grains, roots and nuts" in page
    assert "Handicrafts" not in page


def test_the_home_page_asks_as_often_for_many_products_as_for_few(app, client, count_queries):
    booth = make_booth()
    counts = []
    for _turn in range(2):
        make_product(booth)
        client.get("/en/", expect=200)
        with count_queries() as queries_sent:
            client.get("/en/", expect=200)
        counts.append(len(queries_sent))
    assert counts[0] == counts[1]
