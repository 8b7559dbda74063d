"""The search engine that needs no server: SQLite FTS5 in a file of its own.

Written by the worker, read by any number of processes. Measured for up to 200,000 documents; a larger
site sets MEILISEARCH_URL and keeps this engine for the time the server is away.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from marketplace.kernel.text.analysis import Query, read_query
from marketplace.kernel.text.lao import unshift
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
    Suggestion,
    nothing_found,
)
from marketplace.search.expression import Corrections, all_words, fewer_words
from marketplace.search.index_file import BUSY_SECONDS, IndexFiles, create_index, finish_index, transaction
from marketplace.search.matching import explain, wanted_words
from marketplace.search.phrases import suggestions
from marketplace.search.schema import Writer, is_whole, mark_whole, read_stored
from marketplace.search.selection import FacetCounter, select_page
from marketplace.search.vocabulary import RARE, Vocabulary, document_frequency

DOCUMENTS_AT_ONCE = 500
VOCABULARY_SECONDS = 300
MOST_FORMS = 5
"""How many other words a mistyped one is taken for at once."""

UNSTORABLE = (sqlite3.DataError, sqlite3.InterfaceError, sqlite3.IntegrityError, OverflowError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a query was taken: the expression that finds it and what was changed on the way."""

    expression: str | None
    corrections: Corrections
    corrected: str | None = None
    widened: bool = False


class EmbeddedEngine:
    """A ``SearchEngine`` in the directory it is given."""

    name = "embedded"

    def __init__(self, directory: Path, patience: float = BUSY_SECONDS) -> None:
        self._files = IndexFiles(directory, patience)
        self._vocabulary_lock = threading.Lock()
        self._vocabulary: tuple[Path | None, float, Vocabulary] | None = None

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
            reading = self._read(connection, words, exact=query.exact)
            counts = FacetCounter(connection, reading.expression, query).count()
            hits = self._hits(connection, reading, words, query)
        return SearchResult(
            hits,
            counts.total,
            counts.exact,
            counts.facets,
            self.name,
            corrected=reading.corrected,
            widened=reading.widened,
            took_ms=_since(started),
        )

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return phrases from names that begin with ``prefix``."""
        with self._reading() as connection:
            return suggestions(connection, prefix, lang, limit)

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Build a new file beside the one in use and switch to it; searches go on meanwhile."""
        with _translating_errors(), self._files.writing():
            self._files.remove_unused()
            path = self._files.new_path()
            connection = create_index(path)
            try:
                refused = _fill(connection, read_all())
                (size,) = connection.execute("select count(*) from document").fetchone()
                mark_whole(connection)
                finish_index(connection)
            except BaseException:
                connection.close()
                self._files.remove_unused()
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
                yield self._files.connection()
        self._vocabulary = None

    def _read(self, connection: sqlite3.Connection, words: Query, *, exact: bool = False) -> Reading:
        """Take the query as typed; if that finds little, mend its words; if nothing, ask for fewer."""
        if not words:
            return Reading(None, {})
        as_typed = all_words(words, {})
        if exact or _finds(connection, as_typed, RARE):
            return Reading(as_typed, {})
        corrections = self._corrections(connection, words)
        mended = all_words(words, corrections)
        corrected = _readable(words, corrections) if not _finds(connection, as_typed) else None
        if _finds(connection, mended):
            return Reading(mended, corrections, corrected)
        for expression in fewer_words(words, corrections):
            if _finds(connection, expression):
                return Reading(expression, corrections, corrected, widened=True)
        return Reading(mended, {})

    def _corrections(self, connection: sqlite3.Connection, words: Query) -> Corrections:
        found: dict[str, tuple[str, ...]] = {}
        for word in words.words:
            frequency = document_frequency(connection, word.text)
            if frequency < RARE:
                vocabulary = self._known_words(connection)
                candidates = vocabulary.corrections(word, frequency, is_alone=len(words.words) == 1)
                standing = (form for form in candidates if _has_phrase(connection, form))
                found[word.text] = tuple(islice(standing, MOST_FORMS))
        return {word: forms for word, forms in found.items() if forms}

    def _known_words(self, connection: sqlite3.Connection) -> Vocabulary:
        """Return the vocabulary, read again every few minutes: it is large and changes slowly."""
        with self._vocabulary_lock:
            path, now = self._files.current(), time.monotonic()
            kept = self._vocabulary
            if kept is None or kept[0] != path or now - kept[1] > VOCABULARY_SECONDS:
                kept = self._vocabulary = (path, now, Vocabulary.of(connection))
            return kept[2]

    def _hits(
        self, connection: sqlite3.Connection, reading: Reading, words: Query, query: SearchQuery
    ) -> tuple[Hit, ...]:
        if query.offset >= DEEPEST_HIT:
            return ()
        page = select_page(connection, reading.expression, query)
        stored = read_stored(connection, [place for place, _ in page])
        wanted = wanted_words(words, reading.corrections)
        return tuple(
            Hit(
                document.key,
                Kind(document.kind),
                document.object_id,
                round(score, 4),
                explain(wanted, query.lang, document.names, document.texts) if wanted else None,
            )
            for place, score in page
            if (document := stored.get(place))
        )


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
    for document in documents:
        connection.execute("savepoint one_document")
        try:
            writer.store(document)
        except UNSTORABLE as problem:
            connection.execute("rollback to one_document")
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


def _finds(connection: sqlite3.Connection, expression: str, least: int = 1) -> bool:
    found = connection.execute(
        "select count(*) from (select 1 from fts where fts match ? limit ?)", (expression, least)
    )
    return found.fetchone()[0] >= least


def _has_phrase(connection: sqlite3.Connection, words: str) -> bool:
    """Tell whether the words stand next to each other somewhere: joined words must really be a pair."""
    return _finds(connection, f'"{words}"')


def _readable(words: Query, corrections: Corrections) -> str | None:
    """Return the query as it was understood, in a person's letters, or None if nothing was changed."""
    if not corrections:
        return None
    return " ".join(unshift(corrections.get(word.text, (word.text,))[0]) for word in words.words)


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
