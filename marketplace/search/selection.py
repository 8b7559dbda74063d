"""Filters, order and facet counts of the embedded engine, as SQL over its narrow table of facts.

SQL is put together from names of our own columns only; what a buyer typed is always a parameter.
"""

# ruff: noqa: S608 - see above

import sqlite3
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from marketplace.search.engine import DEEPEST_HIT, FACETS, SearchQuery, Sort
from marketplace.search.expression import RANK

FACT_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category",
    "country": "country",
    "province": "province",
    "price": "price_kind",
}
Parameters = list[str | float | int]

_PRICES_MISSING_LAST = "facts.sorting_price is null, facts.sorting_price"
_NEWEST = "facts.published_at desc, facts.id desc"


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter as SQL; ``facet`` names the facet it was chosen in, or is empty."""

    facet: str
    sql: str
    parameters: tuple[str | float, ...]


def conditions(query: SearchQuery) -> list[Condition]:
    """Return all filters of a query."""
    chosen = [_any_of(facet, query.chosen(facet)) for facet in FACETS if query.chosen(facet)]
    return chosen + _limits(query)


def _any_of(facet: str, values: tuple[str, ...]) -> Condition:
    marks = ", ".join("?" * len(values))
    if facet == "category":
        sql = f"facts.category in (select leaf from branch where code in ({marks}))"
    elif facet == "certificate":
        sql = f"facts.id in (select id from certificate where code in ({marks}))"
    else:
        sql = f"facts.{FACT_OF_FACET[facet]} in ({marks})"
    return Condition(facet, sql, tuple(map(str, values)))


def _limits(query: SearchQuery) -> list[Condition]:
    price = "facts.price" if query.currency else "facts.sorting_price"
    wanted: list[tuple[str, str | Decimal | None]] = [
        ("facts.booth = ?", query.booth or None),
        ("facts.currency = ?", query.currency or None),
        (f"{price} >= ?", query.price_min),
        (f"{price} <= ?", query.price_max),
        ("(facts.moq is null or facts.moq <= ?) and facts.kind <> 'booth'", query.moq_max),
    ]
    return [
        Condition("", sql, (float(value) if isinstance(value, Decimal) else value,))
        for sql, value in wanted
        if value is not None
    ]


def _where(wanted: list[Condition], but_facet: str = "") -> tuple[str, Parameters]:
    kept = [condition for condition in wanted if not condition.facet or condition.facet != but_facet]
    sql = "".join(f" and {condition.sql}" for condition in kept)
    return sql, [parameter for condition in kept for parameter in condition.parameters]


def select_page(
    connection: sqlite3.Connection, expression: str | None, query: SearchQuery
) -> list[tuple[int, float]]:
    """Return place and score of each hit of the page, in order."""
    where, parameters = _where(conditions(query))
    order = {
        Sort.NEWEST: _NEWEST,
        Sort.PRICE_ASC: f"{_PRICES_MISSING_LAST}, {_NEWEST}",
        Sort.PRICE_DESC: f"{_PRICES_MISSING_LAST} desc, {_NEWEST}",
        Sort.RELEVANCE: f"score desc, {_NEWEST}",
    }[query.sort]
    if expression is None:
        sql = f"select facts.id, published_at as score from facts where true{where}"
    else:
        sql = (
            f"select facts.id, -{RANK} as score from fts join facts on facts.id = fts.rowid"
            f" where fts match ?{where}"
        )
        parameters = [expression, *parameters]
    parameters += [query.page_size, query.offset]
    return connection.execute(f"{sql} order by {order} limit ? offset ?", parameters).fetchall()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents answer, and how many for each value of each facet."""

    total: int
    exact: bool
    facets: dict[str, list[tuple[str, int]]]


class FacetCounter:
    """Counts the documents of one query, at most ``DEEPEST_HIT`` of those that have its words."""

    def __init__(self, connection: sqlite3.Connection, expression: str | None, query: SearchQuery) -> None:
        self._connection = connection
        self._expression = expression
        self._query = query
        self._conditions = conditions(query)
        self._source = "facts"
        self._parameters: Parameters = []
        if expression is not None:
            self._source = (
                "(select rowid as place from fts where fts match ? limit ?) join facts on facts.id = place"
            )
            self._parameters = [expression, DEEPEST_HIT]

    def count(self) -> Counts:
        """Return total and facets; a facet in which something is chosen is counted without that choice."""
        facets: dict[str, Counter[str]] = {facet: Counter() for facet in FACT_OF_FACET}
        total = 0
        for group in self._groups():
            rows = self._grouped(", ".join(FACT_OF_FACET[facet] for facet in group))
            total = sum(count for *_, count in rows)
            for *values, count in rows:
                for facet, value in zip(group, values, strict=True):
                    facets[facet][value] += count
        for facet, fact in FACT_OF_FACET.items():
            if self._query.chosen(facet):
                facets[facet] = Counter(dict(self._grouped(fact, but_facet=facet)))
        facets["category"] = self._with_categories_above(facets["category"])
        facets["certificate"] = Counter(dict(self._certificates()))
        return Counts(total, self._is_exact(), {facet: _ordered(facets[facet]) for facet in FACETS})

    def _groups(self) -> list[tuple[str, ...]]:
        """Return which facets are counted in one pass.

        Finding words costs more than counting, so all at once; without words each has an index to count by.
        """
        together = tuple(FACT_OF_FACET)
        return [(facet,) for facet in together] if self._expression is None else [together]

    def _grouped(self, facts: str, but_facet: str = "") -> list[tuple]:
        where, parameters = _where(self._conditions, but_facet)
        sql = f"select {facts}, count(*) from {self._source} where true{where} group by {facts}"
        return self._connection.execute(sql, self._parameters + parameters).fetchall()

    def _certificates(self) -> list[tuple[str, int]]:
        where, parameters = _where(self._conditions, "certificate")
        sql = (
            f"select code, count(*) from {self._source} join certificate on certificate.id = facts.id"
            f" where true{where} group by code"
        )
        return self._connection.execute(sql, self._parameters + parameters).fetchall()

    def _with_categories_above(self, leaves: Counter[str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for leaf, code in self._connection.execute("select leaf, code from branch"):
            if leaf in leaves:
                counts[code] += leaves[leaf]
        return counts

    def _is_exact(self) -> bool:
        """Tell whether every document with the words was counted."""
        if self._expression is None:
            return True
        found = self._connection.execute(
            "select count(*) from (select rowid from fts where fts match ? limit ?)",
            (self._expression, DEEPEST_HIT + 1),
        )
        return found.fetchone()[0] <= DEEPEST_HIT


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(
        ((value, count) for value, count in counts.items() if value), key=lambda pair: (-pair[1], pair[0])
    )
