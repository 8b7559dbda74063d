"""Members, roles, invitations, and working for several organizations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from marketplace.booths import actions
from marketplace.booths.models import Invitation, Membership
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState
from marketplace.kernel.history import list_history
from marketplace.kernel.mail import Letter
from tests.make import make_booth, make_member, make_organization, make_person, owner_of


@pytest.fixture
def organization(app):
    return make_organization()


@pytest.fixture
def owner(client, organization):
    """The owner at the browser."""
    return client.sign_in(owner_of(organization))


def membership_of(person) -> Membership:
    return db.session.query(Membership).filter_by(person_id=person.id).one()


def link_to(address: str) -> str:
    """The path in the newest letter to this address."""
    letter = db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id.desc()).first()
    return re.search(r"https?://[^/\s]+(/\S+/invitations/\S+)", letter.body)[1]


def invite(owner, email="lan@example.com", role="clerk", expect=302):
    return owner.post("/en/desk/booth/people/invite", data={"email": email, "role": role}, expect=expect)


def test_an_invited_colleague_joins_with_the_role(owner, organization, app):
    invite(owner, role="manager")
    lan = make_person("Lan", email="lan@example.com")
    visitor = app.test_client().sign_in(lan)
    link = link_to("lan@example.com")
    assert "Manager" in visitor.get(link.replace("/vi/", "/en/"), expect=200).text
    assert not lan.memberships, "looking is not joining"
    visitor.post(link, expect=302)
    assert membership_of(lan).role == "manager"
    visitor.get("/en/desk/booth/people", expect=200)
    assert visitor.post(link, expect=410), "an invitation is used once"


def test_a_stranger_to_the_house_signs_in_first(owner, client, app):
    invite(owner)
    answer = app.test_client().get(link_to("lan@example.com"), expect=302)
    assert "sign-in" in answer.location
    assert "next=" in answer.location


def test_the_letter_speaks_the_language_of_the_invited(owner, organization):
    make_person("Lan", email="lan@example.com", lang="lo")
    invite(owner)
    assert link_to("lan@example.com").startswith("/lo/")


def test_somebody_else_with_the_letter_is_told_so(owner, organization, app):
    invite(owner)
    other = app.test_client().sign_in(make_person("Other", email="other@example.com"))
    link = link_to("lan@example.com").replace("/vi/", "/en/")
    page = other.get(link, expect=200).text
    assert "other@example.com" in page
    assert "lan@example.com" not in page
    other.post(link, expect=403)


@pytest.mark.parametrize("way", ["withdrawn", "replaced", "too old", "made up"])
def test_a_dead_invitation_opens_nothing(owner, organization, app, way):
    invite(owner)
    link = link_to("lan@example.com")
    invitation = db.session.query(Invitation).one()
    if way == "withdrawn":
        owner.post(f"/en/desk/booth/people/invitations/{invitation.id}/withdraw", expect=302)
    elif way == "replaced":
        owner.post(f"/en/desk/booth/people/invitations/{invitation.id}/resend", expect=302)
    elif way == "too old":
        invitation.expires_at = clock.now() - timedelta(seconds=1)
    else:
        link = "/en/invitations/made-up"
    lan = app.test_client().sign_in(make_person("Lan", email="lan@example.com"))
    lan.get(link, expect=410)
    lan.post(link, expect=410)


def test_a_letter_sent_again_works(owner, organization, app):
    invite(owner)
    invitation = db.session.query(Invitation).one()
    owner.post(f"/en/desk/booth/people/invitations/{invitation.id}/resend", expect=302)
    lan = app.test_client().sign_in(make_person("Lan", email="lan@example.com"))
    lan.post(link_to("lan@example.com"), expect=302)


def test_the_secret_of_a_letter_is_not_kept(owner, organization):
    invite(owner)
    token = link_to("lan@example.com").rpartition("/")[2]
    assert token not in db.session.query(Invitation).one().token_hash


def test_a_member_is_not_invited_again_and_a_typo_is_told(owner, organization):
    make_member(organization, email="lan@example.com")
    invite(owner, expect=422)
    assert 'value="no address"' in invite(owner, "no address", expect=422).text
    assert db.session.query(Invitation).count() == 0


@pytest.mark.parametrize("role", ["clerk", "manager"])
def test_only_owners_rule_people(client, app, organization, role):
    colleague = make_member(organization, role)
    other = make_member(organization, "clerk", name="Other")
    visitor = client.sign_in(colleague)
    assert "Send the invitation" not in visitor.get("/en/desk/booth/people", expect=200).text
    invite(visitor, expect=403)
    visitor.post(f"/en/desk/booth/people/{membership_of(other).id}/role", data={"role": "owner"}, expect=403)
    visitor.post(f"/en/desk/booth/people/{membership_of(other).id}/remove", expect=403)


def test_the_owner_changes_roles_and_removes(owner, organization):
    colleague = make_member(organization, "clerk")
    member = membership_of(colleague)
    owner.post(f"/en/desk/booth/people/{member.id}/role", data={"role": "manager"}, expect=302)
    assert membership_of(colleague).role == "manager"
    owner.post(f"/en/desk/booth/people/{member.id}/role", data={"role": "king"}, expect=422)
    owner.post(f"/en/desk/booth/people/{member.id}/remove", expect=302)
    assert db.session.query(Membership).filter_by(person_id=colleague.id).count() == 0
    assert [row.verb for row in list_history(organization)][:2] == ["remove_member", "change_role"]


def test_people_of_another_organization_are_out_of_reach(owner, organization):
    other = make_organization(owner=make_person("Other"))
    stranger = membership_of(owner_of(other))
    owner.post(f"/en/desk/booth/people/{stranger.id}/role", data={"role": "clerk"}, expect=404)
    owner.post(f"/en/desk/booth/people/{stranger.id}/remove", expect=404)


def test_the_last_owner_stays(owner, organization):
    mine = membership_of(owner_of(organization))
    owner.post(f"/en/desk/booth/people/{mine.id}/remove", expect=409)
    owner.post(f"/en/desk/booth/people/{mine.id}/role", data={"role": "clerk"}, expect=409)
    make_member(organization, "owner", name="Second")
    owner.post(f"/en/desk/booth/people/{mine.id}/remove", expect=302)
    owner.get("/en/desk/booth/people", expect=302)  # no member any more: to the registration


def test_a_clerk_may_leave(client, organization):
    clerk = make_member(organization, "clerk")
    client.sign_in(clerk).post(f"/en/desk/booth/people/{membership_of(clerk).id}/remove", expect=302)
    assert db.session.query(Membership).filter_by(person_id=clerk.id).count() == 0


def test_somebody_with_two_organizations_switches(owner, organization):
    person = owner_of(organization)
    second = make_booth(make_organization(owner=person))
    owner.post("/en/desk/booth/switch", data={"organization_id": second.organization_id}, expect=302)
    assert owner.get("/en/desk/booth/", expect=302).location.endswith(f"/{second.id}")
    strange = make_organization(owner=make_person("Other"))
    owner.post("/en/desk/booth/switch", data={"organization_id": strange.id}, expect=404)
    owner.post("/en/desk/booth/switch", data={}, expect=404)


def test_the_verbs_ask_too_not_only_the_pages(app, organization):
    owner, clerk, nobody = owner_of(organization), make_member(organization), make_person("Nobody")
    invitation = actions.invite(organization, "Lan@Example.com", "clerk", by=owner)
    assert invitation.email == "lan@example.com"
    for person in (clerk, nobody):
        with pytest.raises(NotAllowed):
            actions.invite(organization, "x@example.com", "clerk", by=person)
        with pytest.raises(NotAllowed):
            actions.withdraw_invitation(invitation, by=person)
        with pytest.raises(NotAllowed):
            actions.accept_invitation(invitation, by=person)
        with pytest.raises(NotAllowed):
            actions.change_role(membership_of(owner), "clerk", by=person)
        with pytest.raises(NotAllowed):
            actions.remove_member(membership_of(owner), by=person)
    with pytest.raises(Invalid):
        actions.invite(organization, clerk.email, "clerk", by=owner)
    with pytest.raises(WrongState):
        actions.remove_member(membership_of(owner), by=owner)
