"""The search engine that needs no server: SQLite FTS5 in a file of its own.

Written by the worker, read by any number of processes; ``docs/search.md`` tells how quick it is. A site that
sets MEILISEARCH_URL keeps this engine for the time the server is away.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from marketplace.kernel.text.analysis import read_query
from marketplace.search.engine import (
    DocumentsRefused,
    Health,
    SearchDoc,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Suggestion,
    nothing_found,
)
from marketplace.search.finding import Finder
from marketplace.search.index_file import BUSY_SECONDS, IndexFiles, create_index, finish_index, transaction
from marketplace.search.phrases import suggestions
from marketplace.search.schema import Writer, is_whole, mark_whole
from marketplace.search.selection import PartsSaid

DOCUMENTS_AT_ONCE = 500

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
        words = read_query(query.text)
        if query.text.strip() and not words:
            return nothing_found(self.name)
        with self._reading() as connection:
            finder = Finder(connection, self._said_in_use(), query)
            found = finder.find(words) if words else finder.browse()
        return SearchResult(
            found.hits,
            found.counts.total,
            found.counts.exact,
            found.counts.facets,
            self.name,
            corrected=found.reading.corrected,
            widened=found.reading.widened,
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
            writer.forget_numbers()
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
