"""Who hears of a new message: the colleagues of the side that did not write it."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.booths.models import Membership
from marketplace.kernel.db import db
from marketplace.messages.models import Message, Thread
from marketplace.notifications.actions import tell

#: How much of a message a letter quotes; the rest is read on the site.
QUOTED_CHARACTERS = 600


def tell_sellers_about_inquiry(thread: Thread, message: Message) -> None:
    """The booth's people learn of a first question about something of theirs."""
    _tell_all(_members(thread.booth.organization_id), "inquiry", thread, message)


def tell_sellers_about_message(thread: Thread, message: Message) -> None:
    """The booth's people learn that the buyer has written again."""
    _tell_all(_members(thread.booth.organization_id), "message", thread, message)


def tell_buyers_about_answer(thread: Thread, message: Message) -> None:
    """The buyer and their colleagues learn of an answer."""
    readers = {person.id: person for person in _members(thread.buyer_organization_id)}
    readers[thread.buyer_id] = thread.buyer
    _tell_all(readers.values(), "answer", thread, message)


def _tell_all(readers, template: str, thread: Thread, message: Message) -> None:
    path = f"/{{lang}}/messages/{thread.id}"
    for reader in readers:
        if reader.id != message.author_id:
            tell(
                reader,
                template,
                path=path,
                booth_name=str(thread.booth.name.in_(reader.lang)),
                subject_name=str(message.subject_name.in_(reader.lang)),
                quote=message.text[:QUOTED_CHARACTERS],
                author_name=message.author.name,
            )


def _members(organization_id: int | None) -> list[Person]:
    if organization_id is None:
        return []
    return list(
        db.session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.organization_id == organization_id, Person.deactivated_at.is_(None))
        )
    )
