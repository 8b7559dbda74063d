"""Other engines, given the same words as ours: plain FTS5 with facets from a wide table, and tantivy.

They answer with the keys of the best listings and count four facets: of what has all words or, if
nothing has, of what has any of them, as the peers of the study did (decision 0036). Neither corrects,
splits joined words or explains.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from marketplace.kernel.text.analysis import read_query
from marketplace.search.engine import SearchDoc
from marketplace.search.texts import DocumentTexts, texts_of

try:
    import tantivy
except ImportError:  # only `make bench-search` installs it
    tantivy = None

COLUMNS = DocumentTexts._fields
FACETS = ("category", "province", "country", "price_kind")
MOST_HITS = 20
MOST_VALUES = 30
DOCUMENTS_AT_ONCE = 5_000
ENOUGH_MEMORY = 200_000_000


def facts_of(document: SearchDoc) -> tuple[str, ...]:
    """The values of the four facets."""
    return document.category, document.province, document.country, document.price_kind


class _Peer(ABC):
    """An engine that looks for listings with all words and, if there are none, for those with any."""

    def search(self, text: str) -> list[int]:
        """The best listings, after counting the facets of all."""
        words = [word.text for word in read_query(text).words]
        if not words:
            return []
        return self._find(words, need_all=True) or (
            self._find(words, need_all=False) if len(words) > 1 else []
        )

    @abstractmethod
    def _find(self, words: list[str], *, need_all: bool) -> list[int]:
        """Find listings and count their facets."""


class PlainFts5(_Peer):
    """What a first attempt with SQLite looks like: one wide table, hits copied, a count for each facet."""

    name = "plain FTS5"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "plain.sqlite"
        self._connection = sqlite3.connect(self._file, isolation_level=None)

    def build(self, documents: Iterable[SearchDoc]) -> None:
        """Store everything and pack it."""
        run = self._connection.execute
        run("pragma journal_mode = wal")
        run(f"create table doc(id integer primary key, name text, {', '.join(FACETS)}, description text)")
        run(f"create virtual table fts using fts5({', '.join(COLUMNS)}, tokenize = 'unicode61')")
        waiting = enumerate(documents, 1)
        while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
            run("begin")
            for place, document in batch:
                name, description = str(document.names), str(document.descriptions)
                run(
                    "insert into doc values (?, ?, ?, ?, ?, ?, ?)",
                    (place, name, *facts_of(document), description),
                )
                marks = ", ".join("?" * len(COLUMNS))
                run(
                    f"insert into fts(rowid, {', '.join(COLUMNS)}) values (?, {marks})",  # noqa: S608 - ours
                    (place, *texts_of(document)),
                )
            run("commit")
        run("insert into fts(fts) values ('optimize')")

    def _find(self, words: list[str], *, need_all: bool) -> list[int]:
        expression = (" AND " if need_all else " OR ").join(f'"{word}"' for word in words) + "*"
        run = self._connection.execute
        best = [
            row[0]
            for row in run("select rowid from fts where fts match ? order by rank limit 20", (expression,))
        ]
        if not best:
            return []
        run("create temp table if not exists hit(id integer primary key)")
        run("delete from hit")
        run("insert into hit select rowid from fts where fts match ?", (expression,))
        run("select count(*) from hit").fetchone()
        for facet in FACETS:
            count = f"select {facet}, count(*) from hit join doc using (id) group by 1 order by 2 desc"  # noqa: S608
            run(f"{count} limit {MOST_VALUES}").fetchall()
        return best

    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.stat().st_size for file in self._file.parent.glob("plain.sqlite*"))


class Tantivy(_Peer):
    """The fastest engine that can be had as a package; it lets one process write."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        self._folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, indexed=True, fast=True)
        for column in COLUMNS:
            schema.add_text_field(column, stored=False, tokenizer_name="words")
        for facet in FACETS:
            schema.add_text_field(facet, tokenizer_name="raw", fast=True, index_option="basic")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        cut = tantivy.Tokenizer.regex(r"[0-9a-z\u{250}-\u{2af}]+")
        self._index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(cut).build())

    def build(self, documents: Iterable[SearchDoc]) -> None:
        """Store everything with one thread."""
        writer = self._index.writer(heap_size=ENOUGH_MEMORY, num_threads=1)
        for place, document in enumerate(documents, 1):
            writer.add_document(self._document(place, document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _document(self, place: int, document: SearchDoc) -> tantivy.Document:
        made = tantivy.Document()
        made.add_integer("id", place)
        for column, text in zip(COLUMNS, texts_of(document), strict=True):
            made.add_text(column, text)
        for facet, value in zip(FACETS, facts_of(document), strict=True):
            made.add_text(facet, value)
        return made

    def _find(self, words: list[str], *, need_all: bool) -> list[int]:
        occur, last = tantivy.Occur.Must if need_all else tantivy.Occur.Should, len(words) - 1
        wanted = tantivy.Query.boolean_query(
            [(occur, self._anywhere(word, place == last)) for place, word in enumerate(words)]
        )
        found = self._searcher.search(wanted, MOST_HITS, count=True)
        if not found.hits:
            return []
        self._searcher.aggregate(
            wanted, {facet: {"terms": {"field": facet, "size": MOST_VALUES}} for facet in FACETS}
        )
        return [place for _score, place in found.hits]

    def _anywhere(self, word: str, is_last: bool) -> tantivy.Query:
        """A word in any text, names before notes; the last word may be unfinished."""
        query, should = tantivy.Query, tantivy.Occur.Should
        ways = [(should, query.term_query(self._schema, column, word)) for column in COLUMNS]
        ways[0] = (should, query.boost_query(ways[0][1], 10.0))
        if is_last:
            ways += [
                (should, query.const_score_query(query.regex_query(self._schema, column, f"{word}.*"), 1.0))
                for column in ("name", "lao", "sku")
            ]
        return query.boolean_query(ways)

    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.stat().st_size for file in self._folder.iterdir() if file.is_file())


def peers() -> list[type]:
    """The engines that are here to be compared with."""
    return [PlainFts5, Tantivy] if tantivy else [PlainFts5]
