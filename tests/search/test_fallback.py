"""Search goes on when the server does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import DocumentsRefused, SearchQuery, SearchUnavailable
from marketplace.search.fallback import CircuitBreaker, FallbackEngine
from marketplace.search.meili import MeiliEngine
from marketplace.search.meili_line import Server
from tests.search.catalogue import catalogue
from tests.search.stand_in import FULL, WELL, StandIn, running_stand_in


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[StandIn]:
    with running_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(server: StandIn, clock: Clock, tmp_path: Path) -> FallbackEngine:
    meili = MeiliEngine(Server(server.url, timeout=1))
    made = FallbackEngine(meili, EmbeddedEngine(tmp_path), CircuitBreaker(3, 30.0, clock))
    made.rebuild(catalogue)
    server.asked.clear()
    return made


def searches_seen(server: StandIn) -> int:
    return sum(path == "/multi-search" for _, path, _ in server.asked)


def test_a_healthy_server_answers_itself(engine: FallbackEngine) -> None:
    result = engine.search(SearchQuery("coffee"))
    assert (result.engine, result.degraded) == ("meilisearch", False)


def test_while_the_server_is_away_the_embedded_index_answers(engine: FallbackEngine, server: StandIn) -> None:
    server.mood = FULL
    result = engine.search(SearchQuery("coffee"))
    assert (result.engine, result.degraded) == ("embedded", True)
    assert result.total == 5


def test_a_failing_server_is_left_alone_and_tried_again(
    engine: FallbackEngine, server: StandIn, clock: Clock
) -> None:
    server.mood = FULL
    for _ in range(5):
        assert engine.search(SearchQuery("coffee")).degraded
    assert searches_seen(server) == 3
    clock.now = 31
    assert engine.search(SearchQuery("coffee")).degraded
    assert engine.search(SearchQuery("coffee")).degraded
    assert searches_seen(server) == 4, "one caller tries, the others do not wait"
    server.mood = WELL
    clock.now = 62
    assert not engine.search(SearchQuery("coffee")).degraded
    assert not engine.search(SearchQuery("coffee")).degraded


def test_a_change_that_misses_the_server_is_repeated_by_its_caller(
    engine: FallbackEngine, server: StandIn
) -> None:
    server.mood = FULL
    with pytest.raises(SearchUnavailable):
        engine.delete(["product-2"])
    assert engine.search(SearchQuery("arabica")).total == 0
    server.mood = WELL
    engine.delete(["product-2"])
    assert "product-2" not in dict(engine.ids())


def test_a_document_refused_by_the_server_is_still_in_the_embedded_index(
    engine: FallbackEngine, server: StandIn
) -> None:
    server.poisoned = {"product-2"}
    with pytest.raises(DocumentsRefused) as refusal:
        engine.index(catalogue())
    assert list(refusal.value.reasons) == ["product-2"]
    assert engine.embedded.search(SearchQuery("arabica")).total == 1


def test_a_refused_document_does_not_keep_either_index_from_being_rebuilt(
    engine: FallbackEngine, server: StandIn
) -> None:
    server.poisoned = {"product-2"}
    with pytest.raises(DocumentsRefused):
        engine.rebuild(catalogue)
    assert len(dict(engine.ids())) == 9
    assert engine.embedded.health().documents == 10


def test_suggestions_never_ask_the_server(engine: FallbackEngine, server: StandIn) -> None:
    assert engine.suggest("arab", "en")
    assert searches_seen(server) == 0


def test_health_tells_when_either_index_must_be_built(engine: FallbackEngine, tmp_path: Path) -> None:
    assert not engine.health().needs_rebuild
    engine.embedded.close()
    for path in (*tmp_path.glob("current*"), *tmp_path.glob("index-*")):
        path.unlink()
    health = engine.health()
    assert health.ok and health.needs_rebuild
