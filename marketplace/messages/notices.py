"""Who hears of a new message: the colleagues of the side that did not write it."""

from __future__ import annotations

from marketplace.accounts.letters import path_to
from marketplace.booths.queries import list_people_of
from marketplace.messages.models import Message, Thread
from marketplace.notifications.actions import tell

#: How much of a message a letter quotes; the rest is read on the site.
QUOTED_CHARACTERS = 600


def tell_sellers_about_inquiry(thread: Thread, message: Message) -> None:
    """The booth's people learn of a first question about something of theirs."""
    _tell_all(list_people_of(thread.booth.organization_id), "inquiry", thread, message)


def tell_sellers_about_message(thread: Thread, message: Message) -> None:
    """The booth's people learn that the buyer has written again."""
    _tell_all(list_people_of(thread.booth.organization_id), "message", thread, message)


def tell_buyers_about_answer(thread: Thread, message: Message) -> None:
    """The buyer, or everybody of the organization they asked for, learns of an answer."""
    of_organization = thread.buyer_organization_id is not None
    readers = list_people_of(thread.buyer_organization_id) if of_organization else [thread.buyer]
    _tell_all(readers, "answer", thread, message)


def _tell_all(readers, template: str, thread: Thread, message: Message) -> None:
    path = path_to("messages_desk.thread", id=thread.id)
    for reader in readers:
        if reader.id != message.author_id and reader.is_active:
            tell(
                reader,
                template,
                path=path,
                booth_name=str(thread.booth.name.in_(reader.lang)),
                subject_name=str(message.subject_name.in_(reader.lang)),
                quote=message.text[:QUOTED_CHARACTERS],
                author_name=message.author.name,
            )
