"""An approval is about content: what its people or the staff have hidden stays hidden through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.booths import actions as booths
from marketplace.kernel import clock
from marketplace.kernel.errors import WrongState
from marketplace.kernel.history import list_history
from marketplace.moderation import actions
from marketplace.moderation.models import Revision
from marketplace.moderation.states import ReviewState, Visibility
from marketplace.offers import actions as offers
from marketplace.offers.states import Outcome
from tests import make

BETTER = {"name": {"en": "Hand sorted"}}
MAKERS = {"product": make.make_product, "offer": make.make_offer, "booth": make.make_booth}


@pytest.fixture
def officer(app):
    return make.make_staff()


@pytest.fixture(params=MAKERS)
def thing(app, request):
    """Something public, of each kind that can be."""
    return MAKERS[request.param]()


def owner_of(thing):
    organization = getattr(thing, "organization", None) or thing.booth.organization
    return make.owner_of(organization)


def approve(revision: Revision, officer) -> None:
    actions.approve(revision, by=officer, seen_version=revision.version)


def test_what_its_people_took_down_stays_down_when_an_older_edit_is_approved(thing, officer):
    owner = owner_of(thing)
    revision = make.make_waiting(thing, by=owner, **BETTER)
    actions.withdraw(thing, by=owner)
    approve(revision, officer)
    assert revision.state == ReviewState.APPROVED
    assert thing.state == Visibility.WITHDRAWN and not thing.is_public
    assert list_history(thing)[0].to_state == Visibility.WITHDRAWN, "no timeline says it was published"

    actions.show_again(thing, by=owner)
    assert thing.is_public and dict(thing.name) == BETTER["name"], "what was approved, and nothing else"


def test_what_is_shown_again_before_the_answer_is_what_was_approved_before(thing, officer):
    owner, live = owner_of(thing), thing.content_of()
    revision = make.make_waiting(thing, by=owner, **BETTER)
    actions.withdraw(thing, by=owner)
    actions.show_again(thing, by=owner)
    assert thing.is_public and thing.content_of() == live
    approve(revision, officer)
    assert thing.is_public and dict(thing.name) == BETTER["name"]


def test_closing_an_offer_ends_the_edit_that_waits(app, officer):
    offer = make.make_offer()
    owner = owner_of(offer)
    revision = make.make_waiting(offer, by=owner, **BETTER)
    actions.claim(revision, by=officer)
    offers.close_offer(offer, Outcome.AGREED_HERE, by=owner)
    assert revision.state == ReviewState.DISCARDED and not revision.is_claimed
    with pytest.raises(WrongState):
        approve(revision, officer)
    assert offer.state == Visibility.CLOSED and offer.outcome == Outcome.AGREED_HERE


def test_what_is_closed_is_not_proposed_again(app):
    offer = make.make_offer(price="50000")
    owner = owner_of(offer)
    offers.close_offer(offer, Outcome.NO_AGREEMENT, by=owner)
    for content in (BETTER, {"price": "51000"}):  # the second would otherwise be live at once
        with pytest.raises(WrongState):
            actions.save(offer, content, by=owner)
    assert offer.price == 50_000
    with pytest.raises(WrongState):
        actions.show_again(offer, by=owner)


def test_a_refusal_of_what_is_closed_is_not_appealed(app, officer):
    offer = make.make_offer()
    owner = owner_of(offer)
    revision = make.make_waiting(offer, by=owner, **BETTER)
    reasons = [{"code": "other", "field": "", "note": ""}]
    actions.refuse(revision, by=officer, seen_version=revision.version, reasons=reasons)
    offers.close_offer(offer, Outcome.NO_AGREEMENT, by=owner)
    with pytest.raises(WrongState):
        actions.appeal(revision, "Look again.", by=owner)


def test_an_approval_under_suspension_corrects_what_is_hidden_and_shows_nothing(thing, officer):
    revision = make.make_waiting(thing, by=owner_of(thing), **BETTER)
    actions.suspend(thing, by=officer, reason="unclear_text")
    approve(revision, officer)
    assert thing.suspended_at and not thing.is_public
    actions.reinstate(thing, by=officer)
    assert thing.is_public and dict(thing.name) == BETTER["name"]


def test_nothing_new_joins_what_is_suspended(app, officer):
    """Lifting a suspension shows what was public before: nothing is added to it meanwhile."""
    product = make.make_product()
    booth, owner = product.booth, owner_of(product)
    first = make.make_waiting(make.make_product(booth, is_public=False), by=owner)
    down = make.make_product(booth)
    actions.withdraw(down, by=owner)
    actions.suspend(booth, by=officer, reason="other")
    with pytest.raises(WrongState) as no:
        approve(first, officer)
    assert no.value.details["obstacle"] and first.state == ReviewState.SUBMITTED
    with pytest.raises(WrongState):
        actions.show_again(down, by=owner)
    actions.withdraw(product, by=owner)  # hiding more is always possible
    actions.reinstate(booth, by=officer)
    assert booth.is_public and not product.is_public and not down.is_public
    approve(first, officer)


def test_a_suspended_booth_that_was_never_public_does_not_open_by_an_approval(app, officer):
    booth = make.make_booth(is_public=False)
    revision = booth.open_revision
    actions.submit(revision, by=owner_of(booth))
    actions.suspend(booth, by=officer, reason="other")
    with pytest.raises(WrongState):
        approve(revision, officer)


def test_a_booth_that_is_taken_down_keeps_its_listings_hidden_through_their_approvals(app, officer):
    product = make.make_product()
    booth, owner = product.booth, owner_of(product)
    edit = make.make_waiting(product, by=owner, **BETTER)
    booths.take_down(booth, by=owner)
    approve(edit, officer)
    assert not product.is_public
    booths.show_again(booth, by=owner)
    assert product.is_public and dict(product.name) == BETTER["name"]


def test_an_offer_that_ended_while_its_edit_waited_begins_its_days_with_the_approval(app, officer):
    offer = make.make_offer(valid_days="5")
    revision = make.make_waiting(offer, by=owner_of(offer), **BETTER)
    with clock.frozen(clock.now() + timedelta(days=10)):
        assert not offer.is_public
        approve(revision, officer)
        assert offer.is_public and offer.open_until == clock.today() + timedelta(days=5)


def test_what_became_impossible_while_it_waited_is_not_approved(app, officer):
    """A delivery window that is over is for its people to change, however long the queue was."""
    offer = make.make_offer(is_public=False, window_until=(clock.today() + timedelta(days=2)).isoformat())
    revision = make.make_waiting(offer, by=owner_of(offer))
    with clock.frozen(clock.now() + timedelta(days=4)):
        with pytest.raises(WrongState) as no:
            approve(revision, officer)
        assert no.value.details["obstacle"]
    assert revision.state == ReviewState.SUBMITTED and not offer.is_public
