"""The search engine for large sites: a Meilisearch server.

Its index has a name of its own for each version of text rules and settings: after an upgrade the server is
asked for an index that does not exist yet, the embedded one answers meanwhile, and the worker builds it.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from meilisearch import Client
from meilisearch.models.task import TaskInfo

from marketplace.kernel.text.analysis import Query, read_query
from marketplace.search.engine import (
    FACETS,
    DocumentsRefused,
    Health,
    Hit,
    Kind,
    SearchDoc,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Suggestion,
    nothing_found,
)
from marketplace.search.matching import Wanted, explain, wanted_words
from marketplace.search.meili_asking import Asker, Found
from marketplace.search.meili_index import (
    FIELD_OF_FACET,
    MOST_TOTAL,
    SETTINGS,
    document_for_server,
    index_name,
)
from marketplace.search.meili_line import TASK_SECONDS, Line, Server, WorkRefused, code_of
from marketplace.search.phrases import phrase_key
from marketplace.search.texts import DocumentTexts

DOCUMENTS_AT_ONCE = 1000
BUILD_SECONDS = 240
"""How long one step of a rebuild may take: other sites' work may stand before it in the server's queue."""
NO_INDEX = ("index_not_found", "invalid_search_filter", "invalid_search_facets")
"""What the server answers when there is no index of this name, or an empty place for one."""


class MeiliEngine:
    """A ``SearchEngine`` on a Meilisearch server."""

    name = "meilisearch"

    def __init__(self, server: Server) -> None:
        self._line = Line(server)
        self._family = server.index
        self._live = index_name(server.index)
        self._next = f"{self._live}_next"
        self._asker = Asker(self._line, self._live)

    def index(self, documents: Iterable[SearchDoc]) -> None:
        """Store whole documents; a poisoned one is found by halving its batch and reported."""
        self._must_take_changes()
        refused = self._add_all(self._live, documents)
        if refused:
            raise DocumentsRefused(refused)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        self._must_take_changes()
        if wanted := list(ids):  # an empty list would be taken for a filter and refused
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                self._line.finish(lambda client: client.index(self._live).delete_documents(wanted))

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one page of a query; all questions that belong to it go in one call where possible."""
        words = read_query(query.text)
        if query.text.strip() and not words:
            return nothing_found(self.name)
        try:
            spelt = self._asker.as_spelt(query, words)
            result = self._result(query, spelt, self._asker.find(query, spelt))
            if spelt is words:
                return result
            return replace(result, corrected=" ".join(word.typed for word in spelt.words))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
            raise SearchUnavailable(f"Meilisearch answered something else: {problem!r}") from problem

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return whole names that begin like ``prefix``, those in ``lang`` first."""
        key = phrase_key(prefix)
        if not key:
            return []
        wanted = {"limit": 10 * limit, "attributesToRetrieve": ["names"]}
        (answer,) = self._asker.ask(
            [self._asker.question(" ".join(word.text for word in read_query(prefix).wanted)) | wanted]
        )
        counts: dict[tuple[str, str], int] = {}
        for found in answer["hits"]:
            for name_lang, name in found["names"].items():
                if phrase_key(name).startswith(key):
                    counts[name, name_lang] = counts.get((name, name_lang), 0) + 1
        ordered = sorted(counts.items(), key=lambda item: (item[0][1] != lang, -item[1]))
        return [Suggestion(name, name_lang, count) for (name, name_lang), count in ordered[:limit]]

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Fill a second index, exchange it with the one in use, remove all others of this site.

        Changes meanwhile go into the one in use. A rebuild that dies leaves that one as it is; the next
        rebuild removes the rest.
        """
        self._drop(self._next, BUILD_SECONDS)
        self._work(lambda client: client.create_index(self._next, {"primaryKey": "id"}))
        try:
            self._work(lambda client: client.index(self._next).update_settings(SETTINGS))
            refused = self._add_all(self._next, read_all(), BUILD_SECONDS)
            if self._line.find_index(self._live) is None:
                # Only a place to exchange with: without a primary key and settings it counts as no index.
                self._work(lambda client: client.create_index(self._live))
            self._line.swap(self._live, self._next, BUILD_SECONDS)
        finally:
            self._drop(self._next, BUILD_SECONDS)
        self._drop_former()
        if refused:
            raise DocumentsRefused(refused)
        return self.health().documents

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield id and version of every document, read in pages."""
        offset = 0
        while True:
            wanted = {"fields": ["id", "version"], "limit": DOCUMENTS_AT_ONCE, "offset": offset}
            page = self._line.work(
                lambda client, wanted=wanted: client.index(self._live).get_documents(wanted)
            )
            yield from ((document.id, document.version) for document in page.results)
            offset += DOCUMENTS_AT_ONCE
            if offset >= page.total:
                return

    def health(self) -> Health:
        """Tell whether the server answers and has an index of the present rules; the search key suffices."""
        question = self._asker.question("", ["kind"]) | {"limit": 0}
        try:
            (answer,) = self._asker.ask([question])
        except SearchUnavailable as problem:
            is_missing = code_of(problem) in NO_INDEX
            return Health(self.name, ok=is_missing, needs_rebuild=is_missing, detail=str(problem))
        return Health(self.name, True, sum(count for _kind, count in _counts(answer, "kind")))

    def _add_all(
        self, index: str, documents: Iterable[SearchDoc], patience: float = TASK_SECONDS
    ) -> dict[str, str]:
        waiting = map(document_for_server, documents)
        refused: dict[str, str] = {}
        while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
            refused |= self._add(index, batch, patience)
        return refused

    def _add(self, index: str, batch: list[dict[str, Any]], patience: float) -> dict[str, str]:
        """Add documents; one bad document fails its whole batch, so halve it until it stands alone."""
        try:
            self._line.finish(
                lambda client: client.index(index).add_documents(batch, primary_key="id"), patience
            )
        except WorkRefused as refusal:
            if len(batch) == 1:
                return {batch[0]["id"]: str(refusal)}
            middle = len(batch) // 2
            halves = batch[:middle], batch[middle:]
            return {id: why for half in halves for id, why in self._add(index, half, patience).items()}
        return {}

    def _work(self, work: Callable[[Client], TaskInfo]) -> None:
        """Let the server do a step of a rebuild."""
        self._line.finish(work, BUILD_SECONDS)

    def _drop(self, index: str, patience: float = TASK_SECONDS) -> None:
        if self._line.find_index(index) is not None:
            self._line.finish(lambda client: client.delete_index(index), patience)

    def _drop_former(self) -> None:
        """Remove the indexes of former rules and settings."""
        listing = self._line.work(lambda client: client.get_raw_indexes({"limit": 1000}))
        ours = [one["uid"] for one in listing["results"] if one["uid"].startswith(f"{self._family}_")]
        for name in ours:
            if name not in (self._live, self._next):
                self._work(lambda client, name=name: client.delete_index(name))

    def _must_take_changes(self) -> None:
        """Raise while there is nothing to change.

        An index made by a change would lack all that did not change, and nobody would notice.
        """
        live = self._line.find_index(self._live)
        if live is None or live["primaryKey"] is None:
            raise SearchUnavailable("The search server has no index yet: rebuild it.")

    def _result(self, query: SearchQuery, words: Query, found: Found) -> SearchResult:
        wanted = wanted_words(words) if words else []
        return SearchResult(
            tuple(_hit(hit, wanted, query.lang) for hit in found.hits),
            found.total,
            found.total < MOST_TOTAL,
            {facet: _counts(found.counting[facet], facet) for facet in FACETS},
            self.name,
            widened=found.widened,
        )


def _counts(answer: dict[str, Any], facet: str) -> list[tuple[str, int]]:
    distribution = answer.get("facetDistribution", {}).get(FIELD_OF_FACET[facet], {})
    return sorted(
        ((value, count) for value, count in distribution.items() if value),
        key=lambda pair: (-pair[1], pair[0]),
    )


def _hit(found: dict[str, Any], wanted: list[Wanted], lang: str) -> Hit:
    texts = DocumentTexts(**{text: found.get(text, "") for text in DocumentTexts._fields})
    return Hit(
        found["id"],
        Kind(found["kind"]),
        found["object_id"],
        explain(wanted, lang, found["names"], texts) if wanted else None,
    )
