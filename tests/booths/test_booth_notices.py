"""Members hear of decisions and suspensions, in their own language, with the way to each field."""

from __future__ import annotations

from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter
from marketplace.moderation import actions as moderation
from marketplace.notifications.models import Notice
from tests.make import (
    make_member,
    make_organization,
    make_product,
    make_staff,
    make_waiting,
    owner_of,
)


def letters_to(person) -> list[Letter]:
    return db.session.query(Letter).filter_by(to_address=person.email).order_by(Letter.id).all()


def test_an_approval_is_told_to_those_who_edit(booth):
    organization = booth.organization
    manager, clerk = make_member(organization, "manager", lang="lo"), make_member(organization, "clerk")
    revision = make_waiting(booth, by=owner_of(organization), tagline={"vi": "Mới"})
    moderation.approve(revision, by=make_staff(), seen_version=revision.version)
    (letter,) = letters_to(manager)
    assert letter.lang == "lo"
    assert f"/lo/desk/booth/{booth.id}" in letter.body
    assert letters_to(clerk) == [], "a clerk does not look after the booth"
    notice = db.session.query(Notice).filter_by(person_id=manager.id).one()
    assert notice.url == f"/lo/desk/booth/{booth.id}"


def test_reasons_come_with_the_way_to_their_field(booth):
    owner = owner_of(booth.organization)
    revision = make_waiting(booth, by=owner, tagline={"vi": "Mới"})
    moderation.request_changes(
        revision,
        by=make_staff(),
        seen_version=revision.version,
        reasons=[{"code": "unclear_text", "field": "story", "note": "Xin viết rõ hơn."}],
        note="Cảm ơn.",
    )
    letter = letters_to(owner)[-1]
    assert "Xin viết rõ hơn." in letter.body
    assert "Cảm ơn." in letter.body
    assert f"/vi/desk/booth/{booth.id}?field=story#field-story" in letter.body


def test_an_identity_leads_to_its_registration(app):
    organization = make_organization(is_verified=False)
    owner = owner_of(organization)
    revision = organization.open_revision
    moderation.submit(revision, by=owner)
    db.session.flush()
    moderation.refuse(
        revision,
        by=make_staff(),
        seen_version=revision.version,
        reasons=[{"code": "other", "field": "phone"}],
    )
    assert f"/vi/register/{organization.id}?field=phone#field-phone" in letters_to(owner)[-1].body


def test_a_decision_on_a_listing_is_told_to_clerks_too(booth):
    clerk = make_member(booth.organization, "clerk", lang="en")
    make_product(booth)
    (letter,) = letters_to(clerk)
    assert "/en/desk/products/" in letter.body


def test_suspension_and_its_end_are_told_with_the_reason(booth):
    owner, officer = owner_of(booth.organization), make_staff()
    owner.lang = "en"
    moderation.suspend(booth, by=officer, reason="prohibited_goods", note="See article 5.")
    letter = letters_to(owner)[-1]
    assert letter.subject == "Suspended: Cau Dat Coffee"
    assert "These goods may not be offered" in letter.body
    assert "See article 5." in letter.body
    moderation.reinstate(booth, by=officer)
    assert letters_to(owner)[-1].subject == "Shown again: Cau Dat Coffee"


def test_people_who_left_the_house_hear_nothing(booth):
    from marketplace.kernel import clock

    gone = make_member(booth.organization, "manager")
    gone.deactivated_at = clock.now()
    moderation.suspend(booth, by=make_staff(), reason="other")
    assert letters_to(gone) == []
