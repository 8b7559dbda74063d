"""The ear of the feed: every flush that changes something searched writes its look-again rows.

Which models matter, and for which documents, is told by ``wiring.py`` through ``watch``. Bulk statements
pass no flush: whoever uses them calls ``feed.look_again`` beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import event
from sqlalchemy.orm import Session

from marketplace.search.feed import look_again

#: (kind, key) pairs of what must be looked at again.
Affected = Iterable[tuple[str, int]]

_watched: dict[type, Callable[[object], Affected]] = {}


def watch(model: type, affected: Callable[[object], Affected]) -> None:
    """Changes of ``model`` rows alter the documents that ``affected(row)`` names."""
    _watched[model] = affected


@event.listens_for(Session, "after_flush")
def _write_down(session, flush_context):
    changed = [row for row in session.dirty if session.is_modified(row)]
    things = [
        thing
        for row in (*session.new, *changed, *session.deleted)
        if type(row) in _watched
        for thing in _watched[type(row)](row)
    ]
    look_again(things)
