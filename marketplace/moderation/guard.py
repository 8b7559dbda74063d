"""The net below ``publish``: nothing reaches the public by another way.

Before each flush every public or newly public row is looked at. Reviewed content or visibility that
changed without ``publishing()`` around it stops the whole transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from marketplace.kernel.edition import new_edition
from marketplace.moderation.models import Publishable
from marketplace.moderation.states import Visibility

_publishing = ContextVar("publishing", default=False)

#: Columns that decide whether the public sees a row, besides its content.
_WATCHED = ("state", "suspended_at")


class PublishedWithoutReview(RuntimeError):
    """Some code tried to change what the public sees without going through ``moderation.actions``."""


@contextmanager
def publishing():
    """Only ``moderation.actions`` enters here."""
    token = _publishing.set(True)
    try:
        yield
    finally:
        _publishing.reset(token)


@event.listens_for(Session, "before_flush")
def _watch_public_rows(session, flush_context, instances):
    for thing in (*session.new, *session.dirty):
        if isinstance(thing, Publishable) and _touches_public(thing):
            if not _publishing.get():
                raise PublishedWithoutReview(f"{thing.__tablename__} {thing.id}")
            new_edition()


def _touches_public(thing: Publishable) -> bool:
    state = inspect(thing)
    was = state.attrs.state.history.deleted or state.attrs.state.history.unchanged
    public = Visibility.PUBLIC.value
    if thing.state != public and public not in was:
        return False
    names = (*_WATCHED, *(field.name for field in thing.CONTENT))
    return any(state.attrs[name].history.has_changes() for name in names)
