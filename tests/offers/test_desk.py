"""A booth's people and their offers, over HTTP."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.moderation.states import ReviewState, Visibility
from marketplace.offers.models import Offer
from tests import make

DESK = "/en/desk/offers/"


@pytest.fixture
def desk(client, owner):
    """Somebody of the booth at the desk."""
    return client.sign_in(owner)


def typed(**changes) -> dict:
    """A complete form."""
    return {
        "side": "sell",
        "name-en": "Green coffee",
        "name-vi": "",
        "name-lo": "",
        "category": "green-coffee",
        "quantity": "18",
        "unit": "TNE",
        "currency": "VND",
        "valid_days": "30",
        "languages": ["vi", "en"],
        "action": "save",
    } | changes


def photo_file(name: str = "lot.jpg", shade: int = 90):
    picture = io.BytesIO()
    Image.new("RGB", (200, 150), (shade, 60, 40)).save(picture, "JPEG")
    return io.BytesIO(picture.getvalue()), name


def newest() -> Offer:
    return db.session.scalars(select(Offer).order_by(Offer.id.desc())).first()


# --- who may ------------------------------------------------------------------------------------------


def test_another_booths_offer_does_not_exist(client, booth):
    offer = make.make_offer(booth)
    client.sign_in(make.owner_of(make.make_booth().organization))
    for path in ("", "/close"):
        client.get(f"{DESK}{offer.id}{path}", expect=404)
    for verb in ("renew", "close", "withdraw", "show_again", "take_back", "discard", "duplicate"):
        client.post(f"{DESK}{offer.id}/{verb}", data={"confirmed": "yes"}, expect=404)
    client.post(f"{DESK}{offer.id}", data=typed(), expect=404)
    assert offer.state == Visibility.PUBLIC


def test_strangers_are_asked_who_they_are(client, booth):
    assert "/account/sign-in" in client.get(DESK, expect=302).headers["Location"]
    client.sign_in(make.make_person())
    assert "/register" in client.get(DESK, expect=302).headers["Location"]


def test_an_offer_of_ones_other_organization_opens_from_a_letter(client, booth, owner):
    make.make_booth(make.make_organization("LA", owner=owner))
    client.sign_in(owner)
    client.get(f"{DESK}{make.make_offer(booth).id}", expect=200)
    client.get(f"{DESK}{make.make_offer(owner.memberships[-1].organization.booth).id}", expect=200)


# --- writing ------------------------------------------------------------------------------------------


def test_the_side_is_chosen_first(desk):
    page = desk.get(f"{DESK}new", expect=200).text
    assert "side=sell" in page and "side=buy" in page and "<textarea" not in page
    assert "What you need" in desk.get(f"{DESK}new?side=buy", expect=200).text


def test_an_offer_is_written_sent_and_published(desk, owner):
    answer = desk.post(f"{DESK}new", data=typed(action="send", price="98.000"), expect=302)
    offer = newest()
    assert answer.headers["Location"] == DESK
    assert offer.open_revision.state == ReviewState.SUBMITTED
    revision = offer.open_revision
    moderation.approve(revision, by=make.make_staff(), seen_version=revision.version)
    assert offer.is_public and offer.price == 98 and offer.languages == ["vi", "en"]
    assert "Published" in desk.get(DESK).text


def test_numbers_are_read_in_the_readers_way(desk):
    desk.post("/vi/desk/offers/new", data=typed(price="98.000", quantity="1,5"), expect=302)
    content = newest().open_revision.content
    assert (content["price"], content["quantity"]) == ("98000", "1.5")


def test_what_cannot_be_read_is_kept_and_named(desk):
    page = desk.post(
        f"{DESK}new",
        data=typed(**{"quantity": "a lot", "name-lo": "ກາເຟ", "window_from": "soon"}),
        expect=422,
    ).text
    for kept in ("a lot", "ກາເຟ", "“a lot” is not a number.", "“soon” is not a date."):
        assert kept in page, kept
    assert newest() is None


def test_an_unfinished_offer_is_kept_as_a_draft_and_told_what_is_missing(desk):
    answer = desk.post(f"{DESK}new", data=typed(action="send", category="", quantity=""), expect=302)
    page = desk.get(answer.headers["Location"], expect=200).text
    assert "Choose a category." in page and "a quantity above zero" in page
    assert newest().open_revision.state == ReviewState.DRAFT


def test_photos_outlive_a_form_that_was_refused(desk):
    refused = desk.post(
        f"{DESK}new",
        data=typed(quantity="a lot", photos=[photo_file()], photo_alt_new="Sacks"),
        expect=422,
    )
    page = refused.text
    note = page.partition('name="photo_kept" value="')[2].partition('"')[0]
    desk.post(f"{DESK}new", data=typed(photo_kept=note), expect=302)
    (photo,) = newest().open_revision.content["photos"]
    assert photo["width"] == 200


def test_what_is_no_photo_is_refused_with_its_name(desk):
    page = desk.post(
        f"{DESK}new", data=typed(photos=[(io.BytesIO(b"no photo"), "price.jpg")]), expect=422
    ).text
    assert "price.jpg" in page


def test_an_edit_of_a_live_offer_waits_and_the_public_sees_the_old_one(desk, booth):
    offer = make.make_offer(booth)
    desk.post(f"{DESK}{offer.id}", data=typed(quantity="25", version="0", action="send"), expect=302)
    assert offer.quantity == 18 and offer.open_revision.content["quantity"] == "25"
    assert "18 tonnes" in desk.get(f"/en/offers/{offer.id}-green-coffee", expect=200).text
    assert "take it back first" in desk.get(f"{DESK}{offer.id}", expect=200).text
    desk.post(f"{DESK}{offer.id}", data=typed(quantity="26", version="1"), expect=409)


def test_a_stale_edit_shows_both_versions(desk, booth, owner):
    offer = make.make_offer(booth)
    moderation.save_draft(offer, {"quantity": "20"}, by=owner)
    page = desk.post(f"{DESK}{offer.id}", data=typed(quantity="30", version="0"), expect=409).text
    assert "A colleague saved something" in page and 'value="30"' in page
    assert offer.open_revision.content["quantity"] == "20"
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    desk.post(f"{DESK}{offer.id}", data=typed(quantity="30", version=version), expect=302)
    assert offer.open_revision.content["quantity"] == "30"


def test_what_the_officer_asked_for_stands_above_the_form(desk, booth, owner):
    offer = make.make_offer(booth, is_public=False)
    revision = offer.open_revision
    moderation.submit(revision, by=owner)
    db.session.flush()
    reasons = [{"code": "price_doubtful", "field": "price", "note": "per kilogram?"}]
    moderation.request_changes(revision, by=make.make_staff(), seen_version=revision.version, reasons=reasons)
    page = desk.get(f"{DESK}{offer.id}", expect=200).text
    assert "per kilogram?" in page and "#field-price" in page and 'id="field-price"' in page
    assert "Changes requested" in desk.get(f"{DESK}?state=changes_requested", expect=200).text


# --- the list -----------------------------------------------------------------------------------------


def test_the_list_sorts_by_state(desk, booth, owner):
    make.make_offer(booth, name={"en": "Live lot"})
    make.make_offer(booth, name={"en": "Begun lot"}, is_public=False)
    with clock.frozen(clock.now() - timedelta(days=40)):
        make.make_offer(booth, name={"en": "Old lot"})
    down = make.make_offer(booth, name={"en": "Hidden lot"})
    moderation.withdraw(down, by=owner)
    shown = {"published": "Live lot", "draft": "Begun lot", "expired": "Old lot", "taken_down": "Hidden lot"}
    for state, name in shown.items():
        page = desk.get(f"{DESK}?state={state}", expect=200).text
        assert [other for other in shown.values() if other in page] == [name]
    everything = desk.get(DESK, expect=200).text
    assert all(name in everything for name in shown.values())
    desk.get(f"{DESK}?state=nowhere", expect=404)


def test_a_refused_offer_is_found_again_with_what_was_written(desk, booth, owner):
    offer = make.make_offer(booth, is_public=False, name={"en": "Refused lot"})
    revision = offer.open_revision
    moderation.submit(revision, by=owner)
    db.session.flush()
    moderation.refuse(
        revision, by=make.make_staff(), seen_version=revision.version, reasons=[{"code": "other"}]
    )
    assert "Refused lot" in desk.get(f"{DESK}?state=refused", expect=200).text
    assert 'value="Refused lot"' in desk.get(f"{DESK}{offer.id}", expect=200).text


def test_an_empty_list_says_what_to_do(desk):
    assert "No offers yet" in desk.get(DESK, expect=200).text


def test_the_desk_stays_within_its_queries(desk, booth, count_queries):
    for _number in range(15):
        offer = make.make_offer(booth)
        make.make_offer(booth, is_public=False)
    for page in (DESK, f"{DESK}new?side=sell", f"{DESK}{offer.id}", f"{DESK}{offer.id}/close"):
        desk.get(page, expect=200)
        with count_queries() as queries:
            desk.get(page, expect=200)
        assert len(queries) <= 12, (page, len(queries), queries.statements)


# --- what else ----------------------------------------------------------------------------------------


def test_one_press_renews(desk, booth):
    with clock.frozen(clock.now() - timedelta(days=40)):
        offer = make.make_offer(booth)
    assert "Renew until" in desk.get(DESK, expect=200).text
    desk.post(f"{DESK}{offer.id}/renew", expect=302)
    assert offer.open_until == clock.today() + timedelta(days=30) and offer.is_public


def test_what_cannot_be_renewed_answers_a_clear_no(desk, booth):
    offer = make.make_offer(booth, valid_days="90")
    assert "Renew until" not in desk.get(f"{DESK}{offer.id}", expect=200).text
    desk.post(f"{DESK}{offer.id}/renew", expect=409)


def test_closing_asks_once_for_the_outcome(desk, booth):
    offer = make.make_offer(booth)
    assert "How did it end?" in desk.get(f"{DESK}{offer.id}/close", expect=200).text
    page = desk.post(f"{DESK}{offer.id}/close", data={}, expect=422).text
    assert "Please choose how it ended." in page and offer.state == Visibility.PUBLIC
    desk.post(f"{DESK}{offer.id}/close", data={"outcome": "agreed_here"}, expect=302)
    assert (offer.state, offer.outcome) == (Visibility.CLOSED, "agreed_here")
    page = desk.get(f"{DESK}{offer.id}", expect=200).text
    assert "This offer is closed" in page and "Make a copy" in page and "<textarea" not in page
    desk.post(f"{DESK}{offer.id}", data=typed(version="0"), expect=409)
    desk.get(f"{DESK}{offer.id}/close", expect=409)


def test_taking_down_asks_once_and_showing_again_does_not(desk, booth):
    offer = make.make_offer(booth)
    page = desk.post(f"{DESK}{offer.id}/withdraw", expect=200).text
    assert "Take this offer down?" in page and offer.state == Visibility.PUBLIC
    desk.post(f"{DESK}{offer.id}/withdraw", data={"confirmed": "yes"}, expect=302)
    assert offer.state == Visibility.WITHDRAWN
    desk.post(f"{DESK}{offer.id}/show_again", expect=302)
    assert offer.is_public


def test_a_waiting_edit_is_taken_back_and_thrown_away(desk, booth, owner):
    offer = make.make_offer(booth, is_public=False)
    moderation.submit(offer.open_revision, by=owner)
    desk.post(f"{DESK}{offer.id}/take_back", expect=302)
    assert offer.open_revision.state == ReviewState.DRAFT
    answer = desk.post(f"{DESK}{offer.id}/discard", data={"confirmed": "yes"}, expect=302)
    assert answer.headers["Location"] == DESK
    assert "No offers yet" in desk.get(DESK).text
    desk.post(f"{DESK}{offer.id}/discard", data={"confirmed": "yes"}, expect=404)


def test_a_copy_opens_for_writing(desk, booth):
    offer = make.make_offer(booth)
    answer = desk.post(f"{DESK}{offer.id}/duplicate", expect=302)
    assert answer.headers["Location"] == f"{DESK}{newest().id}" and newest() is not offer
    assert "This is the copy" in desk.get(answer.headers["Location"], expect=200).text
