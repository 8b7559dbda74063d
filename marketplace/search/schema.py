"""The tables of the embedded index and how a document is stored in them.

A document has a key of its own here, called its *place*. In its last bits it carries the document's *shape*:
the values in all facets. They stand there in three parts, each a number for a combination of values that many
documents share. So the words' index alone, which knows nothing but places, tells what to count and what to
leave out. The bits before are a number that falls with every new document: places in rising order, in which
FTS5 walks quickest, are the newest first.

SQL is put together from names of our own columns only; texts are always parameters.
"""

# ruff: noqa: S608 - see above

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from marketplace.search.engine import Kind, SearchDoc
from marketplace.search.phrases import ORDERED_BY, Phrase, phrases_of
from marketplace.search.texts import DocumentTexts, texts_of
from marketplace.search.vocabulary import Said, VocabularyWriter

COLUMNS = DocumentTexts._fields

LAYOUT = 11
"""Number of the tables below; raise it with every change to them or to what stands in them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some facts of a document, told together by a number within its key.

    The number has so many ``bits``, and as many bits as ``after`` says stand behind them.
    """

    name: str
    facts: tuple[str, ...]
    bits: int
    after: int

    @property
    def most(self) -> int:
        """The highest number there may be."""
        return (1 << self.bits) - 1

    def numbers(self, places: Iterable[int]) -> list[int]:
        """Return the number of this part in each key."""
        after, most = self.after, self.most
        return [place >> after & most for place in places]


PARTS = (
    Part("place", ("country", "province"), bits=11, after=0),
    Part("goods", ("category",), bits=11, after=11),
    Part("terms", ("kind", "side", "price_kind", "certificates"), bits=12, after=22),
)
SHAPE_BITS = sum(part.bits for part in PARTS)
SHAPE_MASK = (1 << SHAPE_BITS) - 1
FIRST_NUMBER = (1 << 63 - SHAPE_BITS) - 1
"""The number of the first document; each next one has the number below."""

SHAPE_FACTS = tuple(fact for part in PARTS for fact in part.facts)
SHAPE_LISTS = ("category", "certificates")
"""``category`` is the path of codes from the top and ``certificates`` all codes, both with commas."""

TABLES = f"""
create table document(id integer primary key, key text not null unique, object_id integer not null,
    kind text not null, version integer not null, names text not null, {", ".join(COLUMNS)});
-- Neither places of words nor lengths of texts are kept: hits are put in order by their texts.
create virtual table fts using fts5({", ".join(COLUMNS)}, content = 'document', content_rowid = 'id',
    detail = column, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');
-- ``said`` is the list of values that a number stands for in a part of the keys; it never changes.
create table part(name text, number integer, said text, primary key(name, number), unique(name, said))
    without rowid;
create table shape(id integer primary key, {", ".join(f"{fact} text" for fact in SHAPE_FACTS)},
    documents integer not null);
-- How many documents have each value of a facet, for the counts without words and filters.
create table tally(fact text, value text, documents integer, primary key(fact, value)) without rowid;
-- What is compared rather than counted. Narrow on purpose: filters read it for every hit.
create table facts(id integer primary key, booth text, price real, currency text, sorting_price real,
    moq real, published_at integer);
create table phrase(key text, lang text, shown text, count integer, primary key(key, lang, shown))
    without rowid;
create table word(text text primary key, key text, documents integer, as_name integer) without rowid;
create table slip(form text, text text, primary key(form, text)) without rowid;
"""
INDEXES = f"""
create index facts_newest on facts(published_at desc);
create index facts_by_price on facts(sorting_price);
create index facts_booth on facts(booth);
create index facts_of_shape on facts(id & {SHAPE_MASK}, published_at desc);
create index word_key on word(key, documents);
""" + "".join(
    f"create index phrase_{letters} on phrase(substr(key, 1, {letters}), lang, count desc) where count > 1;\n"
    for letters in ORDERED_BY
)

_LANGUAGE = re.compile(r'"([a-z]{2})": "')
_MARKS = ", ".join("?" * len(COLUMNS))
_INSERT_DOCUMENT = f"insert into document values (?, ?, ?, ?, ?, ?, {_MARKS})"
_INSERT_WORDS = f"insert into fts(rowid, {', '.join(COLUMNS)}) values (?, {_MARKS})"
_SELECT_NUMBERS = (
    f"select key, id >> {SHAPE_BITS} from document where key in (select value from json_each(?))"
)
_DELETE_WORDS = f"insert into fts(fts, rowid, {', '.join(COLUMNS)}) values ('delete', ?, {_MARKS})"
_SELECT_OLD = f"select id, kind, names, {', '.join(COLUMNS)} from document where key = ?"
_SELECT_STORED = (
    f"select id, key, object_id, kind, names, {', '.join(COLUMNS)} from document"
    " where id in (select value from json_each(?))"
)
_SELECT_SHAPES = (
    f"select id, {', '.join(SHAPE_FACTS)} from shape where id in (select value from json_each(?))"
)
_NEW_SHAPE = f"insert or ignore into shape values (?, {', '.join('?' * len(SHAPE_FACTS))}, 0)"
_NEW_PART = (
    "insert into part select ?1, coalesce(max(number) + 1, 0), ?2 from part where name = ?1 returning number"
)


def mark_whole(connection: sqlite3.Connection) -> None:
    """Note that everything there was is read into the index, not only what changed since it was made."""
    connection.execute("pragma user_version = 1")


def is_whole(connection: sqlite3.Connection) -> bool:
    """Tell whether everything there was at some time has been read into the index."""
    return connection.execute("pragma user_version").fetchone()[0] == 1


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the empty tables of an index; ``create_indexes`` must follow once it is filled."""
    connection.executescript(TABLES)


def create_indexes(connection: sqlite3.Connection) -> None:
    """Create what makes a filled index fast."""
    connection.executescript(INDEXES)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a document to answer with it."""

    key: str
    object_id: int
    kind: str
    written_names: str
    texts: DocumentTexts

    @property
    def languages(self) -> list[str]:
        """The languages of its names, in their order; what stands in a name has a sign before each quote."""
        return _LANGUAGE.findall(self.written_names)


@dataclass(frozen=True, slots=True)
class _Removed:
    """What was stored of a document that makes room for another."""

    place: int
    kind: str
    written_names: str
    texts: DocumentTexts


class Writer:
    """Stores and forgets documents inside transactions; ``close_books`` must end each.

    Counts of phrases, words and shapes are added up here and written once, because many documents share
    theirs.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._phrases: Counter[Phrase] = Counter()
        self._shapes: Counter[int] = Counter()
        self._known_shapes: dict[tuple[str, ...], int] = {}
        self._known_parts: dict[tuple[str, str], int] = {}
        self._vocabulary = VocabularyWriter(connection)

    def numbered(self, documents: Iterable[SearchDoc]) -> list[tuple[int, SearchDoc]]:
        """Give each document its number, a new one the next below; of two with one id the last counts.

        They come in rising order: FTS5 writes out all it has gathered at each key that is below the last.
        """
        latest = {document.id: document for document in documents}
        numbers = dict(self._connection.execute(_SELECT_NUMBERS, (json.dumps(list(latest)),)))
        (lowest,) = self._connection.execute("select min(id) from document").fetchone()
        following = FIRST_NUMBER if lowest is None else (lowest >> SHAPE_BITS) - 1
        for key in latest:
            if key not in numbers:
                numbers[key] = following
                following -= 1
        return [(numbers[key], latest[key]) for key in sorted(latest, key=numbers.__getitem__)]

    def store(self, number: int, document: SearchDoc) -> None:
        """Put a document in place of what was under its id; ``numbered`` gave it the number."""
        run = self._connection.execute
        texts = texts_of(document)
        phrases = phrases_of(document.kind, document.names)
        said = Said.of(texts)
        old = self._remove(document.id)
        shape = self._shape(document)
        place = number << SHAPE_BITS | shape
        names = json.dumps(dict(document.names), ensure_ascii=False)
        head = (place, document.id, document.object_id, str(document.kind), document.version, names)
        run(_INSERT_DOCUMENT, (*head, *texts))
        run(_INSERT_WORDS, (place, *texts))
        run("insert into facts values (?, ?, ?, ?, ?, ?, ?)", (place, *_compared(document)))
        # Counted last: what the database refuses has changed no count.
        self._count_no_longer(old)
        self._shapes[shape] += 1
        self._phrases.update(phrases)
        self._vocabulary.add(said)

    def forget(self, key: str) -> None:
        """Remove a document; an unknown one is no error."""
        self._count_no_longer(self._remove(key))

    def forget_numbers(self) -> None:
        """Know no numbers any more: some were given to a document that the database refused."""
        self._known_shapes.clear()
        self._known_parts.clear()

    def _remove(self, key: str) -> _Removed | None:
        """Remove a document; return what it was."""
        run = self._connection.execute
        row = run(_SELECT_OLD, (key,)).fetchone()
        if row is None:
            return None
        place, kind, names, *texts = row
        run(_DELETE_WORDS, (place, *texts))
        run("delete from document where id = ?", (place,))
        run("delete from facts where id = ?", (place,))
        return _Removed(place, kind, names, DocumentTexts(*texts))

    def _count_no_longer(self, old: _Removed | None) -> None:
        if old is not None:
            self._shapes[old.place & SHAPE_MASK] -= 1
            self._phrases.subtract(phrases_of(old.kind, json.loads(old.written_names)))
            self._vocabulary.take_away(Said.of(old.texts))

    def _shape(self, document: SearchDoc) -> int:
        """Return the last bits of the document's key: the number of each part where it belongs."""
        values = shape_values(document)
        if values not in self._known_shapes:
            by_fact = dict(zip(SHAPE_FACTS, values, strict=True))
            shape = 0
            for part in PARTS:
                shape |= self._number_in(part, [by_fact[fact] for fact in part.facts]) << part.after
            self._connection.execute(_NEW_SHAPE, (shape, *values))
            self._known_shapes[values] = shape
        return self._known_shapes[values]

    def _number_in(self, part: Part, values: list[str]) -> int:
        """Return the number of these values in a part, a new one where there is none yet."""
        said = json.dumps(values, ensure_ascii=False)
        if (part.name, said) not in self._known_parts:
            run = self._connection.execute
            kept = run("select number from part where name = ? and said = ?", (part.name, said)).fetchone()
            (number,) = kept or run(_NEW_PART, (part.name, said)).fetchone()
            if number > part.most:
                raise OverflowError(f"The index has no number left for another {part.name}: {said}.")
            self._known_parts[part.name, said] = number
        return self._known_parts[part.name, said]

    def _tally(self) -> None:
        changed = {shape: count for shape, count in self._shapes.items() if count}
        tally: Counter[tuple[str, str]] = Counter()
        for shape, *values in self._connection.execute(_SELECT_SHAPES, (json.dumps(list(changed)),)):
            for fact, value in zip(SHAPE_FACTS, values, strict=True):
                for one in values_of(fact, value):
                    tally[fact, one] += changed[shape]
        self._connection.executemany(
            "insert into tally values (?, ?, ?)"
            " on conflict(fact, value) do update set documents = documents + excluded.documents",
            [(*pair, count) for pair, count in tally.items() if count],
        )
        self._connection.execute("delete from tally where documents <= 0")

    def close_books(self) -> None:
        """Write the changed counts."""
        run_many = self._connection.executemany
        run_many(
            "update shape set documents = documents + ? where id = ?",
            [(count, shape) for shape, count in self._shapes.items() if count],
        )
        self._tally()
        changed = [(*phrase, count) for phrase, count in self._phrases.items() if count]
        run_many(
            "insert into phrase values (?, ?, ?, ?)"
            " on conflict(key, lang, shown) do update set count = count + excluded.count",
            changed,
        )
        run_many(
            "delete from phrase where key = ? and lang = ? and shown = ? and count <= 0",
            [phrase for *phrase, count in changed if count < 0],
        )
        self._vocabulary.close_books()
        self._shapes.clear()
        self._phrases.clear()
        self.forget_numbers()


def separate(codes: str) -> list[str]:
    """Return the codes of a list kept in a shape."""
    return [code for code in codes.split(",") if code]


def values_of(fact: str, kept: str) -> list[str]:
    """Return the values of a document in a fact, from what is kept of them in a shape."""
    return separate(kept) if fact in SHAPE_LISTS else [kept] if kept else []


def shape_values(document: SearchDoc) -> tuple[str, ...]:
    """Return the values of a document in the columns of its shape."""
    path = (code for code in document.category_path if code != document.category)
    return (
        document.country,
        document.province,
        ",".join(filter(None, (*path, document.category))),
        str(document.kind),
        document.side,
        document.price_kind,
        ",".join(sorted(document.certificates)),
    )


def _compared(document: SearchDoc) -> tuple[str | float | int | None, ...]:
    return (
        document.booth_slug,
        _number(document.price),
        document.currency,
        _number(document.sorting_price),
        _least_quantity(document),
        document.published_at,
    )


def _least_quantity(document: SearchDoc) -> float | None:
    """A booth sells no quantity, so none is small enough."""
    return inf if document.kind == Kind.BOOTH else _number(document.moq)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def read_stored(connection: sqlite3.Connection, places: list[int]) -> dict[int, Stored]:
    """Return what is kept of the documents at these places."""
    if not places:
        return {}
    rows = connection.execute(_SELECT_STORED, (json.dumps(places),))
    return {row[0]: Stored(*row[1:5], DocumentTexts._make(row[5:])) for row in rows}
