"""The search engine that needs no server: SQLite FTS5 in a file of its own.

Written by the worker, read by any number of processes. Measured for up to 200,000 documents; a larger
site sets MEILISEARCH_URL and keeps this engine for the time the server is away.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from pathlib import Path

from marketplace.kernel.text.analysis import Query, read_query
from marketplace.search.engine import (
    DEEPEST_HIT,
    DocumentsRefused,
    Health,
    Hit,
    Kind,
    SearchDoc,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Sort,
    Suggestion,
    nothing_found,
)
from marketplace.search.index_file import BUSY_SECONDS, IndexFiles, create_index, finish_index, transaction
from marketplace.search.matching import Fitness, Wanted, explain, wanted_words
from marketplace.search.phrases import suggestions
from marketplace.search.reading import Reader, Reading
from marketplace.search.schema import Stored, Writer, is_whole, mark_whole, read_stored
from marketplace.search.selection import Counts, PartsSaid, Selection

DOCUMENTS_AT_ONCE = 500
PUT_IN_ORDER = 40
"""So many of the best are compared with one another; all others come the newest first."""

UNSTORABLE = (sqlite3.DataError, sqlite3.InterfaceError, sqlite3.IntegrityError, OverflowError, UnicodeError)


class EmbeddedEngine:
    """A ``SearchEngine`` in the directory it is given."""

    name = "embedded"

    def __init__(self, directory: Path, patience: float = BUSY_SECONDS) -> None:
        self._files = IndexFiles(directory, patience)
        self._said: tuple[Path | None, PartsSaid] = (None, PartsSaid())

    def index(self, documents: Iterable[SearchDoc]) -> None:
        """Store whole documents; see ``SearchEngine.index``."""
        waiting = iter(documents)
        refused: dict[str, str] = {}
        while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
            with self._changing() as connection, transaction(connection):
                refused |= _store_all(connection, batch)
        if refused:
            raise DocumentsRefused(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        with self._changing() as connection, transaction(connection):
            writer = Writer(connection)
            for key in ids:
                writer.forget(key)
            writer.close_books()

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one page of a query."""
        started = time.perf_counter()
        words = read_query(query.text)
        if query.text.strip() and not words:
            return nothing_found(self.name)
        with self._reading() as connection:
            selection = Selection(connection, self._said_in_use(), query)
            if not words:
                counts = selection.count_everything()
                found = _Found(counts, selection.browse(counts.total) if query.per_page else [], Reading(()))
            else:
                found = _find(connection, selection, words, query)
            hits = _hits(connection, found, query)
        return SearchResult(
            hits,
            found.counts.total,
            found.counts.exact,
            found.counts.facets,
            self.name,
            corrected=found.reading.corrected,
            widened=found.reading.widened,
            took_ms=_since(started),
        )

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return phrases from names that begin with ``prefix``."""
        with self._reading() as connection:
            return suggestions(connection, prefix, lang, limit)

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Build a new file beside the one in use and switch to it; searches and changes go on meanwhile."""
        with _translating_errors(), self._files.building() as path:
            connection = create_index(path)
            try:
                refused = _fill(connection, read_all())
                (size,) = connection.execute("select count(*) from document").fetchone()
                mark_whole(connection)
                finish_index(connection)
            except BaseException:
                connection.close()
                raise
            self._files.switch_to(path)
        if refused:
            raise DocumentsRefused(refused)
        return size

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield id and version of every document."""
        with self._reading() as connection:
            yield from connection.execute("select key, version from document order by key").fetchall()

    def health(self) -> Health:
        """Tell whether the file can be read, is whole and fits the present text rules."""
        try:
            with self._reading() as connection:
                (documents,) = connection.execute("select count(*) from document").fetchone()
                is_current = is_whole(connection) and self._files.fits_present_rules()
        except SearchUnavailable as problem:
            return Health(self.name, ok=False, needs_rebuild=True, detail=str(problem))
        return Health(self.name, True, documents, needs_rebuild=not is_current)

    def close(self) -> None:
        """Close this thread's connection."""
        self._files.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with _translating_errors():
            yield self._files.connection()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Hold the index for a change; the connection is taken after the lock, when no switch can come."""
        with _translating_errors():
            self._files.connection()
            with self._files.writing():
                if not self._files.fits_present_rules():
                    raise SearchUnavailable("The search index was built by other rules: rebuild it.")
                yield self._files.connection()

    def _said_in_use(self) -> PartsSaid:
        """What the numbers in the file in use stand for."""
        path, said = self._said
        if path != self._files.in_use:
            path, said = self._said = (self._files.in_use, PartsSaid())
        return said


@dataclass(frozen=True, slots=True)
class _Found:
    """The places of one page in order, the counts of everything found, and how the query was taken.

    ``ways`` are the words to look for in each of its ways, none where nothing was asked for.
    """

    counts: Counts
    page: list[int]
    reading: Reading
    ways: list[Wanted] = field(default_factory=list)
    stored: dict[int, Stored] = field(default_factory=dict)


def _find(connection: sqlite3.Connection, selection: Selection, words: Query, query: SearchQuery) -> _Found:
    """Find the page that has the words and count everything that has them."""
    reading = Reader(connection, words).read(exact=query.exact)
    ways = wanted_words(words, reading.others)
    counts, places = selection.count(reading.expression)
    stored: dict[int, Stored] = {}
    if query.offset >= DEEPEST_HIT or not query.per_page:
        page: list[int] = []
    elif query.sort == Sort.RELEVANCE:
        fitness = Fitness(words, ways, reading.others, reading.named)
        page = _best_first(connection, selection, reading, places, fitness, query, stored)
    else:
        page = selection.find_in_order(places)
    return _Found(counts, page, reading, ways, stored)


def _best_first(
    connection: sqlite3.Connection,
    selection: Selection,
    reading: Reading,
    places: list[int],
    fitness: Fitness,
    query: SearchQuery,
    stored: dict[int, Stored],
) -> list[int]:
    """Return the places of a page: step after step, in each those with the words in their names first.

    What was read of documents on the way is put into ``stored``.
    """
    last = query.offset + query.page_size
    ordered: dict[int, None] = {}
    for step in reading.steps:
        # Room for what is found again: the same are compared, whatever page this is.
        most = max(last, PUT_IN_ORDER) + len(ordered)
        if step.in_turn:
            best = (_narrow_to_wide(selection, way.best, most) for way in step.in_turn)
            everything = _narrow_to_wide(selection, (step.expression,), most)
            for place in chain(_taken_in_turn(best), everything):
                ordered.setdefault(place)
                if len(ordered) >= last:
                    break
        else:
            of_step = dict.fromkeys(islice(_narrow_to_wide(selection, step.best, most), most))
            if len(of_step) < most:
                is_all = len(reading.steps) == 1
                everything = places if is_all else selection.find(step.expression, most + len(of_step))
                of_step |= dict.fromkeys(everything)
            fresh = [place for place in of_step if place not in ordered]
            read = read_stored(connection, fresh[:PUT_IN_ORDER])
            stored |= read
            fit = {
                place: fitness.of(document.texts, is_readable=document.has_name_in(query.lang))
                for place, document in read.items()
            }
            compared = sorted(fit, key=lambda place: (-fit[place], place))
            ordered |= dict.fromkeys([*compared, *(place for place in fresh if place not in fit)])
        if len(ordered) >= last:
            break
    return list(ordered)[query.offset : last]


def _narrow_to_wide(selection: Selection, expressions: Iterable[str], most: int) -> Iterator[int]:
    """Yield what each expression finds, each thing once."""
    found: dict[int, None] = {}
    for expression in expressions:
        fresh = [place for place in selection.find(expression, most) if place not in found]
        found |= dict.fromkeys(fresh)
        yield from fresh


def _taken_in_turn(finds: Iterable[Iterator[int]]) -> Iterator[int]:
    """Yield the first of each, then the second of each …"""
    for places in zip_longest(*finds):
        yield from (place for place in places if place is not None)


def _hits(connection: sqlite3.Connection, found: _Found, query: SearchQuery) -> tuple[Hit, ...]:
    unread = [place for place in found.page if place not in found.stored]
    stored = found.stored | read_stored(connection, unread)
    return tuple(
        _hit(document, query, found.ways, 1 / (query.offset + place))
        for place, document in enumerate((stored[one] for one in found.page if one in stored), 1)
    )


def _hit(document: Stored, query: SearchQuery, wanted: list[Wanted], score: float) -> Hit:
    matched = explain(wanted, query.lang, document.names, document.texts) if wanted else None
    return Hit(document.key, Kind(document.kind), document.object_id, round(score, 4), matched)


@contextmanager
def _translating_errors() -> Iterator[None]:
    """Turn trouble with the file into the one exception that callers know."""
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        raise SearchUnavailable(f"The embedded search index failed: {problem}") from problem


def _store_all(connection: sqlite3.Connection, documents: Iterable[SearchDoc]) -> dict[str, str]:
    """Store documents in the open transaction; return those that cannot be stored, with the reason."""
    writer = Writer(connection)
    refused: dict[str, str] = {}
    for number, document in writer.numbered(documents):
        connection.execute("savepoint one_document")
        try:
            writer.store(number, document)
        except UNSTORABLE as problem:
            connection.execute("rollback to one_document")
            writer.undone()
            refused[document.id] = str(problem)
        connection.execute("release one_document")
    writer.close_books()
    return refused


def _fill(connection: sqlite3.Connection, documents: Iterable[SearchDoc]) -> dict[str, str]:
    """Fill a new index in batches, so that memory does not grow with the catalogue."""
    waiting = iter(documents)
    refused: dict[str, str] = {}
    while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
        with transaction(connection):
            refused |= _store_all(connection, batch)
    return refused


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
