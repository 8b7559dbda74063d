"""Asking, answering, reading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth, Organization
from marketplace.kernel import clock, history
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed
from marketplace.kernel.files import StoredFile
from marketplace.kernel.machine import Role
from marketplace.kernel.translated import Translated
from marketplace.messages import notices
from marketplace.messages.models import Message, ScamNotice, Thread, ThreadReading


def send_inquiry(
    thing,
    text: str,
    *,
    by: Person,
    quantity: Decimal | None = None,
    unit: str = "",
    delivery_place: str = "",
    delivery_on: date | None = None,
    files: list[StoredFile] = (),
    organization: Organization | None = None,
) -> Message:
    """A buyer asks about ``thing``, a public product, offer or booth, in their thread with the booth.

    Opens the thread where there is none. ``quantity`` is in ``unit`` (UN/ECE Rec 20 code). Raises
    ``NotAllowed`` for the booth's own people and for somebody whose e-mail address is not verified.
    """
    booth = thing if isinstance(thing, Booth) else thing.booth
    if Role.COLLEAGUE in booth.roles_of(by):
        raise NotAllowed("this is your own booth")
    if not by.is_verified:
        raise NotAllowed("verify the e-mail address first")
    thread = _thread_of(booth, by, organization)
    message = _write(
        thread,
        text,
        by,
        files,
        subject_kind=thing.__tablename__,
        subject_id=thing.id,
        subject_name=thing.name,
        quantity=quantity,
        unit=unit if quantity is not None else "",
        delivery_place=delivery_place,
        delivery_on=delivery_on,
    )
    notices.tell_sellers_about_inquiry(thread, message)
    return message


def _thread_of(booth: Booth, buyer: Person, organization: Organization | None) -> Thread:
    """The thread this buyer, or a colleague of the same organization, has with the booth.

    Two inquiries sent at once wait for each other at the booth's row, or one buyer would get two threads.
    """
    db.session.execute(select(Booth.id).where(Booth.id == booth.id).with_for_update())
    same_buyer = (
        Thread.buyer_organization_id == organization.id
        if organization
        else ((Thread.buyer_id == buyer.id) & Thread.buyer_organization_id.is_(None))
    )
    thread = db.session.scalar(select(Thread).where(Thread.booth_id == booth.id, same_buyer).limit(1))
    if thread is None:
        thread = Thread(booth=booth, buyer=buyer, buyer_organization=organization)
        db.session.add(thread)
        db.session.flush()  # the message must name its thread
    return thread


def reply(thread: Thread, text: str, *, by: Person, files: list[StoredFile] = ()) -> Message:
    """Somebody of either side goes on with a conversation loaded through ``visible_to``."""
    message = _write(thread, text, by, files)
    if thread.is_seller_side(by):
        thread.answered_at = thread.answered_at or message.created_at
        notices.tell_buyers_about_answer(thread, message)
    else:
        notices.tell_sellers_about_message(thread, message)
    return message


def _write(thread: Thread, text: str, by: Person, files, **inquiry) -> Message:
    if not text.strip():
        raise Invalid("an empty message", field="text")
    message = Message(
        thread=thread, author=by, text=text.strip(), lang=by.lang, created_at=clock.now(), **inquiry
    )
    message.subject_name = message.subject_name or Translated()
    db.session.add(message)
    db.session.flush()  # attachments and the reading mark name the message
    for stored in files:
        stored.owner_kind, stored.owner_id = "message", message.id
    message.file_ids = [stored.id for stored in files]
    thread.last_message_at = message.created_at
    mark_read(thread, by=by)
    return message


def mark_read(thread: Thread, *, by: Person) -> None:
    """``by`` has seen everything that stands in the thread now."""
    newest = db.session.scalar(select(func.max(Message.id)).where(Message.thread_id == thread.id)) or 0
    reading = db.session.get(ThreadReading, (thread.id, by.id))
    if reading is None:
        db.session.add(ThreadReading(thread_id=thread.id, person_id=by.id, last_message_id=newest))
    else:
        reading.last_message_id = max(reading.last_message_id, newest)


def save_scam_notice(
    notice: ScamNotice | None, *, title: Translated, text: Translated, countries: list[str], by: Person
) -> ScamNotice:
    """An editor writes or changes a warning shown beside inquiries."""
    if not by.is_editor:
        raise NotAllowed("for editors")
    notice = notice or ScamNotice()
    notice.title, notice.text, notice.countries = title, text, countries
    db.session.add(notice)
    history.record(notice, "save", by=by)
    return notice


def end_scam_notice(notice: ScamNotice, *, by: Person) -> None:
    """An editor takes a warning away; it stays on record."""
    if not by.is_editor:
        raise NotAllowed("for editors")
    notice.ended_at = clock.now()
    history.record(notice, "end", by=by)
