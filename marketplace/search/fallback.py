"""Search that goes on when the server does not: asks the server, and the embedded index while it is away."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from marketplace.search.engine import (
    DocumentsRefused,
    Health,
    SearchDoc,
    SearchEngine,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)

log = logging.getLogger(__name__)

FAILURES_TO_OPEN = 3
REST_SECONDS = 30.0


class CircuitBreaker:
    """Stops asking a server that failed several times in a row, so that no buyer waits for its time-out.

    After a rest one caller may try again; its success or failure decides for all.
    """

    def __init__(
        self,
        failures: int = FAILURES_TO_OPEN,
        rest: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed, self._rest, self._clock = failures, rest, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_until = 0.0

    def may_try(self) -> bool:
        """Tell whether the server may be asked now."""
        with self._lock:
            if self._failed < self._allowed:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """Note that the server answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Note that the server did not answer."""
        with self._lock:
            self._failed += 1
            self._closed_until = self._clock() + self._rest


class FallbackEngine:
    """A ``SearchEngine`` made of two that hold the same documents.

    Changes go to both and fail when either fails: the caller repeats them, which does no harm.
    """

    def __init__(
        self, primary: SearchEngine, embedded: SearchEngine, breaker: CircuitBreaker | None = None
    ) -> None:
        self.primary = primary
        self.embedded = embedded
        self.name = primary.name
        self._breaker = breaker or CircuitBreaker()

    def index(self, documents: Iterable[SearchDoc]) -> None:
        """Store documents in both; the embedded one first, so that it is current when it is needed."""
        documents = list(documents)
        self._change_both(lambda engine: engine.index(documents))

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents in both."""
        ids = list(ids)
        self._change_both(lambda engine: engine.delete(ids))

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer from the server, or from the embedded index with ``degraded`` set."""
        if self._breaker.may_try():
            try:
                result = self.primary.search(query)
            except SearchUnavailable as trouble:
                self._breaker.failed()
                log.warning("the embedded index answers instead: %s", trouble)
            else:
                self._breaker.succeeded()
                return result
        return replace(self.embedded.search(query), degraded=True)

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> list[Suggestion]:
        """Return phrases from the embedded index: its table of phrases is faster than any server."""
        return self.embedded.suggest(prefix, lang, limit)

    def rebuild(self, read_all: Callable[[], Iterable[SearchDoc]]) -> int:
        """Rebuild both, each from its own reading of the database; return the server's size."""
        self._change_both(lambda engine: engine.rebuild(read_all))
        return self.primary.health().documents

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield what the server keeps."""
        return self.primary.ids()

    def health(self) -> Health:
        """Tell how the server is; ``needs_rebuild`` when either of the two does."""
        primary, embedded = self.primary.health(), self.embedded.health()
        return replace(primary, needs_rebuild=primary.needs_rebuild or embedded.needs_rebuild)

    def _change_both(self, change: Callable[[SearchEngine], object]) -> None:
        """Apply a change to both engines; documents refused by one must not keep it from the other."""
        refused: dict[str, str] = {}
        for engine in (self.embedded, self.primary):
            try:
                change(engine)
            except DocumentsRefused as refusal:
                refused |= refusal.reasons
        if refused:
            raise DocumentsRefused(refused)
