"""The net below ``publish``: nothing reaches the public by another way.

Before each flush every row that is or was live is looked at. Reviewed content, visibility or ownership that
changed without ``publishing()`` around it stops the whole transaction. A statement that changes many rows
at once never passes a flush, so it is stopped when it is executed.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import BindParameter, Table, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.visitors import iterate

from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.moderation.models import Reviewed

_publishing = ContextVar("publishing", default=False)

#: Columns that decide whether, and under whose name, the public sees a row, besides its content.
_WATCHED = ("state", "suspended_at", "published_at", "verified_at", "booth_id", "organization_id")


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
def _watch_live_rows(session, flush_context, instances):
    for thing in (*session.new, *session.dirty, *session.deleted):
        if isinstance(thing, Reviewed) and _touches_live(thing, is_leaving=thing in session.deleted):
            if not _publishing.get():
                raise PublishedWithoutReview(f"{thing.__tablename__} {thing.id}")
            new_edition()


def _touches_live(thing: Reviewed, *, is_leaving: bool) -> bool:
    """Is this row, which is or was past the first state of its life, about to change before people's eyes?

    A row taken down counts as well: its content may be shown again without a new review.
    """
    attributes = inspect(thing).attrs
    first = _first_state(thing.__table__)
    if set(attributes.state.load_history().sum()) <= {first, None}:
        return False
    names = {*_WATCHED, *(field.name for field in thing.CONTENT)} & set(attributes.keys())
    return is_leaving or any(attributes[name].history.has_changes() for name in names)


def _first_state(table: Table) -> str:
    return table.c.state.default.arg


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_writes(execution: ORMExecuteState):
    if not (execution.is_update or execution.is_delete or execution.is_insert) or _publishing.get():
        return
    table = execution.statement.table
    if table in _reviewed_tables() and not (execution.is_insert and _inserts_first_states(execution, table)):
        raise PublishedWithoutReview(f"a statement on {table.name}")


def look_at_rows(table: Table, rows: Iterable[dict]) -> None:
    """The same for new rows that a verb hands to the driver itself, below every session."""
    states = {row["state"] for row in rows if "state" in row}
    if table in _reviewed_tables() and not _publishing.get() and states - {_first_state(table)}:
        raise PublishedWithoutReview(f"rows for {table.name}")


def _reviewed_tables() -> set[Table]:
    return {mapper.local_table for mapper in db.Model.registry.mappers if issubclass(mapper.class_, Reviewed)}


def _inserts_first_states(execution: ORMExecuteState, table: Table) -> bool:
    """May these new rows come in bulk? Only as plain rows, each at the start of its life."""
    given, statement = execution.parameters, execution.statement
    rows = [given] if isinstance(given, dict) else list(given or ())
    brings_its_own = statement.select is not None or any(
        isinstance(part, BindParameter) for part in iterate(statement)
    )
    return (
        bool(rows)
        and not brings_its_own
        and {row.get("state") for row in rows} <= {None, _first_state(table)}
    )
