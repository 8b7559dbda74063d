"""The inbox."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.files import StoredFile
from marketplace.kernel.paging import count_pages
from marketplace.messages.models import Message, ScamNotice, Thread, ThreadReading

PER_PAGE = 25


@dataclass(frozen=True)
class InboxLine:
    """One conversation in the list."""

    thread: Thread
    last_message: Message
    is_unread: bool


def get_thread(person: Person, thread_id: int) -> Thread:
    """One thread of the person's; raises ``NotFound`` for anybody else's."""
    thread = db.session.scalar(Thread.visible_to(person).where(Thread.id == thread_id))
    if thread is None:
        raise NotFound("thread")
    return thread


def list_inbox(person: Person, page: int = 1, *, only_unread: bool = False) -> tuple[list[InboxLine], int]:
    """(one page of conversations, newest first; number of pages), in four queries for any number."""
    threads = Thread.visible_to(person)
    if only_unread:
        threads = threads.where(Thread.id.in_(_unread_ids(person)))
    total = db.session.scalar(select(func.count()).select_from(threads.order_by(None).subquery()))
    shown = list(
        db.session.scalars(
            threads.order_by(Thread.last_message_at.desc(), Thread.id.desc())
            .offset((page - 1) * PER_PAGE)
            .limit(PER_PAGE)
        )
    )
    ids = [thread.id for thread in shown]
    newest = select(func.max(Message.id)).where(Message.thread_id.in_(ids)).group_by(Message.thread_id)
    last = {m.thread_id: m for m in db.session.scalars(select(Message).where(Message.id.in_(newest)))}
    unread = set(db.session.scalars(_unread_ids(person).where(Message.thread_id.in_(ids)))) if ids else set()
    lines = [InboxLine(thread, last[thread.id], thread.id in unread) for thread in shown]
    return lines, count_pages(total, PER_PAGE)


def count_unread_threads(person: Person) -> int:
    """Conversations with something the person has not seen."""
    return db.session.scalar(select(func.count()).select_from(_unread_ids(person).subquery()))


def _unread_ids(person: Person):
    """Select of the ids of visible threads whose newest message by somebody else is unread."""
    visible = Thread.visible_to(person).with_only_columns(Thread.id).order_by(None)
    return (
        select(Message.thread_id)
        .outerjoin(
            ThreadReading,
            (ThreadReading.thread_id == Message.thread_id) & (ThreadReading.person_id == person.id),
        )
        .where(
            Message.thread_id.in_(visible),
            Message.author_id != person.id,
            Message.id > func.coalesce(ThreadReading.last_message_id, 0),
        )
        .distinct()
    )


def list_messages(thread: Thread) -> list[Message]:
    """The whole conversation, oldest first."""
    return list(
        db.session.scalars(select(Message).where(Message.thread_id == thread.id).order_by(Message.id))
    )


def files_of(messages: list[Message]) -> dict[int, StoredFile]:
    """All attachments of these messages by key, in one query."""
    ids = [file_id for message in messages for file_id in message.file_ids]
    if not ids:
        return {}
    return {
        stored.id: stored for stored in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)))
    }


def get_attachment(person: Person, thread_id: int, file_id: int) -> StoredFile:
    """An attachment of a thread the person may read; raises ``NotFound``."""
    thread = get_thread(person, thread_id)
    stored = db.session.get(StoredFile, file_id)
    if stored is None or stored.owner_kind != "message":
        raise NotFound("file")
    message = db.session.get(Message, stored.owner_id)
    if message is None or message.thread_id != thread.id:
        raise NotFound("file")
    return stored


def list_scam_notices(countries: set[str]) -> list[ScamNotice]:
    """Warnings in force for a conversation with somebody of these countries."""
    notices = db.session.scalars(
        select(ScamNotice).where(ScamNotice.ended_at.is_(None)).order_by(ScamNotice.id.desc())
    )
    return [notice for notice in notices if not notice.countries or countries & set(notice.countries)]


def list_all_scam_notices() -> list[ScamNotice]:
    """For staff: those in force first, newest first."""
    return list(
        db.session.scalars(
            select(ScamNotice).order_by(ScamNotice.ended_at.is_not(None), ScamNotice.id.desc())
        )
    )


def count_waiting(organization_id: int) -> int:
    """Conversations of a booth that nobody has answered yet."""
    return db.session.scalar(
        select(func.count())
        .select_from(Thread)
        .join(Thread.booth)
        .where(Booth.organization_id == organization_id, Thread.answered_at.is_(None))
    )


def is_unread(thread: Thread, person: Person) -> bool:
    """Has somebody else written what the person has not seen?"""
    return db.session.scalar(_unread_ids(person).where(Message.thread_id == thread.id)) is not None
