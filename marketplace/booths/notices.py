"""Who is told what about an organization, in their own language: decisions, suspensions, invitations."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from marketplace.accounts.letters import compose, path_to
from marketplace.accounts.models import Person
from marketplace.booths.models import Booth, Invitation, Organization
from marketplace.booths.queries import list_people_of
from marketplace.booths.states import MemberRole
from marketplace.kernel import clock
from marketplace.kernel.days import format_day
from marketplace.kernel.db import db
from marketplace.kernel.mail import write_letter
from marketplace.kernel.translated import Translated
from marketplace.moderation.models import Revision
from marketplace.moderation.reasons import reason_lines
from marketplace.moderation.registry import reviewable
from marketplace.moderation.states import Reason
from marketplace.notifications.actions import tell

#: Who hears about the identity and the booth; listings concern the clerks too.
_EDITORS = (MemberRole.OWNER, MemberRole.MANAGER)


def tell_members_about_decision(revision: Revision, thing, verb: str, by) -> None:
    """An officer has answered: the people who can act on it get the answer, its reasons and the way there.

    Hears ``moderation.signals.revision_decided``.
    """
    subject = reviewable(revision.subject_kind)
    roles = _EDITORS if isinstance(thing, Booth | Organization) else tuple(MemberRole)
    for person in list_people_of(revision.organization_id, roles):
        tell(
            person,
            "decision",
            path=_way_on(revision, thing),
            verb=verb,
            may_appeal=revision.may_be_appealed,
            kind_label=subject.label,
            title=_title(revision.title, person),
            reasons=reason_lines(revision),
            note=revision.note,
            is_withdrawn=thing.is_withdrawn,
            address_of=_address_for(person),
        )


def _way_on(revision: Revision, thing) -> str:
    """Where an answer leads: a refusal to the decision, where one can appeal; all others to the thing."""
    if revision.is_refused:
        return path_to("moderation_desk.revision", id=revision.id)
    return path_to(reviewable(revision.subject_kind).edit_endpoint, id=thing.id)


def tell_members_about_suspension(thing, verb: str, note: str, by) -> None:
    """Staff have hidden a booth or listing, or lifted that.

    Hears ``moderation.signals.suspension_changed``.
    """
    booth = thing if isinstance(thing, Booth) else thing.booth
    subject = reviewable(thing.__tablename__)
    for person in list_people_of(booth.organization_id):
        tell(
            person,
            "suspension",
            path=path_to(subject.edit_endpoint, id=thing.id),
            verb=verb,
            kind_label=subject.label,
            title=_title(thing.name, person),
            reason=Reason(thing.suspended_reason).label if verb == "suspend" else "",
            note=note,
        )


def _title(name: Translated, person: Person) -> str:
    return name.in_(person.lang).text or "–"


def _address_for(person: Person):
    """A path as a whole address in the person's language, for links inside a letter."""
    site = current_app.config["SITE_URL"]
    return lambda path: site + path.replace("{lang}", person.lang)


def send_invitation(invitation: Invitation, token: str) -> None:
    """The letter that asks somebody to join, in their own language if it is known, else in the inviter's."""
    known = db.session.scalar(select(Person).where(Person.email == invitation.email))
    lang = known.lang if known else invitation.invited_by.lang
    subject, body = compose(
        "invitation",
        lang,
        path=path_to("invitations.accept", token=token),
        organization_name=invitation.organization.names.in_(lang).text,
        inviter_name=invitation.invited_by.name,
        role_label=invitation.role_label,
        last_day=format_day(invitation.expires_at.astimezone(clock.REGION).date(), lang),
    )
    write_letter(invitation.email, subject, body, lang=lang, to_name=known.name if known else "")
