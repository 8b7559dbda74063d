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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from operator import itemgetter

from marketplace.search.engine import DEEPEST_HIT, FACETS, SearchQuery, Sort
from marketplace.search.schema import PARTS, SHAPE_LISTS, SHAPE_MASK, Part, separate, values_of

FACT_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category",
    "country": "country",
    "province": "province",
    "certificate": "certificates",
    "price": "price_kind",
}
FACET_OF_FACT = {fact: facet for facet, fact in FACT_OF_FACET.items()}

_SELECT_SAID = "select number, said from part where name = ? and number in (select value from json_each(?))"

RARE = 50
"""Where only one document in so many passes the filters, looking at these is quicker than looking at all."""

MOST_FILTERED = 200_000
"""So many that have the words are looked at for those that pass the filters."""

Parameters = list[str | float | int]
FacetCounts = dict[str, list[tuple[str, int]]]
Values = Mapping[str, tuple[str, ...]]
"""The values of a document by facet."""

_NEWEST = "facts.published_at desc, facts.id"
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.PRICE_ASC: f"facts.sorting_price nulls last, {_NEWEST}",
    Sort.PRICE_DESC: f"facts.sorting_price desc nulls last, {_NEWEST}",
    Sort.RELEVANCE: _NEWEST,
}


class PartsSaid:
    """What the numbers in the keys of one index file stand for. It never changes, so each is read once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[int, Values]] = {part.name: {} for part in PARTS}

    def by(self, connection: sqlite3.Connection, part: Part, numbers: Iterable[int]) -> Mapping[int, Values]:
        """Return by these numbers, at least, what they stand for in a part."""
        known = self._known[part.name]
        if unknown := [number for number in numbers if number not in known]:
            asked = (part.name, json.dumps(unknown))
            known |= {number: _values(part, said) for number, said in connection.execute(_SELECT_SAID, asked)}
        return known


def _values(part: Part, said: str) -> Values:
    return {
        FACET_OF_FACT[fact]: tuple(values_of(fact, kept))
        for fact, kept in zip(part.facts, json.loads(said), strict=True)
    }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents answer, and how many for each value of each facet."""

    total: int
    exact: bool
    facets: FacetCounts


class Selection:
    """The documents that answer one question: all that have the words and pass the filters."""

    def __init__(self, connection: sqlite3.Connection, said: PartsSaid, query: SearchQuery) -> None:
        self._connection = connection
        self._said = said
        self._query = query
        self._limits, self._limit_parameters = _limits(query)
        # Lists of codes have commas, codes have none: what an address says with one is no code and finds
        # nothing.
        self._wanted = {
            facet: frozenset(code for code in map(str, codes) if separate(code) == [code])
            for facet, codes in query.choices.items()
        }
        self._verdicts: dict[int, bool] = {}

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
        return list(islice(filter(self._passes, places), most))

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
            if total * RARE < self._tallied.total:
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

    def _passes(self, place: int) -> bool:
        """Tell whether a document is among what was chosen in every facet."""
        shape = place & SHAPE_MASK
        if shape not in self._verdicts:
            self._verdicts[shape] = bool(self._passing([shape]))
        return self._verdicts[shape]

    def _passing(self, places: list[int], but: str | None = None) -> list[int]:
        """Return the places of what is among the chosen in every facet, or in all but one."""
        for part in PARTS:
            if wanted := _facets_of(part, self._wanted.keys() - {but}):
                numbers = part.numbers(places)
                different = set(numbers)
                said = self._said.by(self._connection, part, different)
                passing = {
                    number
                    for number in different
                    if not any(self._wanted[facet].isdisjoint(said[number][facet]) for facet in wanted)
                }
                places = [place for place, number in zip(places, numbers, strict=True) if number in passing]
        return places

    def _count_facets(self, places: list[int], facets: Iterable[str]) -> FacetCounts:
        """Count the values of documents by their places."""
        counted: dict[str, list[tuple[str, int]]] = {}
        for part in PARTS:
            if wanted := _facets_of(part, facets):
                numbers = Counter(part.numbers(places))
                said = self._said.by(self._connection, part, numbers)
                counted |= {facet: _added_up(numbers, said, facet) for facet in wanted}
        return {facet: counted[facet] for facet in facets}

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
        for facet, kept, documents in rows:
            for value in values_of(FACT_OF_FACET[facet], kept):
                found[facet][value] += documents
        return {facet: _ordered(counts) for facet, counts in found.items()}

    def _passing_shapes(self, but: str | None = None) -> tuple[str, list[str]]:
        """Return the SQL for shapes that fail in no facet, or in none but one, and its parameters."""
        sql, parameters = "documents > 0", []
        for facet, values in self._wanted.items():
            if facet == but:
                continue
            fact = FACT_OF_FACET[facet]
            is_list = fact in SHAPE_LISTS
            one = f"instr(',' || {fact} || ',', ',' || ? || ',')" if is_list else f"{fact} = ?"
            sql += f" and ({' or '.join([one] * len(values)) or 'false'})"
            parameters += sorted(values)
        return sql, parameters


def _facets_of(part: Part, facets: Iterable[str]) -> list[str]:
    return [facet for facet in facets if FACT_OF_FACET[facet] in part.facts]


def _added_up(numbers: Mapping[int, int], said: Mapping[int, Values], facet: str) -> list[tuple[str, int]]:
    """Return how many documents have each value of a facet, from how many have each number of its part."""
    counts: dict[str, int] = {}
    for number, documents in numbers.items():
        for value in said[number][facet]:
            counts[value] = counts.get(value, 0) + documents
    return _ordered(counts)


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
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
