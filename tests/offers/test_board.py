"""What everybody sees: the board of both sides, one offer, and an offer that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.offers import actions
from marketplace.offers.states import Outcome
from tests import make

BOARD = "/en/offers/"


def make_past_offer(days_ago: int, **content):
    """An offer that was approved some days ago."""
    with clock.frozen(clock.now() - timedelta(days=days_ago)):
        return make.make_offer(**content)


def address(offer) -> str:
    return f"/en/offers/{offer.id}-green-coffee"


# --- the board ----------------------------------------------------------------------------------------


def test_each_side_has_its_tab_with_its_number(app, client):
    booth = make.make_booth()
    make.make_offer(booth, name={"en": "Offered coffee"})
    make.make_offer(booth, side="buy", name={"en": "Wanted pepper"})
    sell, buy = client.get(BOARD, expect=200).text, client.get(f"{BOARD}?side=buy", expect=200).text
    assert "Offered coffee" in sell and "Wanted pepper" not in sell
    assert "Wanted pepper" in buy and "Offered coffee" not in buy
    assert sell.count('<span class="badge">1</span>') == 2
    assert f'<a href="{BOARD}?side=sell" aria-current="page">Sell offers</a>' in sell, "marked in the menu"


def test_only_what_is_public_now_is_on_it(app, client):
    booth = make.make_booth()
    make.make_offer(booth, is_public=False, name={"en": "A draft"})
    with clock.frozen(clock.now() - timedelta(days=40)):
        make.make_offer(booth, name={"en": "An expired one"})
    taken_down, suspended, closed = (
        make.make_offer(booth, name={"en": name}) for name in ("Taken down", "Suspended", "Ended")
    )
    owner = make.owner_of(booth.organization)
    moderation.withdraw(taken_down, by=owner)
    moderation.suspend(suspended, by=make.make_staff(), reason="other")
    actions.close_offer(closed, Outcome.AGREED_HERE, by=owner)
    hidden = make.make_offer(name={"en": "Of a suspended booth"})
    moderation.suspend(hidden.booth, by=make.make_staff(), reason="other")
    page = client.get(BOARD, expect=200).text
    for name in ("A draft", "An expired one", "Taken down", "Suspended", "Ended", "Of a suspended booth"):
        assert f">{name}<" not in page, name
    assert "Nothing is offered just now" in page and "Post a buy offer" in page


def test_it_narrows_by_category_country_and_province(app, client):
    make.make_offer(name={"en": "Coffee from Dong Nai"})
    lao = make.make_booth(make.make_organization("LA"))
    make.make_offer(lao, name={"en": "Rice from Champasak"}, category="rice", hs="")
    for narrowed in ("category=rice", "category=grains-nuts", "country=LA", "province=LA-CH"):
        page = client.get(f"{BOARD}?{narrowed}", expect=200).text
        assert "Rice from Champasak" in page and "Coffee from Dong Nai" not in page, narrowed
        assert "Remove the filter:" in page
    assert "No offer fits" in client.get(f"{BOARD}?country=LA&category=green-coffee", expect=200).text
    everything = client.get(f"{BOARD}?category=no-such-goods&side=lend", expect=200).text
    assert "Rice from Champasak" in everything and "Coffee from Dong Nai" in everything


def test_newest_come_first_and_further_pages_exist(app, client, monkeypatch):
    from marketplace.offers import queries

    monkeypatch.setattr(queries, "OFFERS_PER_PAGE", 2)
    booth = make.make_booth()
    for number in range(3):
        with clock.frozen(clock.now() + timedelta(minutes=number)):
            make.make_offer(booth, name={"en": f"Lot {number}"})
    first, second = client.get(BOARD).text, client.get(f"{BOARD}?page=2").text
    assert first.index("Lot 2") < first.index("Lot 1") and "Lot 0" not in first
    assert "Lot 0" in second and "Lot 1" not in second


def test_public_pages_ask_little_whatever_their_length(app, client, count_queries):
    booth = make.make_booth()
    for number in range(12):
        offer = make.make_offer(booth, category="green-coffee")
        make.make_offer(
            make.make_booth(), side="buy", category="green-coffee", hs="090111" if number % 2 else ""
        )
    for page in (BOARD, f"{BOARD}?side=buy&category=coffee-tea-spices", address(offer)):
        client.get(page, expect=200)
        with count_queries() as queries:
            client.get(page, expect=200)
        assert len(queries) <= 6, (page, queries.statements)


def test_an_unchanged_board_is_answered_without_being_drawn(app, client):
    make.make_offer()
    tag = client.get(BOARD, expect=200).headers["ETag"]
    client.get(BOARD, headers={"If-None-Match": tag}, expect=304)
    make.make_offer()
    client.get(BOARD, headers={"If-None-Match": tag}, expect=200)


# --- one offer ----------------------------------------------------------------------------------------


def test_an_offer_says_what_how_much_where_until_when_and_who(app, client):
    offer = make.make_offer(
        price="98000",
        currency="VND",
        incoterm="DAP",
        place="bo-y",
        description={"en": "Screen 18, **raised beds**."},
        hs="090111",
    )
    page = client.get(address(offer), expect=200).text
    for fact in (
        "18 tonnes",
        "98,000",
        "DAP",
        "Bo Y",
        "Delivered at Place",
        "not unloaded",
        "<strong>raised beds</strong>",
        "0901.11",
        "Identity checked on",
        "Cau Dat Coffee",
        "Valid until",
    ):
        assert fact in page, fact
    assert f"/en/messages/new/offer/{offer.id}" in page


def test_an_offer_without_a_price_is_open(app, client):
    assert "Open to offers" in client.get(address(make.make_offer()), expect=200).text


def test_a_wrong_slug_leads_to_the_right_one(app, client):
    offer = make.make_offer()
    answer = client.get(f"/en/offers/{offer.id}-something-else", expect=301)
    assert answer.headers["Location"] == address(offer)


def test_the_other_side_stands_below(app, client):
    selling = make.make_offer()
    make.make_offer(side="buy", name={"en": "Buyer in Pakse"})
    make.make_offer(selling.booth, side="buy", name={"en": "Our own wish"})
    make.make_offer(side="buy", name={"en": "Somebody wants rice"}, category="rice", hs="")
    page = client.get(address(selling), expect=200).text
    assert "Buyer in Pakse" in page
    assert "Our own wish" not in page and "Somebody wants rice" not in page


def test_its_own_people_are_led_to_the_desk(app, client):
    offer = make.make_offer()
    client.sign_in(make.owner_of(offer.booth.organization))
    page = client.get(address(offer), expect=200).text
    assert f"/en/desk/offers/{offer.id}" in page and "/messages/new/offer/" not in page


def test_an_expired_offer_says_so_and_shows_what_is_open(app, client):
    offer = make_past_offer(40)
    make.make_offer(name={"en": "Another lot"})
    page = client.get(address(offer), expect=404).text
    assert "This offer is over" in page and "was valid until" in page and "Another lot" in page


def test_a_closed_offer_says_who_closed_it_and_not_how_it_ended(app, client):
    offer = make.make_offer()
    actions.close_offer(offer, Outcome.AGREED_HERE, by=make.owner_of(offer.booth.organization))
    page = client.get(address(offer), expect=404).text
    assert "closed by the booth" in page and "Agreed" not in page


@pytest.mark.parametrize("is_past", [False, True])
def test_what_is_hidden_does_not_exist(app, client, is_past):
    offer = make_past_offer(40) if is_past else make.make_offer()
    moderation.suspend(offer, by=make.make_staff(), reason="other")
    assert "This offer is over" not in client.get(address(offer), expect=404).text
    draft = make.make_offer(offer.booth, is_public=False)
    client.get(address(draft), expect=404)
    client.get("/en/offers/999-x", expect=404)


def test_an_expired_offer_of_a_suspended_booth_does_not_exist(app, client):
    offer = make_past_offer(40)
    moderation.suspend(offer.booth, by=make.make_staff(), reason="other")
    assert "This offer is over" not in client.get(address(offer), expect=404).text


def test_a_preview_is_for_its_own_people_and_officers(app, client):
    offer = make.make_offer(is_public=False, name={"en": "A draft lot"})
    preview = f"/en/offers/{offer.id}/preview"
    client.get(preview, expect=404)
    client.sign_in(make.owner_of(make.make_organization())).get(preview, expect=404)
    assert (
        "A draft lot" in client.sign_in(make.owner_of(offer.booth.organization)).get(preview, expect=200).text
    )
    client.sign_in(make.make_staff()).get(preview, expect=200)


def test_a_preview_of_an_empty_draft_is_drawn(app, client):
    booth = make.make_booth()
    owner = make.owner_of(booth.organization)
    offer = actions.create_offer(booth, {"side": "buy"}, by=owner)
    db.session.commit()
    client.sign_in(owner).get(f"/en/offers/{offer.id}/preview", expect=200)


def test_a_booths_page_shows_its_offers(app, client):
    offer = make.make_offer(name={"en": "On the shelf"})
    assert "On the shelf" in client.get(f"/en/booths/{offer.booth.slug}", expect=200).text
