"""How a buyer's query is put to a Meilisearch server: in ever looser ways, until enough is found.

Two calls answer nearly every query. The first asks for what was typed and, beside it, for all that decides
what else may be meant; the second asks in all of these ways at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marketplace.kernel.text.analysis import Query, QueryWord
from marketplace.search.engine import ENOUGH, FACETS, SearchQuery, SearchUnavailable, Sort
from marketplace.search.meili_index import (
    ANSWERED,
    FIELD_OF_FACET,
    IS_OURS,
    MOST_TOTAL,
    SORTS,
    filters,
    listed,
)
from marketplace.search.meili_line import Line
from marketplace.search.meili_ways import (
    ALL_WORDS,
    MARKED,
    MOST_WORDS,
    NAMES,
    OWN_NAME,
    PLAIN,
    Hits,
    Known,
    Typed,
    Way,
    each_once,
    in_turn,
    nearest_first,
    own_names_first,
    parts_with_little_words,
    to_the_letter,
    words_that_are_needed,
)
from marketplace.search.place_names import goods_among
from marketplace.search.spelling import as_spelt_by_sellers, may_be_spelt_otherwise
from marketplace.search.texts import heads_meant, name_in_one_piece, typed_in_one_piece
from marketplace.search.vocabulary import MARK

GOODS_COMPARED = 30
"""Of so many kinds of goods are the trade names looked at that begin as typed."""
SURE_LETTERS = 3
"""So many letters at the beginning may be taken to be right: a server of version 1.41 forgives few errors."""
LISTINGS_COMPARED = 200
"""Of so many listings that begin with these are the trade names compared with what was typed."""

NO_HITS = {"limit": 0}

Question = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a page, how many there are on all pages, and for each facet the answer that counts it."""

    hits: Hits
    total: int
    counting: Mapping[str, Answer]
    widened: bool = False


@dataclass(frozen=True, slots=True)
class Finds:
    """What one way finds: ``best`` come before all others, ``hits`` are those from where the page begins."""

    way: Way
    best: Hits
    hits: Hits
    total: int
    counting: Mapping[str, Answer]


class Asker:
    """Asks one index of a server; all questions that belong together go in one call."""

    def __init__(self, line: Line, index: str) -> None:
        self._line = line
        self._index = index

    def find(self, query: SearchQuery, words: Query) -> Found:
        """Return a page of what the strictest way finds and, until it is enough, looser ways after it."""
        if query.exact or not words:
            way = Way(to_the_letter([word.text for word in words.words]))
            return self._gathered(query, self._finds_of(query, [way]))
        found = self._gathered(query, self._ever_looser(query, words))
        wanted = Typed.of(words.wanted, words)
        if found.total or len(wanted.texts) == 1 or query.known:
            return found
        return self._gathered(query, self._finds_of(query, wanted.with_fewer_words()))

    def as_spelt(self, query: SearchQuery, words: Query) -> Query:
        """Return the words in the spelling of names; only what may be raw keys is asked for."""
        if query.exact or not may_be_spelt_otherwise(words):
            return words
        return as_spelt_by_sellers(words, _WordsOfServer(self, query))

    def count_each(self, query: SearchQuery, ways: Sequence[Way]) -> list[int]:
        """Return how many listings each way finds."""
        return list(map(_total, self.ask([self._put(way, query) | NO_HITS for way in ways])))

    def ask(self, questions: list[Question]) -> list[Answer]:
        """Return the answer to each question. Raises ``SearchUnavailable``."""
        answers = self._line.ask(lambda client: client.multi_search(questions)["results"])
        is_complete = isinstance(answers, list) and len(answers) == len(questions)
        if not is_complete or not all(isinstance(answer, dict) and "hits" in answer for answer in answers):
            raise SearchUnavailable("Meilisearch answered something else: not hits to each question")
        return answers

    def question(self, text: str, facets: Iterable[str] = (), wanted: Iterable[str] = ()) -> Question:
        """Return a question for listings with every word of a text, counted by facets."""
        return {
            "indexUid": self._index,
            "q": text,
            "filter": [IS_OURS, *wanted],
            "facets": [FIELD_OF_FACET[facet] for facet in facets],
            "matchingStrategy": ALL_WORDS,
        }

    def _gathered(self, query: SearchQuery, ways: Iterable[Finds]) -> Found:
        """Return a page of what the first way finds; until it is enough, the next finds come after it."""
        first: Hits = []
        found: Found | None = None
        is_widened = False
        for finds in ways:
            if found and _brings_nothing(finds, first, query.offset):
                continue
            found = self._page(query, first, finds)
            found = replace(found, widened=is_widened or finds.way.widened)
            if found.total >= (finds.way.enough if query.sort == Sort.RELEVANCE else 1):
                break
            is_widened = found.widened and found.total > 0
            is_complete = query.offset == 0 and found.total <= len(found.hits)
            first = found.hits if is_complete else self._all_of(query, first, finds.way)
        return found

    def _ever_looser(self, query: SearchQuery, words: Query) -> Iterator[Finds]:
        """Yield what is found in each way, the strictest first."""
        number = [Way(f'"{words.sku}"', within=("sku",), enough=1)] if words.sku else []
        typed = Typed.of(words.wanted, words)
        strictly = self._strictly(query, typed)
        in_doubt = parts_with_little_words(words)
        *of_number, as_typed, survey, counts = self._ask_together(
            [
                *(self._questions(query, way) for way in (*number, strictly)),
                self._survey(query, typed),
                [self._count_called(query, Typed.of(part, words).name) for part in in_doubt],
            ]
        )
        yield from map(self._finds, [query], number, of_number)
        known = _known(typed, survey)
        named = [part for part, count in zip(in_doubt, counts, strict=True) if _total(count)]
        if named := [part for part in named if len(part) > known.longest(typed)]:
            typed = Typed.of(words_that_are_needed(words, named), words)
            strictly = self._strictly(query, typed)
            questions = [self._questions(query, strictly), self._survey(query, typed)]
            as_typed, survey = self._ask_together(questions)
            known = _known(typed, survey)
        if query.known and known.is_called:
            yield self._finds(query, strictly, as_typed)
            return
        if query.known:
            goods = goods_among(words)
            named = typed.texts[slice(*known.goods)] if known.goods else ()
            if named != tuple(word.text for word in goods):
                yield from self._of_known(query, words, goods)
                return
        yield from self._as_understood(query, typed, known, self._finds(query, strictly, as_typed))

    def _of_known(self, query: SearchQuery, words: Query, goods: Sequence[QueryWord]) -> Iterator[Finds]:
        """Yield what there is of goods that nobody calls so; if nothing, of what they are a kind of."""
        has_place = len(goods) < len(words.wanted)
        if has_place:
            yield from self._finds_of(query, [Typed.of(words.wanted, words).strictly(within=NAMES)])
        own = [replace(way, widened=has_place) for way in Typed.of(goods, words).ways_of_known()]
        heads = [(typed_in_one_piece(head),) for head in heads_meant(goods)]
        broader = [
            way
            for head in heads
            for way in (Way("", called=head, widened=True), Way("", kind_of=head, widened=True))
        ]
        is_found = False
        for way in own:
            (finds,) = self._finds_of(query, [way])
            yield finds
            is_found |= finds.total > 0
        for way in () if is_found else broader:
            (finds,) = self._finds_of(query, [way])
            yield finds
            if finds.total:
                return

    def _as_understood(
        self, query: SearchQuery, typed: Typed, known: Known, as_typed: Finds
    ) -> Iterator[Finds]:
        """Yield what was found as typed, before it what is likelier meant, and after it what else may be."""
        is_ranked = query.sort == Sort.RELEVANCE
        begun = known.names_begun(typed) if is_ranked else []
        names = begun or (known.names_meant(typed) if is_ranked else [])
        likelier, others = known.ways_around(typed)
        if not names and not likelier:
            yield as_typed
        pieces = tuple(map(name_in_one_piece, names))
        of_names = [Way("", called=pieces)] if names else []
        ways = [*of_names, *likelier, *others]
        each = [typed.most_strictly(), *(Way("", called=(piece,)) for piece in pieces)] if names else []
        best = {"limit": ENOUGH, "attributesToRetrieve": ANSWERED}
        *answers, of_each = self._ask_together(
            [
                *(self._questions(query, way) for way in ways),
                [self._put(way, query) | best for way in each],
            ]
        )
        found = [self._finds(query, way, answer) for way, answer in zip(ways, answers, strict=True)]
        if names:
            said, *hits = (answer["hits"] for answer in of_each)
            finds = list(map(own_names_first, hits, names))
            if known.is_said:
                finds = [said, *finds]
            first = in_turn(finds) if begun else nearest_first(finds)
            found[0] = replace(found[0], way=replace(found[0].way, first=first))
        last = len(of_names) + len(likelier)
        yield from found[:last]
        if names or likelier:
            yield as_typed
        yield from found[last:]

    def _strictly(self, query: SearchQuery, typed: Typed) -> Way:
        return typed.strictly(typed.as_a_name() if query.sort == Sort.RELEVANCE else ())

    def _survey(self, query: SearchQuery, typed: Typed) -> list[Question]:
        """Return the questions whose answers tell what the words may mean; see ``_known``."""
        said = f'"{" ".join(typed.texts)}" {to_the_letter(typed.marked[: MOST_WORDS - 1])}'
        kinds = {"attributesToRetrieve": ["called", "concepts"], "distinct": "goods", "limit": GOODS_COMPARED}
        alike = {"attributesToRetrieve": ["called"], "limit": LISTINGS_COMPARED}
        sure = typed.begun[0][:SURE_LETTERS]
        return [
            self._put(Way(said, within=NAMES), query) | NO_HITS,
            self._count_called(query, typed.name),
            self._put(Way(sure, within=("called",)), query) | alike,
            *(self._put(Way(begun, within=("called",)), query) | kinds for begun in typed.begun),
            *(self._put(Way(f'"{word}"'), query) | NO_HITS for word in typed.texts),
            *(self._count_called(query, typed.part(*part)) for part in typed.parts),
        ]

    def _count_called(self, query: SearchQuery, name: str) -> Question:
        return self._put(Way("", called=(name,)), query) | NO_HITS

    def _ask_together(self, groups: list[list[Question]]) -> list[list[Answer]]:
        """Ask groups of questions in one call; return the answers to each group."""
        answers = iter(self.ask([question for group in groups for question in group]))
        return [[next(answers) for _question in group] for group in groups]

    def _finds_of(self, query: SearchQuery, ways: Iterable[Way]) -> list[Finds]:
        ways = list(ways)
        answers = self._ask_together([self._questions(query, way) for way in ways])
        return [self._finds(query, way, told) for way, told in zip(ways, answers, strict=True)]

    def _questions(self, query: SearchQuery, way: Way) -> list[Question]:
        """Return the questions for a page: the page, a count for each chosen facet, and what comes first.

        A chosen facet is counted without its own choice. On the first page there is room for what turns out
        to be among the best.
        """
        is_ranked = query.sort == Sort.RELEVANCE
        sort = SORTS[query.sort] if way.text or way.called or not is_ranked else SORTS[Sort.NEWEST]
        show = {"sort": sort, "attributesToRetrieve": ANSWERED}
        paging = {"page": query.offset // query.page_size + 1, "hitsPerPage": query.page_size}
        if not query.offset:
            paging = {"page": 1, "hitsPerPage": 2 * query.page_size}
        questions = [self._put(way, query) | {"facets": list(FIELD_OF_FACET.values())} | show | paging]
        questions += [
            self._put(way, query, facet) | {"facets": [FIELD_OF_FACET[facet]], "limit": 0}
            for facet in query.choices
        ]
        limit = query.offset + query.page_size
        if is_ranked and limit <= MOST_TOTAL:
            questions += [self._put(best, query) | show | {"limit": limit} for best in way.best]
        return questions

    def _put(self, way: Way, query: SearchQuery, but_facet: str = "") -> Question:
        """Return the question of a way."""
        goods = {"called": way.called, "kind_of": way.kind_of}
        named = [f"{attribute} IN {listed(names)}" for attribute, names in goods.items() if names]
        within = {"attributesToSearchOn": list(way.within) or ["*"], "matchingStrategy": way.strategy}
        return self.question(way.text, (), [*filters(query, but_facet), *named]) | within

    def _finds(self, query: SearchQuery, way: Way, answers: list[Answer]) -> Finds:
        """Read the answers to ``_questions``."""
        chosen = query.choices
        page, *others = answers
        counting = dict.fromkeys(FACETS, page) | dict(zip(chosen, others, strict=False))
        best = each_once(hit for answer in others[len(chosen) :] for hit in answer["hits"])
        return Finds(way, best, page["hits"], page["totalHits"], counting)

    def _page(self, query: SearchQuery, first: Hits, finds: Finds) -> Found:
        """Return a page on which those hits come first, then what a way found.

        It needs another call only where what comes first is not among all that the way finds, or the page is
        not the first.
        """
        before = each_once([*first, *finds.way.first])
        ordered = each_once([*before, *finds.best])
        known = {hit["id"] for hit in ordered}
        here = ordered[query.offset : query.offset + query.page_size]
        room = query.page_size - len(here)
        rest = [hit for hit in finds.hits if hit["id"] not in known]
        found = Found([*here, *rest[:room]], finds.total, finds.counting)
        if not known or (not before and (not room or not query.offset)):
            return found
        if not query.offset and finds.total <= len(finds.hits):
            return replace(found, total=len(known) + len(rest))
        way = finds.way
        question = self._put(way, query)
        question["filter"] = [*question["filter"], f"NOT id IN {listed(sorted(known))}"]
        offset = max(query.offset - len(ordered), 0)
        paging = {"limit": room, "offset": offset, "attributesToRetrieve": ANSWERED}
        (answer,) = self.ask([question | paging])
        total = min(len(ordered) + answer["estimatedTotalHits"], MOST_TOTAL)
        return replace(found, hits=[*here, *answer["hits"]], total=max(total, finds.total))

    def _all_of(self, query: SearchQuery, first: Hits, way: Way) -> Hits:
        """Return all hits of a way that did not find enough, after those that come first."""
        beginning = replace(query, page=1, per_page=ENOUGH)
        (finds,) = self._finds_of(beginning, [way])
        return self._page(beginning, first, finds).hits


@dataclass(frozen=True, slots=True)
class _WordsOfServer:
    """The words that the server has listings of; see ``spelling.Words``."""

    asker: Asker
    query: SearchQuery

    def documents(self, words: Iterable[str]) -> dict[str, int]:
        words = list(dict.fromkeys(words))
        ways = [
            Way(to_the_letter([word.removeprefix(MARK)]), within=MARKED if word.startswith(MARK) else PLAIN)
            for word in words
        ]
        counts = zip(words, self.asker.count_each(self.query, ways), strict=True)
        return {word: count for word, count in counts if count}

    def words_begun(self, typed: str) -> list[str]:
        return [typed] if any(self.asker.count_each(self.query, [Way(typed, within=OWN_NAME)])) else []

    def marked_words_begun(self, letters: str, tone: str) -> list[str]:
        """The server takes the letters alone wherever nothing has the marks, so they may stay."""
        return [letters + tone]


def _brings_nothing(finds: Finds, first: Hits, offset: int) -> bool:
    """Tell whether a way finds only what stricter ways have found."""
    if offset or finds.way.first:
        return not finds.way.first and finds.total <= len(first)
    known = {hit["id"] for hit in first}
    return finds.total <= len(finds.hits) and all(hit["id"] in known for hit in finds.hits)


def _total(answer: Answer) -> int:
    return answer["estimatedTotalHits"]


def _known(typed: Typed, answers: list[Answer]) -> Known:
    """Read the answers to ``_survey``."""
    said, name, alike, *others = answers
    begun, counts = others[: len(typed.begun)], others[len(typed.begun) :]
    kinds = [hit for answer in begun for hit in answer["hits"]]
    words, parts = counts[: len(typed.texts)], counts[len(typed.texts) :]
    goods = [part for part, count in zip(typed.parts, parts, strict=True) if _total(count)]
    return Known(
        tuple(tuple(tuple(line.split()) for line in hit["concepts"].split("\n")[:-1]) for hit in kinds),
        frozenset(piece for hit in (*kinds, *alike["hits"]) for piece in hit["called"]),
        goods[0] if goods else None,
        is_called=_total(name) > 0,
        is_said=_total(said) > 0,
        are_words=all(map(_total, words)),
    )
