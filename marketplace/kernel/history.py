"""Who did what when, with before and after. Timeline, audit and evidence are these same rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db


class History(db.Model):
    """One act. Rows are only ever added."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: Table name and key of the thing; no foreign key, for the row outlives the thing.
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    verb: Mapped[str]
    from_state: Mapped[str] = mapped_column(default="")
    to_state: Mapped[str] = mapped_column(default="")
    #: The person who acted; None for the system itself.
    actor_id: Mapped[int | None]
    #: The actor's public name at that time ("Officer 3", a member's name).
    actor_name: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    #: What else mattered: before and after, reason codes, revision number.
    details: Mapped[dict] = mapped_column(JSON, default=dict)

    __table_args__ = (Index(None, "subject_kind", "subject_id", "id"),)


def record(
    thing,
    verb: str,
    *,
    by,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    details: dict | None = None,
) -> History:
    """Write down one act on ``thing``, any model with an ``id``. ``by`` None is the system itself."""
    if thing.id is None:
        db.session.flush()  # a new thing has no key yet and the row must name it
    row = History(
        at=clock.now(),  # of the act; the row is written later, with whatever else the request changes
        subject_kind=thing.__tablename__,
        subject_id=thing.id,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        actor_id=by.id if by else None,
        actor_name=by.name if by else "",
        note=note,
        details=details or {},
    )
    db.session.add(row)
    return row


def list_history(thing, limit: int = 200, *, after: int = 0) -> list[History]:
    """Newest first; only what came ``after`` that act."""
    its_own = select(History).where(*_about(thing), History.id > after)
    return list(db.session.scalars(its_own.order_by(History.id.desc()).limit(limit)))


def newest_act(thing) -> int:
    """The key of the last act on a thing, 0 where there is none: how far the history of it goes."""
    return db.session.scalar(select(func.max(History.id)).where(*_about(thing))) or 0


def _about(thing) -> tuple:
    return History.subject_kind == thing.__tablename__, History.subject_id == thing.id
