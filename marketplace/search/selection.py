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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from marketplace.search.engine import DEEPEST_HIT, FACETS, SearchQuery, Sort
from marketplace.search.schema import SHAPE_FACTS, SHAPE_MASK

FACT_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category",
    "country": "country",
    "province": "province",
    "certificate": "certificates",
    "price": "price_kind",
}
LISTS = ("category", "certificate")
"""The facets in which a document may have several values."""

FEW = 50
"""Where only one document in so many passes the filters, looking at these is quicker than looking at all."""

Parameters = list[str | float | int]
FacetCounts = dict[str, list[tuple[str, int]]]

_PRICES_MISSING_LAST = "facts.sorting_price is null, facts.sorting_price"
_NEWEST = "facts.published_at desc, facts.id desc"
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.PRICE_ASC: f"{_PRICES_MISSING_LAST}, {_NEWEST}",
    Sort.PRICE_DESC: f"{_PRICES_MISSING_LAST} desc, {_NEWEST}",
    Sort.RELEVANCE: _NEWEST,
}


class Shape(NamedTuple):
    """The values of a document in each facet, in the order of ``FACETS``."""

    kind: str
    side: str
    category: tuple[str, ...]
    country: str
    province: str
    certificate: tuple[str, ...]
    price: str

    def passes(self, facet: str, wanted: frozenset[str]) -> bool:
        """Tell whether any of the wanted values is among these."""
        value = getattr(self, facet)
        return value in wanted if isinstance(value, str) else not wanted.isdisjoint(value)


class Shapes:
    """The shapes of one index file. What a number means never changes, so each is read once."""

    def __init__(self) -> None:
        self._known: dict[int, Shape] = {}

    def of(self, connection: sqlite3.Connection, numbers: Iterable[int]) -> Mapping[int, Shape]:
        """Return these shapes by number, at least."""
        unknown = [number for number in numbers if number not in self._known]
        if unknown:
            rows = connection.execute(
                f"select id, {', '.join(SHAPE_FACTS)} from shape"
                " where id in (select value from json_each(?))",
                (json.dumps(unknown),),
            )
            self._known |= {
                number: _shape(dict(zip(SHAPE_FACTS, values, strict=True))) for number, *values in rows
            }
        return self._known


def _shape(values: Mapping[str, str]) -> Shape:
    by_facet = {facet: values[FACT_OF_FACET[facet]] for facet in FACETS}
    return Shape(**by_facet | {facet: tuple(filter(None, by_facet[facet].split(","))) for facet in LISTS})


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

    def find(self, expression: str, most: int, but_facet: str = "") -> list[int]:
        """Return the places of those that have the words, the newest first, at most so many.

        ``but_facet`` names a facet whose own choice is left out.
        """
        source, where, parameters = self._from(expression, but_facet)
        sql = f"select fts.rowid from {source} where {where} order by fts.rowid desc limit ?"
        return [place for (place,) in self._connection.execute(sql, (*parameters, most))]

    def find_in_order(self, expression: str | None) -> list[int]:
        """Return the places of one page in the order that was asked for; without words, of everything."""
        query = self._query
        page = (query.page_size, query.offset)
        order = _ORDERS[query.sort]
        if expression is None:
            return self._browse(order, page)
        source, where, parameters = self._from(expression, needs_facts=True)
        sql = f"select facts.id from {source} where {where} order by {order} limit ? offset ?"
        return [place for (place,) in self._connection.execute(sql, (*parameters, *page))]

    def count(self, expression: str) -> tuple[Counts, list[int]]:
        """Count those that have the words, at most ``DEEPEST_HIT``; also return their places."""
        places = self.find(expression, DEEPEST_HIT + 1)
        exact = len(places) <= DEEPEST_HIT
        del places[DEEPEST_HIT:]
        facets = self._count_facets(places, FACETS)
        for facet in self._chosen():
            others = self.find(expression, DEEPEST_HIT, but_facet=facet)
            facets |= self._count_facets(others, (facet,))
        return Counts(len(places), exact, facets), places

    def count_everything(self) -> Counts:
        """Count without words, from the number of documents that each shape has."""
        shapes = self._documents_of_shapes()
        facets = self._add_up(shapes, FACETS)
        for facet in self._chosen():
            facets |= self._add_up(self._documents_of_shapes(but_facet=facet), (facet,))
        return Counts(sum(shapes.values()), True, facets)

    def _chosen(self) -> list[str]:
        return [facet for facet in FACETS if self._query.chosen(facet)]

    def _count_facets(self, places: list[int], facets: Iterable[str]) -> FacetCounts:
        """Count the values of documents."""
        numbers = [place & SHAPE_MASK for place in places]
        known = self._shapes.of(self._connection, set(numbers))
        shapes = [known[number] for number in numbers]
        counted = {}
        for facet in facets:
            values = map(itemgetter(FACETS.index(facet)), shapes)
            counted[facet] = _ordered(Counter(chain.from_iterable(values) if facet in LISTS else values))
        return counted

    def _add_up(self, documents: Mapping[int, int], facets: Iterable[str]) -> FacetCounts:
        """Count the values of shapes by their numbers of documents."""
        known = self._shapes.of(self._connection, documents)
        counted = {}
        for facet in facets:
            counts: Counter[str] = Counter()
            for number, count in documents.items():
                value = getattr(known[number], facet)
                for one in value if facet in LISTS else (value,):
                    counts[one] += count
            counted[facet] = _ordered(counts)
        return counted

    def _from(
        self, expression: str, but_facet: str = "", *, needs_facts: bool = False
    ) -> tuple[str, str, Parameters]:
        """Return tables, conditions and parameters that choose what has the words."""
        source = "fts join facts on facts.id = fts.rowid" if self._limits or needs_facts else "fts"
        where, parameters = f"fts match ?{self._limits}", [expression, *self._limit_parameters]
        allowed = self._allowed(but_facet)
        if allowed is not None:
            where += f" and fts.rowid & {SHAPE_MASK} in (select value from json_each(?))"
            parameters.append(json.dumps(list(allowed)))
        return source, where, parameters

    def _allowed(self, but_facet: str = "") -> dict[int, int] | None:
        """Return the shapes that pass the chosen facets with their numbers of documents; None if all do."""
        wanted = {
            facet: frozenset(map(str, self._query.chosen(facet)))
            for facet in self._chosen()
            if facet != but_facet
        }
        if not wanted:
            return None
        numbers = dict(
            self._connection.execute("select id, documents from shape where documents > 0").fetchall()
        )
        known = self._shapes.of(self._connection, numbers)
        return {
            number: documents
            for number, documents in numbers.items()
            if all(known[number].passes(facet, values) for facet, values in wanted.items())
        }

    def _documents_of_shapes(self, but_facet: str = "") -> dict[int, int]:
        allowed = self._allowed(but_facet)
        if not self._limits:
            if allowed is not None:
                return allowed
            rows = self._connection.execute("select id, documents from shape where documents > 0")
            return dict(rows.fetchall())
        rows = self._connection.execute(
            f"select id & {SHAPE_MASK} as shape, count(*) from facts where true{self._limits} group by shape",
            self._limit_parameters,
        )
        return {shape: count for shape, count in rows if allowed is None or shape in allowed}

    def _browse(self, order: str, page: tuple[int, int]) -> list[int]:
        allowed, source = self._allowed(), "facts"
        where, parameters = f"true{self._limits}", list(self._limit_parameters)
        if allowed is not None:
            where += f" and facts.id & {SHAPE_MASK} in (select value from json_each(?))"
            parameters.append(json.dumps(list(allowed)))
            (everything,) = self._connection.execute("select sum(documents) from shape").fetchone()
            if sum(allowed.values()) * FEW < (everything or 0):
                source = "facts indexed by facts_of_shape"
        sql = f"select facts.id from {source} where {where} order by {order} limit ? offset ?"
        return [place for (place,) in self._connection.execute(sql, (*parameters, *page))]


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
