"""Time answers questions; reminders and forgetting happen once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition
from marketplace.kernel.mail import Letter
from marketplace.moderation import actions as moderation
from marketplace.notifications.models import Notice
from marketplace.offers import actions, jobs
from marketplace.offers.models import ExpiryStep, Offer
from marketplace.search.models import LookAgain
from tests import make

NOON = datetime(2026, 9, 1, 5, 0, tzinfo=UTC)


def on_day(number: int):
    """So many days after the offers of these tests were approved, at noon in the region."""
    return clock.frozen(NOON + timedelta(days=number))


@pytest.fixture
def offer(app):
    with on_day(0):
        offer = make.make_offer(valid_days="30")
        db.session.flush()  # letters about the approval are of that day
    return offer


@pytest.fixture
def owner(offer):
    return make.owner_of(offer.booth.organization)


def run(job, day: int) -> None:
    """Do what the worker does on that day."""
    db.session.commit()
    with on_day(day):
        job()
    db.session.expire_all()


# --- is it live? --------------------------------------------------------------------------------------


def test_the_question_and_its_sql_twin_agree_on_every_day(app):
    with on_day(0):
        booth = make.make_booth()
        offers = [make.make_offer(booth, valid_days=str(days)) for days in (1, 2, 7, 30, 89, 90)]
        offers.append(make.make_offer(booth, is_public=False))
    owner = make.owner_of(booth.organization)
    with on_day(1):
        actions.renew_offer(offers[0], by=owner)
        moderation.withdraw(offers[1], by=owner)
        moderation.suspend(offers[2], by=make.make_staff(), reason="other")
    for number in range(120):
        with on_day(number):
            live = set(db.session.scalars(select(Offer.id).where(Offer.is_live)))
            public = {offer.id for offer in db.session.scalars(Offer.public())}
            assert live == {offer.id for offer in offers if offer.is_live}, number
            assert public == {offer.id for offer in offers if offer.is_public}, number


def test_it_is_live_through_its_last_day_where_the_market_is(offer):
    midnight_in_the_region = datetime(2026, 10, 1, 17, 0, tzinfo=UTC)
    with clock.frozen(midnight_in_the_region - timedelta(seconds=1)):
        assert offer.is_live
    with clock.frozen(midnight_in_the_region):
        assert not offer.is_live


# --- reminders ----------------------------------------------------------------------------------------


def subjects_to(person) -> list[str]:
    """Of the letters since the day of the approval."""
    later = Letter.created_at > NOON + timedelta(hours=12)
    wanted = select(Letter.subject).where(Letter.to_address == person.email, later).order_by(Letter.id)
    return list(db.session.scalars(wanted))


def test_its_people_are_told_seven_days_and_one_day_before_once_each(offer, owner):
    colleague = make.make_member(offer.booth.organization, lang="en")
    told_on = []
    for day in range(31):
        before = len(subjects_to(colleague))
        run(jobs.remind_of_ends, day)
        run(jobs.remind_of_ends, day)
        told_on += [day] * (len(subjects_to(colleague)) - before)
    assert told_on == [23, 29]
    assert subjects_to(colleague) == ["Valid until 1 Oct 2026: Green coffee"] * 2
    assert len(subjects_to(owner)) == 2
    bell = db.session.scalars(select(Notice).where(Notice.person_id == colleague.id)).all()
    assert {notice.url for notice in bell} == {f"/en/desk/offers/{offer.id}"} and len(bell) == 2


def test_a_worker_that_was_away_still_tells_each_once(offer, owner):
    run(jobs.remind_of_ends, 26)
    run(jobs.remind_of_ends, 30)
    run(jobs.remind_of_ends, 30)
    assert len(subjects_to(owner)) == 2


def test_a_renewed_offer_is_reminded_of_its_new_last_day(offer, owner):
    run(jobs.remind_of_ends, 24)
    with on_day(25):
        actions.renew_offer(offer, by=owner)
    run(jobs.remind_of_ends, 29)
    assert len(subjects_to(owner)) == 1
    run(jobs.remind_of_ends, 53)
    steps = db.session.scalars(select(ExpiryStep.open_until).order_by(ExpiryStep.open_until)).all()
    assert [day.isoformat() for day in steps] == ["2026-10-01", "2026-10-31"]


def test_nobody_is_reminded_of_what_was_meant_to_be_short(app):
    with on_day(0):
        offer = make.make_offer(valid_days="5")
    owner = make.owner_of(offer.booth.organization)
    run(jobs.remind_of_ends, 1)
    assert db.session.scalars(select(ExpiryStep)).all() == []
    run(jobs.remind_of_ends, 4)
    assert [step.days_before for step in db.session.scalars(select(ExpiryStep))] == [1]
    assert owner.email in db.session.scalars(select(Letter.to_address)).all()


def test_nobody_is_reminded_of_what_nobody_sees(offer, owner):
    with on_day(1):
        moderation.withdraw(offer, by=owner)
    run(jobs.remind_of_ends, 25)
    assert db.session.scalars(select(ExpiryStep)).all() == []


def test_the_letter_of_an_offer_with_a_closed_window_asks_to_edit_it(app):
    with on_day(0):
        offer = make.make_offer(window_until="2026-09-10")
    make.make_member(offer.booth.organization, lang="en", email="clerk@example.com")
    run(jobs.remind_of_ends, 25)
    letter = db.session.scalar(
        select(Letter).where(Letter.to_address == "clerk@example.com").order_by(Letter.id.desc())
    )
    assert "edit its delivery window" in letter.body


# --- forgetting ---------------------------------------------------------------------------------------


def rows_about(offer: Offer) -> int:
    about = select(LookAgain.id).where(LookAgain.kind == "offer", LookAgain.object_id == offer.id)
    return len(db.session.scalars(about).all())


def test_the_index_looks_again_once_the_last_day_is_over(offer):
    before = rows_about(offer)
    run(jobs.forget_expired, 30)
    assert rows_about(offer) == before
    edition = current_edition()
    run(jobs.forget_expired, 31)
    run(jobs.forget_expired, 32)
    assert rows_about(offer) == before + 1
    assert current_edition() == edition + 1


def test_what_expires_again_after_a_renewal_is_forgotten_again(offer, owner):
    run(jobs.forget_expired, 35)
    with on_day(40):
        actions.renew_offer(offer, by=owner)
    db.session.commit()
    before = rows_about(offer)
    run(jobs.forget_expired, 75)
    assert rows_about(offer) == before + 1


def test_many_are_forgotten_in_one_go(app, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    with on_day(0):
        booth = make.make_booth()
        offers = [make.make_offer(booth, valid_days="1") for _number in range(5)]
    run(jobs.forget_expired, 3)
    steps = db.session.scalars(select(ExpiryStep.offer_id).where(ExpiryStep.days_before == 0))
    assert set(steps) == {offer.id for offer in offers}
