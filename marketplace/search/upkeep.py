"""The whole index at once: building it anew, and comparing it with the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.search.backlog import list_waiting
from marketplace.search.documents import Thing, make_documents, read_documents, thing_of
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import DocumentsRefused, SearchDoc, SearchEngine, SearchUnavailable
from marketplace.search.fallback import FallbackEngine
from marketplace.search.feed import BATCH, look_again, park, snapshot, wait_no_longer
from marketplace.search.models import DeadLetter, IndexBuild, IndexCheck
from marketplace.search.queries import find_build
from marketplace.search.registry import list_searchables

log = logging.getLogger(__name__)

BUILDS_KEPT = 50


def all_documents(unreadable: dict[str, str]) -> Iterator[SearchDoc]:
    """Every public document in one state of the database, read page by page in bounded memory.

    ``unreadable`` takes the ids of things that no document can be made of.
    """
    with snapshot():
        for one in list_searchables().values():
            after = 0
            while keys := one.list_keys(after, BATCH):
                yield from make_documents(one, one.load(keys), unreadable)
                after = keys[-1]


def parts_of(engine: SearchEngine) -> list[SearchEngine]:
    """The engines that each keep an index: the server's, and the embedded one behind it."""
    return [engine.embedded, engine.primary] if isinstance(engine, FallbackEngine) else [engine]


# --- building -----------------------------------------------------------------------------------------


def rebuild(engine: SearchEngine, progress: Callable[[int], None] = lambda count: None) -> int:
    """Build the index anew beside the one in use; returns the number of documents.

    ``progress`` is called with the number of documents read so far. What cannot be indexed is parked. The
    caller commits.
    """
    refused: dict[str, str] = {}
    numbers = count(1)

    def read_all() -> Iterator[SearchDoc]:
        for document in all_documents(refused):
            number = next(numbers)
            if number % BATCH == 0:
                progress(number)
            yield document

    try:
        size = engine.rebuild(read_all)
    except DocumentsRefused as refusal:
        refused |= refusal.reasons
        size = engine.health().documents
    # Everything has been tried: what was refused before and is not now has been taken.
    db.session.execute(delete(DeadLetter).where(DeadLetter.engine == engine.name))
    park(engine, refused)
    new_edition()
    return size


def order_build() -> None:
    """Have the worker build the whole index anew; one order at a time is enough."""
    if find_build() is None:
        db.session.add(IndexBuild())


def build(engine: SearchEngine, progress: Callable[[int], None] = lambda count: None) -> int:
    """Build the index anew and keep on record how far it is, for everybody to see.

    Takes up the building that was ordered, or begins one. For those who are the only builder: it commits,
    and an unfinished record was left by somebody who died. Raises ``SearchUnavailable``.
    """
    with snapshot():
        total = _count_documents() * len(parts_of(engine))
    building = find_build() or IndexBuild()
    db.session.add(building)
    building.done, building.total = 0, total
    db.session.commit()  # others look at the progress
    key = building.id

    def note(done: int) -> None:
        # A transaction of its own: the session is reading one state of the database all the while. Where
        # somebody else writes for long, the next note says how far it is; nothing else depends on it.
        with suppress(OperationalError), db.engine.begin() as connection:
            connection.execute(update(IndexBuild).where(IndexBuild.id == key).values(done=done))
        progress(done)

    error = ""
    try:
        size = rebuild(engine, note)
        wait_no_longer()
        return size
    except Exception as problem:
        db.session.rollback()
        error = str(problem)[:500] or repr(problem)
        raise
    finally:
        ended = update(IndexBuild).where(IndexBuild.id == key)
        db.session.execute(ended.values(ended_at=clock.now(), error=error))
        db.session.execute(delete(IndexBuild).where(IndexBuild.id <= key - BUILDS_KEPT))
        db.session.commit()  # the record stands however it ended


def list_to_build(engine: SearchEngine) -> list[SearchEngine]:
    """What must be built: everything when that was ordered, else what is missing or of other rules."""
    with snapshot():
        is_ordered = find_build() is not None
    return [engine] if is_ordered else [part for part in parts_of(engine) if _must_be_built(part)]


def _must_be_built(part: SearchEngine) -> bool:
    health = part.health()
    # A broken file is replaced; a server that is away must come back first.
    return health.needs_rebuild and (health.ok or isinstance(part, EmbeddedEngine))


def build_what_is_missing(engine: SearchEngine) -> list[SearchEngine]:
    """Build what must be built; returns what was. For the only builder."""
    return [one for one in list_to_build(engine) if _try_to_build(one)]


def _try_to_build(engine: SearchEngine) -> bool:
    try:
        log.info("built the search index: %d documents in %s", build(engine), engine.name)
    except SearchUnavailable as trouble:
        log.warning("the search index cannot be built now: %s", trouble)
        return False
    return True


def _count_documents() -> int:
    return sum(one.count_public() for one in list_searchables().values())


# --- comparing ----------------------------------------------------------------------------------------


@dataclass
class Comparison:
    """One index beside the database: ids of documents.

    What differs but waits to be looked at again, or was refused by the engine, is only counted: both are
    known already.
    """

    engine: str
    documents: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    waiting: int = 0
    refused: int = 0

    @property
    def is_equal(self) -> bool:
        """Is the index what it should be?"""
        return not (self.missing or self.extra or self.stale)

    @property
    def counts(self) -> dict[str, int]:
        """How many documents differ, by what is wrong with them."""
        return {"missing": len(self.missing), "extra": len(self.extra), "stale": len(self.stale)}

    @property
    def different(self) -> list[Thing]:
        """Everything that must be looked at again."""
        return [thing_of(id) for id in (*self.missing, *self.extra, *self.stale)]


#: What holds the feed still for a moment.
Stillness = Callable[[], AbstractContextManager]


def compare(engine: SearchEngine, stillness: Stillness = nullcontext) -> Comparison:
    """Compare ids and versions of one index with the database; of a server's, not of the file behind it.

    The feed goes on meanwhile, for reading everything takes long. So what seems to differ is looked at once
    more in ``stillness``, when nothing is on its way between the two readings.
    """
    comparison, kept = Comparison(engine.name), dict(engine.ids())
    doubtful = []
    for document in all_documents({}):
        comparison.documents += 1
        if kept.pop(document.id, None) != document.version:
            doubtful.append(document.id)
    doubtful += sorted(kept)
    if doubtful:
        with stillness():
            _look_closely(engine, doubtful, comparison)
            _set_aside_what_is_known(comparison)
    return comparison


def _look_closely(engine: SearchEngine, doubtful: list[str], comparison: Comparison) -> None:
    wanted = set(doubtful)
    kept = {id: version for id, version in engine.ids() if id in wanted}
    for start in range(0, len(doubtful), BATCH):
        some = doubtful[start : start + BATCH]
        with snapshot():
            documents = read_documents(map(thing_of, some)).documents
        public = {document.id: document.version for document in documents}
        comparison.missing += [id for id in some if id in public and id not in kept]
        comparison.extra += [id for id in some if id in kept and id not in public]
        both = (id for id in some if id in kept and id in public)
        comparison.stale += [id for id in both if kept[id] != public[id]]


def _set_aside_what_is_known(comparison: Comparison) -> None:
    different = set(comparison.different)
    if not different:
        return
    with snapshot():
        _set_aside(comparison, different)


def _set_aside(comparison: Comparison, different: set[Thing]) -> None:
    waiting = different & list_waiting(different)
    letters = select(DeadLetter.kind, DeadLetter.object_id).where(DeadLetter.engine == comparison.engine)
    refused = different & {(kind, key) for kind, key in db.session.execute(letters)} - waiting
    comparison.waiting, comparison.refused = len(waiting), len(refused)
    for ids in (comparison.missing, comparison.extra, comparison.stale):
        ids[:] = [id for id in ids if thing_of(id) not in waiting | refused]


def check(engine: SearchEngine, stillness: Stillness = nullcontext, *, heal: bool = True) -> list[Comparison]:
    """Compare every index with the database, keep on record how it ended, and look again at what differs.

    For the only builder; ``stillness`` as in ``compare``. The caller commits.
    """
    comparisons = [compare(part, stillness) for part in parts_of(engine)]
    for comparison in comparisons:
        counts = comparison.counts
        db.session.add(IndexCheck(engine=comparison.engine, documents=comparison.documents, **counts))
        if not comparison.is_equal:
            log.warning("%s differed: %d missing, %d extra, %d stale", comparison.engine, *counts.values())
            if heal:
                look_again(comparison.different)
    return comparisons


def list_last_checks(engine: SearchEngine) -> list[IndexCheck]:
    """The newest comparison of each index there is now."""
    newest = select(func.max(IndexCheck.id)).group_by(IndexCheck.engine)
    wanted = select(IndexCheck).where(
        IndexCheck.id.in_(newest), IndexCheck.engine.in_([part.name for part in parts_of(engine)])
    )
    return list(db.session.scalars(wanted.order_by(IndexCheck.id)))
