"""Feeding the index: what changed is written down in the transaction of the change, the worker looks again.

A row names a thing, never its content: the worker reads the present state, so rows may come in any
order, twice, or late. Rows are deleted by key after the engine has confirmed; a position "up to here" would
lose what a slower transaction commits below it.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Row, delete, func, insert, select, tuple_, update

from marketplace.kernel import clock
from marketplace.kernel.db import db, reading_only
from marketplace.kernel.edition import new_edition
from marketplace.search.engine import DocumentsRefused, SearchDoc, SearchEngine, SearchUnavailable
from marketplace.search.models import DeadLetter, LookAgain
from marketplace.search.registry import Searchable, list_searchables, searchable

log = logging.getLogger(__name__)

BATCH = 500
LONGEST_WAIT = timedelta(minutes=5)

#: (kind, key) of a thing that is searched.
Thing = tuple[str, int]


def look_again(things: Iterable[Thing]) -> None:
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


# --- the worker's round -------------------------------------------------------------------------------


@contextmanager
def the_only_feeder(folder: Path) -> Iterator[bool]:
    """Gives whether nobody else feeds: a second feeder could put an older state over a newer one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "feeding.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def feed(engine: SearchEngine, *, batches: int = 1_000) -> int:
    """Work through the rows that are due; returns how many things were looked at.

    Runs in the worker and commits batch by batch. No transaction is open while the engine works, for it may
    be slow and SQLite has one writer. When the engine does not answer, the rows wait, longer each time.
    """
    looked_at = 0
    for _turn in range(batches):
        with snapshot():
            rows = _due_rows()
            groups = [row for row in rows if row.kind not in list_searchables()]
            things = list(dict.fromkeys((row.kind, row.object_id) for row in rows))
            reading = None if groups else read_documents(things)
        if not rows:
            break
        if groups:
            _unfold(groups)
            continue
        try:
            refused = _bring_up_to_date(engine, things, reading)
        except SearchUnavailable as trouble:
            _postpone(rows, trouble)
            break
        _settle(engine, rows, things, refused)
        looked_at += len(things)
    return looked_at


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database without keeping writers out, and let go of it at the end."""
    db.session.rollback()
    with reading_only():
        yield
    db.session.rollback()


def _due_rows() -> list[Row]:
    columns = (LookAgain.id, LookAgain.kind, LookAgain.object_id, LookAgain.attempts)
    due = select(*columns).where(LookAgain.next_try_at <= clock.now()).order_by(LookAgain.id).limit(BATCH)
    return list(db.session.execute(due))


def _unfold(groups: list[Row]) -> None:
    """Turn rows that stand for many things ("everything of this booth") into one row each."""
    now = clock.now()
    columns = ["kind", "object_id", "created_at", "attempts", "next_try_at"]
    for row in groups:
        for one in list_searchables().values():
            keys = one.keys_in_group(row.kind, row.object_id)
            if keys is not None:
                moment = db.literal(now, LookAgain.created_at.type)
                chosen = keys.with_only_columns(
                    db.literal(one.kind), *keys.selected_columns, moment, db.literal(0), moment
                )
                db.session.execute(insert(LookAgain).from_select(columns, chosen))
    _forget(groups)
    db.session.commit()  # the fan-out stands before its parts are worked through


def _bring_up_to_date(engine: SearchEngine, things: list[Thing], reading: Reading) -> dict[str, str]:
    """Index what is public, forget the rest; returns what is refused, with the reason."""
    public = {document.id for document in reading.documents}
    gone = [id for id in (document_id(kind, key) for kind, key in things) if id not in public]
    if gone:
        engine.delete(gone)
    try:
        engine.index(reading.documents)
    except DocumentsRefused as refusal:
        return reading.unreadable | refusal.reasons
    return reading.unreadable


def _settle(engine: SearchEngine, rows: list[Row], things: list[Thing], refused: dict[str, str]) -> None:
    """The batch is in the index: forget its rows, park what was refused, and let search pages be new."""
    db.session.execute(delete(DeadLetter).where(tuple_(DeadLetter.kind, DeadLetter.object_id).in_(things)))
    park(engine, refused)
    _forget(rows)
    new_edition()
    db.session.commit()  # a batch that is in the index must not be repeated for ever


def _forget(rows: list[Row]) -> None:
    db.session.execute(delete(LookAgain).where(LookAgain.id.in_([row.id for row in rows])))


def _postpone(rows: list[Row], trouble: Exception) -> None:
    """The engine is away: try again after 1, 2, 4 … seconds, at most five minutes."""
    attempts = max(row.attempts for row in rows) + 1
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
    db.session.execute(
        update(LookAgain)
        .where(LookAgain.id.in_([row.id for row in rows]))
        .values(attempts=attempts, next_try_at=clock.now() + wait)
    )
    db.session.commit()  # the wait must survive the worker
    log.warning("search engine unavailable, trying again in %s: %s", wait, trouble)


# --- documents ----------------------------------------------------------------------------------------


@dataclass
class Reading:
    """Documents of what is public now, and why no document could be made of some things, by id."""

    documents: list[SearchDoc] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


def document_id(kind: str, key: int) -> str:
    """The id of a thing in every engine."""
    return f"{kind}-{key}"


def thing_of(document_id: str) -> Thing:
    """The (kind, key) that an id stands for."""
    kind, _dash, key = document_id.rpartition("-")
    return kind, int(key)


def read_documents(things: Iterable[Thing]) -> Reading:
    """What the index should have of these things; what is not public has no document."""
    by_kind: dict[str, list[int]] = {}
    for kind, key in things:
        by_kind.setdefault(kind, []).append(key)
    reading = Reading()
    for kind, keys in by_kind.items():
        one = searchable(kind)
        reading.documents += make_documents(one, one.load(keys), reading.unreadable)
    return reading


def make_documents(one: Searchable, things: list, unreadable: dict[str, str]) -> Iterator[SearchDoc]:
    """The documents of loaded things. One that cannot be made must not keep all others out of the index."""
    for thing in things:
        try:
            document = one.document(thing)
        except Exception as problem:
            log.exception("no document can be made of %s %s", one.kind, thing.id)
            unreadable[document_id(one.kind, thing.id)] = repr(problem)
        else:
            yield document


def park(engine: SearchEngine, refused: dict[str, str]) -> None:
    """Keep what an engine refuses for staff to see."""
    for id, why in refused.items():
        kind, key = thing_of(id)
        log.error("the search engine cannot take %s: %s", id, why)
        db.session.add(DeadLetter(engine=engine.name, kind=kind, object_id=key, error=why[:500]))


# --- for those who watch ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Backlog:
    """How far the index is behind."""

    rows: int
    oldest_seconds: int
    #: Rows that wait because the engine did not answer.
    postponed: int


def measure_backlog() -> Backlog:
    """What waits to be looked at again."""
    rows, oldest, postponed = db.session.execute(
        select(
            func.count(LookAgain.id),
            func.min(LookAgain.created_at),
            func.count(LookAgain.id).filter(LookAgain.attempts > 0),
        )
    ).one()
    age = int((clock.now() - oldest).total_seconds()) if oldest else 0
    return Backlog(rows, age, postponed)


def list_dead_letters(limit: int = 200) -> list[DeadLetter]:
    """What the engine refused, newest first."""
    return list(db.session.scalars(select(DeadLetter).order_by(DeadLetter.id.desc()).limit(limit)))


def retry_refused() -> None:
    """Look again at everything that was refused; what is refused again is parked again."""
    look_again((kind, key) for kind, key in db.session.execute(select(DeadLetter.kind, DeadLetter.object_id)))
    db.session.execute(delete(DeadLetter))
