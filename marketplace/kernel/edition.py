"""The edition of the public side: a counter that goes up with every transaction that changed it."""

from __future__ import annotations

from sqlalchemy import event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.kernel.db import db, insert_into

_BUMP = "edition_bumped"


class Edition(db.Model):
    """One row, one number."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


#: Put together once, of the plain table: every page of a stranger begins with it.
_TABLE = Edition.__table__
_PRESENT = select(_TABLE.c.number).where(_TABLE.c.id == 1)


def current_edition() -> int:
    """The present number; 0 before anything was ever public."""
    return db.session.execute(_PRESENT).scalar() or 0


def new_edition() -> None:
    """Say, inside the transaction of a change, that public pages may look different after it."""
    if db.session.info.get(_BUMP):
        return
    db.session.info[_BUMP] = True
    changed = db.session.execute(update(Edition).where(Edition.id == 1).values(number=Edition.number + 1))
    if not changed.rowcount:
        db.session.execute(insert_into(Edition).values(id=1, number=1).on_conflict_do_nothing())


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget_bump(session):
    session.info.pop(_BUMP, None)
