"""One page of the embedded engine's hits: how many there are, the best first, and why each was found.

``reading`` says what to look for, ``selection`` finds and counts it, ``matching`` compares the best by their
texts and explains them; here they are put together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from marketplace.kernel.text.analysis import Query, read_query
from marketplace.search.engine import DEEPEST_HIT, Hit, Kind, SearchQuery, Sort
from marketplace.search.matching import Fitness, Wanted, explain, wanted_words
from marketplace.search.reading import Reader, Reading, Step
from marketplace.search.schema import Stored, read_stored
from marketplace.search.selection import Counts, PartsSaid, Selection

PUT_IN_ORDER = 24
"""So many of the best are compared with one another; all others come the newest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one page in order, the counts of everything found, and how the query was taken."""

    hits: tuple[Hit, ...]
    counts: Counts
    reading: Reading


class Finder:
    """Answers one question from an open index; a place is a document's key there (see ``schema``)."""

    def __init__(self, connection: sqlite3.Connection, said: PartsSaid, query: SearchQuery) -> None:
        self._connection = connection
        self._query = query
        self._selection = Selection(connection, said, query)
        self._stored: dict[int, Stored] = {}

    def browse(self) -> Found:
        """Find a page of everything that passes the filters, in the order that was asked for."""
        counts = self._selection.count_everything()
        page = self._selection.browse(counts.total) if self._query.per_page else []
        return Found(self._hits(page), counts, Reading(()))

    def find(self, words: Query) -> Found:
        """Find the page that has the words and count everything that has them."""
        query = self._query
        reading = Reader(self._connection, words, is_known=query.known).read(exact=query.exact)
        others = [read_query(other) for other in reading.others]
        ways = wanted_words(words, others)
        counts, places = self._selection.count(reading.expression)
        if query.offset >= DEEPEST_HIT or not query.per_page:
            page: list[int] = []
        elif query.sort == Sort.RELEVANCE:
            best_first = self._best_first(reading, places, Fitness(words, ways, others, reading.named))
            page = list(islice(best_first, query.offset, query.offset + query.page_size))
        else:
            page = self._selection.find_in_order(places)
        return Found(self._hits(page, ways), counts, reading)

    def _best_first(self, reading: Reading, places: list[int], fitness: Fitness) -> Iterator[int]:
        """Yield each place once: step after step, in each those with the words in their names first."""
        last = self._query.offset + self._query.page_size
        yielded: set[int] = set()
        for step in reading.steps:
            # Room for what is found again: the same are compared, whatever page this is.
            most = max(last, PUT_IN_ORDER) + len(yielded)
            if step.in_turn:
                found = self._in_turn(step, most)
            else:
                everything = places if len(reading.steps) == 1 else None
                of_step = self._names_first(step, most, everything)
                found = self._put_in_order([place for place in of_step if place not in yielded], fitness)
            for place in found:
                if place not in yielded:
                    yielded.add(place)
                    yield place

    def _in_turn(self, step: Step, most: int) -> Iterator[int]:
        """Yield the first of each that may be meant, then the second of each …; at the end everything."""
        finds = (self._narrow_to_wide(way.best, most) for way in step.in_turn)
        for places in zip_longest(*finds):
            yield from (place for place in places if place is not None)
        yield from self._selection.find(step.expression, most)

    def _names_first(self, step: Step, most: int, everything: list[int] | None) -> Iterable[int]:
        """Return what a step finds; ``everything`` is all of it where that is known already."""
        if everything is None:
            # Twice as many, for what the narrower ways find is among them.
            everything = self._selection.find(step.expression, 2 * most)
        if len(everything) <= PUT_IN_ORDER:
            return everything  # all are compared by their texts
        found = dict.fromkeys(islice(self._narrow_to_wide(step.best, most), most))
        if len(found) < most:
            found |= dict.fromkeys(everything)
        return found

    def _narrow_to_wide(self, expressions: Iterable[str], most: int) -> Iterator[int]:
        """Yield what each expression finds, each thing once."""
        found: dict[int, None] = {}
        for expression in expressions:
            fresh = [place for place in self._selection.find(expression, most) if place not in found]
            found |= dict.fromkeys(fresh)
            yield from fresh

    def _put_in_order(self, places: list[int], fitness: Fitness) -> Iterator[int]:
        """Yield the first few by how well their texts answer, then all others as they stand."""
        read = read_stored(self._connection, places[:PUT_IN_ORDER])
        self._stored |= read
        fit = {
            place: fitness.of(document.texts, is_readable=self._query.lang in document.languages)
            for place, document in read.items()
        }
        yield from sorted(fit, key=lambda place: (-fit[place], place))
        yield from (place for place in places if place not in fit)

    def _hits(self, page: list[int], ways: Sequence[Wanted] = ()) -> tuple[Hit, ...]:
        """Return the hits at these places; ``ways`` are the words looked for, none where none were asked."""
        self._stored |= read_stored(self._connection, [place for place in page if place not in self._stored])
        return tuple(self._hit(self._stored[place], ways) for place in page if place in self._stored)

    def _hit(self, document: Stored, ways: Sequence[Wanted]) -> Hit:
        matched = explain(ways, self._query.lang, document.languages, document.texts) if ways else None
        return Hit(document.key, Kind(document.kind), document.object_id, matched)
