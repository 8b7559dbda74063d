"""Threads, messages, who has read how far, and staff's warnings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth, Organization
from marketplace.kernel import clock
from marketplace.kernel.db import Amount, UTCDateTime, db
from marketplace.kernel.translated import Translated, TranslatedText


class Thread(db.Model):
    """The conversation of one buyer (with their organization's colleagues, if any) and one booth."""

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    #: The person who wrote first.
    buyer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    buyer_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    last_message_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: First answer of the booth's people.
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booth: Mapped[Booth] = relationship(lazy="joined", innerjoin=True)
    buyer: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    buyer_organization: Mapped[Organization | None] = relationship(lazy="joined")
    messages: Mapped[list[Message]] = relationship(back_populates="thread", order_by="Message.id")

    __table_args__ = (
        UniqueConstraint("booth_id", "buyer_id", "buyer_organization_id"),
        Index(None, "booth_id", "last_message_at"),
    )

    @classmethod
    def visible_to(cls, person: Person):
        """Select of the threads ``person`` may read: their own, their organizations', their booths'.

        What somebody asked for an organization is the organization's: who has left it reads no further.
        """
        organization_ids = [membership.organization_id for membership in person.memberships]
        return select(cls).where(
            or_(
                (cls.buyer_id == person.id) & cls.buyer_organization_id.is_(None),
                cls.buyer_organization_id.in_(organization_ids),
                cls.booth_id.in_(select(Booth.id).where(Booth.organization_id.in_(organization_ids))),
            )
        )

    def is_seller_side(self, person: Person) -> bool:
        """Does ``person`` speak for the booth here?"""
        return any(
            membership.organization_id == self.booth.organization_id for membership in person.memberships
        )


class Message(db.Model):
    """One message. An inquiry carries what it is about and how much is wanted."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    lang: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: "product", "offer" or "booth" with the key of the thing, and its name at that time.
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[int | None]
    subject_name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    quantity: Mapped[Decimal | None] = mapped_column(Amount)
    unit: Mapped[str] = mapped_column(default="")
    delivery_place: Mapped[str] = mapped_column(default="")
    delivery_on: Mapped[date | None]
    #: Keys of StoredFile rows with owner_kind "message".
    file_ids: Mapped[list] = mapped_column(JSON, default=list)

    thread: Mapped[Thread] = relationship(back_populates="messages")
    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ThreadReading(db.Model):
    """How far one person has read one thread."""

    __tablename__ = "thread_reading"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    last_message_id: Mapped[int] = mapped_column(default=0)


class ScamNotice(db.Model):
    """A warning of the staff, shown beside inquiries; ``countries`` empty means for everybody."""

    __tablename__ = "scam_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Translated] = mapped_column(TranslatedText)
    text: Mapped[Translated] = mapped_column(TranslatedText)
    countries: Mapped[list] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version}
