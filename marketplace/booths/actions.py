"""What changes organizations, their people and their booths. Owners and managers edit, owners rule people."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from marketplace.accounts.models import Person
from marketplace.accounts.signing import digest
from marketplace.booths import notices
from marketplace.booths.models import Booth, Invitation, Membership, Organization
from marketplace.booths.states import DocumentKind, MemberRole, OrganizationKind
from marketplace.kernel import clock, history
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.kernel.files import StoredFile
from marketplace.kernel.machine import Role
from marketplace.kernel.slugs import slug_of, slugify
from marketplace.kernel.translated import Translated
from marketplace.moderation import actions as moderation
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import get_draft

INVITATION_LASTS = timedelta(days=14)
MAX_DOCUMENTS = 20


# --- registering --------------------------------------------------------------------------------------


def register_organization(
    kind: str, country: str, names: Translated, latin_name: str = "", *, by: Person
) -> Organization:
    """Begin a registration: the organization, its owner, its empty booth, and the draft of its identity.

    Nothing of it is public. Raises ``NotAllowed`` while the person's e-mail address is not verified.
    """
    if not by.is_verified:
        raise NotAllowed("verify the e-mail address first")
    slug = free_slug(names, latin_name)
    organization = Organization(
        kind=OrganizationKind(kind).value, country=country, names=names, latin_name=latin_name
    )
    organization.memberships.append(Membership(person=by, role=MemberRole.OWNER.value))
    booth = Booth(organization=organization, slug=slug)
    db.session.add_all([organization, booth])
    history.record(organization, "register", by=by)
    moderation.save_draft(organization, {"email": by.email}, by=by)
    moderation.save_draft(booth, {"name": dict(names), "languages": [by.lang]}, by=by)
    return organization


def free_slug(names: Translated, latin_name: str = "") -> str:
    """An address for a new booth that no other booth has: ``ca-phe-cau-dat``, then ``ca-phe-cau-dat-2``."""
    wanted = slug_of(names, "") or slugify(latin_name, "booth")
    taken = set(
        db.session.scalars(
            select(Booth.slug).where(
                (Booth.slug == wanted) | Booth.slug.startswith(f"{wanted}-", autoescape=True)
            )
        )
    )
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)


# --- editing what is reviewed -------------------------------------------------------------------------


def require_editor(thing: Organization | Booth, person: Person) -> None:
    """Owners and managers pass; clerks, who keep to listings, and strangers do not."""
    organization_id = thing.id if isinstance(thing, Organization) else thing.organization_id
    for membership in person.memberships:
        if membership.organization_id == organization_id and membership.may_edit_booth:
            return
    raise NotAllowed("owners and managers edit the booth and its identity")


def require_colleague(booth: Booth, person: Person) -> None:
    """Everybody who works for the booth passes, clerks too: they keep its products and offers."""
    if Role.COLLEAGUE not in booth.roles_of(person):
        raise NotAllowed("only the booth's own people keep its listings")


def save(thing: Organization | Booth, content: dict, *, by: Person, **seen: int | None) -> Revision | None:
    """Keep what was written about an identity or a booth, as ``moderation.save`` does; ``seen`` as there."""
    require_editor(thing, by)
    return moderation.save(thing, content, by=by, **seen)


def send_for_approval(thing: Organization | Booth, *, by: Person) -> None:
    """Put the open draft into the queue. ``Invalid`` with ``problems`` by field when something is missing."""
    require_editor(thing, by)
    moderation.send_for_approval(thing, by=by)


def take_back(thing: Organization | Booth, *, by: Person) -> None:
    """Take a waiting draft out of the queue to edit it."""
    require_editor(thing, by)
    moderation.take_back(_open_revision(thing), by=by)


def discard_draft(thing: Organization | Booth, *, by: Person) -> None:
    """Throw the draft away; what is live stays."""
    require_editor(thing, by)
    moderation.discard(_open_revision(thing), by=by)


def _open_revision(thing: Organization | Booth) -> Revision:
    revision = thing.open_revision
    if revision is None:
        raise WrongState("nothing is being edited")
    return revision


def take_down(booth: Booth, *, by: Person) -> None:
    """Hide the booth and everything of it until its people show it again."""
    require_editor(booth, by)
    moderation.withdraw(booth, by=by)


def show_again(booth: Booth, *, by: Person) -> None:
    """Show what was approved and taken down."""
    require_editor(booth, by)
    moderation.show_again(booth, by=by)


# --- papers of identity -------------------------------------------------------------------------------


def add_paper(organization: Organization, kind: str, stored: StoredFile, *, by: Person) -> None:
    """Put a private file into the identity's draft. A paper of the same kind is replaced, "other" is added.

    The file of a replaced paper stays on record: staff may have decided on it.
    """
    papers = get_draft(organization).content["documents"]
    if kind != DocumentKind.OTHER:
        papers = [paper for paper in papers if paper["kind"] != kind]
    if len(papers) >= MAX_DOCUMENTS:
        raise Invalid("too many papers", field="file")
    stored.owner_kind, stored.owner_id = "organization", organization.id
    db.session.flush()  # the draft must name the file
    paper = {"kind": DocumentKind(kind).value, "file_id": stored.id, "filename": stored.filename}
    save(organization, {"documents": [*papers, paper]}, by=by)


def remove_paper(organization: Organization, file_id: int, *, by: Person) -> None:
    """Take a paper out of the identity's draft."""
    papers = get_draft(organization).content["documents"]
    kept = [paper for paper in papers if paper["file_id"] != file_id]
    if len(kept) == len(papers):
        raise NotFound("paper")
    save(organization, {"documents": kept}, by=by)


def record_reading(organization: Organization, stored: StoredFile, *, by: Person) -> None:
    """An officer opens a paper of identity: who, which and when goes to history."""
    if not by.is_officer:
        raise NotAllowed("for officers")
    history.record(
        organization, "read_paper", by=by, details={"file_id": stored.id, "filename": stored.filename}
    )


# --- people -------------------------------------------------------------------------------------------


def invite(organization: Organization, email: str, role: str, *, by: Person) -> Invitation:
    """Ask somebody by letter to join. An open invitation to the same address is replaced.

    Raises ``Invalid`` on ``email`` when that person is a member already.
    """
    _require_owner(organization, by)
    email = email.lower()
    if _is_member(organization, email):
        raise Invalid("a member already", field="email")
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.organization_id == organization.id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organization=organization,
        email=email,
        role=MemberRole(role).value,
        token_hash=digest(token),
        invited_by=by,
        expires_at=clock.now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    history.record(organization, "invite", by=by, details={"role": invitation.role})
    notices.send_invitation(invitation, token)
    return invitation


def _is_member(organization: Organization, email: str) -> bool:
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .join(Membership.person)
            .where(Membership.organization_id == organization.id, Person.email == email)
        )
    )


def resend_invitation(invitation: Invitation, *, by: Person) -> Invitation:
    """Send the letter again with a new secret; the old one stops working."""
    return invite(invitation.organization, invitation.email, invitation.role, by=by)


def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """Take an invitation back; its letter stops working."""
    _require_owner(invitation.organization, by)
    invitation.withdrawn_at = clock.now()
    history.record(invitation.organization, "withdraw_invitation", by=by, details={"role": invitation.role})


def accept_invitation(invitation: Invitation, *, by: Person) -> Membership:
    """Join the organization. Only the person with the invited address may."""
    if not invitation.is_open:
        raise WrongState("the invitation is no longer open")
    if by.email != invitation.email:
        raise NotAllowed("the invitation is for another address")
    invitation.accepted_at = clock.now()
    organization = invitation.organization
    for membership in by.memberships:
        if membership.organization_id == organization.id:
            return membership
    membership = Membership(organization=organization, person=by, role=invitation.role)
    db.session.add(membership)
    history.record(organization, "join", by=by, details={"role": membership.role})
    return membership


def change_role(membership: Membership, role: str, *, by: Person) -> None:
    """An owner gives a member another role; the last owner stays one."""
    organization = membership.organization
    _require_owner(organization, by)
    if role != MemberRole.OWNER:
        _require_another_owner(membership)
    before, membership.role = membership.role, MemberRole(role).value
    history.record(
        organization,
        "change_role",
        by=by,
        details={"person_id": membership.person_id, "before": before, "after": membership.role},
    )


def remove_member(membership: Membership, *, by: Person) -> None:
    """An owner removes a member, or a member leaves; the last owner cannot."""
    organization = membership.organization
    if membership.person_id != by.id:
        _require_owner(organization, by)
    _require_another_owner(membership)
    verb = "leave" if membership.person_id == by.id else "remove_member"
    history.record(organization, verb, by=by, details={"person_id": membership.person_id})
    db.session.delete(membership)


def _require_owner(organization: Organization, person: Person) -> None:
    for membership in person.memberships:
        if membership.organization_id == organization.id and membership.may_manage_people:
            return
    raise NotAllowed("owners manage the people")


def _require_another_owner(membership: Membership) -> None:
    """Two owners who leave at once would leave nobody: they wait for each other at the organization's row."""
    if membership.role != MemberRole.OWNER:
        return
    locked = select(Organization.id).where(Organization.id == membership.organization_id).with_for_update()
    db.session.execute(locked)
    others = db.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.role == MemberRole.OWNER.value,
            Membership.id != membership.id,
        )
    )
    if not others:
        raise WrongState("the last owner stays")
