"""Many new things at once, for imports: what the verbs of review do one by one, in statements.

The checks are those of the single verbs, the rows written are the same. What is missing are the signals: an
import is one event, and whoever runs it says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from marketplace.kernel import clock, history
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import WrongState
from marketplace.kernel.machine import Move, Role, State
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

    @property
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
    revision_keys = _propose_many(example, keys, arrivals, by, approved_by=officer)
    answers = [{"reasons": [], "number": 1}] * len(revision_keys)
    _record_many(Revision, revision_keys, answers, approval, ReviewState.SUBMITTED, officer)
    told = [
        {"revision": 1, "changed": arrival.filled, "before": dict.fromkeys(arrival.filled)}
        for arrival in arrivals
    ]
    _record_many(type(example), keys, told, publication, Visibility.UNPUBLISHED, officer)
    return keys


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
        {**empty, **{name: loads[name](one.content[name]) for name in one.filled}, **one.columns}
        for one in arrivals
    ]
    return _insert_many(type(example), rows, arrivals[0].identity)


def _propose_many(
    example: Publishable, keys: list[int], arrivals: list[Arrival], by, approved_by=None
) -> list[int]:
    """Write a first revision for each, submitted and perhaps approved; returns the revisions' keys."""
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
        {**shared, **vars(example.review_facts(one.content)), "subject_id": key, "content": one.content}
        for key, one in zip(keys, arrivals, strict=True)
    ]
    revision_keys = _insert_many(Revision, rows, ("subject_kind", "number", "subject_id"))
    numbers = [{"number": 1}] * len(revision_keys)
    _record_many(Revision, revision_keys, numbers, submission, ReviewState.DRAFT, by)
    return revision_keys


def _record_many(model, keys: list[int], details: list[dict], move: Move, start: State, by) -> None:
    """The history rows that ``Machine.move`` writes one by one."""
    shared = {
        "at": clock.now(),
        "subject_kind": model.__tablename__,
        "verb": move.verb,
        "from_state": start.value,
        "to_state": move.ends.value,
        "actor_id": by.id,
        "actor_name": by.name,
        "note": "",
    }
    rows = [{**shared, "subject_id": key, "details": told} for key, told in zip(keys, details, strict=True)]
    db.session.execute(insert(history.History.__table__), rows)


def _insert_many(model, rows: list[dict], identity: tuple[str, ...]) -> list[int]:
    """Insert rows in one go; returns their keys in order.

    The keys are read back by ``identity``: having PostgreSQL return them costs four times as much.
    """
    *shared, own = identity
    db.session.execute(insert(model.__table__), rows)
    column = getattr(model, own)
    found = db.session.execute(
        select(column, model.id)
        .where(*(getattr(model, name) == rows[0][name] for name in shared))
        .where(column.in_([row[own] for row in rows]))
        .order_by(model.id)
    )
    key_of = dict(found.all())
    return [key_of[row[own]] for row in rows]
