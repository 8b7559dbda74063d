"""Feeding the index: what changed is written down in the transaction of the change, the worker looks again.

A row names a thing, never its content: the worker reads the present state, so rows may come in any
order, twice, or late. Rows are deleted by key after the engine has confirmed; a position "up to here" would
lose what a slower transaction commits below it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.search.engine import DocumentsRefused, SearchDoc, SearchEngine, SearchUnavailable
from marketplace.search.models import DeadLetter, LookAgain
from marketplace.search.registry import list_searchables, searchable

log = logging.getLogger(__name__)

BATCH = 500
LONGEST_WAIT = timedelta(minutes=5)


def look_again(things: Iterable[tuple[str, int]]) -> None:
    """Write down, in the present transaction, that these (kind, key) may have changed."""
    now = clock.now()
    rows = [
        {"kind": kind, "object_id": key, "created_at": now, "attempts": 0, "next_try_at": now}
        for kind, key in dict.fromkeys(things)
    ]
    if not rows:
        return
    db.session.execute(insert(LookAgain), rows)
    from marketplace.search.jobs import catch_up  # the job needs this module

    catch_up.soon()


def feed(engine: SearchEngine, *, batches: int = 1_000) -> int:
    """Work through the rows that are due; returns how many documents were looked at.

    Runs in the worker and commits batch by batch. When the engine does not answer, the rows wait, longer
    each time, and ``SearchUnavailable`` is not raised: nothing is lost.
    """
    looked_at = 0
    for _turn in range(batches):
        rows = _due_rows()
        if not rows:
            break
        if _unfold_groups(rows):
            continue
        things = list(dict.fromkeys((row.kind, row.object_id) for row in rows))
        try:
            _bring_up_to_date(engine, things)
        except SearchUnavailable as trouble:
            _postpone(rows, trouble)
            break
        db.session.execute(delete(LookAgain).where(LookAgain.id.in_([row.id for row in rows])))
        db.session.commit()  # a batch that is in the index must not be repeated for ever
        looked_at += len(things)
    return looked_at


def _due_rows() -> list[LookAgain]:
    due = select(LookAgain).where(LookAgain.next_try_at <= clock.now()).order_by(LookAgain.id).limit(BATCH)
    return list(db.session.scalars(due))


def _unfold_groups(rows: list[LookAgain]) -> bool:
    """Turn rows that stand for many things ("everything of this booth") into one row each."""
    groups = [row for row in rows if row.kind not in list_searchables()]
    for row in groups:
        for one in list_searchables().values():
            keys = one.keys_in_group(row.kind, row.object_id)
            if keys is not None:
                now = clock.now()
                chosen = keys.with_only_columns(
                    db.literal(one.kind),
                    *keys.selected_columns,
                    db.literal(now, LookAgain.created_at.type),
                    db.literal(0),
                    db.literal(now, LookAgain.next_try_at.type),
                )
                columns = ["kind", "object_id", "created_at", "attempts", "next_try_at"]
                db.session.execute(insert(LookAgain).from_select(columns, chosen))
        db.session.delete(row)
    if groups:
        db.session.commit()  # the fan-out stands before its parts are worked through
    return bool(groups)


def _bring_up_to_date(engine: SearchEngine, things: list[tuple[str, int]]) -> None:
    """Read what these things are now; index what is public, forget the rest, park what is refused."""
    documents = list(documents_of(things))
    public = {document.id for document in documents}
    gone = [id for id in (document_id(kind, key) for kind, key in things) if id not in public]
    if gone:
        engine.delete(gone)
    if documents:
        try:
            engine.index(documents)
        except DocumentsRefused as refusal:
            park(engine, refusal)


def document_id(kind: str, key: int) -> str:
    """The id of a thing in every engine."""
    return f"{kind}-{key}"


def documents_of(things: Iterable[tuple[str, int]]) -> Iterator[SearchDoc]:
    """The documents of those things that are public now."""
    by_kind: dict[str, list[int]] = {}
    for kind, key in things:
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        one = searchable(kind)
        yield from map(one.document, one.load(keys))


def all_documents() -> Iterator[SearchDoc]:
    """Every public document, read page by page in bounded memory."""
    for one in list_searchables().values():
        after = 0
        while keys := one.list_keys(after, BATCH):
            yield from map(one.document, one.load(keys))
            db.session.expunge_all()
            after = keys[-1]


def park(engine: SearchEngine, refusal: DocumentsRefused) -> None:
    """Keep what an engine refuses for staff to see."""
    for id, why in refusal.reasons.items():
        kind, _dash, key = id.rpartition("-")
        log.error("the search engine refuses %s: %s", id, why)
        db.session.add(DeadLetter(engine=engine.name, kind=kind, object_id=int(key), error=why[:500]))


def _postpone(rows: list[LookAgain], trouble: Exception) -> None:
    """The engine is away: try again after 1, 2, 4 … seconds, at most five minutes."""
    db.session.rollback()
    attempts = max(row.attempts for row in rows) + 1
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
    db.session.execute(
        update(LookAgain)
        .where(LookAgain.id.in_([row.id for row in rows]))
        .values(attempts=attempts, next_try_at=clock.now() + wait)
    )
    db.session.commit()  # the wait must survive the worker
    log.warning("search engine unavailable, trying again in %s: %s", wait, trouble)


@dataclass(frozen=True)
class Backlog:
    """How far the index is behind."""

    rows: int
    oldest_seconds: int
    dead_letters: int


def measure_backlog() -> Backlog:
    """What waits to be looked at again, for `flask search status` and the back office."""
    rows, oldest = db.session.execute(select(func.count(LookAgain.id), func.min(LookAgain.created_at))).one()
    age = int((clock.now() - oldest).total_seconds()) if oldest else 0
    return Backlog(rows, age, db.session.scalar(select(func.count(DeadLetter.id))))


@dataclass
class Comparison:
    """The index beside the database: ids of documents."""

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    documents: int = 0

    @property
    def is_equal(self) -> bool:
        """Is the index what it should be?"""
        return not (self.missing or self.extra or self.stale)

    @property
    def different(self) -> list[tuple[str, int]]:
        """(kind, key) of everything that differs."""
        return [
            (id.rpartition("-")[0], int(id.rpartition("-")[2]))
            for id in (*self.missing, *self.extra, *self.stale)
        ]


def verify(engine: SearchEngine) -> Comparison:
    """Compare ids and versions of the index with the database."""
    comparison, kept = Comparison(), dict(engine.ids())
    for document in all_documents():
        comparison.documents += 1
        version = kept.pop(document.id, None)
        if version is None:
            comparison.missing.append(document.id)
        elif version != document.version:
            comparison.stale.append(document.id)
    comparison.extra = sorted(kept)
    return comparison


def rebuild(engine: SearchEngine, progress: Callable[[int], None] = lambda count: None) -> int:
    """Build the index anew beside the one in use; returns the number of documents.

    ``progress`` is called with the number of documents read so far.
    """

    def read_all() -> Iterator[SearchDoc]:
        for count, document in enumerate(all_documents(), 1):
            if count % BATCH == 0:
                progress(count)
            yield document

    try:
        return engine.rebuild(read_all)
    except DocumentsRefused as refusal:
        park(engine, refusal)
        return engine.health().documents
