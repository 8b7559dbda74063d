"""The search engine for large sites: a Meilisearch server.

The server accepts work (202) before it has looked at it, so every change is followed to the end of its
task. It knows no Lao: documents and queries reach it as the words ``texts`` prepares, shifted.
Verified against server sources of version 1.50 and client 0.43.
"""

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import meilisearch
import requests
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task, TaskInfo

from marketplace.kernel.text.analysis import Query, analyzer_version, read_query
from marketplace.search.engine import (
    FACETS,
    DocumentsRefused,
    Health,
    Hit,
    Kind,
    SearchBusy,
    SearchDoc,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Sort,
    Suggestion,
    nothing_found,
)
from marketplace.search.matching import WantedWord, explain, wanted_words
from marketplace.search.phrases import phrase_key
from marketplace.search.texts import DocumentTexts, texts_of

TROUBLE = (MeilisearchError, requests.RequestException, ValueError)
"""What the client raises when the server is away or talks nonsense: a proxy's HTML page comes as a
ValueError, a reply cut short as a RequestException."""

DOCUMENTS_AT_ONCE = 1000
CHANGE_SECONDS = 30
"""How long one call with documents may take; searches have the shorter time of ``Server.timeout``."""
TASK_SECONDS = 120
TASK_POLL_MS = 50
MOST_TOTAL = 1000
MOST_WORDS = 10
"""The server reads no more words of a query."""
ABANDONED_AFTER = timedelta(minutes=10)
"""A rebuild that wrote nothing for this long died; it no longer shuts changes out."""

TEXT_FIELDS = (
    "concepts",
    "name",
    "marked",
    "lao",
    "sku",
    "other_names",
    "place",
    "booth",
    "lao_inner",
    "lao_toneless",
    "description",
)
FIELD_OF_FACET = {
    "kind": "kind",
    "side": "side",
    "category": "category_path",
    "country": "country",
    "province": "province",
    "certificate": "certificates",
    "price": "price_kind",
}
SORTS = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: ["published_at:desc"],
    Sort.PRICE_ASC: ["sorting_price:asc", "published_at:desc"],
    Sort.PRICE_DESC: ["sorting_price:desc", "published_at:desc"],
}
SETTINGS: dict[str, Any] = {
    "searchableAttributes": list(TEXT_FIELDS),
    "filterableAttributes": [
        {
            "attributePatterns": [*FIELD_OF_FACET.values(), "booth_slug", "currency"],
            "features": {"facetSearch": False, "filter": {"equality": True, "comparison": False}},
        },
        {
            "attributePatterns": ["price", "sorting_price", "moq"],
            "features": {"facetSearch": False, "filter": {"equality": True, "comparison": True}},
        },
    ],
    "sortableAttributes": ["sorting_price", "published_at"],
    # "sort" stands first: it does nothing unless a buyer asks for an order, and then it is the order.
    "rankingRules": [
        "sort",
        "words",
        "typo",
        "proximity",
        "attributeRank",
        "wordPosition",
        "exactness",
        "published_at:desc",
    ],
    # Vietnamese syllables are short: the usual 5 and 9 letters would forgive almost nothing.
    "typoTolerance": {
        "minWordSizeForTypos": {"oneTypo": 4, "twoTypos": 8},
        "disableOnNumbers": True,
        "disableOnAttributes": ["sku", "marked", "lao_inner", "lao_toneless"],
    },
    "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["vie", "eng"]}],
    "pagination": {"maxTotalHits": MOST_TOTAL},
    "faceting": {"maxValuesPerFacet": 200, "sortFacetValuesBy": {"*": "count"}},
    "searchCutoffMs": 800,
    "displayedAttributes": ["id", "kind", "object_id", "version", "names", "analyzer", *TEXT_FIELDS],
}
ANSWERED = ["id", "kind", "object_id", "names", *(text.name for text in fields(DocumentTexts))]

POISON = (
    "invalid_document",
    "missing_document",
    "document_fields_limit",
    "max_fields_limit",
    "payload_too_large",
    "malformed_payload",
)
"""How the server's codes begin when a document of the batch is at fault."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is; ``index`` is the name of our index there.

    ``key`` may only search; ``worker_key`` may also read and write documents, indexes and tasks. Without a
    worker key the one key serves for both. ``timeout`` is how many seconds a search may take.
    """

    url: str
    key: str = ""
    worker_key: str = ""
    index: str = "listings"
    timeout: int = 2


class WorkRefused(RuntimeError):
    """The server refused work, at once or in its task; ``code`` is what it calls the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code

    @property
    def is_about_documents(self) -> bool:
        """Tell whether some document is to blame, rather than the server's disk or our settings."""
        return self.code.startswith(POISON)


class MeiliEngine:
    """A ``SearchEngine`` on a Meilisearch server."""

    name = "meilisearch"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._next = f"{server.index}_next"
        self._mine = threading.local()

    def index(self, documents: Iterable[SearchDoc]) -> None:
        """Store whole documents; a poisoned one is found by halving its batch and reported."""
        self._must_take_changes()
        refused = self._add_all(self._server.index, documents)
        if refused:
            raise DocumentsRefused(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        self._must_take_changes()
        if wanted := list(ids):  # an empty list would be taken for a filter and refused
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                self._finish(lambda client: client.index(self._server.index).delete_documents(wanted))

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one page of a query; chosen facets are counted by queries of their own in the same call."""
        started = time.perf_counter()
        words = read_query(query.text)
        if query.text.strip() and not words:
            return nothing_found(self.name)
        chosen = [facet for facet in FACETS if query.chosen(facet)]
        questions = [self._question(words, query)]
        questions += [self._question(words, query, only_facet=facet) for facet in chosen]
        answers = self._ask(lambda client: client.multi_search(questions)["results"])
        return self._result(query, words, answers, chosen, started)

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return whole names that begin like ``prefix``, those in ``lang`` first."""
        key = phrase_key(prefix)
        if not key:
            return []
        wanted = {"q": _as_typed(read_query(prefix)), "limit": 10 * limit, "attributesToRetrieve": ["names"]}
        answers = self._ask(
            lambda client: client.multi_search([{"indexUid": self._server.index, **wanted}])["results"]
        )
        counts: dict[tuple[str, str], int] = {}
        for found in answers[0]["hits"]:
            for name_lang, name in found["names"].items():
                if phrase_key(name).startswith(key):
                    counts[name, name_lang] = counts.get((name, name_lang), 0) + 1
        ordered = sorted(counts.items(), key=lambda item: (item[0][1] != lang, -item[1]))
        return [Suggestion(name, name_lang, count) for (name, name_lang), count in ordered[:limit]]

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Fill a second index, swap it with the one in use, remove the old one.

        While the second index exists, ``index`` and ``delete`` answer ``SearchBusy``.
        """
        self._drop(self._next)
        self._create(self._next)
        try:
            refused = self._add_all(self._next, read_all())
            if self._written_at(self._server.index) is None:
                self._create(self._server.index)
            swap = [{"indexes": [self._server.index, self._next]}]
            self._finish(lambda client: client.swap_indexes(swap))
        finally:
            self._drop(self._next)
        if refused:
            raise DocumentsRefused(refused)
        return self.health().documents

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield id and version of every document, read in pages."""
        offset = 0
        while True:
            wanted = {"fields": ["id", "version"], "limit": DOCUMENTS_AT_ONCE, "offset": offset}
            page = self._work(
                lambda client, wanted=wanted: client.index(self._server.index).get_documents(wanted)
            )
            yield from ((document.id, document.version) for document in page.results)
            offset += DOCUMENTS_AT_ONCE
            if offset >= page.total:
                return

    def health(self) -> Health:
        """Tell whether the server answers and whether its index was built by the present text rules."""
        try:
            documents = self._work(
                lambda client: client.index(self._server.index).get_documents(
                    {"fields": ["analyzer"], "limit": 1}
                )
            )
        except SearchUnavailable as problem:
            is_missing = "index_not_found" in str(problem)
            return Health(self.name, ok=is_missing, needs_rebuild=True, detail=str(problem))
        built_by = {document.analyzer for document in documents.results}
        return Health(self.name, True, documents.total, needs_rebuild=not built_by <= {analyzer_version()})

    def _client(self, key: str, seconds: int) -> meilisearch.Client:
        """Return this thread's client: it changes shared headers with every call."""
        if getattr(self._mine, "pid", None) != os.getpid():
            self._mine.pid, self._mine.clients = os.getpid(), {}
        if (key, seconds) not in self._mine.clients:
            client = meilisearch.Client(self._server.url, key or None, timeout=seconds)
            self._mine.clients[key, seconds] = client
        return self._mine.clients[key, seconds]

    def _ask(self, question: Callable[[meilisearch.Client], Answer]) -> Answer:
        """Ask the server something that a search key may ask."""
        return self._call(question, self._server.key, self._server.timeout)

    def _work(self, work: Callable[[meilisearch.Client], Answer], seconds: int | None = None) -> Answer:
        """Ask the server something that needs the worker's key."""
        key = self._server.worker_key or self._server.key
        return self._call(work, key, seconds or self._server.timeout)

    def _call(self, question: Callable[[meilisearch.Client], Answer], key: str, seconds: int) -> Answer:
        """Call the server; turn all kinds of trouble into ``SearchUnavailable``."""
        try:
            return question(self._client(key, seconds))
        except TROUBLE as problem:
            code = getattr(problem, "code", None) or type(problem).__name__
            raise SearchUnavailable(f"Meilisearch did not answer ({code}): {problem}") from problem
        except (KeyError, TypeError, AttributeError) as problem:
            raise SearchUnavailable(f"Meilisearch answered something else: {problem!r}") from problem

    def _finish(self, work: Callable[[meilisearch.Client], Any]) -> None:
        """Give the server work and wait until it is really done."""
        try:
            task = self._work(lambda client: _followed(client, work(client)), CHANGE_SECONDS)
        except SearchUnavailable as problem:
            refusal = WorkRefused(getattr(problem.__cause__, "code", None) or "", str(problem))
            if refusal.is_about_documents:
                raise refusal from problem
            raise
        if task.status == "succeeded":
            return
        error = task.error or {}
        refusal = WorkRefused(error.get("code", task.status), error.get("message", ""))
        if refusal.is_about_documents:
            raise refusal
        raise SearchUnavailable(f"Meilisearch failed at its task: {refusal}")

    def _add_all(self, index: str, documents: Iterable[SearchDoc]) -> dict[str, str]:
        waiting = map(document_for_server, documents)
        refused: dict[str, str] = {}
        while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
            refused |= self._add(index, batch)
        return refused

    def _add(self, index: str, batch: list[dict[str, Any]]) -> dict[str, str]:
        """Add documents; one bad document fails its whole batch, so halve it until it stands alone."""
        try:
            self._finish(lambda client: client.index(index).add_documents(batch, primary_key="id"))
        except WorkRefused as refusal:
            if len(batch) == 1:
                return {batch[0]["id"]: str(refusal)}
            middle = len(batch) // 2
            return self._add(index, batch[:middle]) | self._add(index, batch[middle:])
        return {}

    def _create(self, index: str) -> None:
        self._finish(lambda client: client.create_index(index, {"primaryKey": "id"}))
        self._finish(lambda client: client.index(index).update_settings(SETTINGS))

    def _drop(self, index: str) -> None:
        if self._written_at(index) is not None:
            self._finish(lambda client: client.delete_index(index))

    def _written_at(self, index: str) -> datetime | None:
        """Return when an index was last written to, or None when there is none of this name."""

        def look(client: meilisearch.Client) -> datetime | None:
            try:
                return client.get_index(index).updated_at
            except MeilisearchApiError as problem:
                if problem.code == "index_not_found":
                    return None
                raise

        return self._work(look)

    def _must_take_changes(self) -> None:
        """Raise when changes must wait: for a rebuild that runs, or for the first one.

        An index made by a change would lack all that did not change, and nobody would notice.
        """
        rebuilt_at = self._written_at(self._next)
        if rebuilt_at is not None and datetime.now(UTC) - _in_utc(rebuilt_at) < ABANDONED_AFTER:
            raise SearchBusy("The search index is being rebuilt.")
        if self._written_at(self._server.index) is None:
            raise SearchUnavailable("The search server has no index yet: rebuild it.")

    def _question(self, words: Query, query: SearchQuery, only_facet: str = "") -> dict[str, Any]:
        """Return one query for the server; ``only_facet`` counts that facet without its own choice."""
        facets = [only_facet] if only_facet else FACETS
        question: dict[str, Any] = {
            "indexUid": self._server.index,
            "q": _to_the_letter(words) if query.exact else _as_typed(words),
            "filter": filters(query, but_facet=only_facet),
            "facets": [FIELD_OF_FACET[facet] for facet in facets],
            "matchingStrategy": "all" if query.exact else "last",
            "attributesToRetrieve": ["id"] if only_facet else ANSWERED,
            "showRankingScore": not only_facet,
        }
        if only_facet:
            return question | {"limit": 0}
        sort = SORTS[query.sort] if words or query.sort != Sort.RELEVANCE else SORTS[Sort.NEWEST]
        return question | {"sort": sort, "page": max(query.page, 1), "hitsPerPage": query.page_size}

    def _result(
        self,
        query: SearchQuery,
        words: Query,
        answers: list[dict[str, Any]],
        chosen: list[str],
        started: float,
    ) -> SearchResult:
        try:
            page = answers[0]
            counted = dict.fromkeys(FACETS, page) | dict(zip(chosen, answers[1:], strict=True))
            facets = {
                facet: _counts(answer["facetDistribution"].get(FIELD_OF_FACET[facet], {}))
                for facet, answer in counted.items()
            }
            wanted = wanted_words(words, {})
            hits = tuple(_hit(found, wanted, query.lang) for found in page["hits"])
            total = page["totalHits"]
        except (KeyError, TypeError, ValueError, IndexError) as problem:
            raise SearchUnavailable(f"Meilisearch answered something else: {problem!r}") from problem
        took = round((time.perf_counter() - started) * 1000)
        return SearchResult(hits, total, total < MOST_TOTAL, facets, self.name, took_ms=took)


def _followed(client: meilisearch.Client, accepted: TaskInfo) -> Task:
    return client.wait_for_task(accepted.task_uid, TASK_SECONDS * 1000, TASK_POLL_MS)


def document_for_server(document: SearchDoc) -> dict[str, Any]:
    """Return a document as the server stores it; absent numbers are left out, so that they sort last."""
    numbers = {
        "price": document.price,
        "sorting_price": document.sorting_price,
        "moq": document.moq,
    }
    return {
        **asdict(texts_of(document)),
        "id": document.id,
        "kind": str(document.kind),
        "object_id": document.object_id,
        "version": document.version,
        "analyzer": analyzer_version(),
        "names": dict(document.names),
        "side": document.side,
        "category_path": sorted({*document.category_path, document.category} - {""}),
        "country": document.country,
        "province": document.province,
        "certificates": list(document.certificates),
        "booth_slug": document.booth_slug,
        "price_kind": document.price_kind,
        "currency": document.currency,
        "published_at": document.published_at,
        **{name: float(number) for name, number in numbers.items() if number is not None},
    }


def filters(query: SearchQuery, but_facet: str = "") -> list[str]:
    """Return the filters of a query in the server's language; all must hold."""
    wanted = [
        f"{FIELD_OF_FACET[facet]} IN [{', '.join(map(_quoted, query.chosen(facet)))}]"
        for facet in FACETS
        if query.chosen(facet) and facet != but_facet
    ]
    if query.booth:
        wanted.append(f"booth_slug = {_quoted(query.booth)}")
    if query.currency:
        wanted.append(f"currency = {_quoted(query.currency)}")
    price = "price" if query.currency else "sorting_price"
    for comparison, limit in ((">=", query.price_min), ("<=", query.price_max)):
        if limit is not None:
            wanted.append(f"{price} {comparison} {_plain(limit)}")
    if query.moq_max is not None:
        wanted.append(f"(moq NOT EXISTS OR moq <= {_plain(query.moq_max)}) AND kind != booth")
    return wanted


def _quoted(value: str) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _as_typed(query: Query) -> str:
    """Return the query in the server's words; diacritics come last, where words may be dropped."""
    words = [word.text for word in query.words][:MOST_WORDS]
    if len(words) == 1 and query.sku:
        return query.sku
    marked = [word.marked for word in query.words if word.marked]
    return " ".join([*words, *marked] if len(words) + len(marked) <= MOST_WORDS else words)


def _to_the_letter(query: Query) -> str:
    """Return each word in quotation marks, within which the server forgives no typing error."""
    return " ".join(f'"{word.text}"' for word in query.words[:MOST_WORDS])


def _counts(distribution: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(
        ((value, count) for value, count in distribution.items() if value),
        key=lambda pair: (-pair[1], pair[0]),
    )


def _hit(found: dict[str, Any], wanted: list[WantedWord], lang: str) -> Hit:
    texts = DocumentTexts(**{text.name: found.get(text.name, "") for text in fields(DocumentTexts)})
    return Hit(
        found["id"],
        Kind(found["kind"]),
        found["object_id"],
        found.get("_rankingScore", 0.0),
        explain(wanted, lang, found["names"], texts) if wanted else None,
    )


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
