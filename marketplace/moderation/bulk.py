"""Many new things at once, for imports: what the verbs of review do one by one, in statements.

The checks are those of the single verbs, the rows written are the same. What is missing are the signals: an
import is one event, and whoever runs it says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, Table, insert, literal, select

from marketplace.kernel import clock, history
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import WrongState
from marketplace.kernel.machine import Move, Role, State
from marketplace.moderation import guard
from marketplace.moderation.actions import require_complete, require_officer, require_other_organization
from marketplace.moderation.guard import publishing
from marketplace.moderation.models import Publishable, Revision
from marketplace.moderation.states import REVIEW, VISIBILITY, ReviewState, Visibility


@dataclass(frozen=True)
class Arrival:
    """One new thing of an import: its content, and values of columns that nobody reviews.

    ``identity`` names the columns that tell the rows of an import apart: the last by its value, those before
    it are alike in all of them.
    """

    content: dict
    columns: dict
    identity: tuple[str, ...]

    @cached_property
    def filled(self) -> list[str]:
        """The fields that say something."""
        return [name for name, value in self.content.items() if value]


def submit_many(example: Publishable, arrivals: list[Arrival], *, by) -> list[int]:
    """Begin many things of one owner at once and send them for approval; returns their keys in order.

    ``example`` is an unsaved thing of that kind and owner: its rules are asked for all of them. The same
    rows are written as by ``save_draft`` and ``submit``, without a signal for each: an import is one event,
    and whoever runs it says so. ``Invalid`` when a content is not complete.
    """
    _require_submitter(example, arrivals, by)
    keys = _bring_in(example, arrivals, Visibility.UNPUBLISHED)
    _propose_many(example, keys, arrivals, by)
    return keys


def publish_many(example: Publishable, arrivals: list[Arrival], *, by, officer) -> list[int]:
    """Like ``submit_many``, and ``officer`` approves each as it stands: ``approve`` and ``publish`` in bulk.

    For things that are new only; the checks are those of the single verbs.
    """
    require_officer(officer)
    require_other_organization(example, officer)
    obstacle = example.publishing_obstacle()
    if obstacle:
        raise WrongState(str(obstacle), obstacle=obstacle)
    _require_submitter(example, arrivals, by)
    approval = REVIEW.find(ReviewState.SUBMITTED, "approve", {Role.STAFF})
    publication = VISIBILITY.find(Visibility.UNPUBLISHED, "publish", {Role.STAFF})
    with publishing():
        keys = _bring_in(example, arrivals, Visibility.PUBLIC)
    new_edition()
    proposed = _propose_many(example, keys, arrivals, by, approved_by=officer)
    _record_many(proposed, {"reasons": [], "number": 1}, approval, ReviewState.SUBMITTED, officer)
    for filled, alike in _by_filled_fields(keys, arrivals).items():
        told = {"revision": 1, "changed": filled, "before": dict.fromkeys(filled)}
        kind = type(example)
        _record_many(
            select(kind).where(kind.id.in_(alike)), told, publication, Visibility.UNPUBLISHED, officer
        )
    return keys


def _by_filled_fields(keys: list[int], arrivals: list[Arrival]) -> dict[tuple[str, ...], list[int]]:
    """Fields that say something → the things of which it is just these; an import has few such sets."""
    alike = defaultdict(list)
    for key, arrival in zip(keys, arrivals, strict=True):
        alike[tuple(arrival.filled)].append(key)
    return alike


def _require_submitter(example: Publishable, arrivals: list[Arrival], by) -> None:
    """May this person send these, and is each complete? What ``submit`` asks."""
    REVIEW.find(ReviewState.DRAFT, "submit", example.roles_of(by))
    for arrival in arrivals:
        require_complete(example, arrival.content)


def _bring_in(example: Publishable, arrivals: list[Arrival], state: Visibility) -> list[int]:
    """Write the rows of new things with their content; returns their keys in order."""
    published_at = clock.now() if state == Visibility.PUBLIC else None
    loads = {one.name: one.load for one in example.CONTENT}
    empty = {name: load(None) for name, load in loads.items()} | {
        "state": state.value,
        "created_at": clock.now(),
        "published_at": published_at,
        "public_changed_at": published_at,
        "version": 1,
    }
    rows = [
        {**{name: loads[name](one.content[name]) for name in one.filled}, **one.columns} for one in arrivals
    ]
    _hand_over(type(example).__table__, empty, rows)
    return _keys_of(type(example), rows, arrivals[0].identity)


def _keys_of(model, rows: list[dict], identity: tuple[str, ...]) -> list[int]:
    """The keys of rows just written, in order, read back by ``identity``.

    Having PostgreSQL return them while it writes costs four times as much.
    """
    *alike, own = identity
    column = getattr(model, own)
    found = db.session.execute(
        select(column, model.id)
        .where(*(getattr(model, name) == rows[0][name] for name in alike))
        .where(column.in_([row[own] for row in rows]))
        .order_by(model.id)
    )
    key_of = dict(found.all())
    return [key_of[row[own]] for row in rows]


def _propose_many(
    example: Publishable, keys: list[int], arrivals: list[Arrival], by, approved_by=None
) -> Select:
    """Write a first revision for each, submitted and perhaps approved; returns a select of these."""
    submission = REVIEW.find(ReviewState.DRAFT, "submit", example.roles_of(by))
    now = clock.now()
    shared = {
        "subject_kind": example.__tablename__,
        "number": 1,
        "state": (ReviewState.APPROVED if approved_by else submission.ends).value,
        "base": None,
        "created_at": now,
        "updated_at": now,
        "submitted_at": now,
        "edited_by_id": by.id,
        "decided_at": now if approved_by else None,
        "decided_by_id": approved_by.id if approved_by else None,
        "version": 1,
    }
    rows = [
        {**vars(example.review_facts(one.content)), "subject_id": key, "content": one.content}
        for key, one in zip(keys, arrivals, strict=True)
    ]
    _hand_over(Revision.__table__, shared, rows)
    proposed = select(Revision).where(
        Revision.subject_kind == example.__tablename__, Revision.number == 1, Revision.subject_id.in_(keys)
    )
    _record_many(proposed, {"number": 1}, submission, ReviewState.DRAFT, by)
    return proposed


def _record_many(subjects: Select, details: dict, move: Move, start: State, by) -> None:
    """The history rows that ``Machine.move`` writes one by one, for subjects of which it tells the same."""
    (subject,) = (description["entity"] for description in subjects.column_descriptions)
    row = {
        "at": clock.now(),
        "subject_kind": subject.__tablename__,
        "verb": move.verb,
        "from_state": start.value,
        "to_state": move.ends.value,
        "actor_id": by.id,
        "actor_name": by.name,
        "note": "",
        "details": details,
    }
    table = history.History.__table__
    told = [literal(value, table.c[name].type) for name, value in row.items()]
    rows = subjects.with_only_columns(subject.id, *told).order_by(subject.id)
    db.session.execute(insert(table).from_select(["subject_id", *row], rows))


def _hand_over(table: Table, shared: dict, rows: list[dict]) -> None:
    """Give rows to the driver; what is ``shared`` is made ready for it once.

    Most of a new thing's sixty columns are empty. SQLAlchemy would make ready each of them for each row,
    which takes twice the time of the database's own work.
    """
    guard.look_at_rows(table, [shared, *rows])  # what goes to the driver passes no session
    shared = _defaults(table) | shared
    connection = db.session.connection()
    statement = (
        insert(table).inline().compile(dialect=connection.dialect, column_keys=[*{**shared, **rows[0]}])
    )
    ready = {
        name: table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for name in statement.params
    }
    alike = {name: ready[name](value) if ready[name] else value for name, value in shared.items()}
    filled = [
        alike | {name: ready[name](value) if ready[name] else value for name, value in row.items()}
        for row in rows
    ]
    if statement.positional:
        filled = [tuple(map(row.__getitem__, statement.positiontup)) for row in filled]
    connection.exec_driver_sql(str(statement), filled)


def _defaults(table: Table) -> dict:
    """What the columns of a row hold that nobody sets."""
    defaults = {column.name: column.default for column in table.columns if column.default is not None}
    return {name: one.arg if one.is_scalar else one.arg(None) for name, one in defaults.items()}
