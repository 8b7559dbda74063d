"""The whole index at once: building it anew, and comparing it with the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.search.engine import DocumentsRefused, SearchDoc, SearchEngine
from marketplace.search.feed import BATCH, Thing, make_documents, park, snapshot, thing_of
from marketplace.search.models import IndexCheck
from marketplace.search.registry import list_searchables


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


def rebuild(engine: SearchEngine, progress: Callable[[int], None] = lambda count: None) -> int:
    """Build the index anew beside the one in use; returns the number of documents.

    ``progress`` is called with the number of documents read so far. What cannot be indexed is parked. The
    caller commits.
    """
    refused: dict[str, str] = {}

    def read_all() -> Iterator[SearchDoc]:
        for count, document in enumerate(all_documents(refused), 1):
            if count % BATCH == 0:
                progress(count)
            yield document

    try:
        size = engine.rebuild(read_all)
    except DocumentsRefused as refusal:
        refused |= refusal.reasons
        size = engine.health().documents
    park(engine, refused)
    new_edition()
    return size


@dataclass
class Comparison:
    """The index beside the database: ids of documents."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Is the index what it should be?"""
        return not (self.missing or self.extra or self.stale)

    @property
    def different(self) -> list[Thing]:
        """Everything that must be looked at again."""
        return [thing_of(id) for id in (*self.missing, *self.extra, *self.stale)]


def compare(engine: SearchEngine) -> Comparison:
    """Compare ids and versions of the index with the database."""
    comparison, kept = Comparison(), dict(engine.ids())
    for document in all_documents({}):
        comparison.documents += 1
        version = kept.pop(document.id, None)
        if version is None:
            comparison.missing.append(document.id)
        elif version != document.version:
            comparison.stale.append(document.id)
    comparison.extra = sorted(kept)
    return comparison


def note_check(engine: SearchEngine, comparison: Comparison) -> IndexCheck:
    """Keep on record how a comparison ended. The caller commits."""
    check = IndexCheck(
        engine=engine.name,
        documents=comparison.documents,
        missing=len(comparison.missing),
        extra=len(comparison.extra),
        stale=len(comparison.stale),
    )
    db.session.add(check)
    return check


def find_last_check() -> IndexCheck | None:
    """The newest comparison, if there has been one."""
    return db.session.scalar(select(IndexCheck).order_by(IndexCheck.id.desc()).limit(1))
