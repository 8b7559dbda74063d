"""How a buyer's query is put to a Meilisearch server: in ever looser ways, until enough is found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from marketplace.kernel.text.analysis import Query
from marketplace.search.engine import FACETS, SearchQuery, SearchUnavailable, Sort
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
from marketplace.search.texts import name_in_one_piece

MOST_WORDS = 10
"""The server reads no more words of a query."""
ALL_WORDS, FIRST_WORDS = "all", "last"
"""The server's strategies: every word must be there, or words may be left out from the last one on."""
ENOUGH = 10
"""Where one way to ask finds fewer listings, those of the next looser way follow."""
NAMES = ("name", "lao", "concepts", "marked", "place", "marked_beside", "booth")
"""The attributes that hold names."""
NAMES_COMPARED = 200
"""Of so many listings the trade names are compared with what was typed."""
SURE_LETTERS = 3
"""So many letters at the beginning may be taken to be right: a server of version 1.41 forgives few errors."""
NAMES_MEANT = 3
"""So many of them may have been meant."""
NEAR = 0.7
"""How like a trade name it must be, by the share of letters in common."""
LONGEST_NAME = 5
"""In so many words of a query a trade name is looked for."""

Question = dict[str, Any]
Answer = dict[str, Any]
Hits = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to put a query to the server.

    ``marked`` is the same with the forms that keep their diacritics: what has these as well comes first.
    ``first`` are hits that come before its own.
    ``within`` names the attributes to look into, if not all; with ``enough`` listings no looser way is asked,
    and a last resort only where nothing was found.
    """

    text: str
    marked: str = ""
    strategy: str = ALL_WORDS
    within: tuple[str, ...] = ()
    enough: int = ENOUGH
    widened: bool = False
    is_last_resort: bool = False
    first: Hits = field(default_factory=list)

    @property
    def how(self) -> Question:
        """What a question says of the words."""
        within = list(self.within) or ["*"]
        return {"matchingStrategy": self.strategy, "attributesToSearchOn": within}


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a page, how many there are on all pages, and for each facet the answer that counts it."""

    hits: Hits
    total: int
    counting: Mapping[str, Answer]
    widened: bool = False


class Asker:
    """Asks one index of a server; all questions that belong together go in one call."""

    def __init__(self, line: Line, index: str) -> None:
        self._line = line
        self._index = index

    def find(self, query: SearchQuery, words: Query) -> Found:
        """Return a page of what the strictest way finds and, until it is enough, looser ways after it."""
        first: Hits = []
        found: Found | None = None
        is_widened = False
        for way in self._ways(query, words):
            if way.is_last_resort and found.total:
                break
            page = self._page(query, way)
            if found and page.total <= found.total and not way.first:
                continue
            found = self._after([*first, *way.first], query, way, page)
            found = replace(found, widened=is_widened or way.widened)
            if found.total >= (way.enough if query.sort == Sort.RELEVANCE else 1):
                break
            is_widened = found.widened and found.total > 0
            is_complete = query.offset == 0 and found.total <= len(found.hits)
            first = found.hits if is_complete else self._all_of([*first, *way.first], query, way)
        return found

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

    def _ways(self, query: SearchQuery, words: Query) -> Iterator[Way]:
        """Yield the ways to ask, the strictest first.

        Without quotation marks the server also takes words for typing errors and the last for a beginning.
        """
        if query.exact:
            yield Way(_to_the_letter([word.text for word in words.words]))
            return
        if words.sku:
            yield Way(f'"{words.sku}"', within=("sku",), enough=1)
        wanted = [word.text for word in words.wanted[:MOST_WORDS]]
        marked = [word.marked for word in words.wanted if word.marked]
        if wanted and query.sort == Sort.RELEVANCE and not self._is_said(query, wanted, marked):
            begun = name_in_one_piece(wanted)
            typed = name_in_one_piece(word.marked or word.text for word in words.wanted[:MOST_WORDS])
            nearest = self._of_the_nearest_names(query, wanted, typed)
            yield Way(begun, within=("called",), first=nearest)
        as_typed = _to_the_letter([*wanted, *marked]) if len(wanted) + len(marked) <= MOST_WORDS else ""
        yield Way(_to_the_letter(wanted), as_typed if marked else "")
        guessed = Way(" ".join(wanted))
        if len(wanted) > 1:
            goods, others, is_spelled = self._goods_in(query, wanted)
            of_the_goods = Way(" ".join([f'"{goods}"', *others]), strategy=FIRST_WORDS, widened=True)
            if not goods:
                yield guessed
            else:
                yield from (of_the_goods, guessed) if is_spelled else (guessed, of_the_goods)
            for first in range(len(wanted)):
                some = " ".join(wanted[first:])
                yield Way(some, strategy=FIRST_WORDS, widened=True, is_last_resort=True)
        elif wanted:
            yield guessed

    def _page(self, query: SearchQuery, way: Way) -> Found:
        """Return the page as this way finds it.

        A chosen facet is counted by a question of its own, without its own choice.
        """
        sort = SORTS[query.sort] if way.text or query.sort != Sort.RELEVANCE else SORTS[Sort.NEWEST]
        chosen = [facet for facet in FACETS if query.chosen(facet)]
        show = way.how | {"sort": sort, "attributesToRetrieve": ANSWERED}
        paging = {"page": query.offset // query.page_size + 1, "hitsPerPage": query.page_size}
        questions = [self.question(way.text, FACETS, filters(query)) | show | paging]
        questions += [
            self.question(way.text, [facet], filters(query, facet)) | way.how | {"limit": 0}
            for facet in chosen
        ]
        limit = query.offset + query.page_size
        if is_marked := bool(way.marked) and query.sort == Sort.RELEVANCE and limit <= MOST_TOTAL:
            questions.append(self.question(way.marked, (), filters(query)) | show | {"limit": limit})
        page, *others = self.ask(questions)
        as_marked = others.pop()["hits"] if is_marked else []
        counting = dict.fromkeys(FACETS, page) | dict(zip(chosen, others, strict=True))
        found = Found(page["hits"], page["totalHits"], counting, way.widened)
        return self._after(as_marked, query, way, found, are_its_own=True)

    def _after(
        self, first: Hits, query: SearchQuery, way: Way, found: Found, *, are_its_own: bool = False
    ) -> Found:
        """Return what a way found after those hits that come first, whatever page this is.

        It needs another call only where there are more than fit on this page. ``are_its_own`` says that
        the first are among what the way found.
        """
        if not first:
            return found
        known = {hit["id"] for hit in first}
        here = first[query.offset : query.offset + query.page_size]
        room = query.page_size - len(here)
        if not room and are_its_own:
            return replace(found, hits=here)
        if query.offset == 0 and found.total <= len(found.hits):
            rest = [hit for hit in found.hits if hit["id"] not in known]
            return replace(found, hits=[*here, *rest][: query.page_size], total=len(known) + len(rest))
        question = self.question(way.text, (), [*filters(query), f"NOT id IN {listed(sorted(known))}"])
        offset = max(query.offset - len(first), 0)
        paging = {"limit": room, "offset": offset, "attributesToRetrieve": ANSWERED}
        (answer,) = self.ask([question | paging | way.how])
        total = min(len(first) + answer["estimatedTotalHits"], MOST_TOTAL)
        return replace(found, hits=[*here, *answer["hits"]], total=max(total, found.total))

    def _all_of(self, first: Hits, query: SearchQuery, way: Way) -> Hits:
        """Return all hits of a way that did not find enough, after those that come first."""
        beginning = replace(query, page=1, per_page=ENOUGH)
        return self._after(first, beginning, way, self._page(beginning, way)).hits

    def _is_said(self, query: SearchQuery, wanted: list[str], marked: list[str]) -> bool:
        """Tell whether a name has just these words in their order; if none does, one may be unfinished."""
        text = f'"{" ".join(wanted)}" {_to_the_letter(marked[: MOST_WORDS - 1])}'
        (answer,) = self.ask(
            [self.question(text, (), filters(query)) | {"limit": 0} | Way(text, within=NAMES).how]
        )
        return answer["estimatedTotalHits"] > 0

    def _of_the_nearest_names(self, query: SearchQuery, wanted: list[str], typed: str) -> Hits:
        """Return listings of the trade name nearest to what was typed, and one of each next nearest.

        There are none where the first words are a trade name and others stand beside it.
        """
        begun = name_in_one_piece(wanted)
        called = Way(begun, within=("called",)).how
        some = {"limit": NAMES_COMPARED, "attributesToRetrieve": ["called"]}
        beginnings = (begun, begun[:SURE_LETTERS])
        answers = self.ask([self.question(one, (), filters(query)) | called | some for one in beginnings])
        names = {name for answer in answers for hit in answer["hits"] for name in hit["called"].split()}
        if names & {name_in_one_piece(wanted[:last]) for last in range(1, len(wanted))}:
            return []
        best = {"limit": ENOUGH, "attributesToRetrieve": ANSWERED}
        questions = [
            self.question(f'"{name}"', (), filters(query)) | called | best
            for name in get_close_matches(typed, sorted(names), NAMES_MEANT, NEAR)
        ]
        if not questions:
            return []
        nearest, *others = [found["hits"] for found in self.ask(questions)]
        room = ENOUGH - len(others)
        ordered = [*nearest[:room], *(hit for hits in others for hit in hits[:1]), *nearest[room:]]
        return list({hit["id"]: hit for hit in ordered}.values())

    def _goods_in(self, query: SearchQuery, wanted: list[str]) -> tuple[str, list[str], bool]:
        """Return the longest trade name among the words, in one piece, the others, and whether these exist.

        The server is asked what it has listings of. All words together need no listings beside their own.
        """
        places = [
            (first, first + length)
            for length in range(min(LONGEST_NAME, len(wanted)), 0, -1)
            for first in range(len(wanted) - length + 1)
        ]
        names = [name_in_one_piece(wanted[first:last]) for first, last in places]
        texts = [(name, ("called",)) for name in names] + [(word, ()) for word in wanted]
        answers = self.ask(
            [
                self.question(f'"{text}"', (), filters(query)) | {"limit": 0} | Way(text, within=within).how
                for text, within in texts
            ]
        )
        known = [answer["estimatedTotalHits"] > 0 for answer in answers]
        is_spelled = all(known[len(names) :])
        for (first, last), name, is_named in zip(places, names, known, strict=False):
            if is_named and last - first == len(wanted):
                break
            if is_named:
                return name, [*wanted[:first], *wanted[last:]], is_spelled
        return "", wanted, is_spelled


def _to_the_letter(words: list[str]) -> str:
    """Return each word in quotation marks, within which the server forgives no typing error."""
    return " ".join(f'"{word}"' for word in words[:MOST_WORDS])
