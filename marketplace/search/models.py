"""What the room keeps: the feed of the index and how the index is, saved searches, words searched in vain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db

LONGEST_NAME = 100
LONGEST_UNANSWERED = 60


class LookAgain(db.Model):
    """Something that alters a document has changed. Written in the transaction of the change.

    ``kind`` is "product", "offer" or "booth". The worker reads the present state, updates the index and
    deletes exactly the rows it read.
    """

    __tablename__ = "look_again"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    object_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    __table_args__ = (Index(None, "next_try_at", "id"),)


class LookAgainGroup(db.Model):
    """A change that alters many documents at once, such as a booth's new name. Written like ``LookAgain``.

    The worker walks through the group by rising keys of one searched kind after the other and notes how
    far it is, so that a group of any size takes one row, and a worker that died goes on where it was.
    """

    __tablename__ = "look_again_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    searched: Mapped[str] = mapped_column(default="")
    after: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    #: How many things there are; unknown until the worker begins.
    total: Mapped[int | None]

    __table_args__ = (Index(None, "next_try_at", "id"),)

    @property
    def left(self) -> int:
        """How many things are still to be looked at; one while nobody has counted them."""
        return 1 if self.total is None else max(self.total - self.done, 0)


class FedMeanwhile(db.Model):
    """A thing that was brought up to date in the index in use while a new one was being built.

    The worker looks at it once more when the building has ended: the new index may hold an older state of
    it. ``since``: what was published before this moment is in the new index in any case.
    """

    __tablename__ = "fed_meanwhile"

    kind: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(UTCDateTime)


class DeadLetter(db.Model):
    """A document that an engine refuses, parked so that the rest can go on."""

    __tablename__ = "dead_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    engine: Mapped[str]
    kind: Mapped[str]
    object_id: Mapped[int]
    error: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class IndexCheck(db.Model):
    """One comparison of the index with the database: how many documents it should have, what differed."""

    __tablename__ = "index_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    engine: Mapped[str]
    documents: Mapped[int]
    missing: Mapped[int]
    extra: Mapped[int]
    stale: Mapped[int]

    @property
    def is_equal(self) -> bool:
        """Was the index what it should be?"""
        return not (self.missing or self.extra or self.stale)


class SavedSearch(db.Model):
    """A search somebody wants to make again, and to be written to when something new answers it.

    ``arguments`` are those of the search page's address, as [name, value] pairs; numbers in them are written
    as in ``lang``. Everything published up to ``told_until`` has been told; ``next_at`` is when to look
    again, None while no letters are wanted.
    """

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    lang: Mapped[str] = mapped_column(String(2))
    arguments: Mapped[list[list[str]]] = mapped_column(JSON)
    frequency: Mapped[str] = mapped_column(String(10))
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_until: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    person: Mapped[Person] = relationship()

    @property
    def is_quiet(self) -> bool:
        """Are no letters wanted for now?"""
        return self.next_at is None

    @property
    def can_be_told(self) -> bool:
        """Is the account open, and does somebody read its letters?"""
        return self.person.is_active and self.person.is_verified


class IndexBuild(db.Model):
    """One building of the index anew: ordered, how far it is, and how it ended."""

    __tablename__ = "index_build"

    id: Mapped[int] = mapped_column(primary_key=True)
    ordered_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Documents read so far, and how many there are to read in all; two engines read them twice.
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Why it ended without a new index.
    error: Mapped[str] = mapped_column(default="")

    @property
    def left(self) -> int:
        """How many documents are still to be read."""
        return max(self.total - self.done, 0)


class UnansweredQuery(db.Model):
    """What people searched for and did not find, counted by words; nothing says who.

    ``ignored_at``: staff decided that these words ask for nothing that is traded here.
    """

    __tablename__ = "unanswered_query"
    __table_args__ = (UniqueConstraint("lang", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(String(LONGEST_UNANSWERED))
    count: Mapped[int] = mapped_column(default=1)
    last_asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ignored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
