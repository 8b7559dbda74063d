"""The verbs of an offer's people: each with its yes, its no and its nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from marketplace.kernel.history import list_history
from marketplace.moderation import actions as moderation
from marketplace.moderation.states import ReviewState, Visibility
from marketplace.offers import actions
from marketplace.offers.states import Outcome
from tests import make

NOON = datetime(2026, 9, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def offer(app):
    return make.make_offer()


@pytest.fixture
def owner(offer):
    return make.owner_of(offer.booth.organization)


@pytest.fixture
def stranger(app):
    return make.make_person("Stranger")


# --- writing ------------------------------------------------------------------------------------------


def test_a_new_offer_is_a_draft_that_nobody_sees(app):
    booth = make.make_booth()
    offer = actions.create_offer(booth, make.OFFER | {"side": "buy"}, by=make.owner_of(booth.organization))
    assert offer.state == Visibility.UNPUBLISHED and not offer.is_public
    assert offer.open_revision.content["side"] == "buy"
    assert [row.verb for row in list_history(offer)] == ["create"]


def test_a_stranger_begins_nothing_in_a_booth(app, stranger):
    with pytest.raises(NotAllowed):
        actions.create_offer(make.make_booth(), make.OFFER, by=stranger)


def test_approval_starts_the_days_of_its_validity(app):
    with clock.frozen(NOON):
        offer = make.make_offer(valid_days="45")
        assert offer.open_until == clock.today() + timedelta(days=45)
    assert offer.content_of()["valid_days"] == "45"
    published = next(row for row in list_history(offer) if row.verb == "publish")
    assert published.details["open_until"] == "2026-10-16"


def test_an_edit_leaves_the_live_offer_alone_and_starts_anew_when_approved(app):
    with clock.frozen(NOON):
        offer = make.make_offer()
    owner = make.owner_of(offer.booth.organization)
    with clock.frozen(NOON + timedelta(days=10)):
        actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
        assert offer.quantity == 18 and offer.open_until.isoformat() == "2026-10-01"
        make.approve(offer, by=owner)
    assert offer.quantity == 20 and offer.open_until.isoformat() == "2026-10-11"


def test_saving_a_live_offer_unchanged_begins_nothing(offer, owner):
    assert actions.save_offer(offer, {"quantity": "18"}, by=owner, seen_version=0) is None
    assert offer.open_revision is None


def test_two_colleagues_do_not_overwrite_each_other(offer, owner):
    first = actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
    db.session.flush()
    seen = first.version
    actions.save_offer(offer, {"quantity": "21"}, by=owner, seen_version=seen)
    db.session.flush()
    for stale in (0, seen):
        with pytest.raises(Stale) as conflict:
            actions.save_offer(offer, {"quantity": "22"}, by=owner, seen_version=stale)
        assert conflict.value.details["theirs"]["quantity"] == "21"


def test_a_draft_that_was_decided_meanwhile_is_stale_too(offer, owner):
    actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
    db.session.flush()
    seen = offer.open_revision.version
    moderation.discard(offer.open_revision, by=owner)
    with pytest.raises(Stale):
        actions.save_offer(offer, {"quantity": "21"}, by=owner, seen_version=seen)


def test_an_incomplete_draft_is_kept_but_not_sent(app):
    booth = make.make_booth()
    owner = make.owner_of(booth.organization)
    offer = actions.create_offer(booth, {"side": "sell", "name": {"lo": "ກາເຟ"}}, by=owner)
    with pytest.raises(Invalid) as missing:
        moderation.send_for_approval(offer, by=owner)
    assert {"category", "quantity", "languages"} <= set(missing.value.details["problems"])
    assert offer.open_revision.state == ReviewState.DRAFT


def test_nothing_is_sent_where_nothing_is_edited(offer, owner):
    with pytest.raises(WrongState):
        moderation.send_for_approval(offer, by=owner)


# --- renewing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_days", "days_later", "last_day"),
    [
        (30, 10, 60),  # its days once more, after the last day it has
        (60, 10, 100),  # never past 90 days from today
        (30, 40, 70),  # expired: from today
        (90, 1, 91),
    ],
)
def test_a_renewal_adds_its_days(app, valid_days, days_later, last_day):
    with clock.frozen(NOON):
        offer = make.make_offer(valid_days=str(valid_days))
        first_day = clock.today()
    owner = make.owner_of(offer.booth.organization)
    with clock.frozen(NOON + timedelta(days=days_later)):
        actions.renew_offer(offer, by=owner)
        assert offer.open_until == first_day + timedelta(days=last_day)
        assert offer.is_public
    change = list_history(offer)[0]
    assert change.verb == "change_instantly" and change.actor_id == owner.id
    assert change.details["after"] == {"open_until": offer.open_until.isoformat()}


def test_a_renewal_needs_no_new_review_and_leaves_a_draft_alone(offer, owner):
    revision = actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
    actions.renew_offer(offer, by=owner)
    renewed = offer.open_until
    assert offer.open_revision is revision and offer.quantity == 18
    assert renewed == clock.today() + timedelta(days=60)


def test_what_is_as_long_as_can_be_is_not_renewed(app):
    offer = make.make_offer(valid_days="90")
    with pytest.raises(WrongState):
        actions.renew_offer(offer, by=make.owner_of(offer.booth.organization))


def test_what_is_not_published_is_not_renewed(app, offer, owner):
    draft = make.make_offer(offer.booth, is_public=False)
    with pytest.raises(WrongState):
        actions.renew_offer(draft, by=owner)
    moderation.withdraw(offer, by=owner)
    with pytest.raises(WrongState):
        actions.renew_offer(offer, by=owner)


def test_a_suspended_offer_is_not_renewed(offer, owner):
    moderation.suspend(offer, by=make.make_staff(), reason="price_doubtful")
    with pytest.raises(WrongState):
        actions.renew_offer(offer, by=owner)


def test_an_offer_whose_delivery_window_is_over_is_not_renewed(app):
    with clock.frozen(NOON):
        offer = make.make_offer(window_until="2026-09-10")
    with clock.frozen(NOON + timedelta(days=12)):
        assert "window" in str(offer.renewal_obstacle())
        with pytest.raises(WrongState):
            actions.renew_offer(offer, by=make.owner_of(offer.booth.organization))


def test_nobody_else_renews(offer, stranger):
    for person in (stranger, make.make_staff(), make.owner_of(make.make_organization())):
        with pytest.raises(NotAllowed):
            actions.renew_offer(offer, by=person)


# --- closing, taking down -----------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", list(Outcome))
def test_closing_says_how_it_ended(offer, owner, outcome):
    actions.close_offer(offer, outcome, by=owner)
    assert (offer.state, offer.outcome) == (Visibility.CLOSED, outcome)
    assert not offer.is_public
    assert list_history(offer)[0].details["outcome"] == outcome


@pytest.mark.parametrize("is_sent", [False, True])
def test_closing_throws_away_what_was_being_edited(offer, owner, is_sent):
    revision = actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
    if is_sent:
        moderation.send_for_approval(offer, by=owner)
    actions.close_offer(offer, Outcome.NO_AGREEMENT, by=owner)
    assert revision.state == ReviewState.DISCARDED and offer.open_revision is None


def test_a_closed_offer_stays_closed(offer, owner):
    actions.close_offer(offer, Outcome.AGREED_HERE, by=owner)
    with pytest.raises(WrongState):
        actions.save_offer(offer, {"quantity": "20"}, by=owner, seen_version=0)
    with pytest.raises(WrongState):
        actions.renew_offer(offer, by=owner)
    with pytest.raises(WrongState):
        actions.close_offer(offer, Outcome.NO_AGREEMENT, by=owner)


def test_nobody_else_closes(offer, stranger):
    for person in (stranger, make.owner_of(make.make_organization())):
        with pytest.raises(NotAllowed):
            actions.close_offer(offer, Outcome.NO_LONGER_NEEDED, by=person)


def test_a_colleague_of_any_role_may(offer):
    clerk = make.make_member(offer.booth.organization)
    actions.renew_offer(offer, by=clerk)
    actions.close_offer(offer, Outcome.AGREED_ELSEWHERE, by=clerk)
    assert offer.is_closed


def test_what_was_taken_down_is_shown_again_until_its_last_day(offer, owner):
    moderation.withdraw(offer, by=owner)
    assert not offer.is_public
    moderation.show_again(offer, by=owner)
    assert offer.is_public


# --- copying ------------------------------------------------------------------------------------------


def test_a_copy_is_a_draft_of_its_own(offer, owner):
    copy = actions.duplicate_offer(offer, by=owner)
    assert copy.id != offer.id and copy.state == Visibility.UNPUBLISHED
    proposed = copy.open_revision.content
    assert proposed["name"] == dict(offer.name) and proposed["quantity"] == "18"
    assert proposed["open_until"] is None


def test_a_copy_leaves_out_a_window_that_is_over(app):
    with clock.frozen(NOON):
        offer = make.make_offer(window_from="2026-09-02", window_until="2026-09-10")
    owner = make.owner_of(offer.booth.organization)
    with clock.frozen(NOON + timedelta(days=5)):
        kept = actions.duplicate_offer(offer, by=owner).open_revision.content
    with clock.frozen(NOON + timedelta(days=15)):
        left_out = actions.duplicate_offer(offer, by=owner).open_revision.content
    assert kept["window_until"] == "2026-09-10"
    assert (left_out["window_from"], left_out["window_until"]) == (None, None)


def test_a_closed_offer_can_be_copied_and_a_stranger_copies_nothing(offer, owner, stranger):
    actions.close_offer(offer, Outcome.NO_AGREEMENT, by=owner)
    assert actions.duplicate_offer(offer, by=owner).open_revision.content["quantity"] == "18"
    with pytest.raises(NotAllowed):
        actions.duplicate_offer(offer, by=stranger)
