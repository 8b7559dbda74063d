"""From a draft to the public and back: the verbs of the review desk, each with its yes and its no."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from marketplace.kernel.history import list_history
from marketplace.moderation import actions, queries
from marketplace.moderation.public_clock import say_answer_time
from marketplace.moderation.states import ReviewState, Visibility
from tests import make

NOON = datetime(2026, 9, 1, 5, 0, tzinfo=UTC)
REASONS = [{"code": "price_doubtful", "field": "price", "note": "ten times the usual"}]


@pytest.fixture
def officer(app):
    return make.make_staff(name="Nguyễn Thị Hạnh")


@pytest.fixture
def product(app):
    return make.make_product()


@pytest.fixture
def owner(product):
    return make.owner_of(product.booth.organization)


def test_an_act_is_written_down_with_its_moment(product, owner):
    with clock.frozen(clock.now() - timedelta(hours=3)):
        revision = actions.save_draft(product, {"moq": "5"}, by=owner)
        actions.submit(revision, by=owner)
    db.session.flush()  # as a request does at its end
    assert list_history(revision)[0].at == revision.submitted_at


def test_an_edit_leaves_the_live_row_alone_until_it_is_approved(product, owner, officer):
    live = product.content_of()
    revision = make.make_waiting(product, by=owner, name={"en": "Robusta, hand sorted"})
    assert product.content_of() == live and product.is_public

    actions.approve(revision, by=officer, seen_version=revision.version)
    assert dict(product.name) == {"en": "Robusta, hand sorted"}
    assert product.content_of() == live | {"name": {"en": "Robusta, hand sorted"}}


def test_one_thing_has_one_open_revision(product, owner):
    first = actions.save_draft(product, {"price": "90000"}, by=owner)
    second = actions.save_draft(product, {"moq": "100"}, by=owner)
    assert first is second
    assert (second.content["price"], second.content["moq"]) == ("90000", "100")


def test_two_colleagues_do_not_overwrite_each_other(product, owner):
    revision = actions.save_draft(product, {"price": "90000"}, by=owner)
    db.session.flush()
    seen = revision.version
    actions.save_draft(product, {"price": "91000"}, by=owner, seen_version=seen)
    db.session.flush()
    with pytest.raises(Stale) as stale:
        actions.save_draft(product, {"price": "92000"}, by=owner, seen_version=seen)
    assert stale.value.details["theirs"]["price"] == "91000"
    assert revision.content["price"] == "91000"


def test_a_waiting_revision_is_taken_back_before_it_is_edited(product, owner):
    revision = make.make_waiting(product, by=owner, price="90000")
    with pytest.raises(WrongState):
        actions.save_draft(product, {"price": "91000"}, by=owner)
    actions.take_back(revision, by=owner)
    actions.save_draft(product, {"price": "91000"}, by=owner)
    assert revision.content["price"] == "91000"


def test_an_approval_names_what_was_seen(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="90000")
    seen = revision.version
    actions.take_back(revision, by=owner)
    actions.save_draft(product, {"price": "1"}, by=owner)
    actions.submit(revision, by=owner)
    db.session.flush()
    with pytest.raises(Stale):
        actions.approve(revision, by=officer, seen_version=seen)
    assert product.price == 98000 and revision.state == ReviewState.SUBMITTED


def test_an_instant_change_survives_the_approval_of_an_older_proposal(product, owner, officer):
    revision = make.make_waiting(product, by=owner, name={"en": "Robusta, hand sorted"})
    actions.change_instantly(product, {"is_available": False}, by=owner)
    actions.approve(revision, by=officer, seen_version=revision.version)
    assert not product.is_available and dict(product.name) == {"en": "Robusta, hand sorted"}


def test_what_waits_for_staff_cannot_be_changed_instantly(product, owner):
    with pytest.raises(NotAllowed):
        actions.change_instantly(product, {"name": {"en": "Gold"}}, by=owner)
    assert product.name["en"] == "Robusta green coffee"


def test_a_correction_is_published_and_what_it_replaced_is_kept(product, owner, officer):
    revision = make.make_waiting(product, by=owner, name={"en": "Robusta hand sortet"})
    corrected = {"name": {"en": "Robusta, hand sorted"}}
    actions.approve(revision, by=officer, seen_version=revision.version, correction=corrected)
    assert product.name["en"] == "Robusta, hand sorted"
    act = next(row for row in list_history(revision) if row.verb == "approve_corrected")
    assert act.details["corrected"] == {"name": {"en": "Robusta hand sortet"}}


@pytest.mark.parametrize("correction", [{"state": "public"}, {"category": "no-such-thing"}])
def test_a_correction_touches_known_fields_and_leaves_them_complete(product, owner, officer, correction):
    revision = make.make_waiting(product, by=owner, price="90000")
    with pytest.raises(Invalid):
        actions.approve(revision, by=officer, seen_version=revision.version, correction=correction)
    assert product.price == 98000


def test_changes_are_asked_for_with_coded_reasons(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="980000")
    actions.request_changes(
        revision, by=officer, seen_version=revision.version, reasons=REASONS, note="Please look."
    )
    assert revision.is_editable and revision.reasons == REASONS and product.price == 98000
    actions.save_draft(product, {"price": "99000"}, by=owner)
    actions.submit(revision, by=owner)
    db.session.flush()
    actions.approve(revision, by=officer, seen_version=revision.version)
    assert product.price == 99000


@pytest.mark.parametrize(
    "reasons", [[], [{"code": "because", "field": ""}], [{"code": "other", "field": "state"}]]
)
def test_a_refusal_needs_a_coded_reason_on_a_known_field(product, owner, officer, reasons):
    revision = make.make_waiting(product, by=owner, price="980000")
    with pytest.raises(Invalid):
        actions.refuse(revision, by=officer, seen_version=revision.version, reasons=reasons)
    assert revision.state == ReviewState.SUBMITTED


def test_a_refusal_can_be_appealed_once(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="980000")
    actions.refuse(revision, by=officer, seen_version=revision.version, reasons=REASONS)
    with pytest.raises(Invalid):
        actions.appeal(revision, " ", by=owner)
    actions.appeal(revision, "This is the price of a speciality.", by=owner)
    db.session.flush()
    assert revision.state == ReviewState.SUBMITTED and revision.decided_at is None
    actions.refuse(revision, by=make.make_staff(), seen_version=revision.version, reasons=REASONS)
    assert not revision.moves_for(product.roles_of(owner))
    with pytest.raises(WrongState):
        actions.appeal(revision, "Once more.", by=owner)


def test_an_appeal_does_not_open_a_second_revision(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="980000")
    actions.refuse(revision, by=officer, seen_version=revision.version, reasons=REASONS)
    actions.save_draft(product, {"price": "99000"}, by=owner)
    with pytest.raises(WrongState):
        actions.appeal(revision, "Look again.", by=owner)


def test_a_discarded_draft_leaves_no_trace_on_the_live_row(product, owner):
    live = product.content_of()
    revision = actions.save_draft(product, {"price": "1"}, by=owner)
    actions.discard(revision, by=owner)
    assert product.content_of() == live and product.open_revision is None


def test_nobody_reviews_their_own_organization(product, officer):
    make.make_member(product.booth.organization)
    colleague = make.make_member(product.booth.organization)
    colleague.staff_role = "officer"
    revision = make.make_waiting(product, by=make.owner_of(product.booth.organization), price="90000")
    for verb in (
        lambda: actions.approve(revision, by=colleague, seen_version=revision.version),
        lambda: actions.refuse(revision, by=colleague, seen_version=revision.version, reasons=REASONS),
        lambda: actions.claim(revision, by=colleague),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert product.price == 98000


@pytest.mark.parametrize("role", ["", "editor"])
def test_only_officers_answer(product, owner, role):
    revision = make.make_waiting(product, by=owner, price="90000")
    person = make.make_staff(role)
    with pytest.raises(NotAllowed):
        actions.approve(revision, by=person, seen_version=revision.version)
    with pytest.raises(NotAllowed):
        actions.suspend(product, by=person, reason="other")


def test_identity_comes_first(app, officer):
    organization = make.make_organization(is_verified=False)
    product = make.make_product(organization.booth, is_public=False)
    revision = product.open_revision
    actions.submit(revision, by=make.owner_of(organization))
    db.session.flush()
    with pytest.raises(WrongState) as no:
        actions.approve(revision, by=officer, seen_version=revision.version)
    assert no.value.details["obstacle"]
    assert revision.state == ReviewState.SUBMITTED and product.state == Visibility.UNPUBLISHED


def test_only_an_approved_revision_of_the_thing_itself_is_published(product, owner, officer):
    waiting = make.make_waiting(product, by=owner, price="90000")
    with pytest.raises(WrongState):
        actions.publish(product, waiting, by=officer)
    other = make.make_product(product.booth)
    with pytest.raises(WrongState):
        actions.publish(product, other.latest_revision, by=officer)


# --- claims -------------------------------------------------------------------------------------------


def test_a_claim_keeps_others_away_until_it_lapses(product, owner, officer):
    colleague = make.make_staff(name="Trần Văn Bảo")
    with clock.frozen(NOON):
        revision = make.make_waiting(product, by=owner, price="90000")
        seen = revision.version
        actions.claim(revision, by=officer)
        assert revision.version == seen, "a claim changes nothing that was seen"
        with pytest.raises(WrongState):
            actions.claim(revision, by=colleague)
        with pytest.raises(WrongState):
            actions.approve(revision, by=colleague, seen_version=seen)
    with clock.frozen(NOON + actions.CLAIM_LASTS + timedelta(seconds=1)):
        assert not revision.is_claimed
        actions.claim(revision, by=colleague)
        with pytest.raises(WrongState):
            actions.approve(revision, by=officer, seen_version=seen)
        actions.approve(revision, by=colleague, seen_version=seen)
    assert product.price == 90000 and revision.claimed_by_id is None


def test_a_claim_is_given_back_by_its_holder(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="90000")
    actions.claim(revision, by=officer)
    with pytest.raises(NotAllowed):
        actions.release(revision, by=make.make_staff())
    actions.release(revision, by=officer)
    assert not revision.is_claimed


def test_what_no_longer_waits_cannot_be_claimed(product, owner, officer):
    revision = make.make_waiting(product, by=owner, price="90000")
    actions.claim(revision, by=officer)
    actions.take_back(revision, by=owner)
    assert not revision.is_claimed
    with pytest.raises(WrongState):
        actions.claim(revision, by=officer)


# --- suspension ---------------------------------------------------------------------------------------


def public_ids(model) -> set[int]:
    db.session.flush()
    return {thing.id for thing in db.session.scalars(model.public())}


def test_suspending_a_booth_hides_everything_and_lifting_it_restores_exactly_that(product, owner, officer):
    booth, offer = product.booth, make.make_offer(product.booth)
    down = make.make_product(booth)
    actions.withdraw(down, by=owner)
    draft = make.make_product(booth, is_public=False)
    before = {model: public_ids(model) for model in (type(booth), type(product), type(offer))}

    actions.suspend(booth, by=officer, reason="unproven_claim", note="Who says so?")
    assert not any(public_ids(model) for model in before)
    assert not (booth.is_public or product.is_public or offer.is_public)

    actions.reinstate(booth, by=officer)
    assert {model: public_ids(model) for model in before} == before
    assert not down.is_public and not draft.is_public


def test_lifting_a_suspension_shows_no_more_than_before(product, owner, officer):
    actions.withdraw(product, by=owner)
    actions.suspend(product, by=officer, reason="other")
    assert not product.moves_for(product.roles_of(owner)) or "show_again" not in {
        move.verb for move in product.moves_for(product.roles_of(owner))
    }
    with pytest.raises(WrongState):
        actions.show_again(product, by=owner)
    actions.reinstate(product, by=officer)
    assert not product.is_public


def test_a_suspension_needs_a_coded_reason_and_happens_once(product, officer):
    with pytest.raises(Invalid):
        actions.suspend(product, by=officer, reason="mood")
    actions.suspend(product, by=officer, reason="other")
    with pytest.raises(WrongState):
        actions.suspend(product, by=officer, reason="other")
    actions.reinstate(product, by=officer)
    with pytest.raises(WrongState):
        actions.reinstate(product, by=officer)


def test_what_was_taken_down_is_shown_again_as_it_was(product, owner):
    live = product.content_of()
    actions.withdraw(product, by=owner)
    assert not product.is_public
    actions.show_again(product, by=owner)
    assert product.is_public and product.content_of() == live


# --- the queue and its clock --------------------------------------------------------------------------


def test_the_queue_is_oldest_first_and_keeps_to_the_officers_part(app, officer):
    with clock.frozen(NOON):
        lao = make.make_waiting(
            make.make_product(make.make_booth(make.make_organization("LA")), is_public=False),
            by=make.owner_of(last_organization()),
        )
    with clock.frozen(NOON - timedelta(hours=1)):
        vietnamese = make.make_waiting(
            make.make_product(make.make_booth(), is_public=False), by=make.owner_of(last_organization())
        )
    assert queue_of(officer) == [vietnamese, lao]
    officer.review_provinces = ["LA-CH"]
    assert queue_of(officer) == [lao]
    officer.review_provinces, officer.review_categories = [], ["coffee-tea-spices"]
    assert queue_of(officer) == [vietnamese, lao]
    officer.review_categories = ["fish-and-seafood"]
    assert queue_of(officer) == []
    assert queries.find_next(officer) is None


def test_the_queue_knows_what_has_never_been_live(product, owner, officer):
    edited = make.make_product(product.booth)
    first = make.make_waiting(make.make_product(product.booth, is_public=False), by=owner)
    change = make.make_waiting(edited, by=owner, packaging={"en": "Sacks"})
    db.session.expire_all()
    assert {one.id: one.is_first for one in queue_of(officer)} == {first.id: True, change.id: False}


def queue_of(officer) -> list:
    db.session.flush()
    return queries.list_queue(officer, queries.QueueFilter()).revisions


def last_organization():
    from marketplace.booths.models import Organization

    return db.session.query(Organization).order_by(Organization.id.desc()).first()


def test_the_next_item_is_ones_own_claim_and_never_anothers(product, owner, officer):
    other = make.make_product(product.booth)
    with clock.frozen(NOON):
        older = make.make_waiting(product, by=owner, price="90000")
    newer = make.make_waiting(other, by=owner, price="90000")
    assert queries.find_next(officer) is older
    actions.claim(newer, by=officer)
    assert queries.find_next(officer) is newer
    assert queries.find_next(make.make_staff()) is older


def test_the_clock_is_the_median_of_recent_answers(app):
    assert queries.usual_answer_time() is None
    booth = make.make_booth()
    owner, officer = make.owner_of(booth.organization), make.make_staff()
    start = clock.now() - timedelta(days=5)
    for hours in (1, 5, 30):
        product = make.make_product(booth, is_public=False)
        with clock.frozen(start):
            revision = make.make_waiting(product, by=owner)
        with clock.frozen(start + timedelta(hours=hours)):
            actions.approve(revision, by=officer, seen_version=revision.version)
            db.session.flush()
    usual = queries.usual_answer_time()  # of these three, and of identity and booth, answered within moments
    assert (usual.count, usual.half) == (5, timedelta(hours=1))
    assert say_answer_time() == "Half of the last 5 proposals were answered within 1 hour."
