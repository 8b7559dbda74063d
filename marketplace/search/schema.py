"""The tables of the embedded index and how a document is stored in them.

SQL is put together from names of our own columns only; texts are always parameters.
"""

# ruff: noqa: S608 - see above

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from decimal import Decimal

from marketplace.search.engine import SearchDoc
from marketplace.search.phrases import Phrase, phrases_of
from marketplace.search.texts import DocumentTexts, texts_of

COLUMNS = tuple(column.name for column in fields(DocumentTexts))

TABLES = f"""
create virtual table fts using fts5({", ".join(COLUMNS)}, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0');
create virtual table vocabulary using fts5vocab(fts, 'col');
create table document(id integer primary key, key text not null unique, object_id integer not null,
    version integer not null, names text not null);
-- Narrow on purpose: filters and facet counts read it for every hit.
create table facts(id integer primary key, kind text, side text, category text, country text,
    province text, booth text, price_kind text, price real, currency text, sorting_price real,
    moq real, published_at integer);
create index facts_newest on facts(published_at);
create index facts_kind on facts(kind);
create index facts_side on facts(side);
create index facts_category on facts(category);
create index facts_country on facts(country);
create index facts_province on facts(province);
create index facts_price_kind on facts(price_kind);
create table certificate(code text, id integer, primary key(code, id)) without rowid;
create index certificate_of on certificate(id);
create table branch(leaf text, code text, primary key(leaf, code)) without rowid;
create table phrase(key text, lang text, shown text, count integer, primary key(key, lang, shown))
    without rowid;
"""

INSERT_TEXTS = f"insert into fts(rowid, {', '.join(COLUMNS)}) values (?{', ?' * len(COLUMNS)})"
SELECT_STORED = (
    f"select document.id, key, object_id, kind, names, {', '.join(f'fts.{name}' for name in COLUMNS)}"
    " from document join facts on facts.id = document.id join fts on fts.rowid = document.id"
    " where document.id in (select value from json_each(?))"
)


def mark_whole(connection: sqlite3.Connection) -> None:
    """Note that everything there is was read into the index, not only what changed since it was made."""
    connection.execute("pragma user_version = 1")


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether everything there was at some time has been read into the index."""
    return connection.execute("pragma user_version").fetchone()[0] == 1


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the empty tables of an index."""
    connection.executescript(TABLES)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a document to answer with it."""

    key: str
    object_id: int
    kind: str
    names: Mapping[str, str]
    texts: DocumentTexts


class Writer:
    """Stores and forgets documents inside one transaction; ``close_books`` must end it.

    Phrase counts are added up here and written once, because many documents share their phrases.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._phrases: Counter[Phrase] = Counter()

    def store(self, document: SearchDoc) -> None:
        """Put a document in place of what was under its id."""
        run = self._connection.execute
        texts = texts_of(document)
        place, old_phrases = self._remove(document.id)
        cursor = run(
            "insert into document values (?, ?, ?, ?, ?)",
            (place, document.id, document.object_id, document.version, _as_json(document.names)),
        )
        place = cursor.lastrowid
        run(INSERT_TEXTS, (place, *astuple(texts)))
        run(f"insert into facts values (?{', ?' * 12})", (place, *_facts(document)))
        self._connection.executemany(
            "insert or ignore into certificate values (?, ?)",
            [(code, place) for code in document.certificates],
        )
        self._place_category(document)
        self._phrases.subtract(old_phrases)
        self._phrases.update(phrases_of(document.names))

    def forget(self, key: str) -> None:
        """Remove a document; an unknown one is no error."""
        _, old_phrases = self._remove(key)
        self._phrases.subtract(old_phrases)

    def _remove(self, key: str) -> tuple[int | None, list[Phrase]]:
        """Remove a document; return the place it had, for its successor, and the phrases it had."""
        run = self._connection.execute
        row = run("select id, names from document where key = ?", (key,)).fetchone()
        if row is None:
            return None, []
        for table in ("document", "facts", "certificate"):
            run(f"delete from {table} where id = ?", (row[0],))
        run("delete from fts where rowid = ?", (row[0],))
        return row[0], phrases_of(json.loads(row[1]))

    def close_books(self) -> None:
        """Write the changed phrase counts."""
        changed = [(*phrase, count) for phrase, count in self._phrases.items() if count]
        self._connection.executemany(
            "insert into phrase values (?, ?, ?, ?)"
            " on conflict(key, lang, shown) do update set count = count + excluded.count",
            changed,
        )
        if any(count < 0 for *_, count in changed):
            self._connection.execute("delete from phrase where count <= 0")
        self._phrases.clear()

    def _place_category(self, document: SearchDoc) -> None:
        """Remember under which codes a category counts; the newest document is right about it."""
        if not document.category:
            return
        run = self._connection.execute
        codes = {document.category, *document.category_path}
        known = {code for (code,) in run("select code from branch where leaf = ?", (document.category,))}
        if codes != known:
            run("delete from branch where leaf = ?", (document.category,))
            self._connection.executemany(
                "insert into branch values (?, ?)", [(document.category, code) for code in codes]
            )


def _as_json(names: Mapping[str, str]) -> str:
    return json.dumps(dict(names), ensure_ascii=False)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _facts(document: SearchDoc) -> tuple[str | float | int | None, ...]:
    return (
        str(document.kind),
        document.side,
        document.category,
        document.country,
        document.province,
        document.booth_slug,
        document.price_kind,
        _number(document.price),
        document.currency,
        _number(document.sorting_price),
        _number(document.moq),
        document.published_at,
    )


def read_stored(connection: sqlite3.Connection, places: list[int]) -> dict[int, Stored]:
    """Return what is kept of the documents at these places."""
    rows = connection.execute(SELECT_STORED, (json.dumps(places),))
    return {
        place: Stored(key, object_id, kind, json.loads(names), DocumentTexts(*texts))
        for place, key, object_id, kind, names, *texts in rows
    }
