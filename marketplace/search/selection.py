"""Filters, order and counts of the embedded engine.

The words' index is gone through once for a question. It gives the keys of what has the words, the newest
first, and each key tells the document's shape, that is its values in all facets (see ``schema``). So
filters by facets and all counts need no other table.

SQL is put together from names of our own columns only; what a buyer typed is always a parameter.
"""

# ruff: noqa: S608 - see above

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from operator import itemgetter

from marketplace.search.engine import DEEPEST_HIT, FACETS, SearchQuery, Sort
from marketplace.search.schema import SHAPE_MASK, separate

FACT_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category",
    "country": "country",
    "province": "province",
    "certificate": "certificates",
    "price": "price_kind",
}
_SELECT_SHAPES = (
    f"select id, {', '.join(FACT_OF_FACET[facet] for facet in FACETS)} from shape"
    " where id in (select value from json_each(?))"
)
FACET_OF_FACT = {fact: facet for facet, fact in FACT_OF_FACET.items()}
LISTS = ("category", "certificate")
"""The facets in which a document may have several values."""

PARTS = (("category",), ("country", "province"), ("kind", "side", "certificate", "price"))
"""Facets that are counted together: few combinations of their values occur, whatever the other facets say."""

FEW = 50
"""Where only one document in so many passes the filters, looking at these is quicker than looking at all."""

MOST_FILTERED = 200_000
"""So many that have the words are looked at for those that pass the filters."""

Parameters = list[str | float | int]
FacetCounts = dict[str, list[tuple[str, int]]]

_PART_OF = {facet: place for place, facets in enumerate(PARTS) for facet in facets}
_NEWEST = "facts.published_at desc, facts.id"
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.PRICE_ASC: f"facts.sorting_price nulls last, {_NEWEST}",
    Sort.PRICE_DESC: f"facts.sorting_price desc nulls last, {_NEWEST}",
    Sort.RELEVANCE: _NEWEST,
}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """What many shapes have in common: their values in the facets of one part.

    There is one object for each combination, so combinations are counted without comparing what is in them.
    """

    of: Mapping[str, tuple[str, ...]]


class Shapes:
    """The shapes of one index file. What a number means never changes, so each is read once."""

    def __init__(self) -> None:
        self.parts: tuple[dict[int, Values], ...] = tuple({} for _ in PARTS)
        self._combinations: dict[tuple[str, ...], Values] = {}

    def learn(self, connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
        """Read what these numbers stand for, where it is not known yet."""
        unknown = set(numbers).difference(self.parts[0])
        if not unknown:
            return
        for number, *written in connection.execute(_SELECT_SHAPES, (json.dumps(list(unknown)),)):
            values = dict(zip(FACETS, written, strict=True))
            for facets, by_number in zip(PARTS, self.parts, strict=True):
                by_number[number] = self._combination(facets, [values[facet] for facet in facets])

    def of(self, number: int, facet: str) -> tuple[str, ...]:
        """Return the values of a shape in one facet."""
        return self.parts[_PART_OF[facet]][number].of[facet]

    def _combination(self, facets: Sequence[str], written: Sequence[str]) -> Values:
        """Facets are part of the key: country "" and province "" are not category ""."""
        key = (*facets, *written)
        if key not in self._combinations:
            lists = (
                tuple(separate(value)) if facet in LISTS else tuple(filter(None, (value,)))
                for facet, value in zip(facets, written, strict=True)
            )
            self._combinations[key] = Values(dict(zip(facets, lists, strict=True)))
        return self._combinations[key]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents answer, and how many for each value of each facet."""

    total: int
    exact: bool
    facets: FacetCounts


class Selection:
    """The documents that answer one question: all that have the words and pass the filters."""

    def __init__(self, connection: sqlite3.Connection, shapes: Shapes, query: SearchQuery) -> None:
        self._connection = connection
        self._shapes = shapes
        self._query = query
        self._limits, self._limit_parameters = _limits(query)
        # Lists of codes have commas, codes have none: what an address says with one is no code and finds
        # nothing.
        self._wanted = {
            facet: frozenset(code for code in map(str, query.chosen(facet)) if separate(code) == [code])
            for facet in FACETS
            if query.chosen(facet)
        }
        self._verdicts: dict[int, tuple[str, ...]] = {}

    def count(self, expression: str) -> tuple[Counts, list[int]]:
        """Count those that have the words, at most ``DEEPEST_HIT``; return their places too, newest first."""
        everything = self._all_having(expression, MOST_FILTERED if self._wanted else DEEPEST_HIT + 1)
        places = self._passing(everything)
        exact = len(places) <= DEEPEST_HIT
        del places[DEEPEST_HIT:]
        facets = self._count_facets(places, FACETS)
        for but in self._wanted:
            facets |= self._count_facets(self._passing(everything, but)[:DEEPEST_HIT], (but,))
        return Counts(len(places), exact, facets), places

    def find(self, expression: str, most: int) -> list[int]:
        """Return the places of those that have the words, newest first, at most so many.

        Call it for what is among the things counted before.
        """
        places = self._having(expression, MOST_FILTERED if self._wanted else most)
        if not self._wanted:
            return list(places)
        return list(islice((place for place in places if not self._failed(place)), most))

    def find_in_order(self, places: list[int]) -> list[int]:
        """Return those places that make the page in the order that was asked for."""
        sql = (
            "select id from facts where id in (select value from json_each(?))"
            f" order by {_ORDERS[self._query.sort]} limit ? offset ?"
        )
        page = (self._query.page_size, self._query.offset)
        return [place for (place,) in self._connection.execute(sql, (json.dumps(places), *page))]

    def count_everything(self) -> Counts:
        """Count without words, from the number of documents that each shape has."""
        if not self._wanted and not self._limits:
            return self._tallied
        facets = self._count_shapes(FACETS)
        total = sum(documents for _kind, documents in facets["kind"])
        for but in self._wanted:
            is_all_else = len(self._wanted) == 1 and not self._limits
            others = self._tallied.facets if is_all_else else self._count_shapes((but,), but)
            facets[but] = others[but]
        return Counts(total, True, facets)

    @cached_property
    def _tallied(self) -> Counts:
        """Return the counts of everything there is, which are kept up to date with each change."""
        facets: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for fact, value, documents in self._connection.execute("select fact, value, documents from tally"):
            facets[FACET_OF_FACT[fact]][value] = documents
        return Counts(facets["kind"].total(), True, {facet: _ordered(facets[facet]) for facet in FACETS})

    def browse(self, total: int) -> list[int]:
        """Return the places of one page of everything that passes, in the order that was asked for.

        ``total`` is how many pass: where they are few, all of them are read and put in order; else
        everything is gone through in that order until the page is full.
        """
        where, parameters, source = f"true{self._limits}", list(self._limit_parameters), "facts"
        if self._wanted:
            passing, values = self._passing_shapes()
            if total * FEW < self._tallied.total:
                source = "facts indexed by facts_of_shape"
                # An expression has no affinity, so its index serves only what has none either: "+ id".
                where += f" and id & {SHAPE_MASK} in (select +id from shape where {passing})"
            else:
                number = f"facts.id & {SHAPE_MASK}"
                where += f" and exists (select 1 from shape where shape.id = {number} and {passing})"
            parameters += values
        order = _ORDERS[self._query.sort]
        sql = f"select id from {source} where {where} order by {order} limit ? offset ?"
        parameters += [self._query.page_size, self._query.offset]
        return [place for (place,) in self._connection.execute(sql, parameters)]

    def _having(self, expression: str, most: int) -> Iterator[int]:
        """Yield the places of those that have the words and keep the limits, newest first."""
        return map(itemgetter(0), self._connection.execute(*self._walk(expression, most)))

    def _all_having(self, expression: str, most: int) -> list[int]:
        """Return the same at once, which is quicker for thousands than to fetch one after the other."""
        sql, parameters = self._walk(expression, most)
        return json.loads(
            self._connection.execute(f"select json_group_array(place) from ({sql})", parameters).fetchone()[0]
        )

    def _walk(self, expression: str, most: int) -> tuple[str, tuple[str | float | int, ...]]:
        source = "fts join facts on facts.id = fts.rowid" if self._limits else "fts"
        return (
            f"select fts.rowid as place from {source} where fts match ?{self._limits} order by 1 limit ?",
            (expression, *self._limit_parameters, most),
        )

    def _failed(self, place: int) -> tuple[str, ...]:
        """Return in which facets a document is not among what was chosen."""
        number = place & SHAPE_MASK
        if number not in self._verdicts:
            self._shapes.learn(self._connection, (number,))
            self._verdicts[number] = tuple(
                facet
                for facet, values in self._wanted.items()
                if values.isdisjoint(self._shapes.of(number, facet))
            )
        return self._verdicts[number]

    def _passing(self, places: list[int], but: str | None = None) -> list[int]:
        """Return the places that fail in no facet, or in none but one."""
        if not self._wanted:
            return places
        self._shapes.learn(self._connection, {place & SHAPE_MASK for place in places})
        allowed = ((), (but,))
        return [place for place in places if self._failed(place) in allowed]

    def _count_facets(self, places: Iterable[int], facets: Iterable[str]) -> FacetCounts:
        """Count the values of documents by their places."""
        numbers = [place & SHAPE_MASK for place in places]
        self._shapes.learn(self._connection, numbers)
        combinations = [
            Counter(map(by_number.__getitem__, numbers)) if not set(facets).isdisjoint(part) else {}
            for part, by_number in zip(PARTS, self._shapes.parts, strict=True)
        ]
        counted = {}
        for facet in facets:
            values: Counter[str] = Counter()
            for combination, documents in combinations[_PART_OF[facet]].items():
                for value in combination.of[facet]:
                    values[value] += documents
            counted[facet] = _ordered(values)
        return counted

    def _count_shapes(self, facets: Iterable[str], but: str | None = None) -> FacetCounts:
        """Count the values of all documents that fail in no facet, or in none but one."""
        passing, values = self._passing_shapes(but)
        source, parameters = "shape", []
        if self._limits:
            # "+ 0" keeps it from walking all facts by an index on shapes that helps nobody here.
            source = (
                f"(select (id + 0) & {SHAPE_MASK} as number, count(*) as within from facts"
                f" where true{self._limits} group by number) join shape on shape.id = number"
            )
            parameters = self._limit_parameters
        counted = "within" if self._limits else "documents"
        columns = ", ".join(FACT_OF_FACET.values())
        ways = " union all ".join(
            f"select '{facet}', {FACT_OF_FACET[facet]}, sum(counted) from passing group by 2"
            for facet in facets
        )
        rows = self._connection.execute(
            f"with passing as materialized (select {counted} as counted, {columns} from {source}"
            f" where {passing}) {ways}",
            (*parameters, *values),
        )
        found: dict[str, Counter[str]] = {facet: Counter() for facet in facets}
        for facet, value, documents in rows:
            for one in separate(value) if facet in LISTS else (value,):
                found[facet][one] += documents
        return {facet: _ordered(counts) for facet, counts in found.items()}

    def _passing_shapes(self, but: str | None = None) -> tuple[str, list[str]]:
        """Return the SQL for shapes that fail in no facet, or in none but one, and its parameters."""
        sql, parameters = "documents > 0", []
        for facet, values in self._wanted.items():
            if facet == but:
                continue
            fact = FACT_OF_FACET[facet]
            one = f"instr(',' || {fact} || ',', ',' || ? || ',')" if facet in LISTS else f"{fact} = ?"
            sql += f" and ({' or '.join([one] * len(values)) or 'false'})"
            parameters += sorted(values)
        return sql, parameters


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    del counts[""]
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _limits(query: SearchQuery) -> tuple[str, Parameters]:
    """Return the filters that compare rather than choose, as SQL that goes on after "and"."""
    price = "facts.price" if query.currency else "facts.sorting_price"
    wanted: list[tuple[str, str | Decimal | None]] = [
        ("facts.booth = ?", query.booth or None),
        ("facts.currency = ?", query.currency or None),
        (f"{price} >= ?", query.price_min),
        (f"{price} <= ?", query.price_max),
        ("(facts.moq is null or facts.moq <= ?)", query.moq_max),
    ]
    asked = [(sql, value) for sql, value in wanted if value is not None]
    return (
        "".join(f" and {sql}" for sql, _ in asked),
        [float(value) if isinstance(value, Decimal) else value for _, value in asked],
    )
