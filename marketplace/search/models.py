"""The feed of the search index: rows that say "look again at this", what was refused, how checks ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db


class LookAgain(db.Model):
    """Something that alters a document has changed. Written in the transaction of the change.

    ``kind`` is "product", "offer" or "booth"; "booth_listings" stands for everything of one booth. The worker
    reads the present state, updates the index and deletes exactly the rows it read.
    """

    __tablename__ = "look_again"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    object_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    __table_args__ = (Index(None, "next_try_at", "id"),)


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
