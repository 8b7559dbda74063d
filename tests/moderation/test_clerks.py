"""A clerk keeps the listings; the booth and the identity are for its managers and owners."""

import pytest

from marketplace.booths.states import MemberRole
from marketplace.kernel.errors import NotAllowed
from marketplace.moderation import actions
from tests.make import make_booth, make_member, make_product, make_staff, owner_of


@pytest.mark.parametrize("role", [MemberRole.CLERK, MemberRole.MANAGER])
@pytest.mark.parametrize("verb", ["submit", "take-back", "discard"])
def test_who_may_move_the_revision_of_a_booth(client, role, verb):
    booth = make_booth()
    revision = actions.save_draft(booth, {"tagline": {"vi": "Mới"}}, by=owner_of(booth.organization))
    if verb == "take-back":
        actions.submit(revision, by=owner_of(booth.organization))
    client.sign_in(make_member(booth.organization, role))
    expected = 403 if role == MemberRole.CLERK else 302
    client.post(f"/en/desk/revisions/{revision.id}/{verb}", expect=expected)


def test_a_clerk_sends_products_for_approval(client):
    product = make_product(is_public=False)
    client.sign_in(make_member(product.booth.organization, MemberRole.CLERK))
    client.post(f"/en/desk/revisions/{product.open_revision.id}/submit", expect=302)
    assert product.open_revision.is_waiting


def test_a_clerk_who_is_an_officer_does_not_review_their_own_organization(app):
    booth = make_booth()
    clerk = make_member(booth.organization, MemberRole.CLERK)
    clerk.staff_role = make_staff().staff_role
    revision = actions.save_draft(booth, {"tagline": {"vi": "Mới"}}, by=owner_of(booth.organization))
    actions.submit(revision, by=owner_of(booth.organization))
    with pytest.raises(NotAllowed):
        actions.approve(revision, by=clerk, seen_version=revision.version)
