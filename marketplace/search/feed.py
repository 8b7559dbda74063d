"""Feeding the index: what changed is written down in the transaction of the change, the worker looks again.

A row names a thing, never its content: the worker reads the present state, so rows may come in any
order, twice, or late. Rows are deleted by key after the engine has confirmed; a position "up to here" would
lose what a slower transaction commits below it.

The feed goes on while a new index is being built: what it brings into the old one is noted, and is looked at
once more when the building has ended.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy import Row, delete, insert, select, tuple_, update

from marketplace.kernel import clock
from marketplace.kernel.db import db, insert_into, reading_only
from marketplace.kernel.edition import new_edition
from marketplace.kernel.locks import the_only_one
from marketplace.reference.memory import check_again
from marketplace.search.documents import DocumentsRead, Thing, document_id, read_documents, thing_of
from marketplace.search.engine import DocumentsRefused, SearchBusy, SearchEngine, SearchUnavailable
from marketplace.search.models import DeadLetter, FedMeanwhile, LookAgain, LookAgainGroup
from marketplace.search.queries import find_build
from marketplace.search.registry import list_searchables, list_with_group

log = logging.getLogger(__name__)

BATCH = 500
LONGEST_WAIT = timedelta(minutes=5)
#: Whatever waits longer than this is found by the worker's sweep.
SWEEP = timedelta(minutes=1)

#: (kind, key) of many things that are looked at again together.
Group = tuple[str, str | int]


def look_again(things: Iterable[Thing | Group]) -> None:
    """Write down, in the present transaction, that these may have changed: things, or whole groups of them.

    A group is named as ``wiring.py`` declares it, with its key: ``("booth_listings", 12)``. It takes one row
    whatever its size. Raises ``NotFound`` for a kind that is neither.
    """
    now, singles, groups = clock.now(), [], []
    for kind, key in dict.fromkeys(things):
        row = {"kind": kind, "created_at": now, "attempts": 0, "next_try_at": now}
        if kind in list_searchables():
            singles.append(row | {"object_id": key})
        else:
            list_with_group(kind)
            groups.append(row | {"key": str(key), "searched": "", "after": 0, "done": 0})
    if singles:
        db.session.execute(insert(LookAgain.__table__), singles)
    if groups:
        db.session.execute(insert(LookAgainGroup), groups)
    if singles or groups:
        _next_round().soon()


# --- the worker's round -------------------------------------------------------------------------------


def _next_round():
    """The job that goes on with the feed."""
    from marketplace.search.jobs import catch_up  # it needs this module

    return catch_up


def the_only_feeder(folder: Path, patience: float = 0) -> AbstractContextManager[bool]:
    """Gives whether nobody else feeds: an older state must not go over a newer one.

    ``patience`` is for how many seconds to wait for somebody else to finish. A process that dies lets go.
    """
    return the_only_one(folder / "feeding.lock", patience)


def the_only_builder(folder: Path, patience: float = 0) -> AbstractContextManager[bool]:
    """Gives whether nobody else builds the index or compares it; ``patience`` as above."""
    return the_only_one(folder / "building.lock", patience)


@contextmanager
def stillness(folder: Path, patience: float) -> Iterator[None]:
    """Nobody feeds while this lasts. ``SearchBusy`` when somebody goes on for longer than ``patience``."""
    with the_only_feeder(folder, patience) as is_still:
        if not is_still:
            raise SearchBusy("The search index is being fed without a pause.")
        yield


def feed(engine: SearchEngine, *, batches: int = 1_000) -> int:
    """Work through what is due; returns how many things were looked at.

    After so many ``batches`` it asks for another round, behind whatever else waits for the worker.
    Each turn takes the oldest single things and the next part of the oldest group, so that neither waits for
    the other, and some of what was fed during a building that has ended. Runs in the worker and commits turn
    by turn. No transaction is open while the engine works, for it may be slow and SQLite has one writer. When
    the engine does not answer, all wait, longer each time.
    """
    looked_at = 0
    for _turn in range(batches):
        with snapshot():
            turn = _next_turn()
            reading = read_documents(turn.things)
        if turn.is_empty:
            break
        try:
            refused = _bring_up_to_date(engine, turn.things, reading)
        except SearchUnavailable as trouble:
            _postpone(turn, trouble)
            break
        _settle(engine, turn, refused)
        looked_at += len(turn.things)
    else:
        _next_round().soon()
    return looked_at


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database without keeping writers out, and let go of it at the end."""
    db.session.rollback()
    check_again()  # documents are made of the rates and categories of this moment
    with reading_only():
        yield
    db.session.rollback()


@dataclass(frozen=True)
class _Turn:
    """What one turn looks at."""

    rows: list[Row]
    part: _Part
    #: What was fed during a building that has ended.
    again: list[Thing]
    #: When the building was ordered that is not ended yet.
    building_since: datetime | None

    @cached_property
    def things(self) -> list[Thing]:
        """Everything of this turn, each thing once."""
        single = ((row.kind, row.object_id) for row in self.rows)
        return list(dict.fromkeys((*single, *self.part.things, *self.again)))

    @property
    def is_empty(self) -> bool:
        """Is nothing due?"""
        return not self.rows and not self.part.ids and not self.again


def _next_turn() -> _Turn:
    """What is due now.

    Whether a new index is being built is asked in the state that is read: the building reads a later one if
    it begins after this, and the new index is in use already if it has ended before.
    """
    building = find_build()
    again = [] if building else _fed_meanwhile()
    return _Turn(_due_rows(), _next_part(), again, building and building.ordered_at)


def _fed_meanwhile() -> list[Thing]:
    fed = select(FedMeanwhile.kind, FedMeanwhile.object_id).limit(BATCH)
    return [(kind, key) for kind, key in db.session.execute(fed)]


def _due_rows() -> list[Row]:
    columns = (LookAgain.id, LookAgain.kind, LookAgain.object_id, LookAgain.attempts)
    due = select(*columns).where(LookAgain.next_try_at <= clock.now()).order_by(LookAgain.id).limit(BATCH)
    return list(db.session.execute(due))


@dataclass(frozen=True)
class _Part:
    """The next things of a group, and how far the group is once they are done.

    ``ids`` are the group's row, and rows that ask for the same from its beginning when it is just beginning.
    """

    ids: tuple[int, ...] = ()
    things: tuple[Thing, ...] = ()
    progress: dict = field(default_factory=dict)
    attempts: int = 0


def _next_part() -> _Part:
    """What comes next in the oldest group that is due; a group without anything left has no things."""
    due = select(LookAgainGroup).where(LookAgainGroup.next_try_at <= clock.now()).order_by(LookAgainGroup.id)
    group = db.session.scalar(due.limit(1))
    if group is None:
        return _Part()
    ids = (group.id,)
    if group.total is None:
        same = (LookAgainGroup.kind == group.kind, LookAgainGroup.key == group.key)
        others = (*same, LookAgainGroup.total.is_(None), LookAgainGroup.id != group.id)
        ids += tuple(db.session.scalars(select(LookAgainGroup.id).where(*others)))
    kinds = list_with_group(group.kind)
    total = (
        sum(one.count_group(group.kind, group.key) for one in kinds) if group.total is None else group.total
    )
    names = [one.kind for one in kinds]
    for one in kinds[names.index(group.searched) if group.searched in names else 0 :]:
        after = group.after if one.kind == group.searched else 0
        if keys := one.list_group(group.kind, group.key, after, BATCH):
            progress = {
                "searched": one.kind,
                "after": keys[-1],
                "done": group.done + len(keys),
                "total": total,
            }
            return _Part(ids, tuple((one.kind, key) for key in keys), progress, group.attempts)
    return _Part(ids)


def _bring_up_to_date(engine: SearchEngine, things: list[Thing], reading: DocumentsRead) -> dict[str, str]:
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


def _settle(engine: SearchEngine, turn: _Turn, refused: dict[str, str]) -> None:
    """The turn is in the index: forget its rows, park what was refused, and let search pages be new."""
    _forget_things(DeadLetter, turn.things)
    park(engine, refused)
    if turn.building_since:
        _note_fed(turn.things, turn.building_since)
    _forget_things(FedMeanwhile, turn.again)
    db.session.execute(delete(LookAgain).where(LookAgain.id.in_([row.id for row in turn.rows])))
    part = turn.part
    finished = part.ids[1:] if part.things else part.ids
    db.session.execute(delete(LookAgainGroup).where(LookAgainGroup.id.in_(finished)))
    if part.things:
        _change(LookAgainGroup, part.ids[:1], attempts=0, **part.progress)
    wait_no_longer()
    new_edition()
    db.session.commit()  # what is in the index must not be repeated for ever


def park(engine: SearchEngine, refused: dict[str, str]) -> None:
    """Keep what an engine refuses for staff to see."""
    for id, why in refused.items():
        kind, key = thing_of(id)
        log.error("the search engine cannot take %s: %s", id, why)
        db.session.add(DeadLetter(engine=engine.name, kind=kind, object_id=key, error=why[:500]))


def _forget_things(table: type, things: list[Thing]) -> None:
    if things:
        db.session.execute(delete(table).where(tuple_(table.kind, table.object_id).in_(things)))


def _note_fed(things: list[Thing], since: datetime) -> None:
    """These are in the index in use; the one that is being built may get an older state of them."""
    if things:
        rows = [{"kind": kind, "object_id": key, "since": since} for kind, key in things]
        db.session.execute(insert_into(FedMeanwhile).on_conflict_do_nothing(), rows)


def wait_no_longer() -> None:
    """The engine answers again: nobody waits for the end of a delay that was meant for its absence."""
    for table in (LookAgain, LookAgainGroup):
        waits = (table.attempts > 0, table.next_try_at > clock.now())
        db.session.execute(update(table).where(*waits).values(next_try_at=clock.now()))


def _postpone(turn: _Turn, trouble: Exception) -> None:
    """The engine is away: try again after 1, 2, 4 … seconds, at most five minutes."""
    attempts = max(row.attempts for row in (*turn.rows, turn.part)) + 1
    wait = min(timedelta(seconds=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
    later = {"attempts": attempts, "next_try_at": clock.now() + wait}
    _change(LookAgain, [row.id for row in turn.rows], **later)
    _change(LookAgainGroup, turn.part.ids, **later)
    db.session.commit()  # the wait must survive the worker
    if wait < SWEEP:
        _next_round().later(wait)
    log.warning("search engine unavailable, trying again in %s: %s", wait, trouble)


def _change(table: type, ids: Iterable[int], **values) -> None:
    db.session.execute(update(table).where(table.id.in_(ids)).values(values))
