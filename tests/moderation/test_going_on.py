"""What people go on writing from, and what of it is live at once: one way for every kind of thing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed, Stale, WrongState
from marketplace.kernel.history import list_history
from marketplace.moderation import actions
from marketplace.moderation.comparison import compare
from marketplace.moderation.queries import get_draft
from marketplace.moderation.states import ReviewState
from tests import make

REFUSED = {"reasons": [{"code": "unclear_text", "field": "", "note": ""}]}
MAKERS = {"product": make.make_product, "offer": make.make_offer, "booth": make.make_booth}
NAMES = {"product": "name", "offer": "name", "booth": "tagline", "organization": "names"}


@pytest.fixture
def officer(app):
    return make.make_staff()


@pytest.fixture(params=[*MAKERS, "organization"])
def thing(app, request):
    """Something live of each kind that is reviewed."""
    return MAKERS.get(request.param, make.make_organization)()


def owner_of(thing):
    organization = getattr(thing, "booth", thing) if hasattr(thing, "category") else thing
    return make.owner_of(getattr(organization, "organization", organization))


def refuse(thing, officer, **content):
    revision = make.make_waiting(thing, by=owner_of(thing), **content)
    actions.refuse(revision, by=officer, seen_version=revision.version, **REFUSED)
    return revision


# --- after a refusal ----------------------------------------------------------------------------------


def test_after_a_refusal_one_goes_on_from_what_one_wrote(thing, officer):
    name = NAMES[thing.__tablename__]
    live = thing.content_of()
    refuse(thing, officer, **{name: {"vi": "Viết lâu lắm"}})
    assert get_draft(thing).content == live | {name: {"vi": "Viết lâu lắm"}}
    assert thing.content_of() == live

    written = {"address": "12B"} if thing.__tablename__ == "organization" else {"description": {"vi": "Thêm"}}
    if thing.__tablename__ == "booth":
        written = {"story": {"vi": "Thêm"}}
    revision = actions.save(thing, written, by=owner_of(thing), seen_version=0)
    assert revision.content[name] == {"vi": "Viết lâu lắm"} and revision.state == ReviewState.DRAFT


def test_what_is_public_is_one_press_away(thing, officer):
    name, live = NAMES[thing.__tablename__], thing.content_of()
    refused = refuse(thing, officer, **{name: {"vi": "Sai"}})
    draft = actions.start_over(refused, by=owner_of(thing))
    assert draft.content == live and get_draft(thing).content == live
    assert refused.state == ReviewState.REFUSED, "the refusal stays in the history"
    with pytest.raises(WrongState):
        actions.start_over(refused, by=owner_of(thing))


def test_starting_over_is_for_its_people_and_for_what_is_live(app, officer):
    product = make.make_product()
    refused = refuse(product, officer, name={"en": "Wrong"})
    with pytest.raises(NotAllowed):
        actions.start_over(refused, by=make.make_person())
    never_live = make.make_product(product.booth, is_public=False)
    with pytest.raises(WrongState):
        actions.start_over(refuse(never_live, officer), by=owner_of(product))


def test_what_moved_since_the_refusal_is_not_brought_back_by_it(app, officer):
    product = make.make_product()
    refuse(product, officer, name={"en": "Wrong"})
    actions.change_instantly(product, {"is_available": False}, by=owner_of(product))
    assert get_draft(product).content["is_available"] is False


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_the_page_says_so_and_offers_the_way_back(app, client, officer, lang):
    product = make.make_product()
    refused = refuse(product, officer, name={"en": "Wrong"})
    client.sign_in(owner_of(product))
    page = client.get(f"/{lang}/desk/products/{product.id}", expect=200).text
    way_back = f"/{lang}/desk/revisions/{refused.id}/start-over"
    assert 'value="Wrong"' in page and way_back in page
    client.post(way_back, expect=302)
    assert 'value="Robusta green coffee"' in client.get(f"/{lang}/desk/products/{product.id}").text


# --- live at once -------------------------------------------------------------------------------------


@pytest.fixture(params=["product", "offer"])
def priced(app, request):
    """A listing at 98,000 VND."""
    return MAKERS[request.param](price="98000")


def test_a_price_moves_within_its_share_at_once_and_further_after_review(priced):
    owner = owner_of(priced)
    assert actions.save(priced, {"price": "107800"}, by=owner) is None
    assert priced.price == 107800
    act = list_history(priced)[0]
    assert act.verb == "change_instantly"
    assert act.details == {"before": {"price": "98000"}, "after": {"price": "107800"}}

    revision = actions.save(priced, {"price": "107801"}, by=owner)
    assert revision.content["price"] == "107801" and priced.price == 107800


def test_many_small_moves_do_not_add_up(priced):
    owner = owner_of(priced)
    for price in ("105000", "107000"):
        assert actions.save(priced, {"price": price}, by=owner) is None
    assert actions.save(priced, {"price": "115000"}, by=owner) is not None
    assert priced.price == 107000


@pytest.mark.parametrize("change", [{"currency": "USD"}, {"unit": "GRM"}, {"price": None}, {"price": "1"}])
def test_a_price_waits_with_what_it_is_counted_in(priced, change):
    assert actions.save(priced, {"price": "99000"} | change, by=owner_of(priced)) is not None
    assert priced.price == 98000


def test_the_department_sets_the_share(app, priced, monkeypatch):
    monkeypatch.setitem(app.config, "INSTANT_PRICE_SHARE", 0)
    assert priced.instant_prices is None
    assert actions.save(priced, {"price": "98001"}, by=owner_of(priced)) is not None


def test_what_is_live_at_once_is_no_part_of_the_proposal(app, officer):
    """So a later instant change is not undone when an older proposal is approved."""
    product = make.make_product()
    owner = owner_of(product)
    revision = actions.save(product, {"is_available": False, "name": {"en": "Better"}}, by=owner)
    assert not product.is_available
    actions.save(product, {"price": "99000"}, by=owner)
    actions.submit(revision, by=owner)
    actions.change_instantly(product, {"is_available": True, "price": "97000"}, by=owner)
    actions.approve(revision, by=officer, seen_version=revision.version)
    assert product.is_available and product.price == 97000 and product.name["en"] == "Better"


def test_a_save_from_an_older_page_changes_nothing_at_once(app):
    product = make.make_product()
    owner = owner_of(product)
    actions.save(product, {"name": {"en": "Better"}}, by=owner, seen_version=0)
    with pytest.raises(Stale):
        actions.save(product, {"is_available": False}, by=owner, seen_version=0)
    assert product.is_available


def test_an_approved_offer_measures_from_its_new_price(app, officer):
    offer = make.make_offer(price="98000")
    revision = make.make_waiting(offer, by=owner_of(offer), price="200000")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        actions.approve(revision, by=officer, seen_version=revision.version)
    assert offer.instant_prices == (180000, 220000)


def test_what_is_said_at_once_while_an_edit_waits_is_no_part_of_it_later(app, officer):
    product = make.make_product()
    owner = owner_of(product)
    revision = make.make_waiting(product, by=owner, name={"en": "Better"})
    actions.change_instantly(product, {"is_available": False}, by=owner)
    actions.take_back(revision, by=owner)
    actions.save(product, get_draft(product).content, by=owner)  # as the form sends everything it shows
    actions.submit(revision, by=owner)
    actions.change_instantly(product, {"is_available": True}, by=owner)
    actions.approve(revision, by=officer, seen_version=revision.version)
    assert product.is_available and product.name["en"] == "Better"


def test_codes_in_another_order_are_no_change(app):
    product = make.make_product(incoterms=["FCA", "DAP"])
    assert actions.save(product, {"incoterms": ["DAP", "FCA"]}, by=owner_of(product)) is None
    gone_on = {"incoterms": ["DAP", "EXW", "FCA"]}
    (change,) = compare([field_of(product, "incoterms")], {"incoterms": ["FCA", "DAP"]}, gone_on, "en")
    (text,) = change.texts
    assert [piece.text for piece in text.after if piece.is_marked] == [", EXW Ex Works"]


def field_of(thing, name: str):
    return next(one for one in thing.CONTENT if one.name == name)
