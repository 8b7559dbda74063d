"""What waits in the bell."""

from __future__ import annotations

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import bindparam, func, select

from marketplace.accounts.models import Person
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.notifications.models import Notice

NOTICES_PER_PAGE = 30


#: Put together once: every page of somebody signed in asks.
_UNREAD = (
    select(func.count())
    .select_from(Notice)
    .where(Notice.person_id == bindparam("person"), Notice.read_at.is_(None))
)


def count_unread(person: Person) -> int:
    """Notices not seen yet."""
    return db.session.scalar(_UNREAD, {"person": person.id})


def list_notices(person: Person, *, page: int = 1) -> Pagination:
    """A page of this person's notices, newest first."""
    newest = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc())
    return db.paginate(newest, page=page, per_page=NOTICES_PER_PAGE, error_out=False)


def get_notice(person: Person, id: int) -> Notice:
    """One notice of this person; somebody else's does not exist."""
    notice = db.session.scalar(select(Notice).where(Notice.id == id, Notice.person_id == person.id))
    if notice is None:
        raise NotFound("notice")
    return notice
