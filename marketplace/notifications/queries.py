"""What waits in the bell."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.kernel.db import db
from marketplace.notifications.models import Notice


def count_unread(person: Person) -> int:
    """Notices not seen yet."""
    return db.session.scalar(
        select(func.count()).select_from(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    )


def list_notices(person: Person, limit: int = 50) -> list[Notice]:
    """Newest first."""
    newest = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc()).limit(limit)
    return list(db.session.scalars(newest))
