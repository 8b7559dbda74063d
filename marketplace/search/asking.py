"""From an address to an answer: read the query, ask the engine, load through what is public."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import current_app

from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import CURRENCIES, parse_number
from marketplace.kernel.paging import count_pages
from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import MOST_QUERY_LETTERS, QueryWord, read_query
from marketplace.kernel.text.folding import fold
from marketplace.reference.concepts import Concept, concepts_called
from marketplace.reference.rates import CURRENCY_OF_LANGUAGE, in_dollars
from marketplace.search import gloss
from marketplace.search.engine import (
    DEEPEST_HIT,
    MOST_PER_PAGE,
    ON_REQUEST,
    PRICED,
    Hit,
    Kind,
    SearchEngine,
    SearchQuery,
    SearchResult,
    Sort,
    nothing_found,
)
from marketplace.search.place_names import goods_among
from marketplace.search.registry import Searchable, searchable
from marketplace.search.service import search_folder, the_engine

SIDES = ("sell", "buy")
_LITTLE_NUMBER = re.compile(r"[0-9]{1,9}")

#: What an address of the search page or the API may ask.
ARGUMENTS = frozenset(
    {"q", "kind", "side", "category", "country", "province", "certificate", "booth"}
    | {"price", "price_min", "price_max", "currency", "price_in", "moq_max"}
    | {"sort", "page", "per_page", "exact"}
)


@dataclass(frozen=True)
class Found:
    """One hit with the thing itself, as the database has it now."""

    hit: Hit
    thing: object


@dataclass(frozen=True)
class Answer:
    """What the engine said and what of it is public at this moment; ``took_ms`` is the time for both."""

    query: SearchQuery
    result: SearchResult
    found: list[Found]
    took_ms: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are, as far as anybody may page."""
        reachable = min(self.result.total, DEEPEST_HIT)
        return count_pages(reachable, self.query.page_size)


def read_arguments(arguments, lang: str, *, per_page: int = 24) -> SearchQuery:
    """The query of an address. ``arguments`` is a MultiDict; a filter may be given several times.

    Bounds of the price with a ``currency`` find prices in it. Without one they find prices in all
    currencies, and are themselves in ``price_in`` or in what is usual for ``lang``. Raises ``Invalid`` naming
    the argument that cannot be understood.
    """
    kinds, side = _chosen(arguments, "kind"), arguments.get("side", "")
    _must_be_among(Kind, "kind", *kinds)
    _must_be_among(SIDES, "side", side)
    for name in ("currency", "price_in"):
        if arguments.get(name) and arguments[name] not in CURRENCIES:
            raise Invalid("no such currency", field=name)
    sort, price = arguments.get("sort", ""), arguments.get("price", "")
    _must_be_among(Sort, "sort", sort)
    _must_be_among((PRICED, ON_REQUEST), "price", price)
    price_min, price_max = (_bound(arguments, name, lang) for name in ("price_min", "price_max"))
    if price_min is not None and price_max is not None and price_min > price_max:
        raise Invalid("price_max is less than price_min", field="price_max", least="price_min")
    return SearchQuery(
        text=arguments.get("q", "").strip()[:MOST_QUERY_LETTERS],
        lang=lang,
        kinds=kinds,
        side=side,
        categories=_chosen(arguments, "category"),
        countries=_chosen(arguments, "country"),
        provinces=_chosen(arguments, "province"),
        certificates=_chosen(arguments, "certificate"),
        booth=arguments.get("booth", ""),
        on_request=price == ON_REQUEST if price else None,
        price_min=price_min,
        price_max=price_max,
        currency=arguments.get("currency", ""),
        moq_max=_number(arguments, "moq_max", lang),
        exact=bool(arguments.get("exact")),
        sort=Sort(sort or Sort.RELEVANCE),
        page=_whole(arguments, "page", 1, None),
        per_page=_whole(arguments, "per_page", per_page, MOST_PER_PAGE),
    )


def _chosen(arguments, name: str) -> tuple[str, ...]:
    return tuple(value for value in arguments.getlist(name) if value)


def _must_be_among(known: Iterable[str], name: str, *given: str) -> None:
    """Raise ``Invalid`` where an argument was given that is none of the known values."""
    if set(given) - {"", *known}:
        *others, last = known
        raise Invalid(f"{name} is {', '.join(others)} or {last}", field=name)


def compared_in(arguments, lang: str) -> str:
    """The currency that bounds for prices in all currencies are in."""
    return arguments.get("price_in") or CURRENCY_OF_LANGUAGE[lang]


def _bound(arguments, name: str, lang: str) -> Decimal | None:
    """A bound in the currency chosen; without one in dollars, by which engines compare all prices."""
    bound = _number(arguments, name, lang)
    if bound is None or arguments.get("currency"):
        return bound
    return in_dollars(bound, compared_in(arguments, lang))


def _number(arguments, name: str, lang: str) -> Decimal | None:
    text = arguments.get(name, "").strip()
    if not text:
        return None
    try:
        number = parse_number(text, lang)
    except ValueError:
        raise Invalid(f"{name} is not a number", field=name) from None
    if number < 0:
        raise Invalid(f"{name} is less than nothing", field=name)
    return number


def _whole(arguments, name: str, default: int, most: int | None) -> int:
    text = arguments.get(name, "").strip()
    if not text:
        return default
    if not _LITTLE_NUMBER.fullmatch(text) or not 1 <= int(text) <= (most or DEEPEST_HIT):
        raise Invalid(f"{name} is a whole number from 1 to {most or DEEPEST_HIT}", field=name)
    return int(text)


def ask(query: SearchQuery, *, in_full: bool = False) -> Answer:
    """Ask the engine of this process and load what it found; one query for each kind among the hits.

    A hit whose thing is no longer public is dropped: the index may lag, the page must not. Things come with
    what lists show of them, or ``in_full``.
    """
    began = time.perf_counter()
    result = find(query)
    by_kind: dict[str, list[int]] = {}
    for hit in result.hits:
        by_kind.setdefault(hit.kind, []).append(hit.object_id)
    load = Searchable.load if in_full else Searchable.load_for_list
    things = {
        (kind, thing.id): thing for kind, keys in by_kind.items() for thing in load(searchable(kind), keys)
    }
    found = [
        Found(hit, things[hit.kind, hit.object_id])
        for hit in result.hits
        if (hit.kind, hit.object_id) in things
    ]
    took_ms = round((time.perf_counter() - began) * 1000)
    return Answer(query, result, found, took_ms)


def find(query: SearchQuery) -> SearchResult:
    """What the engine finds, asked again where it could only guess.

    Where some of the words are the name of goods that nobody has, these alone are asked for: who wants bird's
    nest from Nha Trang wants nothing else from there. A Lao query is asked in English where no listing has
    its words.

    A word that the dictionary knows is worth more than a guess at what else may have been meant; several put
    together are not: ``coffee black`` is also in what is said of pepper. Its words are whole and rightly
    spelt: ``cat`` is no beginning of cattle. Listings of goods that we know have their English names already.
    """
    engine = the_engine(current_app)
    query = replace(query, known=bool(goods_called(query.text)))
    result = engine.search(query)
    is_guessed = not result.total or result.widened or result.corrected
    if not is_guessed or query.exact or query.known:
        return result
    if not result.corrected and (goods := _goods_nobody_has(engine, query)):
        of_goods = engine.search(replace(query, text=goods, known=True))
        return replace(of_goods, widened=bool(of_goods.total))
    if lao.has_lao(query.text):
        folder = search_folder(current_app)
        for english in gloss.readings(query.text, folder, in_one=bool(result.total)):
            understood = engine.search(replace(query, text=english, exact=True))
            if understood.total:
                return replace(understood, glossed=english)
    return result


def _goods_nobody_has(engine: SearchEngine, query: SearchQuery) -> str:
    """The name of goods among the words of a query, if nobody has these or kinds of them.

    Asked without filters, so that it is the same for all that a page asks.
    """
    goods = known_goods_among(query.text)
    if not goods:
        return ""
    found = engine.search(SearchQuery(goods, query.lang, known=True, per_page=0))
    return "" if found.total and not found.widened else goods


def find_lacking(answer: Answer) -> frozenset[str]:
    """The ids of hits on the page that lack some of the words, where the engine went on to such."""
    query, result = answer.query, answer.result
    if not result.widened:
        return frozenset()
    # The engine goes on before it has ten with all words, so one page holds them.
    words = replace(query, text=result.corrected or query.text, exact=True)
    complete = find(replace(words, sort=Sort.RELEVANCE, page=1, per_page=MOST_PER_PAGE))
    return frozenset(hit.id for hit in result.hits) - {hit.id for hit in complete.hits}


def goods_called(text: str) -> list[Concept]:
    """The goods in our table that a query is the name of, but for little words and a place."""
    return concepts_called(text) or concepts_called(_typed(goods_among(read_query(text))))


def known_goods_among(text: str) -> str:
    """The name of goods in our table that stands in a query, with its marks; empty if there is none.

    Of several it is the first one in Vietnamese and Lao, which name the thing first, else the longest.
    """
    if concepts_called(text):
        return text
    words = goods_among(read_query(text))
    names = {
        (start, end): name
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if (name := _as_in_our_table(_typed(words[start:end])))
    }
    if not names:
        return ""
    if any(word.marked or word.toneless for word in words):
        return names[min(names, key=lambda part: (part[0], -part[1]))]
    return names[max(names, key=lambda part: (part[1] - part[0], part[1]))]


def _as_in_our_table(name: str) -> str:
    """A name of goods with the marks it has in our table; empty where no goods are called so."""
    found = concepts_called(name)
    ways = (own for concept in found for own in concept.all_names if fold(own) == fold(name))
    return next(ways, name) if found else ""


def _typed(words: Iterable[QueryWord]) -> str:
    return " ".join(word.typed for word in words)


def count_kinds(answer: Answer) -> tuple[dict[str, int], dict[str, int]]:
    """(kind → number, side → number) of what has the words and fits the filters, whichever kind is shown."""
    query, facets = answer.query, answer.result.facets
    has_answered = answer.result.total or not answer.result.degraded
    if (query.kinds or query.side) and has_answered:
        everything = replace(query, kinds=(), side="", page=1, per_page=0)
        facets = find(everything).facets
    return dict(facets.get("kind", [])), dict(facets.get("side", []))


def nothing_to_say(query: SearchQuery) -> Answer:
    """The answer while no engine answers."""
    return Answer(query, replace(nothing_found(the_engine(current_app).name), degraded=True), [])
